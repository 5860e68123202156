//! Runs of CMA-ES, so that a change of what they do is noticed.

use ansatz_optimize::{CmaEs, CmaEsConfig, Covariance, Space};

use crate::functions::{rastrigin, rosenbrock};

#[test]
fn runs_are_what_they_always_were() {
    let space = Space::real([(-5.0, 5.0); 3]).unwrap();
    let value = |covariance| {
        let search = CmaEs::with_config(&space, CmaEsConfig::default().covariance(covariance)).unwrap();
        search.minimize(400, 42, rosenbrock).unwrap().value
    };
    assert_eq!(value(Covariance::Full), 0.108_561_505_580_395_94);
    assert_eq!(value(Covariance::Diagonal), 0.425_238_753_097_326_06);
    // Where the axes are found every other generation, and with restarts.
    let many = CmaEs::new(&Space::real([(-5.0, 5.0); 20]).unwrap()).unwrap();
    assert_eq!(many.minimize(1_000, 42, rosenbrock).unwrap().value, 23.364_742_025_931_12);
    let short = CmaEs::with_config(&space, CmaEsConfig::default().tolerance(10.0)).unwrap();
    assert_eq!(short.minimize(3_000, 42, rastrigin).unwrap().value, 0.018_372_388_816_283_943);
    assert_eq!(
        CmaEs::around(&[0.0; 3], 0.5).unwrap().minimize(400, 42, rosenbrock).unwrap().value,
        0.012_407_975_731_015_8
    );
}
