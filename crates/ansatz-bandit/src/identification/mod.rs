//! Which arm is the best, at the least cost of finding out.

mod top_two;

pub use top_two::{TopTwo, TopTwoThompson};
