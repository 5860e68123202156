//! Nelder-Mead resumes, converges, and stays within its bounds.

use ansatz_optimize::{Dimension, Evaluation, NelderMead, NelderMeadConfig, Run, Space, Stop};
use proptest::prelude::*;

use crate::{
    functions::{rosenbrock, sphere},
    runs::{assert_order_does_not_matter, assert_resumes},
};

fn start() -> Run<NelderMead> {
    NelderMead::new(&Space::real([(-5.0, 4.0); 3]).unwrap()).unwrap().start(150, 7).unwrap()
}

#[test]
fn a_stored_run_goes_on_to_the_bit() {
    assert_resumes(start, |x| [rosenbrock(x)], 150);
    assert_order_does_not_matter(start, |x| [rosenbrock(x)]);
}

#[test]
fn known_minima_are_found() {
    for d in 1..=8 {
        let search = NelderMead::new(&Space::real(vec![(-4.0, 5.0); d]).unwrap()).unwrap();
        let found = search.minimize(50_000, 1, sphere).unwrap();
        assert!(found.value < 1e-16 && found.stop == Stop::Converged, "{d}: {found:?}");
    }
    let search = NelderMead::new(&Space::real([(-5.0, 5.0); 4]).unwrap()).unwrap();
    assert!(search.minimize(10_000, 1, rosenbrock).unwrap().value < 1e-12);
}

#[test]
fn a_minimum_on_a_bound_is_found() {
    let search = NelderMead::new(&Space::real([(1.0, 5.0), (-3.0, 3.0)]).unwrap()).unwrap();
    let found = search.minimize(2_000, 1, sphere).unwrap();
    assert!((found.value - 1.0).abs() < 1e-9, "{found:?}");
}

#[test]
fn a_start_that_fails_everywhere_ends() {
    let found = NelderMead::new(&Space::real([(0.0, 1.0); 2]).unwrap()).unwrap().minimize(10_000, 1, |_| None::<f64>);
    let found = found.unwrap();
    assert_eq!((found.stop, found.evaluations), (Stop::Converged, found.failures));
}

#[test]
fn impossible_settings_are_named() {
    let space = Space::real([(0.0, 1.0); 2]).unwrap();
    let config = NelderMeadConfig::default;
    for (config, name) in [
        (config().start([0.5]), "start"),
        (config().start([0.5, f64::NAN]), "start"),
        (config().step(0.0), "step"),
        (config().step(0.6), "step"),
        (config().tolerance(-1.0), "tolerance"),
        (config().tolerance(f64::NAN), "tolerance"),
    ] {
        assert_eq!(NelderMead::with_config(&space, config).unwrap_err().name(), name);
    }
    let whole = Space::new([Dimension::integer(0..=3).unwrap()]).unwrap();
    let message = "`space` is integers at coordinate 0, allowed: real and logarithmic coordinates for Nelder-Mead";
    assert_eq!(NelderMead::new(&whole).unwrap_err().to_string(), message);
    assert_eq!(NelderMead::new(&Space::real(vec![(0.0, 1.0); 1_001]).unwrap()).unwrap_err().name(), "dimensions");
}

proptest! {
    /// It knows values by their order alone: whatever keeps the order keeps the run.
    #[test]
    fn only_the_order_of_values_matters(x in -4.0..4.0f64, y in -4.0..4.0f64, scale in 1u32..10) {
        let config = NelderMeadConfig::default().start([x, y]);
        let search = NelderMead::with_config(&Space::real([(-5.0, 5.0); 2]).unwrap(), config).unwrap();
        let plain = search.clone().minimize(200, 1, rosenbrock).unwrap();
        let warped = search.minimize(200, 1, |x| {
            // A power of two changes no bit of a value but its exponent.
            Evaluation::from(rosenbrock(x) * f64::from(1 << scale))
        });
        prop_assert_eq!(plain.candidate, warped.unwrap().candidate);
    }
}
