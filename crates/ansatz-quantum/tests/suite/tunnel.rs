//! The tunnel: its budget against predictors of every kind, its calibration, its counters, what is stored of it.

use ansatz_quantum::{Calibration, Decision, ErrorBudget, Passage, Ticket, Tunnel, TunnelConfig};
use ansatz_random::{Stream, below, rand_core::Rng, unit};
use ansatz_testkit::statistics::{FALSE_ALARM, assert_rate_at_most};

/// The runs of every claim about `delta`.
const RUNS: u64 = 2_000;

/// The most of `RUNS` runs that may exceed their budget if each does with a probability of `delta`: more have a probability
/// below the false alarm, by the exact tail of the binomial distribution.
fn most_over(delta: f64) -> u64 {
    let n = RUNS as f64;
    let mut term = libm::exp(n * libm::log1p(-delta));
    let mut below = term;
    let mut most = 0;
    while 1.0 - below > FALSE_ALARM {
        term *= (n - most as f64) / (most as f64 + 1.0) * delta / (1.0 - delta);
        below += term;
        most += 1;
    }
    most
}

#[test]
fn the_threshold_is_that_of_the_binomial_distribution() {
    // scipy.stats.binom.isf(1e-6, 2000, [0.05, 0.2])
    assert_eq!((most_over(0.05), most_over(0.2)), (149, 487));
}

/// What a predictor knows before a case: the tunnel as it is, and how many of its lies have become wrong answers. It gives a
/// score, and whether its prediction is wrong.
type Predictor = fn(&Tunnel, &mut Memory) -> (f64, bool);

struct Memory {
    case: u64,
    wrong: u64,
    rng: Stream,
    /// The coins as they will fall: for predictors that cheat.
    coins: Stream,
}

/// Right for as long as it takes to be believed, however low the threshold.
const TRUST: u64 = 2;

const PREDICTORS: [(&str, Predictor); 8] = [
    ("always wrong", |_, _| (0.9, true)),
    ("wrong once it is trusted", |_, memory| (0.9, memory.case >= TRUST)),
    ("wrong in a bin that is trusted", |tunnel, memory| {
        // Trust is won in turns in all bins, and used where there is most of it.
        let scores = [0.01, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0];
        let best = scores.iter().copied().max_by(|a, b| {
            let confidence = |score| tunnel.calibration().confidence(score);
            confidence(*a).total_cmp(&confidence(*b))
        });
        if memory.case < 7 * TRUST { (scores[memory.case as usize % 7], false) } else { (best.unwrap(), true) }
    }),
    ("drifting", |_, memory| (0.9, unit(&mut memory.rng) < memory.case as f64 / 3_000.0)),
    ("honest", |_, memory| {
        let score = 0.5 + 0.5 * unit(&mut memory.rng);
        (score, unit(&mut memory.rng) > score)
    }),
    ("careful after each caught lie", |tunnel, memory| {
        // One lie in a hundred, until the counters say that it would pay.
        let counters = tunnel.counters();
        let one = counters.caught > 0 && memory.case % 100 != 0;
        (0.9, memory.case >= TRUST && !one)
    }),
    ("bold where it was lucky", |tunnel, memory| {
        let caught = tunnel.counters().caught;
        let expected = caught as f64 * (1.0 - tunnel.audit()) / tunnel.audit();
        (0.9, memory.case >= TRUST && (memory.wrong as f64 >= expected || unit(&mut memory.rng) < 0.1))
    }),
    ("wrong while audits are outstanding", |tunnel, memory| {
        let counters = tunnel.counters();
        (0.9, memory.case >= TRUST && (counters.audits % 3 > 0 || memory.case % 5 == 0))
    }),
];

/// When audits are observed.
#[derive(Debug, Clone, Copy)]
enum Delay {
    None,
    /// One of those that are outstanding, at random, after a case in four.
    Random,
    /// The lies never.
    Withheld,
}

