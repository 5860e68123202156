//! Plans in TOML: resources, a calendar, tasks, events and correlations.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    faults::Faults,
    rows::{self, COLUMNS, Cell, Row, excerpt},
};

/// What a document says, not yet understood.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// `name`, `unit`, `hours_per_day` and `deadline`.
    pub(crate) plan: Row,
    pub(crate) calendar: Row,
    /// Names with their capacities.
    pub(crate) resources: Vec<(String, Cell)>,
    pub(crate) tasks: Vec<Row>,
    pub(crate) events: Vec<Row>,
    pub(crate) correlations: Vec<Row>,
}

impl Document {
    pub(crate) fn parse(text: &str) -> Result<Self, Faults> {
        let places = Lines::of(text);
        let table = DeTable::parse(text).map_err(|error| {
            let line = error.span().map_or(1, |span| places.line(span.start));
            Faults::one(line, error.message().trim().replace('\n', ", "))
        })?;
        let mut reader = Reader { places, faults: Faults::default() };
        let document = reader.document(table.get_ref());
        reader.faults.or(document)
    }
}

struct Reader {
    places: Lines,
    faults: Faults,
}

impl Reader {
    fn document(&mut self, table: &DeTable<'_>) -> Document {
        let mut document = Document { plan: Row { line: 1, ..Row::default() }, ..Document::default() };
        for (key, value) in table {
            let (name, line) = (key.get_ref().as_ref(), self.places.line(key.span().start));
            match (name, value.get_ref()) {
                ("calendar", DeValue::Table(table)) => document.calendar = self.row(line, name, table, &CALENDAR),
                ("resources", DeValue::Table(table)) => document.resources = self.resources(table),
                ("tasks", DeValue::Array(array)) => document.tasks = self.rows(name, array, &COLUMNS),
                ("events", DeValue::Array(array)) => document.events = self.rows(name, array, &EVENT),
                ("correlations", DeValue::Array(array)) => {
                    document.correlations = self.rows(name, array, &CORRELATION);
                }
                ("calendar" | "resources", other) => self.wrong(line, name, other, "a table"),
                ("tasks" | "events" | "correlations", other) => self.wrong(line, name, other, "an array of tables"),
                _ => match PLAN.into_iter().find(|known| *known == name) {
                    Some(known) => {
                        let cell = self.cell(name, value);
                        document.plan.cells.extend(cell.map(|cell| (known, cell)));
                    }
                    None => self.unknown(line, name, "", &[&PLAN[..], &PARTS].concat()),
                },
            }
        }
        document
    }

    /// Names with their capacities, in the order of their lines.
    fn resources(&mut self, table: &DeTable<'_>) -> Vec<(String, Cell)> {
        let mut resources = Vec::new();
        for (key, value) in table {
            let name: &str = key.get_ref();
            if name.contains(char::is_control) {
                let reason = format!("the name {name:?} has a control character, allowed: none");
                self.faults.note(self.places.line(key.span().start), reason);
            }
            resources.extend(self.cell(name, value).map(|cell| (name.to_owned(), cell)));
        }
        resources.sort_by_key(|(_, cell)| cell.line);
        resources
    }

    fn rows(&mut self, name: &str, array: &[Spanned<DeValue<'_>>], known: &[&'static str]) -> Vec<Row> {
        let mut rows = Vec::new();
        for value in array {
            let line = self.places.line(value.span().start);
            match value.get_ref() {
                DeValue::Table(table) => rows.push(self.row(line, name, table, known)),
                other => self.wrong(line, name, other, "an array of tables"),
            }
        }
        rows
    }

    fn row(&mut self, line: u64, within: &str, table: &DeTable<'_>, known: &[&'static str]) -> Row {
        let mut row = Row { line, ..Row::default() };
        for (key, value) in table {
            let (name, line) = (key.get_ref().as_ref(), self.places.line(key.span().start));
            let Some(column) = known.iter().find(|column| **column == name) else {
                self.unknown(line, name, &format!(" in {within}"), known);
                continue;
            };
            let cell = self.cell(name, value);
            row.cells.extend(cell.map(|cell| (*column, cell)));
        }
        row
    }

    /// A value as text: a list by its parts, a table as `key:value`; `None` for an empty one.
    fn cell(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<Cell> {
        let line = self.places.line(value.span().start);
        let text = match value.get_ref() {
            DeValue::Array(array) => array.iter().map(|part| plain(part.get_ref())).collect::<Option<Vec<_>>>(),
            DeValue::Table(table) => {
                let part = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
                    Some(format!("{}:{}", key.get_ref(), plain(value.get_ref())?))
                };
                table.iter().map(part).collect()
            }
            other => plain(other).map(|text| vec![text]),
        };
        let Some(parts) = text else {
            self.faults.note(line, format!("`{name}` is nested, allowed: plain values"));
            return None;
        };
        let text = parts.join(";").trim().to_owned();
        // Names come to terminals.
        if text.contains(|c: char| c.is_control() && c != '\t') {
            self.faults.note(line, format!("`{name}` has a control character, allowed: none"));
            return None;
        }
        // As if it were not there, there would be work from Monday to Friday.
        if name == "working_days" && rows::parts(&text).next().is_none() {
            self.faults.note(line, "`working_days` is empty, allowed: at least one day");
        }
        (!text.is_empty()).then_some(Cell { line, text })
    }

    fn wrong(&mut self, line: u64, name: &str, found: &DeValue<'_>, allowed: &str) {
        self.faults.note(line, format!("`{name}` is of type {}, allowed: {allowed}", found.type_str()));
    }

    fn unknown(&mut self, line: u64, name: &str, within: &str, known: &[&str]) {
        let name = excerpt(name);
        self.faults.note(line, format!("the key {name:?}{within}, allowed: {}", known.join(", ")));
    }
}

/// A value that is not made of others, as text.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        // Too large a number goes on as it is written, to be refused where a number is meant.
        DeValue::Integer(number) => {
            let value = u64::from_str_radix(number.as_str(), number.radix());
            Some(value.map_or_else(|_| number.as_str().to_owned(), |value| value.to_string()))
        }
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(value) => Some(value.to_string()),
        DeValue::Datetime(value) => Some(value.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(index, _)| index + 1).collect())
    }

    /// The number of the line that a byte is in, from 1.
    fn line(&self, byte: usize) -> u64 {
        self.0.partition_point(|start| *start <= byte) as u64 + 1
    }
}

const PLAN: [&str; 4] = ["name", "unit", "hours_per_day", "deadline"];
const PARTS: [&str; 5] = ["calendar", "resources", "tasks", "events", "correlations"];
const CALENDAR: [&str; 3] = ["start", "working_days", "holidays"];
const EVENT: [&str; 4] = ["name", "probability", "tasks", "delay"];
const CORRELATION: [&str; 2] = ["tasks", "coefficient"];
