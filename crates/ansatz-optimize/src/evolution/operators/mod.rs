//! The operators of evolution, as functions to build a [`Representation`](crate::Representation) of one's own from.
//!
//! | genome | crossover | mutation |
//! |---|---|---|
//! | real numbers | [`simulated_binary`], [`blend`], [`uniform`] | [`polynomial`], [`redraw`] |
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

pub use binary::{flip, one_point, two_point, uniform};
pub use grouping::{UNASSIGNED, eliminate_groups, inject_groups, renumber_groups};
pub use permutation::{edge_recombination, insert, invert, order, position, swap};
pub use real::{blend, polynomial, redraw, simulated_binary};
pub(super) use real::{blend_pair, polynomial_step, simulated_binary_pair};