/// Whether a run of `cases` ever exceeds the budget.
fn exceeds<R: Rng>(
    mut tunnel: Tunnel,
    budget: ErrorBudget,
    predictor: Predictor,
    (delay, cases, seed): (Delay, u64, u64),
    coins: impl Fn(Stream) -> R,
) -> bool {
    let stream = Stream::new(seed, 0);
    let mut rng = coins(stream.clone());
    let mut memory = Memory { case: 0, wrong: 0, rng: Stream::new(seed, 1), coins: stream };
    let mut pending: Vec<(Ticket, bool)> = Vec::new();
    for case in 0..cases {
        memory.case = case;
        let (score, wrong) = predictor(&tunnel, &mut memory);
        memory.coins.next_u64();
        match tunnel.decide(score, &mut rng) {
            Decision::Jump => memory.wrong += u64::from(wrong),
            // Enough to be believed with a threshold of 0.
            Decision::Compute(ticket) if case < 7 * TRUST => tunnel.observe(ticket, !wrong).unwrap(),
            Decision::Compute(_) => {}
            Decision::Audit(ticket) => pending.push((ticket, !wrong)),
        }
        let over = match budget {
            ErrorBudget::Count(count) => memory.wrong > count,
            ErrorBudget::Share(share) => memory.wrong as f64 > share * (case + 1) as f64,
            _ => unreachable!(),
        };
        if over || tunnel.passage() == Passage::Closed {
            return over;
        }
        let observe = match delay {
            Delay::None => pending.pop(),
            Delay::Random if !pending.is_empty() && below(&mut memory.rng, 4) == 0 => {
                let place = below(&mut memory.rng, pending.len() as u64) as usize;
                Some(pending.swap_remove(place))
            }
            Delay::Random => None,
            Delay::Withheld => pending.pop().filter(|(_, right)| *right),
        };
        if let Some((ticket, right)) = observe {
            tunnel.observe(ticket, right).unwrap();
        }
    }
    false
}

/// How many of `RUNS` runs exceed.
fn over<R: Rng>(
    tunnel: &Tunnel,
    budget: ErrorBudget,
    predictor: Predictor,
    (delay, cases): (Delay, u64),
    coins: impl Fn(Stream) -> R,
) -> u64 {
    (0..RUNS).filter(|&seed| exceeds(tunnel.clone(), budget, predictor, (delay, cases, seed), &coins)).count() as u64
}

fn tunnel(budget: ErrorBudget, delta: f64, audit: Option<f64>) -> Tunnel {
    // The lowest threshold there is, so that only the audits stand in the way.
    let config = TunnelConfig::default().threshold(0.0);
    Tunnel::with_config(budget, delta, audit.map_or(config, |audit| config.audit(audit))).unwrap()
}

#[test]
fn a_count_is_exceeded_with_a_probability_of_at_most_delta() {
    for (count, delta, audit) in [(1, 0.2, None), (10, 0.05, Some(0.3)), (40, 0.2, Some(0.5))] {
        let (budget, mut most) = (ErrorBudget::Count(count), 0);
        let tunnel = tunnel(budget, delta, audit);
        for (name, predictor) in PREDICTORS {
            for delay in [Delay::None, Delay::Random, Delay::Withheld] {
                let over = over(&tunnel, budget, predictor, (delay, 500), |stream| stream);
                assert!(over <= most_over(delta), "{name}, {delay:?}, {tunnel:?}: {over} of {RUNS}");
                most = most.max(over);
            }
        }
        // Predictors that do their worst come near to it: the budget is not kept by keeping the tunnel shut.
        println!("{tunnel:?}: at most {most} of {RUNS} runs over");
        assert!(most > 0, "{tunnel:?}");
    }
}

#[test]
fn a_share_is_exceeded_at_any_moment_with_a_probability_of_at_most_delta() {
    for (share, delta, audit) in [(0.1, 0.2, None), (0.2, 0.05, Some(0.3))] {
        let (budget, mut most) = (ErrorBudget::Share(share), 0);
        let tunnel = tunnel(budget, delta, audit);
        for (name, predictor) in PREDICTORS {
            for delay in [Delay::None, Delay::Random, Delay::Withheld] {
                let over = over(&tunnel, budget, predictor, (delay, 500), |stream| stream);
                assert!(over <= most_over(delta), "{name}, {delay:?}, {tunnel:?}: {over} of {RUNS}");
                most = most.max(over);
            }
        }
        println!("{tunnel:?}: at most {most} of {RUNS} runs over");
        assert!(most > 0, "{tunnel:?}");
    }
}

/// Half of the coins that would audit do not.
struct Halved(Stream);

