//! Which arms a policy takes, and which of them a log has.

use alloc::vec::Vec;

use super::Warning;

/// For each arm, what the policy would have had of it, and whether the log has it at all.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Arms(Vec<Arm>);

#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Arm {
    mass: f64,
    is_logged: bool,
}

impl Arms {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn note(&mut self, logged: usize, target: &[f64]) {
        self.extend(target.len());
        for (arm, probability) in self.0.iter_mut().zip(target) {
            arm.mass += probability;
        }
        self.0[logged].is_logged = true;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.extend(other.0.len());
        for (arm, others) in self.0.iter_mut().zip(&other.0) {
            arm.mass += others.mass;
            arm.is_logged |= others.is_logged;
        }
    }

    /// The arms that the log does not have, if the policy takes any.
    pub(super) fn never_logged(&self, rounds: u64) -> Option<Warning> {
        let missing = || self.0.iter().filter(|arm| arm.mass > 0.0 && !arm.is_logged);
        let mass = missing().map(|arm| arm.mass).sum::<f64>() / rounds as f64;
        (mass > 0.0).then(|| Warning::NeverLogged { arms: missing().count(), mass })
    }

    fn extend(&mut self, arms: usize) {
        if self.0.len() < arms {
            self.0.resize(arms, Arm::default());
        }
    }
}
