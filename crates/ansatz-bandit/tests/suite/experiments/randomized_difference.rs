use ansatz_bandit::experiments::{BettingDifference, Group, RandomizedDifference};
use ansatz_random::{Stream, unit};
use ansatz_testkit::statistics::assert_rate_at_most;

/// Bets on each difference by hand: what cannot be excluded is what no bet has won 2 / alpha against.
#[test]
fn the_interval_is_that_of_bets_on_the_lot() {
    let (share, alpha) = (0.25, 0.1);
    let mut rng = Stream::new(81, 0);
    let mut difference = RandomizedDifference::new(1.0 - alpha, share, -1.0..=1.0).unwrap();
    let (mut past, mut said) = (Vec::<f64>::new(), Vec::<f64>::new());
    for _ in 0..600 {
        let is_treated = unit(&mut rng) < share;
        let scaled = unit(&mut rng) * if is_treated { 1.0 } else { 0.2 };
        difference.observe([Group::Control, Group::Treatment][usize::from(is_treated)], 2.0 * scaled - 1.0).unwrap();
        let mean = (0.5 + past.iter().sum::<f64>()) / (1.0 + past.len() as f64);
        let weight = if is_treated { 1.0 / share } else { -1.0 / (1.0 - share) };
        past.push(scaled);
        // From -4 to 4, to 0 to 1.
        said.push((weight * (scaled - mean) + 4.0) / 8.0);
    }
    let excludes = |value: f64| {
        let middle = (value + 4.0) / 8.0;
        let (mut above, mut below, mut sum, mut spread, mut most) = (1.0, 1.0, 0.5, 0.25, 1.0_f64);
        for (index, x) in said.iter().enumerate() {
            let t = index as f64 + 1.0;
            let stake = f64::sqrt(2.0 * f64::ln(2.0 / alpha) / (spread * f64::ln(1.0 + t))).min(0.5);
            above *= 1.0 + stake.min(0.5 / middle) * (x - middle);
            below *= 1.0 - stake.min(0.5 / (1.0 - middle)) * (x - middle);
            most = most.max(above).max(below);
            sum += x;
            spread += (x - sum / (t + 1.0)).powi(2);
        }
        most >= 2.0 / alpha
    };
    // Ranges are 2 wide here, and a step is 1 / 500 of one.
    let estimate = difference.estimate();
    for (end, inwards) in [(estimate.lower, 1.0), (estimate.upper, -1.0)] {
        assert!(end.abs() < 2.0, "{estimate:?}");
        assert!(excludes(0.5 * end) && !excludes(0.5 * end + inwards * 0.002_01), "{estimate:?}");
    }
    assert!(estimate.contains(0.8) && estimate.lower > 0.0);
}

/// Runs in which the truth was ever outside, and mean widths at the end beside those of two sequences.
fn misses(share: f64, truth: f64, rate: impl Fn(u64) -> f64) -> (usize, [f64; 2]) {
    let (mut misses, mut widths) = (0, [0.0; 2]);
    for run in 0..RUNS {
        let mut rng = Stream::new(82, run);
        let mut difference = RandomizedDifference::new(0.9, share, 0.0..=1.0).unwrap().with_grid(200).unwrap();
        let mut other = BettingDifference::new(0.9, 0.0..=1.0).unwrap().with_grid(200).unwrap();
        for time in 0..1_000 {
            let (group, lift) = if unit(&mut rng) < share { (Group::Treatment, truth) } else { (Group::Control, 0.0) };
            let outcome = f64::from(u8::from(unit(&mut rng) < rate(time) + lift));
            difference.observe(group, outcome).unwrap();
            if run < MEASURED {
                other.observe(group, outcome).unwrap();
            }
        }
        // Intervals only shrink: what is inside at the end was so at all times.
        misses += usize::from(!difference.estimate().contains(truth));
        if run < MEASURED {
            for (width, estimate) in widths.iter_mut().zip([difference.estimate(), other.estimate()]) {
                *width += (estimate.upper - estimate.lower) / MEASURED as f64;
            }
        }
    }
    (misses, widths)
}

#[test]
fn the_difference_is_inside_at_all_times() {
    let (none, [narrow, wide]) = misses(0.5, 0.0, |_| 0.3);
    assert_rate_at_most("none", none, RUNS as usize, 0.1);
    assert!(narrow < 0.75 * wide, "{narrow} beside {wide}");
    let (uneven, _) = misses(0.2, 0.1, |_| 0.2);
    assert_rate_at_most("uneven", uneven, RUNS as usize, 0.1);
    let (drifting, _) = misses(0.5, 0.1, |time| if time < 500 { 0.05 } else { 0.8 });
    assert_rate_at_most("drifting", drifting, RUNS as usize, 0.1);
}

#[test]
fn what_cannot_be_is_refused() {
    let mut difference = RandomizedDifference::new(0.95, 0.5, 1.0..=5.0).unwrap();
    // What outcomes say goes farther than their difference can.
    assert_eq!((difference.estimate().lower, difference.estimate().upper), (-4.0, 4.0));
    difference.observe(Group::Treatment, 5.0).unwrap();
    let before = difference.clone();
    for outcome in [0.9, 5.1, f64::NAN] {
        let error = difference.observe(Group::Control, outcome).unwrap_err().to_string();
        assert_eq!(error, format!("`outcome` is {outcome}, allowed: 1..=5"));
    }
    assert_eq!(difference, before);
    let error = RandomizedDifference::new(0.95, 1.0, 0.0..=1.0).unwrap_err().to_string();
    assert_eq!(error, "`share` is 1, allowed: 0.001..=0.999");
    assert!(RandomizedDifference::new(0.95, f64::NAN, 0.0..=1.0).is_err());
    assert!(RandomizedDifference::new(1.0, 0.5, 0.0..=1.0).is_err());
    assert!(RandomizedDifference::new(0.95, 0.5, 1.0..=1.0).is_err());
    let fine = RandomizedDifference::new(0.95, 0.1, 0.0..=1.0).unwrap();
    assert!(fine.clone().with_grid(50_000).is_ok());
    let error = fine.with_grid(50_001).unwrap_err().to_string();
    assert_eq!(error, "`steps` is 50001, allowed: 1..=50000");
    assert!(difference.with_grid(10).is_err_and(|error| error.to_string().contains("outcomes")));
    // The least share takes the most steps, and its extreme outcomes are within what may be said.
    let mut rare = RandomizedDifference::new(0.95, 0.001, 0.0..=1.0).unwrap();
    for (group, outcome) in [(Group::Treatment, 0.0), (Group::Treatment, 1.0), (Group::Control, 1.0)] {
        rare.observe(group, outcome).unwrap();
    }
}

const RUNS: u64 = 400;
/// Widths vary by a few per cent.
const MEASURED: u64 = 20;
