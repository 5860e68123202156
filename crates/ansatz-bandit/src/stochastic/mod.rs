//! Arms whose rewards come from one distribution each, as long as they are there.

mod ucb1;

pub use ucb1::{Ucb1, Ucb1Rule};
