//! What CMA-ES promises of rotations, of translations and of its diagonal form, over many seeds.

use ansatz_optimize::{Budget, CmaEs, CmaEsConfig, Covariance, Restarts, Stop};
use ansatz_random::{Stream, standard_normal};
use ansatz_testkit::statistics::mean_and_deviation;

const TRIALS: u64 = 400;

/// The logarithms of how many evaluations it takes to bring an ellipsoid of condition 1e4 to 1e-6, seed by seed.
fn efforts(covariance: Covariance, seeds: u64, rotation: Option<&[[f64; 4]; 4]>, shift: f64) -> Vec<f64> {
    let config = CmaEsConfig::default().covariance(covariance).restarts(Restarts::None);
    // Where the rotated problem is as (3, -2, 1, 2) is to the plain one.
    let start: [f64; 4] = std::array::from_fn(|column| {
        let plain = [3.0, -2.0, 1.0, 2.0];
        shift + rotation.map_or(plain[column], |q| (0..4).map(|row| q[row][column] * plain[row]).sum())
    });
    let search = CmaEs::around_with_config(&start, 1.0, config).unwrap();
    (0..TRIALS)
        .map(|seed| {
            let found = search.clone().minimize(Budget::from(20_000).with_target(1e-6), seeds + seed, |x| {
                let x: Vec<f64> = x.iter().map(|x| x - shift).collect();
                let at = |row: usize| rotation.map_or(x[row], |q| q[row].iter().zip(&x).map(|(q, x)| q * x).sum());
                (0..4).map(|row| at(row) * at(row) * libm::pow(1e4, row as f64 / 3.0)).sum::<f64>()
            });
            let found = found.unwrap();
            assert_eq!(found.stop, Stop::Target);
            libm::log(found.evaluations as f64)
        })
        .collect()
}

/// The means of two samples differ by less than chance allows once in a million: 4.9 standard errors.
fn assert_alike(what: &str, a: &[f64], b: &[f64]) {
    let ((mean_a, deviation_a), (mean_b, deviation_b)) = (mean_and_deviation(a), mean_and_deviation(b));
    let error = libm::sqrt((deviation_a * deviation_a + deviation_b * deviation_b) / TRIALS as f64);
    assert!((mean_a - mean_b).abs() < 4.9 * error, "{what}: {mean_a} and {mean_b}, standard error {error}");
}

/// An orthonormal matrix, by Gram and Schmidt.
fn rotation() -> [[f64; 4]; 4] {
    let mut rng = Stream::new(8, 0);
    let mut q = [[0.0; 4]; 4];
    for row in 0..4 {
        let mut vector: [f64; 4] = std::array::from_fn(|_| standard_normal(&mut rng));
        for earlier in &q[..row] {
            let along: f64 = earlier.iter().zip(&vector).map(|(a, b)| a * b).sum();
            vector.iter_mut().zip(earlier).for_each(|(entry, e)| *entry -= along * e);
        }
        let length = libm::sqrt(vector.iter().map(|x| x * x).sum());
        q[row] = vector.map(|x| x / length);
    }
    q
}

#[test]
fn rotation_and_translation_do_not_count() {
    let plain = efforts(Covariance::Full, 0, None, 0.0);
    assert_alike("moved", &plain, &efforts(Covariance::Full, 1_000, None, 77.7));
    assert_alike("rotated", &plain, &efforts(Covariance::Full, 2_000, Some(&rotation()), 0.0));
}

/// On a separable objective the diagonal is all that there is to learn, and is learnt faster.
#[test]
fn the_diagonal_form_learns_a_separable_objective_faster() {
    let (full, _) = mean_and_deviation(&efforts(Covariance::Full, 0, None, 0.0));
    let (diagonal, _) = mean_and_deviation(&efforts(Covariance::Diagonal, 0, None, 0.0));
    assert!(diagonal < full, "{diagonal} {full}");
}
