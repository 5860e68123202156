//! Thompson sampling: propensities against closed forms and frequencies, regret against its bound.

use ansatz_bandit::{BetaBernoulli, GammaPoisson, Gaussian, Posterior, Propensity, Thompson};
use ansatz_random::{Stream, below, normal, standard_normal, unit};
use ansatz_testkit::statistics::{assert_frequencies, assert_mean, assert_rate_at_most, assert_rmse_at_most};

/// The probability that the estimates of `arm` are of must be `exact`, and their standard errors that of them.
fn assert_propensity<P: Posterior>(arms: &Thompson<P>, arm: usize, exact: f64) {
    let (mut estimates, mut deviations) = (Vec::new(), Vec::new());
    for seed in 0.. {
        if arms.clone().select(&mut Stream::new(seed, 3)).arm == arm {
            let choice = arms.clone().select_logged(&mut Stream::new(seed, 3));
            let Propensity::Estimated { probability, standard_error } = choice.propensity else { panic!("exact") };
            estimates.push(probability);
            deviations.push((probability - exact) / standard_error);
        }
        if estimates.len() == 400 {
            break;
        }
    }
    assert_mean("propensity", &estimates, exact, 0.0);
    // A standard error from 256 rounds is itself good to one in sqrt(2 * 256), if the chances are not skewed.
    assert_rmse_at_most("deviations", &deviations, 1.0, 0.05);
    let squares = deviations.iter().map(|z| z * z).sum::<f64>() / 400.0;
    assert!(squares > 0.6, "standard errors are far too large: {squares}");
}

/// P(X > Y) of two beta variables with whole shapes: a finite sum (E. Miller, *Formulas for Bayesian A/B testing*, 2015).
fn beta_exceeds((a, b): (f64, f64), (c, d): (f64, f64)) -> f64 {
    let ln_beta = |a: f64, b: f64| libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    (0..a as u32)
        .map(f64::from)
        .map(|i| libm::exp(ln_beta(c + i, d + b) - ln_beta(1.0 + i, b) - ln_beta(c, d)) / (b + i))
        .sum()
}

#[test]
fn two_beta_arms_have_the_propensity_of_the_finite_sum() {
    assert!((beta_exceeds((2.0, 1.0), (1.0, 1.0)) - 2.0 / 3.0).abs() < 1e-14);
    let mut arms = Thompson::new(2).unwrap();
    for (arm, hits, misses) in [(0, 6, 4), (1, 3, 5)] {
        (0..hits).for_each(|_| arms.record(arm, 1.0).unwrap());
        (0..misses).for_each(|_| arms.record(arm, 0.0).unwrap());
    }
    let exact = beta_exceeds((7.0, 5.0), (4.0, 6.0));
    assert_propensity(&arms, 0, exact);
    assert_propensity(&arms, 1, 1.0 - exact);
}

#[test]
fn two_normal_arms_have_the_propensity_of_their_difference() {
    let mut arms = Thompson::with_prior(2, Gaussian::new(0.0, 4.0, 1.0).unwrap()).unwrap();
    arms.record(1, 3.0).unwrap();
    // The posterior of the second arm has the precision 1/4 + 1 and the mean 3 / (5/4).
    let exact = normal::cdf(2.4 / libm::sqrt(4.0 + 0.8));
    assert_propensity(&arms, 1, exact);
    assert_propensity(&arms, 0, 1.0 - exact);
}

#[test]
fn propensities_are_the_frequencies_in_the_long_run() {
    let mut arms = Thompson::with_prior(4, Gaussian::new(0.0, 1.0, 1.0).unwrap()).unwrap();
    for (arm, reward) in [(0, 0.5), (1, 1.0), (1, 0.8), (3, -0.5)] {
        arms.record(arm, reward).unwrap();
    }
    let posterior = [(0.25, 0.5_f64), (0.6, 1.0 / 3.0), (0.0, 1.0), (-0.25, 0.5)];
    // The trapezoidal rule, which is exact to rounding for a smooth function that vanishes at both ends.
    let probability = |arm: usize| {
        let value = |x: f64| {
            let z = |other: usize| (x - posterior[other].0) / posterior[other].1.sqrt();
            let others = (0..4).filter(|other| *other != arm);
            normal::density(z(arm)) / posterior[arm].1.sqrt()
                * others.map(|other| normal::cdf(z(other))).product::<f64>()
        };
        (-1_000..1_000).map(|step| value(f64::from(step) / 100.0)).sum::<f64>() / 100.0
    };
    let probabilities = [0, 1, 2, 3].map(probability);
    assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    let (mut counts, mut rng) = ([0; 4], Stream::new(5, 0));
    for _ in 0..40_000 {
        counts[arms.select(&mut rng).arm] += 1;
    }
    assert_frequencies("arms", &counts, &probabilities);
    for (arm, probability) in probabilities.into_iter().enumerate() {
        assert_propensity(&arms, arm, probability);
    }
}

