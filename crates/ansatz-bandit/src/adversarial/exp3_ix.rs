//! EXP3-IX: exponential weights of estimated losses, whose estimates are kept a little too low: exploration that is
//! implicit.
//!
//! G. Neu, *Explore no more: improved high-probability regret bounds for non-stochastic bandits*, NIPS 2015.

use alloc::{string::String, string::ToString, vec::Vec};

use ansatz_core::{DecodeError, MergeError, ParameterError, require_range};
use ansatz_random::rand_core::Rng;

use super::{LEAST, MOST, shares::Shares};
use crate::{
    Bandit, BanditError, Chance, Lesson, Propensity, Rule,
    engine::rule::{require_arms, sealed::Sealed},
    reward::require_unit,
};

/// Chooses an arm in proportion to exp(-eta L): L is its estimated loss, the sum of (1 - reward) / (probability + eta / 2)
/// over its rewards, which are from 0 to 1.
///
/// Nothing is assumed of the rewards: somebody may choose them who knows the algorithm, if not its draws. Against
/// [`Exp3`](crate::Exp3), its regret is not only small on average but in nearly every run. A decision's ticket carries the
/// [`Chance`] that it had, so that its reward may come at any time; any probability is one that it can have given.
///
/// An arm that is [added](Bandit::add_arm) begins with the mean of the weights of those that are there, so that its share
/// is 1 / arms.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::Exp3Ix;
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = Exp3Ix::for_horizon(2, 2_000)?;
/// let mut pulls = [0, 0];
/// for _ in 0..2_000 {
///     let choice = arms.select(&mut rng);
///     arms.observe(choice.ticket, [0.2, 0.7][choice.arm])?;
///     pulls[choice.arm] += 1;
/// }
/// assert!(pulls[1] > 1_800);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Accuracy
///
/// With probability 1 - delta, for any delta, the regret after T rounds against the arm that is best in hindsight is at
/// most 2 sqrt(2 T arms ln(arms)) + (sqrt(2 T arms / ln(arms)) + 1) ln(2 / delta) with
/// [`for_horizon`](Bandit::<Exp3IxRule>::for_horizon), and 4 sqrt(T arms ln(arms)) + (2 sqrt(T arms / ln(arms)) + 1)
/// ln(2 / delta), for each T, with [`anytime`](Bandit::<Exp3IxRule>::anytime) (Theorem 1 of the paper). Both count rewards
/// that come before the next decision.
///
/// # Merging
///
/// The estimated losses add up, as do the decisions by which an anytime rate falls. The estimates of a decision are made
/// with the rate of its number where it was made.
///
/// # Complexity
///
/// O(arms) for a decision, two exponentials each at most; O(1) for a reward.
pub type Exp3Ix = Bandit<Exp3IxRule>;

/// The rule of [`Exp3Ix`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, Exp3Ix, Exp3IxRule};
///
/// let arms: Bandit<Exp3IxRule> = Exp3Ix::anytime(3)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Exp3IxRule {
    /// The rate, if it does not fall with time.
    eta: Option<f64>,
    /// The decisions of replicas that were merged in.
    elsewhere: u64,
    /// By arm, the sum of (1 - reward) / (probability + eta / 2).
    losses: Vec<f64>,
}

impl Bandit<Exp3IxRule> {
    /// A bandit with so many arms, which learns at the rate `eta`.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and `eta` is from 1e-13 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::Exp3Ix::new(3, 0.1).is_ok());
    /// assert!(ansatz_bandit::Exp3Ix::new(3, 0.0).is_err());
    /// ```
    pub fn new(arms: usize, eta: f64) -> Result<Self, BanditError> {
        let arms = require_arms(arms)?;
        let eta = Some(require_eta(eta)?);
        Ok(Self::from_rule(Exp3IxRule { eta, elsewhere: 0, losses: alloc::vec![0.0; arms] }))
    }

