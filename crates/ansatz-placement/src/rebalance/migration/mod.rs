//! The migration of one part while it is in use.

mod bytes;
mod guard;
mod machine;
mod step;

pub use guard::{Guard, Role};
pub use machine::{Access, Migration, MigrationConfig, MigrationInput, MigrationOutput};
pub use step::{Command, Side, Step, Task, Writes};
