//! How arms are chosen: turns, ties, exploring, and what the log says of it.

use ansatz_bandit::{
    Bandit, EpsilonGreedy, ExploreThenCommit, KlUcb, Moss, Propensity, Rule, SuccessiveElimination, Ucb1, UcbV,
};
use ansatz_random::{Stream, unit};
use ansatz_testkit::statistics::assert_frequencies;

fn choices<R: Rule<Context = (), Note = ()>>(arms: &mut Bandit<R>, rounds: usize) -> Vec<usize> {
    let mut rng = Stream::new(1, 0);
    (0..rounds).map(|_| arms.select(&mut rng).arm).collect()
}

#[test]
fn arms_without_a_reward_take_turns() {
    fn check<R: Rule<Context = (), Note = ()>>(mut arms: Bandit<R>) {
        assert_eq!(choices(&mut arms, 5), [0, 1, 2, 0, 1]);
        arms.record(2, 1.0).unwrap();
        // Arm 1 has had a decision more than arm 0 would have after this one.
        assert_eq!(choices(&mut arms, 3), [0, 1, 0]);
        arms.add_arm().unwrap();
        // Then it has had as many as arm 1, which is before it.
        assert_eq!(choices(&mut arms, 4), [3, 3, 3, 1]);
    }
    check(Ucb1::new(3).unwrap());
    check(UcbV::new(3).unwrap());
    check(Moss::new(3, 100).unwrap());
    check(KlUcb::bernoulli(3).unwrap());
    check(EpsilonGreedy::new(3, 0.0).unwrap());
}

#[test]
fn of_equal_arms_it_is_the_first() {
    fn check<R: Rule<Context = (), Note = ()>>(mut arms: Bandit<R>) {
        (0..3).for_each(|arm| arms.record(arm, 0.0).unwrap());
        assert_eq!(choices(&mut arms, 1), [0]);
    }
    check(Ucb1::new(3).unwrap());
    check(UcbV::new(3).unwrap());
    check(Moss::new(3, 100).unwrap());
    check(KlUcb::bernoulli(3).unwrap());
    check(EpsilonGreedy::new(3, 0.0).unwrap());
    check(ExploreThenCommit::new(3, 1).unwrap());
}

#[test]
fn epsilon_greedy_explores_as_often_as_it_says() {
    let mut rng = Stream::new(3, 0);
    let mut arms = EpsilonGreedy::new(4, 0.3).unwrap();
    for (arm, reward) in [(0, 0.2), (1, 0.9), (2, 0.4), (3, 0.1)] {
        arms.record(arm, reward).unwrap();
    }
    let (mut counts, mut said) = ([0_u64; 4], [0.0; 4]);
    for _ in 0..20_000 {
        let choice = arms.clone().select_logged(&mut rng);
        let Propensity::Exact(probability) = choice.propensity else { panic!("it is exact") };
        counts[choice.arm] += 1;
        said[choice.arm] = probability;
    }
    assert_eq!(said, [0.3 / 4.0, 1.0 - 0.3 + 0.3 / 4.0, 0.3 / 4.0, 0.3 / 4.0]);
    assert_frequencies("epsilon-greedy", &counts, &said);
}

/// Whatever has been learnt so far: what was said of decisions is how often they were made.
#[test]
fn decaying_epsilons_are_calibrated_along_a_run() {
    let mut counts = [0_u64; 2];
    let mut expected = [0.0; 2];
    for run in 0..2_000 {
        let mut rng = Stream::new(5, run);
        let mut arms = EpsilonGreedy::decaying(2, 3.0).unwrap();
        for round in 0..20 {
            let mut twin = arms.clone();
            let choice = arms.select_logged(&mut rng);
            if round == 19 {
                counts[choice.arm] += 1;
                // The probability of arm 0 from either decision's.
                let probability = choice.propensity.probability();
                let zero = if choice.arm == 0 { probability } else { 1.0 - probability };
                expected[0] += zero / 2_000.0;
                expected[1] += (1.0 - zero) / 2_000.0;
                // A twin says the same, whichever arm it takes.
                let other = twin.select_logged(&mut Stream::new(6, run));
                let said = other.propensity.probability();
                let twins = if other.arm == 0 { said } else { 1.0 - said };
                assert!((twins - zero).abs() < 1e-12, "{twins} {zero}");
            }
            arms.observe(choice.ticket, f64::from(u8::from(unit(&mut rng) < 0.5))).unwrap();
        }
    }
    // Given the histories the counts are less spread than independent draws with one probability: the test is on the
    // safe side.
    assert_frequencies("decaying epsilon", &counts, &expected);
}

#[test]
fn exploration_is_round_robin_and_newcomers_are_explored_too() {
    let mut arms = ExploreThenCommit::new(3, 2).unwrap();
    let mut rng = Stream::new(1, 0);
    let tickets: Vec<_> = (0..6).map(|_| arms.select(&mut rng)).collect();
    assert_eq!(tickets.iter().map(|choice| choice.arm).collect::<Vec<_>>(), [0, 1, 2, 0, 1, 2]);
    // Nothing is known yet.
    assert_eq!(choices(&mut arms, 1), [0]);
    arms.observe(tickets[4].ticket, -3.0).unwrap();
    // An arm that is known, however bad, before those that are not.
    assert_eq!(choices(&mut arms, 2), [1, 1]);
    arms.observe(tickets[2].ticket, 0.5).unwrap();
    assert_eq!(choices(&mut arms, 2), [2, 2]);
    assert_eq!(arms.add_arm().unwrap(), 3);
    assert_eq!(choices(&mut arms, 3), [3, 3, 2]);
    let choice = arms.select_logged(&mut rng);
    assert_eq!(choice.propensity, Propensity::Exact(1.0));
}

