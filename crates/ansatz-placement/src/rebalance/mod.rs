//! Rebalancing: what moves when the fleet changes, in which order, and how one part moves while it is in use.

mod assign;
mod balance;
mod error;
mod execution;
mod layout;
mod migration;
mod plan;
mod refine;
mod ring_layout;
mod rounds;
mod space;

pub use balance::Balance;
pub use error::RebalanceError;
pub use execution::{Execution, MoveState};
pub use layout::Layout;
pub use migration::{
    Access, Command, Guard, Migration, MigrationConfig, MigrationInput, MigrationOutput, Role, Side, Step, Task, Writes,
};
pub use plan::{Move, Plan, Report, Verdict};
pub use space::Part;
