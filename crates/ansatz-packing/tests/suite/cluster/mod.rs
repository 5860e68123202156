//! Pods on nodes, against a checker that shares nothing with the placer.

mod checker;
mod consolidation;
mod gangs;
mod generator;
mod genetic;
mod large;
mod laws;
mod planted;
mod preemption;
mod rebalancing;
