//! Which arms a policy takes, and which of them a log has.

use alloc::vec::Vec;

/// For each arm, what the policy would have had of it, and whether the log has it at all.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Arms {
    /// Rounds of which all probabilities are known.
    rounds: u64,
    arms: Vec<Arm>,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Arm {
    mass: f64,
    is_logged: bool,
}

impl Arms {
    pub(super) const fn new() -> Self {
        Self { rounds: 0, arms: Vec::new() }
    }

    pub(super) fn note(&mut self, logged: usize, target: &[f64]) {
        self.rounds = self.rounds.saturating_add(1);
        self.extend(target.len());
        for (arm, probability) in self.arms.iter_mut().zip(target) {
            arm.mass += probability;
        }
        self.arms[logged].is_logged = true;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.rounds = self.rounds.saturating_add(other.rounds);
        self.extend(other.arms.len());
        for (arm, others) in self.arms.iter_mut().zip(&other.arms) {
            arm.mass += others.mass;
            arm.is_logged |= others.is_logged;
        }
    }

    /// How many arms of all `rounds` the log does not have, of those that the policy takes, and in which share of its
    /// choices. None that is known of, if there were rounds of which only the logged arm is known: it may be any.
    pub(super) fn never_logged(&self, rounds: u64) -> (usize, f64) {
        if self.rounds < rounds {
            return (0, 0.0);
        }
        let missing = || self.arms.iter().filter(|arm| arm.mass > 0.0 && !arm.is_logged);
        (missing().count(), missing().map(|arm| arm.mass).sum::<f64>() / rounds as f64)
    }

    fn extend(&mut self, arms: usize) {
        if self.arms.len() < arms {
            self.arms.resize(arms, Arm::default());
        }
    }
}
