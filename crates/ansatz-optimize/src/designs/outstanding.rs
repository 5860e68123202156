//! Candidates that wait for their evaluations, of methods that never wait for them.

use alloc::{collections::BTreeMap, vec::Vec};

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};

use crate::{Codec, Space};

/// Candidates by their numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Outstanding(BTreeMap<u64, Vec<f64>>);

impl Outstanding {
    pub(super) fn insert(&mut self, number: u64, candidate: Vec<f64>) {
        self.0.insert(number, candidate);
    }

    pub(super) fn candidate(&self, number: u64) -> Option<&[f64]> {
        self.0.get(&number).map(Vec::as_slice)
    }

    pub(super) fn remove(&mut self, number: u64) {
        self.0.remove(&number);
    }

    /// `Ok` if all are of this space.
    pub(super) fn require_in(&self, space: &Space) -> Result<(), DecodeError> {
        match self.0.iter().find(|(_, candidate)| !space.contains(candidate)) {
            None => Ok(()),
            Some((number, _)) => Err(DecodeError::field("outstanding", number, "candidates of the space")),
        }
    }
}

impl Codec for Outstanding {
    fn encode(&self, writer: &mut Writer) {
        writer.count(self.0.len());
        for (number, candidate) in &self.0 {
            number.encode(writer);
            candidate.encode(writer);
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let candidates = Vec::<(u64, Vec<f64>)>::decode(reader)?;
        if !candidates.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(DecodeError::field("outstanding", candidates.len(), "candidates by rising number"));
        }
        Ok(Self(candidates.into_iter().collect()))
    }
}
