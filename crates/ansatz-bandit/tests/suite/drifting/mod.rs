//! Discounted and sliding-window algorithms.

mod decisions;
mod hostile;
mod regret;
