//! Decisions against the definitions, limits that are other algorithms, late rewards and replicas.

use ansatz_bandit::{
    Bandit, BanditError, BetaBernoulli, DiscountedThompson, DiscountedUcb, GammaPoisson, Gaussian, NormalInverseGamma,
    Posterior, Rule, SlidingWindowThompson, SlidingWindowUcb, Thompson, Ticket, Ucb1,
};
use ansatz_random::{Beta, Stream, below, shuffle, unit};
use ansatz_testkit::statistics::assert_frequencies;

/// All that happened, and the index of an arm of which so many decisions are known.
struct History {
    rewards: Vec<(u64, usize, f64)>,
    selected: Vec<u64>,
}

impl History {
    /// The arm that the paper's index takes, with `weight` the weight of a reward by the decision's sequence number, and
    /// `width` that of the confidence interval by the weight of all.
    fn choice(&self, weight: impl Fn(u64) -> f64, width: impl Fn(f64) -> f64) -> usize {
        let mut sums = vec![(0.0, 0.0); self.selected.len()];
        for (sequence, arm, reward) in &self.rewards {
            sums[*arm].0 += weight(*sequence);
            sums[*arm].1 += weight(*sequence) * reward;
        }
        // Evidence that weighs less than 1e-100 is forgotten.
        sums.iter_mut().filter(|sum| sum.0 < 1e-100).for_each(|sum| *sum = (0.0, 0.0));
        let width = width(sums.iter().map(|(weight, _)| weight).sum());
        let unknown = (0..sums.len()).filter(|arm| sums[*arm].0 == 0.0).min_by_key(|arm| self.selected[*arm]);
        let index = |arm: &usize| sums[*arm].1 / sums[*arm].0 + libm::sqrt(width / sums[*arm].0);
        let known = (0..sums.len()).rev().max_by(|a, b| index(a).total_cmp(&index(b)));
        unknown.or(known).unwrap()
    }
}

/// Plays with rewards that are late by up to 12 decisions or never come, and checks each decision.
fn assert_decisions<R: Rule<Context = (), Note = ()>>(
    mut arms: Bandit<R>,
    choice: impl Fn(&History, u64) -> usize,
    seed: u64,
) {
    let mut rng = Stream::new(seed, 0);
    let mut history = History { rewards: Vec::new(), selected: vec![0; 3] };
    let mut waiting: Vec<Ticket> = Vec::new();
    for now in 0..600 {
        let decision = arms.select(&mut rng);
        assert_eq!(decision.arm, choice(&history, now), "decision {now}");
        history.selected[decision.arm] += 1;
        waiting.push(decision.ticket);
        while waiting.len() > below(&mut rng, 12) as usize {
            let ticket = waiting.swap_remove(below(&mut rng, waiting.len() as u64) as usize);
            if below(&mut rng, 10) > 0 {
                let reward = unit(&mut rng) * [1.0, 0.6, 0.3][ticket.arm()];
                arms.observe(ticket, reward).unwrap();
                history.rewards.push((ticket.sequence(), ticket.arm(), reward));
            }
        }
    }
}

#[test]
fn discounted_ucb_takes_the_arm_of_the_definition() {
    for (seed, discount) in [0.0, 0.5, 0.9, 0.99, 0.999, 1.0].into_iter().enumerate() {
        for xi in [0.0, 0.6, 2.0] {
            let arms = DiscountedUcb::new(3, discount).unwrap().with_xi(xi).unwrap();
            let choice = |history: &History, now: u64| {
                history.choice(
                    |sequence| libm::pow(discount, (now - 1 - sequence) as f64),
                    |total| 4.0 * xi * libm::log(total.max(1.0)),
                )
            };
            assert_decisions(arms, choice, seed as u64);
        }
    }
}

