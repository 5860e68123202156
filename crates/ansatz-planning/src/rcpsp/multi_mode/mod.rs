//! Which way is each task done, if there are several? Multi-mode scheduling.
//!
//! ```
//! use ansatz_planning::{
//!     LinkKind::FinishToStart,
//!     Network,
//!     rcpsp::multi_mode::{Mode, MultiModeProject, MultiModeScheduler, Resources},
//! };
//!
//! // A wall by one mason in six days, or by two in three for 500 more; then a roof. There are 700 to spend.
//! let mut network = Network::new();
//! let [wall, roof] = [0, 0].map(|days| network.add_task(days));
//! network.link(wall, roof, FinishToStart, 0)?;
//! let modes = [
//!     vec![Mode::new(6, [1], [100]), Mode::new(3, [2], [600])],
//!     vec![Mode::new(4, [2], [100]), Mode::new(2, [2], [400])],
//! ];
//! let resources = Resources::new([2], [700]);
//! let project = MultiModeProject::new(&network, &resources, &modes)?;
//! let mut search = MultiModeScheduler::new(&project, 1_000, 42)?;
//! while search.step(100) {}
//! let best = search.best().ok_or("nothing that can be paid")?;
//! // Two masons for the wall leave no money for a faster roof, and that is the shortest.
//! assert_eq!((best.modes(), best.schedule().makespan()), (&[1, 0][..], 7));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Renewable resources are there again when a task has finished: people, machines. Nonrenewable ones are spent: money,
//! material.

mod project;
mod schedule;
mod search;
mod variation;

pub use project::{Mode, MultiModeProject, Resources};
pub use schedule::MultiModeSchedule;
pub use search::MultiModeScheduler;
