//! What was seen in which context: exactly for a bounded number of contexts, by moments for the rest.
//!
//! Rewards that are not linear in the features have no sums that say all about them. What stands here is a function of the
//! contexts and rewards alone, in whatever order they came and however they were split over replicas: the contexts that
//! are kept one by one are those with the lowest ranks, and a rank is a hash of the context. One of them has been so since
//! it was first seen (as the lowest of a set, it is among the lowest of each subset), so that its counts are complete; one
//! that leaves for another takes its counts with it into the sums of the rest.

use alloc::{boxed::Box, vec::Vec};
use core::cmp::Ordering;

use ansatz_core::{
    DecodeError,
    bytes::{Codec, Reader, Writer},
    require_range,
};
use ansatz_random::{Stream, rand_core::Rng};

use super::{
    moments::{Moments, two_sum},
    triangle::{MOST_DIMENSION, padded},
};
use crate::engine::note::require_features;

/// Observations by context.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Contexts {
    /// How many are kept one by one.
    most: usize,
    /// These, by rank.
    pub(super) kept: Vec<Kept>,
    /// The others, with a 1 as their last feature: so the sums have those of the features and of the rewards in them.
    pub(super) rest: Moments,
}

/// A context, and how it was rewarded.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kept {
    rank: u64,
    /// Padded.
    pub(super) features: Box<[f64]>,
    pub(super) count: u64,
    /// The sum of the rewards, and what rounding left of it.
    rewards: [f64; 2],
}

impl Contexts {
    pub(super) fn new(dimension: usize, most: usize) -> Self {
        Self { most, kept: Vec::new(), rest: Moments::new(dimension + 1) }
    }

    /// An observation more.
    pub(super) fn add(&mut self, context: &[f64], reward: f64) {
        // There are two zeros, which are one feature.
        let features: Vec<f64> = context.iter().map(|feature| feature + 0.0).collect();
        self.enter(Kept::new(&features, 1, [reward, 0.0]));
    }

    /// The observations of `other`, which keeps as many.
    pub(super) fn merge(&mut self, other: &Self) {
        other.kept.iter().for_each(|kept| self.enter(kept.clone()));
        self.rest.merge(&other.rest);
    }

    fn enter(&mut self, new: Kept) {
        match self.kept.binary_search_by(|kept| kept.order(&new)) {
            Ok(at) => {
                let kept = &mut self.kept[at];
                kept.count = kept.count.saturating_add(new.count);
                let [sum, rest] = &mut kept.rewards;
                two_sum(sum, rest, new.rewards[0]);
                *rest += new.rewards[1];
            }
            Err(at) => {
                self.kept.insert(at, new);
                if self.kept.len() > self.most {
                    self.leave();
                }
            }
        }
    }

    /// The context of the highest rank goes to the rest.
    fn leave(&mut self) {
        let Some(last) = self.kept.pop() else { return };
        let dimension = self.dimension();
        let mut features = last.features[..dimension].to_vec();
        features.push(1.0);
        self.rest.add(&padded(&features), last.count, last.rewards());
    }

    pub(super) fn dimension(&self) -> usize {
        self.rest.dimension() - 1
    }

    pub(super) const fn most(&self) -> usize {
        self.most
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_range("contexts", self.most, 1..=MOST_CONTEXTS)?;
        let ordered = self.kept.is_sorted_by(|one, other| one.order(other) == Ordering::Less);
        if self.kept.len() > self.most || !ordered {
            return Err(DecodeError::field("contexts", self.kept.len(), "those of the lowest ranks, in order"));
        }
        if self.rest.count > 0 && self.kept.len() < self.most {
            return Err(DecodeError::field("contexts", self.kept.len(), format_args!("{}, as others left", self.most)));
        }
        Ok(())
    }
}

impl Kept {
    fn new(features: &[f64], count: u64, rewards: [f64; 2]) -> Self {
        let rank = features.iter().fold(0, |rank, feature| Stream::new(rank, feature.to_bits()).next_u64());
        Self { rank, features: padded(features).into(), count, rewards }
    }

    /// By rank, and among contexts that share one by the features.
    fn order(&self, other: &Self) -> Ordering {
        let by_features = || self.features.iter().map(|x| x.to_bits()).cmp(other.features.iter().map(|x| x.to_bits()));
        self.rank.cmp(&other.rank).then_with(by_features)
    }

    pub(super) fn rewards(&self) -> f64 {
        self.rewards[0] + self.rewards[1]
    }

    fn check(&self) -> Result<(), DecodeError> {
        if !(1..=MOST_COUNT).contains(&self.count) {
            return Err(DecodeError::field("observations", self.count, format_args!("1..={MOST_COUNT}")));
        }
        // Rewards are from 0 to 1, and what rounding leaves of their sum is less than 1e-9 of them.
        let (sum, most) = (self.rewards(), self.count as f64 * (1.0 + 1e-9));
        if sum >= -1e-9 && sum <= most && libm::fabs(self.rewards[1]) <= most {
            return Ok(());
        }
        Err(DecodeError::field("sum of rewards", sum, "0 to 1 for each"))
    }
}

impl Codec for Contexts {
    fn encode(&self, writer: &mut Writer) {
        self.most.encode(writer);
        self.rest.encode(writer);
        writer.count(self.kept.len());
        for kept in &self.kept {
            kept.features[..self.dimension()].iter().for_each(|feature| writer.f64(*feature));
            kept.count.encode(writer);
            kept.rewards.encode(writer);
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (most, rest) = (usize::decode(reader)?, Moments::decode(reader)?);
        let dimension = require_range("features", rest.dimension() - 1, 1..=MOST_DIMENSION)?;
        let mut contexts = Self { most, kept: Vec::new(), rest };
        for _ in 0..reader.count((dimension + 3) * 8)? {
            let features = (0..dimension).map(|_| reader.f64()).collect::<Result<Vec<f64>, DecodeError>>()?;
            require_features(&features).map_err(|_| DecodeError::field("feature", "no number", "finite"))?;
            let kept = Kept::new(&features, u64::decode(reader)?, Codec::decode(reader)?);
            kept.check()?;
            contexts.kept.push(kept);
        }
        contexts.check()?;
        Ok(contexts)
    }
}

/// How many contexts of an arm can be kept one by one.
pub(super) const MOST_CONTEXTS: usize = 1 << 16;

/// No arm lives to be observed so often.
const MOST_COUNT: u64 = u64::MAX / 2;
