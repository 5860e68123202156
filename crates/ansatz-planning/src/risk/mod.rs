//! How sure is the finish, and what decides it? Monte Carlo simulation of a network.
//!
//! ```
//! use ansatz_planning::{LinkKind::FinishToStart, Network, risk::{Distribution, Event, RiskModel}};
//!
//! // Days: walls and windows at the same time, then the roof.
//! let mut network = Network::new();
//! let [walls, windows, roof] = [9, 10, 4].map(|days| network.add_task(days));
//! network.link(walls, roof, FinishToStart, 0)?;
//! network.link(windows, roof, FinishToStart, 0)?;
//! let mut model = RiskModel::new(&network, &[
//!     Distribution::pert(6.0, 9.0, 18.0)?,
//!     Distribution::lognormal(10.0, 3.0)?,
//!     Distribution::triangular(3.0, 4.0, 8.0)?,
//! ])?;
//! // The same weather for walls and roof; and in one of ten cases the glass comes late.
//! model.correlate(walls, roof, 0.5)?;
//! let glass = model.add_event(Event::delay(0.1, Distribution::uniform(5.0, 15.0)?, &[windows])?)?;
//!
//! let analysis = model.simulate(10_000, 42)?;
//! // Mean durations make 16 days: 11 for the windows, of which a tenth of 10 is for the glass, and 5 for the roof. But the
//! // roof waits for whichever of walls and windows is later.
//! assert!(analysis.mean().lower > 17.0);
//! // After 10,000 runs the interval of P80 is about a quarter of a day long.
//! let p80 = analysis.quantile(0.8)?;
//! assert!(p80.upper - p80.lower < 0.5);
//! assert!(analysis.task(windows)?.criticality > analysis.task(walls)?.criticality);
//! assert!(analysis.event(glass)?.mean_with > analysis.event(glass)?.mean_without);
//! # Ok::<(), ansatz_planning::PlanningError>(())
//! ```
//!
//! | you want | use |
//! |---|---|
//! | durations from what estimators can say, or from what was observed | [`Distribution`] |
//! | what to add to an estimate, by what past tasks have come to | [`ReferenceClass`] |
//! | tasks that are long together | [`RiskModel::correlate`], [`RiskModel::correlate_group`] |
//! | what may happen or not, to several tasks at once | [`Event`], [`RiskModel::add_event`] |
//! | an answer at once | [`RiskModel::simulate`] |
//! | progress, or to stop when it is sure enough | [`Simulation`] |
//! | P50, P80, the chance of a date, a chart of them | [`RiskAnalysis::quantile`], [`probability_by`](RiskAnalysis::probability_by), [`curve`](RiskAnalysis::curve), [`histogram`](RiskAnalysis::histogram) |
//! | only the finishes, for durations that you have already | [`ForwardPass`] |
//! | which tasks to watch | [`TaskRisk`]: criticality, cruciality, sensitivity |
//! | which risk is worth an effort | [`RiskAnalysis::tornado`], [`EventRisk`] |
//!
//! # Guarantees
//!
//! * The same model and seed give the same answer, bit for bit, whatever the number of threads, and whatever the numbers of
//!   runs that are taken at a time. Answers for a seed are pinned by tests.
//! * Memory does not grow with the number of runs.
//! * Quantiles and probabilities come with intervals that hold for any distribution of the finish; for more than 10,000
//!   different finishes, but for the error of a digest ([`RiskAnalysis`] says how large it is).

mod analysis;
mod charts;
mod correlation;
mod distribution;
mod engine;
mod event;
#[cfg(feature = "serde")]
mod form;
mod forward_pass;
mod interval;
mod lanes;
mod model;
mod pert_table;
mod reference_class;
mod report;
mod sampler;
mod scores;
mod simulation;
mod tally;
mod topology;

pub use analysis::RiskAnalysis;
pub use distribution::Distribution;
pub use event::Event;
pub use forward_pass::ForwardPass;
pub use model::RiskModel;
pub use reference_class::ReferenceClass;
pub use report::{Bar, Driver, EventRisk, Swing, TaskRisk};
pub use simulation::Simulation;
