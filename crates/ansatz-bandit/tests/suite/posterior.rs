//! Posteriors against closed forms and scipy, and their laws: order, replicas, bytes, bad input.

use ansatz_bandit::{
    Bandit, BanditError, BetaBernoulli, GammaPoisson, Gaussian, NormalInverseGamma, Posterior, PosteriorSampling, Rule,
    Thompson, Ticket, TopTwoThompson,
};
use ansatz_random::{Stream, below, shuffle, unit};
use ansatz_testkit::hostile::assert_survives_damage;

/// Mean, variance and the quantiles at 2.5% and 97.5%, after these rewards of the second arm.
fn assert_posterior<P: Posterior>(prior: P, rewards: &[f64], expected: [f64; 4]) {
    let mut arms = Thompson::with_prior(2, prior).unwrap();
    for reward in rewards {
        arms.record(1, *reward).unwrap();
    }
    let interval = arms.interval(1).unwrap();
    let found = [arms.mean(1).unwrap(), arms.variance(1).unwrap(), interval.lower, interval.upper];
    for (found, expected) in found.iter().zip(expected) {
        assert!((found / expected - 1.0).abs() < 1e-9, "{arms:?}: {found}, expected {expected}");
    }
    assert_eq!((interval.value, interval.confidence), (found[0], 0.95));
}

#[test]
fn posteriors_are_those_of_scipy() {
    // mean(), var(), ppf(0.025) and ppf(0.975) of scipy.stats (1.17): beta(5.25, 4.75), ...
    assert_posterior(
        BetaBernoulli::new(2.0, 3.0).unwrap(),
        &[1.0, 0.0, 1.0, 1.0, 0.25],
        [0.525, 0.022_670_454_545_454_546, 0.232_668_467_700_263_92, 0.807_891_762_197_641_5],
    );
    // ... beta(0.5, 0.5), ...
    assert_posterior(
        BetaBernoulli::new(0.5, 0.5).unwrap(),
        &[],
        [0.5, 0.125, 0.001_541_333_133_436_012, 0.998_458_666_866_563_9],
    );
    // ... norm with the precision 1/25 + 3/4, ...
    assert_posterior(
        Gaussian::new(10.0, 25.0, 4.0).unwrap(),
        &[12.5, 9.0, 14.0],
        [11.740_506_329_113_924, 1.265_822_784_810_126_7, 9.535_374_563_857_147, 13.945_638_094_370_699],
    );
    // ... t with mu, kappa, alpha and beta after the textbook's update of (1, 3, 1.5, 6), ...
    assert_posterior(
        NormalInverseGamma::new(1.0, 4.0, 3.0).unwrap(),
        &[2.5, -1.0, 0.5, 4.0],
        [1.285_714_285_714_285_8, 0.769_387_755_102_040_6, -0.467_240_670_519_920_3, 3.038_669_241_948_564_4],
    );
    // ... and gamma(15, scale=1/5).
    assert_posterior(
        GammaPoisson::new(3.0, 2.0).unwrap(),
        &[5.0, 0.0, 7.0],
        [3.0, 0.6, 1.679_077_226_556_663_1, 4.697_924_224_367_115_5],
    );
}

#[test]
fn without_a_second_moment_the_variance_is_infinite() {
    let arms = Thompson::with_prior(1, NormalInverseGamma::new(0.0, 1.0, 2.0).unwrap()).unwrap();
    assert_eq!(arms.variance(0), Ok(f64::INFINITY));
}

#[test]
fn priors_that_cannot_be_are_refused() {
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(BetaBernoulli::new(bad, 1.0).unwrap_err().name(), "alpha");
        assert_eq!(BetaBernoulli::new(1.0, bad).unwrap_err().name(), "beta");
        assert_eq!(Gaussian::new(0.0, bad, 1.0).unwrap_err().name(), "variance");
        assert_eq!(Gaussian::new(0.0, 1.0, bad).unwrap_err().name(), "noise");
        assert_eq!(NormalInverseGamma::new(0.0, bad, 1.0).unwrap_err().name(), "variance");
        assert_eq!(NormalInverseGamma::new(0.0, 1.0, bad).unwrap_err().name(), "weight");
        assert_eq!(GammaPoisson::new(bad, 1.0).unwrap_err().name(), "shape");
        assert_eq!(GammaPoisson::new(1.0, bad).unwrap_err().name(), "rate");
    }
    for bad in [f64::NAN, f64::INFINITY, -1.1e100] {
        assert_eq!(Gaussian::new(bad, 1.0, 1.0).unwrap_err().name(), "mean");
        assert_eq!(NormalInverseGamma::new(bad, 1.0, 1.0).unwrap_err().name(), "mean");
    }
}

