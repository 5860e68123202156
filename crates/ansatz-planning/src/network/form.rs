//! A network as it is stored: what is given to its methods, one after the other.

use alloc::vec::Vec;

use super::{Link, Network};
use crate::PlanningError;

/// Everything that a network is made of, before it is checked.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Network", deny_unknown_fields)]
pub(super) struct Form {
    tasks: Vec<Task>,
    #[serde(default)]
    links: Vec<Link>,
    #[serde(default)]
    groups: Vec<Vec<usize>>,
}

/// A misspelt date would be none.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Task {
    duration: u64,
    #[serde(default)]
    start_no_earlier_than: u64,
    #[serde(default)]
    finish_by: Option<u64>,
}

impl TryFrom<Form> for Network {
    type Error = PlanningError;

    fn try_from(form: Form) -> Result<Self, PlanningError> {
        let mut network = Self::new();
        for Task { duration, start_no_earlier_than, finish_by } in form.tasks {
            let task = network.add_task(duration);
            network.start_no_earlier_than(task, start_no_earlier_than)?;
            finish_by.map_or(Ok(()), |date| network.finish_by(task, date))?;
        }
        for Link { from, to, kind, lag } in form.links {
            network.link(from, to, kind, lag)?;
        }
        form.groups.iter().try_for_each(|group| network.add_group(group).map(drop))?;
        Ok(network)
    }
}

impl From<Network> for Form {
    fn from(network: Network) -> Self {
        let dates = network.starts.into_iter().zip(network.finishes);
        let tasks = network.durations.into_iter().zip(dates).map(|(duration, (start, finish))| Task {
            duration,
            start_no_earlier_than: start,
            finish_by: finish,
        });
        Self { tasks: tasks.collect(), links: network.links, groups: network.groups }
    }
}
