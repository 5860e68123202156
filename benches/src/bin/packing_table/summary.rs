//! What a method did on a whole file.

use crate::method::Outcome;

/// One instance or more.
#[derive(Debug, Default)]
pub(crate) struct Summary(Vec<Outcome>);

impl Summary {
    pub(crate) fn add(&mut self, outcome: Outcome) {
        self.0.push(outcome);
    }

    pub(crate) fn print(&self, name: &str) {
        println!("{}", self.lines(name));
    }

    fn lines(&self, name: &str) -> String {
        let count = self.0.len();
        let gaps = self.0.iter().map(|outcome| outcome.bins as f64 / outcome.upper as f64 - 1.0);
        let optima = self.0.iter().filter(|outcome| outcome.bins <= outcome.upper).count();
        let proofs = self.0.iter().filter(|outcome| outcome.is_proved()).count();
        let seconds = || self.0.iter().map(|outcome| outcome.seconds);
        let mean = |sum: f64| sum / count as f64;
        format!(
            "# {name}: {count} instances, mean gap {:.3}%, {optima} with UB bins, {proofs} proved\n\
             # {name}: {:.6} s an instance, at most {:.6}",
            mean(100.0 * gaps.sum::<f64>()),
            mean(seconds().sum()),
            seconds().fold(0.0, f64::max)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_over_the_instances() {
        let mut summary = Summary::default();
        for (bins, bound, seconds) in [(20, 20, 0.5), (21, 20, 1.5), (22, 19, 1.0), (20, 19, 0.0)] {
            summary.add(Outcome { items: 50, lower: 20, upper: 20, bins, bound, seconds });
        }
        assert_eq!(
            summary.lines("set ffd"),
            "# set ffd: 4 instances, mean gap 3.750%, 2 with UB bins, 1 proved\n\
             # set ffd: 0.750000 s an instance, at most 1.500000"
        );
    }
}
