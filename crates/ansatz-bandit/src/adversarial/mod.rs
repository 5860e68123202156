//! Arms whose rewards somebody chooses who knows the algorithm.

mod exp3;
mod exp3_ix;
mod shares;

pub use exp3::{Exp3, Exp3Rule};
pub use exp3_ix::{Exp3Ix, Exp3IxRule};

/// More than a sum of estimates can come to: 2^64 rounds at 2^24 arms and the least rate make 3.1e39.
const MOST: f64 = 1e50;

/// The least rate of exploring or learning: that of 2^64 rounds is 3e-13.
const LEAST: f64 = 1e-13;
