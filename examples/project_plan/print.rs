//! The plan as text.

use std::io::{self, Write};

use ansatz_examples::figures::{Grid, grouped, milliseconds, percent};

use crate::{planned::Planned, rows::excerpt};

/// Writes when what is done, and what decides that.
pub(crate) fn write(out: &mut impl Write, planned: &Planned) -> io::Result<()> {
    writeln!(out, "{}", summary(planned))?;
    writeln!(out, "  {}\n  {}\n", finish(planned), without_limits(planned))?;
    tasks(planned, LISTED).write(out)?;
    let tasks = planned.plan.tasks.len();
    if tasks > LISTED {
        writeln!(out, "  and {} more tasks", grouped((tasks - LISTED) as f64))?;
    }
    if let Some(groups) = groups(planned) {
        writeln!(out)?;
        groups.write(out)?;
    }
    writeln!(out, "\ncritical path (=> for what is handed over): {}", critical_path(planned))?;
    let verdicts = verdicts(planned);
    if !verdicts.is_empty() {
        writeln!(out, "\nDeadlines")?;
        verdicts.iter().try_for_each(|verdict| writeln!(out, "  {verdict}"))?;
    }
    writeln!(out, "\nscheduled in {}", milliseconds(planned.time))
}

/// What there is to plan, in a line.
pub(crate) fn summary(planned: &Planned) -> String {
    let plan = &planned.plan;
    let links: usize = plan.tasks.iter().map(|task| task.predecessors.len()).sum();
    let counts = [plan.tasks.len(), links, plan.resources.len()].map(|count| grouped(count as f64));
    let [tasks, links, resources] = counts;
    format!("{}: {tasks} tasks, {links} links, {resources} resources", plan.name)
}

/// When all is done, and how much earlier it could be.
pub(crate) fn finish(planned: &Planned) -> String {
    let schedule = &planned.schedule;
    let bound = match schedule.is_proved() {
        true => "no schedule is shorter".to_owned(),
        false => {
            let (bound, gap) = (schedule.lower_bound(), percent(schedule.gap()));
            format!("none is shorter than {bound}, a gap of {gap}")
        }
    };
    let made = grouped(planned.generated as f64);
    format!("done after {}; {bound}; schedules looked at: {made}", moment(planned, schedule.makespan()))
}

/// What the limits on resources cost.
pub(crate) fn without_limits(planned: &Planned) -> String {
    format!("with enough of everything it would be {}", moment(planned, planned.cpm.finish()))
}

/// `148 working days (2027-09-24)`.
pub(crate) fn moment(planned: &Planned, time: u64) -> String {
    let clock = &planned.plan.clock;
    let length = length(planned, time);
    if clock.has_dates() { format!("{length} ({})", clock.finish(time)) } else { length }
}

/// `148 working days`.
pub(crate) fn length(planned: &Planned, time: u64) -> String {
    let plural = if time == 1 { "" } else { "s" };
    format!("{} {}{plural}", grouped(time as f64), planned.plan.clock.unit())
}

/// When each task can be, and when it is; the first of very many.
pub(crate) fn tasks(planned: &Planned, most: usize) -> Grid {
    let row = |task: usize| {
        let Ok(times) = planned.cpm.times(task) else { return Vec::new() };
        let slack = planned.slack(task);
        let [start, finish] = planned.days(planned.start(task), planned.finish(task));
        vec![
            label(planned, task),
            format!("{}-{}", times.early_start, times.early_finish),
            format!("{}-{}", times.late_start, times.late_finish),
            times.total_float.to_string(),
            start,
            finish,
            slack.to_string(),
            if slack <= 0 { "*".to_owned() } else { String::new() },
        ]
    };
    Grid {
        caption: format!(
            "By links alone: earliest, latest and float, in {}s. By the schedule: from, to and slack (* critical)",
            planned.plan.clock.unit()
        ),
        header: ["task", "early", "late", "float", "from", "to", "slack", ""].map(str::to_owned).to_vec(),
        rows: (0..planned.plan.tasks.len().min(most)).map(row).collect(),
    }
}

/// From when to when each group is under way.
pub(crate) fn groups(planned: &Planned) -> Option<Grid> {
    let groups = planned.plan.groups();
    let row = |(name, tasks): &(&str, Vec<usize>)| {
        let start = tasks.iter().map(|&task| planned.start(task)).min().unwrap_or(0);
        let finish = tasks.iter().map(|&task| planned.finish(task)).max().unwrap_or(0);
        let slack = tasks.iter().map(|&task| planned.slack(task)).min().unwrap_or(0);
        let [from, to] = planned.days(start, finish);
        vec![excerpt(name), tasks.len().to_string(), from, to, slack.to_string()]
    };
    (!groups.is_empty()).then(|| Grid {
        caption: "Groups".to_owned(),
        header: ["group", "tasks", "from", "to", "slack"].map(str::to_owned).to_vec(),
        rows: groups.iter().take(LISTED).map(row).collect(),
    })
}

/// The id and the name of a task, as far as there is room.
pub(crate) fn label(planned: &Planned, task: usize) -> String {
    let task = &planned.plan.tasks[task];
    let whole = if task.id == task.name { task.id.clone() } else { format!("{} {}", task.id, task.name) };
    if whole.chars().count() <= LABEL { whole } else { whole.chars().take(LABEL - 1).chain(['…']).collect() }
}

/// `dig -> pour => frame`; the first of very many tasks.
pub(crate) fn critical_path(planned: &Planned) -> String {
    let path = planned.critical_path();
    let mut text = String::new();
    for (index, (task, waits)) in path.iter().take(LISTED).enumerate() {
        let arrow = if *waits { " => " } else { " -> " };
        text += if index > 0 { arrow } else { "" };
        text += &planned.plan.tasks[*task].id;
    }
    if path.len() > LISTED { text + " -> ..." } else { text }
}

/// Whether what must be finished by a date is.
pub(crate) fn verdicts(planned: &Planned) -> Vec<String> {
    let plan = &planned.plan;
    let tasks = plan.tasks.iter().enumerate();
    let dated = tasks.filter_map(|(index, task)| Some((label(planned, index), planned.finish(index), task.finish_by?)));
    let all = plan.deadline.map(|deadline| ("all".to_owned(), planned.schedule.makespan(), deadline));
    let verdict = |(name, finish, due): (String, u64, u64)| {
        let judged = match finish.checked_sub(due) {
            None | Some(0) => format!("in time, with {} to spare", length(planned, due - finish)),
            Some(late) => format!("LATE by {}", length(planned, late)),
        };
        let clock = &plan.clock;
        format!("{name}: due {}, finished {}, {judged}", clock.finish(due), clock.finish(finish))
    };
    dated.chain(all).map(verdict).collect()
}

/// More do not fit a screen.
const LISTED: usize = 60;
/// Letters of an id and a name.
const LABEL: usize = 34;
