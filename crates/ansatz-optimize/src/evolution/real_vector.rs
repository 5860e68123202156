//! Candidates of a space as genomes.

use alloc::vec::Vec;

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
    require_range,
};
use ansatz_random::{Stream, below, rand_core::Rng, unit};

use super::operators::{blend_pair, polynomial_step, simulated_binary_pair, uniform};
use crate::{Codec, Dimension, Representation, Space, chosen::for_chosen};

/// How the coordinates of two candidates are recombined.
///
/// Integers are blended as reals and rounded; a category is exchanged with probability a half where a real number would
/// be blended.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{RealCrossover, RealMutation, RealVector, Space};
///
/// let mutation = RealMutation::Polynomial { eta: 20.0, rate: None };
/// let wide = RealCrossover::Blend { alpha: 0.5 };
/// assert!(RealVector::with_operators(&Space::real([(0.0, 1.0); 3])?, wide, mutation).is_ok());
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum RealCrossover {
    /// [`simulated_binary`](crate::operators::simulated_binary), each coordinate with probability `rate`.
    SimulatedBinary {
        /// The distribution index: 0 or more, the larger the nearer to the parents.
        eta: f64,
        /// The probability that a coordinate is crossed.
        rate: f64,
    },
    /// [`blend`](crate::operators::blend) of all coordinates.
    Blend {
        /// How far beyond the parents, as a share of their distance.
        alpha: f64,
    },
    /// [`uniform`](crate::operators::uniform): each coordinate, whatever it is, is exchanged with probability `rate`.
    ///
    /// The cheapest, for coordinates that have little to do with each other; only mutation makes new values.
    Uniform {
        /// The probability that a coordinate is exchanged, a half being usual.
        rate: f64,
    },
}

/// How coordinates are mutated.
///
/// A category becomes any other. So does an integer that is drawn anew; one that would be moved and rounded to where it was
/// moves by one.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{RealCrossover, RealMutation, RealVector, Space};
///
/// let crossover = RealCrossover::SimulatedBinary { eta: 15.0, rate: 0.5 };
/// let gentle = RealMutation::Polynomial { eta: 100.0, rate: Some(0.5) };
/// assert!(RealVector::with_operators(&Space::real([(0.0, 1.0); 3])?, crossover, gentle).is_ok());
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum RealMutation {
    /// [`polynomial`](crate::operators::polynomial), each coordinate with probability `rate`.
    Polynomial {
        /// The distribution index: 0 or more, the larger the smaller the moves.
        eta: f64,
        /// The probability that a coordinate is mutated; one in the number of coordinates if `None`.
        rate: Option<f64>,
    },
    /// [`redraw`](crate::operators::redraw), each coordinate with probability `rate`: to anywhere in its range.
    Uniform {
        /// The probability that a coordinate is mutated; one in the number of coordinates if `None`.
        rate: Option<f64>,
    },
}

impl RealMutation {
    /// The probability that a coordinate is mutated, if it is set.
    fn rate(self) -> Option<f64> {
        match self {
            Self::Polynomial { rate, .. } | Self::Uniform { rate } => rate,
        }
    }
}

/// Candidates of a [`Space`]: real numbers, by their order of magnitude too, integers and categories.
///
/// The default operators are simulated binary crossover with index 15 of half of the coordinates, and polynomial mutation
/// with index 20 of one coordinate on average.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{RealVector, Representation, Space};
/// use ansatz_random::Stream;
///
/// let space = Space::real([(0.0, 1.0), (-5.0, 5.0)])?;
/// let (genomes, mut rng) = (RealVector::new(&space), Stream::new(1, 0));
/// let (a, b) = (genomes.sample(&mut rng), genomes.sample(&mut rng));
/// let (mut child, _) = genomes.recombine(&a, &b, &mut rng);
/// genomes.mutate(&mut child, &mut rng);
/// assert!(space.contains(&child));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// O(d) for a genome of d coordinates at most; four powers for each that is crossed, two for each that is mutated.
#[derive(Debug, Clone, PartialEq)]
pub struct RealVector {
    space: Space,
    crossover: RealCrossover,
    mutation: RealMutation,
}

