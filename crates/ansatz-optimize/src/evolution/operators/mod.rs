//! The operators of evolution, as functions to build a [`Representation`](crate::Representation) of one's own from.
//!
//! | genome | crossover | mutation |
//! |---|---|---|
//! | real numbers | [`simulated_binary`], [`blend`] | [`polynomial`] |
//! | anything of a fixed length, bits among it | [`one_point`], [`two_point`], [`uniform`] | [`flip`] |
//! | permutations | [`order`], [`position`], [`edge_recombination`] | [`swap`], [`insert`], [`invert`] |
//! | items in groups | [`inject_groups`] | [`eliminate_groups`] |
//!
//! A crossover of genomes of a fixed length works in place: it turns two copies of the parents into the children.
//!
//! # Examples
//!
//! ```
//! use ansatz_optimize::operators::{swap, uniform};
//! use ansatz_random::Stream;
//!
//! let (mut one, mut other, mut rng) = (['a'; 8], ['b'; 8], Stream::new(1, 0));
//! uniform(&mut one, &mut other, 0.5, &mut rng);
//! swap(&mut one, &mut rng);
//! assert!(one.iter().chain(&other).filter(|gene| **gene == 'a').count() == 8);
//! ```

mod binary;
mod grouping;
mod permutation;
mod real;

use ansatz_random::{rand_core::Rng, unit};
pub use binary::{flip, one_point, two_point, uniform};
pub use grouping::{UNASSIGNED, eliminate_groups, inject_groups, renumber_groups};
pub use permutation::{edge_recombination, insert, invert, order, position, swap};
pub use real::{blend, polynomial, simulated_binary};
pub(super) use real::{blend_pair, polynomial_step, simulated_binary_pair};

/// Calls `act` for each place below `len` that is chosen with this probability, independently of the others.
#[inline]
pub(super) fn for_chosen<R: Rng + ?Sized>(len: usize, rate: f64, rng: &mut R, mut act: impl FnMut(usize, &mut R)) {
    if rate >= FEW {
        for place in 0..len {
            if unit(rng) < rate {
                act(place, rng);
            }
        }
    } else if rate > 0.0 {
        // The gaps between chosen places are geometric, so that what is left out costs nothing.
        let scale = 1.0 / libm::log1p(-rate);
        let mut place = 0.0;
        loop {
            place += libm::floor(libm::log(1.0 - unit(rng)) * scale);
            if place >= len as f64 {
                return;
            }
            act(place as usize, rng);
            place += 1.0;
        }
    }
}

/// Below this rate a logarithm for each chosen place is cheaper than a draw for each place: it takes as long as some ten.
const FEW: f64 = 0.1;
