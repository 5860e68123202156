use ansatz_bandit::experiments::{
    Betting, BettingDifference, ConfidenceSequence, EmpiricalBernstein, EmpiricalBernsteinDifference, Group,
};
use ansatz_random::{Stream, unit};
use ansatz_testkit::statistics::assert_rate_at_most;

/// The stakes of the paper's equation (15), from all outcomes before each: by sums over the history.
fn stakes(outcomes: &[f64], alpha: f64) -> Vec<f64> {
    let mean = |count: usize| (0.5 + outcomes[..count].iter().sum::<f64>()) / (count as f64 + 1.0);
    (1..=outcomes.len())
        .map(|t| {
            let squares: f64 = (1..t).map(|i| (outcomes[i - 1] - mean(i)).powi(2)).sum();
            let variance = (0.25 + squares) / t as f64;
            f64::sqrt(2.0 * f64::ln(2.0 / alpha) / (variance * t as f64 * f64::ln(1.0 + t as f64))).min(0.5)
        })
        .collect()
}

fn drawn(seed: u64, count: usize) -> Vec<f64> {
    let mut rng = Stream::new(seed, 0);
    (0..count).map(|_| unit(&mut rng) * unit(&mut rng)).collect()
}

#[test]
fn empirical_bernstein_is_the_papers_theorem_2() {
    let outcomes = drawn(31, 300);
    let stakes = stakes(&outcomes, 0.1);
    let (mut lower, mut upper) = (0.0_f64, 1.0_f64);
    let mut sequence = EmpiricalBernstein::new(0.9, -1.0..=3.0).unwrap();
    for t in 1..=outcomes.len() {
        sequence.observe(4.0 * outcomes[t - 1] - 1.0).unwrap();
        let total: f64 = stakes[..t].iter().sum();
        let centre = stakes.iter().zip(&outcomes[..t]).map(|(stake, x)| stake * x).sum::<f64>() / total;
        let cost: f64 = (0..t)
            .map(|i| {
                let mean = (0.5 + outcomes[..i].iter().sum::<f64>()) / (i as f64 + 1.0);
                4.0 * (outcomes[i] - mean).powi(2) * (-f64::ln(1.0 - stakes[i]) - stakes[i]) / 4.0
            })
            .sum();
        let half = (f64::ln(2.0 / 0.1) + cost) / total;
        (lower, upper) = (lower.max(centre - half), upper.min(centre + half));
        let estimate = sequence.estimate();
        assert!((estimate.lower - (4.0 * lower - 1.0)).abs() < 1e-10, "{t}: {estimate:?}");
        assert!((estimate.upper - (4.0 * upper - 1.0)).abs() < 1e-10, "{t}: {estimate:?}");
        assert_eq!(estimate.confidence, 0.9);
    }
}

#[test]
fn betting_is_the_papers_theorem_3_on_a_grid() {
    let outcomes = drawn(32, 400);
    let stakes = stakes(&outcomes, 0.05);
    // What a bet against m has made by any time until t at most, on either side.
    let most = |m: f64, t: usize| {
        let (mut above, mut below, mut most_above, mut most_below) = (1.0, 1.0, 0.0_f64, 0.0_f64);
        for (x, stake) in outcomes[..t].iter().zip(&stakes) {
            above *= 1.0 + stake.min(0.5 / m) * (x - m);
            below *= 1.0 - stake.min(0.5 / (1.0 - m)) * (x - m);
            (most_above, most_below) = (most_above.max(above), most_below.max(below));
        }
        (most_above, most_below)
    };
    let mut sequence = Betting::new(0.95, 0.0..=1.0).unwrap().with_grid(500).unwrap();
    for t in 1..=outcomes.len() {
        sequence.observe(outcomes[t - 1]).unwrap();
        if t % 40 == 0 {
            let inside: Vec<u32> = (1..500)
                .filter(|step| {
                    let (above, below) = most(f64::from(*step) / 500.0, t);
                    above.max(below) < 2.0 / 0.05
                })
                .collect();
            let estimate = sequence.estimate();
            // The ends are the first steps that are out.
            assert!((estimate.lower * 500.0 - f64::from(inside[0] - 1)).abs() < 1e-9, "{t}: {estimate:?}");
            let last = inside[inside.len() - 1];
            assert!((estimate.upper * 500.0 - f64::from(last + 1)).abs() < 1e-9, "{t}: {estimate:?}");
        }
    }
    assert!(sequence.estimate().upper - sequence.estimate().lower < 0.15);
}

/// Runs in which the truth was ever outside, and the mean width at the end.
fn misses(new: &impl ConfidenceSequence, truth: f64, outcome: impl Fn(&mut Stream) -> f64) -> (usize, f64) {
    let (mut misses, mut width) = (0, 0.0);
    for run in 0..RUNS {
        let mut rng = Stream::new(33, run);
        let mut sequence = new.clone();
        for _ in 0..1_000 {
            sequence.observe(outcome(&mut rng)).unwrap();
        }
        let estimate = sequence.estimate();
        // Intervals only shrink: what is inside at the end was so at all times.
        misses += usize::from(!estimate.contains(truth));
        width += (estimate.upper - estimate.lower) / RUNS as f64;
    }
    (misses, width)
}

