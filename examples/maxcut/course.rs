//! How a search went: its best cut so far against the processor's time.

/// Points at which the best cut became better, in the order of time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Course {
    points: Vec<(f64, f64)>,
    /// Until when was searched, in seconds.
    end: f64,
}

impl Course {
    /// Notes a cut that was found by `seconds`, if it is better than all before.
    pub(crate) fn note(&mut self, seconds: f64, cut: f64) {
        self.end = seconds;
        if self.points.last().is_none_or(|&(_, best)| cut > best) {
            self.points.push((seconds, cut));
        }
    }

    /// The best cut, and when it was found.
    pub(crate) fn best(&self) -> Option<(f64, f64)> {
        self.points.last().copied()
    }

    pub(crate) fn end(&self) -> f64 {
        self.end
    }

    /// The best cut that had been found by then.
    pub(crate) fn by(&self, seconds: f64) -> Option<f64> {
        let before = self.points.partition_point(|&(found, _)| found <= seconds);
        Some(self.points[before.checked_sub(1)?].1)
    }

    /// The stairs of all that is at least `floor`, up to the end.
    pub(crate) fn stairs(&self, floor: f64) -> Vec<(f64, f64)> {
        let mut stairs: Vec<(f64, f64)> = Vec::new();
        for &(seconds, cut) in self.points.iter().filter(|(_, cut)| *cut >= floor) {
            stairs.extend(stairs.last().map(|&(_, before)| (seconds, before)));
            stairs.push((seconds, cut));
        }
        stairs.extend(stairs.last().map(|&(_, best)| (self.end, best)));
        stairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_better_is_a_step() {
        let mut course = Course::default();
        assert_eq!((course.best(), course.by(9.0), course.stairs(0.0)), (None, None, Vec::new()));
        for (seconds, cut) in [(1.0, 5.0), (2.0, 4.0), (3.0, 5.0), (4.0, 7.0), (5.0, 7.0)] {
            course.note(seconds, cut);
        }
        assert_eq!((course.best(), course.end()), (Some((4.0, 7.0)), 5.0));
        assert_eq!([0.5, 1.0, 3.9, 4.0].map(|seconds| course.by(seconds)), [None, Some(5.0), Some(5.0), Some(7.0)]);
        assert_eq!(course.stairs(0.0), [(1.0, 5.0), (4.0, 5.0), (4.0, 7.0), (5.0, 7.0)]);
        assert_eq!(course.stairs(6.0), [(4.0, 7.0), (5.0, 7.0)]);
    }
}
