//! A run of Nelder-Mead, so that a change of what it does is noticed.

use ansatz_optimize::{NelderMead, Space};

use crate::functions::rosenbrock;

#[test]
fn a_run_is_what_it_always_was() {
    let space = Space::real([(-5.0, 5.0); 3]).unwrap();
    let found = NelderMead::new(&space).unwrap().minimize(80, 42, rosenbrock).unwrap();
    assert_eq!(found.value, 0.991_812_004_987_177_5);
}
