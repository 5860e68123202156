//! Correlated state across services: what is observed of one says something of its partners.

mod cholesky;
mod conditional;
mod discrete;
mod elimination;
#[cfg(feature = "serde")]
mod form;
mod gaussian;
mod marginal;
mod observation;
mod table;

pub use discrete::DiscreteCorrelated;
pub use gaussian::Correlated;
