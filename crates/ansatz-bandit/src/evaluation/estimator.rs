//! The estimators, and what they are.

/// How the mean reward of another policy is estimated. A round's weight is the other policy's probability of the logged
/// arm by its propensity.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::Propensity;
/// use ansatz_bandit::evaluation::{Estimator, LoggedRound, OffPolicy};
///
/// let mut other = OffPolicy::new();
/// for (arm, reward) in [(0, 0.2), (1, 0.7), (1, 0.9), (0, 0.4)] {
///     let round = LoggedRound::new(arm, reward, Propensity::Exact(0.5));
///     other.observe_with_model(&round, &[0.0, 1.0], &[0.3, 0.8])?;
/// }
/// for estimator in Estimator::ALL {
///     assert!((other.estimate(estimator)?.value - 0.8).abs() < 1e-12, "{}", estimator.name());
/// }
/// # Ok::<(), ansatz_bandit::evaluation::EvaluationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Estimator {
    /// The mean of weight times reward (IPS; Horvitz and Thompson, 1952): unbiased, with a variance that grows with the
    /// weights, and with the distance of rewards from 0: a loss of 0.05 is better than a gain of 0.95.
    InversePropensity,
    /// The mean of the rewards, weighted (SNIPS; A. Swaminathan and T. Joachims, *The self-normalized estimator for
    /// counterfactual learning*, NIPS 2015): within the range of the rewards, biased by O(1 / rounds) if rounds are
    /// independent, and mostly closer. Its interval is that of the delta method.
    SelfNormalized,
    /// The mean of what the model says of the other policy (DM): with the model's bias, which no interval knows of; what
    /// is given is the chance of contexts alone. In a log without contexts it has no width.
    DirectMethod,
    /// The direct method, and the weighted residuals on top (DR; M. Dudik, J. Langford and L. Li, *Doubly robust policy
    /// evaluation and learning*, ICML 2011): unbiased with right propensities whatever the model is, as long as it has not
    /// learnt from the round itself, nor, in the log of a policy that learns, from later ones; the better the model, the
    /// less the variance.
    DoublyRobust,
    /// Doubly robust where the weight is at most the [threshold](super::OffPolicy::with_threshold), and the direct
    /// method elsewhere (Y.-X. Wang, A. Agarwal and M. Dudik, *Optimal and adaptive off-policy evaluation in contextual
    /// bandits*, ICML 2017): its bias is the model's, on what lies above the threshold.
    SwitchDoublyRobust,
}

impl Estimator {
    /// All of them.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::evaluation::Estimator::ALL.len(), 5);
    /// ```
    pub const ALL: [Self; 5] = [
        Self::InversePropensity,
        Self::SelfNormalized,
        Self::DirectMethod,
        Self::DoublyRobust,
        Self::SwitchDoublyRobust,
    ];

    /// The name that papers use.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::evaluation::Estimator;
    ///
    /// assert_eq!(Estimator::SelfNormalized.name(), "SNIPS");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InversePropensity => "IPS",
            Self::SelfNormalized => "SNIPS",
            Self::DirectMethod => "DM",
            Self::DoublyRobust => "DR",
            Self::SwitchDoublyRobust => "switch-DR",
        }
    }

    /// Whether each round needs a model of the rewards.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::evaluation::Estimator;
    ///
    /// assert!(Estimator::DoublyRobust.needs_model());
    /// assert!(!Estimator::InversePropensity.needs_model());
    /// ```
    #[must_use]
    pub const fn needs_model(self) -> bool {
        !matches!(self, Self::InversePropensity | Self::SelfNormalized)
    }
}
