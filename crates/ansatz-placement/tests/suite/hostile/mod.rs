//! Bytes from outside.

mod anchor;
