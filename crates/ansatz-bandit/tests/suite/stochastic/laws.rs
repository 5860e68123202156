//! What holds of all rules here: rewards in any order, replicas, arms that come and go, bytes, hostile bytes.

use std::collections::VecDeque;

use ansatz_bandit::{
    Bandit, BanditError, Decision, EpsilonGreedy, ExploreThenCommit, KlUcb, Moss, Rule, SuccessiveElimination, Ucb1,
    UcbV,
};
use ansatz_random::{Stream, below, shuffle, unit};
use ansatz_testkit::hostile::assert_survives_damage;

trait Plain: Rule<Context = (), Note = ()> {}
impl<R: Rule<Context = (), Note = ()>> Plain for R {}

/// A test for each rule, of a function over fresh bandits.
macro_rules! for_each_rule {
    ($law:ident) => {
        #[test]
        fn $law() {
            super_law::$law(|| Ucb1::new(3).unwrap());
            super_law::$law(|| UcbV::new(3).unwrap());
            super_law::$law(|| Moss::new(3, 500).unwrap());
            super_law::$law(|| KlUcb::bernoulli(3).unwrap());
            super_law::$law(|| KlUcb::gaussian(3, 0.25).unwrap());
            super_law::$law(|| KlUcb::exponential(3).unwrap().with_exploration(3.0).unwrap());
            super_law::$law(|| EpsilonGreedy::new(3, 0.2).unwrap());
            super_law::$law(|| EpsilonGreedy::decaying(3, 10.0).unwrap());
            super_law::$law(|| ExploreThenCommit::new(3, 20).unwrap());
            super_law::$law(|| SuccessiveElimination::new(3, 0.1).unwrap());
        }
    };
}

for_each_rule!(any_order_of_rewards_is_the_same);
for_each_rule!(merged_replicas_are_the_single_stream);
for_each_rule!(bytes_go_on_to_the_bit);
for_each_rule!(damaged_bytes_do_no_harm);
for_each_rule!(refused_rewards_change_nothing);
for_each_rule!(arms_come_and_go);

/// The statistics of each arm as its bytes tell them: decisions, rewards, their sum and spread. They stand at the end.
fn statistics<R: Plain>(arms: &Bandit<R>) -> Vec<(u64, [f64; 3])> {
    let bytes = arms.to_bytes();
    let count = arms.arms().count();
    bytes[bytes.len() - 32 * count..]
        .chunks(32)
        .map(|arm| {
            let word = |at: usize| <[u8; 8]>::try_from(&arm[8 * at..8 * at + 8]).unwrap();
            (u64::from_le_bytes(word(0)), [1, 2, 3].map(|at| f64::from_le_bytes(word(at))))
        })
        .collect()
}

/// Counts are equal, and floats but for rounding.
fn assert_alike<R: Plain>(a: &Bandit<R>, b: &Bandit<R>) {
    assert_eq!(a.arms().collect::<Vec<_>>(), b.arms().collect::<Vec<_>>());
    for ((selected, [rewards, sum, spread]), other) in statistics(a).into_iter().zip(statistics(b)) {
        assert_eq!((selected, rewards), (other.0, other.1[0]));
        for (ours, theirs) in [(sum, other.1[1]), (spread, other.1[2])] {
            assert!((ours - theirs).abs() <= 1e-12 * ours.abs(), "{ours} and {theirs}");
        }
    }
}

mod super_law {
    use super::*;

    pub(super) fn any_order_of_rewards_is_the_same<R: Plain>(fresh: impl Fn() -> Bandit<R>) {
        for seed in 0..40 {
            let mut rng = Stream::new(seed, 1);
            let mut arms = fresh();
            let first: Vec<_> = (0..9).map(|_| arms.select(&mut rng)).collect();
            for choice in &first {
                arms.observe(choice.ticket, unit(&mut rng)).unwrap();
            }
            let late: Vec<_> = (0..200).map(|_| (arms.select(&mut rng), unit(&mut rng))).collect();
            let observed = |mut arms: Bandit<R>, order: &[(Decision, f64)]| {
                for (choice, reward) in order {
                    arms.observe(choice.ticket, *reward).unwrap();
                }
                arms
            };
            let in_order = observed(arms.clone(), &late);
            let mut order = late.clone();
            shuffle(&mut rng, &mut order);
            let shuffled = observed(arms, &order);
            assert_alike(&in_order, &shuffled);
            assert_eq!(shuffled.outstanding(), 0);
        }
    }

    pub(super) fn merged_replicas_are_the_single_stream<R: Plain>(fresh: impl Fn() -> Bandit<R>) {
        for seed in 0..40 {
            let mut rng = Stream::new(seed, 2);
            let (mut here, mut there, mut single) = (fresh(), fresh(), fresh());
            for _ in 0..300 {
                let (arm, reward) = (below(&mut rng, 3) as usize, unit(&mut rng));
                let replica = if below(&mut rng, 2) == 0 { &mut here } else { &mut there };
                replica.record(arm, reward).unwrap();
                single.record(arm, reward).unwrap();
            }
            let mut back = there.clone();
            here.merge(&there).unwrap();
            assert_alike(&here, &single);
            // A merged bandit decides as the single one does: sums differ in the last place, and no two indices are so
            // close; and whole rewards are merged without any rounding.
            for _ in 0..20 {
                let mut again = rng.clone();
                assert_eq!(here.select(&mut rng).arm, single.select(&mut again).arm);
            }
            let mut other = fresh();
            other.add_arm().unwrap();
            let before = back.clone();
            assert!(back.merge(&other).is_err());
            assert!(back == before);
        }
    }

