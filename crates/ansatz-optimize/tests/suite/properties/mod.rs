//! Laws over random sequences.

mod engine;
mod genetic;
mod lshade;
mod operators;
mod space;

pub(crate) use genetic::FirstFit;
