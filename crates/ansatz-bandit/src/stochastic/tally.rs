//! What is known of arms whose rewards come from one distribution each: how often they were chosen, and what they paid.

use alloc::vec::Vec;

use ansatz_core::{DecodeError, MergeError, codec};

use super::turns::Turns;
use crate::{engine::rule::require_arms, evidence::Evidence};

/// Decisions and rewards, by arm.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    arms: Vec<Arm>,
    /// The decisions for all of them.
    total: u64,
    /// Those of which nothing is known.
    unknown: Turns,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Arm {
    /// Decisions for the arm, observed or not.
    pub(crate) selected: u64,
    pub(crate) evidence: Evidence,
}

impl Tally {
    pub(crate) fn new(arms: usize) -> Self {
        Self::of(alloc::vec![Arm::default(); arms])
    }

    fn of(arms: Vec<Arm>) -> Self {
        let mut tally = Self { arms, total: 0, unknown: Turns::default() };
        tally.recount();
        tally
    }

    /// A decision for the arm at `position`.
    pub(crate) fn select(&mut self, position: usize) {
        let arm = &mut self.arms[position];
        if arm.evidence.weight == 0.0 {
            self.unknown.take(position, arm.selected);
        }
        arm.selected = arm.selected.saturating_add(1);
        self.total = self.total.saturating_add(1);
    }

    /// A reward of the arm at `position`; what is known of it now.
    pub(crate) fn learn(&mut self, position: usize, reward: f64) -> &Evidence {
        let arm = &mut self.arms[position];
        if arm.evidence.weight == 0.0 {
            self.unknown.leave(position, arm.selected);
        }
        arm.evidence.add(1.0, reward);
        &arm.evidence
    }

    pub(crate) fn add_arm(&mut self) {
        self.unknown.join(self.arms.len(), 0);
        self.arms.push(Arm::default());
    }

    pub(crate) fn remove_arm(&mut self, position: usize) {
        self.arms.remove(position);
        self.recount();
    }

    /// Adds what another knows of as many arms, or refuses and stays as it is.
    pub(crate) fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        let rewards = |arm: &Arm| arm.evidence.weight;
        let mut pairs = self.arms.iter().zip(&other.arms).map(|(arm, others)| (rewards(arm), rewards(others)));
        // Nobody has seen so many, but replicas that merge each other double what they have.
        if let Some((ours, theirs)) = pairs.find(|(ours, theirs)| ours + theirs > COUNTABLE) {
            return Err(MergeError::new("rewards of an arm", ours, theirs));
        }
        for (arm, others) in self.arms.iter_mut().zip(&other.arms) {
            arm.selected = arm.selected.saturating_add(others.selected);
            arm.evidence.merge(&others.evidence);
        }
        self.recount();
        Ok(())
    }

    pub(crate) fn len(&self) -> usize {
        self.arms.len()
    }

    pub(crate) fn arms(&self) -> &[Arm] {
        &self.arms
    }

    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// The arm that was chosen least often, the first of equals, of those without a reward.
    #[inline]
    pub(crate) fn unknown(&self) -> Option<usize> {
        self.unknown.next()
    }

    /// Whether each arm has no more rewards than decisions, and all rewards are from 0 to `most`.
    pub(crate) fn check_rewards(&self, most: f64) -> Result<(), DecodeError> {
        for Arm { evidence, .. } in &self.arms {
            // Rounding of a sum of n is below n / 2^53; the spread about the mean is at most that of half and half.
            let most_sum = evidence.weight * most * (1.0 + 1e-9);
            let possible = (0.0..=most_sum).contains(&evidence.sum)
                && evidence.spread <= evidence.weight * most * most * 0.250_001;
            if !possible {
                return Err(DecodeError::field("sum of rewards", evidence.sum, format_args!("0 to {most} for each")));
            }
        }
        Ok(())
    }

    fn recount(&mut self) {
        self.total = self.arms.iter().fold(0, |total, arm| arm.selected.saturating_add(total));
        let known = |arm: &Arm| arm.evidence.weight > 0.0;
        self.unknown = Turns::new(self.arms.iter().map(|arm| (!known(arm)).then_some(arm.selected)));
    }
}

impl PartialEq for Tally {
    fn eq(&self, other: &Self) -> bool {
        self.arms == other.arms
    }
}

impl ansatz_core::bytes::Codec for Tally {
    fn encode(&self, writer: &mut ansatz_core::bytes::Writer) {
        self.arms.encode(writer);
    }

    fn decode(reader: &mut ansatz_core::bytes::Reader<'_>) -> Result<Self, DecodeError> {
        let arms = Vec::decode(reader)?;
        require_arms(arms.len())?;
        Ok(Self::of(arms))
    }
}

codec!([] Arm { selected, evidence });

impl Arm {
    fn check(&self) -> Result<(), DecodeError> {
        let weight = self.evidence.weight;
        let nothing = weight > 0.0 || self.evidence == Evidence::default();
        // Counts above 2^53 are no longer told apart, but no policy lives to see so many rewards.
        if nothing && weight <= COUNTABLE && weight == libm::floor(weight) && weight <= self.selected as f64 {
            return Ok(());
        }
        Err(DecodeError::field("rewards", weight, format_args!("as many as decisions, {}, or fewer", self.selected)))
    }
}

const COUNTABLE: f64 = (1_u64 << 53) as f64;
