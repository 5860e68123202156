//! A policy from any bytes: an error, or a policy that is written as the same bytes and goes on. The first byte says which.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_bandit::{
    Bandit, BetaBernoulli, DiscountedThompson, DiscountedUcb, EpsilonGreedy, Exp3, Exp3Ix, ExploreThenCommit,
    GammaPoisson, Gaussian, KlUcb, LinTs, LinUcb, LogisticThompson, Moss, NormalInverseGamma, Policy, Rule,
    SlidingWindowThompson, SlidingWindowUcb, SuccessiveElimination, Thompson, TopTwoThompson, Ucb1, UcbV,
};
use ansatz_random::Stream;

ansatz_fuzz::target!(|data| run(data));

macro_rules! kinds {
    ($kind:expr, $bytes:expr, $context:expr; $($code:literal => $policy:ty,)*) => {
        match $kind {
            $($code => check(<$policy>::from_bytes($bytes).ok(), $bytes, $context),)*
            _ => {}
        }
    };
}

fn run(data: &[u8]) {
    let Some((&kind, bytes)) = data.split_first() else { return };
    kinds! { kind, bytes, &();
        0 => Ucb1,
        1 => UcbV,
        2 => Moss,
        3 => KlUcb,
        4 => EpsilonGreedy,
        5 => ExploreThenCommit,
        6 => SuccessiveElimination,
        7 => Thompson<BetaBernoulli>,
        8 => Thompson<Gaussian>,
        9 => Thompson<NormalInverseGamma>,
        10 => Thompson<GammaPoisson>,
        11 => TopTwoThompson<BetaBernoulli>,
        12 => Exp3,
        13 => Exp3Ix,
        14 => DiscountedUcb,
        15 => SlidingWindowUcb,
        16 => DiscountedThompson<NormalInverseGamma>,
        17 => SlidingWindowThompson<GammaPoisson>,
    }
    kinds! { kind, bytes, &[1.0, -0.5][..];
        18 => LinUcb,
        19 => LinTs,
        20 => LogisticThompson,
    }
}

fn check<R: Rule>(policy: Option<Bandit<R>>, bytes: &[u8], context: &R::Context) {
    let Some(mut policy) = policy else { return };
    assert_eq!(policy.to_bytes(), bytes, "an accepted value is written differently");
    let mut rng = Stream::new(1, 0);
    for round in 0..8 {
        // A context of another length is an error.
        let Ok(choice) = Policy::select(&mut policy, context, &mut rng) else { return };
        assert!(policy.arms().any(|arm| arm == choice.arm));
        if round % 2 == 0 {
            policy.observe(choice.ticket, 1.0).expect("a ticket that has just been given out");
        }
        match round {
            2 => drop(policy.add_arm()),
            4 => drop(policy.remove_arm(choice.arm)),
            6 => drop(policy.merge(&policy.clone())),
            _ => {}
        }
    }
}