impl ansatz_random::rand_core::TryRng for Halved {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        self.0.try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let coin = self.0.try_next_u64()?;
        // The lowest bits are no part of a uniform number.
        Ok(if coin % 2 == 0 { u64::MAX } else { coin })
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        self.0.try_fill_bytes(bytes)
    }
}

/// What the tests above would say of a tunnel that audits half as often as it says, and of one whose coins are seen.
#[test]
fn planted_errors_exceed_the_budget() {
    for (budget, audit) in [(ErrorBudget::Count(40), None), (ErrorBudget::Share(0.1), Some(0.3))] {
        let tunnel = tunnel(budget, 0.05, audit);
        let liar = PREDICTORS[1].1;
        let halved = over(&tunnel, budget, liar, (Delay::None, 500), Halved);
        let seen: Predictor = |tunnel, memory| {
            let audited = unit(&mut memory.coins.clone()) < tunnel.audit();
            (0.9, memory.case >= TRUST && !audited)
        };
        let seen = over(&tunnel, budget, seen, (Delay::None, 500), |stream| stream);
        println!("{budget:?}: {halved} of {RUNS} over at half the audit, {seen} with coins that are seen");
        assert!(halved > most_over(0.05), "{budget:?}: {halved} over at half the audit");
        assert_eq!(seen, RUNS, "{budget:?}");
    }
}

/// The probability that more than `wrong` slip through before the k-th is caught, error by error: of the first
/// `wrong + caught` more than `wrong` slip.
fn slips(wrong: u64, caught: u64, audit: f64) -> f64 {
    // Probabilities that so many have slipped; what leaves at the end are too many.
    let mut state = vec![0.0; wrong as usize + 1];
    state[0] = 1.0;
    let mut beyond = 0.0;
    for _ in 0..wrong + caught {
        beyond += state[wrong as usize] * (1.0 - audit);
        for w in (0..state.len()).rev() {
            state[w] = state[w] * audit + if w > 0 { state[w - 1] * (1.0 - audit) } else { 0.0 };
        }
    }
    beyond
}

#[test]
fn tunnels_close_as_late_as_they_may() {
    for (count, delta) in [(1, 0.5), (1, 1e-3), (7, 0.1), (20, 1e-3), (100, 1e-3), (100, 1e-9), (500, 0.01)] {
        for audit in [0.001, 0.01, 0.1, 0.3, 0.5, 0.9, 0.97] {
            let config = TunnelConfig::default().audit(audit);
            let closes = Tunnel::with_config(ErrorBudget::Count(count), delta, config).map(|tunnel| tunnel.closes_at());
            match closes {
                Ok(Some(caught)) => {
                    assert!(slips(count, caught, audit) <= delta, "{count} {delta} {audit} {caught}");
                    // Rounding is given a part in ten thousand.
                    assert!(slips(count, caught + 1, audit) > delta * 0.999, "{count} {delta} {audit} {caught}");
                }
                Ok(None) => panic!("a count closes"),
                Err(_) => assert!(slips(count, 1, audit) > delta * 0.999, "{count} {delta} {audit}"),
            }
        }
        // And the default audit is the least for the third.
        let tunnel = Tunnel::new(ErrorBudget::Count(count), delta).unwrap();
        assert!(tunnel.closes_at() >= Some(3));
        assert!(slips(count, 3, tunnel.audit()) <= delta && slips(count, 3, tunnel.audit() * 0.999) > delta * 0.99);
    }
}

/// A predictor that is always right is computed until it is believed, and then as often as coins say.
#[test]
fn a_good_predictor_saves_all_but_audits() {
    let cases = 20_000;
    for seed in 0..5 {
        let mut tunnel = Tunnel::new(ErrorBudget::Count(100), 1e-3).unwrap();
        let mut rng = Stream::new(seed, 0);
        let mut computations = 0;
        for case in 0..cases {
            tunnel.evaluate(case, 0.9, &mut rng, || {
                computations += 1;
                case
            });
        }
        let counters = tunnel.counters();
        // 0.05^(1/59) is above 0.95, and 0.05^(1/58) is not.
        assert_eq!((counters.computed, counters.caught, counters.cases()), (59, 0, cases));
        assert_eq!(counters.computed + counters.audits, computations);
        let (expected, n) = (tunnel.audit() * (cases - 59) as f64, (cases - 59) as f64);
        let deviation = libm::sqrt(n * tunnel.audit() * (1.0 - tunnel.audit()));
        // 6 standard deviations leave less than 1e-6 of this distribution, whose skewness is 0.02.
        assert!((counters.audits as f64 - expected).abs() < 6.0 * deviation, "{counters:?}");
        assert_eq!((tunnel.saving().value, tunnel.saving().upper), (counters.jumps as f64, counters.jumps as f64));
        assert!(tunnel.passage() == Passage::Open && tunnel.wrong_jumps().value == 0.0);
    }
}

