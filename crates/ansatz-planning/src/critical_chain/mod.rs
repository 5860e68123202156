//! Which tasks decide the finish if links and scarce resources are both counted, and where is time to be kept in reserve?
//! Critical chain scheduling and buffer management.
//!
//! ```
//! use ansatz_planning::{LinkKind::FinishToStart, Network};
//! use ansatz_planning::critical_chain::{BufferSizing, CriticalChain, FeverChart, Zone};
//! use ansatz_planning::rcpsp::{Direction, PriorityRule, Project, serial};
//!
//! // Durations that are kept half of the time; two people, of whom the frame and the pipes take one each, the roof both.
//! let mut network = Network::new();
//! let [frame, pipes, roof] = [4, 2, 3].map(|days| network.add_task(days));
//! network.link(frame, roof, FinishToStart, 0)?;
//! let project = Project::new(&network, &[2], &[[1], [1], [2]])?;
//! let schedule = serial(&project, PriorityRule::LatestFinish, Direction::Forward);
//! let chain = CriticalChain::new(&project, &schedule)?;
//! assert_eq!((chain.tasks(), chain.length()), (&[frame, roof][..], 7));
//!
//! // Durations that are nearly always kept.
//! let plan = chain.buffered(&[8, 4, 6], BufferSizing::CutAndPaste)?;
//! // The roof takes over from the pipes: they are to be done a day before.
//! assert_eq!(plan.feeding_buffers()[0].size(), 1);
//! assert_eq!(plan.schedule().starts(), [0, 1, 4]);
//! // Half of the 7 days that have been cut.
//! assert_eq!((plan.project_buffer().start(), plan.promise()), (7, 11));
//!
//! // After five days the frame still takes two.
//! let status = plan.project_status(5, &[2, 0, 3])?;
//! assert_eq!((status.used(), status.zone(&FeverChart::default())), (3, Zone::Red));
//! # Ok::<(), ansatz_planning::PlanningError>(())
//! ```
//!
//! # How it goes
//!
//! 1. Tasks get durations that are kept half of the time; a schedule of these is found, see [`rcpsp`](crate::rcpsp).
//! 2. [`CriticalChain`] is its longest path, through links and through resources that are handed over.
//! 3. Of the time that has been cut off the tasks, a part comes back as buffers: one after the chain, and one wherever
//!    another path meets the chain or ends with the project. All tasks start as late as these allow ([`BufferedPlan`]).
//! 4. On the way, the share of the chain that is done is held against the share of the buffer that is used up
//!    ([`BufferStatus`], [`FeverChart`]).
//!
//! # What it does not do
//!
//! W. Herroelen and R. Leus have looked at the method by experiment and warn of more than its books do:
//!
//! * The critical chain is that of one schedule, and seldom the only one. Another schedule that is as short has another
//!   chain, and a bad schedule a chain that is too long: find a good one first, and look at several.
//! * Half of what has been cut is often too much, for long chains above all; the root of the squares is less, but counts
//!   tasks as independent, which those of one team are not.
//! * Feeding buffers push the chain where there is no room for them. It is then no longer without gaps, nor always the
//!   longest path. What is pushed here is pushed so that links, dates and resources are kept.
//! * A buffer protects from what its own path does. It does not make a resource be there: who hands over to whom is kept as
//!   it is in the schedule, and a delay goes on along it.
//! * Progress makes other tasks critical. Compute schedule and chain anew when that happens; keeping to the first one is
//!   simple, and longer.
//!
//! How sure a promise is, in numbers, is what a simulation says.
//!
//! # References
//!
//! E. M. Goldratt, *Critical Chain*, 1997; R. C. Newbold, *Project Management in the Fast Lane*, 1998; W. Herroelen and R.
//! Leus, "On the merits and pitfalls of critical chain scheduling", Journal of Operations Management 19, 2001; O. I. Tukel,
//! W. O. Rom and S. D. Eksioglu, "An investigation of buffer sizing techniques in critical chain scheduling", European
//! Journal of Operational Research 172, 2006.

mod buffer;
mod chain;
mod fever;
mod handover;
mod plan;

pub use buffer::{Buffer, BufferSizing};
pub use chain::CriticalChain;
pub use fever::{BufferStatus, FeverChart, Zone};
pub use plan::BufferedPlan;
