//! Linear UCB: the arm whose reward in this context could be the highest, by linear regression.
//!
//! L. Li, W. Chu, J. Langford and R. E. Schapire, *A contextual-bandit approach to personalized news article
//! recommendation*, WWW 2010, Algorithm 1; Y. Abbasi-Yadkori, D. Pal and C. Szepesvari, *Improved algorithms for linear
//! stochastic bandits*, NIPS 2011.

use ansatz_core::{DecodeError, MergeError, ParameterError, codec, require_range};
use ansatz_random::rand_core::Rng;

use super::{
    linear::{Linear, require_models},
    weight_prior::require_context,
};
use crate::{
    Bandit, BanditError, ConfidenceRadius, Features, Lesson, ModelRule, Prediction, Propensity, Rule, WeightPrior,
    engine::rule::sealed::Sealed,
};

/// Chooses the arm with the highest x' w + alpha sqrt(x' A^-1 x): x are the features of what is to be decided, w the
/// weights of the arm by ridge regression of its rewards, and A is their precision.
///
/// All arms see the same context, and each has a model of its own (the paper's disjoint models). Give it a feature that is
/// always 1, if rewards are not 0 where all others are. Of equal arms it is the one with the lowest number.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::LinUcb;
/// use ansatz_random::{Stream, unit};
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = LinUcb::new(2, 2, 1.0)?;
/// for _ in 0..500 {
///     let age = unit(&mut rng);
///     let choice = arms.select_for(&[1.0, age], &mut rng)?;
///     arms.observe(choice.ticket, [age, 1.0 - age][choice.arm])?; // arm 0 is for the old
/// }
/// assert_eq!(arms.select_for(&[1.0, 0.9], &mut rng)?.arm, 0);
/// assert_eq!(arms.select_for(&[1.0, 0.1], &mut rng)?.arm, 1);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Accuracy
///
/// With the radius b of [`with_confidence`](Self::with_confidence) in place of alpha, rewards that are linear in x up to
/// their noise, and |x| at most L where the ridge is at least L^2, the regret after T rounds with K arms and d features
/// is, with probability 1 - delta, at most b(T) sqrt(8 T K d ln(1 + T L^2 / (K d ridge))), where b(T) = noise
/// sqrt(2 ln(K / delta) + d ln(1 + T L^2 / (d ridge))) + bound. (As in Theorem 3 of the second paper: a round costs at most
/// 2 b sqrt(x' A^-1 x), and the squares of those roots sum up to at most 2 ln(det A / det P) for each arm.) No such
/// bound is known for a fixed alpha, which does better in practice.
///
/// Sums of features and rewards are right to 1e-12 in any order of rewards, and however merged. The weights and widths
/// that follow from them are kept up to date, and computed anew from the sums after 64 rewards of an arm, unless its
/// features are so nearly dependent that the sums have lost what the updates still know; they are off by about 1e-15
/// times the ratio of the precision's extreme eigenvalues, once the features are in units in which they are alike.
///
/// # Complexity
///
/// O(arms d^2) for a decision, O(d^2) for a reward, and memory of 12 d^2 bytes for each arm.
pub type LinUcb = Bandit<LinUcbRule>;

/// The rule of [`LinUcb`].
#[derive(Debug, Clone, PartialEq)]
pub struct LinUcbRule {
    alpha: f64,
    /// What takes the place of alpha, if it is there.
    radius: Option<ConfidenceRadius>,
    linear: Linear,
}

impl Bandit<LinUcbRule> {
    /// A bandit with so many arms and features, a ridge of 1, and `alpha` as the weight of what is not known; 1 + sqrt(ln(2
    /// / delta) / 2) in the paper, and often less.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and 1 to 4096 features, arms d^2 is at most 2^28, and
    /// `alpha` is from 0 to 1e20.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::LinUcb::new(10, 32, 1.0).is_ok());
    /// assert!(ansatz_bandit::LinUcb::new(10, 0, 1.0).is_err());
    /// ```
    pub fn new(arms: usize, dimension: usize, alpha: f64) -> Result<Self, BanditError> {
        Self::with_prior(arms, WeightPrior::ridge(dimension, 1.0)?, alpha)
    }