#[test]
fn sliding_window_ucb_takes_the_arm_of_the_definition() {
    for (seed, window) in [1, 2, 5, 30, 200, 10_000].into_iter().enumerate() {
        for xi in [0.0, 0.6, 2.0] {
            let arms = SlidingWindowUcb::new(3, window).unwrap().with_xi(xi).unwrap();
            let choice = |history: &History, now: u64| {
                let width = xi * libm::log(now.clamp(1, window) as f64);
                history.choice(|sequence| f64::from(u8::from(sequence + window >= now)), |_| width)
            };
            assert_decisions(arms, choice, seed as u64);
        }
    }
}

/// Two policies that decide alike, from the same draws and rewards of 0 or 1.
fn assert_alike<A, B>(rounds: u64, mut one: Bandit<A>, mut other: Bandit<B>)
where
    A: Rule<Context = (), Note = ()>,
    B: Rule<Context = (), Note = ()>,
{
    for seed in 0..rounds {
        let choice = one.select_logged(&mut Stream::new(seed, 0));
        let same = other.select_logged(&mut Stream::new(seed, 0));
        assert_eq!((choice.arm, choice.propensity), (same.arm, same.propensity), "{seed}");
        let reward = f64::from(u8::from(unit(&mut Stream::new(seed, 1)) < [0.7, 0.5, 0.3][choice.arm]));
        one.observe(choice.ticket, reward).unwrap();
        other.observe(same.ticket, reward).unwrap();
    }
}

#[test]
fn nothing_forgotten_is_the_stationary_algorithm() {
    fn sampling<P: Posterior>(prior: P) {
        let thompson = Thompson::with_prior(3, prior.clone()).unwrap();
        assert_alike(80, DiscountedThompson::with_prior(3, 1.0, prior.clone()).unwrap(), thompson.clone());
        // An epoch longer than the game, so that the sums are those of one pass.
        assert_alike(80, SlidingWindowThompson::with_prior(3, 500, prior).unwrap(), thompson);
    }

    let ucb1 = Ucb1::new(3).unwrap();
    assert_alike(500, DiscountedUcb::new(3, 1.0).unwrap().with_xi(0.5).unwrap(), ucb1.clone());
    assert_alike(500, SlidingWindowUcb::new(3, 500).unwrap().with_xi(2.0).unwrap(), ucb1);
    sampling(BetaBernoulli::default());
    sampling(Gaussian::new(0.5, 1.0, 0.25).unwrap());
    sampling(GammaPoisson::new(1.0, 1.0).unwrap());
    sampling(NormalInverseGamma::new(0.5, 1.0, 1.0).unwrap());
}

/// A window is the stationary algorithm with the rewards in it.
#[test]
fn a_window_of_thompson_sampling_is_thompson_sampling_of_the_window() {
    for window in [1, 25] {
        let mut rng = Stream::new(window, 0);
        let mut arms = SlidingWindowThompson::new(3, window).unwrap();
        let mut rewards: Vec<(usize, f64)> = Vec::new();
        for seed in 0..80 {
            let mut stationary = Thompson::new(3).unwrap();
            for (arm, reward) in rewards.iter().rev().take(window as usize) {
                stationary.record(*arm, *reward).unwrap();
            }
            let expected = stationary.select_logged(&mut Stream::new(seed, 1));
            let choice = arms.select_logged(&mut Stream::new(seed, 1));
            assert_eq!((choice.arm, choice.propensity), (expected.arm, expected.propensity));
            let reward = below(&mut rng, 2) as f64;
            arms.observe(choice.ticket, reward).unwrap();
            rewards.push((choice.arm, reward));
        }
    }
}

