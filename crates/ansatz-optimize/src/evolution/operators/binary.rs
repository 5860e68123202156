//! Operators on genomes of a fixed length, whatever their genes are, and on bits.

use ansatz_random::{below, rand_core::Rng};

use crate::chosen::for_chosen;

/// One-point crossover, in place: the genomes exchange all genes from a point on.
///
/// The point is one of the places between genes, so that both children have genes of both parents. Genes beyond the
/// shorter genome stay.
///
/// J. H. Holland, *Adaptation in Natural and Artificial Systems*, University of Michigan Press (1975).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::one_point;
/// use ansatz_random::Stream;
///
/// let (mut one, mut other) = ([0; 4], [1; 4]);
/// one_point(&mut one, &mut other, &mut Stream::new(1, 0));
/// assert!(one.is_sorted() && other.is_sorted_by(|a, b| a >= b) && (one[0], one[3]) == (0, 1));
/// ```
///
/// # Complexity
///
/// O(length).
pub fn one_point<T, R: Rng + ?Sized>(one: &mut [T], other: &mut [T], rng: &mut R) {
    let len = one.len().min(other.len());
    if len > 1 {
        let cut = 1 + below(rng, len as u64 - 1) as usize;
        one[cut..len].swap_with_slice(&mut other[cut..len]);
    }
}

/// Two-point crossover, in place: the genomes exchange the genes between two points.
///
/// A genome is taken as a circle that is cut at two places. Genes beyond the shorter genome stay.
///
/// K. A. De Jong, *An Analysis of the Behavior of a Class of Genetic Adaptive Systems*, University of Michigan (1975).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::two_point;
/// use ansatz_random::Stream;
///
/// let (mut one, mut other) = ([0; 9], [1; 9]);
/// two_point(&mut one, &mut other, &mut Stream::new(1, 0));
/// assert!(one != [0; 9] && one.iter().zip(&other).all(|(a, b)| a + b == 1));
/// assert!(one.windows(2).filter(|pair| pair[0] != pair[1]).count() <= 2);
/// ```
///
/// # Complexity
///
/// O(length).
pub fn two_point<T, R: Rng + ?Sized>(one: &mut [T], other: &mut [T], rng: &mut R) {
    let len = one.len().min(other.len());
    if len > 1 {
        // Segments with the last gene are left out: to exchange one is to exchange the rest, and the children.
        let (from, to) = two_below(len as u64, rng);
        one[from..to].swap_with_slice(&mut other[from..to]);
    }
}

/// Uniform crossover, in place: each gene is exchanged with probability `rate`, a half being usual.
///
/// G. Syswerda, *Uniform crossover in genetic algorithms*, ICGA 3 (1989).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::uniform;
/// use ansatz_random::Stream;
///
/// let (mut one, mut other) = (vec![false; 100], vec![true; 100]);
/// uniform(&mut one, &mut other, 0.5, &mut Stream::new(1, 0));
/// assert!((30..70).contains(&one.iter().filter(|bit| **bit).count()));
/// assert!(one.iter().zip(&other).all(|(a, b)| a != b));
/// ```
///
/// # Complexity
///
/// O(length).
pub fn uniform<T, R: Rng + ?Sized>(one: &mut [T], other: &mut [T], rate: f64, rng: &mut R) {
    for_chosen(one.len().min(other.len()), rate, rng, |place, _| {
        core::mem::swap(&mut one[place], &mut other[place]);
    });
}

/// Flips each bit with probability `rate`, one in the length being usual.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::flip;
/// use ansatz_random::Stream;
///
/// let mut bits = vec![false; 1_000];
/// flip(&mut bits, 0.01, &mut Stream::new(1, 0));
/// assert!((1..30).contains(&bits.iter().filter(|bit| **bit).count()));
/// ```
///
/// # Complexity
///
/// O(flips) for a small rate, O(length) at most.
pub fn flip<R: Rng + ?Sized>(bits: &mut [bool], rate: f64, rng: &mut R) {
    for_chosen(bits.len(), rate, rng, |place, _| bits[place] = !bits[place]);
}

/// Two different numbers below `count`, which is 2 or more, the lower one first.
pub(super) fn two_below<R: Rng + ?Sized>(count: u64, rng: &mut R) -> (usize, usize) {
    let one = below(rng, count);
    // Any of the others: a number beyond the first one stands for its successor.
    let draw = below(rng, count - 1);
    let other = draw + u64::from(draw >= one);
    (one.min(other) as usize, one.max(other) as usize)
}
