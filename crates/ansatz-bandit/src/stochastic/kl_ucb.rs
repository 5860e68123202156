//! KL-UCB: the arm whose mean could be the highest, by the divergence that the family of distributions has.
//!
//! A. Garivier and O. Cappe, *The KL-UCB algorithm for bounded stochastic bandits and beyond*, Conference on Learning Theory
//! (2011); O. Cappe, A. Garivier, O.-A. Maillard, R. Munos and G. Stoltz, *Kullback-Leibler upper confidence bounds for
//! optimal sequential allocation*, Annals of Statistics 41 (2013).

use ansatz_core::{
    DecodeError, MergeError, ParameterError,
    bytes::{Codec, Reader, Writer},
    require_positive, require_range,
};
use ansatz_random::rand_core::Rng;

use super::{
    divergence::Family,
    index::ln,
    screen::{Score, Screen},
    tally::Tally,
};
use crate::{
    Bandit, BanditError, Lesson, Propensity, Rule,
    engine::rule::{require_arms, sealed::Sealed},
    reward::{require_finite, require_unit},
};

/// Chooses the arm with the highest q for which n d(mean, q) <= ln t: n pulls of the arm are known, of t decisions for
/// the arms that are there, and d is the divergence of the family that rewards come from.
///
/// Its regret grows as slowly as that of any policy can (Lai and Robbins). Arms of which nothing is known come first, those
/// with the fewest decisions before the others; of equal arms the one with the lowest number.
///
/// | constructor | rewards |
/// |---|---|
/// | [`bernoulli`](Self::bernoulli) | from 0 to 1, successes or anything else |
/// | [`gaussian`](Self::gaussian) | any, with a variance that is known, or no tails heavier than that variance's |
/// | [`exponential`](Self::exponential) | 0 or more: times, amounts |
///
/// # Examples
///
/// ```
/// use ansatz_bandit::KlUcb;
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = KlUcb::bernoulli(2)?;
/// for _ in 0..1_000 {
///     let choice = arms.select(&mut rng);
///     arms.observe(choice.ticket, [0.2, 0.7][choice.arm])?;
/// }
/// assert_eq!(arms.select(&mut rng).arm, 1);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Accuracy
///
/// With [exploration](Self::with_exploration) 3, an arm is chosen in t rounds at most
/// ln t / d + 2 sqrt(2 pi s) (d' / d^1.5) sqrt(ln t + 3 ln ln t) + (4 e + 3 / d) ln ln t + 8 s (d' / d)^2 + 6 times, in
/// expectation; d is the divergence from its mean to the best one, d' minus the derivative of d by the arm's mean, and s
/// the largest variance that the family has between the two (O. Cappe, A. Garivier, O.-A. Maillard, R. Munos and G. Stoltz,
/// *Kullback-Leibler upper confidence bounds for optimal sequential allocation*, Annals of Statistics 41, 2013, Theorem 1).
/// For the exploration 0 that is set at first no such bound is proven; the authors recommend it, and regret is lower.
///
/// Each q is the root up to a few units in its last place.
///
/// # Complexity
///
/// O(arms) for a decision, at the speed of memory: a root is found only for arms whose bound from earlier decisions, a
/// tangent to q as a function of ln t, leaves it open whether they are the best. O(1) for a reward.
pub type KlUcb = Bandit<KlUcbRule>;

/// The rule of [`KlUcb`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, KlUcb, KlUcbRule};
///
/// let arms: Bandit<KlUcbRule> = KlUcb::bernoulli(3)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone)]
pub struct KlUcbRule {
    family: Family,
    /// The factor of ln ln t.
    exploration: f64,
    tally: Tally,
    screen: Screen,
}

impl Bandit<KlUcbRule> {
    /// So many arms with rewards from 0 to 1, and the divergence of successes and failures.
    ///
    /// Among all distributions on 0 to 1 with one mean this divergence is the smallest, so that bounds hold for them all.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::KlUcb::bernoulli(2)?;
    /// arms.record(0, 1.0)?;
    /// assert!(arms.record(1, 1.5).is_err());
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn bernoulli(arms: usize) -> Result<Self, BanditError> {
        Ok(Self::of(Family::Bernoulli, arms)?)
    }

