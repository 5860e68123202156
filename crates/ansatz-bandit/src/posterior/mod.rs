//! What is believed of an arm: a prior, and what the evidence makes of it.

mod belief;
mod beliefs;
mod beta_bernoulli;
mod gamma;
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
pub(crate) use highest::probability_highest;
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
