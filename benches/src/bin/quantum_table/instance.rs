//! Graphs to be cut in two, and costs of bits: what their files hold, and what is wrong with those that are broken.

use std::collections::HashSet;

use ansatz_quantum::{Ising, Qubo};

/// What the entries `i j w` of a file mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Edges of a graph: the sum of those whose ends are on different sides is to be as large as possible.
    MaxCut,
    /// Of a symmetric matrix `Q`, those above the diagonal once for both halves: `x' Q x` is to be as small as possible.
    Qubo,
}

/// A file's problem, and how good its best known answer is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Instance {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) variables: usize,
    /// From 0 on, the smaller variable first, each pair once.
    pub(crate) entries: Vec<(usize, usize, f64)>,
    pub(crate) best_known: Option<f64>,
}

impl Instance {
    /// The problem in a file, or the number of the first broken line and what is wrong with it.
    pub(crate) fn parse(name: &str, text: &str, kind: Option<Kind>) -> Result<Self, (usize, String)> {
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let (first, header) =
            lines.next().ok_or((1, "the file is empty, allowed: `n m`, then m entries".to_owned()))?;
        let (variables, count) = sizes(header).map_err(|wrong| (first, wrong))?;
        let (mut entries, mut seen, mut last) = (Vec::new(), HashSet::new(), first);
        for (number, line) in lines {
            let (one, other, weight) = entry(line, variables).map_err(|wrong| (number, wrong))?;
            if !seen.insert((one, other)) {
                return Err((number, format!("the pair {} {} stands there twice, allowed: once", one + 1, other + 1)));
            }
            entries.push((one, other, weight));
            last = number;
        }
        if entries.len() != count {
            return Err((last, format!("m is {count}, and {} entries follow; allowed: as many as m", entries.len())));
        }
        let kind = match kind {
            Some(kind) => kind,
            None => kind_of(&entries).ok_or((last, UNDECIDED.to_owned()))?,
        };
        if let (Kind::MaxCut, Some((vertex, ..))) = (kind, entries.iter().find(|(one, other, _)| one == other)) {
            return Err((last, format!("an edge joins vertex {} to itself, allowed: two different ones", vertex + 1)));
        }
        Ok(Self { name: name.to_owned(), kind, variables, entries, best_known: None })
    }

    /// A model whose energies are in the order of the values, the best one the lowest.
    pub(crate) fn model(&self) -> Result<Ising, String> {
        let zeros = vec![0.0; self.variables];
        let entries = self.entries.iter().copied();
        let model = match self.kind {
            Kind::MaxCut => Ising::new(&zeros, entries),
            Kind::Qubo => {
                let counted = entries.map(|(one, other, cost)| (one, other, times(one, other) * cost));
                Qubo::new(&zeros, counted).map(|qubo| qubo.to_ising())
            }
        };
        model.map_err(|error| format!("{}: {error}", self.name))
    }

    /// The cut, or the costs, of spins: from the file's entries, whatever the model says.
    pub(crate) fn value(&self, spins: &[i8]) -> f64 {
        let up = |variable: usize| spins[variable] > 0;
        let counts = |one, other| match self.kind {
            Kind::MaxCut => f64::from(u8::from(up(one) != up(other))),
            Kind::Qubo if up(one) && up(other) => times(one, other),
            Kind::Qubo => 0.0,
        };
        self.entries.iter().map(|&(one, other, weight)| weight * counts(one, other)).sum()
    }

    /// The model's energy where the value is this one.
    pub(crate) fn energy(&self, value: f64) -> f64 {
        match self.kind {
            Kind::MaxCut => self.entries.iter().map(|(.., weight)| weight).sum::<f64>() - 2.0 * value,
            Kind::Qubo => value,
        }
    }

    /// What no value is above in size.
    pub(crate) fn size(&self) -> f64 {
        self.entries.iter().map(|(one, other, weight)| times(*one, *other) * weight.abs()).sum()
    }

    /// The better of two values.
    pub(crate) fn better(&self, one: f64, other: f64) -> f64 {
        match self.kind {
            Kind::MaxCut => one.max(other),
            Kind::Qubo => one.min(other),
        }
    }

