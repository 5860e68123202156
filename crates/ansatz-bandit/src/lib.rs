//! Which arm to pull next, whether the new variant is better, and what another policy would have earned?

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod adversarial;
mod argmax;
mod contextual;
mod drifting;
mod engine;
mod error;
pub mod evaluation;
#[allow(dead_code)]
mod evidence;
pub mod experiments;
mod identification;
mod posterior;
mod reward;
mod shareable;
pub mod simulation;
mod stochastic;

pub use adversarial::{Exp3, Exp3Ix, Exp3IxRule, Exp3Rule};
pub use contextual::{ConfidenceRadius, LinTs, LinTsRule, LinUcb, LinUcbRule, ModelRule, Prediction, WeightPrior};
pub use drifting::{
    DiscountedThompson, DiscountedThompsonRule, DiscountedUcb, DiscountedUcbRule, SlidingWindowThompson,
    SlidingWindowThompsonRule, SlidingWindowUcb, SlidingWindowUcbRule,
};
pub use engine::{Bandit, Chance, Decision, Features, Lesson, LoggedDecision, Note, Policy, Propensity, Rule, Ticket};
pub use error::BanditError;
pub use identification::{SuccessiveElimination, SuccessiveEliminationRule, TopTwo, TopTwoThompson};
pub use posterior::{BetaBernoulli, GammaPoisson, Gaussian, NormalInverseGamma, Posterior};
pub use stochastic::{
    EpsilonGreedy, EpsilonGreedyRule, ExploreThenCommit, ExploreThenCommitRule, Index, IndexRule, KlUcb, KlUcbRule,
    Known, Moss, MossIndex, PosteriorSampling, Thompson, Ucb1, Ucb1Index, UcbV, UcbVIndex,
};
