//! What a layout divides: numbered slots, hashes or keys.

use alloc::{boxed::Box, vec::Vec};
use core::fmt;

/// A part of a layout, as a user knows it.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Fleet, Layout, Part};
///
/// let layout = Layout::key_ranges(Fleet::new(["a", "b"])?, [("", 0, 10), ("m", 1, 20)])?;
/// assert_eq!(layout.part(0), Part::Keys { start: b"", end: Some(b"m") });
/// assert_eq!(layout.part(1).to_string(), "keys from \"m\"");
/// # Ok::<(), ansatz_placement::RebalanceError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part<'a> {
    /// A numbered slot.
    Slot(usize),
    /// The hashes from `first` to `last`, both included.
    Hashes {
        /// The lowest.
        first: u64,
        /// The highest.
        last: u64,
    },
    /// The keys from `start` up to `end`, which is not included.
    Keys {
        /// The lowest key.
        start: &'a [u8],
        /// The first key beyond; none if the range has no end.
        end: Option<&'a [u8]>,
    },
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slot(slot) => write!(f, "slot {slot}"),
            Self::Hashes { first, last } => write!(f, "hashes {first:#018x}..={last:#018x}"),
            Self::Keys { start, end: Some(end) } => {
                write!(f, "keys \"{}\"..\"{}\"", start.escape_ascii(), end.escape_ascii())
            }
            Self::Keys { start, end: None } => write!(f, "keys from \"{}\"", start.escape_ascii()),
        }
    }
}

/// Where the parts begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Space {
    /// Slots need no boundaries.
    Slots,
    /// The first hash of each part, ascending from 0.
    Hashes(Vec<u64>),
    /// The first key of each part, ascending from the empty one.
    Keys(Vec<Box<[u8]>>),
}

impl Space {
    /// What the parts are, for an error.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Slots => "slots",
            Self::Hashes(_) => "hash ranges",
            Self::Keys(_) => "key ranges",
        }
    }

    /// The part of this index.
    pub(super) fn part(&self, index: usize) -> Part<'_> {
        match self {
            Self::Slots => Part::Slot(index),
            Self::Hashes(starts) => {
                let last = starts.get(index + 1).map_or(u64::MAX, |next| next - 1);
                Part::Hashes { first: starts[index], last }
            }
            Self::Keys(starts) => Part::Keys { start: &starts[index], end: starts.get(index + 1).map(|end| &**end) },
        }
    }
}
