//! Instances in the line format of bpplib, and what is wrong with lines that are none.

use ansatz_packing::volume_bound;

/// Items, the bins that they go into, and how few of these can be.
#[derive(Debug, PartialEq)]
pub(crate) struct Instance {
    pub(crate) name: String,
    pub(crate) capacity: u64,
    /// No packing has fewer bins.
    pub(crate) lower: usize,
    /// The fewest bins that are known.
    pub(crate) upper: usize,
    /// One or more, each in 1 to the capacity.
    pub(crate) sizes: Vec<u64>,
}

/// The instances of a file, or the number of the first broken line and what is wrong with it.
pub(crate) fn parse_all(text: &str) -> Result<Vec<Instance>, (usize, String)> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|(number, line)| Instance::parse(line).map_err(|wrong| (number, wrong))).collect()
}

impl Instance {
    fn parse(line: &str) -> Result<Self, String> {
        let mut fields = line.split_ascii_whitespace();
        let name = fields.next().unwrap_or_default().to_owned();
        let mut next = |what: &str| whole(what, fields.next().ok_or_else(|| format!("{what} is missing"))?);
        let (capacity, count) = (next("the capacity")?, next("n")?);
        let (lower, upper) = (next("LB")?, next("UB")?);
        let sizes: Result<Vec<u64>, String> = fields.map(|field| whole("a size", field)).collect();
        let sizes = sizes?;
        if sizes.len() as u64 != count || count == 0 {
            return Err(format!("n is {count}, and {} sizes follow; allowed: as many as n, at least 1", sizes.len()));
        }
        let volume = volume_bound(&sizes, capacity).map_err(|error| error.to_string())?;
        if lower > upper || upper < volume as u64 || upper > count {
            return Err(format!(
                "LB is {lower} and UB {upper}, allowed: LB at most UB, and UB {volume} to {count}, the sizes' sum in bins \
                 and their number"
            ));
        }
        // Neither is above the number of sizes.
        Ok(Self { name, capacity, lower: lower as usize, upper: upper as usize, sizes })
    }
}

fn whole(what: &str, field: &str) -> Result<u64, String> {
    field.parse().map_err(|_| format!("{what} is `{field}`, allowed: a whole number, at most {}", u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_empty_lines_are_passed_over() {
        let found = parse_all("# name capacity n LB UB w1..wn\n\nthree 10 3 2 2 6 5 4\r\n").unwrap();
        let three = Instance { name: "three".to_owned(), capacity: 10, lower: 2, upper: 2, sizes: vec![6, 5, 4] };
        assert_eq!(found, [three]);
    }

    #[test]
    fn broken_lines_are_told_by_number_and_fault() {
        for (line, wrong) in [
            ("a", "the capacity is missing"),
            ("a 10 3 2", "UB is missing"),
            ("a 10 3 2 2 6 5 x", "a size is `x`, allowed: a whole number, at most 18446744073709551615"),
            ("a 10 -3 2 2 6 5 4", "n is `-3`, allowed: a whole number, at most 18446744073709551615"),
            ("a 10 4 2 2 6 5 4", "n is 4, and 3 sizes follow; allowed: as many as n, at least 1"),
            ("a 10 0 0 0", "n is 0, and 0 sizes follow; allowed: as many as n, at least 1"),
            ("a 10 2 1 1 6 0", "the size of item 1 is 0, allowed: 1..=10, the capacity of a bin"),
            ("a 10 2 2 2 6 11", "the size of item 1 is 11, allowed: 1..=10, the capacity of a bin"),
            ("a 0 1 1 1 1", "`capacity` is 0, allowed: at least 1"),
        ] {
            assert_eq!(parse_all(&format!("# a comment\n{line}\n")), Err((2, wrong.to_owned())), "{line}");
        }
    }

    #[test]
    fn bounds_that_cannot_be_are_refused() {
        for line in ["a 10 3 3 2 6 5 4", "a 10 3 1 1 6 5 4", "a 10 3 2 4 6 5 4", "a 10 1 0 0 1"] {
            let (number, wrong) = parse_all(line).unwrap_err();
            assert!(number == 1 && wrong.starts_with("LB is "), "{line}: {wrong}");
        }
    }
}
