//! Pods on nodes, against a checker that shares nothing with the placer.

mod checker;
mod consolidation;
mod generator;
mod planted;
mod rebalancing;
