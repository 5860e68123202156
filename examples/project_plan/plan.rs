//! A plan as its file has it, and the network and the project that it stands for.

use ansatz_planning::{LinkKind, Network, PlanningError, ThreePoint, rcpsp::Project};

use crate::{clock::Clock, faults::Faults};

/// Tasks, what they share, and what may happen.
#[derive(Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) name: String,
    pub(crate) clock: Clock,
    pub(crate) resources: Vec<Resource>,
    pub(crate) tasks: Vec<Task>,
    /// By when all should be done.
    pub(crate) deadline: Option<u64>,
    pub(crate) events: Vec<Event>,
    pub(crate) correlations: Vec<Correlation>,
}

/// So many of a kind.
#[derive(Debug, PartialEq)]
pub(crate) struct Resource {
    pub(crate) name: String,
    pub(crate) capacity: u64,
}

/// What is to be done; tasks and resources by their numbers.
#[derive(Debug, PartialEq)]
pub(crate) struct Task {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Where the file has it.
    pub(crate) line: u64,
    /// The plan counts on the most likely.
    pub(crate) estimate: ThreePoint,
    pub(crate) predecessors: Vec<Predecessor>,
    /// One for each resource.
    pub(crate) demands: Vec<u64>,
    pub(crate) start_no_earlier: Option<u64>,
    pub(crate) finish_by: Option<u64>,
    pub(crate) group: Option<String>,
}

/// What a task waits for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Predecessor {
    pub(crate) task: usize,
    pub(crate) kind: LinkKind,
    pub(crate) lag: i64,
}

/// What may happen, and how much longer these tasks take then.
#[derive(Debug, PartialEq)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) line: u64,
    pub(crate) probability: f64,
    pub(crate) tasks: Vec<usize>,
    pub(crate) delay: ThreePoint,
}

/// Tasks that tend to be long together.
#[derive(Debug, PartialEq)]
pub(crate) struct Correlation {
    pub(crate) line: u64,
    pub(crate) tasks: Vec<usize>,
    pub(crate) coefficient: f64,
}

impl Task {
    /// Its id and its name, as far as there is room.
    pub(crate) fn label(&self) -> String {
        if self.id == self.name { fitted(&self.id) } else { fitted(&format!("{} {}", self.id, self.name)) }
    }
}

impl Plan {
    /// The tasks with their links and dates, and with what they share.
    pub(crate) fn project(&self) -> Result<(Network, Project), Faults> {
        let network = self.network().map_err(|error| self.fault(&error))?;
        let capacities: Vec<u64> = self.resources.iter().map(|resource| resource.capacity).collect();
        let demands: Vec<&[u64]> = self.tasks.iter().map(|task| &task.demands[..]).collect();
        let project = Project::new(&network, &capacities, &demands).map_err(|error| self.fault(&error))?;
        Ok((network, project))
    }

    fn network(&self) -> Result<Network, PlanningError> {
        let mut network = Network::new();
        for task in &self.tasks {
            network.add_task(task.estimate.most_likely());
        }
        for (index, task) in self.tasks.iter().enumerate() {
            for &Predecessor { task: before, kind, lag } in &task.predecessors {
                network.link(before, index, kind, lag)?;
            }
            if let Some(date) = task.start_no_earlier {
                network.start_no_earlier_than(index, date)?;
            }
            if let Some(date) = task.finish_by {
                network.finish_by(index, date)?;
            }
        }
        for (_, tasks) in self.groups() {
            network.add_group(&tasks)?;
        }
        Ok(network)
    }

    /// The groups in the order of their first tasks; each with its tasks, and by that order with its number.
    pub(crate) fn groups(&self) -> Vec<(&str, Vec<usize>)> {
        let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
        for (index, task) in self.tasks.iter().enumerate() {
            let Some(name) = &task.group else { continue };
            match groups.iter_mut().find(|(other, _)| other == name) {
                Some((_, tasks)) => tasks.push(index),
                None => groups.push((name, vec![index])),
            }
        }
        groups
    }

    /// What the planning says, in the words of the file.
    fn fault(&self, error: &PlanningError) -> Faults {
        let id = |task: usize| self.tasks.get(task).map_or("?", |task| task.id.as_str());
        let (task, reason) = match error {
            PlanningError::Cycle { tasks } => (tasks.first().copied(), cycle(tasks, id)),
            PlanningError::Dates { task, start, finish } => {
                let dates = format!("{}, must finish by {}", self.clock.start(*start), self.clock.finish(*finish));
                (Some(*task), format!("task {} may not start before {dates}, allowed: a finish after it", id(*task)))
            }
            PlanningError::Duration { task, duration, limit, .. } => {
                let sum = format!("all durations and lags come to more than {limit}");
                (Some(*task), format!("task {} takes {duration}, and {sum}, allowed: less than that", id(*task)))
            }
            PlanningError::Lag { from, to, lag, limit, .. } => {
                let sum = format!("all durations and lags come to more than {limit}");
                (Some(*to), format!("task {} waits for {} by {lag}, and {sum}, allowed: less", id(*to), id(*from)))
            }
            PlanningError::Date { task, date, limit } => {
                (Some(*task), format!("task {} has the date {date}, allowed: at most {limit}", id(*task)))
            }
            PlanningError::Demand { task, resource, demand, capacity } => {
                let name = self.resources.get(*resource).map_or("?", |resource| resource.name.as_str());
                let reason = format!("task {} needs {demand} of {name:?}, allowed: at most {capacity}", id(*task));
                (Some(*task), reason)
            }
            other => (None, other.to_string()),
        };
        let line = task.and_then(|task| self.tasks.get(task)).map_or(1, |task| task.line);
        Faults::one(line, reason)
    }
}

/// As much of a text as has room beside a bar.
pub(crate) fn fitted(text: &str) -> String {
    // From Hangul on, scripts whose letters are twice as wide prevail.
    let width = |c: char| if c < '\u{1100}' { 1 } else { 2 };
    if text.chars().map(width).sum::<usize>() <= LABEL {
        return text.to_owned();
    }
    let mut room = LABEL - 1;
    let fits = |c: &char| room.checked_sub(width(*c)).map(|left| room = left).is_some();
    text.chars().take_while(fits).chain(['…']).collect()
}

/// Tasks of which each waits for the one before.
fn cycle<'a>(tasks: &[usize], id: impl Fn(usize) -> &'a str) -> String {
    let shown = tasks.iter().take(SHOWN).map(|task| id(*task));
    let rest = if tasks.len() > SHOWN { Some("...") } else { None };
    let names: Vec<&str> = shown.chain(rest).chain(tasks.first().map(|task| id(*task))).collect();
    format!("the tasks {} wait for each other, allowed: no task that waits for itself", names.join(" -> "))
}

/// Latin letters of an id and a name.
const LABEL: usize = 34;
/// As many tasks of a cycle as one reads in a line.
const SHOWN: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_the_room_of_their_letters() {
        for (text, expected) in [
            ("x".repeat(34), "x".repeat(34)),
            ("x".repeat(35), "x".repeat(33) + "…"),
            ("家".repeat(17), "家".repeat(17)),
            ("家".repeat(18), "家".repeat(16) + "…"),
        ] {
            assert_eq!(fitted(&text), expected);
        }
    }
}