impl RealVector {
    /// Candidates of this space, with the default operators.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{RealVector, Space};
    ///
    /// let genomes = RealVector::new(&Space::real([(0.0, 1.0); 3])?);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(space: &Space) -> Self {
        Self {
            space: space.clone(),
            crossover: RealCrossover::SimulatedBinary { eta: 15.0, rate: 0.5 },
            mutation: RealMutation::Polynomial { eta: 20.0, rate: None },
        }
    }

    /// Candidates of this space, with operators of the caller's choice.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if a rate is not a probability, or an index or `alpha` is below 0 or above 1,000.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{RealCrossover, RealMutation, RealVector, Space};
    ///
    /// let space = Space::real([(0.0, 1.0); 3])?;
    /// let mutation = RealMutation::Polynomial { eta: 20.0, rate: Some(0.1) };
    /// assert!(RealVector::with_operators(&space, RealCrossover::Blend { alpha: 0.5 }, mutation).is_ok());
    /// let error = RealVector::with_operators(&space, RealCrossover::Blend { alpha: -1.0 }, mutation).unwrap_err();
    /// assert_eq!(error.to_string(), "`alpha` is -1, allowed: 0..=1000");
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_operators(
        space: &Space,
        crossover: RealCrossover,
        mutation: RealMutation,
    ) -> Result<Self, ParameterError> {
        match crossover {
            RealCrossover::SimulatedBinary { eta, rate } => {
                require_range("eta", eta, 0.0..=GREATEST)?;
                require_range("rate", rate, 0.0..=1.0)?;
            }
            RealCrossover::Blend { alpha } => {
                require_range("alpha", alpha, 0.0..=GREATEST)?;
            }
            RealCrossover::Uniform { rate } => {
                require_range("rate", rate, 0.0..=1.0)?;
            }
        }
        if let RealMutation::Polynomial { eta, .. } = mutation {
            require_range("eta", eta, 0.0..=GREATEST)?;
        }
        require_range("rate", mutation.rate().unwrap_or(0.0), 0.0..=1.0)?;
        Ok(Self { space: space.clone(), crossover, mutation })
    }

    /// The space.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{RealVector, Space};
    ///
    /// let space = Space::real([(0.0, 1.0); 3])?;
    /// assert_eq!(RealVector::new(&space).space(), &space);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn space(&self) -> &Space {
        &self.space
    }

    fn check(&self) -> Result<(), DecodeError> {
        Self::with_operators(&self.space, self.crossover, self.mutation)?;
        Ok(())
    }
}

impl Representation for RealVector {
    type Genome = Vec<f64>;

    fn sample(&self, rng: &mut Stream) -> Vec<f64> {
        self.space.dimensions().iter().map(|dimension| dimension.from_unit(unit(rng))).collect()
    }

    fn recombine(&self, a: &Vec<f64>, b: &Vec<f64>, rng: &mut Stream) -> (Vec<f64>, Vec<f64>) {
        let (mut one, mut other) = (Vec::new(), Vec::new());
        self.recombine_into([a, b], [&mut one, &mut other], rng);
        (one, other)
    }

    fn recombine_into(&self, [a, b]: [&Vec<f64>; 2], [one, other]: [&mut Vec<f64>; 2], rng: &mut Stream) {
        one.clone_from(a);
        other.clone_from(b);
        let dimensions = self.space.dimensions();
        let len = one.len().min(other.len()).min(dimensions.len());
        match self.crossover {
            RealCrossover::SimulatedBinary { eta, rate } => for_chosen(len, rate, rng, |place, rng| {
                cross(&dimensions[place], [&mut one[place], &mut other[place]], rng, |a, b, bounds, rng| {
                    simulated_binary_pair(a, b, bounds, eta, rng)
                });
            }),
            RealCrossover::Blend { alpha } => for_chosen(len, 1.0, rng, |place, rng| {
                cross(&dimensions[place], [&mut one[place], &mut other[place]], rng, |a, b, bounds, rng| {
                    blend_pair(a, b, bounds, alpha, rng)
                });
            }),
            RealCrossover::Uniform { rate } => uniform(one, other, rate, rng),
        }
    }

    fn mutate(&self, genome: &mut Vec<f64>, rng: &mut Stream) {
        let dimensions = self.space.dimensions();
        let len = genome.len().min(dimensions.len());
        let rate = self.mutation.rate().unwrap_or(1.0 / dimensions.len() as f64);
        for_chosen(len, rate, rng, |place, rng| {
            let (dimension, value) = (&dimensions[place], genome[place]);
            genome[place] = match self.mutation {
                _ if dimension.categories().is_some() => any_other(dimension, value, rng),
                RealMutation::Polynomial { eta, .. } => moved(dimension, value, eta, rng),
                RealMutation::Uniform { .. } if dimension.is_continuous() => dimension.from_unit(unit(rng)),
                RealMutation::Uniform { .. } => any_other(dimension, value, rng),
            };
        });
    }

