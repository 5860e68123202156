//! Balance and movement, held to theory.

mod multi_probe;
mod rendezvous;
mod ring;
mod tables;