    /// How much worse than the best known value this one is, as a part of that; below 0 if it is better.
    pub(crate) fn gap(&self, value: f64) -> Option<f64> {
        let known = self.best_known?;
        let short = match self.kind {
            Kind::MaxCut => known - value,
            Kind::Qubo => value - known,
        };
        Some(if short == 0.0 { 0.0 } else { short / known.abs() })
    }
}

/// How often an entry counts in `x' Q x`.
fn times(one: usize, other: usize) -> f64 {
    if one == other { 1.0 } else { 2.0 }
}

/// `None` if it can be either.
///
/// No edge joins a vertex to itself, while costs of single bits stand on the diagonal of every instance of Beasley's and
/// Gka's; weights of 1 and -1 alone are Gset's.
fn kind_of(entries: &[(usize, usize, f64)]) -> Option<Kind> {
    if entries.iter().any(|(one, other, _)| one == other) {
        return Some(Kind::Qubo);
    }
    let plain = !entries.is_empty() && entries.iter().all(|(.., weight)| weight.abs() == 1.0);
    plain.then_some(Kind::MaxCut)
}

fn sizes(line: &str) -> Result<(usize, usize), String> {
    let [variables, count] = fields(line, "`n m`")?;
    let variables = number(variables, "n", MOST_VARIABLES)?;
    Ok((variables, count.parse().map_err(|_| format!("m is `{count}`, allowed: a whole number"))?))
}

fn entry(line: &str, variables: usize) -> Result<(usize, usize, f64), String> {
    let [one, other, weight] = fields(line, "`i j weight`")?;
    let (i, j) = (number(one, "i", variables)? - 1, number(other, "j", variables)? - 1);
    let finite = weight.parse().ok().filter(|weight: &f64| weight.is_finite());
    let weight = finite.ok_or_else(|| format!("the weight is `{weight}`, allowed: a finite number"))?;
    Ok((i.min(j), i.max(j), weight))
}

fn fields<'a, const N: usize>(line: &'a str, allowed: &str) -> Result<[&'a str; N], String> {
    let found: Vec<_> = line.split_ascii_whitespace().collect();
    found.try_into().map_err(|found: Vec<_>| format!("{} fields stand there, allowed: {allowed}", found.len()))
}

fn number(text: &str, what: &str, most: usize) -> Result<usize, String> {
    let found = text.parse().ok().filter(|found| (1..=most).contains(found));
    found.ok_or_else(|| format!("{what} is `{text}`, allowed: 1 to {most}"))
}

/// Far above every public instance; a broken header cannot fill the memory.
const MOST_VARIABLES: usize = 10_000_000;

