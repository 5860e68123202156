//! A run of NSGA-II, so that a change of what it does is noticed.

use ansatz_optimize::{Nsga2, RealVector, Space};

use crate::properties::zdt1;

#[test]
fn a_run_is_what_it_always_was() {
    let genomes = RealVector::new(&Space::real([(0.0, 1.0); 5]).unwrap());
    let front = Nsga2::new(genomes, 20).unwrap().minimize(1_000, 42, |x| zdt1(x)).unwrap();
    assert_eq!(front.hypervolume(&[1.1, 1.1]), Ok(0.844_006_112_071_787_3));
}
