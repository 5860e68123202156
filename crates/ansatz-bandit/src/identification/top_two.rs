//! Top-two Thompson sampling: to know which arm is the best, the second best must be known as well.
//!
//! D. Russo, *Simple Bayesian algorithms for best-arm identification*, Operations Research 68 (2020). X. Shang, R. de
//! Heide, P. Ménard, E. Kaufmann and M. Valko, *Fixed-confidence guarantees for Bayesian best-arm identification*,
//! AISTATS (2020).

use ansatz_core::{DecodeError, Estimate, MergeError, ParameterError, codec, require_fraction};
use ansatz_random::{Stream, rand_core::Rng, unit};

use crate::{
    Bandit, BanditError, BetaBernoulli, Lesson, Posterior, Propensity, Rule,
    engine::rule::sealed::Sealed,
    posterior::{Belief, Beliefs, probability_highest, probability_highest_in},
};

/// Finds the best arm with few pulls: pulls the arm that is best in a draw from the posterior, or, half of the time, the
/// arm that is best in the next draw in which that one is not.
///
/// [`Thompson`](crate::Thompson) pulls the arm that seems best nearly always, which earns the most and tells the least
/// about whether it is the best. Here the challengers get a share that does not fade.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::TopTwoThompson;
/// use ansatz_random::{Stream, unit};
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = TopTwoThompson::new(3)?;
/// while arms.probability_best(arms.best(), 1)?.value < 0.99 {
///     let choice = arms.select(&mut rng);
///     let paid = unit(&mut rng) < [0.1, 0.5, 0.8][choice.arm]; // your system's answer
///     arms.observe(choice.ticket, f64::from(u8::from(paid)))?;
/// }
/// assert_eq!(arms.best(), 2);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Accuracy
///
/// The posterior probability that another arm than the best one is best falls as exp(-n G) after n pulls, where G is the
/// best rate of all ways to pull that give the best arm the same [share](Self::with_leader_share); with half it is at
/// least half of the best rate of all (Russo; for these normal and beta priors Shang and others).
///
/// A search for the second arm ends after 100 draws in which the first was the best, as it does when one arm is the best
/// with near certainty. Then the second arm is the one for which (difference of the means)^2 / (sum of the variances) is
/// the lowest, to which the draws tend as they get rarer; Shang and others take it at once (their T3C), and for normal
/// rewards have the same rate.
///
/// # Complexity
///
/// O(arms) draws for a decision, times 101 at most; O(1) for a reward. A propensity is estimated by 256 rounds of draws
/// to lead and as many whole decisions.
pub type TopTwoThompson<P = BetaBernoulli> = Bandit<TopTwo<P>>;

/// The rule of [`TopTwoThompson`].
#[derive(Debug, Clone, PartialEq)]
pub struct TopTwo<P: Posterior = BetaBernoulli> {
    share: f64,
    beliefs: Beliefs<P>,
}

impl Bandit<TopTwo> {
    /// A bandit with so many arms for rewards from 0 to 1, each with the uniform prior; see [`BetaBernoulli`].
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::TopTwoThompson::new(3).is_ok());
    /// assert!(ansatz_bandit::TopTwoThompson::new(0).is_err());
    /// ```
    pub fn new(arms: usize) -> Result<Self, BanditError> {
        Self::with_prior(arms, BetaBernoulli::default())
    }
}

impl<P: Posterior> Bandit<TopTwo<P>> {
    /// A bandit with so many arms, and this prior for each.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{Gaussian, TopTwoThompson};
    ///
    /// let arms = TopTwoThompson::with_prior(3, Gaussian::new(0.0, 100.0, 1.0)?)?;
    /// assert_eq!(arms.arms().len(), 3);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn with_prior(arms: usize, prior: P) -> Result<Self, BanditError> {
        Ok(Self::from_rule(TopTwo { share: HALF, beliefs: Beliefs::new(arms, prior)? }))
    }

    /// The same bandit with another share of the pulls for the arm that is best in the first draw; a half unless set.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless it is more than 0 and less than 1.
    ///
    /// # Examples
    ///
    /// ```
    /// let arms = ansatz_bandit::TopTwoThompson::new(3)?.with_leader_share(0.4)?;
    /// assert!(arms.with_leader_share(1.0).is_err());
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn with_leader_share(self, share: f64) -> Result<Self, ParameterError> {
        let share = require_fraction("share", share)?;
        Ok(self.map_rule(|rule| TopTwo { share, ..rule }))
    }

    /// The arm whose posterior has the highest mean: the answer, at any time. The first of equal ones.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::TopTwoThompson::new(3)?;
    /// arms.record(1, 1.0)?;
    /// assert_eq!(arms.best(), 1);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(arms).
    pub fn best(&self) -> usize {
        let mut best = (f64::NEG_INFINITY, 0);
        for (arm, belief) in self.arms().zip(self.rule().beliefs.arms()) {
            let mean = belief.mean();
            if mean > best.0 {
                best = (mean, arm);
            }
        }
        best.1
    }

    /// The posterior probability that the arm is the best, by 1,024 seeded rounds of draws, with its 95% interval.
    ///
    /// # Errors
    ///
    /// [`BanditError::UnknownArm`].
    ///
    /// # Examples
    ///
    /// ```
    /// let arms = ansatz_bandit::TopTwoThompson::new(4)?;
    /// assert!(arms.probability_best(2, 7)?.contains(0.25));
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(arms) draws in each round.
    pub fn probability_best(&self, arm: usize, seed: u64) -> Result<Estimate, BanditError> {
        let (rule, position) = self.rule_at(arm)?;
        let estimate = probability_highest_in(ANSWER_ROUNDS, rule.beliefs.arms(), position, seed);
        let (value, error) = (estimate.probability(), DEVIATIONS * estimate.standard_error());
        Ok(Estimate::new(value, (value - error).max(0.0), (value + error).min(1.0), 0.95))
    }
}

