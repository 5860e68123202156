//! Runs of CMA-ES, so that a change of what they do is noticed.

use ansatz_optimize::{CmaEs, CmaEsConfig, Covariance, Space};

use crate::functions::rosenbrock;

#[test]
fn runs_are_what_they_always_were() {
    let space = Space::real([(-5.0, 5.0); 3]).unwrap();
    let value = |covariance| {
        let search = CmaEs::with_config(&space, CmaEsConfig::default().covariance(covariance)).unwrap();
        search.minimize(400, 42, rosenbrock).unwrap().value
    };
    assert_eq!(value(Covariance::Full), 0.108_561_505_580_395_94);
    assert_eq!(value(Covariance::Diagonal), 0.425_238_753_097_326_06);
    assert_eq!(
        CmaEs::around(&[0.0; 3], 0.5).unwrap().minimize(400, 42, rosenbrock).unwrap().value,
        0.012_407_975_731_015_8
    );
}