    /// So many arms with rewards that are normal with this variance, or have no heavier tails (sub-Gaussian).
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms, and the variance is more than 0 and at most 1e200.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::KlUcb::gaussian(2, 4.0)?;
    /// arms.record(0, -3.0)?;
    /// assert!(ansatz_bandit::KlUcb::gaussian(2, 0.0).is_err());
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn gaussian(arms: usize, variance: f64) -> Result<Self, BanditError> {
        Ok(Self::of(Family::Gaussian { variance: require_variance(variance)? }, arms)?)
    }

    /// So many arms with rewards that are 0 or more, exponential or with no heavier tails.
    ///
    /// Under this family an arm that has paid nothing but 0 has no other mean than 0.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::KlUcb::exponential(2)?;
    /// arms.record(0, 12.5)?;
    /// assert!(arms.record(0, -1.0).is_err());
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn exponential(arms: usize) -> Result<Self, BanditError> {
        Ok(Self::of(Family::Exponential, arms)?)
    }

    /// The same bandit with ln t + `exploration` ln ln t in place of ln t: 3 is what the theorem of the paper is for.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless it is from 0 to 100.
    ///
    /// # Examples
    ///
    /// ```
    /// let arms = ansatz_bandit::KlUcb::bernoulli(2)?.with_exploration(3.0)?;
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn with_exploration(self, exploration: f64) -> Result<Self, ParameterError> {
        let exploration = require_range("exploration", exploration, 0.0..=MOST_EXPLORATION)?;
        Ok(self.map_rule(|rule| KlUcbRule::new(rule.family, exploration, rule.tally)))
    }

    /// The index of an arm, of which the highest is chosen: infinite as long as none of its rewards is known.
    ///
    /// # Errors
    ///
    /// [`BanditError::UnknownArm`].
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::KlUcb::bernoulli(2)?;
    /// arms.record(0, 0.25)?;
    /// assert_eq!(arms.index(0)?, 0.25); // after one decision ln t is 0
    /// assert_eq!(arms.index(1)?, f64::INFINITY);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn index(&self, arm: usize) -> Result<f64, BanditError> {
        let (rule, position) = self.rule_at(arm)?;
        if rule.tally.arms()[position].evidence.weight == 0.0 {
            return Ok(f64::INFINITY);
        }
        Ok(rule.family.mean_of(rule.score(position, rule.allowed()).value))
    }

    fn of(family: Family, arms: usize) -> Result<Self, ParameterError> {
        Ok(Self::from_rule(KlUcbRule::new(family, 0.0, Tally::new(require_arms(arms)?))))
    }
}

impl KlUcbRule {
    fn new(family: Family, exploration: f64, tally: Tally) -> Self {
        let mut rule = Self { family, exploration, tally, screen: Screen::default() };
        rule.rebuild();
        rule
    }

    fn rebuild(&mut self) {
        self.screen = Screen::new(self.tally.len());
        for (position, arm) in self.tally.arms().iter().enumerate() {
            if arm.evidence.weight > 0.0 {
                self.screen.change(position);
            }
        }
    }

    /// ln t, or with exploration a little more.
    fn allowed(&self) -> f64 {
        let ln = ln(self.tally.total());
        // ln ln t is for t from 3 on.
        if self.exploration > 0.0 { ln + self.exploration * libm::log(ln.max(1.0)) } else { ln }
    }

    fn score(&self, position: usize, allowed: f64) -> Score {
        let evidence = &self.tally.arms()[position].evidence;
        self.family.highest(evidence.mean(), evidence.weight, allowed)
    }

