//! Beside an exact oracle.

mod tdigest;
