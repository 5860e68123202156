//! Arms whose rewards depend on what is to be decided.

mod cholesky;
mod lin_ucb;
mod moments;
mod prior;
mod ridge;
mod triangle;

pub use lin_ucb::{LinUcb, LinUcbRule};
