//! An experiment as a CSV file has it.

use std::{
    collections::HashMap,
    io::{self, BufRead},
    ops::RangeInclusive,
};

use ansatz_bandit::experiments::Group;
use ansatz_examples::{
    csv::{Records, excerpt, unpacked},
    rows::open,
};

use crate::arguments::{Columns, Request};

/// Who got what and what came of it, in the order of time.
#[derive(Debug, PartialEq)]
pub(crate) struct Experiment {
    pub(crate) name: String,
    pub(crate) rows: Vec<Row>,
    /// What the treatment is called.
    pub(crate) treatment: String,
    /// The dates, if there is a column of times.
    pub(crate) dates: Vec<String>,
}

/// One line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row {
    pub(crate) group: Group,
    pub(crate) outcome: f64,
    /// What was known before; 0 without such a column.
    pub(crate) covariate: f64,
    /// Which of the dates; 0 without any.
    pub(crate) date: usize,
}

impl Experiment {
    /// What the file says, or what is wrong with it, line by line.
    pub(crate) fn open(request: &Request) -> Result<Self, String> {
        let (file, name) = (&request.input, request.input.display().to_string());
        let input =
            if file.as_os_str() == "-" { unpacked(io::stdin().lock()) } else { open(file).map_err(io::Error::other) };
        let read = input.map_err(|error| error.to_string()).and_then(|input| Self::read(input, request));
        let short = file.file_name().map_or_else(|| name.clone(), |name| name.to_string_lossy().into_owned());
        read.map(|read| Self { name: short, ..read }).map_err(|error| format!("{name}: {error}"))
    }

    pub(crate) fn read(input: impl BufRead, request: &Request) -> Result<Self, String> {
        let mut records = Records::new(input);
        let mut reader = Reader::of_header(&mut records, request)?;
        let mut faults = Vec::new();
        let mut count = 0_u64;
        loop {
            let next = records.advance().map_err(|error| format!("after line {}: {error}", records.line_number()))?;
            let Some(record) = next else { break };
            let line = records.line_number();
            if let Err(fault) = record.and_then(|()| reader.take(&records)) {
                count += 1;
                if faults.len() < DESCRIBED {
                    faults.push(format!("line {line}: {fault}"));
                }
            }
            if reader.rows.len() > MOST_ROWS {
                return Err(format!("line {line}: one more than {MOST_ROWS} rows, expected the end"));
            }
        }
        if count > faults.len() as u64 {
            faults.push(format!("and {} more", count - faults.len() as u64));
        }
        if faults.is_empty() { reader.ended() } else { Err(faults.join("\n")) }
    }
}

/// Where the columns are, and what has been read.
struct Reader<'a> {
    request: &'a Request,
    width: usize,
    group: usize,
    outcome: usize,
    time: Option<usize>,
    user: Option<usize>,
    covariate: Option<usize>,
    has_control: bool,
    rows: Vec<Row>,
    treatment: Option<String>,
    dates: Vec<String>,
    /// The time of the last row.
    last: String,
    /// The line in which each was seen.
    users: HashMap<String, u64>,
}

impl<'a> Reader<'a> {
    fn of_header<R: BufRead>(records: &mut Records<R>, request: &'a Request) -> Result<Self, String> {
        let Columns { group, outcome, time, user, covariate } = &request.columns;
        let header = records.advance().map_err(|error| error.to_string())?;
        header.ok_or("there is nothing, expected a header")?.map_err(|reason| format!("line 1: {reason}"))?;
        let names: Vec<&str> = (0..records.width()).map(|index| records.field(index).trim()).collect();
        let find = |name: &String| {
            let mut found = names.iter().enumerate().filter(|(_, other)| *other == name);
            match (found.next(), found.next()) {
                (Some((index, _)), None) => Ok(index),
                (Some(_), Some(_)) => Err(format!("line 1: there are two columns {name:?}, expected one")),
                (None, _) => {
                    let names: Vec<_> = names.iter().map(|name| excerpt(name)).take(NAMED).collect();
                    Err(format!("line 1: there is no column {name:?}, allowed: {}", names.join(", ")))
                }
            }
        };
        Ok(Self {
            request,
            width: names.len(),
            group: find(group)?,
            outcome: find(outcome)?,
            time: time.as_ref().map(find).transpose()?,
            user: user.as_ref().map(find).transpose()?,
            covariate: covariate.as_ref().map(find).transpose()?,
            has_control: false,
            rows: Vec::new(),
            treatment: None,
            dates: Vec::new(),
            last: String::new(),
            users: HashMap::new(),
        })
    }

