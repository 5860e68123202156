//! Top-two Thompson sampling: whom it chooses, and what it finds.

use ansatz_bandit::{BetaBernoulli, Gaussian, NormalInverseGamma, Propensity, Thompson, TopTwoThompson};
use ansatz_random::{Stream, normal, unit};
use ansatz_testkit::statistics::{assert_frequencies, assert_mean, assert_rate_at_most};

use crate::stochastic::thompson::{any_state, assert_honest, highest_of};

fn normal_arms(count: usize, rewards: &[(usize, f64)]) -> TopTwoThompson<Gaussian> {
    let mut arms = TopTwoThompson::with_prior(count, Gaussian::new(0.0, 1.0, 1.0).unwrap()).unwrap();
    for (arm, reward) in rewards {
        arms.record(*arm, *reward).unwrap();
    }
    arms
}

#[test]
fn two_arms_are_chosen_as_the_share_says() {
    // Of two arms the other one is always the challenger: the first leads with probability p, and is chosen with
    // probability share * p + (1 - share) * (1 - p). The draws end after a hundred, and then there is no other either.
    let mut arms = normal_arms(2, &[(0, 2.0)]).with_leader_share(0.3).unwrap();
    let p = normal::cdf(1.0 / libm::sqrt(1.5));
    let chosen = 0.3 * p + 0.7 * (1.0 - p);
    let (mut counts, mut estimates, mut rng) = ([0; 2], [vec![], vec![]], Stream::new(1, 0));
    for _ in 0..40_000 {
        counts[arms.select(&mut rng).arm] += 1;
    }
    assert_frequencies("chosen", &counts, &[chosen, 1.0 - chosen]);
    while estimates.iter().any(|some| some.len() < 400) {
        let choice = arms.select_logged(&mut rng);
        let Propensity::Estimated { probability, .. } = choice.propensity else { panic!("exact") };
        estimates[choice.arm].push(probability);
    }
    assert_mean("first", &estimates[0], chosen, 0.0);
    assert_mean("second", &estimates[1], 1.0 - chosen, 0.0);
}

#[test]
fn challengers_come_by_their_chance_to_be_best() {
    // Equal arms: each is chosen as often. With one ahead, the others share what is not the leader's.
    let mut arms = normal_arms(4, &[]);
    let (mut counts, mut rng) = ([0; 4], Stream::new(2, 0));
    for _ in 0..20_000 {
        counts[arms.select(&mut rng).arm] += 1;
    }
    assert_frequencies("equal", &counts, &[0.25; 4]);
    // What a long run of the definition gives: leader, then draws until another is best, each a plain decision.
    let (mut arms, mut plain) = (normal_arms(3, &[(0, 3.0), (1, 1.0)]), None);
    let mut thompson = Thompson::with_prior(3, Gaussian::new(0.0, 1.0, 1.0).unwrap()).unwrap();
    for (arm, reward) in [(0, 3.0), (1, 1.0)] {
        thompson.record(arm, reward).unwrap();
    }
    let mut oracle = [0_u64; 3];
    for _ in 0..400_000 {
        let best = thompson.select(&mut rng).arm;
        match plain {
            None => {
                oracle[best] += 1;
                plain = Some(best);
            }
            Some(leader) if leader != best => {
                oracle[best] += 1;
                plain = None;
            }
            Some(_) => {}
        }
    }
    let pairs = oracle.iter().sum::<u64>() as f64;
    let mut chosen = [vec![], vec![], vec![]];
    for _ in 0..20_000 {
        let arm = arms.select(&mut rng).arm;
        (0..3).for_each(|other| chosen[other].push(f64::from(u8::from(other == arm))));
    }
    for arm in 0..3 {
        let share = oracle[arm] as f64 / pairs;
        // The oracle has an error of its own: six deviations of a share of half.
        assert_mean("share", &chosen[arm], share, 6.0 * libm::sqrt(0.25 / pairs));
    }
    // And so do the propensities say, of which the first 400 of each arm count.
    let mut estimates = [vec![], vec![], vec![]];
    while estimates.iter().any(|some| some.len() < 400) {
        let choice = arms.select_logged(&mut rng);
        estimates[choice.arm].push(choice.propensity.probability());
    }
    for arm in 0..3 {
        let share = oracle[arm] as f64 / pairs;
        assert_mean("propensity", &estimates[arm], share, 6.0 * libm::sqrt(0.25 / pairs));
    }
}

/// The probability of each arm by the definition: to lead, or to be the best of the first draw of 100 in which the leader is
/// not, or the closest if there is none.
fn chosen(posterior: &[(f64, f64)]) -> Vec<f64> {
    let best = highest_of(posterior);
    let others = |leader: usize| (0..posterior.len()).filter(move |arm| *arm != leader);
    let cost = |a: usize, b: usize| {
        let ((first, spread), (second, others)) = (posterior[a], posterior[b]);
        (first - second).powi(2) / (spread * spread + others * others)
    };
    let challenges = |arm: usize, leader: usize| {
        let draws: f64 = (0..100).map(|draws| best[leader].powi(draws)).sum();
        let closest = others(leader).min_by(|a, b| cost(*a, leader).total_cmp(&cost(*b, leader)));
        best[arm] * draws + if closest == Some(arm) { best[leader].powi(100) } else { 0.0 }
    };
    let second = |arm| others(arm).map(|leader| best[leader] * challenges(arm, leader)).sum::<f64>();
    (0..posterior.len()).map(|arm| 0.5 * best[arm] + 0.5 * second(arm)).collect()
}

