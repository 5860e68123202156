//! Which decisions still wait for their reward: a window of the last ones, in which each is there once.

use alloc::collections::VecDeque;

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Codec, Reader, Writer},
    require_range,
};

use crate::BanditError;

/// The outstanding decisions, by sequence number.
///
/// It takes memory for those between the oldest that is outstanding and the next, at most `window` of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ledger {
    window: u64,
    /// The sequence number of the first slot.
    first: u64,
    /// The oldest decision that has not expired; none comes back when the window gets longer.
    oldest: u64,
    /// The arm of each decision from `first` on; [`OBSERVED`] once its reward has come, and never that in front.
    slots: VecDeque<u32>,
}

impl Ledger {
    pub(super) const fn new() -> Self {
        Self { window: DEFAULT_WINDOW, first: 0, oldest: 0, slots: VecDeque::new() }
    }

    /// Changes the window; decisions that are older than it then expire.
    pub(super) fn set_window(&mut self, window: u64) -> Result<(), ParameterError> {
        self.window = require_range("window", window, 1..=MOST_WINDOW)?;
        self.expire();
        Ok(())
    }

    /// The sequence number of the next decision.
    pub(super) fn next(&self) -> u64 {
        self.first + self.slots.len() as u64
    }

    /// The arms of the decisions that still wait.
    pub(super) fn arms(&self) -> impl Iterator<Item = u32> + '_ {
        self.slots.iter().copied().filter(|arm| *arm != OBSERVED)
    }

    /// Enters a decision for `arm`, and forgets the one that is too old now.
    pub(super) fn issue(&mut self, arm: u32) -> u64 {
        let sequence = self.next();
        self.slots.push_back(arm);
        self.expire();
        sequence
    }

    /// Whether the decision waits for its reward.
    pub(super) fn require_outstanding(&self, sequence: u64, arm: u32) -> Result<(), BanditError> {
        let next = self.next();
        if sequence >= next {
            return Err(BanditError::UnknownTicket { sequence, arm: arm as usize });
        }
        if sequence < self.oldest {
            return Err(BanditError::Expired { sequence, oldest: self.oldest, window: self.window });
        }
        // Of what has not expired, only what has been observed leaves the front.
        let slot = sequence.checked_sub(self.first).and_then(|index| self.slots.get(index as usize));
        match slot {
            None | Some(&OBSERVED) => Err(BanditError::AlreadyObserved { sequence }),
            Some(&issued) if issued == arm => Ok(()),
            Some(_) => Err(BanditError::UnknownTicket { sequence, arm: arm as usize }),
        }
    }

    /// Strikes out a decision that [is outstanding](Self::require_outstanding).
    pub(super) fn settle(&mut self, sequence: u64) {
        if let Some(slot) = self.slots.get_mut((sequence - self.first) as usize) {
            *slot = OBSERVED;
        }
        self.trim();
    }

    fn expire(&mut self) {
        self.oldest = self.oldest.max(self.next().saturating_sub(self.window));
        while self.first < self.oldest && self.slots.pop_front().is_some() {
            self.first += 1;
        }
        self.trim();
    }

    fn trim(&mut self) {
        while self.slots.front() == Some(&OBSERVED) {
            self.slots.pop_front();
            self.first += 1;
        }
    }
}

impl Codec for Ledger {
    fn encode(&self, writer: &mut Writer) {
        self.window.encode(writer);
        self.first.encode(writer);
        self.oldest.encode(writer);
        writer.count(self.slots.len());
        self.slots.iter().for_each(|arm| arm.encode(writer));
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let window = require_range("window", reader.u64()?, 1..=MOST_WINDOW)?;
        // No policy lives to decide so often, and the next number stays one.
        let first = require_range("first", reader.u64()?, 0..=u64::MAX / 2)?;
        let oldest = reader.u64()?;
        let slots = VecDeque::from(alloc::vec::Vec::<u32>::decode(reader)?);
        if slots.len() as u64 > window || slots.front() == Some(&OBSERVED) {
            return Err(DecodeError::field("outstanding", slots.len(), "at most the window, and the first one waits"));
        }
        let ledger = Self { window, first, oldest, slots };
        require_range("oldest", oldest, ledger.next().saturating_sub(window)..=first)?;
        Ok(ledger)
    }
}

/// The arm of no decision.
pub(super) const OBSERVED: u32 = u32::MAX;

/// Decisions at a thousand a second whose rewards come within a minute; 256 KiB if all of them are late.
const DEFAULT_WINDOW: u64 = 1 << 16;

/// 4 GiB of them.
const MOST_WINDOW: u64 = 1 << 30;
