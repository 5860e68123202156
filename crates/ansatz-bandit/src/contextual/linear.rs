//! What the policies with a linear model of rewards share: a regression for each arm, on one context for all of them.

use alloc::{format, vec, vec::Vec};

use ansatz_core::{DecodeError, MergeError, ParameterError, codec};

use super::{
    ridge::Ridge,
    triangle::padded,
    weight_prior::{WeightPrior, require_context},
};
use crate::{BanditError, Features, Lesson, Prediction, engine::rule::require_arms, reward::require_finite};

/// A regression for each arm, all with the same prior.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Linear {
    pub(super) prior: WeightPrior,
    pub(super) arms: Vec<Ridge>,
}

impl Linear {
    pub(super) fn new(arms: usize, prior: WeightPrior) -> Result<Self, BanditError> {
        let arms = require_models(arms, prior.dimension())?;
        Ok(Self { arms: vec![Ridge::new(&prior); arms], prior })
    }

    pub(super) fn add_arm(&mut self) {
        self.arms.push(Ridge::new(&self.prior));
    }

    pub(super) fn remove_arm(&mut self, position: usize) {
        self.arms.remove(position);
    }

    /// What is expected of each arm in a context that has been checked.
    #[inline]
    pub(super) fn predictions(&self, context: &[f64]) -> impl Iterator<Item = Prediction> + '_ {
        let x = padded(context);
        self.arms.iter().map(move |arm| arm.predict(&x))
    }

    /// What is expected of one of them.
    pub(super) fn predict(&self, position: usize, context: &[f64]) -> Prediction {
        self.arms[position].predict(&padded(context))
    }

    pub(super) fn learn(&mut self, lesson: &Lesson<'_, Features>) -> Result<(), BanditError> {
        require_finite(lesson.reward)?;
        let context = lesson.note.as_slice();
        require_context(context, self.prior.dimension())?;
        self.arms[lesson.position].learn(&self.prior, &padded(context), lesson.reward);
        Ok(())
    }

    pub(super) fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        self.prior.require_equal(&other.prior)?;
        for (arm, others) in self.arms.iter_mut().zip(&other.arms) {
            arm.merge(&self.prior, others);
        }
        Ok(())
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_models(self.arms.len(), self.prior.dimension())?;
        self.arms.iter().try_for_each(|arm| arm.check(&self.prior))
    }
}

codec!([] Linear { prior, arms });

/// A number of arms of which the models, with so many features, have room.
pub(super) fn require_models(arms: usize, dimension: usize) -> Result<usize, ParameterError> {
    let arms = require_arms(arms)?;
    let most = MOST_ENTRIES / (dimension * dimension).max(1);
    if arms > most {
        return Err(ParameterError::new("arms", arms, format!("1..={most} with {dimension} features")));
    }
    Ok(arms)
}

/// Three triangles for each arm, half of the square: 3.2 gigabytes.
const MOST_ENTRIES: usize = 1 << 28;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::string::ToString;

    use crate::{LinTs, LinUcb, LogisticThompson, Rule};

    /// What `add_arm` asks: a policy must not grow beyond what its bytes may say.
    #[test]
    fn there_is_room_for_as_many_arms_as_can_be_read() {
        fn room(rule: &impl Rule) {
            assert_eq!(rule.require_room(256), Ok(()));
            let error = rule.require_room(257).unwrap_err().to_string();
            assert!(error.contains("257") && error.contains("1..=256 with 1024 features"), "{error}");
        }
        room(LinUcb::new(1, 1_024, 1.0).unwrap().rule());
        room(LinTs::new(1, 1_024, 1.0).unwrap().rule());
        room(LogisticThompson::new(1, 1_024).unwrap().rule());
    }
}
