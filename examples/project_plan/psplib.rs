//! Projects in PSPLIB's format (`.sm`): sections with headings, activities with one mode.
//!
//! R. Kolisch and A. Sprecher, "PSPLIB: a project scheduling problem library", European Journal of Operational Research 96
//! (1996).

use crate::{
    activities::{Activities, Activity, count_of_activities, count_of_resources, number},
    faults::Faults,
};

/// What a text says.
pub(crate) fn read(text: &str) -> Result<Activities, Faults> {
    let lines = text.lines().enumerate().map(|(index, line)| (index as u64 + 1, line.trim()));
    let file = File { lines: lines.filter(|(_, line)| !line.is_empty()).collect() };
    let (line, count) = file.value("jobs")?;
    let count = count_of_activities(line, count)?;
    let (line, resources) = file.value("- renewable")?;
    let resources = count_of_resources(line, resources)?;
    for kind in ["- nonrenewable", "- doubly constrained"] {
        let (line, others) = file.value(kind)?;
        number(line, &format!("number of other resources ({})", &kind[2..]), others, 0, 0)?;
    }
    let mut each = vec![Activity::default(); count];
    for (index, (line, row)) in file.rows("PRECEDENCE RELATIONS", count)?.enumerate() {
        each[index].successors = successors(line, row, index, count)?;
    }
    for (index, (line, row)) in file.rows("REQUESTS/DURATIONS", count)?.enumerate() {
        let [_, mode, duration, demands @ ..] = &numbered(line, row, index)?[..] else {
            return Err(Faults::one(line, "a row of less than 3 numbers, allowed: job, mode, duration and demands"));
        };
        number(line, "mode", mode, 1, 1)?;
        each[index].line = line;
        each[index].duration = number(line, "duration", duration, 0, u64::MAX)?;
        each[index].demands = as_many(line, "demand", demands, resources)?;
    }
    let capacities = if resources == 0 {
        Vec::new()
    } else {
        let (line, row) = file.rows("RESOURCEAVAILABILITIES", 1)?.next().unwrap_or((1, ""));
        as_many(line, "capacity", &row.split_whitespace().collect::<Vec<_>>(), resources)?
    };
    Ok(Activities { capacities, each })
}

/// `1 1 3 2 3 4`: the job, its modes, how many successors it has, and which.
fn successors(line: u64, row: &str, index: usize, count: usize) -> Result<Vec<usize>, Faults> {
    let [_, modes, many, successors @ ..] = &numbered(line, row, index)?[..] else {
        return Err(Faults::one(
            line,
            "a row of less than 3 numbers, allowed: job, modes, how many successors, and which",
        ));
    };
    number(line, "number of modes", modes, 1, 1)?;
    number(line, "number of successors", many, successors.len() as u64, successors.len() as u64)?;
    let successor = |text: &&str| Ok(number(line, "successor", text, 1, count as u64)? as usize - 1);
    successors.iter().map(successor).collect()
}

/// The words of a row, which begins with the number of its job.
fn numbered(line: u64, row: &str, index: usize) -> Result<Vec<&str>, Faults> {
    let words: Vec<_> = row.split_whitespace().collect();
    let job = index as u64 + 1;
    number(line, "job", words.first().copied().unwrap_or(""), job, job)?;
    Ok(words)
}

/// One number for each resource.
fn as_many(line: u64, what: &str, words: &[&str], resources: usize) -> Result<Vec<u64>, Faults> {
    if words.len() != resources {
        let reason = format!("there are {} numbers, allowed: {resources}, a {what} for each resource", words.len());
        return Err(Faults::one(line, reason));
    }
    words.iter().map(|word| number(line, what, word, 0, u64::MAX)).collect()
}

/// The lines that are not blank, with their numbers.
struct File<'a> {
    lines: Vec<(u64, &'a str)>,
}

impl<'a> File<'a> {
    /// The first word behind the colon of a line that begins so.
    fn value(&self, name: &str) -> Result<(u64, &'a str), Faults> {
        let (line, text) = self.find(name)?;
        let value = text.split_once(':').and_then(|(_, value)| value.split_whitespace().next());
        Ok((line, value.unwrap_or_default()))
    }

    fn find(&self, name: &str) -> Result<(u64, &'a str), Faults> {
        let found = self.lines.iter().find(|(_, text)| text.starts_with(name)).copied();
        found.ok_or_else(|| Faults::one(self.last(), format!("the file ends without a line {name:?}")))
    }

    /// The first rows of numbers below a heading.
    fn rows(&self, heading: &str, count: usize) -> Result<impl Iterator<Item = (u64, &'a str)>, Faults> {
        let (line, _) = self.find(heading)?;
        let below = self.lines.iter().copied().filter(move |(number, _)| *number > line);
        let is_row = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        let rows: Vec<_> =
            below.skip_while(|(_, text)| !is_row(text)).take(count).take_while(|(_, text)| is_row(text)).collect();
        if rows.len() < count {
            let end = rows.last().map_or(line, |(number, _)| *number);
            let reason = format!("{} rows of numbers below {heading:?}, allowed: {count}", rows.len());
            return Err(Faults::one(end, reason));
        }
        Ok(rows.into_iter())
    }

    fn last(&self) -> u64 {
        self.lines.last().map_or(1, |(number, _)| *number)
    }
}
