//! Bytes that no writer wrote.

mod engine;
mod lshade;
