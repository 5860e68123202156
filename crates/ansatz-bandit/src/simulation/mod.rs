//! Environments to try a policy in, and what it loses there.
//!
//! A [`Simulation`] plays a [`Policy`](crate::Policy) in an [`Environment`], many times, and says what it loses beside the
//! best arm: its regret.
//!
//! ```
//! use ansatz_bandit::{Ucb1, simulation::{Bernoulli, Simulation}};
//!
//! let environment = Bernoulli::new(&[0.9, 0.8])?;
//! let curve = Simulation::new(10_000, 100)?.regret(&environment, 1, |_run| Ucb1::new(2))?;
//! let last = curve.last();
//! assert_eq!(last.round, 10_000);
//! assert!(last.estimate().lower > 50.0 && last.estimate().upper < 120.0);
//! # Ok::<(), ansatz_bandit::BanditError>(())
//! ```
//!
//! # Which one should I use
//!
//! | rewards | environment |
//! |---|---|
//! | are 0 or 1, each arm with a probability of its own | [`Bernoulli`] |
//! | are normal | [`Gaussian`] |
//! | depend on features of the round | [`Contextual`] |
//! | have means that change, at once or little by little | [`Drifting`] |
//! | come from somebody who wants the policy to lose | [`Adversarial`], [`StochasticallyConstrained`] |
//! | come late, or never | any of these in [`Delayed`] |
//! | are your own | a type that implements [`Environment`] |
//!
//! # Regret
//!
//! What is added up is the pseudo-regret: the mean reward of the best arm in this round, less that of the arm that was
//! pulled. Its expectation is that of the regret, and chance in the rewards does not blur it. In a drifting environment
//! the best arm is that of the moment; an adversary is measured by the arm that is best in the long run.

mod adversarial;
mod bernoulli;
mod constrained;
mod contextual;
mod curve;
mod delayed;
mod drifting;
mod environment;
mod gaussian;
mod means;
mod run;

pub use adversarial::Adversarial;
pub use bernoulli::Bernoulli;
pub use constrained::StochasticallyConstrained;
pub use contextual::Contextual;
pub use curve::{RegretCurve, RegretPoint};
pub use delayed::Delayed;
pub use drifting::Drifting;
pub use environment::Environment;
pub use gaussian::Gaussian;
pub use run::Simulation;
