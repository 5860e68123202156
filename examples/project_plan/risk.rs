//! How sure the plan is: the schedule with other durations, many times.
//!
//! What is simulated is not the plan's links alone, which would take there to be enough of everything, but the schedule: a
//! task also waits for those that hand over to it what they share ([`chains`](crate::chains)). Who hands over to whom stays
//! as it is, however long tasks take; whoever plans anew on the way does no worse.

use core::time::Duration;
use std::{error::Error, time::Instant};

use ansatz_core::ParameterError;
use ansatz_planning::{
    Network, PlanningError, ThreePoint,
    risk::{Distribution, Driver, Event, RiskAnalysis, RiskModel, Simulation},
};

use crate::{
    arguments::Request,
    faults::Faults,
    plan::{Plan, Task, fitted},
    progress::Progress,
    rows::some,
};

pub(crate) struct Risk {
    pub(crate) analysis: RiskAnalysis,
    pub(crate) time: Duration,
}

impl Risk {
    /// The plan with these links, as often as the request says.
    pub(crate) fn new(request: &Request, plan: &Plan, network: &Network) -> Result<Self, Box<dyn Error>> {
        let begun = Instant::now();
        let placed = |faults: Faults| format!("{}: {faults}", request.input.display());
        let mut simulation = simulation(request, plan, network).map_err(placed)?;
        let progress = Progress::begin("runs", request.runs)?;
        while simulation.steps_taken() < request.runs {
            simulation.step((request.runs - simulation.steps_taken()).min(PATIENCE));
            progress.tell(simulation.steps_taken(), "");
        }
        progress.end();
        Ok(Self { analysis: simulation.analysis()?, time: begun.elapsed() })
    }

    /// The dates by which the plan is finished so often, with their intervals.
    pub(crate) fn quantiles(&self) -> Vec<(f64, ansatz_core::Estimate)> {
        QUANTILES.iter().filter_map(|&p| Some((p, self.analysis.quantile(p).ok()?))).collect()
    }

    /// What moves the finish most: a name, and the mean finishes at either end.
    pub(crate) fn tornado(&self, plan: &Plan, most: usize) -> Vec<(String, f64, f64)> {
        let name = |driver: Driver| match driver {
            Driver::Task(task) => plan.tasks.get(task).map(Task::label),
            Driver::Event(event) => plan.events.get(event).map(|event| fitted(&format!("! {}", event.name))),
        };
        let bars = self.analysis.tornado().into_iter();
        bars.filter_map(|swing| Some((name(swing.driver)?, swing.low, swing.high))).take(most).collect()
    }

    /// In how many of all runs a task is critical.
    pub(crate) fn criticality(&self, task: usize) -> f64 {
        self.analysis.task(task).map_or(0.0, |risk| risk.criticality)
    }
}

/// A simulation that has not begun.
fn simulation(request: &Request, plan: &Plan, network: &Network) -> Result<Simulation, Faults> {
    let model = model(plan, network, plan.correlations.len())?;
    Simulation::new(&model, request.seed).map_err(|error| {
        let is_contradiction = matches!(&error, PlanningError::Parameter(error) if error.name() == "rho");
        // The first that does not go with those before.
        for (index, correlation) in plan.correlations.iter().enumerate() {
            let contradicts = |model: RiskModel| is_contradiction && Simulation::new(&model, request.seed).is_err();
            if self::model(plan, network, index + 1).is_ok_and(contradicts) {
                let ids: Vec<&str> = correlation.tasks.iter().map(|&task| &plan.tasks[task].id[..]).collect();
                let found = format!("the coefficient {} of {}", correlation.coefficient, some(&ids));
                return Faults::one(
                    correlation.line,
                    format!("{found} contradicts itself or those before it, allowed: tasks that can be so all at once"),
                );
            }
        }
        Faults::one(1, error.to_string())
    })
}

/// The plan's model, with so many of its correlations.
fn model(plan: &Plan, network: &Network, correlations: usize) -> Result<RiskModel, Faults> {
    let task = |task: &Task| {
        distribution(task.estimate).map_err(|error| Faults::one(task.line, format!("task {}: {error}", task.id)))
    };
    let durations = plan.tasks.iter().map(task).collect::<Result<Vec<_>, _>>()?;
    let at = |line: u64| move |error: PlanningError| Faults::one(line, error.to_string());
    let mut model = RiskModel::new(network, &durations).map_err(at(1))?;
    for correlation in &plan.correlations[..correlations] {
        model.correlate_group(&correlation.tasks, correlation.coefficient).map_err(at(correlation.line))?;
    }
    for event in &plan.events {
        let delay = distribution(event.delay).and_then(|delay| Event::delay(event.probability, delay, &event.tasks));
        let added = delay.map_err(PlanningError::from).and_then(|event| model.add_event(event));
        added.map_err(at(event.line))?;
    }
    Ok(model)
}

/// What three points say.
fn distribution(estimate: ThreePoint) -> Result<Distribution, ParameterError> {
    let [min, mode, max] =
        [estimate.optimistic(), estimate.most_likely(), estimate.pessimistic()].map(|length| length as f64);
    if min == max { Distribution::constant(mode) } else { Distribution::pert(min, mode, max) }
}

/// What planners ask for.
const QUANTILES: [f64; 4] = [0.1, 0.5, 0.8, 0.9];
/// Runs between two looks at the clock: milliseconds.
const PATIENCE: u64 = 500;
