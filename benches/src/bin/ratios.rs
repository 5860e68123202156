//! Prints how each peer compares with ours, from Criterion's results.

fn main() {}
