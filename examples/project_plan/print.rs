//! The plan as text.

use std::io::{self, Write};

use ansatz_examples::figures::{Grid, grouped, milliseconds, percent, write_rest};

use ansatz_core::Estimate;

use crate::{planned::Planned, rows::excerpt};

/// Writes when what is done, and what decides that.
pub(crate) fn write(out: &mut impl Write, planned: &Planned) -> io::Result<()> {
    writeln!(out, "{}", summary(planned))?;
    writeln!(out, "  {}\n  {}\n", finish(planned), without_limits(planned))?;
    tasks(planned, LISTED).write(out)?;
    write_rest(out, planned.plan.tasks.len(), LISTED, "tasks")?;
    if let Some(groups) = groups(planned) {
        writeln!(out)?;
        groups.write(out)?;
        write_rest(out, planned.plan.groups().len(), LISTED, "groups")?;
    }
    writeln!(out, "\ncritical path (=> for what is handed over): {}", critical_path(planned))?;
    let verdicts = verdicts(planned);
    if !verdicts.is_empty() {
        writeln!(out, "\nDeadlines")?;
        verdicts.iter().try_for_each(|verdict| writeln!(out, "  {verdict}"))?;
    }
    writeln!(out, "\n{}", runs(planned))?;
    chance(planned).iter().try_for_each(|chance| writeln!(out, "  {chance}"))?;
    quantiles(planned).write(out)?;
    writeln!(out)?;
    tornado(planned, DRIVERS).write(out)?;
    let [scheduled, simulated] = [planned.time, planned.risk.time].map(milliseconds);
    writeln!(out, "\nscheduled in {scheduled}, simulated in {simulated}")
}

/// What there is to plan, in a line.
pub(crate) fn summary(planned: &Planned) -> String {
    let plan = &planned.plan;
    let links: usize = plan.tasks.iter().map(|task| task.predecessors.len()).sum();
    let counts = [(plan.tasks.len(), "task"), (links, "link"), (plan.resources.len(), "resource")];
    let [tasks, links, resources] = counts.map(|(count, what)| counted(count as u64, what));
    format!("{}: {tasks}, {links}, {resources}", plan.name)
}

/// When all is done, and how much earlier it could be.
pub(crate) fn finish(planned: &Planned) -> String {
    let schedule = &planned.schedule;
    let bound = if schedule.is_proved() {
        "no schedule is shorter".to_owned()
    } else {
        format!("none is shorter than {}, a gap of {}", schedule.lower_bound(), percent(schedule.gap()))
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
    counted(time, planned.plan.clock.unit())
}

fn counted(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(count as f64))
}

/// When each task can be, and when it is; the first of very many.
pub(crate) fn tasks(planned: &Planned, most: usize) -> Grid {
    let row = |task: usize| {
        let Ok(times) = planned.cpm.times(task) else { return Vec::new() };
        let slack = planned.slack(task);
        let [start, finish] = planned.days_of(task);
        vec![
            planned.plan.tasks[task].label(),
            format!("{}-{}", times.early_start, times.early_finish),
            format!("{}-{}", times.late_start, times.late_finish),
            times.total_float.to_string(),
            start,
            finish,
            slack.to_string(),
            if slack <= 0 { "*".to_owned() } else { String::new() },
            format!("{:.0}%", planned.risk.criticality(task) * 100.0),
        ]
    };
    Grid {
        caption: format!(
            "By links alone: earliest, latest and float, in {}s. By the schedule: from, to and slack (* critical), and in how \
             many of the runs critical",
            planned.plan.clock.unit()
        ),
        header: ["task", "early", "late", "float", "from", "to", "slack", "", "of runs"].map(str::to_owned).to_vec(),
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
        let [from, to] = [planned.plan.clock.start(start), planned.plan.clock.finish(finish)];
        vec![excerpt(name), tasks.len().to_string(), from, to, slack.to_string()]
    };
    (!groups.is_empty()).then(|| Grid {
        caption: "Groups".to_owned(),
        header: ["group", "tasks", "from", "to", "slack"].map(str::to_owned).to_vec(),
        rows: groups.iter().take(LISTED).map(row).collect(),
    })
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
    let dated = tasks.filter_map(|(index, task)| Some((task.label(), planned.finish(index), task.finish_by?)));
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

/// What was simulated.
pub(crate) fn runs(planned: &Planned) -> String {
    let (runs, mean) = (grouped(planned.risk.analysis.runs() as f64), planned.risk.analysis.mean().value);
    let waits = match &planned.chained.handovers {
        Some(pairs) => format!("the schedule with its {}", counted(pairs.len() as u64, "hand-over")),
        None => "the links alone, since leads let tasks hand over to others that they wait for".to_owned(),
    };
    let unit = planned.plan.clock.unit();
    format!("How sure that is: {runs} runs of {waits}, {mean:.1} {unit}s in the mean")
}

/// How often what was planned and what is wanted come true.
pub(crate) fn chance(planned: &Planned) -> Vec<String> {
    let schedule = ("as soon as the schedule says", Some(planned.schedule.makespan()));
    let chance = |(what, time): (&str, Option<u64>)| {
        let time = time?;
        let chance = planned.risk.analysis.probability_by(time as f64);
        let [value, lower, upper] = [chance.value, chance.lower, chance.upper].map(percent);
        Some(format!("{what}, by {}: {value} ({lower} to {upper})", planned.plan.clock.finish(time)))
    };
    [schedule, ("within the deadline", planned.plan.deadline)].into_iter().filter_map(chance).collect()
}

/// The dates by which the plan is finished so often.
pub(crate) fn quantiles(planned: &Planned) -> Grid {
    let clock = &planned.plan.clock;
    let row = |(p, date): (f64, Estimate)| {
        let day = if clock.has_dates() { clock.finish(date.value.ceil() as u64) } else { String::new() };
        let [value, lower, upper] = [date.value, date.lower, date.upper].map(|time| format!("{time:.1}"));
        vec![format!("P{:.0}", p * 100.0), value, format!("{lower} to {upper}"), day]
    };
    Grid {
        caption: format!("Finished by, in {}s, with the interval at 95% that comes of so many runs", clock.unit()),
        header: ["", "time", "interval", "day"].map(str::to_owned).to_vec(),
        rows: planned.risk.quantiles().into_iter().map(row).collect(),
    }
}

/// What moves the finish most.
pub(crate) fn tornado(planned: &Planned, most: usize) -> Grid {
    let row = |(name, low, high): (String, f64, f64)| {
        vec![name, format!("{low:.1}"), format!("{high:.1}"), format!("{:.1}", (high - low).abs())]
    };
    Grid {
        caption: "What moves the mean finish most: a task that is short or long, or an event (!) that happens or not"
            .to_owned(),
        header: ["", "short or not", "long or so", "swing"].map(str::to_owned).to_vec(),
        rows: planned.risk.tornado(&planned.plan, most).into_iter().map(row).collect(),
    }
}

/// More do not fit a screen.
const LISTED: usize = 60;
/// Of what moves the finish, so many.
const DRIVERS: usize = 8;
