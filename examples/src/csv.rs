//! CSV text, plain or gzipped, one record a line.
//!
//! A line is a record, always: a stray quote damages the line that it stands in and not the thousands after it, and a
//! line number is simply a count of lines. What is wrong with a line is told, and reading goes on.

use std::io::{self, BufRead, BufReader, Read};

use csv_core::ReadRecordResult;
use flate2::bufread::MultiGzDecoder;

/// The text of `input`, which may be gzipped: its first two bytes tell.
///
/// # Errors
///
/// What the reader says.
pub fn unpacked(mut input: impl BufRead + 'static) -> io::Result<Box<dyn BufRead>> {
    if input.fill_buf()?.starts_with(&GZIP_MAGIC) {
        Ok(Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(input))))
    } else {
        Ok(Box::new(input))
    }
}

/// The records of a CSV text, one at a time; blank lines are passed over but counted.
#[derive(Debug)]
pub struct Records<R> {
    input: R,
    /// The current line.
    line: Vec<u8>,
    number: u64,
    /// The fields of the current line end to end, unquoted, and where each of them ends.
    text: String,
    ends: Vec<usize>,
    bytes: Vec<u8>,
    /// Kept because building its automaton costs a hundred times what reading a line does.
    reader: csv_core::Reader,
}

impl<R: BufRead> Records<R> {
    /// Before the first record.
    pub fn new(input: R) -> Self {
        // Not its `Default`, which leaves the automaton unbuilt and takes no byte for special.
        let reader = csv_core::Reader::new();
        let (line, text, ends, bytes) = (Vec::new(), String::new(), Vec::new(), Vec::new());
        Self { input, line, number: 0, text, ends, bytes, reader }
    }

    /// Goes to the next line that is not blank: `None` at the end of the input, the inner error for a line that is no
    /// record.
    ///
    /// # Errors
    ///
    /// What the reader says, after the line [`line_number`](Self::line_number).
    pub fn advance(&mut self) -> io::Result<Option<Result<(), String>>> {
        loop {
            self.line.clear();
            let Some(is_whole) = self.read_line()? else { return Ok(None) };
            self.number += 1;
            if !is_whole {
                return Ok(Some(Err(format!("longer than {LONGEST_LINE} bytes"))));
            }
            if self.number == 1 && self.line.starts_with(BYTE_ORDER_MARK) {
                self.line.drain(..BYTE_ORDER_MARK.len());
            }
            if !self.line.trim_ascii().is_empty() {
                return Ok(Some(self.split()));
            }
        }
    }

    /// Reads to the end of the line; `Some(false)` if it is too long to keep, `None` at the end of the input.
    fn read_line(&mut self) -> io::Result<Option<bool>> {
        let limit = LONGEST_LINE as u64 + 1;
        if self.input.by_ref().take(limit).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(None);
        }
        if self.line.last() == Some(&b'\n') {
            self.line.pop();
            if self.line.last() == Some(&b'\r') {
                self.line.pop();
            }
        } else if self.line.len() > LONGEST_LINE {
            self.input.skip_until(b'\n')?;
            return Ok(Some(false));
        }
        Ok(Some(true))
    }

    /// Splits the current line into its fields.
    fn split(&mut self) -> Result<(), String> {
        self.text.clear();
        self.ends.clear();
        let text =
            str::from_utf8(&self.line).map_err(|error| format!("not UTF-8 at byte {}", error.valid_up_to() + 1))?;
        if text.contains(|c: char| c.is_control() && c != '\t') {
            return Err("a control character".to_owned());
        }
        if text.matches('"').count() % 2 == 1 {
            return Err("a quote that is not closed on its line".to_owned());
        }
        // Unquoting only shortens, and each field but the last ends in a comma.
        self.ends.resize(text.matches(',').count() + 1, 0);
        self.line.push(b'\n');
        self.bytes.resize(self.line.len(), 0);
        self.reader.reset();
        let (result, read, written, fields) = self.reader.read_record(&self.line, &mut self.bytes, &mut self.ends);
        self.ends.truncate(fields);
        match (result, str::from_utf8(&self.bytes[..written])) {
            (ReadRecordResult::Record, Ok(text)) if read == self.line.len() => self.text.push_str(text),
            _ => return Err("not one CSV record".to_owned()),
        }
        Ok(())
    }
}

impl<R> Records<R> {
    /// The number of the current line, from 1; 0 before the first.
    pub fn line_number(&self) -> u64 {
        self.number
    }

    /// How many fields the current record has.
    pub fn width(&self) -> usize {
        self.ends.len()
    }

    /// A field of the current record.
    ///
    /// # Panics
    ///
    /// If the record has fewer than `index` + 1 fields.
    pub fn field(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[index]]
    }

    /// Where each of `columns` stands in the current record, which is the header; the names that are missing if any is.
    ///
    /// # Errors
    ///
    /// The names that are not there.
    pub fn columns<const N: usize>(&self, columns: [&'static str; N]) -> Result<[usize; N], Vec<&'static str>> {
        let found = columns.map(|column| (0..self.width()).find(|&index| self.field(index).trim() == column));
        let missing: Vec<_> = columns.into_iter().zip(found).filter(|(_, f)| f.is_none()).map(|(c, _)| c).collect();
        if missing.is_empty() { Ok(found.map(Option::unwrap_or_default)) } else { Err(missing) }
    }
}

/// As much of a field as a message has room for.
pub fn excerpt(field: &str) -> String {
    field.chars().take(40).collect()
}

/// No record comes near it, and a file without line ends cannot exhaust the memory.
const LONGEST_LINE: usize = 1 << 16;
/// RFC 1952, section 2.3.1.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
/// U+FEFF, which spreadsheets put first.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn records_come_with_their_line_numbers_and_damaged_lines_with_a_reason() {
        let text = b"\xef\xbb\xbfkey, bytes \r\n\n\"a,\"\"b\",1\nc,\xff\n\"d\n e ,2";
        let mut records = Records::new(&text[..]);
        let mut found = Vec::new();
        while let Some(outcome) = records.advance().unwrap() {
            let fields =
                outcome.map(|()| (0..records.width()).map(|i| records.field(i).to_owned()).collect::<Vec<_>>());
            found.push((records.line_number(), fields));
        }
        let fields = |of: [&str; 2]| Ok(of.map(str::to_owned).to_vec());
        assert_eq!(
            found,
            [
                (1, fields(["key", " bytes "])),
                (3, fields(["a,\"b", "1"])),
                (4, Err("not UTF-8 at byte 3".to_owned())),
                (5, Err("a quote that is not closed on its line".to_owned())),
                (6, fields([" e ", "2"])),
            ]
        );
    }

    #[test]
    fn columns_are_found_by_name_or_named_as_missing() {
        let mut records = Records::new(&b"b, a\n"[..]);
        records.advance().unwrap().unwrap().unwrap();
        assert_eq!(records.columns(["a", "b"]), Ok([1, 0]));
        assert_eq!(records.columns(["a", "x", "y"]), Err(vec!["x", "y"]));
    }
}
