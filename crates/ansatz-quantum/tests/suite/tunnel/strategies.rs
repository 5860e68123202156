//! The budget against the best of all predictors, by dynamic programming; over many horizons; and by the exact tails.

use ansatz_quantum::{Decision, ErrorBudget, Passage, Tunnel, TunnelConfig};
use ansatz_random::Stream;

use super::{Coin, RUNS, TRUST, most_over, slips, tunnel};

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