    fn highest(&mut self) -> usize {
        let allowed = self.allowed();
        let mut screen = core::mem::take(&mut self.screen);
        let statistics = |position: usize| {
            let evidence = &self.tally.arms()[position].evidence;
            (evidence.weight, evidence.sum)
        };
        let same = |a, b| statistics(a) == statistics(b);
        let highest = screen.highest(allowed, |position| self.score(position, allowed), same);
        self.screen = screen;
        highest
    }

    fn require_reward(&self, reward: f64) -> Result<(), BanditError> {
        match self.family {
            Family::Bernoulli => require_unit(reward),
            Family::Exponential if reward < 0.0 => {
                Err(BanditError::Reward { reward, allowed: "0 or more, and at most 1e100" })
            }
            Family::Gaussian { .. } | Family::Exponential => require_finite(reward),
        }
    }
}

impl Sealed for KlUcbRule {}

impl Rule for KlUcbRule {
    type Context = ();
    type Note = ();

    const NAME: &'static str = "KlUcb";

    fn arms(&self) -> usize {
        self.tally.len()
    }

    fn add_arm(&mut self, _now: u64) {
        self.tally.add_arm();
        self.rebuild();
    }

    fn remove_arm(&mut self, position: usize) {
        self.tally.remove_arm(position);
        self.rebuild();
    }

    fn check(&self, (): &()) -> Result<(), BanditError> {
        Ok(())
    }

    fn choose<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), _rng: &mut R) -> (usize, ()) {
        (self.tally.unknown().unwrap_or_else(|| self.highest()), ())
    }

    fn propensity<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), _choice: (usize, &()), _rng: &mut R) -> Propensity {
        Propensity::Exact(1.0)
    }

    fn commit(&mut self, _now: u64, position: usize) {
        self.tally.select(position);
    }

    fn learn(&mut self, lesson: &Lesson<'_, ()>) -> Result<(), BanditError> {
        self.require_reward(lesson.reward)?;
        self.tally.learn(lesson.position, lesson.reward);
        self.screen.change(lesson.position);
        Ok(())
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        if self.family != other.family {
            return Err(MergeError::new(
                "family",
                format_args!("{:?}", self.family),
                format_args!("{:?}", other.family),
            ));
        }
        MergeError::unless_equal("exploration", self.exploration, other.exploration)?;
        self.tally.merge(&other.tally)?;
        self.rebuild();
        Ok(())
    }
}

impl PartialEq for KlUcbRule {
    fn eq(&self, other: &Self) -> bool {
        self.family == other.family && self.exploration == other.exploration && self.tally == other.tally
    }
}

impl Codec for KlUcbRule {
    fn encode(&self, writer: &mut Writer) {
        self.family.encode(writer);
        self.exploration.encode(writer);
        self.tally.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let family = Family::decode(reader)?;
        let exploration = require_range("exploration", reader.f64()?, 0.0..=MOST_EXPLORATION)?;
        let tally = Tally::decode(reader)?;
        match family {
            Family::Bernoulli => tally.check_rewards(1.0)?,
            Family::Exponential => tally.check_rewards(1e100)?,
            // Evidence itself is of rewards that are finite.
            Family::Gaussian { .. } => (),
        }
        Ok(Self::new(family, exploration, tally))
    }
}

impl Codec for Family {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Bernoulli => writer.u8(0),
            Self::Gaussian { variance } => {
                writer.u8(1);
                writer.f64(*variance);
            }
            Self::Exponential => writer.u8(2),
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u8()? {
            0 => Ok(Self::Bernoulli),
            1 => Ok(Self::Gaussian { variance: require_variance(reader.f64()?)? }),
            2 => Ok(Self::Exponential),
            other => Err(DecodeError::field("family", other, "0..=2")),
        }
    }
}

fn require_variance(variance: f64) -> Result<f64, ParameterError> {
    require_range("variance", require_positive("variance", variance)?, 0.0..=1e200)
}

/// More than any theorem asks for, and far from where sums of logarithms would overflow.
const MOST_EXPLORATION: f64 = 100.0;
