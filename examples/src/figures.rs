//! Figures as people read them.

use core::time::Duration;
use std::io::{self, Write};

/// A whole number with its thousands set apart.
pub fn grouped(number: f64) -> String {
    let plain = format!("{number:.0}");
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let mut out = sign.to_owned();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number of any size with six digits that count, or fewer if the others are zeros.
pub fn significant(number: f64) -> String {
    let scientific = format!("{number:.5e}");
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    let trimmed = |digits: &str| {
        let is_whole = !digits.contains('.');
        if is_whole { digits.to_owned() } else { digits.trim_end_matches('0').trim_end_matches('.').to_owned() }
    };
    match exponent.parse::<i32>() {
        Ok(exponent @ -4..6) => trimmed(&format!("{number:.*}", (5 - exponent) as usize)),
        _ => format!("{}e{exponent}", trimmed(digits)),
    }
}

/// A fraction in per cent, with enough digits to be seen.
pub fn percent(fraction: f64) -> String {
    let percent = fraction * 100.0;
    if percent == 0.0 || percent >= 0.995 { format!("{percent:.2}%") } else { format!("{percent:.3}%") }
}

/// Bytes in the unit that suits them.
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1_024.0),
        1_048_576..1_073_741_824 => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
        _ => format!("{:.1} GiB", bytes as f64 / 1_073_741_824.0),
    }
}

/// A time in milliseconds.
pub fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

/// Writes how many are left out of a list of `count`, of which `listed` are shown at most.
///
/// # Errors
///
/// What the writer says.
pub fn write_rest(out: &mut impl Write, count: usize, listed: usize, what: &str) -> io::Result<()> {
    if count > listed { writeln!(out, "  and {} more {what}", grouped((count - listed) as f64)) } else { Ok(()) }
}

/// A small table, its first column to the left and the others to the right.
#[derive(Debug)]
pub struct Grid {
    /// What the table shows.
    pub caption: String,
    /// The columns' names.
    pub header: Vec<String>,
    /// A cell for each column.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// Writes the table below its caption.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{}", self.caption)?;
        let lines = || core::iter::once(&self.header).chain(&self.rows);
        let width = |column: usize| {
            lines().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        for line in lines() {
            write!(out, "  {:<width$}", line.first().map_or("", String::as_str), width = width(0))?;
            for (column, cell) in line.iter().enumerate().skip(1) {
                write!(out, "  {cell:>width$}", width = width(column))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(grouped(-336_776.0), "-336,776");
        assert_eq!(grouped(999.0), "999");
        assert_eq!(grouped(1_000_000.4), "1,000,000");
        assert_eq!(percent(0.0), "0.00%");
        assert_eq!(percent(0.000_25), "0.025%");
        assert_eq!(percent(0.125), "12.50%");
        for (number, text) in [
            (0.0, "0"),
            (1.0 / 3.0, "0.333333"),
            (-12.0, "-12"),
            (123_456.7, "123457"),
            (999_999.96, "1e6"),
            (0.000_123_456_78, "0.000123457"),
            (2.5e-7, "2.5e-7"),
            (-1e300, "-1e300"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(significant(number), text);
        }
        assert_eq!([1_023, 1_536, 5 << 20, u64::MAX].map(bytes), ["1023 B", "1.5 KiB", "5.0 MiB", "17179869184.0 GiB"]);
    }

    #[test]
    fn columns_of_a_grid_line_up() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let grid = Grid { caption: "c".into(), header: row(["a", "n"]), rows: vec![row(["bb", "100"])] };
        let mut out = Vec::new();
        grid.write(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "c\n  a     n\n  bb  100\n");
    }
}
