//! A calendar as a network needs it: whole numbers with a sign, before the first moment and up to a limit.
//!
//! Before 0, where only tasks are that should have begun before the plan does, every moment is worked.

use super::Calendar;

/// The two ends of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) start: i64,
    pub(super) finish: i64,
}

/// A calendar that goes on before 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock<'a>(pub(super) &'a Calendar);

impl Clock<'_> {
    /// The working time before a moment; minus what is between it and 0, if it is before that.
    pub(super) fn working(self, moment: i64) -> i64 {
        u64::try_from(moment).map_or(moment, |moment| self.0.working(moment) as i64)
    }

    /// The moment when work goes on after so much working time, [`NEVER`] if that is above [`LATEST`].
    fn start(self, working: i64) -> i64 {
        u64::try_from(working).map_or(working, |working| within(self.0.start(working)))
    }

    /// The first moment by which so much working time has passed, [`NEVER`] if that is above [`LATEST`].
    fn finish(self, working: i64) -> i64 {
        u64::try_from(working).map_or(working, |working| within(self.0.finish(working)))
    }

    /// The first moment at which a wait of `lag` is over that began at `moment`.
    pub(super) fn after(self, moment: i64, lag: i64) -> i64 {
        if lag == 0 { moment } else { self.finish(self.working(moment) + lag) }
    }

    /// The last moment at which a wait of `lag` may begin that is over at `moment`.
    pub(super) fn before(self, moment: i64, lag: i64) -> i64 {
        if lag == 0 { moment } else { self.start(self.working(moment) - lag) }
    }

    /// The first ends of a task that are not before those, unless they are above [`LATEST`].
    pub(super) fn earliest(self, bounds: Ends, duration: i64) -> Option<Ends> {
        let Ends { start, finish } = bounds;
        let last = start.max(finish);
        if last > LATEST {
            return None;
        }
        if duration == 0 {
            return Some(Ends { start: last, finish: last });
        }
        let done = self.working(finish);
        // Within a pause nothing finishes but with the next work after it.
        let by_finish = done + i64::from(self.finish(done) < finish) - duration;
        let ends = self.place(self.working(start).max(by_finish), duration);
        (ends.finish <= LATEST).then_some(ends)
    }

    /// The last ends of a task that are not after those; the start may be [`NEVER`] for none.
    pub(super) fn latest(self, bounds: Ends, duration: i64) -> Ends {
        let Ends { start, finish } = bounds;
        if duration == 0 {
            let moment = start.min(finish);
            return Ends { start: moment, finish: moment };
        }
        let by_finish = self.working(finish) - duration;
        // Whoever starts when so much has been worked needs the next unit of work.
        let by_start = if start == NEVER { NEVER } else { self.working(start + 1) - 1 };
        self.place(by_start.min(by_finish), duration)
    }

    /// A task that starts after so much working time.
    fn place(self, working: i64, duration: i64) -> Ends {
        Ends { start: self.start(working), finish: self.finish(working + duration) }
    }
}

fn within(moment: u64) -> i64 {
    i64::try_from(moment).ok().filter(|&moment| moment <= LATEST).unwrap_or(NEVER)
}

/// The latest moment of a plan on calendars: a duration or a lag (2^58 at most) may still be added to it.
pub(super) const LATEST: i64 = 1 << 62;

/// Later than any moment.
pub(super) const NEVER: i64 = i64::MAX;
