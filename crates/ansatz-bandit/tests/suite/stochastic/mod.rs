//! Policies for arms that stay as they are.

mod bounds;
mod decisions;
mod indices;
mod laws;
pub(crate) mod thompson;
mod screening;
mod thompson;
