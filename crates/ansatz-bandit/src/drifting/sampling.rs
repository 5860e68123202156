//! What the samplers for drifting rewards have in common.

use ansatz_core::{
    DecodeError, MergeError,
    bytes::{Codec, Reader, Writer},
};
use ansatz_random::rand_core::Rng;

use crate::{
    argmax::first_highest,
    posterior::{Belief, Posterior},
};

/// A family of rewards with its prior, which stands in bytes behind the family's code.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Prior<P>(pub(super) P);

impl<P: Posterior> Prior<P> {
    pub(super) fn require_equal(&self, other: &Self) -> Result<(), MergeError> {
        if self.0 == other.0 {
            return Ok(());
        }
        Err(MergeError::new("prior", format_args!("{:?}", self.0), format_args!("{:?}", other.0)))
    }
}

impl<P: Posterior> Codec for Prior<P> {
    fn encode(&self, writer: &mut Writer) {
        P::CODE.encode(writer);
        self.0.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u8()? {
            code if code == P::CODE => Ok(Self(P::decode(reader)?)),
            code => Err(DecodeError::field("prior", code, P::CODE)),
        }
    }
}

/// The position of the highest of one draw each; the first of equal ones.
pub(super) fn highest_draw<R: Rng + ?Sized>(beliefs: impl Iterator<Item = impl Belief>, rng: &mut R) -> usize {
    first_highest(beliefs.map(|belief| belief.draw(rng)))
}
