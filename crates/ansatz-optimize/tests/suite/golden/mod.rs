//! Runs as they always were.

mod lshade;
