//! What is believed of an arm: a prior, and what the evidence makes of it.

mod belief;
mod beliefs;
mod beta_bernoulli;
mod gamma_poisson;
mod gaussian;
mod highest;
mod normal_inverse_gamma;
mod sampling;

use core::fmt::Debug;

use ansatz_core::bytes::Codec;

pub(crate) use belief::Belief;
pub(crate) use beliefs::Beliefs;
pub use beta_bernoulli::BetaBernoulli;
pub use gamma_poisson::GammaPoisson;
pub use gaussian::Gaussian;
pub(crate) use gaussian::NormalBelief;
pub(crate) use highest::{probability_highest, probability_highest_in};
pub use normal_inverse_gamma::NormalInverseGamma;

use crate::{BanditError, evidence::Evidence};

/// A family of rewards with a conjugate prior: what is believed of the mean of an arm before its first reward, and how
/// rewards change it.
///
/// It is sealed: [`BetaBernoulli`], [`Gaussian`], [`NormalInverseGamma`] and [`GammaPoisson`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{BetaBernoulli, Posterior, Thompson};
///
/// fn mean<P: Posterior>(arms: &Thompson<P>) -> f64 {
///     arms.mean(0).unwrap_or(f64::NAN)
/// }
/// assert_eq!(mean(&Thompson::with_prior(2, BetaBernoulli::new(1.0, 3.0)?)?), 0.25);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
pub trait Posterior: Codec + Clone + Debug + PartialEq + sealed::Sealed {
    /// The distribution of the mean of one arm, with the constants that its draws need.
    #[doc(hidden)]
    type Belief: Belief;

    /// What stands for the family in bytes.
    #[doc(hidden)]
    const CODE: u8;

    /// Whether it is a reward of this family.
    #[doc(hidden)]
    fn require_reward(&self, reward: f64) -> Result<(), BanditError>;

    /// Whether rewards of this family can amount to this; asked of what was read.
    #[doc(hidden)]
    fn admits(&self, evidence: &Evidence) -> bool;

    /// What is believed after this evidence: a function of it, and cheap enough to be had anew for each decision.
    #[doc(hidden)]
    fn belief(&self, evidence: &Evidence) -> Self::Belief;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::BetaBernoulli {}
    impl Sealed for super::Gaussian {}
    impl Sealed for super::NormalInverseGamma {}
    impl Sealed for super::GammaPoisson {}
}

/// More rewards than there can be; shapes up to here are sums that lose less than one.
const MOST_WEIGHT: f64 = 1e15;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use ansatz_random::Stream;

    use super::*;

    /// Draws of a belief against its own distribution function, and that against its quantiles.
    fn assert_agrees<P: Posterior>(prior: &P, rewards: &[f64], seed: u64) {
        let mut evidence = Evidence::default();
        for reward in rewards {
            evidence.add(1.0, *reward);
        }
        assert!(prior.admits(&evidence), "{prior:?}");
        let (belief, mut rng) = (prior.belief(&evidence), Stream::new(seed, 0));
        let mut draws: Vec<f64> = (0..20_000).map(|_| belief.draw(&mut rng)).collect();
        draws.sort_by(f64::total_cmp);
        let exceedance = belief.exceedance();
        for percent in [0.1, 1.0, 5.0, 20.0, 50.0, 70.0, 95.0, 99.0, 99.9] {
            let (p, point) = (percent / 100.0, belief.quantile(percent / 100.0));
            assert!((exceedance(point) + p - 1.0).abs() < 1e-9, "{prior:?} {p}: {}", exceedance(point));
            let share = draws.partition_point(|draw| *draw <= point) as f64 / draws.len() as f64;
            // The inequality of Dvoretzky, Kiefer, Wolfowitz and Massart at one in a million.
            assert!((share - p).abs() < libm::sqrt(libm::log(2e6) / 40_000.0), "{prior:?} {p}: {share}");
        }
    }

    #[test]
    fn draws_follow_the_distribution_that_is_said() {
        assert_agrees(&BetaBernoulli::default(), &[], 1);
        assert_agrees(&BetaBernoulli::new(0.5, 0.5).unwrap(), &[1.0], 2);
        assert_agrees(&BetaBernoulli::new(3.0, 2e5).unwrap(), &[1.0, 0.25], 3);
        assert_agrees(&BetaBernoulli::new(2e5, 2e6).unwrap(), &[1.0, 0.25], 4);
        assert_agrees(&Gaussian::new(3.0, 4.0, 1e-3).unwrap(), &[1.0, -2.0], 5);
        assert_agrees(&NormalInverseGamma::new(3.0, 4.0, 0.5).unwrap(), &[], 6);
        assert_agrees(&NormalInverseGamma::new(3.0, 4.0, 1.0).unwrap(), &[7.0, 2.0, 1.0], 7);
        assert_agrees(&GammaPoisson::new(0.2, 3.0).unwrap(), &[], 8);
        assert_agrees(&GammaPoisson::new(0.2, 3.0).unwrap(), &[5.0, 0.0, 7.0], 9);
    }

    #[test]
    fn evidence_that_cannot_be_is_not_admitted() {
        let evidence = |weight, sum, spread| Evidence { weight, sum, spread };
        assert!(!BetaBernoulli::default().admits(&evidence(2.0, 2.1, 0.0)));
        assert!(!BetaBernoulli::default().admits(&evidence(2.0, -0.1, 0.0)));
        assert!(!BetaBernoulli::default().admits(&evidence(1e16, 1.0, 0.0)));
        let counts = GammaPoisson::new(1.0, 1.0).unwrap();
        assert!(!counts.admits(&evidence(1.0, -1.0, 0.0)) && !counts.admits(&evidence(1.0, 1e10, 0.0)));
        let normal = NormalInverseGamma::new(0.0, 1.0, 1.0).unwrap();
        assert!(!normal.admits(&evidence(1.0, 0.0, 1e250)) && !normal.admits(&evidence(1e16, 0.0, 1.0)));
        assert!(!Gaussian::new(0.0, 1.0, 1.0).unwrap().admits(&evidence(1e16, 0.0, 0.0)));
    }
}
