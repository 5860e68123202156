//! Joint states of two systems, and what tells them from shared randomness.

mod bell;
mod chsh;
mod direction;
#[cfg(feature = "serde")]
mod form;
mod measurement;
mod schmidt;
mod state;
mod svd;

pub use bell::Bell;
pub use chsh::ChshSettings;
pub use direction::Direction;
pub use schmidt::Schmidt;
pub use state::{BipartiteState, Side};