impl<P: Posterior> Sealed for TopTwo<P> {}

impl<P: Posterior> Rule for TopTwo<P> {
    type Context = ();
    type Note = ();

    const NAME: &'static str = "TopTwoThompson";

    fn arms(&self) -> usize {
        self.beliefs.arms().len()
    }

    fn add_arm(&mut self, _now: u64) {
        self.beliefs.add_arm();
    }

    fn remove_arm(&mut self, position: usize) {
        self.beliefs.remove_arm(position);
    }

    fn check(&self, (): &()) -> Result<(), BanditError> {
        Ok(())
    }

    fn choose<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), rng: &mut R) -> (usize, ()) {
        let is_leaders_turn = unit(rng) < self.share;
        let leader = self.beliefs.sample_best(rng);
        (if is_leaders_turn { leader } else { self.challenger(leader, rng) }, ())
    }

    fn propensity<R: Rng + ?Sized>(
        &mut self,
        _now: u64,
        (): &(),
        (position, ()): (usize, &()),
        rng: &mut R,
    ) -> Propensity {
        self.probability_chosen(position, rng.next_u64())
    }

    fn commit(&mut self, _now: u64, _position: usize) {}

    fn learn(&mut self, lesson: &Lesson<'_, ()>) -> Result<(), BanditError> {
        self.beliefs.learn(lesson.position, lesson.reward)
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        MergeError::unless_equal("share", self.share, other.share)?;
        self.beliefs.merge(&other.beliefs)
    }
}

impl<P: Posterior> TopTwo<P> {
    /// The arm that is best in the first draw in which the leader is not.
    fn challenger<R: Rng + ?Sized>(&self, leader: usize, rng: &mut R) -> usize {
        match self.beliefs.arms().len() {
            1 => leader,
            // However often it were drawn for.
            2 => 1 - leader,
            _ => self.redraw(leader, rng).1.unwrap_or_else(|| self.closest(leader)),
        }
    }

    /// The draws until another arm than the leader is best, and that arm, if it came in time.
    fn redraw<R: Rng + ?Sized>(&self, leader: usize, rng: &mut R) -> (u32, Option<usize>) {
        for draws in 1..=MOST_REDRAWS {
            let best = self.beliefs.sample_best(rng);
            if best != leader {
                return (draws, Some(best));
            }
        }
        (MOST_REDRAWS, None)
    }

    /// The arm that is the hardest to tell from the leader.
    fn closest(&self, leader: usize) -> usize {
        let arms = self.beliefs.arms();
        let (mean, variance) = (arms[leader].mean(), arms[leader].variance());
        let mut closest = (f64::INFINITY, usize::from(leader == 0));
        for (position, belief) in arms.iter().enumerate().filter(|(position, _)| *position != leader) {
            let apart = belief.mean() - mean;
            let cost = apart * apart / (variance + belief.variance());
            if cost < closest.0 {
                closest = (cost, position);
            }
        }
        closest.1
    }

    /// The probability that `choose` takes the arm.
    ///
    /// With p for the probability that it is best in a draw, it leads with p, and each draw for a challenger that another
    /// leader gets is its own with p: so it challenges with p times the expected number of such draws (Wald's equation).
    /// That keeps its digits where p is small, and wins would not come in so few rounds. What is left is to be the closest
    /// where no draw has told.
    fn probability_chosen(&self, position: usize, seed: u64) -> Propensity {
        if self.beliefs.arms().len() == 1 {
            return Propensity::Exact(1.0);
        }
        let mut rng = Stream::new(seed, 0);
        let best = probability_highest(self.beliefs.arms(), position, rng.next_u64());
        let p = best.probability();
        let (mut draws, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for _ in 0..ROUNDS {
            let leader = self.beliefs.sample_best(&mut rng);
            if leader != position {
                let (count, found) = self.redraw(leader, &mut rng);
                let is_closest = found.is_none() && self.closest(leader) == position;
                let challenges = p * f64::from(count) + f64::from(u8::from(is_closest));
                draws += f64::from(count);
                sum += challenges;
                squares += challenges * challenges;
            }
        }
        let (rounds, second) = (f64::from(ROUNDS), 1.0 - self.share);
        let variance = ((squares - sum * sum / rounds) / (rounds - 1.0)).max(0.0);
        Propensity::Estimated {
            probability: (self.share * p + second * sum / rounds).min(1.0),
            // Two estimates with draws of their own.
            standard_error: libm::hypot(
                (self.share + second * draws / rounds) * best.standard_error(),
                second * libm::sqrt(variance / rounds),
            ),
        }
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_fraction("share", self.share)?;
        Ok(())
    }
}

codec!([P: Posterior] TopTwo<P> { share, beliefs });

/// Russo's choice: at least half of the best rate, whatever the arms are.
const HALF: f64 = 0.5;

/// A leader that is best with a probability of 0.95 is so in 100 draws in a row once in 169 times.
const MOST_REDRAWS: u32 = 100;

/// As many as for the probability to be best.
const ROUNDS: u32 = 256;

/// The standard error of a probability near 0.95 is then at most 0.007.
const ANSWER_ROUNDS: u32 = 1_024;

/// The 97.5% quantile of the normal distribution.
const DEVIATIONS: f64 = 1.959_963_984_540_054;
