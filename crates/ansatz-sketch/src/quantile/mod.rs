//! How are the values distributed?

mod tdigest;

pub use tdigest::TDigest;
