//! Balance and movement, held to theory.

mod rendezvous;
mod rings;
mod tables;
