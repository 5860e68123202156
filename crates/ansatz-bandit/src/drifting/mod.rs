//! Arms whose rewards change in the course of time.

mod discounted_thompson;
mod discounted_ucb;
mod fading;
mod optimism;
mod sampling;
mod sliding_window_thompson;
mod sliding_window_ucb;
mod window;

pub use discounted_thompson::{DiscountedThompson, DiscountedThompsonRule};
pub use discounted_ucb::{DiscountedUcb, DiscountedUcbRule};
pub use sliding_window_thompson::{SlidingWindowThompson, SlidingWindowThompsonRule};
pub use sliding_window_ucb::{SlidingWindowUcb, SlidingWindowUcbRule};
