//! Correlated models.

mod chsh;
mod discrete;
mod gaussian;
#[cfg(feature = "serde")]
mod stored;
