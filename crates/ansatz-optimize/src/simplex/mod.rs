//! A simplex that walks downhill.

mod nelder_mead;

pub use nelder_mead::{NelderMead, NelderMeadConfig};
