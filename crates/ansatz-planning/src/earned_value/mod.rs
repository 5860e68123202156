//! Is the work on plan, what will it cost, and when is it done? Baselines and earned value.
//!
//! ```
//! use ansatz_planning::{Cpm, LinkKind::FinishToStart, Network};
//! use ansatz_planning::earned_value::{Baseline, EarnedValue, PerformanceFactor::SoFar, Progress};
//!
//! // A fence with four sides, a day and 1000 each, one after the other.
//! let mut network = Network::new();
//! let sides = [1; 4].map(|day| network.add_task(day));
//! sides.windows(2).try_for_each(|pair| network.link(pair[0], pair[1], FinishToStart, 0))?;
//! let baseline = Baseline::new(&Cpm::new(&network)?.early_starts(), network.durations(), &[1_000; 4])?;
//!
//! // After three days two and a half sides stand, and have cost 2800.
//! let progress = Progress::new(3, &[1.0, 1.0, 0.5, 0.0], &[1_000, 1_200, 600, 0])?;
//! let status = EarnedValue::new(&baseline, &progress)?;
//! assert_eq!((status.pv(), status.ev(), status.ac()), (3_000.0, 2_500.0, 2_800));
//! assert!(status.cpi().is_some_and(|cpi| (cpi - 0.893).abs() < 5e-4));
//! // At that pace it will be 4480 instead of 4000, and 4.8 days instead of 4.
//! assert!(status.eac(SoFar).is_some_and(|eac| (eac - 4_480.0).abs() < 1e-9));
//! assert!(status.ieac_t(SoFar).is_some_and(|days| (days - 4.8).abs() < 1e-9));
//! # Ok::<(), ansatz_planning::PlanningError>(())
//! ```
//!
//! | you want | use |
//! |---|---|
//! | to hold on to a plan before it changes: dates and money | [`Baseline`] |
//! | how much should be spent by a date | [`Baseline::planned_value`] |
//! | to say what is done and what it has cost | [`Progress`] |
//! | whether the work is late or dear: PV, EV, AC, SV, CV, SPI, CPI | [`EarnedValue`] |
//! | how late in days, where SPI ends at 1 whatever happens | [`EarnedValue::es`], [`EarnedValue::spi_t`] |
//! | what it will cost, and when it is done | [`EarnedValue::eac`], [`EarnedValue::ieac_t`] |
//! | whether work was done in the planned order | [`EarnedValue::p_factor`] |
//!
//! Amounts of money are whole numbers of a unit of your choice (cents, say), which may come to 2^53 together, up to which
//! every whole number is an `f64`. Parts of them are counted in 2^-64 of a unit, so sums lose nothing. What would be a
//! division by zero is `None`.
//!
//! # References
//!
//! Project Management Institute, *Practice Standard for Earned Value Management*, 2nd edition, 2011. Q. W. Fleming and
//! J. M. Koppelman, *Earned Value Project Management*, 4th edition, PMI, 2010. W. H. Lipke, "Schedule is different", The
//! Measurable News, 2003. M. Vanhoucke, *Measuring Time*, Springer, 2009.

mod baseline;
mod curve;
mod forecast;
mod money;
mod progress;
mod status;

pub use baseline::Baseline;
pub use forecast::PerformanceFactor;
pub use progress::Progress;
pub use status::EarnedValue;
