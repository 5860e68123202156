//! The same answer however it is taken, and intervals that hold as often as they say.

use ansatz_planning::risk::{Distribution, Event, RiskModel, Simulation};
use ansatz_testkit::statistics::assert_rate_at_most;

use super::{chain, parallel};

fn model() -> RiskModel {
    let durations: Vec<_> = (1..=7)
        .map(|task| match task % 3 {
            0 => Distribution::lognormal(f64::from(task), 2.0),
            1 => Distribution::pert(f64::from(task), f64::from(task) + 1.0, 12.0),
            _ => Distribution::triangular(1.0, 2.0, 7.0),
        })
        .collect::<Result<_, _>>()
        .unwrap();
    let mut model = chain(&durations);
    model.correlate(2, 4, 0.5).unwrap();
    model.correlate_group(&[0, 5, 6], -0.2).unwrap();
    model.add_event(Event::factor(0.3, Distribution::uniform(1.0, 2.0).unwrap(), &[1, 5]).unwrap()).unwrap();
    model
}

#[test]
fn steps_of_any_size_are_the_same_runs() {
    let model = model();
    for runs in [1, 15, 16, 17, 255, 256, 257, 3_000] {
        let whole = model.simulate(runs, 5).unwrap();
        for size in [1, 7, 16, 100, 256, 1_000] {
            let mut simulation = Simulation::new(&model, 5).unwrap();
            while simulation.steps_taken() < runs {
                assert!(simulation.step(size.min(runs - simulation.steps_taken())));
                // Looking at it changes nothing.
                if size >= 100 {
                    assert_eq!(simulation.analysis().unwrap().runs(), simulation.steps_taken());
                }
            }
            assert_eq!(simulation.analysis().unwrap(), whole, "{runs} runs, {size} at a time");
        }
    }
    assert_ne!(model.simulate(1_000, 5).unwrap(), model.simulate(1_000, 6).unwrap());
}

/// Runs that are left over, since they do not fill a batch, are counted as often as others.
#[test]
fn what_always_happens_happens_in_every_run() {
    let mut model = parallel(&[Distribution::uniform(1.0, 2.0).unwrap()]);
    for probability in [1.0, 0.0] {
        let event = Event::factor(probability, Distribution::constant(2.0).unwrap(), &[0]).unwrap();
        model.add_event(event).unwrap();
    }
    for runs in [1, 15, 16, 17, 300] {
        let analysis = model.simulate(runs, 4).unwrap();
        assert_eq!([0, 1].map(|event| analysis.event(event).unwrap().occurrences), [runs, 0]);
        assert_eq!(analysis.event(0).unwrap().mean_without, None);
        assert_eq!(analysis.event(1).unwrap().mean_with, None);
        assert!((analysis.event(0).unwrap().mean_with.unwrap() - analysis.finish().mean).abs() < 1e-12);
        assert!(analysis.min() >= 2.0 && analysis.task(0).unwrap().criticality == 1.0);
    }
}

/// Steps say whether more of them may change the answer.
#[test]
fn more_runs_of_what_is_certain_are_no_use() {
    let two = Distribution::constant(2.0).unwrap();
    let is_uncertain = |durations: &[Distribution], events: &[Event]| {
        let mut model = chain(durations);
        for event in events {
            model.add_event(event.clone()).unwrap();
        }
        Simulation::new(&model, 1).unwrap().step(20)
    };
    let certain = [
        Distribution::pert(0.1, 0.1, 0.1),
        Distribution::triangular(1.1, 1.1, 1.1),
        Distribution::lognormal(2.0, 0.0),
        Distribution::empirical(&[0.1, 0.1, 0.1]),
        Distribution::uniform(0.1, 0.1),
    ];
    assert!(!is_uncertain(&certain.map(Result::unwrap), &[]));
    assert!(!is_uncertain(&[], &[]));
    for uncertain in [Distribution::uniform(0.0, 1e-200), Distribution::empirical(&[1.0, 1.0, 2.0])] {
        assert!(is_uncertain(&[two.clone(), uncertain.unwrap()], &[]));
    }
    let range = Distribution::uniform(1.0, 2.0).unwrap();
    for (probability, impact, expected) in
        [(0.0, &range, false), (1.0, &two, false), (1.0, &range, true), (0.5, &two, true)]
    {
        let event = Event::delay(probability, impact.clone(), &[0]).unwrap();
        assert_eq!(is_uncertain(std::slice::from_ref(&two), &[event]), expected, "{probability} {impact:?}");
    }
}

