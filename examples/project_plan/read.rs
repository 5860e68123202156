//! Files of all formats, as plans.

use std::{collections::HashMap, path::Path};

use ansatz_examples::files;
use ansatz_planning::ThreePoint;

use crate::{
    activities::Activities,
    arguments::Request,
    clock::{Clock, Unit, WEEK, WORKING_DAYS},
    csv,
    date::Date,
    document::Document,
    faults::Faults,
    patterson,
    plan::{Correlation, Event, Plan, Resource, Task},
    psplib,
    rows::{self, Cell, MOST_RESOURCES, Row, no_id, parts, some},
};

/// The plan of a file, with what the command line has to say about it.
pub(crate) fn plan(request: &Request) -> Result<Plan, String> {
    let path = &request.input;
    let placed = |reason: String| format!("{}: {reason}", path.display());
    let bytes = files::bytes(path, MOST_BYTES).map_err(|error| placed(error.to_string()))?;
    parse(request, &bytes).map_err(|faults| placed(faults.to_string()))
}

/// The plan of a text, in the format that the name of its file says.
pub(crate) fn parse(request: &Request, bytes: &[u8]) -> Result<Plan, Faults> {
    let text = || files::text(bytes).map_err(|(line, reason)| Faults::one(line, reason));
    match &files::extension(&request.input)[..] {
        "csv" => assemble(request, &Document::default(), &csv::rows(bytes)?),
        "toml" => {
            let document = Document::parse(text()?)?;
            assemble(request, &document, &document.tasks)
        }
        "sm" => of_activities(request, psplib::read(text()?)?),
        "rcp" => of_activities(request, patterson::read(text()?)?),
        _ => Err(Faults::one(1, "a file of another kind, allowed: .csv, .toml, .sm and .rcp")),
    }
}

/// What the name begins with.
fn stem(path: &Path) -> String {
    let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
    name.split('.').next().unwrap_or_default().to_owned()
}

fn assemble(request: &Request, document: &Document, tasks: &[Row]) -> Result<Plan, Faults> {
    let mut faults = Faults::default();
    let clock = clock(request, document, &mut faults);
    let resources = resources(request, document, &mut faults);
    // What follows from a calendar or a capacity that is none is no news.
    let (clock, resources) = faults.or((clock, resources))?;
    let mut faults = Faults::default();
    let found = rows::tasks(tasks, &clock, &resources, &mut faults);
    let ids: HashMap<&str, usize> = found.iter().enumerate().map(|(index, task)| (&task.id[..], index)).collect();
    let mut events = Vec::new();
    let mut correlations = Vec::new();
    if found.len() == tasks.len() {
        events = document.events.iter().filter_map(|row| event(row, &clock, &ids, &mut faults)).collect();
        correlations = document.correlations.iter().filter_map(|row| correlation(row, &ids, &mut faults)).collect();
        unneeded(document, &resources, &found, &mut faults);
    }
    if tasks.is_empty() {
        faults.note(1, "there is no task, allowed: at least one");
    }
    let deadline = deadline(request, &document.plan, &clock, &mut faults);
    let name = document.plan.cell("name").map_or_else(|| stem(&request.input), |cell| cell.text.clone());
    faults.or(())?;
    Ok(Plan { name, clock, resources, tasks: found, deadline, events, correlations })
}

fn of_activities(request: &Request, activities: Activities) -> Result<Plan, Faults> {
    let mut faults = Faults::default();
    let clock = clock(request, &Document::default(), &mut faults);
    let clock = faults.or(clock)?;
    let mut plan = activities.into_plan(stem(&request.input), clock);
    let mut faults = Faults::default();
    for (name, capacity) in &request.capacities {
        let names: Vec<String> = plan.resources.iter().map(|resource| resource.name.clone()).collect();
        match plan.resources.iter_mut().find(|resource| resource.name == *name) {
            Some(resource) => resource.capacity = *capacity,
            None => faults.note(1, format!("--capacity names {name:?}, allowed: {}", names.join(", "))),
        }
    }
    plan.deadline = deadline(request, &Row::default(), &plan.clock, &mut faults);
    faults.or(plan)
}

