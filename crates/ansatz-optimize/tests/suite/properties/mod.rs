//! Laws over random sequences.

mod engine;
mod space;