/// Arms in any state: means and deviations of normal posteriors after nothing or up to 1,000 rewards.
#[allow(clippy::type_complexity)] // Two lists of pairs.
pub(crate) fn any_state(rng: &mut Stream) -> (Vec<(usize, f64)>, Vec<(f64, f64)>) {
    let (mut rewards, mut posterior) = (Vec::new(), Vec::new());
    for arm in 0..2 + below(rng, 4) as usize {
        let (count, mean) = ([0, 1, 5, 50, 1_000][below(rng, 5) as usize], standard_normal(rng));
        let own: Vec<f64> = (0..count).map(|_| mean + standard_normal(rng)).collect();
        let weight = 1.0 + f64::from(count);
        posterior.push((own.iter().sum::<f64>() / weight, 1.0 / weight.sqrt()));
        rewards.extend(own.into_iter().map(|reward| (arm, reward)));
    }
    (rewards, posterior)
}

/// The probability that each of these normal variables is the highest, by the midpoint rule, with steps far below the
/// narrowest of them.
pub(crate) fn highest_of(posterior: &[(f64, f64)]) -> Vec<f64> {
    let steps = 4_000;
    let probability = |arm: usize| {
        let (mean, deviation) = posterior[arm];
        let value = |step: i32| {
            let z = 16.0 * ((f64::from(step) + 0.5) / f64::from(steps) - 0.5);
            let others = posterior.iter().enumerate().filter(|(other, _)| *other != arm);
            let below = |(_, (other, spread)): (_, &(f64, f64))| normal::cdf((mean + deviation * z - other) / spread);
            normal::density(z) * others.map(below).product::<f64>()
        };
        (0..steps).map(value).sum::<f64>() * 16.0 / f64::from(steps)
    };
    (0..posterior.len()).map(probability).collect()
}

/// One estimate in each of so many states must be right on average, and off by two and by five of its standard errors
/// no more often than any random variable is (Chebyshev).
pub(crate) fn assert_honest(estimates: &[(Propensity, f64)]) {
    let ratios: Vec<f64> = estimates.iter().map(|(estimate, exact)| estimate.probability() / exact).collect();
    assert_mean("estimate to exact", &ratios, 1.0, 0.0);
    // What the exact ones are good to.
    let error = |estimate: &Propensity| estimate.standard_error().max(1e-9);
    let far = |(estimate, exact): &&(Propensity, f64)| (estimate.probability() - exact).abs() > 5.0 * error(estimate);
    assert_rate_at_most("five deviations", estimates.iter().filter(far).count(), estimates.len(), 0.04);
    let far = |(estimate, exact): &&(Propensity, f64)| (estimate.probability() - exact).abs() > 2.0 * error(estimate);
    assert_rate_at_most("two deviations", estimates.iter().filter(far).count(), estimates.len(), 0.25);
}

#[test]
fn propensities_are_honest_in_any_state() {
    let (mut rng, mut estimates) = (Stream::new(6, 0), Vec::new());
    for _ in 0..600 {
        let (rewards, posterior) = any_state(&mut rng);
        let mut arms = Thompson::with_prior(posterior.len(), Gaussian::new(0.0, 1.0, 1.0).unwrap()).unwrap();
        for (arm, reward) in rewards {
            arms.record(arm, reward).unwrap();
        }
        let exact = highest_of(&posterior);
        assert!((exact.iter().sum::<f64>() - 1.0).abs() < 1e-6, "{exact:?}");
        let choice = arms.select_logged(&mut rng);
        estimates.push((choice.propensity, exact[choice.arm]));
    }
    assert_honest(&estimates);
}

