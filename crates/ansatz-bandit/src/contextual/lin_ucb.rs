//! LinUCB.
//!
//! L. Li, W. Chu, J. Langford and R. E. Schapire, *A contextual-bandit approach to personalized news article
//! recommendation*, WWW 2010.

use alloc::{vec, vec::Vec};

use ansatz_core::{DecodeError, MergeError, codec, require_range};
use ansatz_random::rand_core::Rng;

use super::{prior::Prior, ridge::Ridge, triangle::padded};
use crate::{
    Bandit, BanditError, Features, Lesson, Propensity, Rule,
    engine::note::require_features,
    engine::rule::{require_arms, sealed::Sealed},
    reward::require_finite,
};

/// Chooses the arm of which the reward in this context could be the highest.
pub type LinUcb = Bandit<LinUcbRule>;

/// The rule of [`LinUcb`].
#[derive(Debug, Clone, PartialEq)]
pub struct LinUcbRule {
    alpha: f64,
    prior: Prior,
    arms: Vec<Ridge>,
}

impl Bandit<LinUcbRule> {
    /// A bandit with so many arms and features.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`].
    pub fn new(arms: usize, dimension: usize, alpha: f64) -> Result<Self, BanditError> {
        let arms = require_arms(arms)?;
        require_range("alpha", alpha, 0.0..=1e20)?;
        let prior = Prior::ridge(dimension, 1.0)?;
        Ok(Self::from_rule(LinUcbRule { alpha, arms: vec![Ridge::new(&prior); arms], prior }))
    }
}

impl Sealed for LinUcbRule {}

impl Rule for LinUcbRule {
    type Context = [f64];
    type Note = Features;

    const NAME: &'static str = "LinUcb";

    fn arms(&self) -> usize {
        self.arms.len()
    }

    fn add_arm(&mut self, _now: u64) {
        self.arms.push(Ridge::new(&self.prior));
    }

    fn remove_arm(&mut self, position: usize) {
        self.arms.remove(position);
    }

    fn check(&self, context: &[f64]) -> Result<(), BanditError> {
        if context.len() != self.prior.dimension() {
            return Err(BanditError::Dimension { length: context.len(), dimension: self.prior.dimension() });
        }
        require_features(context)
    }

    fn choose<R: Rng + ?Sized>(&mut self, _now: u64, context: &[f64], _rng: &mut R) -> (usize, Features) {
        let x = padded(context);
        let mut best = (f64::NEG_INFINITY, 0);
        for (position, arm) in self.arms.iter().enumerate() {
            let score = arm.mean(&x) + self.alpha * libm::sqrt(arm.variance(&x));
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
        require_finite(lesson.reward)?;
        let context = lesson.note.as_slice();
        Rule::check(self, context)?;
        self.arms[lesson.position].learn(&self.prior, &padded(context), lesson.reward);
        Ok(())
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        MergeError::unless_equal("alpha", self.alpha, other.alpha)?;
        self.prior.require_equal(&other.prior)?;
        for (arm, others) in self.arms.iter_mut().zip(&other.arms) {
            arm.merge(&self.prior, others);
        }
        Ok(())
    }
}

codec!([] LinUcbRule { alpha, prior, arms });

impl LinUcbRule {
    fn check(&self) -> Result<(), DecodeError> {
        require_arms(self.arms.len())?;
        Ok(())
    }
}