#[test]
fn discounted_thompson_sampling_draws_from_the_discounted_posterior() {
    const DISCOUNT: f64 = 0.9;
    let mut arms = DiscountedThompson::new(2, DISCOUNT).unwrap();
    let (mut a, mut b) = ([1.0, 1.0], [1.0, 1.0]);
    for round in 0..20 {
        let (arm, reward) = (round % 3 % 2, [1.0, 0.25][round % 2]);
        arms.record(arm, reward).unwrap();
        let weight = libm::pow(DISCOUNT, (19 - round) as f64);
        a[arm] += weight * reward;
        b[arm] += weight * (1.0 - reward);
    }
    let (first, second) = (Beta::new(a[0], b[0]), Beta::new(a[1], b[1]));
    // P(first > second), by the midpoint rule.
    let cells = 100_000;
    let midpoints = (0..cells).map(|cell| (f64::from(cell) + 0.5) / f64::from(cells));
    let probability: f64 = midpoints.map(|x| first.density(x) * second.cdf(x)).sum::<f64>() / f64::from(cells);
    let mut rng = Stream::new(3, 0);
    let mut counts = [0; 2];
    for _ in 0..40_000 {
        counts[arms.clone().select(&mut rng).arm] += 1;
    }
    assert_frequencies("discounted Thompson sampling", &counts, &[probability, 1.0 - probability]);
    let logged = arms.select_logged(&mut rng);
    let expected = [probability, 1.0 - probability][logged.arm];
    assert!((logged.propensity.probability() - expected).abs() < 4.9 * logged.propensity.standard_error());
}

/// The same decisions, whose rewards come in another order: equal to the bit for windows, in choices for discounts.
fn assert_order_does_not_matter<R: Rule<Context = (), Note = ()>>(arms: &Bandit<R>, exactly: bool) {
    let mut rng = Stream::new(5, 0);
    let mut expected = arms.clone();
    let mut tickets: Vec<_> = (0..200).map(|_| (expected.select(&mut rng).ticket, unit(&mut rng))).collect();
    let waiting = expected.clone();
    for (ticket, reward) in &tickets {
        expected.observe(*ticket, *reward).unwrap();
    }
    for seed in 0..10 {
        shuffle(&mut rng, &mut tickets);
        let mut shuffled = waiting.clone();
        for (ticket, reward) in &tickets {
            shuffled.observe(*ticket, *reward).unwrap();
        }
        assert!(!exactly || shuffled.to_bytes() == expected.to_bytes());
        for index in 0..50 {
            let (mut one, mut other) = (Stream::new(seed, index), Stream::new(seed, index));
            assert_eq!(shuffled.clone().select(&mut one).arm, expected.clone().select(&mut other).arm);
        }
    }
}

#[test]
fn the_order_of_rewards_does_not_matter() {
    assert_order_does_not_matter(&DiscountedUcb::new(4, 0.97).unwrap(), false);
    assert_order_does_not_matter(&DiscountedThompson::new(4, 0.97).unwrap(), false);
    assert_order_does_not_matter(&SlidingWindowUcb::new(4, 70).unwrap(), true);
    assert_order_does_not_matter(&SlidingWindowThompson::new(4, 70).unwrap(), true);
}

#[test]
fn a_reward_behind_the_window_is_taken_and_changes_nothing() {
    let mut rng = Stream::new(1, 0);
    let mut arms = SlidingWindowUcb::new(2, 3).unwrap();
    let tickets: Vec<_> = (0..5).map(|_| arms.select(&mut rng).ticket).collect();
    let mut other = arms.clone();
    arms.observe(tickets[1], 1.0).unwrap();
    other.observe(tickets[1], 0.0).unwrap();
    assert_eq!(arms.to_bytes(), other.to_bytes());
    assert_eq!(arms.observe(tickets[1], 1.0), Err(BanditError::AlreadyObserved { sequence: 1 }));
    arms.observe(tickets[2], 1.0).unwrap();
    other.observe(tickets[2], 0.0).unwrap();
    assert_ne!(arms.to_bytes(), other.to_bytes());
}

