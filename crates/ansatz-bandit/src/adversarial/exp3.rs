//! EXP3: exponential weights of estimated gains, mixed with the uniform choice.
//!
//! P. Auer, N. Cesa-Bianchi, Y. Freund and R. E. Schapire, *The nonstochastic multiarmed bandit problem*, SIAM Journal on
//! Computing 32 (2002), figure 1.

use alloc::vec::Vec;

use ansatz_core::{DecodeError, MergeError, ParameterError, require_range};
use ansatz_random::{below, rand_core::Rng, unit};

use super::{LEAST, MOST, shares::Shares};
use crate::{
    Bandit, BanditError, Chance, Lesson, Propensity, Rule,
    engine::rule::{MOST_ARMS, require_arms, sealed::Sealed},
    reward::require_unit,
};

/// Chooses uniformly with probability gamma, else an arm in proportion to exp(gamma G / arms): G is its estimated gain,
/// the sum of reward / probability over its rewards, which are from 0 to 1.
///
/// Nothing is assumed of the rewards: somebody may choose them who knows the algorithm, if not its draws. A decision's
/// ticket carries the [`Chance`] that it had, so that its reward may come at any time.
///
/// An arm that is [added](Bandit::add_arm) begins with the mean of the weights of those that are there, so that its share
/// is 1 / arms; from there on the bound below holds for it as for an arm that has been there from the start.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::Exp3;
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = Exp3::for_horizon(2, 2_000)?;
/// let mut pulls = [0, 0];
/// for _ in 0..2_000 {
///     let choice = arms.select(&mut rng);
///     arms.observe(choice.ticket, [0.2, 0.7][choice.arm])?;
///     pulls[choice.arm] += 1;
/// }
/// assert!(pulls[1] > 1_500);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Accuracy
///
/// The expected regret against the arm that is best in hindsight, of total reward G, is at most (e - 1) gamma G +
/// arms ln(arms) / gamma (Theorem 3.1 of the paper); with [`for_horizon`](Bandit::<Exp3Rule>::for_horizon) at most
/// 2 sqrt(e - 1) sqrt(T arms ln(arms)) after T rounds (Corollary 3.2). No algorithm stays below min(T, sqrt(T arms)) / 20
/// for all rewards (Theorem 5.1). Both count rewards that come before the next decision.
///
/// # Merging
///
/// The estimated gains add up. Of an arm that was added since, so do the weights that it began with; its share is then up
/// to `arms` times smaller than if all had been learnt in one place.
///
/// # Complexity
///
/// O(arms) for a decision, two exponentials each at most; O(1) for a reward.
pub type Exp3 = Bandit<Exp3Rule>;

/// The rule of [`Exp3`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, Exp3, Exp3Rule};
///
/// let arms: Bandit<Exp3Rule> = Exp3::new(3, 0.1)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Exp3Rule {
    gamma: f64,
    /// The fewest and the most arms that there ever were: they say which probabilities it can have given.
    fewest: usize,
    most: usize,
    /// By arm, the sum of reward / probability.
    gains: Vec<f64>,
}

impl Bandit<Exp3Rule> {
    /// A bandit with so many arms, which chooses uniformly with probability `gamma`.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and `gamma` is from 1e-13 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::Exp3::new(3, 0.1).is_ok());
    /// assert!(ansatz_bandit::Exp3::new(3, 0.0).is_err());
    /// ```
    pub fn new(arms: usize, gamma: f64) -> Result<Self, BanditError> {
        let arms = require_arms(arms)?;
        let gamma = require_gamma(gamma)?;
        Ok(Self::from_rule(Exp3Rule { gamma, fewest: arms, most: arms, gains: alloc::vec![0.0; arms] }))
    }

    /// A bandit with so many arms for `horizon` decisions: gamma is min(1, sqrt(arms ln(arms) / ((e - 1) horizon))).
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and `horizon` is at least 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::Exp3::for_horizon(3, 10_000).is_ok());
    /// assert!(ansatz_bandit::Exp3::for_horizon(3, 0).is_err());
    /// ```
    pub fn for_horizon(arms: usize, horizon: u64) -> Result<Self, BanditError> {
        let horizon = require_range("horizon", horizon, 1..=u64::MAX)? as f64;
        // The second arm, should there be one, is not to be out of reach.
        let entropy = arms as f64 * libm::log(arms.max(2) as f64);
        Self::new(arms, libm::sqrt(entropy / ((core::f64::consts::E - 1.0) * horizon)).clamp(LEAST, 1.0))
    }
}

