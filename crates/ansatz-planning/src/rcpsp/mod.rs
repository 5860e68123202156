//! When does each task start, if they share what is scarce? Resource-constrained project scheduling.
//!
//! ```
//! use ansatz_planning::{LinkKind::FinishToStart, Network, rcpsp::{GeneticScheduler, Project}};
//!
//! let mut network = Network::new();
//! let [frame, pipes, roof, floor] = [4, 3, 2, 5].map(|days| network.add_task(days));
//! network.link(frame, roof, FinishToStart, 0)?;
//! network.link(pipes, floor, FinishToStart, 0)?;
//! // Three people are there; the frame and the pipes take two of them each.
//! let project = Project::new(&network, &[3], &[[2], [2], [1], [1]])?;
//! let mut search = GeneticScheduler::new(&project, 1_000, 42)?;
//! while search.step(100) {}
//! assert_eq!(search.best().makespan(), 9);
//! search.best().validate(&project)?;
//! # Ok::<(), ansatz_planning::PlanningError>(())
//! ```
//!
//! | you want | use |
//! |---|---|
//! | a schedule at once | [`serial`] or [`parallel`] with [`PriorityRule::LatestFinish`] |
//! | a shorter one, from one that is there | [`justify`] |
//! | the shortest that can be found in the time you have | [`GeneticScheduler`] |
//! | what is used to be level, within the float | [`Levelling`] |
//! | to know how far from the shortest it may be | [`lower_bound`], [`Schedule::gap`] |
//! | the shortest, where tasks can be done in several ways | [`multi_mode`] |
//! | to check a schedule from elsewhere | [`Schedule::new`], [`Schedule::validate`] |

mod bounds;
mod crossover;
mod eligible;
mod generation;
mod genetic;
mod justification;
mod levelling;
pub mod multi_mode;
mod parallel;
mod priority;
mod profile;
mod project;
mod refutation;
mod schedule;

pub use bounds::lower_bound;
pub use generation::serial;
pub use genetic::GeneticScheduler;
pub use justification::justify;
pub use levelling::{Levelling, LevellingConfig, LevellingObjective};
pub use parallel::parallel;
pub use priority::PriorityRule;
pub use project::{Direction, Project};
pub use schedule::Schedule;
