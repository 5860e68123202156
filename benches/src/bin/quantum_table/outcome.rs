//! What a search says of an instance, and of a whole folder.

use std::fmt;

use crate::{instance::Instance, solver::Reads};

/// A line of the table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outcome {
    name: String,
    variables: usize,
    entries: usize,
    best: f64,
    mean: f64,
    seconds_per_read: f64,
    known: Option<Known>,
}

/// What is known of an instance, and how far the best read and the mean of all are from that, in parts of it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Known {
    value: f64,
    gap: f64,
    mean_gap: f64,
}

impl Outcome {
    pub(crate) fn of(instance: &Instance, reads: &Reads) -> Self {
        let count = reads.values.len() as f64;
        let (best, mean) = (reads.best, reads.values.iter().sum::<f64>() / count);
        let gaps = instance.gap(best).zip(instance.gap(mean));
        let known = instance.best_known.zip(gaps);
        Self {
            name: instance.name.clone(),
            variables: instance.variables,
            entries: instance.entries.len(),
            best,
            mean,
            seconds_per_read: reads.seconds / count,
            known: known.map(|(value, (gap, mean_gap))| Known { value, gap, mean_gap }),
        }
    }

    /// The table's first line: with the last two columns if any of the instances has a best known value.
    pub(crate) fn header(with_known: bool) -> String {
        format!("name n m best mean seconds_per_read{}", if with_known { " best_known gap" } else { "" })
    }

    /// A line below that.
    pub(crate) fn line(&self, with_known: bool) -> String {
        match (self.known, with_known) {
            (_, false) => self.to_string(),
            (Some(Known { value, gap, .. }), true) => format!("{self} {value} {:.4}%", 100.0 * gap),
            (None, true) => format!("{self} - -"),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, variables, entries, best, mean, seconds_per_read, .. } = self;
        write!(f, "{name} {variables} {entries} {best} {mean:.3} {seconds_per_read:.6}")
    }
}

/// The lines below those of the instances.
pub(crate) fn summary(solver: &str, outcomes: &[Outcome]) -> String {
    let known: Vec<Known> = outcomes.iter().filter_map(|outcome| outcome.known).collect();
    let seconds: f64 = outcomes.iter().map(|outcome| outcome.seconds_per_read).sum();
    let count = outcomes.len();
    let mut lines = vec![format!("# {solver}: {count} instances, {:.6} s a read in the mean", seconds / count as f64)];
    if !known.is_empty() {
        let percent = |gap: fn(&Known) -> f64| 100.0 * known.iter().map(gap).sum::<f64>() / known.len() as f64;
        let reached = known.iter().filter(|known| known.gap <= 0.0).count();
        let worst = known.iter().map(|known| known.gap).fold(f64::NEG_INFINITY, f64::max);
        lines.push(format!(
            "# {solver}: best known value reached on {reached} of {}; gap of the best read {:.4}% in the mean, {:.4}% at most, \
             of all reads {:.4}%",
            known.len(),
            percent(|known| known.gap),
            100.0 * worst,
            percent(|known| known.mean_gap),
        ));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instance::tests::{EITHER, SQUARE};

    fn outcome(text: &str, best_known: Option<f64>, values: &[f64]) -> Outcome {
        let instance = Instance { best_known, ..Instance::parse("it", text, None).unwrap() };
        let best = values.iter().copied().reduce(|one, other| instance.better(one, other)).unwrap();
        Outcome::of(&instance, &Reads { values: values.to_vec(), best, seconds: 0.5, finished: true })
    }

    #[test]
    fn a_line_says_what_was_found() {
        let cut = outcome(SQUARE, None, &[3.0, 2.0]);
        assert_eq!(cut.line(false), "it 4 5 3 2.500 0.250000");
        assert_eq!(cut.line(true), "it 4 5 3 2.500 0.250000 - -");
        let cut = outcome(SQUARE, Some(4.0), &[3.0, 2.0]);
        assert_eq!(cut.line(true), "it 4 5 3 2.500 0.250000 4 25.0000%");
        let costs = outcome(EITHER, Some(-3.0), &[-2.0, -3.0]);
        assert_eq!(costs.line(true), "it 2 3 -3 -2.500 0.250000 -3 0.0000%");
        assert_eq!(Outcome::header(false), "name n m best mean seconds_per_read");
        assert_eq!(Outcome::header(true), "name n m best mean seconds_per_read best_known gap");
    }

    #[test]
    fn a_summary_counts_what_is_known() {
        let outcomes = [
            outcome(SQUARE, Some(4.0), &[3.0, 2.0]),
            outcome(EITHER, Some(-3.0), &[-3.0]),
            outcome(SQUARE, None, &[0.0]),
        ];
        assert_eq!(
            summary("sa", &outcomes),
            "# sa: 3 instances, 0.416667 s a read in the mean\n\
             # sa: best known value reached on 1 of 2; gap of the best read 12.5000% in the mean, 25.0000% at most, of all \
             reads 18.7500%"
        );
        assert_eq!(summary("sa", &outcomes[2..]), "# sa: 1 instances, 0.500000 s a read in the mean");
    }
}
