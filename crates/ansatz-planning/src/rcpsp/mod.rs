//! When does each activity start, if they share what is scarce? Resource-constrained project scheduling.
//!
//! ```
//! use ansatz_planning::rcpsp::{Activity, GeneticScheduler, Precedence, Project};
//!
//! // Days and people; three people are there.
//! let activities = [Activity::new(4, [2]), Activity::new(3, [2]), Activity::new(2, [1]), Activity::new(5, [1])];
//! let project = Project::new(&[3], &activities, &[Precedence::new(0, 2), Precedence::new(1, 3)])?;
//! let mut search = GeneticScheduler::new(&project, 42);
//! while search.step(100) && search.steps_taken() < 1_000 {}
//! assert_eq!(search.best().makespan(), 9);
//! search.best().validate(&project)?;
//! # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
//! ```
//!
//! | you want | use |
//! |---|---|
//! | a schedule at once | [`serial`] or [`parallel`] with [`PriorityRule::LatestFinish`] |
//! | a shorter one, from one that is there | [`justify`] |
//! | the shortest that can be found in the time you have | [`GeneticScheduler`] |
//! | to know how far from the shortest it may be | [`lower_bound`], [`Schedule::gap`] |
//! | to check a schedule from elsewhere | [`Schedule::new`], [`Schedule::validate`] |

mod bounds;
mod crossover;
mod error;
mod generation;
mod genetic;
mod justification;
mod priority;
mod profile;
mod project;
mod schedule;

pub use bounds::lower_bound;
pub use error::ProjectError;
pub use generation::{parallel, serial};
pub use genetic::GeneticScheduler;
pub use justification::justify;
pub use priority::PriorityRule;
pub use project::{Activity, Direction, Precedence, Project};
pub use schedule::Schedule;
