//! Models: conversions and energies beside sums written out.

use ansatz_quantum::{Ising, Qubo};
use proptest::prelude::*;

proptest! {
    #[test]
    fn conversions_keep_every_energy(
        linear in prop::collection::vec(-50i32..50, 1..9),
        pairs in prop::collection::vec((0usize..8, 0usize..8, -50i32..50), 0..30),
    ) {
        let n = linear.len();
        let linear: Vec<f64> = linear.into_iter().map(f64::from).collect();
        let pairs: Vec<_> = pairs.into_iter().map(|(i, j, q)| (i % n, j % n, f64::from(q))).collect();
        let qubo = Qubo::new(&linear, pairs.iter().copied()).unwrap();
        let ising = qubo.to_ising();
        let couplings: Vec<_> = ising.couplings().collect();
        let rebuilt = Ising::new(ising.fields(), couplings).unwrap().with_offset(ising.offset()).unwrap();
        prop_assert_eq!(&rebuilt, &ising);
        for mask in 0u32..1 << n {
            let bits: Vec<bool> = (0..n).map(|i| mask >> i & 1 == 1).collect();
            let spins: Vec<i8> = bits.iter().map(|&bit| if bit { 1 } else { -1 }).collect();
            let mut expected: f64 = (0..n).filter(|&i| bits[i]).map(|i| linear[i]).sum();
            expected += pairs.iter().filter(|&&(i, j, _)| bits[i] && bits[j]).map(|&(_, _, q)| q).sum::<f64>();
            prop_assert_eq!(qubo.energy(&bits).unwrap(), expected);
            prop_assert_eq!(ising.energy(&spins).unwrap(), expected);
            prop_assert_eq!(ising.to_qubo().energy(&bits).unwrap(), expected);
        }
    }
}
