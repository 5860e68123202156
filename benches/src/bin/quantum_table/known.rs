//! The values that others reached: tables `best_known.csv` beside the files of a set.

use std::{fs, io::ErrorKind, path::Path};

/// The value in the last column of the row of `name`, if there is a table beside its file, and such a row in it.
pub(crate) fn best_known(file: &Path, name: &str) -> Result<Option<f64>, String> {
    let table = file.with_file_name("best_known.csv");
    match fs::read_to_string(&table) {
        Ok(text) => find(&text, name).map_err(|(line, wrong)| format!("{}:{line}: {wrong}", table.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", table.display())),
    }
}

fn find(text: &str, name: &str) -> Result<Option<f64>, (usize, String)> {
    let row = (1..).zip(text.lines()).find(|(_, line)| line.split(',').next() == Some(name));
    let Some((number, line)) = row else { return Ok(None) };
    let value = line.rsplit(',').next().unwrap_or_default().trim();
    match value.parse() {
        Ok(known) if f64::is_finite(known) => Ok(Some(known)),
        _ => Err((number, format!("the best known value is `{value}`, allowed: a finite number"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_in_the_last_column() {
        let table = "graph,n,m,best_known_cut\nG1,800,19176,11624\r\nG11,800,1600,564\n";
        assert_eq!(find(table, "G1"), Ok(Some(11624.0)));
        assert_eq!(find(table, "G11"), Ok(Some(564.0)));
        assert_eq!(find(table, "G"), Ok(None));
        assert_eq!(find("a,-3.5", "a"), Ok(Some(-3.5)));
        for (text, value) in [("x,1\na,", ""), ("\na,1,inf", "inf"), ("\na", "a")] {
            let wrong = format!("the best known value is `{value}`, allowed: a finite number");
            assert_eq!(find(text, "a"), Err((2, wrong)));
        }
    }

    #[test]
    fn no_table_is_no_value() {
        assert_eq!(best_known(Path::new("/no/such/folder/G1.txt"), "G1"), Ok(None));
    }
}