    #[inline]
    fn is_same(&self, a: &Vec<f64>, b: &Vec<f64>) -> bool {
        // Without a branch at each coordinate: children have many from one parent, and where they differ cannot be guessed.
        let same = |(a, b): (&[f64], &[f64])| a.iter().zip(b).filter(|(a, b)| a != b).count() == 0;
        a.len() == b.len() && a.chunks(32).zip(b.chunks(32)).all(same)
    }

    fn contains(&self, genome: &Vec<f64>) -> bool {
        self.space.contains(genome)
    }

    /// Euclidean, between places from the low ends, 0, to the high ones, 1; different categories are at distance 1.
    fn distance(&self, a: &Vec<f64>, b: &Vec<f64>) -> f64 {
        let squares = self.space.dimensions().iter().zip(a).zip(b).map(|((dimension, a), b)| {
            let difference = if a == b {
                0.0
            } else if dimension.categories().is_some() {
                1.0
            } else {
                dimension.to_unit(*a) - dimension.to_unit(*b)
            };
            difference * difference
        });
        libm::sqrt(squares.sum())
    }
}

/// Crosses one coordinate of two genomes by its place between the bounds; a category is exchanged or not.
#[inline]
fn cross(
    dimension: &Dimension,
    [one, other]: [&mut f64; 2],
    rng: &mut Stream,
    pair: impl FnOnce(f64, f64, (f64, f64), &mut Stream) -> (f64, f64),
) {
    if one == other {
        return;
    }
    if dimension.is_linear() {
        // Operators are the same on any scale.
        (*one, *other) = pair(*one, *other, dimension.bounds(), rng);
    } else if dimension.categories().is_none() {
        let children = pair(dimension.to_unit(*one), dimension.to_unit(*other), (0.0, 1.0), rng);
        *one = dimension.from_unit(children.0);
        *other = dimension.from_unit(children.1);
    } else if rng.next_u64() & 1 == 0 {
        core::mem::swap(one, other);
    }
}

/// Any other of the whole numbers of a coordinate, if there is one.
fn any_other(dimension: &Dimension, value: f64, rng: &mut Stream) -> f64 {
    let (low, high) = dimension.bounds();
    if low == high {
        return value;
    }
    // A number from the old one on stands for its successor.
    let draw = low + below(rng, (high - low) as u64) as f64;
    if draw < value { draw } else { draw + 1.0 }
}

/// A number after its polynomial mutation.
fn moved(dimension: &Dimension, value: f64, eta: f64, rng: &mut Stream) -> f64 {
    let at = dimension.to_unit(value);
    let step = polynomial_step(at, eta, rng);
    let moved = dimension.from_unit(at + step);
    if moved != value || dimension.is_continuous() {
        return moved;
    }
    let (low, high) = dimension.bounds();
    match (value > low, value < high) {
        (true, true) => value + libm::copysign(1.0, step),
        (true, false) => value - 1.0,
        (false, true) => value + 1.0,
        (false, false) => value,
    }
}

impl Codec for RealCrossover {
    fn encode(&self, writer: &mut Writer) {
        match *self {
            Self::SimulatedBinary { eta, rate } => {
                writer.u8(0);
                (eta, rate).encode(writer);
            }
            Self::Blend { alpha } => {
                writer.u8(1);
                alpha.encode(writer);
            }
            Self::Uniform { rate } => {
                writer.u8(2);
                rate.encode(writer);
            }
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(match reader.u8()? {
            0 => Self::SimulatedBinary { eta: reader.f64()?, rate: reader.f64()? },
            1 => Self::Blend { alpha: reader.f64()? },
            2 => Self::Uniform { rate: reader.f64()? },
            other => return Err(DecodeError::field("crossover", other, "0..=2")),
        })
    }
}

impl Codec for RealMutation {
    fn encode(&self, writer: &mut Writer) {
        match *self {
            Self::Polynomial { eta, rate } => {
                writer.u8(0);
                (eta, rate).encode(writer);
            }
            Self::Uniform { rate } => {
                writer.u8(1);
                rate.encode(writer);
            }
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u8()? {
            0 => Ok(Self::Polynomial { eta: reader.f64()?, rate: Codec::decode(reader)? }),
            1 => Ok(Self::Uniform { rate: Codec::decode(reader)? }),
            other => Err(DecodeError::field("mutation", other, "0..=1")),
        }
    }
}

ansatz_core::codec!([] RealVector { space, crossover, mutation });

/// Of an index or a share: beyond it children differ from their parents by a thousandth at most, or go anywhere.
const GREATEST: f64 = 1_000.0;
