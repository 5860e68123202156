//! Evidence that weighs less with every decision that is made after its own.

use alloc::vec::Vec;

use ansatz_core::{DecodeError, MergeError, ParameterError, codec, require_range};

use crate::{engine::rule::require_arms, evidence::Evidence};

/// By arm, the evidence in which the reward of decision s weighs discount^(t - s), when t was the last one.
///
/// It is kept with the weights that it has when decision `base` is the last: later ones weigh more than 1 then. The base
/// moves up before they come to 2^100, so that nothing overflows, whatever the discount; a reward takes one power, and so
/// does a decision, for all arms. The base depends on which decisions have rewards, not on the order in which they came.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fading {
    discount: f64,
    base: u64,
    arms: Vec<Evidence>,
}

impl Fading {
    pub(super) fn new(arms: usize, discount: f64) -> Result<Self, ParameterError> {
        let discount = require_discount(discount)?;
        Ok(Self { discount, base: 0, arms: alloc::vec![Evidence::default(); require_arms(arms)?] })
    }

    pub(super) fn arms(&self) -> &[Evidence] {
        &self.arms
    }

    pub(super) fn add_arm(&mut self) {
        self.arms.push(Evidence::default());
    }

    pub(super) fn remove_arm(&mut self, position: usize) {
        self.arms.remove(position);
    }

    /// What the weights are to be multiplied with before decision `now`.
    pub(super) fn factor(&self, now: u64) -> f64 {
        self.power(last(now).saturating_sub(self.base))
    }

    /// The evidence of an arm, as heavy as it is at this [factor](Self::factor).
    pub(super) fn evidence(&self, position: usize, factor: f64) -> Evidence {
        let mut evidence = self.arms[position];
        evidence.scale(factor);
        evidence
    }

    pub(super) fn learn(&mut self, position: usize, sequence: u64, reward: f64) {
        self.advance(sequence);
        let weight = match sequence.checked_sub(self.base) {
            Some(ahead) => 1.0 / self.power(ahead),
            None => self.power(self.base - sequence),
        };
        self.arms[position].add(weight, reward);
    }

    /// Adds the evidence of another, in which a decision is as old as one that was made as many decisions ago here.
    pub(super) fn merge(&mut self, now: u64, other: &Self, others_now: u64) -> Result<(), MergeError> {
        MergeError::unless_equal("discount", self.discount, other.discount)?;
        let (ours, theirs) = (self.heaviest(), other.heaviest());
        if ours + theirs > MOST {
            return Err(MergeError::new("weight", ours, theirs));
        }
        self.advance(last(now));
        let (ahead, others_ahead) = (last(now).saturating_sub(self.base), last(others_now).saturating_sub(other.base));
        let factor = match others_ahead.checked_sub(ahead) {
            Some(older) => self.power(older),
            None => 1.0 / self.power(ahead - others_ahead),
        };
        for (arm, others) in self.arms.iter_mut().zip(&other.arms) {
            let mut others = *others;
            others.scale(factor);
            arm.merge(&others);
        }
        Ok(())
    }

    /// Whether the base is a decision that has been made before decision `now`.
    pub(super) fn check_clock(&self, now: u64) -> bool {
        self.base <= last(now)
    }

    /// Moves the base to the last multiple of the stride that is not above `sequence`.
    fn advance(&mut self, sequence: u64) {
        let base = sequence - sequence % self.stride();
        if base > self.base {
            let factor = self.power(base - self.base);
            self.arms.iter_mut().for_each(|arm| arm.scale(factor));
            self.base = base;
        }
    }

    /// The number of decisions in which a weight comes to 2^-100 at the least.
    fn stride(&self) -> u64 {
        // A discount of 1 makes it infinite and one of 0 makes it 0; the cast saturates.
        ((-100.0 * core::f64::consts::LN_2 / libm::log(self.discount)) as u64).max(1)
    }

    fn power(&self, decisions: u64) -> f64 {
        libm::pow(self.discount, decisions as f64)
    }

    fn heaviest(&self) -> f64 {
        self.arms.iter().map(|arm| arm.weight).fold(0.0, f64::max)
    }
}

/// The decision before decision `now`; the first one, if there is none.
const fn last(now: u64) -> u64 {
    now.saturating_sub(1)
}

fn require_discount(discount: f64) -> Result<f64, ParameterError> {
    require_range("discount", discount, 0.0..=1.0)
}

codec!([] Fading { discount, base, arms });

impl Fading {
    fn check(&self) -> Result<(), DecodeError> {
        require_discount(self.discount)?;
        require_arms(self.arms.len())?;
        require_range("weight", self.heaviest(), 0.0..=MOST)?;
        if !self.base.is_multiple_of(self.stride()) {
            let stride = self.stride();
            return Err(DecodeError::field("base", self.base, format_args!("a multiple of {stride}")));
        }
        Ok(())
    }
}

/// More than 2^64 rewards with a weight of 2^100, and so little that the spread of rewards of 1e100 is finite.
const MOST: f64 = 1e60;