#[test]
fn the_mean_is_inside_at_all_times() {
    let rate = |rate: f64| move |rng: &mut Stream| f64::from(u8::from(unit(rng) < rate));
    for (truth, outcome) in
        [(0.5, &rate(0.5) as &dyn Fn(&mut Stream) -> f64), (0.02, &rate(0.02)), (0.25, &|rng| unit(rng) * unit(rng))]
    {
        let (of_bernstein, wide) = misses(&EmpiricalBernstein::new(0.9, 0.0..=1.0).unwrap(), truth, outcome);
        let betting = Betting::new(0.9, 0.0..=1.0).unwrap().with_grid(200).unwrap();
        let (of_betting, narrow) = misses(&betting, truth, outcome);
        assert_rate_at_most("empirical Bernstein", of_bernstein, RUNS as usize, 0.1);
        assert_rate_at_most("betting", of_betting, RUNS as usize, 0.1);
        // The grid takes two steps at most.
        assert!(narrow < wide + 0.01, "{truth}: {narrow} and {wide}");
    }
}

/// The width that Accuracy speaks of: sigma sqrt(2 ln(2 / alpha) ln t / t), within a quarter of it at 100,000 outcomes.
#[test]
fn widths_shrink_as_they_should() {
    let mut rng = Stream::new(34, 0);
    let mut sequence = EmpiricalBernstein::new(0.95, 0.0..=1.0).unwrap();
    for _ in 0..100_000 {
        sequence.observe(unit(&mut rng)).unwrap();
    }
    let estimate = sequence.estimate();
    let half = 0.5 * (estimate.upper - estimate.lower);
    let expected = f64::sqrt(1.0 / 12.0) * f64::sqrt(2.0 * f64::ln(40.0) * f64::ln(1e5) / 1e5);
    assert!(half < 1.25 * expected && half > 0.5 * expected, "{half}, expected about {expected}");
}

#[test]
fn differences_hold_with_both_sequences() {
    let mut missed = [0; 2];
    for run in 0..RUNS {
        let mut rng = Stream::new(35, run);
        let mut betting = BettingDifference::new(0.9, 0.0..=1.0).unwrap().with_grid(100).unwrap();
        let mut bernstein = EmpiricalBernsteinDifference::new(0.9, 0.0..=1.0).unwrap();
        for _ in 0..600 {
            let (group, rate) = if unit(&mut rng) < 0.3 { (Group::Treatment, 0.7) } else { (Group::Control, 0.4) };
            let outcome = f64::from(u8::from(unit(&mut rng) < rate));
            betting.observe(group, outcome).unwrap();
            bernstein.observe(group, outcome).unwrap();
        }
        for (missed, estimate) in missed.iter_mut().zip([betting.estimate(), bernstein.estimate()]) {
            *missed += usize::from(!estimate.contains(0.3));
            assert!((estimate.confidence - 0.9).abs() < 1e-12 && estimate.contains(estimate.value));
        }
        assert_eq!(betting.group(Group::Control).len() + betting.group(Group::Treatment).len(), 600);
    }
    for missed in missed {
        assert_rate_at_most("differences", missed, RUNS as usize, 0.1);
    }
}

/// Outcomes that no mean can have made: the bets win against everything, and an interval is left all the same.
#[test]
fn an_interval_is_left_whatever_comes() {
    let mut betting = Betting::new(0.5, 0.0..=1.0).unwrap().with_grid(10).unwrap();
    let mut bernstein = EmpiricalBernstein::new(0.5, 0.0..=1.0).unwrap();
    for time in 0..20_000 {
        let outcome = f64::from(u8::from(time >= 10_000));
        betting.observe(outcome).unwrap();
        bernstein.observe(outcome).unwrap();
        for estimate in [betting.estimate(), bernstein.estimate()] {
            assert!(estimate.lower <= estimate.value && estimate.value <= estimate.upper, "{estimate:?}");
        }
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let mut sequence = Betting::new(0.95, -1.0..=2.0).unwrap();
    let before = sequence.clone();
    for outcome in [f64::NAN, -1.1, f64::INFINITY] {
        let error = sequence.observe(outcome).unwrap_err().to_string();
        assert_eq!(error, format!("`outcome` is {outcome}, allowed: -1..=2"));
    }
    assert_eq!(sequence, before);
    for bounds in [0.0..=0.0, f64::NAN..=1.0, 0.0..=f64::INFINITY, 0.0..=1e101] {
        let error = EmpiricalBernstein::new(0.95, bounds.clone()).unwrap_err().to_string();
        assert!(error.ends_with("allowed: rising, and at most 1e100 in magnitude"), "{error}");
        assert!(BettingDifference::new(0.95, bounds).is_err());
    }
    assert!(Betting::new(1.0, 0.0..=1.0).is_err() && EmpiricalBernsteinDifference::new(0.0, 0.0..=1.0).is_err());
    sequence.observe(0.5).unwrap();
    let error = sequence.clone().with_grid(10).unwrap_err().to_string();
    assert_eq!(error, "`outcomes` is 1, allowed: none before the grid is set");
    let error = before.with_grid(1).unwrap_err().to_string();
    assert_eq!(error, "`steps` is 1, allowed: 2..=1000000");
}

const RUNS: u64 = 400;
