//! Vectors from each function's reference, and the encodings that docs/formats.md states.

mod encodings;
mod murmur3;
mod redis;
mod siphash;
mod xxhash;
