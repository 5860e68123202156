//! What a collector costs in time.

use std::time::{Duration, Instant};

/// A value with the time that was spent in it.
#[derive(Debug, Default)]
pub(crate) struct Timed<T> {
    pub(crate) value: T,
    pub(crate) spent: Duration,
}

impl<T> Timed<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { value, spent: Duration::ZERO }
    }

    /// Runs `work` on the value and adds its time; meant for a pass over a whole column, beside which reading the clock
    /// twice (some 50 ns) is nothing.
    pub(crate) fn run<A>(&mut self, work: impl FnOnce(&mut T) -> A) -> A {
        let start = Instant::now();
        let answer = work(&mut self.value);
        self.spent += start.elapsed();
        answer
    }
}
