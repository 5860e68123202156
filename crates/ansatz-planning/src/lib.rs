//! When is a plan done, which tasks decide that, and how sure is it?
//!
//! ```
//! use ansatz_planning::{Cpm, LinkKind::{FinishToStart, StartToStart}, Network, Pert, ThreePoint};
//!
//! // Days: a foundation, walls from the fifth day of it on, wires beside the roof, and paint when both are done.
//! let mut network = Network::new();
//! let [foundation, walls, wires, roof, paint] = [10, 8, 4, 6, 3].map(|days| network.add_task(days));
//! network.link(foundation, walls, StartToStart, 5)?;
//! for (from, to) in [(walls, wires), (walls, roof), (wires, paint), (roof, paint)] {
//!     network.link(from, to, FinishToStart, 0)?;
//! }
//!
//! let cpm = Cpm::new(&network)?;
//! assert_eq!(cpm.finish(), 22);
//! assert!(cpm.critical_paths().eq([vec![foundation, walls, roof, paint]]));
//! // The wires can be two days late. Without the walls it would be 8 days less; without the roof 2, since there are wires.
//! assert_eq!(cpm.times(wires)?.total_float, 2);
//! assert_eq!(cpm.drags(), [0, 8, 0, 2, 3]);
//!
//! // How sure is that, if each task takes from a day less to two days more?
//! let estimate = |&days| ThreePoint::new(days - 1, days, days + 2);
//! let estimates: Vec<_> = network.durations().iter().map(estimate).collect::<Result<_, _>>()?;
//! let pert = Pert::new(&network, &estimates)?;
//! assert_eq!(pert.finish().mean, 22.5);
//! assert!((pert.probability_by(24) - 0.958).abs() < 5e-4);
//! # Ok::<(), ansatz_planning::PlanningError>(())
//! ```
//!
//! # Which one should I use
//!
//! | question | use | what it promises |
//! |---|---|---|
//! | what is to be done, and what waits for what | [`Network`] | four kinds of links with lags and leads, dates, groups |
//! | when is it done, and what can be late | [`Cpm`], [`Cpm::times`] | exact earliest and latest dates, total and free float |
//! | which tasks decide the finish | [`Cpm::critical_paths`], [`Cpm::near_critical`] | all of them, one after the other |
//! | which task is worth shortening | [`Cpm::drags`] | exactly what it adds to the plan |
//! | what if a task takes longer | [`Cpm::set_duration`] | as if computed anew, where anything changes |
//! | on which day is that, with weekends and holidays | [`Calendar`] | working time to calendar time and back in log n steps |
//! | when is it done, if its tasks are on different calendars | [`CalendarCpm`] | exact dates in calendar time, floats in working time |
//! | how sure is the finish, at a glance | [`Pert`] | the mean and variance of one path: too good, see there |
//! | how sure is it really, and what makes it unsure | [`risk`] | the same for a seed on any number of threads |
//! | when does each start, if they share what is scarce | [`rcpsp`] | schedules that can be checked, with a lower bound and a gap |
//! | how is what they use kept level, within the float | [`rcpsp::Levelling`] | never worse, with a lower bound and a gap |
//! | is the work on plan, what will it cost, and when is it done | [`earned_value`] | the field's figures; `None` where there is none |
//! | where is time to be kept in reserve, and is enough of it left | [`critical_chain`] | buffers, kept with links and resources |
//!
//! # Guarantees
//!
//! * Times are whole numbers, and no sum of them overflows: what is too large for that is an error that names it.
//! * A cycle is an error with its own tasks, in the order of its links.
//! * The same input gives the same answer everywhere; between equal answers the choice is fixed.
//!
//! # What it is not for
//!
//! Choosing what to build, or how: tasks, durations, links and demands are given. Links that say "at most so much later"
//! (maximal lags) would be cycles and are not supported.
//!
//! # Features
//!
//! * `std` (default): links the standard library. Without it the crate is `no_std` with `alloc`; nothing else changes.
//! * `rayon`: simulates on all threads, with the same result on any number of them.
//! * `serde`: `Serialize` and `Deserialize` for what a plan is made of, through the checks of the constructors.
//!
//! # References
//!
//! Each page names its paper. For all of them: E. L. Demeulemeester and W. S. Herroelen, *Project Scheduling: A Research
//! Handbook*, Kluwer, 2002.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod calendar;
mod cpm;
pub mod critical_chain;
pub mod earned_value;
mod error;
mod network;
mod pert;
pub mod rcpsp;
pub mod risk;
mod shareable;

pub use calendar::{Calendar, CalendarCpm};
pub use cpm::{Cpm, Span, Times};
pub use error::PlanningError;
pub use network::{Link, LinkKind, Network};
pub use pert::{Moments, Pert, ThreePoint};
