//! The tunnel: its budget against predictors of every kind, its calibration, its counters, what is stored of it.

use ansatz_quantum::{Calibration, Decision, ErrorBudget, Passage, Ticket, Tunnel, TunnelConfig};
use ansatz_random::{Stream, below, rand_core::Rng, unit};
use ansatz_testkit::statistics::{FALSE_ALARM, assert_rate_at_most};

/// The runs of every claim about `delta`.
const RUNS: u64 = 2_000;

/// Enough for every budget below to be used up: 81 lies, or 70 cases until there is a share to spend.
const CASES: u64 = 200;

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
    ("drifting", |_, memory| (0.9, unit(&mut memory.rng) < memory.case as f64 / 500.0)),
    ("honest", |_, memory| {
        let score = 0.5 + 0.5 * unit(&mut memory.rng);
        (score, unit(&mut memory.rng) > score)
    }),
    ("careful after each caught lie", |tunnel, memory| {
        // All lies until one is caught, and then one in ten.
        let counters = tunnel.counters();
        let one = counters.caught > 0 && memory.case % 10 != 0;
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
                let over = over(&tunnel, budget, predictor, (delay, CASES), |stream| stream);
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
    for (share, delta, audit) in [(0.3, 0.2, None), (0.4, 0.05, Some(0.3))] {
        let (budget, mut most) = (ErrorBudget::Share(share), 0);
        let tunnel = tunnel(budget, delta, audit);
        for (name, predictor) in PREDICTORS {
            for delay in [Delay::None, Delay::Random, Delay::Withheld] {
                let over = over(&tunnel, budget, predictor, (delay, CASES), |stream| stream);
                assert!(over <= most_over(delta), "{name}, {delay:?}, {tunnel:?}: {over} of {RUNS}");
                most = most.max(over);
            }
        }
        println!("{tunnel:?}: at most {most} of {RUNS} runs over");
        assert!(most > 0, "{tunnel:?}");
    }
}

/// A coin that is known: it audits, or it does not.
struct Coin(bool);

impl ansatz_random::rand_core::TryRng for Coin {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(self.try_next_u64()? as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(if self.0 { 0 } else { u64::MAX })
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes.fill(if self.0 { 0 } else { u8::MAX });
        Ok(())
    }
}

/// Whether the tunnel is open after `n` cases of which `c` were lies that were caught: `open[n][c]`.
fn openings(tunnel: &Tunnel, cases: usize) -> Vec<Vec<bool>> {
    let told = |tunnel: &Tunnel, lie: bool| {
        let mut tunnel = tunnel.clone();
        match tunnel.decide(0.9, &mut Coin(lie)) {
            Decision::Audit(ticket) => tunnel.observe(ticket, !lie).unwrap(),
            Decision::Compute(ticket) if tunnel.counters().cases() <= TRUST => tunnel.observe(ticket, true).unwrap(),
            _ => {}
        }
        tunnel
    };
    // A tunnel for each number of caught lies, in whatever order they came.
    let mut tunnels = vec![tunnel.clone()];
    let mut open: Vec<Vec<bool>> = Vec::new();
    for case in 0..cases {
        open.push(tunnels.iter().map(|tunnel| case >= TRUST as usize && tunnel.passage() == Passage::Open).collect());
        let last = tunnels.last().filter(|_| open[case].last() == Some(&true)).map(|last| told(last, true));
        tunnels = tunnels.iter().map(|tunnel| told(tunnel, false)).chain(last).collect();
    }
    open
}

/// The probability with which the best of all predictors exceeds the budget within as many cases, if it knows all but the
/// coins: after each case it lies or tells the truth, whichever leads further. By dynamic programming, from the end.
fn worst(open: &[Vec<bool>], budget: ErrorBudget, audit: f64) -> f64 {
    let most_wrong = |cases: usize| match budget {
        ErrorBudget::Count(count) => count as usize,
        ErrorBudget::Share(share) => (share * cases as f64) as usize,
        _ => unreachable!(),
    };
    let (cases, caught) = (open.len(), open.last().unwrap().len() + 2);
    // By wrong answers, then by caught lies.
    let mut after = vec![vec![0.0; caught]; most_wrong(cases) + 1];
    for (case, open) in open.iter().enumerate().rev() {
        let now: Vec<Vec<f64>> = (0..=most_wrong(case))
            .map(|wrong| {
                let lie = |c: usize| {
                    let slips = if wrong + 1 > most_wrong(case + 1) { 1.0 } else { after[wrong + 1][c] };
                    audit * after[wrong][c + 1] + (1.0 - audit) * slips
                };
                let best = |c: usize, truth: f64| if open.get(c) == Some(&true) { truth.max(lie(c)) } else { truth };
                (0..caught).map(|c| best(c, after[wrong][c])).collect()
            })
            .collect();
        after = now;
    }
    after[0][0]
}

/// No predictor whatever does better than that, and it can be computed: those above are some of them. Audits that are observed
/// late only close the tunnel earlier.
#[test]
fn no_strategy_exceeds_the_budget_more_often() {
    for (count, delta, audit) in [(1, 0.2, None), (10, 0.05, Some(0.3)), (40, 0.2, Some(0.5)), (100, 1e-3, None)] {
        let budget = ErrorBudget::Count(count);
        let tunnel = tunnel(budget, delta, audit);
        let open = openings(&tunnel, 250);
        let exact = slips(count, tunnel.closes_at().unwrap(), tunnel.audit());
        let worst = |audit| worst(&open, budget, audit);
        println!("{tunnel:?}: at most {}", worst(tunnel.audit()));
        // To lie always is the best that can be done: the bound is sharp.
        assert!((worst(tunnel.audit()) - exact).abs() < 1e-12 && exact <= delta, "{tunnel:?}");
        assert!(worst(tunnel.audit() / 2.0) > delta, "{tunnel:?}");
    }
    for (share, delta, audit) in
        [(0.3, 0.2, None), (0.4, 0.05, Some(0.3)), (0.2, 0.01, Some(0.5)), (0.5, 0.5, Some(0.9))]
    {
        let budget = ErrorBudget::Share(share);
        let tunnel = tunnel(budget, delta, audit);
        let open = openings(&tunnel, 250);
        let worst = |audit| worst(&open, budget, audit);
        println!("{tunnel:?}: at most {} and {} at half the audit", worst(tunnel.audit()), worst(tunnel.audit() / 2.0));
        assert!((1e-9..=delta).contains(&worst(tunnel.audit())), "{tunnel:?}");
        assert!(worst(tunnel.audit() / 2.0) > delta, "{tunnel:?}");
    }
}

/// Over several horizons, with lies before and after each and audits that are observed in the next one or never, the budget of
/// any is exceeded with at most their number times delta.
#[test]
fn renewals_give_each_horizon_its_budget() {
    let horizons = 4;
    let budget = 10;
    for late in [false, true] {
        let over = (0..RUNS).filter(|&seed| {
            let mut tunnel = tunnel(ErrorBudget::Count(budget), 0.05, Some(0.5));
            let mut rng = Stream::new(seed, 0);
            (0..2).for_each(|_| assert!(tunnel.evaluate(true, 0.9, &mut rng, || true)));
            let mut tickets = Vec::new();
            (0..horizons).any(|_| {
                let mut wrong = 0;
                while tunnel.passage() == Passage::Open {
                    match tunnel.decide(0.9, &mut rng) {
                        Decision::Jump => wrong += 1,
                        Decision::Audit(ticket) | Decision::Compute(ticket) if late => tickets.push(ticket),
                        Decision::Audit(ticket) | Decision::Compute(ticket) => tunnel.observe(ticket, false).unwrap(),
                    }
                }
                tunnel.renew();
                for ticket in tickets.drain(..).skip(1) {
                    tunnel.observe(ticket, false).unwrap();
                }
                assert_eq!((tunnel.counters().caught, tunnel.passage()), (0, Passage::Open));
                wrong > budget
            })
        });
        let over = over.count() as u64;
        println!("late: {late}: {over} of {RUNS}");
        assert!((1..=most_over(4.0 * 0.05)).contains(&over), "{late}: {over}");
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
    // Bins are half a unit of log-odds wide, and the last ones have all beyond 7.5.
    let score = |log_odds: f64| 1.0 / (1.0 + libm::exp(-log_odds));
    for (seen, same, other) in
        [(0.1, 0.4, 0.6), (0.1, 0.4, -0.1), (7.6, 30.0, 7.4), (-7.6, -30.0, -7.4), (7.4, 7.1, 6.9)]
    {
        let mut calibration = Calibration::new();
        calibration.observe(score(seen), true);
        let confidences = [seen, same, other].map(|log_odds| calibration.confidence(score(log_odds)) > 0.0);
        assert_eq!(confidences, [true, true, false], "{seen}");
    }
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

/// A worker that is lost takes its audits with it: the tunnel waits, and a renewal makes it go on.
#[test]
fn lost_audits_are_forgotten_with_their_horizon() {
    let mut tunnel = tunnel(ErrorBudget::Count(20), 1e-3, None);
    let mut rng = Stream::new(1, 0);
    (0..100).for_each(|_| assert!(tunnel.evaluate(true, 0.9, &mut rng, || true)));
    let mut lost = Vec::new();
    while tunnel.passage() == Passage::Open {
        if let Decision::Audit(ticket) = tunnel.decide(0.9, &mut rng) {
            lost.push(ticket);
        }
    }
    assert_eq!((tunnel.passage(), lost.len()), (Passage::Waiting, 3));
    tunnel.renew();
    assert_eq!(tunnel.passage(), Passage::Open);
    // Later than that it says something of the score alone.
    let (confidence, ticket) = (tunnel.calibration().confidence(0.9), lost.pop().unwrap());
    tunnel.observe(ticket, false).unwrap();
    assert!(tunnel.calibration().confidence(0.9) < confidence);
    assert_eq!((tunnel.counters().caught, tunnel.passage()), (0, Passage::Open));
    // The first case of a horizon is one of it.
    tunnel.renew();
    let Decision::Audit(ticket) = tunnel.decide(0.9, &mut Coin(true)) else { panic!("open") };
    tunnel.observe(ticket, false).unwrap();
    assert_eq!(tunnel.counters().caught, 1);
}

/// A confidence of 0 is not above a threshold of 0.
#[test]
fn what_is_not_known_is_computed() {
    let mut tunnel = tunnel(ErrorBudget::Count(20), 1e-3, None);
    for audited in [true, false] {
        assert!(matches!(tunnel.decide(0.9, &mut Coin(audited)), Decision::Compute(_)));
    }
}

#[test]
fn a_tunnel_is_as_small_as_it_says() {
    assert!((1_300..1_434).contains(&size_of::<Tunnel>()), "{}", size_of::<Tunnel>());
    assert!((1_200..1_332).contains(&size_of::<Calibration>()), "{}", size_of::<Calibration>());
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
    // All of 10,000 cases before were of a former horizon, and audits all the cases of this.
    let outstanding = |caught: u64, numbers: Vec<u64>| {
        let mut value = value.clone();
        value["next"] = 20_000.into();
        value["counters"]["audits"] = 10_000.into();
        value["counters"]["caught"] = caught.into();
        value["outstanding"] = numbers.into();
        serde_json::from_value::<Tunnel>(value).map_err(|error| error.to_string())
    };
    assert!(outstanding(0, vec![10_000, 19_999]).is_ok() && outstanding(9_998, vec![10_000, 19_999]).is_ok());
    assert!(outstanding(0, (10_000..14_096).collect()).is_ok());
    for (caught, numbers) in [
        (0, vec![10_001, 10_001]),
        (0, vec![10_002, 10_001]),
        (0, vec![9_999, 10_000]),
        (0, vec![20_000]),
        (9_999, vec![10_000, 19_999]),
        (0, (10_000..14_097).collect()),
    ] {
        assert!(outstanding(caught, numbers).unwrap_err().contains("`outstanding`"));
    }
    assert!(outstanding(10_001, vec![]).unwrap_err().contains("`counters`"));
}
