//! Laws over random sequences.

mod engine;
mod lshade;
mod space;
