//! What is believed of all arms of a policy.

use alloc::vec::Vec;

use ansatz_core::{
    DecodeError, MergeError,
    bytes::{Codec, Reader, Writer},
};
use ansatz_random::rand_core::Rng;

use super::{Belief, MOST_WEIGHT, Posterior};
use crate::{BanditError, argmax::first_highest, engine::rule::require_arms, evidence::Evidence};

/// A family of rewards, the evidence of each arm, and what is believed after it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Beliefs<P: Posterior> {
    posterior: P,
    evidence: Vec<Evidence>,
    /// Functions of the evidence; they are not stored.
    arms: Vec<P::Belief>,
}

impl<P: Posterior> Beliefs<P> {
    pub(crate) fn new(arms: usize, posterior: P) -> Result<Self, BanditError> {
        let arms = require_arms(arms)?;
        let evidence = alloc::vec![Evidence::default(); arms];
        let belief = posterior.belief(&Evidence::default());
        Ok(Self { posterior, evidence, arms: alloc::vec![belief; arms] })
    }

    /// What is believed of each arm, by position.
    pub(crate) fn arms(&self) -> &[P::Belief] {
        &self.arms
    }

    pub(crate) fn add_arm(&mut self) {
        let evidence = Evidence::default();
        self.arms.push(self.posterior.belief(&evidence));
        self.evidence.push(evidence);
    }

    pub(crate) fn remove_arm(&mut self, position: usize) {
        self.evidence.remove(position);
        self.arms.remove(position);
    }

    /// Learns a reward of the arm at `position`, or refuses it and stays as it is.
    pub(crate) fn learn(&mut self, position: usize, reward: f64) -> Result<(), BanditError> {
        self.posterior.require_reward(reward)?;
        self.evidence[position].add(1.0, reward);
        self.arms[position] = self.posterior.belief(&self.evidence[position]);
        Ok(())
    }

    /// Takes over the evidence of `other`, which has as many arms; the priors must be equal, and the rewards not more than
    /// can be.
    pub(crate) fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        if self.posterior != other.posterior {
            return Err(MergeError::new(
                "prior",
                format_args!("{:?}", self.posterior),
                format_args!("{:?}", other.posterior),
            ));
        }
        let mut merged = self.evidence.clone();
        for (evidence, others) in merged.iter_mut().zip(&other.evidence) {
            let own = evidence.weight;
            evidence.merge(others);
            // Nobody has seen so many, but replicas that merge each other double what they have. Half of what can be, so that
            // rewards may still come.
            if !self.posterior.admits(evidence) || evidence.weight > MOST_WEIGHT / 2.0 {
                return Err(MergeError::new("rewards of an arm", own, others.weight));
            }
        }
        self.arms = merged.iter().map(|evidence| self.posterior.belief(evidence)).collect();
        self.evidence = merged;
        Ok(())
    }

    /// The arm with the highest of one draw each; the first of equal ones.
    #[inline]
    pub(crate) fn sample_best<R: Rng + ?Sized>(&self, rng: &mut R) -> usize {
        first_highest(self.arms.iter().map(|belief| belief.draw(rng)))
    }
}

impl<P: Posterior> Codec for Beliefs<P> {
    fn encode(&self, writer: &mut Writer) {
        P::CODE.encode(writer);
        self.posterior.encode(writer);
        self.evidence.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let code = reader.u8()?;
        if code != P::CODE {
            return Err(DecodeError::field("prior", code, P::CODE));
        }
        let (posterior, evidence) = (P::decode(reader)?, Vec::<Evidence>::decode(reader)?);
        require_arms(evidence.len())?;
        if let Some(odd) = evidence.iter().find(|evidence| !posterior.admits(evidence)) {
            return Err(DecodeError::field("evidence", format_args!("{odd:?}"), "what rewards amount to"));
        }
        let arms = evidence.iter().map(|evidence| posterior.belief(evidence)).collect();
        Ok(Self { posterior, evidence, arms })
    }
}