const UNDECIDED: &str = "neither entries `i i`, as costs of bits have them, nor weights of 1 and -1 alone, as Gset's graphs \
                         have them; say which it is by --qubo or --maxcut";

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A square with one diagonal: at best four of its five edges are cut, with the diagonal's ends on one side.
    pub(crate) const SQUARE: &str = "4 5\n1 2 1\n2 3 1\n3 4 1\n4 1 1\n1 3 1\n";

    /// Two bits, each worth having alone: either costs -2 or -3, both -2 - 3 + 2 * 4.
    pub(crate) const EITHER: &str = "2 3\n1 1 -2\n2 2 -3\n1 2 4\n";

    fn parse(text: &str) -> Result<Instance, (usize, String)> {
        Instance::parse("it", text, None)
    }

    #[test]
    fn graphs_and_costs_are_told_apart() {
        let (square, either) = (parse(SQUARE).unwrap(), parse(EITHER).unwrap());
        assert_eq!((square.kind, square.variables, square.entries.len()), (Kind::MaxCut, 4, 5));
        assert_eq!(square.entries[3], (0, 3, 1.0));
        assert_eq!((either.kind, either.variables, either.entries.len()), (Kind::Qubo, 2, 3));
        let (number, wrong) = parse("2 1\n1 2 3\n").unwrap_err();
        assert!(number == 2 && wrong.contains("--qubo or --maxcut"), "{wrong}");
        assert_eq!(parse("2 0\n").unwrap_err().0, 1);
        for kind in [Kind::MaxCut, Kind::Qubo] {
            assert_eq!(Instance::parse("it", "2 1\n\n1 2 3.5\n", Some(kind)).unwrap().kind, kind);
        }
        assert_eq!(Instance::parse("it", SQUARE, Some(Kind::Qubo)).unwrap().kind, Kind::Qubo);
    }

    #[test]
    fn values_are_counted_by_hand() {
        let square = parse(SQUARE).unwrap();
        let cuts = [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, -1]].map(|spins| square.value(&spins));
        assert_eq!(cuts, [0.0, 4.0, 3.0, 3.0]);
        let either = parse(EITHER).unwrap();
        let costs = [[-1, -1], [1, -1], [-1, 1], [1, 1]].map(|spins| either.value(&spins));
        assert_eq!(costs, [0.0, -2.0, -3.0, 3.0]);
        assert_eq!((square.better(3.0, 4.0), either.better(3.0, 4.0)), (4.0, 3.0));
    }

    #[test]
    fn energies_say_the_same() {
        for text in [SQUARE, EITHER] {
            let instance = parse(text).unwrap();
            let model = instance.model().unwrap();
            for choice in 0..1 << instance.variables {
                let spins: Vec<i8> =
                    (0..instance.variables).map(|bit| if choice >> bit & 1 == 1 { 1 } else { -1 }).collect();
                assert_eq!(model.energy(&spins).unwrap(), instance.energy(instance.value(&spins)));
            }
        }
    }

    #[test]
    fn gaps_are_parts_of_the_best_known_value() {
        let square = Instance { best_known: Some(4.0), ..parse(SQUARE).unwrap() };
        assert_eq!([4.0, 3.0, 5.0].map(|cut| square.gap(cut).unwrap()), [0.0, 0.25, -0.25]);
        let either = Instance { best_known: Some(-3.0), ..parse(EITHER).unwrap() };
        assert_eq!([-3.0, 0.0].map(|cost| either.gap(cost).unwrap()), [0.0, 1.0]);
        assert_eq!(parse(SQUARE).unwrap().gap(4.0), None);
        let nothing = Instance { best_known: Some(0.0), ..square };
        assert_eq!(nothing.gap(0.0), Some(0.0));
    }

    #[test]
    fn broken_files_are_told_by_line_and_fault() {
        for (text, number, wrong) in [
            ("", 1, "the file is empty, allowed: `n m`, then m entries"),
            ("4\n", 1, "1 fields stand there, allowed: `n m`"),
            ("0 0\n", 1, "n is `0`, allowed: 1 to 10000000"),
            ("99999999999 0\n", 1, "n is `99999999999`, allowed: 1 to 10000000"),
            ("4 x\n", 1, "m is `x`, allowed: a whole number"),
            (
                "4 18446744073709551615\n1 2 1\n",
                2,
                "m is 18446744073709551615, and 1 entries follow; allowed: as many as m",
            ),
            ("4 1\n\n1 2\n", 3, "2 fields stand there, allowed: `i j weight`"),
            ("4 1\n0 2 1\n", 2, "i is `0`, allowed: 1 to 4"),
            ("4 1\n1 5 1\n", 2, "j is `5`, allowed: 1 to 4"),
            ("4 1\n1 2 inf\n", 2, "the weight is `inf`, allowed: a finite number"),
            ("4 2\n1 2 1\n2 1 1\n", 3, "the pair 1 2 stands there twice, allowed: once"),
            ("4 1\n1 2 1\n3 4 1\n", 3, "m is 1, and 2 entries follow; allowed: as many as m"),
        ] {
            assert_eq!(parse(text), Err((number, wrong.to_owned())), "{text}");
        }
        let loops = Instance::parse("it", EITHER, Some(Kind::MaxCut));
        assert_eq!(loops, Err((4, "an edge joins vertex 1 to itself, allowed: two different ones".to_owned())));
    }
}
