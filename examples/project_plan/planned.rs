//! A plan with all that was found out about it.

use core::time::Duration;
use std::{error::Error, time::Instant};

use ansatz_planning::{
    Cpm,
    rcpsp::{GeneticScheduler, Project, Schedule},
};

use crate::{arguments::Request, chains::Chained, plan::Plan, progress::Progress, risk::Risk};

pub(crate) struct Planned {
    pub(crate) plan: Plan,
    pub(crate) project: Project,
    /// As if there were enough of everything.
    pub(crate) cpm: Cpm,
    pub(crate) schedule: Schedule,
    /// The schedule as links.
    pub(crate) chained: Chained,
    /// How many schedules were generated, and in which time.
    pub(crate) generated: u64,
    pub(crate) time: Duration,
    pub(crate) risk: Risk,
}

impl Planned {
    pub(crate) fn new(request: &Request, plan: Plan) -> Result<Self, Box<dyn Error>> {
        let (network, project) = plan.project().map_err(|faults| format!("{}: {faults}", request.input.display()))?;
        let cpm = Cpm::new(&network)?;
        let begun = Instant::now();
        let (found, generated) = search(request, &project)?;
        let time = begun.elapsed();
        let chained = Chained::new(&network, &project, &found)?;
        let schedule = earliest(&project, &chained.cpm, found);
        let risk = Risk::new(request, &plan, &chained.network)?;
        Ok(Self { plan, project, cpm, schedule, chained, generated, time, risk })
    }

    pub(crate) fn start(&self, task: usize) -> u64 {
        self.schedule.starts()[task]
    }

    pub(crate) fn finish(&self, task: usize) -> u64 {
        self.start(task) + self.project.duration(task)
    }

    /// How much later a task may be than in the schedule, with all that it holds up there.
    pub(crate) fn slack(&self, task: usize) -> i64 {
        self.chained.cpm.times(task).map_or(0, |times| times.total_float)
    }

    /// The first path that decides the finish; `true` for a task that waits for what the one before hands over.
    pub(crate) fn critical_path(&self) -> Vec<(usize, bool)> {
        let mut paths = self.chained.cpm.critical_paths();
        let mut path = paths.next().unwrap_or_default();
        // One may end before milestones at the finish; the next goes on to them.
        while let Some(longer) = paths.next().filter(|other| other.starts_with(&path)) {
            path = longer;
        }
        let waits = |index: usize| {
            let before = index.checked_sub(1).map(|before| (path[before], path[index]));
            before.is_some_and(|(from, to)| self.chained.hands_over(from, to))
        };
        path.iter().enumerate().map(|(index, task)| (*task, waits(index))).collect()
    }

    /// Whether a date has room in a picture: beside one that is far off nothing else could be seen.
    pub(crate) fn has_room(&self, date: u64) -> bool {
        date <= self.schedule.makespan().saturating_mul(2)
    }

    /// The first and the last day of a task, or its start and its finish.
    pub(crate) fn days_of(&self, task: usize) -> [String; 2] {
        let (clock, start, finish) = (&self.plan.clock, self.start(task), self.finish(task));
        // What takes no time is there on the day on which the last of what it waits for is done.
        let waits = start > self.plan.tasks[task].start_no_earlier.unwrap_or(0);
        match start == finish {
            true if waits => [clock.finish(start), clock.finish(start)],
            true => [clock.start(start), clock.start(start)],
            false => [clock.start(start), clock.finish(finish)],
        }
    }

    /// What is used of a resource, from each of these times on.
    pub(crate) fn usage(&self, resource: usize) -> Vec<(u64, u64)> {
        let mut changes: Vec<(u64, i128)> = Vec::new();
        for task in 0..self.project.len() {
            let demand = i128::from(self.project.demands(task)[resource]);
            if demand > 0 && self.project.duration(task) > 0 {
                changes.extend([(self.start(task), demand), (self.finish(task), -demand)]);
            }
        }
        changes.sort_unstable();
        let mut steps: Vec<(u64, u64)> = vec![(0, 0)];
        let mut used = 0;
        for (time, change) in changes {
            used += change;
            match steps.last_mut() {
                Some(last) if last.0 == time => last.1 = used as u64,
                _ => steps.push((time, used as u64)),
            }
        }
        steps
    }
}

/// The shortest schedule of so many.
fn search(request: &Request, project: &Project) -> Result<(Schedule, u64), Box<dyn Error>> {
    let mut search = GeneticScheduler::new(project, request.schedules, request.seed)?;
    let progress = Progress::begin("schedules", request.schedules)?;
    let mut more = true;
    while more {
        more = search.step(PATIENCE);
        let best = search.best();
        progress.tell(search.steps_taken(), &format!("{} (at least {})", best.makespan(), best.lower_bound()));
    }
    progress.end();
    Ok((search.best().clone(), search.steps_taken()))
}

/// The same with each task as early as the links of the schedule let it be.
fn earliest(project: &Project, cpm: &Cpm, found: Schedule) -> Schedule {
    let starts = cpm.early_starts();
    if starts == found.starts() {
        return found;
    }
    // Not if the waits had to be left out.
    Schedule::new(project, starts).unwrap_or(found)
}

/// Schedules between two looks at the clock: milliseconds.
const PATIENCE: u64 = 100;
