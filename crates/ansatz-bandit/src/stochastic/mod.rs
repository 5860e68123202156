//! Arms whose rewards come from one distribution each, as long as they are there.

mod thompson;
mod ucb1;

pub use thompson::{PosteriorSampling, Thompson};
pub use ucb1::{Ucb1, Ucb1Rule};
