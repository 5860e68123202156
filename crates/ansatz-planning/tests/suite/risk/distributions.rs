//! Distributions against their densities, integrated, and draws against both.

use ansatz_planning::{ThreePoint, risk::Distribution};

use super::parallel;

/// A density up to a factor, between two ends.
struct Density<'a> {
    density: &'a dyn Fn(f64) -> f64,
    ends: (f64, f64),
}

/// The parts of an integral: the error of the midpoint rule is below 1e-8 of the whole for densities without poles.
const PARTS: usize = 200_000;

impl Density<'_> {
    /// The integrals of 1, x and x^2 over the density, up to `end`.
    fn moments(&self, end: f64) -> [f64; 3] {
        let (from, _) = self.ends;
        let width = (end - from) / PARTS as f64;
        let mut moments = [0.0; 3];
        for part in 0..PARTS {
            let x = from + (part as f64 + 0.5) * width;
            let mass = (self.density)(x) * width;
            moments[0] += mass;
            moments[1] += mass * x;
            moments[2] += mass * x * x;
        }
        moments
    }

    fn assert_is(&self, what: &str, distribution: &Distribution) {
        let [mass, first, second] = self.moments(self.ends.1);
        let (mean, square) = (first / mass, second / mass);
        let variance = square - mean * mean;
        assert!((distribution.mean() / mean - 1.0).abs() < 1e-6, "{what}: mean {} {mean}", distribution.mean());
        let found = distribution.variance();
        assert!((found / variance - 1.0).abs() < 1e-5, "{what}: variance {found} {variance}");
        for p in [0.001, 0.1, 0.37, 0.5, 0.8, 0.9, 0.999] {
            let x = distribution.quantile(p);
            let cdf = self.moments(x)[0] / mass;
            assert!((cdf - p).abs() < 1e-6, "{what}: {x} is the quantile at {cdf}, not {p}");
        }
    }
}

fn triangle(min: f64, mode: f64, max: f64) -> impl Fn(f64) -> f64 {
    move |x| if x < mode { (x - min) / (mode - min) } else { (max - x) / (max - mode) }
}

fn beta(min: f64, mode: f64, max: f64) -> impl Fn(f64) -> f64 {
    let a = 4.0 * (mode - min) / (max - min);
    move |x: f64| libm::pow((x - min) / (max - min), a) * libm::pow((max - x) / (max - min), 4.0 - a)
}

#[test]
fn distributions_are_their_densities() {
    let triangles = [(2.0, 3.0, 7.0), (0.0, 0.0, 1.0), (5.0, 9.0, 9.0), (1e6, 1.5e6, 3e6)];
    for (min, mode, max) in triangles {
        let density = &triangle(min, mode, max);
        Density { density, ends: (min, max) }.assert_is("triangle", &Distribution::triangular(min, mode, max).unwrap());
        let density = &beta(min, mode, max);
        Density { density, ends: (min, max) }.assert_is("PERT", &Distribution::pert(min, mode, max).unwrap());
    }
    Density { density: &|_| 1.0, ends: (3.0, 9.0) }.assert_is("uniform", &Distribution::uniform(3.0, 9.0).unwrap());
    for (mean, deviation) in [(10.0, 5.0), (3.0, 0.3)] {
        // Beyond 200 lie 1e-9 of all of the wider one.
        let spread: f64 = 1.0 + (deviation / mean) * (deviation / mean);
        let (mu, sigma) = (libm::log(mean / spread.sqrt()), libm::log(spread).sqrt());
        let density = &move |x: f64| {
            let z = (libm::log(x) - mu) / sigma;
            libm::exp(-0.5 * z * z) / x
        };
        Density { density, ends: (0.0, 400.0) }
            .assert_is("log-normal", &Distribution::lognormal(mean, deviation).unwrap());
    }
}

