//! The promised chance, whatever the distribution, and what is no past task.

use ansatz_planning::risk::ReferenceClass;
use ansatz_random::{Stream, standard_normal, unit};

/// The promise is exact for ratios that are all different: of n + 1 the last is among the lowest k with a chance of
/// k / (n + 1). So are the counts of a binomial distribution, and 5 standard deviations are exceeded by one in 1.7 million.
#[test]
fn the_next_task_keeps_the_promise() {
    const TRIALS: u32 = 20_000;
    let heavy = |rng: &mut Stream| 1.0 / libm::pow(1.0 - unit(rng), 2.0);
    let lognormal = |rng: &mut Stream| libm::exp(0.2 + 0.6 * standard_normal(rng));
    let draws: [&dyn Fn(&mut Stream) -> f64; 2] = [&heavy, &lognormal];
    for (index, draw) in draws.into_iter().enumerate() {
        for (n, p) in [(9, 0.5), (9, 0.85), (19, 0.9), (30, 0.72)] {
            let kept = (0..TRIALS).filter(|trial| {
                let mut rng = Stream::new(u64::from(*trial), index as u64);
                let past: Vec<_> = (0..n).map(|_| (2.0, 2.0 * draw(&mut rng))).collect();
                let uplift = ReferenceClass::new(&past).unwrap().uplift(p).unwrap().unwrap();
                draw(&mut rng) <= uplift
            });
            let kept = kept.count() as f64 / f64::from(TRIALS);
            let chance = libm::ceil(p * f64::from(n + 1)) / f64::from(n + 1);
            let deviation = (chance * (1.0 - chance) / f64::from(TRIALS)).sqrt();
            assert!((kept - chance).abs() < 5.0 * deviation, "n = {n}, p = {p}: {kept} and not {chance}");
        }
    }
}

#[test]
fn what_cannot_be_said_is_not_said() {
    let class = ReferenceClass::new(&[(1.0, 1.0); 9]).unwrap();
    assert_eq!(class.uplift(0.9).unwrap(), Some(1.0));
    assert_eq!(class.uplift(0.91).unwrap(), None);
    assert_eq!(class.uplift(1e-300).unwrap(), Some(1.0));
    for p in [0.0, 1.0, -0.5, f64::NAN, f64::INFINITY] {
        assert!(class.uplift(p).unwrap_err().to_string().starts_with("`p` is"), "{p}");
    }
    let class = ReferenceClass::new(&(1..100).map(|days| (1.0, f64::from(days))).collect::<Vec<_>>()).unwrap();
    assert_eq!((class.uplift(0.07).unwrap(), class.uplift(0.55).unwrap()), (Some(7.0), Some(55.0)));
}

#[test]
fn what_is_no_past_task_is_named() {
    assert_eq!(ReferenceClass::new(&[]).unwrap_err().to_string(), "`past` is empty, allowed: at least one task");
    for (estimated, actual) in
        [(0.0, 1.0), (1.0, 0.0), (-1.0, 1.0), (f64::NAN, 1.0), (1.0, f64::INFINITY), (f64::MIN_POSITIVE, f64::MAX)]
    {
        let error = ReferenceClass::new(&[(1.0, 1.0), (estimated, actual)]).unwrap_err().to_string();
        assert!(error.starts_with("`past` is") && error.contains(" at 1, "), "{error}");
    }
    let class = ReferenceClass::new(&[(1.0, 1e300)]).unwrap();
    assert!(class.forecast(1.0).is_err() && class.forecast(1e300).is_err() && class.forecast(f64::NAN).is_err());
    assert!(class.forecast(1e-300).is_ok());
}