#[test]
fn replicas_whose_decisions_are_of_the_same_age_are_one() {
    let (mut here, mut there, mut both) =
        (DiscountedUcb::new(2, 0.9).unwrap(), DiscountedUcb::new(2, 0.9).unwrap(), DiscountedUcb::new(2, 0.9).unwrap());
    // Alternating, so that the discount of one decision here is that of two in one stream: squared.
    let slow = libm::sqrt(0.9);
    let mut one = DiscountedUcb::new(2, slow).unwrap();
    for round in 0..40 {
        let (arm, reward) = (round % 2, [0.2, 0.9, 0.4][round % 3]);
        here.record(arm, reward).unwrap();
        there.record(1 - arm, reward / 2.0).unwrap();
        one.record(arm, reward).unwrap();
        one.record(1 - arm, reward / 2.0).unwrap();
        both.record(arm, reward).unwrap();
    }
    let error = here.clone().merge(&one).unwrap_err();
    assert!(error.to_string().starts_with("cannot merge: `discount` is 0.9 here and 0.948"), "{error}");
    let error = here.clone().merge(&both.with_xi(1.0).unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "cannot merge: `xi` is 0.6 here and 1 there");
    let mut other_way = there.clone();
    other_way.merge(&here).unwrap();
    here.merge(&there).unwrap();
    let mut rng = Stream::new(1, 0);
    for round in 0..100 {
        let (choice, same) = (here.select(&mut rng), other_way.select(&mut rng));
        assert_eq!(choice.arm, same.arm, "{round}");
        here.observe(choice.ticket, [0.3, 0.5][choice.arm]).unwrap();
        other_way.observe(same.ticket, [0.3, 0.5][choice.arm]).unwrap();
    }
    let thompson = |prior| DiscountedThompson::with_prior(2, 0.5, prior).unwrap();
    let mut arms = thompson(BetaBernoulli::default());
    arms.merge(&arms.clone()).unwrap();
    let error = arms.merge(&thompson(BetaBernoulli::new(2.0, 1.0).unwrap())).unwrap_err();
    assert!(error.to_string().starts_with("cannot merge: `prior` is BetaBernoulli"), "{error}");
}

/// Decisions count as well as rewards: arms of which nothing is known take turns over all replicas.
#[test]
fn merged_replicas_take_turns_as_one() {
    let mut rng = Stream::new(1, 0);
    let (mut here, mut there) = (DiscountedUcb::new(2, 0.9).unwrap(), DiscountedUcb::new(2, 0.9).unwrap());
    assert_eq!(there.select(&mut rng).arm, 0);
    here.merge(&there).unwrap();
    assert_eq!(here.select(&mut rng).arm, 1);
}

#[test]
fn windows_do_not_merge_and_say_why() {
    let mut arms = SlidingWindowUcb::new(2, 10).unwrap();
    let error = arms.merge(&arms.clone()).unwrap_err();
    assert_eq!(error.to_string(), "cannot merge: `sequence of decisions` is its own here and another there");
    let error = arms.merge(&SlidingWindowUcb::new(2, 11).unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "cannot merge: `sliding window` is 10 here and 11 there");
    let mut arms = SlidingWindowThompson::new(2, 10).unwrap();
    assert!(arms.merge(&arms.clone()).is_err());
}

#[test]
fn an_arm_that_comes_is_tried_and_one_that_goes_is_forgotten() {
    fn check<R: Rule<Context = (), Note = ()>>(mut arms: Bandit<R>) {
        let mut rng = Stream::new(1, 0);
        for round in 0..30 {
            arms.record(round % 3, 0.9).unwrap();
        }
        arms.add_arm().unwrap();
        assert_eq!(arms.select(&mut rng).arm, 3);
        arms.record(3, 1.0).unwrap();
        let late = arms.select(&mut rng).ticket;
        arms.remove_arm(0).unwrap();
        assert_eq!(arms.observe(late, 1.0).is_ok(), late.arm() != 0);
        assert!(arms.arms().eq(1..4));
        for _ in 0..50 {
            assert!(arms.select(&mut rng).arm > 0);
        }
    }
    check(DiscountedUcb::new(3, 0.9).unwrap());
    check(SlidingWindowUcb::new(3, 20).unwrap());
}
