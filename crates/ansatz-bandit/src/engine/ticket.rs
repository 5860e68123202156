//! What ties a reward to its decision.

use alloc::vec::Vec;

use ansatz_core::{
    DecodeError,
    bytes::{Codec, Kind, Reader, Writer},
};

use super::Note;

/// The receipt of a decision: its sequence number, its arm, and what learning from it needs.
///
/// It may be handed back in any order, late or never, and travel through queues and other programs as bytes. It has no
/// secret and does not name its policy: another one refuses it, unless it waits for a decision with the same number and
/// the same arm.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Ticket, Ucb1};
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = Ucb1::new(2)?;
/// let (first, second) = (arms.select(&mut rng).ticket, arms.select(&mut rng).ticket);
/// assert_eq!((first.sequence(), second.sequence()), (0, 1));
/// arms.observe(second, 1.0)?;
/// arms.observe(Ticket::from_bytes(&first.to_bytes())?, 0.0)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket<N = ()> {
    sequence: u64,
    arm: u32,
    note: N,
}

impl<N: Note> Ticket<N> {
    pub(super) const fn new(sequence: u64, arm: u32, note: N) -> Self {
        Self { sequence, arm, note }
    }

    /// The number of the decision, counted from 0.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_random::Stream;
    /// let mut arms = ansatz_bandit::Ucb1::new(2)?;
    /// assert_eq!(arms.select(&mut Stream::new(1, 0)).ticket.sequence(), 0);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The arm that was chosen.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_random::Stream;
    /// let mut arms = ansatz_bandit::Ucb1::new(2)?;
    /// let choice = arms.select(&mut Stream::new(1, 0));
    /// assert_eq!(choice.ticket.arm(), choice.arm);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub const fn arm(&self) -> usize {
        self.arm as usize
    }

    pub(super) const fn id(&self) -> u32 {
        self.arm
    }

    pub(super) const fn note(&self) -> &N {
        &self.note
    }

    /// The ticket as bytes (docs/formats.md, `BTKT`).
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_random::Stream;
    /// let mut arms = ansatz_bandit::Ucb1::new(2)?;
    /// assert_eq!(arms.select(&mut Stream::new(1, 0)).ticket.to_bytes().len(), 23);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        self.sequence.encode(&mut writer);
        self.arm.encode(&mut writer);
        N::CODE.encode(&mut writer);
        self.note.encode(&mut writer);
        writer.into_bytes()
    }

    /// The ticket that these bytes hold. Whether it is one of a certain policy, the policy says when it is handed back.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if the bytes are not those of a ticket with this note.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::Ticket::<()>::from_bytes(b"ANSZ").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let (sequence, arm) = (reader.u64()?, reader.u32()?);
        let code = reader.u8()?;
        if code != N::CODE {
            return Err(DecodeError::field("note", code, N::CODE));
        }
        let note = N::decode(&mut reader)?;
        reader.finish()?;
        Ok(Self { sequence, arm, note })
    }
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([N: Note] Ticket<N>);

const KIND: Kind = Kind::new(*b"BTKT");
const VERSION: u8 = 1;
