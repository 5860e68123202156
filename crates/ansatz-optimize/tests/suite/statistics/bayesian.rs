//! Fantasies are draws from the posterior: what is drawn for outstanding candidates has its mean and its variance.

use ansatz_optimize::{GaussianProcess, Matern52};
use ansatz_random::{Stream, standard_normal, unit};
use ansatz_testkit::statistics::assert_mean;

/// Values drawn with a kernel are predicted with errors that have mean 0 and the variance that is stated.
#[test]
fn predictions_are_as_uncertain_as_they_say() {
    let kernel = Matern52::new([0.3, 0.8], 2.0, 0.05).unwrap();
    let mut errors = Vec::new();
    for trial in 0..400 {
        let mut rng = Stream::new(11, trial);
        let points: Vec<[f64; 2]> = (0..13).map(|_| [unit(&mut rng), unit(&mut rng)]).collect();
        // A draw point by point: each value from its posterior given those before it.
        let mut values: Vec<f64> = Vec::new();
        for (index, point) in points.iter().enumerate() {
            let process = GaussianProcess::new(&points[..index], &values, kernel.clone()).unwrap();
            let prediction = process.predict(point);
            let deviation = libm::sqrt(prediction.variance + kernel.noise());
            values.push(prediction.mean + deviation * standard_normal(&mut rng));
        }
        // The last point first: from all the others.
        let process = GaussianProcess::new(&points[1..], &values[1..], kernel.clone()).unwrap();
        let prediction = process.predict(&points[0]);
        errors.push((values[0] - prediction.mean) / libm::sqrt(prediction.variance + kernel.noise()));
    }
    assert_mean("standardised error", &errors, 0.0, 0.0);
    let squares: Vec<f64> = errors.iter().map(|error| error * error).collect();
    assert_mean("its square", &squares, 1.0, 0.0);
}
