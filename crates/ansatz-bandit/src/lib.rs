//! Which arm to pull next, whether the new variant is better, and what another policy would have earned?

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod adversarial;
mod contextual;
mod drifting;
mod engine;
mod error;
pub mod evaluation;
#[allow(dead_code)]
mod evidence;
pub mod experiments;
mod identification;
mod reward;
mod shareable;
pub mod simulation;
mod stochastic;

pub use engine::{Bandit, Chance, Decision, Features, Lesson, LoggedDecision, Note, Policy, Propensity, Rule, Ticket};
pub use error::BanditError;
pub use stochastic::{Ucb1, Ucb1Rule};