#[cfg(feature = "rayon")]
#[test]
fn any_number_of_threads_makes_the_same_runs() {
    let model = model();
    for runs in [1, 256, 5_000, 40_001] {
        let one = model.simulate(runs, 5).unwrap();
        for threads in [1, 2, 3, 8] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let many = pool.install(|| model.simulate_parallel(runs, 5).unwrap());
            assert_eq!(many, one, "{runs} runs on {threads} threads");
            // Both kinds of steps, in turn.
            let mut mixed = Simulation::new(&model, 5).unwrap();
            mixed.step(runs / 3);
            pool.install(|| mixed.step_parallel(runs / 2));
            mixed.step(runs - mixed.steps_taken());
            assert_eq!(mixed.analysis().unwrap(), one, "{runs} runs on {threads} threads, mixed");
        }
    }
}

/// At 95%, no more than one in twenty intervals misses; 4,000 of them.
#[test]
fn intervals_hold_as_often_as_they_say() {
    const TRIALS: usize = 4_000;
    let model = parallel(&[Distribution::lognormal(10.0, 5.0).unwrap()]);
    let distribution = Distribution::lognormal(10.0, 5.0).unwrap();
    for (p, runs) in [(0.5, 50), (0.8, 200), (0.9, 20), (0.99, 300)] {
        let exact = distribution.quantile(p);
        let (mut quantiles, mut probabilities) = (0, 0);
        for seed in 0..TRIALS {
            let analysis = model.simulate(runs, seed as u64).unwrap();
            quantiles += usize::from(!analysis.quantile(p).unwrap().contains(exact));
            probabilities += usize::from(!analysis.probability_by(exact).contains(p));
        }
        assert_rate_at_most("quantile", quantiles, TRIALS, 0.05);
        assert_rate_at_most("probability", probabilities, TRIALS, 0.05);
        // And they are not too wide: where only one side is bounded 1.1% miss, 45; 10 or fewer would be one chance in 3e9.
        assert!(quantiles > 10, "{quantiles} of {TRIALS} at {p}");
    }
}

/// Of a mean of 200 runs that is as good as normal: 50 of 1,000 intervals miss, and 16 or fewer would be one chance in 1e8.
#[test]
fn intervals_of_means_hold_as_often_as_they_say() {
    const TRIALS: usize = 1_000;
    let model = parallel(&[Distribution::uniform(2.0, 8.0).unwrap()]);
    let misses = (0..TRIALS).filter(|&seed| !model.simulate(200, seed as u64).unwrap().mean().contains(5.0)).count();
    assert_rate_at_most("mean", misses, TRIALS, 0.05);
    assert!(misses > 16, "{misses} of {TRIALS}");
}

/// Of many runs the ranks are those of a digest: as far off as its page says, 0.09 q (1 - q) h.
#[test]
fn quantiles_of_many_runs() {
    const RUNS: u64 = 300_000;
    let analysis = parallel(&[Distribution::uniform(0.0, 1.0).unwrap()]).simulate(RUNS, 3).unwrap();
    for (step, (date, p)) in analysis.curve(101).unwrap().into_iter().enumerate() {
        assert_eq!(p, step as f64 / 100.0);
        // Kolmogorov's bound for the draws, at 1e-6, and the digest's own: together at most 0.005 at the median.
        let h = 4.0 * libm::log(RUNS as f64) / (10_000.0 - 6.0);
        let allowed = (libm::log(2e6) / (2.0 * RUNS as f64)).sqrt() + 0.1 * p * (1.0 - p) * h;
        assert!((date - p).abs() < allowed, "{date} at {p}");
        assert!((analysis.probability_by(date).value - p).abs() < 1e-4);
    }
    assert!(format!("{analysis:?}").len() < 300);
}

#[test]
fn charts() {
    let analysis = model().simulate(20_000, 5).unwrap();
    let bars = analysis.histogram(40).unwrap();
    assert_eq!((bars[0].from, bars[39].to), (analysis.min(), analysis.max()));
    assert!(bars.windows(2).all(|pair| pair[0].to == pair[1].from));
    assert!((bars.iter().map(|bar| bar.share).sum::<f64>() - 1.0).abs() < 1e-9);
    assert!(bars.iter().all(|bar| bar.share >= 0.0));
    let curve = analysis.curve(40).unwrap();
    assert_eq!((curve[0].0, curve[39]), (analysis.min(), (analysis.max(), 1.0)));
    assert!(curve.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    // One finish only: all of it is in some bar.
    let certain = parallel(&[Distribution::constant(3.0).unwrap()]).simulate(10, 1).unwrap();
    assert_eq!(certain.histogram(3).unwrap().iter().map(|bar| bar.share).sum::<f64>(), 1.0);
    for (bars, points) in [(0, 1), (100_001, 100_001)] {
        assert!(analysis.histogram(bars).unwrap_err().to_string().contains("allowed: 1..=100000"));
        assert!(analysis.curve(points).unwrap_err().to_string().contains("allowed: 2..=100000"));
    }
}
