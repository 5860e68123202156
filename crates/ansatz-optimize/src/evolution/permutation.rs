//! Orders as genomes.

use alloc::{vec, vec::Vec};

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
    require_range,
};
use ansatz_random::{Stream, shuffle};

use super::{
    bit_string::MOST_GENES,
    operators::{edge_recombination, insert, invert, order, position, swap},
};
use crate::{Codec, Representation};

/// How two permutations are recombined, and so what of them means something.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Permutation, PermutationCrossover, PermutationMutation};
///
/// // A tour: it matters who is beside whom, in a circle.
/// let tour = Permutation::with_operators(50, PermutationCrossover::EdgeRecombination, PermutationMutation::Invert);
/// assert!(tour.is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum PermutationCrossover {
    /// [`order`](crate::operators::order): who comes before whom.
    #[default]
    Order,
    /// [`position`](crate::operators::position): what is where.
    Position,
    /// [`edge_recombination`](crate::operators::edge_recombination): who is beside whom, in a circle.
    EdgeRecombination,
}

/// How a permutation is mutated.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Permutation, PermutationCrossover, PermutationMutation};
///
/// // A sequence of jobs: one of them is done at another time.
/// assert!(Permutation::with_operators(50, PermutationCrossover::Order, PermutationMutation::Insert).is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum PermutationMutation {
    /// [`swap`](crate::operators::swap): two items change places.
    Swap,
    /// [`insert`](crate::operators::insert): an item moves to another place.
    Insert,
    /// [`invert`](crate::operators::invert): a segment is reversed, which in a circle changes two edges alone.
    #[default]
    Invert,
}

/// Permutations of the numbers below a length: sequences, assignments, tours.
///
/// The default operators are order crossover and inversion. The distance is the number of places that have different
/// items; with edge recombination, for which a permutation is a circle without a direction, the number of edges of one that
/// the other does not have.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{GeneticAlgorithm, Permutation};
///
/// // Around a circle: the shortest tour has the length 2 n sin(pi / n), 6.18 of ten places.
/// let place = |item: usize| (item as f64 * 0.628_318_530_717_958_6).sin_cos();
/// let length = |tour: &Vec<usize>| {
///     let legs = tour.iter().zip(tour.iter().cycle().skip(1));
///     legs.map(|(a, b)| (place(*a).0 - place(*b).0).hypot(place(*a).1 - place(*b).1)).sum::<f64>()
/// };
/// let best = GeneticAlgorithm::new(Permutation::new(10)?).minimize(5_000, 1, length)?;
/// assert!(best.value < 6.1804);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// O(n), 8 bytes for each item. A stored run that has not begun holds the length alone, up to 2^20, and takes as much memory
/// once it goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct Permutation {
    len: usize,
    crossover: PermutationCrossover,
    mutation: PermutationMutation,
}

impl Permutation {
    /// Permutations of the numbers below `len`.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `len` is 0 or above 2^20.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_optimize::Permutation::new(100).is_ok());
    /// ```
    pub fn new(len: usize) -> Result<Self, ParameterError> {
        Self::with_operators(len, PermutationCrossover::default(), PermutationMutation::default())
    }

    /// Permutations of the numbers below `len`, with operators of the caller's choice.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `len` is 0 or above 2^20.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Permutation, PermutationCrossover, PermutationMutation};
    ///
    /// let (crossover, mutation) = (PermutationCrossover::EdgeRecombination, PermutationMutation::Invert);
    /// assert!(Permutation::with_operators(100, crossover, mutation).is_ok());
    /// ```
    pub fn with_operators(
        len: usize,
        crossover: PermutationCrossover,
        mutation: PermutationMutation,
    ) -> Result<Self, ParameterError> {
        require_range("len", len, 1..=MOST_GENES)?;
        Ok(Self { len, crossover, mutation })
    }

    fn check(&self) -> Result<(), DecodeError> {
        Self::with_operators(self.len, self.crossover, self.mutation)?;
        Ok(())
    }
}

impl Representation for Permutation {
    type Genome = Vec<usize>;

    fn sample(&self, rng: &mut Stream) -> Vec<usize> {
        let mut items: Vec<usize> = (0..self.len).collect();
        shuffle(rng, &mut items);
        items
    }

    fn recombine(&self, a: &Vec<usize>, b: &Vec<usize>, rng: &mut Stream) -> (Vec<usize>, Vec<usize>) {
        match self.crossover {
            PermutationCrossover::Order => order(a, b, rng),
            PermutationCrossover::Position => position(a, b, rng),
            PermutationCrossover::EdgeRecombination => {
                let one = edge_recombination(a, b, rng);
                (one, edge_recombination(b, a, rng))
            }
        }
    }

    fn mutate(&self, genome: &mut Vec<usize>, rng: &mut Stream) {
        match self.mutation {
            PermutationMutation::Swap => swap(genome, rng),
            PermutationMutation::Insert => insert(genome, rng),
            PermutationMutation::Invert => invert(genome, rng),
        }
    }

    fn contains(&self, genome: &Vec<usize>) -> bool {
        let mut seen = vec![false; genome.len()];
        genome.len() == self.len
            && genome.iter().all(|item| seen.get_mut(*item).is_some_and(|seen| !core::mem::replace(seen, true)))
    }

    fn distance(&self, a: &Vec<usize>, b: &Vec<usize>) -> f64 {
        if self.crossover == PermutationCrossover::EdgeRecombination {
            return broken_edges(a, b) as f64;
        }
        a.iter().zip(b).filter(|(a, b)| a != b).count() as f64
    }
}

/// How many edges of `a`, as a circle, are not edges of `b`.
fn broken_edges(a: &[usize], b: &[usize]) -> usize {
    let mut neighbours = vec![(0, 0); b.len()];
    for (place, item) in b.iter().enumerate() {
        neighbours[*item] = (b[(place + b.len() - 1) % b.len()], b[(place + 1) % b.len()]);
    }
    let edges = a.iter().zip(a.iter().cycle().skip(1));
    edges.filter(|(from, to)| neighbours[**from].0 != **to && neighbours[**from].1 != **to).count()
}

impl Codec for PermutationCrossover {
    fn encode(&self, writer: &mut Writer) {
        writer.u8(match self {
            Self::Order => 0,
            Self::Position => 1,
            Self::EdgeRecombination => 2,
        });
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u8()? {
            0 => Ok(Self::Order),
            1 => Ok(Self::Position),
            2 => Ok(Self::EdgeRecombination),
            other => Err(DecodeError::field("crossover", other, "0..=2")),
        }
    }
}

impl Codec for PermutationMutation {
    fn encode(&self, writer: &mut Writer) {
        writer.u8(match self {
            Self::Swap => 0,
            Self::Insert => 1,
            Self::Invert => 2,
        });
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u8()? {
            0 => Ok(Self::Swap),
            1 => Ok(Self::Insert),
            2 => Ok(Self::Invert),
            other => Err(DecodeError::field("mutation", other, "0..=2")),
        }
    }
}

ansatz_core::codec!([] Permutation { len, crossover, mutation });
