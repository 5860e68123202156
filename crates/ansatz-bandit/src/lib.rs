//! Which arm to pull next, whether the new variant is better, and what another policy would have earned?
//!
//! ```
//! use ansatz_bandit::Thompson;
//! use ansatz_random::Stream;
//!
//! let mut rng = Stream::new(42, 0);
//! let mut arms = Thompson::new(3)?;
//! let pays = [0.1, 0.3, 0.8];
//! for _ in 0..500 {
//!     let choice = arms.select(&mut rng); // Decision { arm, ticket }
//!     let reward = f64::from(u8::from(ansatz_random::unit(&mut rng) < pays[choice.arm]));
//!     arms.observe(choice.ticket, reward)?; // at once, late, in any order, or never
//! }
//! assert_eq!(arms.select(&mut rng).arm, 2);
//! # Ok::<(), ansatz_bandit::BanditError>(())
//! ```
//!
//! The loop goes on from there: [`select_logged`](Bandit::select_logged) returns the probability of its decision, the log of
//! such decisions says what another policy would have earned ([`evaluation`]), an experiment between two of them may be
//! watched at any time ([`experiments`]), and all of them can be tried before they meet a user ([`simulation`]).
//!
//! # Which one should I use
//!
//! | question | use |
//! |---|---|
//! | which arm, with rewards of yes and no, or from 0 to 1 | [`Thompson::new`](Thompson), or [`KlUcb::bernoulli`](KlUcb) where nothing may be left to chance |
//! | the same with measured amounts, or counts | [`Thompson::with_prior`](Thompson) of a [`Gaussian`], [`NormalInverseGamma`] or [`GammaPoisson`] |
//! | the same with 10,000 arms and no time | [`Ucb1`], [`UcbV`] where rewards vary little, [`Moss`] |
//! | the same, in a way that anybody can follow | [`EpsilonGreedy`], [`ExploreThenCommit`] |
//! | which arm is the best, to stop then | [`TopTwoThompson`], [`SuccessiveElimination`] |
//! | rewards that change in the course of time | [`DiscountedThompson`], [`SlidingWindowThompson`], [`DiscountedUcb`], [`SlidingWindowUcb`] |
//! | rewards that somebody chooses against me | [`Exp3Ix`], [`Exp3`] |
//! | the best arm depends on features of what is decided | [`LinUcb`], [`LinTs`]; with rewards of yes and no [`LogisticThompson`] |
//! | is the new variant better, and may I look every day | [`experiments::ProportionTest`] for yes and no, [`experiments::RandomizedDifference`] for amounts within bounds, [`experiments::MixtureSprt`] or [`experiments::AsymptoticDifference`] for others |
//! | the same with a few looks that are planned | [`experiments::GroupSequential`] |
//! | how many users does the test need | [`experiments::TestDesign`] |
//! | were the users split as planned, and can their past make the test sharper | [`experiments::sample_ratio_mismatch`], [`experiments::Cuped`] |
//! | which variant is the best, and what would a wrong choice cost | [`experiments::compare_conversions`], [`experiments::compare_means`] |
//! | which of many metrics have really moved | [`experiments::benjamini_hochberg`] |
//! | which of many hypotheses is true, evidence by evidence | [`experiments::Hypotheses`] |
//! | what would another policy have earned | [`evaluation::OffPolicy`], from a log with propensities; [`evaluation::Replay`] |
//! | how much does a policy lose before it has learnt | [`simulation::Simulation`] |
//!
//! # Guarantees
//!
//! * Rewards come by ticket, in any order: counts end up equal, and sums up to rounding. A ticket counts once; late ones,
//!   foreign ones, as far as their number and arm tell, and rewards that cannot be are errors that change nothing.
//! * Arms come and go, and keep their numbers. Replicas merge as if all rewards had come to one of them: whole numbers
//!   exactly, others to 1e-12.
//! * A propensity says whether it is exact or estimated, and with which error.
//! * A policy is stored as bytes at any moment, and goes on to the same bit.
//! * Each algorithm's page has its bound with the constant, and a test that holds it to that.
//!
//! # What it is not for
//!
//! Decisions whose reward depends on earlier ones: that is reinforcement learning.
//!
//! # Features
//!
//! * `std` (default): links the standard library. Without it the crate is `no_std` with `alloc`; nothing else changes.
//! * `rayon`: simulated runs on all threads, with the same result on any number of them.
//! * `serde`: `Serialize` and `Deserialize` for policies, tickets and watched tests, over their bytes.
//!
//! # References
//!
//! Each page names its paper. For all of them: T. Lattimore and C. Szepesvari, *Bandit Algorithms*, Cambridge, 2020.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod adversarial;
mod argmax;
mod contextual;
mod drifting;
mod engine;
mod error;
pub mod evaluation;
mod evidence;
pub mod experiments;
mod identification;
mod posterior;
mod reward;
mod shareable;
pub mod simulation;
mod stochastic;
mod student;

pub use adversarial::{Exp3, Exp3Ix, Exp3IxRule, Exp3Rule};
pub use contextual::{
    ConfidenceRadius, LinTs, LinTsRule, LinUcb, LinUcbRule, LogisticThompson, LogisticThompsonRule, ModelRule,
    Prediction, WeightPrior,
};
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
