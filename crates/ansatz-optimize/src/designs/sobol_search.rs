//! Evenly spread candidates: random search without its gaps and heaps.

use alloc::vec;

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
};
use ansatz_random::{Stream, rand_core::Rng};

use super::{Sobol, outstanding::Outstanding};
use crate::{Codec, Evaluation, Method, Space, engine::surface::surface};

/// Candidates at scrambled Sobol points: spread evenly over a space, independently of what they are worth.
///
/// It never waits: any number of candidates may be outstanding. A number of evaluations that is a power of two spreads
/// best. [`Sobol`] names the papers.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Dimension, SobolSearch, Space};
///
/// let space = Space::new([Dimension::logarithmic(1e-4, 1.0)?, Dimension::category(3)?])?;
/// let best = SobolSearch::new(&space)?.minimize(64, 1, |x| (x[0] - 0.01).abs() + x[1])?;
/// assert!(best.value < 0.01);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// About 16 d steps for a candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct SobolSearch {
    space: Space,
    /// The points, and the seed that they are scrambled by; drawn with the first candidate.
    points: Option<(u64, Sobol)>,
    outstanding: Outstanding,
}

impl SobolSearch {
    /// A search in this space.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if it has more than 1,111 dimensions.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{SobolSearch, Space};
    ///
    /// assert!(SobolSearch::new(&Space::real([(-1.0, 1.0); 1_111])?).is_ok());
    /// assert!(SobolSearch::new(&Space::real([(-1.0, 1.0); 1_112])?).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(space: &Space) -> Result<Self, ParameterError> {
        Sobol::new(space.len())?;
        Ok(Self { space: space.clone(), points: None, outstanding: Outstanding::default() })
    }
}

surface!([] SobolSearch, [f64], "SobolSearch::new(&space)?");

impl Method for SobolSearch {
    const NAME: &'static str = "SobolSearch";
    type Candidate = [f64];

    fn propose(&mut self, number: u64, rng: &mut Stream) -> bool {
        if self.points.is_none() {
            let seed = rng.next_u64();
            self.points = Sobol::scrambled(self.space.len(), seed).ok().map(|points| (seed, points));
        }
        let (Ok(index), Some((_, points))) = (u32::try_from(number), &self.points) else { return false };
        let units = points.point(index);
        let mut candidate = vec![0.0; units.len()];
        self.space.write_from_unit(&units, &mut candidate);
        self.outstanding.insert(number, candidate);
        true
    }

    fn candidate(&self, number: u64) -> Option<&[f64]> {
        self.outstanding.candidate(number)
    }

    fn observe(&mut self, number: u64, _: Evaluation) {
        self.outstanding.remove(number);
    }
}

impl Codec for SobolSearch {
    fn encode(&self, writer: &mut Writer) {
        self.space.encode(writer);
        self.points.as_ref().map(|(seed, _)| *seed).encode(writer);
        self.outstanding.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let space = Space::decode(reader)?;
        let plain = Self::new(&space)?;
        let seed = Option::<u64>::decode(reader)?;
        let points = seed.map(|seed| Sobol::scrambled(space.len(), seed).map(|points| (seed, points))).transpose()?;
        let outstanding = Outstanding::decode(reader)?;
        outstanding.require_in(&space)?;
        Ok(Self { points, outstanding, ..plain })
    }
}
