//! Policies for arms that stay as they are.

mod bounds;
mod decisions;
mod indices;
mod laws;
mod screening;
pub(crate) mod thompson;
