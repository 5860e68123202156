//! A run of Bayesian optimisation, so that a change of what it does is noticed.

use ansatz_optimize::{BayesianSearch, Space};

use crate::functions::rosenbrock;

#[test]
fn a_run_is_what_it_always_was() {
    let space = Space::real([(-2.0, 2.0); 2]).unwrap();
    let found = BayesianSearch::new(&space).unwrap().minimize(25, 42, rosenbrock).unwrap();
    assert_eq!(found.value, 0.593_560_036_316_213_9);
}