fn require_gamma(gamma: f64) -> Result<f64, ParameterError> {
    require_range("gamma", gamma, LEAST..=1.0)
}

impl Exp3Rule {
    /// The logarithms of the weights among so many arms.
    fn exponents(&self, arms: usize) -> impl Iterator<Item = f64> + Clone + '_ {
        let rate = self.gamma / arms as f64;
        self.gains.iter().map(move |gain| rate * gain)
    }

    /// The probability of an arm that has this share of the weight, among so many.
    fn probability(&self, share: f64, arms: usize) -> f64 {
        (1.0 - self.gamma) * share + self.gamma / arms as f64
    }

    /// The probability with which an arm was taken, if it can be: rounding keeps order, so that the ends are sharp.
    fn require_chance(&self, chance: Chance) -> Result<f64, BanditError> {
        let (probability, lowest, highest) =
            (chance.probability(), self.probability(0.0, self.most), self.probability(1.0, self.fewest));
        if (lowest..=highest).contains(&probability) {
            return Ok(probability);
        }
        Err(BanditError::Chance { probability, lowest, highest })
    }
}

impl Sealed for Exp3Rule {}

impl Rule for Exp3Rule {
    type Context = ();
    type Note = Chance;

    const NAME: &'static str = "Exp3";

    fn arms(&self) -> usize {
        self.gains.len()
    }

    fn add_arm(&mut self, _now: u64) {
        let (before, after) = (self.gains.len(), self.gains.len() + 1);
        let mean = Shares::of(self.exponents(after)).log_mean(before);
        self.gains.push((mean * after as f64 / self.gamma).clamp(0.0, MOST));
        self.most = self.most.max(after);
    }

    fn remove_arm(&mut self, position: usize) {
        self.gains.remove(position);
        self.fewest = self.fewest.min(self.gains.len());
    }

    fn check(&self, (): &()) -> Result<(), BanditError> {
        Ok(())
    }

    fn choose<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), rng: &mut R) -> (usize, Chance) {
        let arms = self.gains.len();
        let shares = Shares::of(self.exponents(arms));
        let position = if unit(rng) < self.gamma {
            below(rng, arms as u64) as usize
        } else {
            shares.draw(self.exponents(arms), rng)
        };
        let share = shares.share(self.gamma / arms as f64 * self.gains[position]);
        (position, Chance::nearest(self.probability(share, arms)))
    }

    fn propensity<R: Rng + ?Sized>(
        &mut self,
        _now: u64,
        (): &(),
        (_, chance): (usize, &Chance),
        _rng: &mut R,
    ) -> Propensity {
        Propensity::Exact(chance.probability())
    }

    fn commit(&mut self, _now: u64, _position: usize) {}

    fn learn(&mut self, lesson: &Lesson<'_, Chance>) -> Result<(), BanditError> {
        require_unit(lesson.reward)?;
        let probability = self.require_chance(*lesson.note)?;
        let gain = &mut self.gains[lesson.position];
        *gain = (*gain + lesson.reward / probability).min(MOST);
        Ok(())
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        MergeError::unless_equal("gamma", self.gamma, other.gamma)?;
        for (gain, others) in self.gains.iter_mut().zip(&other.gains) {
            *gain = (*gain + others).min(MOST);
        }
        Ok(())
    }
}

ansatz_core::codec!([] Exp3Rule { gamma, fewest, most, gains });

impl Exp3Rule {
    fn check(&self) -> Result<(), DecodeError> {
        require_gamma(self.gamma)?;
        let arms = require_arms(self.gains.len())?;
        require_range("fewest arms", self.fewest, 1..=arms)?;
        require_range("most arms", self.most, arms..=MOST_ARMS)?;
        for gain in &self.gains {
            require_range("estimated gain", *gain, 0.0..=MOST)?;
        }
        Ok(())
    }
}
