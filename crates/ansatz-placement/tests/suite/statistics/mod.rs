//! Balance and movement, held to theory.

mod rendezvous;
