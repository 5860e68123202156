//! Bytes that no writer wrote.

mod engine;