#[test]
fn quantiles_of_values_are_theirs() {
    let distribution = Distribution::empirical(&[5.0, 1.0, 1.0, 8.0]).unwrap();
    assert_eq!((distribution.mean(), distribution.variance()), (3.75, 0.25 * (25.0 + 2.0 + 64.0) - 3.75 * 3.75));
    for (p, value) in [(0.0, 1.0), (0.5, 1.0), (0.500_001, 5.0), (0.75, 5.0), (0.76, 8.0), (1.0, 8.0), (7.0, 8.0)] {
        assert_eq!(distribution.quantile(p), value, "{p}");
    }
    let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
    for p in [0.07, 0.14, 0.55, 0.56] {
        assert_eq!(Distribution::empirical(&hundred).unwrap().quantile(p), libm::round(100.0 * p), "{p}");
    }
    assert!(distribution.quantile(f64::NAN).is_nan());
    assert!(Distribution::constant(1.0).unwrap().quantile(f64::NAN).is_nan());
}

#[test]
fn extremes_and_milestones() {
    let pert = Distribution::pert(2.0, 2.0, 2.0).unwrap();
    assert_eq!((pert.quantile(0.3), pert.mean(), pert.variance()), (2.0, 2.0, 0.0));
    // Of the mode 0 it is 1 - (1 - p)^(1/5).
    let far = 1.0 / (1_u64 << 40) as f64;
    let exact = 1.0 - libm::pow(far, 0.2);
    assert!((Distribution::pert(0.0, 0.0, 1.0).unwrap().quantile(1.0 - far) - exact).abs() < 1e-11);
    assert_eq!(Distribution::triangular(2.0, 2.0, 2.0).unwrap().quantile(0.3), 2.0);
    assert_eq!(Distribution::lognormal(2.0, 0.0).unwrap().quantile(1.0), 2.0);
    assert_eq!(Distribution::lognormal(2.0, 1.0).unwrap().quantile(1.0), f64::INFINITY);
    assert_eq!(Distribution::lognormal(2.0, 1.0).unwrap().quantile(-1.0), 0.0);
    let estimate = Distribution::from(ThreePoint::new(6, 9, 18).unwrap());
    assert_eq!(estimate, Distribution::pert(6.0, 9.0, 18.0).unwrap());
    // Durations that are the same everywhere are that, whatever the rounding.
    for value in [0.1, 1.1, 2.7, 3.0] {
        for certain in [
            Distribution::constant(value),
            Distribution::uniform(value, value),
            Distribution::triangular(value, value, value),
            Distribution::pert(value, value, value),
            Distribution::lognormal(value, 0.0),
            Distribution::empirical(&[value; 3]),
        ] {
            let certain = certain.unwrap();
            assert_eq!((certain.mean(), certain.variance(), certain.quantile(0.3)), (value, 0.0, value), "{certain:?}");
            let analysis = parallel(&[certain]).simulate(1_000, 1).unwrap();
            assert_eq!((analysis.min(), analysis.max(), analysis.finish().variance), (value, value, 0.0));
        }
    }
}

/// A tenth of all below the first, a tenth above the second; on a scale of factors the middle is halfway.
#[test]
fn a_lognormal_distribution_has_the_quantiles_it_is_made_of() {
    for (p10, p90) in [(4.0, 25.0), (1.0, 1.1), (0.01, 100.0), (3.0, 3.0)] {
        let distribution = Distribution::lognormal_from_quantiles(p10, p90).unwrap();
        for (p, exact) in [(0.1, p10), (0.5, (p10 * p90).sqrt()), (0.9, p90)] {
            assert!((distribution.quantile(p) / exact - 1.0).abs() < 1e-11, "{p10} to {p90}: not {exact} at {p}");
        }
    }
    // What is above 2^58 is taken for that.
    let endless = Distribution::from(ThreePoint::new(1, 1, u64::MAX).unwrap());
    assert_eq!(endless, Distribution::pert(1.0, 1.0, (1u64 << 58) as f64).unwrap());
}

