//! A run of L-SHADE, so that a change of what it does is noticed.

use ansatz_optimize::{LShade, Space};

use crate::functions::rosenbrock;

#[test]
fn a_run_is_what_it_always_was() {
    let space = Space::real([(-5.0, 5.0); 3]).unwrap();
    let found = LShade::new(&space).unwrap().minimize(500, 42, rosenbrock).unwrap();
    assert_eq!(found.value, 1.585_721_245_522_250_5);
}
