//! Projects in Patterson's format (`.rcp`): numbers, of which only the order counts.
//!
//! How many activities and resources there are; the capacities; and for each activity its duration, its demands, how many
//! successors it has, and which. J. H. Patterson, "A comparison of exact approaches for solving the multiple constrained
//! resource, project scheduling problem", Management Science 30 (1984).

use crate::{
    activities::{Activities, Activity, count_of_activities, count_of_resources, number},
    faults::Faults,
    rows::excerpt,
};

/// What a text says.
pub(crate) fn read(text: &str) -> Result<Activities, Faults> {
    let words = text
        .lines()
        .enumerate()
        .flat_map(|(index, line)| line.split_whitespace().map(move |word| (index as u64 + 1, word)));
    let mut words = Words { words, last: 1 };
    let (line, count) = words.next("number of activities")?;
    let count = count_of_activities(line, count)?;
    let (line, resources) = words.next("number of resources")?;
    let resources = count_of_resources(line, resources)?;
    let capacities = (0..resources).map(|_| words.number("capacity", 0, u64::MAX)).collect::<Result<_, _>>()?;
    let each = (0..count).map(|_| words.activity(count, resources)).collect::<Result<_, _>>()?;
    if let Some((line, word)) = words.words.next() {
        let word = excerpt(word);
        return Err(Faults::one(line, format!("{word:?} behind the last of {count} activities, allowed: nothing")));
    }
    Ok(Activities { capacities, each })
}

struct Words<I> {
    words: I,
    /// The line of the last word.
    last: u64,
}

impl<'a, I: Iterator<Item = (u64, &'a str)>> Words<I> {
    fn next(&mut self, what: &str) -> Result<(u64, &'a str), Faults> {
        let ended = || Faults::one(self.last, format!("the file ends where the {what} should be"));
        let word = self.words.next().ok_or_else(ended)?;
        self.last = word.0;
        Ok(word)
    }

    fn number(&mut self, what: &str, least: u64, most: u64) -> Result<u64, Faults> {
        let (line, word) = self.next(what)?;
        number(line, what, word, least, most)
    }

    fn activity(&mut self, count: usize, resources: usize) -> Result<Activity, Faults> {
        let duration = self.number("duration", 0, u64::MAX)?;
        let line = self.last;
        let demands = (0..resources).map(|_| self.number("demand", 0, u64::MAX)).collect::<Result<_, _>>()?;
        let successors = self.number("number of successors", 0, count as u64)?;
        let successor = |_| Ok(self.number("successor", 1, count as u64)? as usize - 1);
        Ok(Activity { line, duration, demands, successors: (0..successors).map(successor).collect::<Result<_, _>>()? })
    }
}