#[test]
fn propensities_are_honest_in_any_state() {
    let (mut rng, mut estimates) = (Stream::new(5, 0), Vec::new());
    for _ in 0..400 {
        let (rewards, posterior) = any_state(&mut rng);
        let mut arms = normal_arms(posterior.len(), &rewards);
        let exact = chosen(&posterior);
        assert!((exact.iter().sum::<f64>() - 1.0).abs() < 1e-6, "{exact:?}");
        let choice = arms.select_logged(&mut rng);
        estimates.push((choice.propensity, exact[choice.arm]));
    }
    assert_honest(&estimates);
}

#[test]
fn a_challenger_that_is_seldom_has_the_digits_of_its_propensity() {
    // The third arm is best in few of 1,000 draws, so that it may not win at all in 256 rounds.
    let mut arms = normal_arms(3, &[]);
    let mut posterior = vec![];
    for (arm, mean) in [(0, 1.5), (1, 1.4), (2, 0.7)] {
        (0..15).for_each(|_| arms.record(arm, mean * 16.0 / 15.0).unwrap());
        posterior.push((mean, 0.25));
    }
    let (exact, mut rng) = (chosen(&posterior)[2], Stream::new(6, 0));
    let mut found = 0;
    while found < 20 {
        let choice = arms.select_logged(&mut rng);
        if choice.arm == 2 {
            let Propensity::Estimated { probability, standard_error } = choice.propensity else { panic!("exact") };
            assert!(standard_error > 0.0 && standard_error < exact, "{standard_error} of {exact}");
            assert!((probability - exact).abs() <= 5.0 * standard_error, "{probability} {standard_error}: {exact}");
            found += 1;
        }
    }
}

#[test]
fn without_another_draw_the_closest_arm_is_the_challenger() {
    // The first arm is a hundred deviations ahead. Costs: 80^2 / (v + v) against 100^2 / (v + 1), v about 1/1000.
    let mut arms = normal_arms(3, &[]);
    for _ in 0..1_000 {
        arms.record(0, 100.0).unwrap();
        arms.record(1, 20.0).unwrap();
    }
    let (mut counts, mut rng) = ([0; 3], Stream::new(3, 0));
    for _ in 0..2_000 {
        counts[arms.select(&mut rng).arm] += 1;
    }
    assert_frequencies("far", &counts, &[0.5, 0.0, 0.5]);
    // What has no variance yet cannot be told from anything.
    let mut arms = TopTwoThompson::with_prior(2, NormalInverseGamma::new(0.0, 1e-90, 2.0).unwrap()).unwrap();
    (0..9).for_each(|_| arms.record(0, 1.0).unwrap());
    assert!(arms.select(&mut rng).arm < 2);
    let mut only = TopTwoThompson::new(1).unwrap();
    assert_eq!(only.select_logged(&mut rng).propensity, Propensity::Exact(1.0));
    assert_eq!(only.select(&mut rng).arm, 0);
}

#[test]
fn the_best_arm_is_found_as_surely_as_is_said() {
    // With the prior of the arms, the posterior is right: stopping where it says 95%, it is wrong in at most 5%.
    let mut wrong = 0;
    for run in 0..400 {
        let mut rng = Stream::new(4, run);
        let means: Vec<f64> = (0..4).map(|_| unit(&mut rng)).collect();
        let mut arms = TopTwoThompson::new(4).unwrap();
        for round in 0..400 {
            if round % 80 == 79 && arms.probability_best(arms.best(), run).unwrap().lower > 0.95 {
                break;
            }
            let choice = arms.select(&mut rng);
            arms.observe(choice.ticket, f64::from(u8::from(unit(&mut rng) < means[choice.arm]))).unwrap();
        }
        let confidence = arms.probability_best(arms.best(), run).unwrap();
        let best = (0..4).max_by(|a, b| means[*a].total_cmp(&means[*b])).unwrap();
        wrong += usize::from(confidence.lower > 0.95 && arms.best() != best);
    }
    assert_rate_at_most("wrong", wrong, 400, 0.05);
}

#[test]
fn numbers_of_arms_are_those_of_the_caller() {
    let mut arms = TopTwoThompson::with_prior(3, BetaBernoulli::new(1.0, 1.0).unwrap()).unwrap();
    arms.remove_arm(0).unwrap();
    let number = arms.add_arm().unwrap();
    (0..50).for_each(|_| arms.record(number, 1.0).unwrap());
    assert_eq!(arms.best(), number);
    assert!(arms.probability_best(0, 1).is_err());
    assert!(arms.probability_best(number, 1).unwrap().value > 0.9);
}
