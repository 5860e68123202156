//! Arms whose rewards change in the course of time.

mod discounted_ucb;
mod fading;
mod optimism;
mod sliding_window_ucb;
mod window;

pub use discounted_ucb::{DiscountedUcb, DiscountedUcbRule};
pub use sliding_window_ucb::{SlidingWindowUcb, SlidingWindowUcbRule};