/// What replicas have explored together is explored.
#[test]
fn merged_replicas_explore_no_more_than_one() {
    let mut arms = ExploreThenCommit::new(2, 2).unwrap();
    arms.record(0, 0.1).unwrap();
    arms.record(1, 0.9).unwrap();
    assert_eq!(choices(&mut arms.clone(), 3), [0, 1, 1]);
    arms.merge(&arms.clone()).unwrap();
    assert_eq!(choices(&mut arms, 3), [1, 1, 1]);
}

#[test]
fn parameters_are_checked() {
    assert!(EpsilonGreedy::new(2, f64::NAN).is_err());
    assert!(EpsilonGreedy::decaying(2, 0.0).is_err());
    assert!(KlUcb::gaussian(2, 1e201).is_err());
    assert!(KlUcb::exponential(0).is_err());
    assert!(ExploreThenCommit::new(2, (1 << 32) + 1).is_err());
    let error = Moss::new(2, 0).unwrap_err().to_string();
    assert_eq!(error, "`horizon` is 0, allowed: 1..=18446744073709551615");
}

#[test]
fn replicas_with_other_parameters_are_refused() {
    let refused = |error: ansatz_core::MergeError| error.name().to_string();
    let mut arms = Moss::new(2, 10).unwrap();
    assert_eq!(refused(arms.merge(&Moss::new(2, 11).unwrap()).unwrap_err()), "horizon");
    let mut arms = KlUcb::bernoulli(2).unwrap();
    assert_eq!(refused(arms.merge(&KlUcb::gaussian(2, 1.0).unwrap()).unwrap_err()), "family");
    let other = KlUcb::bernoulli(2).unwrap().with_exploration(1.0).unwrap();
    assert_eq!(refused(arms.merge(&other).unwrap_err()), "exploration");
    let mut arms = EpsilonGreedy::new(2, 0.1).unwrap();
    assert_eq!(refused(arms.merge(&EpsilonGreedy::decaying(2, 0.1).unwrap()).unwrap_err()), "epsilon");
    let mut arms = ExploreThenCommit::new(2, 10).unwrap();
    assert_eq!(refused(arms.merge(&ExploreThenCommit::new(2, 11).unwrap()).unwrap_err()), "pulls_each");
}

/// Replicas that merge each other double what they have: that ends before counts are no longer told apart, and what is
/// written can be read.
#[test]
fn a_merge_of_more_rewards_than_can_be_is_refused() {
    fn check<R: Rule<Context = (), Note = ()>>(mut arms: Bandit<R>) {
        arms.record(1, 0.75).unwrap();
        for _ in 0..53 {
            arms.merge(&arms.clone()).unwrap();
        }
        let before = arms.clone();
        let error = arms.merge(&before).unwrap_err().to_string();
        assert_eq!(error, "cannot merge: `rewards of an arm` is 9007199254740992 here and 9007199254740992 there");
        assert!(arms == before);
        assert!(Bandit::<R>::from_bytes(&arms.to_bytes()).as_ref() == Ok(&arms));
        arms.record(1, 0.5).unwrap();
        assert!(Bandit::<R>::from_bytes(&arms.to_bytes()).as_ref() == Ok(&arms));
    }
    check(Ucb1::new(3).unwrap());
    check(UcbV::new(3).unwrap());
    check(Moss::new(3, 100).unwrap());
    check(KlUcb::bernoulli(3).unwrap());
    check(KlUcb::exponential(3).unwrap());
    check(EpsilonGreedy::new(3, 0.5).unwrap());
    check(ExploreThenCommit::new(3, 1).unwrap());
    check(SuccessiveElimination::new(3, 0.1).unwrap());
}

/// The exploration counts decisions, so that it ends even if no reward ever comes.
#[test]
fn exploration_ends_though_rewards_are_lost() {
    let mut arms = ExploreThenCommit::new(2, 3).unwrap();
    assert_eq!(choices(&mut arms, 8), [0, 1, 0, 1, 0, 1, 0, 0]);
    let mut arms = EpsilonGreedy::decaying(2, 1.0).unwrap();
    for _ in 0..3 {
        arms.record(0, 1.0).unwrap();
        arms.record(1, 0.0).unwrap();
    }
    let epsilon = |arms: &EpsilonGreedy| {
        let choice = arms.clone().select_logged(&mut Stream::new(1, 0));
        let chance = choice.propensity.probability();
        if choice.arm == 0 { 2.0 * (1.0 - chance) } else { 2.0 * chance }
    };
    assert!((epsilon(&arms) - 1.0 / 7.0).abs() < 1e-15);
    arms.add_arm().unwrap();
    arms.remove_arm(1).unwrap();
    // Of two arms, one of which is new: it is tried but for half of epsilon, and three of the decisions count.
    let chance = arms.select_logged(&mut Stream::new(1, 0));
    let expected = [1.0 / 8.0, f64::NAN, 1.0 - 1.0 / 8.0][chance.arm];
    assert_eq!(chance.propensity, Propensity::Exact(expected));
}