fn clock(request: &Request, document: &Document, faults: &mut Faults) -> Clock {
    let unit = document.plan.read("unit", faults, |text| match text {
        "day" | "days" => Ok(false),
        "hour" | "hours" => Ok(true),
        _ => Err("days or hours".to_owned()),
    });
    let hours = document.plan.read("hours_per_day", faults, |text| number(text, 1, 24));
    let counts_days = unit == Some(false) || document.plan.cell("unit").is_none();
    if let Some(cell) = document.plan.cell("hours_per_day").filter(|_| counts_days) {
        faults.note(cell.line, "`hours_per_day` where the unit is days, allowed: with `unit = \"hours\"`");
    }
    let unit = if unit == Some(true) { Unit::Hour(hours.unwrap_or(HOURS)) } else { Unit::Day };
    let calendar = &document.calendar;
    let start = calendar.read("start", faults, date);
    let Some(start) = request.start.or(start) else {
        let rest = calendar.cell("working_days").or(calendar.cell("holidays"));
        if let (None, Some(cell)) = (calendar.cell("start"), rest) {
            faults.note(cell.line, "a calendar without `start`, allowed: one with the day on which the plan starts");
        }
        return Clock::new(unit);
    };
    let working = calendar.read("working_days", faults, |text| parts(text).map(weekday).collect::<Result<Vec<_>, _>>());
    let holidays = calendar.read("holidays", faults, |text| parts(text).map(holiday).collect::<Result<Vec<_>, _>>());
    let working = working.unwrap_or_else(|| WORKING_DAYS.to_vec());
    let clock = Clock::beginning(unit, start, &working, &holidays.unwrap_or_default());
    faults.take(calendar.line.max(1), clock).unwrap_or_else(|| Clock::new(unit))
}

fn weekday(text: &str) -> Result<u64, String> {
    // `Mon` and `monday` are meant as well, and `mon-fri` is no day.
    let text = text.to_ascii_lowercase();
    let found = WEEK.iter().position(|day| text.len() >= 3 && day.starts_with(text.as_str()));
    found.map(|day| day as u64).ok_or_else(|| WEEK.map(|day| &day[..3]).join(", "))
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "a day as 2027-03-01".to_owned())
}

/// `2027-12-24` or `2027-12-24..2028-01-02`.
fn holiday(text: &str) -> Result<(Date, Date), String> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let days = Date::parse(first).zip(Date::parse(last)).filter(|(first, last)| first <= last);
    days.ok_or_else(|| "days as 2027-12-24, or from one to another as 2027-12-24..2028-01-02".to_owned())
}

/// Those of the file, with the capacities of the command line.
fn resources(request: &Request, document: &Document, faults: &mut Faults) -> Vec<Resource> {
    let mut resources: Vec<Resource> = Vec::new();
    for (name, Cell { line, text }) in &document.resources {
        let capacity = number(text, 0, u64::MAX);
        let capacity = capacity.map_err(|allowed| format!("the capacity of {name:?} is {text:?}, allowed: {allowed}"));
        let Some(capacity) = faults.take(*line, capacity) else { continue };
        resources.push(Resource { name: name.clone(), capacity });
    }
    for (name, capacity) in &request.capacities {
        match resources.iter_mut().find(|resource| resource.name == *name) {
            Some(resource) => resource.capacity = *capacity,
            None => resources.push(Resource { name: name.clone(), capacity: *capacity }),
        }
    }
    if resources.len() > MOST_RESOURCES {
        let line = document.resources.get(MOST_RESOURCES).map_or(1, |(_, cell)| cell.line);
        faults.note(line, format!("more than {MOST_RESOURCES} resources"));
    }
    resources
}

