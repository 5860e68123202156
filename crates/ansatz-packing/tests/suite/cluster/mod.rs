//! Pods on nodes, against a checker that shares nothing with the placer.

mod checker;
mod generator;
mod planted;