    fn take<R>(&mut self, records: &Records<R>) -> Result<(), String> {
        if records.width() != self.width {
            return Err(format!("{} fields where the header has {}", records.width(), self.width));
        }
        let field = |column: usize| records.field(column).trim();
        let group = self.group(field(self.group))?;
        let Columns { outcome: named, covariate: known, .. } = &self.request.columns;
        let bounds = self.request.bounds.clone().unwrap_or(-MOST..=MOST);
        let outcome = number(named, field(self.outcome), bounds)?;
        let known = known.as_deref().unwrap_or_default();
        let covariate = self.covariate.map_or(Ok(0.0), |column| number(known, field(column), -MOST..=MOST))?;
        if let Some(column) = self.user {
            self.meet(field(column), records.line_number())?;
        }
        let date = self.time.map_or(Ok(0), |column| self.date(field(column)))?;
        self.rows.push(Row { group, outcome, covariate, date });
        Ok(())
    }

    fn group(&mut self, text: &str) -> Result<Group, String> {
        let (column, control) = (&self.request.columns.group, &self.request.control);
        if text == control {
            self.has_control = true;
            return Ok(Group::Control);
        }
        if text.is_empty() {
            return Err(fault(column, text, &format!("{control:?}, or what the treatment is called")));
        }
        let treatment = self.treatment.get_or_insert_with(|| text.to_owned());
        if treatment == text {
            return Ok(Group::Treatment);
        }
        // Two names of which neither is the control's: more likely that it is called otherwise.
        let advice = if self.has_control { "" } else { "; --control says what the control is called" };
        let treatment = excerpt(treatment);
        Err(fault(column, text, &format!("{control:?} and {treatment:?}, a control and one treatment{advice}")))
    }

    fn meet(&mut self, user: &str, line: u64) -> Result<(), String> {
        let column = self.request.columns.user.as_deref().unwrap_or_default();
        if user.is_empty() {
            return Err(fault(column, user, "a name or a number"));
        }
        if let Some(first) = self.users.get(user) {
            return Err(fault(column, user, &format!("one that line {first} does not have")));
        }
        self.users.insert(user.to_owned(), line);
        Ok(())
    }

    fn date(&mut self, text: &str) -> Result<usize, String> {
        let column = self.request.columns.time.as_deref().unwrap_or_default();
        if text.is_empty() || text < self.last.as_str() {
            return Err(fault(column, text, &format!("{:?} or later", excerpt(&self.last))));
        }
        text.clone_into(&mut self.last);
        let date: String = text.chars().take(DATE).collect();
        if self.dates.last() != Some(&date) {
            self.dates.push(date);
        }
        Ok(self.dates.len() - 1)
    }

    fn ended(self) -> Result<Experiment, String> {
        let groups = [Group::Control, Group::Treatment];
        let missing = groups.into_iter().find(|group| self.rows.iter().all(|row| row.group != *group));
        let column = &self.request.columns.group;
        match missing {
            _ if self.rows.is_empty() => Err("there is no row below the header".to_owned()),
            Some(Group::Control) => {
                Err(format!("no {column:?} is {:?}: --control says what the control is called", self.request.control))
            }
            Some(Group::Treatment) => {
                Err(format!("every {column:?} is {:?}, expected two groups", self.request.control))
            }
            None => Ok(Experiment {
                name: String::new(),
                rows: self.rows,
                treatment: self.treatment.unwrap_or_default(),
                dates: self.dates,
            }),
        }
    }
}

fn number(column: &str, text: &str, bounds: RangeInclusive<f64>) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| bounds.contains(number));
    number.ok_or_else(|| fault(column, text, &format!("a number in {}..={}", bounds.start(), bounds.end())))
}

fn fault(column: &str, value: &str, allowed: &str) -> String {
    format!("{column:?} is {:?}, allowed: {allowed}", excerpt(value))
}

/// 32 bytes each.
const MOST_ROWS: usize = 20_000_000;
/// As for outcomes that are added up by the million.
const MOST: f64 = 1e12;
/// `2026-03-02`.
const DATE: usize = 10;
const DESCRIBED: usize = 10;
const NAMED: usize = 12;