/// Notes what only the command line names and no task needs, in a document with capacities of its own: a slip of the pen.
fn unneeded(document: &Document, resources: &[Resource], tasks: &[Task], faults: &mut Faults) {
    let known: Vec<&str> = document.resources.iter().map(|(name, _)| &name[..]).collect();
    for (index, Resource { name, .. }) in resources.iter().enumerate().skip(known.len()) {
        if !known.is_empty() && tasks.iter().all(|task| task.demands[index] == 0) {
            let reason = format!("--capacity names {name:?}, which no task needs, allowed: {}", some(&known));
            faults.note(1, reason);
        }
    }
}

fn deadline(request: &Request, plan: &Row, clock: &Clock, faults: &mut Faults) -> Option<u64> {
    let Some(text) = &request.deadline else { return plan.read("deadline", faults, |text| clock.by(text)) };
    let deadline = clock.by(text).map_err(|allowed| format!("--deadline is {text:?}, allowed: {allowed}"));
    faults.take(1, deadline)
}

fn event(row: &Row, clock: &Clock, ids: &HashMap<&str, usize>, faults: &mut Faults) -> Option<Event> {
    let name = row.require("name", faults, |text| Ok(text.to_owned()));
    let probability = row.require("probability", faults, |text| within(text, 0.0, 1.0));
    let tasks = row.require("tasks", faults, |text| named(text, ids));
    let delay = row.require("delay", faults, |text| delay(text, clock));
    Some(Event { name: name?, line: row.line, probability: probability?, tasks: tasks?, delay: delay? })
}

/// `5` or `2;5;12`.
fn delay(text: &str, clock: &Clock) -> Result<ThreePoint, String> {
    let lengths = parts(text).map(|part| clock.length(part)).collect::<Result<Vec<_>, _>>();
    let allowed = |allowed| format!("one length or three that ascend, each {allowed}");
    match lengths.map_err(allowed)?[..] {
        [length] => Ok(ThreePoint::certain(length)),
        [optimistic, most_likely, pessimistic] => {
            ThreePoint::new(optimistic, most_likely, pessimistic).map_err(|_| "three lengths that ascend".to_owned())
        }
        _ => Err("one length or three that ascend".to_owned()),
    }
}

fn correlation(row: &Row, ids: &HashMap<&str, usize>, faults: &mut Faults) -> Option<Correlation> {
    let tasks = row.require("tasks", faults, |text| {
        let tasks = named(text, ids)?;
        let mut apart = tasks.clone();
        apart.sort_unstable();
        apart.dedup();
        let is_some = (2..=MOST_CORRELATED).contains(&tasks.len()) && apart.len() == tasks.len();
        if is_some { Ok(tasks) } else { Err(format!("2 to {MOST_CORRELATED} different tasks")) }
    });
    let coefficient = row.require("coefficient", faults, |text| within(text, -1.0, 1.0));
    Some(Correlation { line: row.line, tasks: tasks?, coefficient: coefficient? })
}

/// Tasks by their ids.
fn named(text: &str, ids: &HashMap<&str, usize>) -> Result<Vec<usize>, String> {
    let find = |part: &str| ids.get(part).copied().ok_or_else(|| no_id(part, ids.keys().copied()));
    parts(text).map(find).collect()
}

fn number(text: &str, least: u64, most: u64) -> Result<u64, String> {
    let number = text.trim().parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("a whole number in {least}..={most}"))
}

fn within(text: &str, least: f64, most: f64) -> Result<f64, String> {
    let number = text.trim().parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("a number in {least}..={most}"))
}

/// Far more than the tasks that are allowed take.
const MOST_BYTES: u64 = 16 << 20;
/// All pairs of them are correlated.
const MOST_CORRELATED: usize = 100;
/// Of a working day, unless a plan says otherwise.
const HOURS: u64 = 8;
