//! The caller's clock for algorithms that work step by step.

use core::time::Duration;

use cpu_time::ThreadTime;

/// Lets `step` do so many units of work at a time, until it says that more are of no use or the processor's time is over.
///
/// A clock costs as much as many a unit: as many units are done between two looks at it as take about `TICK`.
pub fn within(time: Duration, mut step: impl FnMut(u64) -> bool) {
    let clock = ThreadTime::now();
    let (mut units, mut before) = (1, Duration::ZERO);
    while before < time && step(units) {
        let now = clock.elapsed();
        let took = now.saturating_sub(before);
        if took < TICK / 2 {
            units = units.saturating_mul(2);
        } else if took > TICK {
            units = (units / 2).max(1);
        }
        before = now;
    }
}

const TICK: Duration = Duration::from_millis(2);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_end_when_they_are_of_no_use() {
        let mut left = 100u64;
        within(Duration::MAX, |units| {
            left = left.saturating_sub(units);
            left > 0
        });
        assert_eq!(left, 0);
    }

    #[test]
    fn steps_end_when_the_time_is_over() {
        let (mut calls, mut all) = (0u64, 0u64);
        within(Duration::from_millis(20), |units| {
            calls += 1;
            all = all.saturating_add(units);
            true
        });
        // Units that take no time are done in ever larger lots.
        assert!(calls > 1 && all > calls, "{all} units in {calls} calls");
        within(Duration::ZERO, |_| panic!("there was no time"));
    }
}
