//! What a file says of each task, as text with its lines, and the plan that this makes: one reading for all formats.

use std::collections::{BTreeMap, HashMap};

use ansatz_planning::ThreePoint;

use crate::{
    clock::Clock,
    faults::Faults,
    links,
    plan::{Predecessor, Resource, Task},
};

/// What stands in one place of a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    pub(crate) line: u64,
    pub(crate) text: String,
}

/// What a file says of one thing: no cell is empty.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) cells: BTreeMap<&'static str, Cell>,
}

impl Row {
    pub(crate) fn cell(&self, column: &str) -> Option<&Cell> {
        self.cells.get(column)
    }

    /// What `read` makes of a cell, where there is one.
    pub(crate) fn read<T>(
        &self,
        column: &str,
        faults: &mut Faults,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let cell = self.cell(column)?;
        let allowed = |allowed| format!("`{column}` is {:?}, allowed: {allowed}", excerpt(&cell.text));
        faults.take(cell.line, read(&cell.text).map_err(allowed))
    }

    /// The same where there has to be one.
    pub(crate) fn require<T>(
        &self,
        column: &str,
        faults: &mut Faults,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        if self.cell(column).is_none() {
            faults.note(self.line, format!("`{column}` is missing"));
        }
        self.read(column, faults, read)
    }
}

/// The tasks of all rows.
pub(crate) fn tasks(rows: &[Row], clock: &Clock, resources: &[Resource], faults: &mut Faults) -> Vec<Task> {
    if rows.len() > MOST_TASKS {
        faults.note(rows[MOST_TASKS].line, format!("more than {MOST_TASKS} tasks"));
        return Vec::new();
    }
    let ids = ids(rows, faults);
    rows.iter().filter_map(|row| task(row, clock, resources, &ids, faults)).collect()
}

/// The number of each task by its id.
pub(crate) fn ids(rows: &[Row], faults: &mut Faults) -> HashMap<String, usize> {
    let mut ids = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        let Some(id) = row.require("id", faults, id) else { continue };
        if let Some(first) = ids.insert(id.clone(), index) {
            // The first one counts, for what others say of it.
            ids.insert(id.clone(), first);
            let allowed = format!("one that line {} does not have", rows[first].line);
            faults.note(row.line, format!("`id` is {:?}, allowed: {allowed}", excerpt(&id)));
        }
    }
    ids
}

fn id(text: &str) -> Result<String, String> {
    if text.contains([';', ',', ':']) { Err("no comma, semicolon or colon".to_owned()) } else { Ok(text.to_owned()) }
}

fn task(
    row: &Row,
    clock: &Clock,
    resources: &[Resource],
    ids: &HashMap<String, usize>,
    faults: &mut Faults,
) -> Option<Task> {
    let id = &row.cell("id")?.text;
    let estimate = estimate(row, clock, faults);
    let predecessors = row.read("predecessors", faults, |text| links::predecessors(text, clock, ids));
    let predecessors: Vec<Predecessor> = predecessors.unwrap_or_default();
    let demands = row.read("resources", faults, |text| demands(text, resources));
    Some(Task {
        id: id.clone(),
        name: row.cell("name").map_or_else(|| id.clone(), |cell| cell.text.clone()),
        line: row.line,
        estimate: estimate?,
        predecessors,
        demands: demands.unwrap_or_else(|| vec![0; resources.len()]),
        start_no_earlier: row.read("start_no_earlier", faults, |text| clock.not_before(text)),
        finish_by: row.read("finish_by", faults, |text| clock.by(text)),
        group: row.cell("group").map(|cell| cell.text.clone()),
    })
}

/// One duration or three.
fn estimate(row: &Row, clock: &Clock, faults: &mut Faults) -> Option<ThreePoint> {
    let length = |text: &str| clock.length(text);
    if let Some(cell) = row.cell("duration") {
        if let Some(column) = THREE.into_iter().find(|column| row.cell(column).is_some()) {
            faults
                .note(cell.line, format!("`duration` beside `{column}`, allowed: one duration, or all of {}", three()));
            return None;
        }
        return row.read("duration", faults, length).map(ThreePoint::certain);
    }
    if THREE.into_iter().all(|column| row.cell(column).is_none()) {
        faults.note(row.line, format!("`duration` is missing, allowed: one duration, or all of {}", three()));
        return None;
    }
    let [optimistic, most_likely, pessimistic] = THREE.map(|column| row.require(column, faults, length));
    let estimate = ThreePoint::new(optimistic?, most_likely?, pessimistic?);
    faults.take(row.line, estimate.map_err(|error| error.to_string()))
}

fn three() -> String {
    THREE.map(|column| format!("`{column}`")).join(", ")
}

/// `mason:2; crane`: how many of which.
fn demands(text: &str, resources: &[Resource]) -> Result<Vec<u64>, String> {
    let mut demands = vec![0_u64; resources.len()];
    for part in parts(text) {
        let (name, count) = part.rsplit_once(':').unwrap_or((part, "1"));
        let name = name.trim();
        let Some(resource) = resources.iter().position(|resource| resource.name == name) else {
            let known: Vec<_> = resources.iter().map(|resource| resource.name.as_str()).collect();
            return Err(match known.len() {
                0 => format!("{name:?} with a capacity, as by --capacity {name}=3"),
                _ => format!("{}, and others with a capacity, as by --capacity {name}=3", some(&known)),
            });
        };
        let capacity = resources[resource].capacity;
        let sum = count.trim().parse::<u64>().ok().and_then(|count| count.checked_add(demands[resource]));
        let sum = sum.filter(|sum| *sum <= capacity);
        demands[resource] = sum.ok_or_else(|| format!("0 to {capacity} of {name:?}, all there is"))?;
    }
    Ok(demands)
}

/// The parts of a list; an empty one says nothing.
pub(crate) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', ',']).map(str::trim).filter(|part| !part.is_empty())
}

/// What is allowed where an id is meant that no task has.
pub(crate) fn no_id<'a>(id: &str, ids: impl Iterator<Item = &'a str>) -> String {
    let mut known: Vec<&str> = ids.collect();
    // As many ids can be wrong as there are tasks: sorting all for each of them would take minutes.
    if known.len() > NAMED {
        known.select_nth_unstable_by_key(NAMED, |known| (known.len(), *known));
        known.truncate(NAMED + 1);
    }
    known.sort_unstable_by_key(|known| (known.len(), *known));
    format!("ids of tasks, which {:?} is not: {}", excerpt(id), some(&known))
}

/// The first few of what is allowed.
pub(crate) fn some(names: &[&str]) -> String {
    let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED { shown + ", ..." } else { shown }
}

/// As much of a text as a message has room for.
pub(crate) fn excerpt(text: &str) -> String {
    let start: String = text.chars().take(60).collect();
    if start.len() < text.len() { start + "..." } else { start }
}

/// What a file may say of a task.
pub(crate) const COLUMNS: [&str; 11] = [
    "id",
    "name",
    "duration",
    "optimistic",
    "most_likely",
    "pessimistic",
    "predecessors",
    "resources",
    "start_no_earlier",
    "finish_by",
    "group",
];
const THREE: [&str; 3] = ["optimistic", "most_likely", "pessimistic"];
/// More than a page can draw; what is done with them takes time by the square.
pub(crate) const MOST_TASKS: usize = 10_000;
/// Each task has a demand for each.
pub(crate) const MOST_RESOURCES: usize = 100;
const NAMED: usize = 12;
