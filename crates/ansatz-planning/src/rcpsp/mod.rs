//! Resource-constrained project scheduling.

mod bounds;
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
