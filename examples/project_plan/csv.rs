//! Plans in CSV: a header that names columns, and a task a line.

use ansatz_examples::csv::Records;

use crate::{
    faults::Faults,
    rows::{COLUMNS, Cell, MOST_TASKS, Row, excerpt},
};

/// The rows of a text.
pub(crate) fn rows(text: &[u8]) -> Result<Vec<Row>, Faults> {
    let mut records = Records::new(text);
    let mut faults = Faults::default();
    let Some(columns) = header(&mut records)? else {
        return Err(Faults::one(1, format!("the file is empty, allowed: a header of {}", COLUMNS.join(", "))));
    };
    let mut rows = Vec::new();
    // Nothing that is read from memory fails.
    while let Ok(Some(record)) = records.advance() {
        let line = records.line_number();
        let width = records.width();
        let record = record.and_then(|()| {
            let reason = format!("{width} fields where the header has {}", columns.len());
            if width == columns.len() { Ok(()) } else { Err(reason) }
        });
        if faults.take(line, record).is_none() {
            continue;
        }
        let cells = columns.iter().enumerate().filter_map(|(index, column)| {
            let text = records.field(index).trim();
            (!text.is_empty()).then(|| (*column, Cell { line, text: text.to_owned() }))
        });
        rows.push(Row { line, cells: cells.collect() });
        if rows.len() > MOST_TASKS {
            break;
        }
    }
    faults.or(rows)
}

/// The columns that the header names; `None` without a line.
fn header(records: &mut Records<&[u8]>) -> Result<Option<Vec<&'static str>>, Faults> {
    let Ok(Some(record)) = records.advance() else { return Ok(None) };
    let line = records.line_number();
    record.map_err(|reason| Faults::one(line, reason))?;
    let mut columns: Vec<&'static str> = Vec::new();
    let mut faults = Faults::default();
    for index in 0..records.width() {
        let name = records.field(index).trim();
        let Some(column) = COLUMNS.into_iter().find(|column| *column == name) else {
            faults.note(line, format!("the column {:?}, allowed: {}", excerpt(name), COLUMNS.join(", ")));
            continue;
        };
        if columns.contains(&column) {
            faults.note(line, format!("the column {column:?} is there twice, allowed: once"));
        }
        columns.push(column);
    }
    if !columns.contains(&"id") {
        faults.note(line, "the column \"id\" is missing");
    }
    faults.or(Some(columns))
}