    pub(super) fn bytes_go_on_to_the_bit<R: Plain>(fresh: impl Fn() -> Bandit<R>) {
        for seed in 0..20 {
            let mut rng = Stream::new(seed, 3);
            let mut arms = fresh();
            let mut waiting = VecDeque::new();
            for _ in 0..seed * 10 {
                waiting.push_back(arms.select(&mut rng));
                while waiting.len() > below(&mut rng, 8) as usize {
                    // Coarse rewards, so that there are ties.
                    let reward = below(&mut rng, 3) as f64 / 2.0;
                    arms.observe(waiting.pop_front().unwrap().ticket, reward).unwrap();
                }
            }
            let mut again = Bandit::<R>::from_bytes(&arms.to_bytes()).unwrap();
            assert!(again == arms);
            for _ in 0..200 {
                let mut same = rng.clone();
                let (choice, other) = (arms.select_logged(&mut rng), again.select_logged(&mut same));
                assert_eq!(choice, other);
                let reward = below(&mut rng, 3) as f64 / 2.0;
                arms.observe(choice.ticket, reward).unwrap();
                again.observe(choice.ticket, reward).unwrap();
            }
            assert_eq!(arms.to_bytes(), again.to_bytes());
            #[cfg(feature = "serde")]
            {
                let json = serde_json::to_string(&arms).unwrap();
                assert!(serde_json::from_str::<Bandit<R>>(&json).unwrap() == arms);
            }
        }
    }

    pub(super) fn damaged_bytes_do_no_harm<R: Plain>(fresh: impl Fn() -> Bandit<R>) {
        let mut rng = Stream::new(1, 4);
        let mut arms = fresh();
        for _ in 0..30 {
            let choice = arms.select(&mut rng);
            arms.observe(choice.ticket, unit(&mut rng)).unwrap();
        }
        arms.add_arm().unwrap();
        arms.select(&mut rng);
        assert_survives_damage(&arms.to_bytes(), |bytes| {
            let Ok(mut read) = Bandit::<R>::from_bytes(bytes) else { return false };
            // What was accepted is written as it was, and lives on.
            assert_eq!(read.to_bytes(), bytes);
            let mut rng = Stream::new(2, 0);
            for _ in 0..4 {
                let choice = read.select_logged(&mut rng);
                assert!((0.0..=1.0).contains(&choice.propensity.probability()));
                read.observe(choice.ticket, 1.0).unwrap();
            }
            let other = read.clone();
            read.merge(&other).unwrap();
            read.add_arm().unwrap();
            read.remove_arm(0).unwrap();
            read.select(&mut rng);
            true
        });
    }

    pub(super) fn refused_rewards_change_nothing<R: Plain>(fresh: impl Fn() -> Bandit<R>) {
        let mut arms = fresh();
        arms.record(1, 0.5).unwrap();
        let choice = arms.select(&mut Stream::new(1, 0));
        let before = arms.to_bytes();
        for reward in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e101] {
            assert!(matches!(arms.observe(choice.ticket, reward), Err(BanditError::Reward { .. })));
            assert!(matches!(arms.record(0, reward), Err(BanditError::Reward { .. })));
        }
        assert_eq!(arms.record(3, 0.5), Err(BanditError::UnknownArm { arm: 3, arms: 3 }));
        assert_eq!(arms.to_bytes(), before);
        arms.observe(choice.ticket, 0.5).unwrap();
    }

    /// A bandit whose middle arm goes and whose last one came late is the one that never had the one, and always the other.
    pub(super) fn arms_come_and_go<R: Plain>(fresh: impl Fn() -> Bandit<R>) {
        for seed in 0..40 {
            let mut rng = Stream::new(seed, 5);
            let mut arms = fresh();
            for _ in 0..60 {
                arms.record(below(&mut rng, 3) as usize, below(&mut rng, 3) as f64 / 2.0).unwrap();
            }
            let gone = arms.clone();
            arms.remove_arm(1).unwrap();
            assert_eq!(arms.add_arm().unwrap(), 3);
            let (left, all) = (statistics(&arms), statistics(&gone));
            assert_eq!(left[..2], [all[0], all[2]]);
            assert_eq!(left[2], (0, [0.0; 3]));
            // Through all that its caches hold what they would for the bytes.
            let mut again = Bandit::<R>::from_bytes(&arms.to_bytes()).unwrap();
            for _ in 0..100 {
                let mut same = rng.clone();
                let choice = arms.select(&mut rng);
                assert_eq!(choice, again.select(&mut same));
                let reward = below(&mut rng, 3) as f64 / 2.0;
                arms.observe(choice.ticket, reward).unwrap();
                again.observe(choice.ticket, reward).unwrap();
            }
            // Successive elimination alone may have dropped it by then.
            assert!(statistics(&arms)[2].0 > 0, "the new arm is tried");
        }
    }
}