/// The number of wrong answers lies above its interval in at most 5% of runs, at any moment of them.
#[test]
fn wrong_jumps_are_estimated() {
    let (mut missed, mut estimates, mut truths) = (0, 0.0, 0.0);
    for seed in 0..RUNS {
        let mut tunnel = tunnel(ErrorBudget::Count(100_000), 0.05, Some(0.2));
        let mut rng = Stream::new(seed, 0);
        let mut predictor = Stream::new(seed, 1);
        let (mut wrong, mut always) = (0, true);
        for case in 0..600 {
            let right = unit(&mut predictor) < 0.8;
            wrong += u64::from(!tunnel.evaluate(right, 0.9, &mut rng, || true));
            always &= case % 10 > 0 || tunnel.wrong_jumps().contains(wrong as f64);
        }
        missed += usize::from(!always);
        estimates += tunnel.wrong_jumps().value;
        truths += wrong as f64;
    }
    assert_rate_at_most("wrong answers above the interval", missed, RUNS as usize, 0.05);
    // Each of 600 cases adds at most (1 - a) / a = 4 to the difference, with a variance of 0.2 * 0.8 / 0.2 = 0.8: in sum
    // 980 standard, and 5 of them.
    assert!((estimates - truths).abs() < 5.0 * 980.0, "{estimates} for {truths}");
    assert!(truths > 100_000.0);
}

/// The confidence is above the truth in at most 5% of samples, whatever the truth.
#[test]
fn confidences_are_lower_bounds() {
    for (truth, cases) in [(0.5, 40), (0.9, 40), (0.9, 300), (0.99, 200), (1.0, 10)] {
        let above = (0..RUNS).filter(|&seed| {
            let mut rng = Stream::new(seed, 7);
            let mut calibration = Calibration::new();
            for _ in 0..cases {
                // Half of the cases are observed, which coins decide.
                let right = unit(&mut rng) < truth;
                if unit(&mut rng) < 0.5 {
                    calibration.observe(0.8, right);
                }
            }
            calibration.confidence(0.8) > truth
        });
        assert_rate_at_most("confidences above the truth", above.count(), RUNS as usize, 0.05);
    }
}

/// Scores that say too much are put in their place, and those in the wrong order are pooled.
#[test]
fn scores_are_calibrated() {
    let mut calibration = Calibration::new();
    let mut rng = Stream::new(3, 0);
    let truth = |score: f64| 0.6 + 0.3 * score;
    for _ in 0..100_000 {
        let score = unit(&mut rng);
        calibration.observe(score, unit(&mut rng) < truth(score));
    }
    // These bins are at most an eighth wide, over which the truth changes by 0.0375, and have seen 4,000 cases and more: 5
    // standard deviations are 0.04, and the bound is sqrt(2 ln 20 / 4 / 4000) = 0.02 above the rate.
    for score in [0.1, 0.3, 0.5, 0.7, 0.9] {
        let rate = calibration.error_rate(score);
        assert!((rate.value - (1.0 - truth(score))).abs() < 0.08, "{score}: {rate:.3}");
        assert!((0.0..0.03).contains(&(rate.upper - rate.value)), "{score}: {rate:.3}");
    }
    let mut calibration = Calibration::new();
    for case in 0..100 {
        calibration.observe(0.2, case % 10 > 0);
        calibration.observe(0.6, case % 2 > 0);
        calibration.observe(0.9, true);
    }
    assert_eq!([0.2, 0.6, 0.9].map(|score| calibration.error_rate(score).value), [0.3, 0.3, 0.0]);
    assert_eq!(calibration.confidence(0.2), calibration.confidence(0.6));
    // Nothing is known in between, and of what is no score.
    assert_eq!([0.4, f64::NAN, -0.1, 1.1, f64::INFINITY].map(|score| calibration.confidence(score)), [0.0; 5]);
    for score in [0.0, 1.0, 5e-324, 1.0 - f64::EPSILON] {
        calibration.observe(score, true);
        assert!(calibration.confidence(score) > 0.0, "{score}");
    }
}

