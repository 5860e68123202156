//! A policy under operations that are any: selections, rewards that are late, twice or no numbers, arms that come and go,
//! merges and copies through bytes. Errors change nothing, and a plain list knows which tickets are outstanding.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_bandit::{
    Bandit, DiscountedThompson, DiscountedUcb, EpsilonGreedy, Exp3, Exp3Ix, ExploreThenCommit, Gaussian, KlUcb, LinTs,
    LinUcb, LogisticThompson, Moss, NormalInverseGamma, Policy, Rule, SlidingWindowThompson, SlidingWindowUcb,
    SuccessiveElimination, Thompson, Ticket, TopTwoThompson, Ucb1, UcbV,
};
use ansatz_random::Stream;

ansatz_fuzz::target!(|data| run(data));

/// The policy, a parameter of it, the arms, the window; then a byte for each operation.
fn run(data: &[u8]) {
    let Some((&[kind, parameter, arms, window], operations)) = data.split_first_chunk::<4>() else { return };
    let (share, count, arms) = (f64::from(parameter) / 255.0, u64::from(parameter), usize::from(arms % 6));
    let play = Play { window: u64::from(window) + 1, operations };
    match kind % 19 {
        0 => play.on(Ucb1::new(arms).ok(), &()),
        1 => play.on(UcbV::new(arms).ok(), &()),
        2 => play.on(Moss::new(arms, count).ok(), &()),
        3 => play.on(KlUcb::bernoulli(arms).ok(), &()),
        4 => play.on(EpsilonGreedy::new(arms, share).ok(), &()),
        5 => play.on(ExploreThenCommit::new(arms, count).ok(), &()),
        6 => play.on(SuccessiveElimination::new(arms, share).ok(), &()),
        7 => play.on(Thompson::new(arms).ok(), &()),
        8 => play.on(gaussian(share).and_then(|prior| Thompson::with_prior(arms, prior).ok()), &()),
        9 => play.on(TopTwoThompson::new(arms).ok(), &()),
        10 => play.on(Exp3::new(arms, share).ok(), &()),
        11 => play.on(if parameter == 0 { Exp3Ix::anytime(arms) } else { Exp3Ix::new(arms, share) }.ok(), &()),
        12 => play.on(DiscountedUcb::new(arms, share).ok(), &()),
        13 => play.on(SlidingWindowUcb::new(arms, count).ok(), &()),
        14 => play.on(normal(share).and_then(|prior| DiscountedThompson::with_prior(arms, share, prior).ok()), &()),
        15 => play.on(normal(share).and_then(|prior| SlidingWindowThompson::with_prior(arms, count, prior).ok()), &()),
        16 => play.on(LinUcb::new(arms, 2, share).ok(), &[1.0, share][..]),
        17 => play.on(LinTs::new(arms, 2, share).ok(), &[1.0, share][..]),
        _ => play.on(LogisticThompson::new(arms, 2).ok(), &[1.0, share][..]),
    }
}

fn gaussian(share: f64) -> Option<Gaussian> {
    Gaussian::new(share, 1.0, share).ok()
}

fn normal(share: f64) -> Option<NormalInverseGamma> {
    NormalInverseGamma::new(share, 1.0, 1.0).ok()
}

struct Play<'a> {
    window: u64,
    operations: &'a [u8],
}

impl Play<'_> {
    fn on<R: Rule>(&self, policy: Option<Bandit<R>>, context: &R::Context) {
        let Some(mut policy) = policy.and_then(|policy| policy.with_window(self.window).ok()) else { return };
        let mut tickets: Vec<(Ticket<R::Note>, bool)> = Vec::new();
        // So long that every state is reached, so short that a run takes milliseconds.
        for (step, &operation) in self.operations.iter().take(400).enumerate() {
            let argument = usize::from(operation / 8);
            let before = policy.to_bytes();
            let done = match operation % 8 {
                0..=2 => {
                    let mut rng = Stream::new(u64::from(operation), step as u64);
                    let choice = Policy::select(&mut policy, context, &mut rng).expect("a context that fits");
                    tickets.push((choice.ticket, false));
                    true
                }
                3 | 4 if !tickets.is_empty() => {
                    let at = tickets.len() - 1 - argument % tickets.len();
                    let reward = [0.0, 1.0, 0.5, f64::NAN, -1e200][argument % 5];
                    let observed = policy.observe(tickets[at].0.clone(), reward).is_ok();
                    assert!(!(observed && tickets[at].1), "a ticket that was taken twice");
                    tickets[at].1 |= observed;
                    observed
                }
                5 if argument % 2 == 0 => policy.arms().len() < 12 && policy.add_arm().is_ok(),
                5 => policy.remove_arm(argument / 2).is_ok(),
                6 if argument % 4 == 0 => policy.merge(&policy.clone()).is_ok(),
                _ => {
                    policy = Bandit::from_bytes(&before).expect("a policy writes what it cannot read");
                    false
                }
            };
            if !done {
                assert_eq!(policy.to_bytes(), before, "an error that has changed something");
            }
            let waits = |(ticket, observed): &&(Ticket<R::Note>, bool)| {
                let is_there = policy.arms().any(|arm| arm == ticket.arm());
                !observed && is_there && policy.decisions() - ticket.sequence() <= self.window
            };
            assert_eq!(policy.outstanding(), tickets.iter().filter(waits).count());
        }
    }
}