/// Where many draws are equal, the first of them is chosen, and the propensities say so.
#[test]
fn propensities_of_draws_that_are_equal_are_their_frequencies() {
    fn assert_as_often<P: Posterior>(prior: P) {
        let mut arms = Thompson::with_prior(3, prior).unwrap();
        let (trials, mut rng) = (20_000, Stream::new(7, 0));
        let mut counts = [0_u32; 3];
        (0..trials).for_each(|_| counts[arms.select(&mut rng).arm] += 1);
        for seed in 0..3 {
            let mut found = [None; 3];
            for _ in 0..50 {
                let choice = arms.select_logged(&mut rng);
                found[choice.arm] = Some(choice.propensity);
            }
            for (count, found) in counts.into_iter().zip(found) {
                let Some(Propensity::Estimated { probability, standard_error }) = found else { continue };
                let share = f64::from(count) / f64::from(trials);
                let allowed = 5.0 * (standard_error + 0.5 / f64::from(trials).sqrt());
                assert!((probability - share).abs() <= allowed, "{arms:?} {seed}: {probability} {share} {allowed}");
            }
        }
    }
    for (alpha, beta) in [(1e-3, 1e-3), (0.01, 0.01), (1.0, 1e-3), (1.0, 0.01), (1e-3, 1.0), (0.01, 1.0), (1e12, 1e-3)]
    {
        assert_as_often(BetaBernoulli::new(alpha, beta).unwrap());
    }
    assert_as_often(GammaPoisson::new(1e-3, 1.0).unwrap());
    assert_as_often(Gaussian::new(1.0, 1e-33, 1.0).unwrap());
    assert_as_often(Gaussian::new(1e8, 1e-16, 1.0).unwrap());
}

#[test]
fn a_logged_decision_is_the_decision() {
    let mut arms = Thompson::new(5).unwrap();
    for seed in 0..200 {
        let (mut rng, mut copy) = (Stream::new(seed, 0), Stream::new(seed, 0));
        let (plain, logged) = (arms.clone().select(&mut rng), arms.select_logged(&mut copy));
        assert_eq!((plain.arm, plain.ticket), (logged.arm, logged.ticket));
        // The estimate takes one number and no more.
        ansatz_random::rand_core::Rng::next_u64(&mut rng);
        assert_eq!(rng, copy);
        arms.observe(logged.ticket, f64::from(u8::from(logged.arm == 1))).unwrap();
    }
    let only = Thompson::new(1).unwrap().select_logged(&mut Stream::new(1, 0));
    assert_eq!(only.propensity, Propensity::Exact(1.0));
}

/// The regret of one run with arms that pay 1 with these probabilities.
fn regret(means: &[f64], rounds: u32, rng: &mut Stream) -> f64 {
    let mut arms = Thompson::new(means.len()).unwrap();
    let best = means.iter().copied().fold(0.0, f64::max);
    let mut regret = 0.0;
    for _ in 0..rounds {
        let choice = arms.select(rng);
        let paid = unit(rng) < means[choice.arm];
        arms.observe(choice.ticket, f64::from(u8::from(paid))).unwrap();
        regret += best - means[choice.arm];
    }
    regret
}

#[test]
fn regret_is_within_the_bound() {
    // Averaged over the prior: sqrt(arms * rounds * ln(arms) / 2), here 40.1.
    let regrets: Vec<f64> = (0..400)
        .map(|run| {
            let mut rng = Stream::new(21, run);
            let means: Vec<f64> = (0..5).map(|_| unit(&mut rng)).collect();
            regret(&means, 400, &mut rng)
        })
        .collect();
    let bound = libm::sqrt(5.0 * 400.0 * libm::log(5.0) / 2.0);
    let (mean, deviation) = ansatz_testkit::statistics::mean_and_deviation(&regrets);
    assert!(mean + ansatz_testkit::statistics::DEVIATIONS * deviation / 20.0 <= bound, "{mean} {deviation} {bound}");
}

#[test]
fn regret_is_that_of_the_reference() {
    // A plain loop in numpy (2.x, default_rng(1): beta, argmax, random) over 20,000 runs: 6.6550, standard error 0.0556.
    let regrets: Vec<f64> = (0..800).map(|run| regret(&[0.9, 0.8], 1_000, &mut Stream::new(22, run))).collect();
    assert_mean("regret", &regrets, 6.6550, ansatz_testkit::statistics::DEVIATIONS * 0.0556);
}

#[test]
fn priors_of_beta_bernoulli_are_rewards_that_count_before() {
    let (mut first, mut second) =
        (Thompson::new(1).unwrap(), Thompson::with_prior(1, BetaBernoulli::new(3.0, 2.0).unwrap()).unwrap());
    for reward in [1.0, 1.0, 0.0] {
        first.record(0, reward).unwrap();
    }
    assert_eq!((first.mean(0), first.variance(0)), (second.mean(0), second.variance(0)));
    second.record(0, 0.5).unwrap();
    assert_eq!(second.mean(0), Ok(3.5 / 6.0));
}
