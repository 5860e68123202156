//! Runs as they always were.

mod genetic;
mod lshade;