#[test]
fn a_tunnel_closes_and_is_renewed() {
    let mut tunnel = tunnel(ErrorBudget::Count(20), 1e-3, None);
    let mut rng = Stream::new(1, 0);
    for _ in 0..100 {
        tunnel.evaluate(true, 0.9, &mut rng, || true);
    }
    while tunnel.passage() == Passage::Open {
        tunnel.evaluate(false, 0.9, &mut rng, || true);
    }
    assert_eq!((tunnel.passage(), Some(tunnel.counters().caught)), (Passage::Closed, tunnel.closes_at()));
    let closed = tunnel.counters();
    assert!(tunnel.evaluate(false, 0.9, &mut rng, || true));
    assert_eq!(tunnel.counters().computed, closed.computed + 1);
    tunnel.renew();
    assert_eq!((tunnel.passage(), tunnel.counters().cases()), (Passage::Open, 0));
}

/// A share waits until it is there, and again after errors until computed answers have made up for them.
#[test]
fn a_share_waits_and_goes_on() {
    let mut tunnel = tunnel(ErrorBudget::Share(0.1), 0.1, Some(0.5));
    let mut rng = Stream::new(1, 0);
    let mut open = |tunnel: &mut Tunnel, wrong: bool| {
        tunnel.evaluate(!wrong, 0.9, &mut rng, || true);
        tunnel.passage() == Passage::Open
    };
    // (1 - a)^(u + 1) <= 0.1 / 2 for u = 4: open for the 40th answer.
    let waited = (1..1_000).find(|_| open(&mut tunnel, false));
    assert_eq!(waited, Some(39));
    assert!((0..1_000).any(|_| !open(&mut tunnel, true)), "lies close it");
    let caught = tunnel.counters().caught;
    assert!((0..1_000).any(|_| open(&mut tunnel, false)), "and truths open it");
    assert_eq!(tunnel.counters().caught, caught);
}

#[test]
fn outstanding_audits_are_bounded() {
    let mut tunnel = tunnel(ErrorBudget::Count(1_000_000), 0.5, Some(0.9));
    let mut rng = Stream::new(1, 0);
    (0..100).for_each(|_| assert_eq!(tunnel.evaluate(1, 0.9, &mut rng, || 1), 1));
    let mut tickets = Vec::new();
    for _ in 0..10_000 {
        if let Decision::Audit(ticket) = tunnel.decide(0.9, &mut rng) {
            tickets.push(ticket);
        }
    }
    assert_eq!((tickets.len(), tunnel.passage()), (4_096, Passage::Waiting));
    for ticket in tickets {
        tunnel.observe(ticket, true).unwrap();
    }
    assert_eq!(tunnel.passage(), Passage::Open);
}

#[test]
fn foreign_tickets_are_refused() {
    let (mut one, mut other) = (tunnel(ErrorBudget::Count(20), 1e-3, None), tunnel(ErrorBudget::Count(20), 1e-3, None));
    let mut rng = Stream::new(1, 0);
    let ticket = loop {
        match one.decide(0.9, &mut rng) {
            Decision::Audit(ticket) => break ticket,
            Decision::Compute(ticket) => one.observe(ticket, true).unwrap(),
            Decision::Jump => {}
        }
    };
    let before = other.clone();
    let error = other.observe(ticket, true).unwrap_err();
    assert!(
        error.to_string().ends_with("is of no audit that is outstanding, allowed: each ticket of this tunnel once")
    );
    assert_eq!(other, before);
}

