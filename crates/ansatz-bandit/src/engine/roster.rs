//! Which arms there are: numbers that never come back, at positions without gaps.

use alloc::vec::Vec;

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Codec, Reader, Writer},
    require_range,
};

use crate::BanditError;

/// The numbers of the arms, rising; the position of a number is where a rule has the arm's statistics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Roster {
    ids: Vec<u32>,
    /// The number of the next arm.
    next: u32,
}

impl Roster {
    pub(super) fn new(arms: usize) -> Self {
        // The rule has checked that there are not too many.
        Self { ids: (0..arms as u32).collect(), next: arms as u32 }
    }

    pub(super) fn ids(&self) -> &[u32] {
        &self.ids
    }

    pub(super) fn id(&self, position: usize) -> u32 {
        self.ids[position]
    }

    /// Where the arm's statistics are.
    pub(super) fn position(&self, id: u32) -> Result<usize, BanditError> {
        // As long as none has gone, the number is the position.
        let position = if self.ids.len() == self.next as usize {
            (id < self.next).then_some(id as usize)
        } else {
            self.ids.binary_search(&id).ok()
        };
        position.ok_or(BanditError::UnknownArm { arm: id as usize, arms: self.ids.len() })
    }

    /// The position of an arm that a caller names.
    pub(super) fn locate(&self, arm: usize) -> Result<usize, BanditError> {
        let id = u32::try_from(arm).map_err(|_| BanditError::UnknownArm { arm, arms: self.ids.len() })?;
        self.position(id)
    }

    /// A new arm, at the last position.
    pub(super) fn add(&mut self) -> Result<u32, ParameterError> {
        require_range("arms", self.ids.len() + 1, 1..=MOST_ARMS)?;
        let id = require_range("arms that ever were", self.next, 0..=MOST_ID)?;
        self.ids.push(id);
        self.next += 1;
        Ok(id)
    }

    /// Removes the arm at this position; those behind it move up.
    pub(super) fn remove(&mut self, position: usize) -> Result<(), BanditError> {
        if let [only] = self.ids[..] {
            return Err(BanditError::LastArm { arm: only as usize });
        }
        self.ids.remove(position);
        Ok(())
    }

    /// Whether an arm with this number was there at some time.
    pub(super) fn has_been(&self, id: u32) -> bool {
        id < self.next
    }
}

impl Codec for Roster {
    fn encode(&self, writer: &mut Writer) {
        self.next.encode(writer);
        self.ids.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (next, ids) = (reader.u32()?, Vec::<u32>::decode(reader)?);
        require_range("arms that ever were", next, 1..=MOST_ID + 1)?;
        require_range("arms", ids.len(), 1..=MOST_ARMS)?;
        if !ids.is_sorted_by(|a, b| a < b) || ids.last().is_some_and(|last| *last >= next) {
            return Err(DecodeError::field("arms", "out of order", format_args!("rising, below {next}")));
        }
        Ok(Self { ids, next })
    }
}

/// How many arms a policy can have: what fits into 32 bits and a gigabyte.
pub(crate) const MOST_ARMS: usize = 1 << 24;

/// Below the ledger's mark for what has been observed.
const MOST_ID: u32 = u32::MAX - 2;