    /// A bandit with so many arms, this prior for the weights of each, and `alpha` as in [`new`](Self::new).
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`], as for [`new`](Self::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{LinUcb, WeightPrior};
    ///
    /// assert!(LinUcb::with_prior(10, WeightPrior::ridge(32, 0.1)?, 0.5).is_ok());
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn with_prior(arms: usize, prior: WeightPrior, alpha: f64) -> Result<Self, BanditError> {
        let alpha = require_range("alpha", alpha, 0.0..=1e20)?;
        Ok(Self::from_rule(LinUcbRule { alpha, radius: None, linear: Linear::new(arms, prior)? }))
    }

    /// A bandit with so many arms, this prior for the weights of each, and the radius of theory in place of alpha.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`], as for [`new`](Self::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{ConfidenceRadius, LinUcb, WeightPrior};
    ///
    /// let radius = ConfidenceRadius::new(0.5, 1.0, 0.05)?;
    /// assert!(LinUcb::with_confidence(10, WeightPrior::ridge(32, 1.0)?, radius).is_ok());
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn with_confidence(arms: usize, prior: WeightPrior, radius: ConfidenceRadius) -> Result<Self, BanditError> {
        let linear = Linear::new(arms, prior)?;
        Ok(Self::from_rule(LinUcbRule { alpha: 0.0, radius: Some(radius), linear }))
    }
}

impl Sealed for LinUcbRule {}

impl Rule for LinUcbRule {
    type Context = [f64];
    type Note = Features;

    const NAME: &'static str = "LinUcb";

    fn arms(&self) -> usize {
        self.linear.arms.len()
    }

    fn require_room(&self, arms: usize) -> Result<(), ParameterError> {
        require_models(arms, self.linear.prior.dimension()).map(|_| ())
    }

    fn add_arm(&mut self, _now: u64) {
        self.linear.add_arm();
    }

    fn remove_arm(&mut self, position: usize) {
        self.linear.remove_arm(position);
    }

    fn check(&self, context: &[f64]) -> Result<(), BanditError> {
        require_context(context, self.linear.prior.dimension())
    }

    fn choose<R: Rng + ?Sized>(&mut self, _now: u64, context: &[f64], _rng: &mut R) -> (usize, Features) {
        let mut best = (f64::NEG_INFINITY, 0);
        for (position, prediction) in self.linear.predictions(context).enumerate() {
            let width = match &self.radius {
                Some(radius) => radius.after(self.linear.arms[position].information(), self.arms()),
                None => self.alpha,
            };
            let score = prediction.score + width * prediction.deviation;
            if score > best.0 {
                best = (score, position);
            }
        }
        (best.1, Features::copy(context))
    }

    fn propensity<R: Rng + ?Sized>(
        &mut self,
        _now: u64,
        _context: &[f64],
        _choice: (usize, &Features),
        _rng: &mut R,
    ) -> Propensity {
        Propensity::Exact(1.0)
    }

    fn commit(&mut self, _now: u64, _position: usize) {}

    fn learn(&mut self, lesson: &Lesson<'_, Features>) -> Result<(), BanditError> {
        self.linear.learn(lesson)
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        MergeError::unless_equal("alpha", self.alpha, other.alpha)?;
        if self.radius != other.radius {
            let (ours, theirs) = (format_args!("{:?}", self.radius), format_args!("{:?}", other.radius));
            return Err(MergeError::new("radius", ours, theirs));
        }
        self.linear.merge(&other.linear)
    }
}

impl ModelRule for LinUcbRule {
    fn predict(&self, position: usize, context: &[f64]) -> Prediction {
        self.linear.predict(position, context)
    }

    fn weights(&self, position: usize) -> &[f64] {
        self.linear.arms[position].weights()
    }
}

codec!([] LinUcbRule { alpha, radius, linear });

impl LinUcbRule {
    fn check(&self) -> Result<(), DecodeError> {
        require_range("alpha", self.alpha, 0.0..=1e20)?;
        Ok(())
    }
}