#[test]
fn parameters_are_checked() {
    let refused = |budget, delta, config| Tunnel::with_config(budget, delta, config).unwrap_err().to_string();
    let config = TunnelConfig::default();
    assert_eq!(refused(ErrorBudget::Count(0), 0.1, config), "`budget` is 0, allowed: 1..=1000000");
    assert_eq!(refused(ErrorBudget::Count(1_000_001), 0.1, config), "`budget` is 1000001, allowed: 1..=1000000");
    for share in [0.0, 1.0, -1.0, f64::NAN] {
        assert!(refused(ErrorBudget::Share(share), 0.1, config).starts_with("`budget` is "));
    }
    for delta in [0.0, 0.6, 1e-13, f64::NAN] {
        assert!(refused(ErrorBudget::Count(1), delta, config).starts_with("`delta` is "));
    }
    for threshold in [1.0, -0.1, f64::NAN] {
        let refused = refused(ErrorBudget::Count(1), 0.1, config.threshold(threshold));
        assert!(refused.ends_with("allowed: 0 or more and less than 1"), "{refused}");
    }
    for audit in [0.0, 1.0, f64::NAN] {
        assert!(refused(ErrorBudget::Share(0.1), 0.1, config.audit(audit)).starts_with("`audit` is "));
    }
    // The extremes are allowed, and answer at once.
    for count in [1, 1_000_000] {
        for delta in [1e-12, 0.5] {
            assert!(Tunnel::new(ErrorBudget::Count(count), delta).unwrap().closes_at() >= Some(3));
            for audit in [f64::MIN_POSITIVE, 1.0 - f64::EPSILON] {
                let _ = Tunnel::with_config(ErrorBudget::Count(count), delta, config.audit(audit));
                let _ = Tunnel::with_config(ErrorBudget::Share(0.5), delta, config.audit(audit)).unwrap();
            }
        }
    }
}

#[cfg(feature = "serde")]
#[test]
fn stored_tunnels_go_on() {
    for budget in [ErrorBudget::Count(40), ErrorBudget::Share(0.1)] {
        let mut tunnel = tunnel(budget, 0.1, Some(0.4));
        let mut rng = Stream::new(1, 0);
        let mut tickets = Vec::new();
        for case in 0..500 {
            match tunnel.decide(0.9, &mut rng) {
                Decision::Audit(ticket) if case % 3 == 0 => tickets.push(serde_json::to_string(&ticket).unwrap()),
                Decision::Audit(ticket) | Decision::Compute(ticket) => tunnel.observe(ticket, case % 7 > 0).unwrap(),
                Decision::Jump => {}
            }
            let text = serde_json::to_string(&tunnel).unwrap();
            let read: Tunnel = serde_json::from_str(&text).unwrap();
            assert_eq!(read, tunnel);
            tunnel = read;
        }
        assert!(!tickets.is_empty());
        for text in &tickets {
            tunnel.observe(serde_json::from_str(text).unwrap(), true).unwrap();
            assert!(tunnel.observe(serde_json::from_str(text).unwrap(), true).is_err());
        }
    }
}

#[cfg(feature = "serde")]
#[test]
fn damaged_tunnels_are_refused() {
    let tunnel = tunnel(ErrorBudget::Count(40), 0.1, Some(0.4));
    let value = serde_json::to_value(&tunnel).unwrap();
    let damaged = |field: &str, with: serde_json::Value| {
        let mut value = value.clone();
        *value.pointer_mut(field).unwrap() = with;
        serde_json::from_value::<Tunnel>(value).unwrap_err().to_string()
    };
    assert!(damaged("/delta", 0.9.into()).contains("`delta` is 0.9"));
    assert!(damaged("/audit", 0.01.into()).contains("`audit` is 0.01"));
    assert!(damaged("/threshold", 1.5.into()).contains("`threshold` is 1.5"));
    assert!(damaged("/budget/count", 0.into()).contains("`budget` is 0"));
    for count in ["jumps", "audits", "computed", "caught"] {
        assert!(damaged(&format!("/counters/{count}"), u64::MAX.into()).contains("`counters`"), "{count}");
    }
    assert!(damaged("/counters/jumps", 1.into()).contains("`counters`"));
    assert!(damaged("/next", u64::MAX.into()).contains("`counters`"));
    assert!(damaged("/outstanding", vec![0].into()).contains("`outstanding`"));
    let mut many = value.clone();
    many["next"] = 10_000.into();
    for outstanding in [vec![1, 1], vec![2, 1], (0..5_000).collect()] {
        many["outstanding"] = outstanding.into();
        assert!(serde_json::from_value::<Tunnel>(many.clone()).unwrap_err().to_string().contains("`outstanding`"));
    }
}
