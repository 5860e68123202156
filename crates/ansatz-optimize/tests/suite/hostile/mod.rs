//! Bytes that no writer wrote.

mod engine;
mod genetic;
mod lshade;
