//! What is jumped to and what is computed, what the counters say of it, and when a tunnel closes, waits and goes on.

use ansatz_quantum::{Calibration, Decision, ErrorBudget, Passage, Tunnel, TunnelConfig};
use ansatz_random::{Stream, unit};
use ansatz_testkit::statistics::assert_rate_at_most;

use super::{Coin, RUNS, tunnel};

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

/// Where nearly all jumps are audited, it is near to certain that none was wrong, though 1 / 999 was on average.
#[test]
fn estimates_lie_within_their_intervals() {
    let mut tunnel = tunnel(ErrorBudget::Count(20), 1e-3, Some(0.999));
    assert!(tunnel.evaluate(true, 0.9, &mut Coin(true), || true));
    assert!(tunnel.evaluate(false, 0.9, &mut Coin(true), || true));
    assert!(tunnel.evaluate(true, 0.9, &mut Coin(false), || false));
    assert_eq!((tunnel.counters().caught, tunnel.counters().jumps), (1, 1));
    let (wrong, saving) = (tunnel.wrong_jumps(), tunnel.saving());
    assert_eq!((wrong.value, wrong.upper), (0.0, 0.0));
    assert_eq!((saving.lower, saving.value), (1.0, 1.0));
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