    /// A bandit with so many arms for `horizon` decisions: eta is sqrt(2 ln(arms) / (arms horizon)).
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and `horizon` is at least 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::Exp3Ix::for_horizon(3, 10_000).is_ok());
    /// assert!(ansatz_bandit::Exp3Ix::for_horizon(3, 0).is_err());
    /// ```
    pub fn for_horizon(arms: usize, horizon: u64) -> Result<Self, BanditError> {
        let horizon = require_range("horizon", horizon, 1..=u64::MAX)?;
        Self::new(require_arms(arms)?, (core::f64::consts::SQRT_2 * falling(arms, horizon)).min(1.0))
    }

    /// A bandit with so many arms for as long as it takes: eta is sqrt(ln(arms) / (arms t)) for decision t.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::Exp3Ix::anytime(3).is_ok());
    /// assert!(ansatz_bandit::Exp3Ix::anytime(0).is_err());
    /// ```
    pub fn anytime(arms: usize) -> Result<Self, BanditError> {
        let arms = require_arms(arms)?;
        Ok(Self::from_rule(Exp3IxRule { eta: None, elsewhere: 0, losses: alloc::vec![0.0; arms] }))
    }
}

fn require_eta(eta: f64) -> Result<f64, ParameterError> {
    require_range("eta", eta, LEAST..=1.0)
}

/// The rate for the decision that is the `round`th, counted from 1. A single arm is treated as two: the second, should
/// there be one, is not to be out of reach.
fn falling(arms: usize, round: u64) -> f64 {
    libm::sqrt(libm::log(arms.max(2) as f64) / (arms as f64 * round as f64))
}

impl Exp3IxRule {
    /// The rate among so many arms before decision `now`, counted from 0.
    fn rate(&self, arms: usize, now: u64) -> f64 {
        self.eta.unwrap_or_else(|| falling(arms, now.saturating_add(1)))
    }

    /// The logarithms of the weights at this rate.
    fn exponents(&self, rate: f64) -> impl Iterator<Item = f64> + Clone + '_ {
        self.losses.iter().map(move |loss| -rate * loss)
    }

    fn schedule(&self) -> String {
        self.eta.map_or_else(|| "falling".into(), |eta| eta.to_string())
    }
}

impl Sealed for Exp3IxRule {}

impl Rule for Exp3IxRule {
    type Context = ();
    type Note = Chance;

    const NAME: &'static str = "Exp3Ix";

    fn arms(&self) -> usize {
        self.losses.len()
    }

    fn add_arm(&mut self, now: u64) {
        let before = self.losses.len();
        let rate = self.rate(before + 1, now.saturating_add(self.elsewhere));
        let mean = Shares::of(self.exponents(rate)).log_mean(before);
        self.losses.push((-mean / rate).clamp(0.0, MOST));
    }

    fn remove_arm(&mut self, position: usize) {
        self.losses.remove(position);
    }

    fn check(&self, (): &()) -> Result<(), BanditError> {
        Ok(())
    }

    fn choose<R: Rng + ?Sized>(&mut self, now: u64, (): &(), rng: &mut R) -> (usize, Chance) {
        let rate = self.rate(self.losses.len(), now.saturating_add(self.elsewhere));
        let shares = Shares::of(self.exponents(rate));
        let position = shares.draw(self.exponents(rate), rng);
        (position, Chance::nearest(shares.share(-rate * self.losses[position])))
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
        let exploration = self.rate(self.losses.len(), lesson.sequence) / 2.0;
        let loss = &mut self.losses[lesson.position];
        *loss = (*loss + (1.0 - lesson.reward) / (lesson.note.probability() + exploration)).min(MOST);
        Ok(())
    }

    fn merge(&mut self, _now: u64, other: &Self, others_now: u64) -> Result<(), MergeError> {
        if self.eta != other.eta {
            return Err(MergeError::new("eta", self.schedule(), other.schedule()));
        }
        self.elsewhere = self.elsewhere.saturating_add(others_now).saturating_add(other.elsewhere);
        for (loss, others) in self.losses.iter_mut().zip(&other.losses) {
            *loss = (*loss + others).min(MOST);
        }
        Ok(())
    }
}

ansatz_core::codec!([] Exp3IxRule { eta, elsewhere, losses });

impl Exp3IxRule {
    fn check(&self) -> Result<(), DecodeError> {
        self.eta.map(require_eta).transpose()?;
        require_arms(self.losses.len())?;
        for loss in &self.losses {
            require_range("estimated loss", *loss, 0.0..=MOST)?;
        }
        Ok(())
    }
}
