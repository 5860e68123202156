//! Many spin systems of one model side by side: in lane `l` of each vector lies system `l`.
//!
//! A site of all systems is visited at once, so that one walk over its neighbours serves them all, in vectors. Lanes may be
//! reads of an annealer, temperatures of parallel tempering or slices of a path integral.

mod couplings;
mod number;
mod numbers;
mod oscillators;
mod path;
mod spins;
mod threshold;

pub(crate) use couplings::Couplings;
pub(crate) use number::Number;
pub(crate) use numbers::{Numbers, map, with};
pub(crate) use oscillators::{Motion, Oscillators};
pub(crate) use path::Path;
pub(crate) use spins::Spins;
pub(crate) use threshold::logarithm;
