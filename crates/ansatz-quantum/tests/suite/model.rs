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

#[test]
fn couplings_are_added_up_sorted_and_stored_once() {
    let pairs = [(3, 1, 2.0), (0, 2, 1.0), (1, 3, 0.5), (2, 0, -1.0), (2, 1, -4.0), (0, 3, 0.0)];
    let model = Ising::new(&[0.0, 1.0, 0.0, -1.0], pairs).unwrap();
    assert!(model.couplings().eq([(1, 2, -4.0), (1, 3, 2.5)]));
    assert_eq!(model.couplings_len(), 2);
    assert!(model.neighbours(0).unwrap().eq([]));
    assert!(model.neighbours(1).unwrap().eq([(2, -4.0), (3, 2.5)]));
    assert!(model.neighbours(3).unwrap().eq([(1, 2.5)]));
    assert_eq!(model.energy(&[1, 1, -1, -1]).unwrap(), 1.0 + 1.0 + 4.0 - 2.5);
}

#[test]
fn the_smallest_numbers_are_converted_or_left_out() {
    let smallest = f64::from_bits(1);
    let quarters = Qubo::new(&[4.0 * smallest, 0.0], [(0, 1, -12.0 * smallest)]).unwrap();
    for bits in [[false, false], [false, true], [true, false], [true, true]] {
        let spins = bits.map(|bit| if bit { 1 } else { -1 });
        assert_eq!(quarters.to_ising().energy(&spins).unwrap(), quarters.energy(&bits).unwrap());
    }
    let below = Qubo::new(&[0.0; 2], [(0, 1, smallest)]).unwrap().to_ising();
    assert_eq!(below.couplings_len(), 0);
}

#[test]
fn what_is_wrong_with_a_model_is_named() {
    let ising = |fields: &[f64], pair| Ising::new(fields, [pair]).unwrap_err().to_string();
    let qubo = |linear: &[f64], pair| Qubo::new(linear, [pair]).unwrap_err().to_string();
    let unknown = "the variable is 2, allowed: below 2, the number of variables";
    assert_eq!(ising(&[0.0; 2], (0, 2, 1.0)), unknown);
    assert_eq!(ising(&[0.0; 2], (2, 2, 1.0)), unknown);
    assert_eq!(qubo(&[0.0; 2], (2, 0, 1.0)), unknown);
    assert_eq!(qubo(&[0.0; 2], (2, 2, 1.0)), unknown);
    assert_eq!(
        ising(&[0.0; 2], (1, 1, 1.0)),
        "a coupling joins variable 1 to itself, allowed: two different variables"
    );
    assert_eq!(ising(&[0.0; 2], (0, 1, f64::INFINITY)), "`coupling` is inf, allowed: at most 1e250 in size");
    assert_eq!(ising(&[0.0, -1e251], (0, 1, 1.0)), "`field` is -1e251, allowed: at most 1e250 in size");
    assert_eq!(qubo(&[0.0; 2], (0, 1, 2e250)), "`cost` is 2e250, allowed: at most 1e250 in size");
    assert_eq!(qubo(&[0.0; 2], (1, 1, f64::NAN)), "`cost` is NaN, allowed: at most 1e250 in size");
    assert_eq!(qubo(&[f64::NAN], (0, 0, 0.0)), "`cost` is NaN, allowed: at most 1e250 in size");
    assert_eq!(qubo(&[], (0, 1, 1.0)), "the model has no variable, allowed: at least one");
    let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)]).unwrap();
    assert_eq!(
        pair.energy(&[1; 3]).unwrap_err().to_string(),
        "the list of spins has 3 entries, allowed: 2, one for each variable"
    );
    assert_eq!(pair.energy(&[1, 0]).unwrap_err().to_string(), "the spin of variable 1 is 0, allowed: 1 or -1");
    assert_eq!(pair.neighbours(2).map(|_| ()).unwrap_err().to_string(), unknown);
    let offset = pair.with_offset(f64::NEG_INFINITY).unwrap_err().to_string();
    assert_eq!(offset, "`offset` is -inf, allowed: at most 1e250 in size");
}

#[cfg(feature = "serde")]
#[test]
fn models_come_back_through_the_checks() {
    let qubo = Qubo::new(&[1.0, -0.1], [(0, 1, 1.0 / 3.0)]).unwrap().with_offset(2.5).unwrap();
    let stored = serde_json::to_string(&qubo).unwrap();
    assert_eq!(stored, r#"{"linear":[1.0,-0.1],"quadratic":[[0,1,0.3333333333333333]],"offset":2.5}"#);
    assert_eq!(serde_json::from_str::<Qubo>(&stored).unwrap(), qubo);
    let ising = qubo.to_ising();
    assert_eq!(serde_json::from_str::<Ising>(&serde_json::to_string(&ising).unwrap()).unwrap(), ising);
    let ising = |text: &str| serde_json::from_str::<Ising>(text).unwrap_err().to_string();
    assert!(ising(r#"{"fields":[],"couplings":[],"offset":0}"#).contains("no variable"));
    assert!(ising(r#"{"fields":[0,0],"couplings":[[1,1,1]],"offset":0}"#).contains("to itself"));
    assert!(ising(r#"{"fields":[0],"couplings":[],"offset":1e300}"#).contains("`offset` is 1e300"));
    assert!(ising(r#"{"fields":[0],"couplings":[]}"#).contains("missing field `offset`"));
}
