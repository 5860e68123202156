//! Who becomes a parent.

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
    require_range,
};
use ansatz_random::{Stream, below, unit};

use crate::Codec;

/// How parents are drawn from a population, by their rank alone: objectives may have any scale.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{GeneticConfig, Selection};
///
/// let gentle = GeneticConfig::default().selection(Selection::LinearRank { pressure: 1.5 });
/// # let _ = gentle;
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Selection {
    /// The best of `size` members drawn at random with replacement: the best of n is drawn with probability
    /// 1 - (1 - 1/n)^`size`.
    Tournament {
        /// How many compete: 1 for a draw at random, 2 being usual.
        size: usize,
    },
    /// The best has `pressure` times the mean probability, the worst 2 - `pressure` times, those between evenly spaced.
    ///
    /// J. E. Baker, *Adaptive selection methods for genetic algorithms*, ICGA 1 (1985).
    LinearRank {
        /// From 1, a draw at random, to 2.
        pressure: f64,
    },
}

impl Selection {
    pub(super) fn require_valid(self, population: usize) -> Result<(), ParameterError> {
        match self {
            Self::Tournament { size } => require_range("tournament size", size, 1..=population).map(|_| ()),
            Self::LinearRank { pressure } => require_range("rank pressure", pressure, 1.0..=2.0).map(|_| ()),
        }
    }

    /// The rank, from 0 for the best, of a parent among `count`, 1 or more.
    #[inline]
    pub(super) fn draw(self, count: usize, rng: &mut Stream) -> usize {
        let mut any = |count: usize| below(rng, count as u64) as usize;
        match self {
            Self::Tournament { size } => (1..size).fold(any(count), |best, _| best.min(any(count))),
            Self::LinearRank { pressure } => {
                // The better of two different members has rank i with probability 2 (n - 1 - i) / (n (n - 1)): the line
                // that ends at 0. With one at random it makes up every other line.
                let one = any(count);
                if count == 1 || unit(rng) >= pressure - 1.0 {
                    return one;
                }
                let other = below(rng, count as u64 - 1) as usize;
                one.min(other + usize::from(other >= one))
            }
        }
    }
}

impl Codec for Selection {
    fn encode(&self, writer: &mut Writer) {
        match *self {
            Self::Tournament { size } => {
                writer.u8(0);
                size.encode(writer);
            }
            Self::LinearRank { pressure } => {
                writer.u8(1);
                pressure.encode(writer);
            }
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u8()? {
            0 => Ok(Self::Tournament { size: Codec::decode(reader)? }),
            1 => Ok(Self::LinearRank { pressure: Codec::decode(reader)? }),
            other => Err(DecodeError::field("selection", other, "0..=1")),
        }
    }
}
