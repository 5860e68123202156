//! Machines and their surroundings, every state that can be reached.

mod migration;