/// Dvoretzky, Kiefer and Wolfowitz: no share of n draws is farther from its probability than sqrt(ln(2 / a) / 2 n) but
/// with probability a.
#[test]
fn draws_have_the_distribution() {
    const RUNS: u64 = 10_000;
    let allowed = (libm::log(2e6) / (2.0 * RUNS as f64)).sqrt();
    let all = [
        Distribution::uniform(3.0, 9.0),
        Distribution::triangular(2.0, 3.0, 7.0),
        Distribution::triangular(2.0, 2.0, 7.0),
        Distribution::pert(6.0, 9.0, 18.0),
        Distribution::pert(0.0, 0.0, 1.0),
        Distribution::pert(0.0, 0.9173, 1.0),
        Distribution::lognormal(10.0, 5.0),
        Distribution::lognormal_from_quantiles(2.0, 50.0),
        Distribution::empirical(&[5.0, 1.0, 1.0, 8.0]),
    ];
    for (index, distribution) in all.into_iter().enumerate() {
        let distribution = distribution.unwrap();
        // Alone, and as the second of two that are correlated, which is drawn in another way.
        for correlated in [false, true] {
            let mut model = parallel(&[Distribution::constant(0.0).unwrap(), distribution.clone()]);
            if correlated {
                model.correlate(0, 1, 0.7).unwrap();
            }
            let analysis = model.simulate(RUNS, index as u64).unwrap();
            for step in 1..100 {
                let p = f64::from(step) / 100.0;
                // The least value that is not exceeded with p: of values with steps, p or more are at most that.
                let x = distribution.quantile(p);
                let share = analysis.probability_by(x).value;
                let steps = index == 8;
                let is_right = if steps { share >= p - allowed } else { (share - p).abs() <= allowed };
                assert!(is_right, "{distribution:?}: {share} of the draws are at most {x}, expected {p}");
                let below = analysis.probability_by(x - 1e-9).value;
                assert!(below <= p + allowed, "{distribution:?}: {below} of the draws are below {x}, expected {p}");
            }
            // A tight test of the mean, for biases that are small beside the range.
            let many = model.simulate(1_000_000, index as u64).unwrap();
            let duration = many.task(1).unwrap().duration;
            let deviation = distribution.variance().sqrt();
            super::assert_found("mean", duration.mean, distribution.mean(), deviation, 1_000_000);
        }
    }
}

#[cfg(feature = "serde")]
#[test]
fn serde_goes_through_the_checks() {
    let all = [
        (Distribution::constant(2.5), r#"{"constant":2.5}"#),
        (Distribution::uniform(1.0, 2.0), r#"{"uniform":{"min":1.0,"max":2.0}}"#),
        (Distribution::triangular(1.0, 2.0, 4.0), r#"{"triangular":{"min":1.0,"mode":2.0,"max":4.0}}"#),
        (Distribution::pert(1.0, 2.0, 4.0), r#"{"pert":{"min":1.0,"mode":2.0,"max":4.0}}"#),
        (Distribution::lognormal(2.0, 0.5), r#"{"lognormal":{"mean":2.0,"deviation":0.5}}"#),
        (Distribution::empirical(&[2.0, 1.0]), r#"{"empirical":[1.0,2.0]}"#),
    ];
    for (distribution, text) in all {
        let distribution = distribution.unwrap();
        assert_eq!(serde_json::to_string(&distribution).unwrap(), text);
        assert_eq!(serde_json::from_str::<Distribution>(text).unwrap(), distribution);
    }
    for text in [
        r#"{"constant":-2.5}"#,
        r#"{"uniform":{"min":3.0,"max":2.0}}"#,
        r#"{"triangular":{"min":1.0,"mode":5.0,"max":4.0}}"#,
        r#"{"pert":{"min":1.0,"mode":0.0,"max":4.0}}"#,
        r#"{"lognormal":{"mean":0.0,"deviation":0.5}}"#,
        r#"{"empirical":[]}"#,
        r#"{"empirical":[1e300]}"#,
    ] {
        let error = serde_json::from_str::<Distribution>(text).unwrap_err().to_string();
        assert!(error.contains("allowed"), "{text}: {error}");
    }
}
