//! What a search says of an instance, and of a whole file.

use std::{fmt, time::Duration};

use ansatz_benches::steps;
use ansatz_planning::rcpsp::GeneticScheduler;
use cpu_time::ThreadTime;

use crate::instance::Instance;

/// When the search of an instance ends, if it proves nothing before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Limit {
    /// After so many schedules.
    Schedules(u64),
    /// After so much of the processor's time.
    Time(Duration),
}

/// A line of the table, less its name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Outcome {
    lower: Option<u64>,
    upper: u64,
    path: u64,
    makespan: u64,
    bound: u64,
    schedules: u64,
    seconds: f64,
}

impl Outcome {
    /// Searches, measures the processor's time, and checks what came of it.
    ///
    /// An error if the file knows better: a schedule or a bound that cannot be.
    pub(crate) fn of(instance: &Instance, limit: Limit, seed: u64) -> Result<Self, String> {
        let &Instance { ref name, lower, upper, ref project } = instance;
        let clock = ThreadTime::now();
        let (schedules, time) = match limit {
            Limit::Schedules(schedules) => (schedules, Duration::MAX),
            Limit::Time(time) => (u64::MAX, time),
        };
        let mut search = GeneticScheduler::new(project, schedules, seed).map_err(|error| format!("{name}: {error}"))?;
        steps::within(time, |schedules| search.step(schedules));
        let seconds = clock.elapsed().as_secs_f64();
        search.best().validate(project).map_err(|error| format!("{name}: {error}"))?;
        let (makespan, bound) = (search.best().makespan(), search.best().lower_bound());
        if makespan < lower.unwrap_or(0) || bound > upper {
            return Err(format!("{name}: the makespan {makespan} and the bound {bound} contradict LB and UB"));
        }
        let (path, schedules) = (project.critical_path(), search.steps_taken());
        Ok(Self { lower, upper, path, makespan, bound, schedules, seconds })
    }

    fn is_proved(self) -> bool {
        self.makespan == self.bound
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { lower, upper, path, makespan, bound, .. } = self;
        match lower {
            Some(lower) => write!(f, "{lower} ")?,
            None => f.write_str("-1 ")?,
        }
        write!(f, "{upper} {path} {makespan} {bound}")
    }
}

/// What came of a whole file, of one instance or more.
#[derive(Debug, Default)]
pub(crate) struct Summary(Vec<Outcome>);

impl Summary {
    pub(crate) fn add(&mut self, outcome: Outcome) {
        self.0.push(outcome);
    }

    pub(crate) fn lines(&self, name: &str) -> String {
        let count = self.0.len();
        let over = |known: fn(&Outcome) -> u64| {
            let deviations = self.0.iter().map(|outcome| outcome.makespan as f64 / known(outcome).max(1) as f64 - 1.0);
            100.0 * deviations.sum::<f64>() / count as f64
        };
        let reached = self.0.iter().filter(|outcome| outcome.makespan <= outcome.upper).count();
        let proofs = self.0.iter().filter(|outcome| outcome.is_proved()).count();
        let schedules: u64 = self.0.iter().map(|outcome| outcome.schedules).sum();
        let seconds: f64 = self.0.iter().map(|outcome| outcome.seconds).sum();
        format!(
            "# {name}: {count} instances, mean deviation {:.3}% over UB, {:.3}% over CPM, {reached} with UB or less, \
             {proofs} proved\n\
             # {name}: {schedules} schedules in {seconds:.3} s, {:.0} schedules per second",
            over(|outcome| outcome.upper),
            over(|outcome| outcome.path),
            schedules as f64 / seconds,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instance::parse_all;

    /// A task of 3 before one of 4, and one of 5 beside them that leaves no room for either.
    fn three(bounds: &str) -> Instance {
        parse_all(&format!("three {bounds} 7 3 1 2 3 1 1 2 4 1 0 5 2 0")).unwrap().remove(0)
    }

    #[test]
    fn a_line_says_what_was_found_and_what_is_proved() {
        for limit in [Limit::Schedules(100), Limit::Time(Duration::from_millis(1))] {
            let outcome = Outcome::of(&three("-1 14"), limit, 1).unwrap();
            // No two of them can run at the same time.
            assert_eq!((outcome.makespan, outcome.bound, outcome.is_proved()), (12, 12, true));
            assert_eq!(outcome.to_string(), "-1 14 7 12 12");
            let outcome = Outcome { lower: Some(8), bound: 11, ..outcome };
            assert_eq!((outcome.to_string(), outcome.is_proved()), ("8 14 7 12 11".into(), false));
        }
    }

    #[test]
    fn what_contradicts_the_file_is_an_error() {
        let wrong = Outcome::of(&three("13 13"), Limit::Schedules(10), 1).unwrap_err();
        assert!(wrong.starts_with("three: the makespan 12 and the bound "), "{wrong}");
        assert!(Outcome::of(&three("7 7"), Limit::Schedules(10), 1).is_err());
    }

    #[test]
    fn means_are_over_the_instances() {
        let mut summary = Summary::default();
        for (upper, makespan, bound) in [(50, 50, 50), (50, 51, 45), (60, 57, 52), (60, 60, 60)] {
            let (lower, path) = (None, 40);
            summary.add(Outcome { lower, upper, path, makespan, bound, schedules: 500, seconds: 0.25 });
        }
        assert_eq!(
            summary.lines("set"),
            "# set: 4 instances, mean deviation -0.750% over UB, 36.250% over CPM, 3 with UB or less, 2 proved\n\
             # set: 2000 schedules in 1.000 s, 2000 schedules per second"
        );
    }
}
