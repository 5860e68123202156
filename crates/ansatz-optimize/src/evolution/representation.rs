//! What a genome is, and how it is varied.

use ansatz_random::Stream;

/// A kind of genome: how one is drawn, how two are recombined, how one is mutated.
///
/// This is all that evolution needs to know of a problem. Ready-made representations carry their operators as settings; one
/// of your own combines the functions of [`operators`](crate::operators) with its own, or has nothing in common with them.
/// With [`Codec`](crate::Codec) for it and for its genome, runs can be stored.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::Representation;
/// use ansatz_random::{Stream, below};
///
/// /// Bytes, varied one at a time.
/// struct Bytes;
///
/// impl Representation for Bytes {
///     type Genome = [u8; 4];
///
///     fn sample(&self, rng: &mut Stream) -> [u8; 4] {
///         [0; 4].map(|_| below(rng, 256) as u8)
///     }
///
///     fn recombine(&self, a: &[u8; 4], b: &[u8; 4], rng: &mut Stream) -> ([u8; 4], [u8; 4]) {
///         let cut = below(rng, 5) as usize;
///         let (mut one, mut other) = (*a, *b);
///         one[cut..].swap_with_slice(&mut other[cut..]);
///         (one, other)
///     }
///
///     fn mutate(&self, genome: &mut [u8; 4], rng: &mut Stream) {
///         genome[below(rng, 4) as usize] = below(rng, 256) as u8;
///     }
/// }
/// ```
pub trait Representation {
    /// What is varied, and evaluated on any thread.
    type Genome: Clone + Sync;

    /// A genome at random, for the first population.
    fn sample(&self, rng: &mut Stream) -> Self::Genome;

    /// Two children of two parents.
    fn recombine(&self, a: &Self::Genome, b: &Self::Genome, rng: &mut Stream) -> (Self::Genome, Self::Genome);

    /// [`recombine`](Self::recombine) with the children in the place of two genomes that are of no use any more.
    ///
    /// Without an implementation it does just that. One that writes over the old genomes saves two allocations.
    fn recombine_into(&self, [a, b]: [&Self::Genome; 2], children: [&mut Self::Genome; 2], rng: &mut Stream) {
        let [one, other] = children;
        (*one, *other) = self.recombine(a, b, rng);
    }

    /// Changes a genome a little.
    fn mutate(&self, genome: &mut Self::Genome, rng: &mut Stream);

    /// How far two genomes are from each other, where diversity is to be kept; 0 for equal ones.
    ///
    /// Without an implementation all genomes are taken to be equally far.
    fn distance(&self, a: &Self::Genome, b: &Self::Genome) -> f64 {
        let _ = (a, b);
        1.0
    }

    /// Whether two genomes are equal: at distance 0. One that needs no distance for it is faster.
    fn is_same(&self, a: &Self::Genome, b: &Self::Genome) -> bool {
        self.distance(a, b) == 0.0
    }

    /// Whether this is a genome of the representation: what is read from bytes must be, so that everything else may rely
    /// on it.
    ///
    /// Without an implementation everything is: right where the genome's own [`Codec`](crate::Codec) says it all.
    fn contains(&self, genome: &Self::Genome) -> bool {
        let _ = genome;
        true
    }
}