/// Rewards that are refused leave everything as it was, and the ticket good.
fn assert_refuses<P: Posterior>(prior: P, bad: &[f64], good: f64) {
    let mut arms = Thompson::with_prior(2, prior).unwrap();
    let choice = arms.select(&mut Stream::new(1, 0));
    let before = arms.clone();
    for reward in bad {
        assert!(matches!(arms.observe(choice.ticket, *reward), Err(BanditError::Reward { .. })), "{reward}");
        assert!(matches!(arms.record(0, *reward), Err(BanditError::Reward { .. })), "{reward}");
        assert_eq!(arms, before);
    }
    arms.observe(choice.ticket, good).unwrap();
}

#[test]
fn rewards_of_another_kind_are_refused() {
    let no_numbers = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    let with = |more: &[f64]| [&no_numbers[..], more].concat();
    assert_refuses(BetaBernoulli::default(), &with(&[-0.1, 1.000_001]), 0.5);
    assert_refuses(Gaussian::new(0.0, 1.0, 1.0).unwrap(), &with(&[1.1e100]), -1e100);
    assert_refuses(NormalInverseGamma::new(0.0, 1.0, 1.0).unwrap(), &with(&[-1.1e100]), 1e100);
    assert_refuses(GammaPoisson::new(1.0, 1.0).unwrap(), &with(&[-1.0, 0.5, 4_294_967_297.0]), 4_294_967_296.0);
}

/// What holds for every rule over posteriors, with rewards from `reward`; what is whole must be equal to the bit.
fn assert_laws<R>(new: impl Fn() -> Bandit<R>, is_whole: bool, reward: impl Fn(&mut Stream) -> f64)
where
    R: Rule<Context = (), Note = ()>,
    Bandit<R>: Means,
{
    let assert_close = |ours: &Bandit<R>, theirs: &Bandit<R>| {
        for arm in ours.arms() {
            let (ours, theirs) = (ours.moments(arm), theirs.moments(arm));
            for (ours, theirs) in ours.iter().zip(theirs) {
                let is_close = (ours - theirs).abs() <= 1e-12 * ours.abs().max(1.0);
                assert!(if is_whole { *ours == theirs } else { is_close }, "{ours} {theirs}");
            }
        }
    };
    for seed in 0..40 {
        let mut rng = Stream::new(seed, 7);
        let mut single = new();
        let mut waiting: Vec<(Ticket, usize, f64)> = Vec::new();
        for _ in 0..60 {
            let choice = single.select(&mut rng);
            waiting.push((choice.ticket, choice.arm, reward(&mut rng)));
        }
        let (mut late, mut replicas) = (single.clone(), [new(), new(), new()]);
        for (ticket, arm, reward) in &waiting {
            single.observe(*ticket, *reward).unwrap();
            replicas[below(&mut rng, 3) as usize].record(*arm, *reward).unwrap();
        }
        // In another order, through bytes in between.
        shuffle(&mut rng, &mut waiting);
        for (count, (ticket, _, reward)) in waiting.iter().enumerate() {
            late.observe(*ticket, *reward).unwrap();
            if count % 16 == 0 {
                let again = Bandit::<R>::from_bytes(&late.to_bytes()).unwrap();
                assert_eq!(again, late);
                assert_eq!(again.to_bytes(), late.to_bytes());
                late = again;
            }
        }
        assert_close(&late, &single);
        // Of replicas, in any order.
        shuffle(&mut rng, &mut replicas);
        let mut merged = new();
        for replica in &replicas {
            merged.merge(replica).unwrap();
        }
        assert_close(&merged, &single);
        // Equal states decide equally, and arms come and go.
        let mut again = Bandit::<R>::from_bytes(&single.to_bytes()).unwrap();
        for bandit in [&mut single, &mut again] {
            bandit.remove_arm(1).unwrap();
            assert_eq!(bandit.add_arm(), Ok(4));
        }
        let fresh = new().moments(0);
        assert_eq!(single.moments(4), fresh);
        let mut copy = rng.clone();
        for _ in 0..20 {
            assert_eq!(single.select(&mut rng), again.select(&mut copy));
        }
    }
}

/// What is known of an arm.
trait Means {
    fn moments(&self, arm: usize) -> [f64; 2];
}

impl<P: Posterior> Means for Bandit<PosteriorSampling<P>> {
    fn moments(&self, arm: usize) -> [f64; 2] {
        [self.mean(arm).unwrap(), self.variance(arm).unwrap()]
    }
}

