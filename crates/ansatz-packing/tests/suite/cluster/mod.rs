//! Pods on nodes, against a checker that shares nothing with the placer.

mod checker;
mod consolidation;
mod errors;
mod filters;
mod gangs;
mod generator;
mod genetic;
mod hostile;
mod large;
mod laws;
mod openb;
mod placing;
mod planted;
mod preemption;
mod rebalancing;
mod scores;
mod trace;
