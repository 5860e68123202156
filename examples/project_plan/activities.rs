//! Activities as the files of scheduling's libraries have them: by numbers, and with their successors.

use ansatz_planning::{LinkKind, ThreePoint};

use crate::{
    clock::Clock,
    faults::Faults,
    plan::{Plan, Predecessor, Resource, Task},
    rows::{MOST_RESOURCES, MOST_TASKS, excerpt},
};

/// What a file says of all activities.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Activities {
    pub(crate) capacities: Vec<u64>,
    pub(crate) each: Vec<Activity>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Activity {
    pub(crate) line: u64,
    pub(crate) duration: u64,
    pub(crate) demands: Vec<u64>,
    /// From 0.
    pub(crate) successors: Vec<usize>,
}

impl Activities {
    /// The plan: activities are named by their numbers from 1, and resources R1, R2 and so on.
    pub(crate) fn into_plan(self, name: String, clock: Clock) -> Plan {
        let resource = |(index, &capacity): (usize, &u64)| Resource { name: format!("R{}", index + 1), capacity };
        let resources = self.capacities.iter().enumerate().map(resource).collect();
        let mut predecessors = vec![Vec::new(); self.each.len()];
        for (task, activity) in self.each.iter().enumerate() {
            for &successor in &activity.successors {
                predecessors[successor].push(Predecessor { task, kind: LinkKind::FinishToStart, lag: 0 });
            }
        }
        let task = |(index, (activity, predecessors)): (usize, (Activity, Vec<Predecessor>))| Task {
            id: (index + 1).to_string(),
            name: (index + 1).to_string(),
            line: activity.line,
            estimate: ThreePoint::certain(activity.duration),
            predecessors,
            demands: activity.demands,
            start_no_earlier: None,
            finish_by: None,
            group: None,
        };
        let tasks = self.each.into_iter().zip(predecessors).enumerate().map(task).collect();
        Plan { name, clock, resources, tasks, deadline: None, events: Vec::new(), correlations: Vec::new() }
    }
}

/// A number of a file.
pub(crate) fn number(line: u64, what: &str, text: &str, least: u64, most: u64) -> Result<u64, Faults> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| {
        let text = excerpt(text);
        Faults::one(line, format!("the {what} is {text:?}, allowed: a whole number in {least}..={most}"))
    })
}

/// How many activities there are.
pub(crate) fn count_of_activities(line: u64, text: &str) -> Result<usize, Faults> {
    Ok(number(line, "number of activities", text, 1, MOST_TASKS as u64)? as usize)
}

/// How many resources there are.
pub(crate) fn count_of_resources(line: u64, text: &str) -> Result<usize, Faults> {
    Ok(number(line, "number of resources", text, 0, MOST_RESOURCES as u64)? as usize)
}