#[test]
fn order_replicas_bytes_and_arms() {
    let prior = BetaBernoulli::new(1.5, 2.0).unwrap();
    assert_laws(|| Thompson::with_prior(4, prior).unwrap(), true, |rng| below(rng, 2) as f64);
    assert_laws(|| Thompson::new(4).unwrap(), false, unit);
    let prior = Gaussian::new(1.0, 2.0, 3.0).unwrap();
    assert_laws(|| Thompson::with_prior(4, prior).unwrap(), false, |rng| 10.0 * unit(rng) - 3.0);
    let prior = NormalInverseGamma::new(1.0, 2.0, 3.0).unwrap();
    assert_laws(|| Thompson::with_prior(4, prior).unwrap(), false, |rng| 10.0 * unit(rng) - 3.0);
    let prior = GammaPoisson::new(1.0, 2.0).unwrap();
    assert_laws(|| Thompson::with_prior(4, prior).unwrap(), true, |rng| below(rng, 9) as f64);
}

#[test]
fn replicas_with_other_priors_are_refused() {
    let mut arms = Thompson::new(2).unwrap();
    let other = Thompson::with_prior(2, BetaBernoulli::new(1.0, 2.0).unwrap()).unwrap();
    let before = arms.clone();
    assert_eq!(arms.merge(&other).unwrap_err().name(), "prior");
    assert_eq!(arms.merge(&Thompson::new(3).unwrap()).unwrap_err().name(), "arms");
    assert_eq!(arms, before);
    let mut arms = TopTwoThompson::new(2).unwrap();
    let other = TopTwoThompson::new(2).unwrap().with_leader_share(0.25).unwrap();
    assert_eq!(arms.merge(&other).unwrap_err().name(), "share");
}

#[test]
fn what_is_doubled_without_end_is_refused_at_last() {
    let mut arms = Thompson::new(2).unwrap();
    arms.record(0, 1.0).unwrap();
    let error = loop {
        let before = arms.clone();
        if let Err(error) = arms.merge(&before) {
            assert_eq!(arms, before);
            break error;
        }
    };
    assert_eq!(error.name(), "rewards of an arm");
    // 2^49 rewards, of which each decision and each answer is still good.
    assert_eq!(Thompson::from_bytes(&arms.to_bytes()), Ok(arms.clone()));
    assert!((arms.interval(0).unwrap().lower - 1.0).abs() < 1e-12);
}

/// Whatever is read can be used.
fn assert_hostile<R: Rule<Context = (), Note = ()>>(mut arms: Bandit<R>, reward: f64, ask: impl Fn(&Bandit<R>)) {
    let mut rng = Stream::new(1, 0);
    for _ in 0..3 {
        let choice = arms.select(&mut rng);
        arms.observe(choice.ticket, reward).unwrap();
    }
    arms.select(&mut rng);
    assert_survives_damage(&arms.to_bytes(), |bytes| {
        let Ok(mut arms) = Bandit::<R>::from_bytes(bytes) else { return false };
        assert_eq!(Bandit::from_bytes(&arms.to_bytes()), Ok(arms.clone()));
        let mut rng = Stream::new(1, 0);
        let choice = arms.select(&mut rng);
        ask(&arms);
        let _ = arms.observe(choice.ticket, reward);
        let _ = arms.merge(&arms.clone());
        true
    });
}

#[test]
fn damaged_bytes_are_refused_or_of_use() {
    fn ask<P: Posterior>(arms: &Thompson<P>) {
        for arm in arms.arms() {
            let (mean, interval) = (arms.mean(arm).unwrap(), arms.interval(arm).unwrap());
            assert!(mean.is_finite() && interval.lower <= interval.upper, "{mean} {interval:?}");
        }
    }
    assert_hostile(Thompson::new(2).unwrap(), 0.75, ask);
    assert_hostile(Thompson::with_prior(2, Gaussian::new(1.0, 2.0, 3.0).unwrap()).unwrap(), -2.5, ask);
    assert_hostile(Thompson::with_prior(2, NormalInverseGamma::new(1.0, 2.0, 3.0).unwrap()).unwrap(), -2.5, ask);
    assert_hostile(Thompson::with_prior(2, GammaPoisson::new(1.0, 2.0).unwrap()).unwrap(), 3.0, ask);
    assert_hostile(TopTwoThompson::new(2).unwrap(), 0.75, |arms| assert!(arms.best() < 1 << 30));
}

#[test]
fn bytes_of_another_family_are_refused() {
    let bytes = Thompson::with_prior(2, Gaussian::new(1.0, 2.0, 3.0).unwrap()).unwrap().to_bytes();
    assert!(Thompson::<BetaBernoulli>::from_bytes(&bytes).is_err());
    assert!(Thompson::<NormalInverseGamma>::from_bytes(&bytes).is_err());
    assert!(TopTwoThompson::<Gaussian>::from_bytes(&bytes).is_err());
}
