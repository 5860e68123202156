//! What is tuned: a name and the values that it may have.

use core::fmt;

use ansatz_optimize::{Dimension, Space};

/// A parameter of the user's command.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) dimension: Dimension,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Real,
    Logarithmic,
    Integer,
    /// The alternatives, in the order of their indices.
    Category(Vec<String>),
}

impl Parameter {
    /// Reads `NAME=LOW..HIGH`, the same with ` log` or ` int` behind it, or `NAME=A|B|C`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let failed = |reason: &str| format!("the parameter {text:?} {reason}");
        let (name, values) = text.split_once('=').ok_or_else(|| failed(EXPECTED))?;
        let (name, values) = (name.trim(), values.trim());
        let is_plain = |c: char| c.is_alphanumeric() || "_-.".contains(c);
        if name.is_empty() || !name.chars().all(is_plain) {
            return Err(failed("needs a name of letters, digits, `_`, `-` and `.`"));
        }
        let (dimension, kind) = if values.contains('|') { alternatives(values) } else { range(values) }
            .map_err(|reason| failed(&reason))?;
        Ok(Self { name: name.to_owned(), dimension, kind })
    }

    /// A value as the command gets it: exact, and without an exponent.
    pub(crate) fn text(&self, value: f64) -> String {
        match &self.kind {
            Kind::Category(labels) => labels.get(value as usize).cloned().unwrap_or_default(),
            _ => value.to_string(),
        }
    }

    pub(crate) fn is_logarithmic(&self) -> bool {
        self.kind == Kind::Logarithmic
    }

    /// The alternatives of a category.
    pub(crate) fn labels(&self) -> Option<&[String]> {
        if let Kind::Category(labels) = &self.kind { Some(labels) } else { None }
    }
}

/// The same for every text that declares the same parameter.
impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = self.dimension.bounds();
        write!(f, "{}=", self.name)?;
        match &self.kind {
            Kind::Real => write!(f, "{low}..{high}"),
            Kind::Logarithmic => write!(f, "{low}..{high} log"),
            Kind::Integer => write!(f, "{low}..{high} int"),
            Kind::Category(labels) => f.write_str(&labels.join("|")),
        }
    }
}

/// The space of all parameters, each named once.
pub(crate) fn space(parameters: &[Parameter]) -> Result<Space, String> {
    for (index, parameter) in parameters.iter().enumerate() {
        if parameters[..index].iter().any(|other| other.name == parameter.name) {
            return Err(format!("the parameter `{}` is declared twice", parameter.name));
        }
    }
    if parameters.is_empty() {
        return Err("no parameter is declared: --param says what may be varied".to_owned());
    }
    Space::new(parameters.iter().map(|parameter| parameter.dimension)).map_err(|error| error.to_string())
}

fn alternatives(values: &str) -> Result<(Dimension, Kind), String> {
    let labels: Vec<String> = values.split('|').map(|label| label.trim().to_owned()).collect();
    if let Some(index) =
        (0..labels.len()).find(|&index| labels[index].is_empty() || labels[..index].contains(&labels[index]))
    {
        let what = if labels[index].is_empty() { "is empty" } else { "is there twice" };
        return Err(format!("has an alternative, the one at place {}, that {what}", index + 1));
    }
    let dimension = Dimension::category(labels.len() as u32).map_err(|error| error.to_string())?;
    Ok((dimension, Kind::Category(labels)))
}

fn range(values: &str) -> Result<(Dimension, Kind), String> {
    let mut words = values.split_whitespace();
    let (low, high) = words.next().and_then(|ends| ends.split_once("..")).ok_or(EXPECTED)?;
    // Both ends belong to the range, however it is written.
    let high = high.strip_prefix('=').unwrap_or(high);
    let number = |text: &str| text.parse::<f64>().map_err(|_| format!("has {text:?} where a number should be"));
    let whole = |text: &str| text.parse::<i64>().map_err(|_| format!("has {text:?} where a whole number should be"));
    let (dimension, kind) = match (words.next(), words.next()) {
        (None, _) => (Dimension::real(number(low)?, number(high)?), Kind::Real),
        (Some("log"), None) => (Dimension::logarithmic(number(low)?, number(high)?), Kind::Logarithmic),
        (Some("int"), None) => (Dimension::integer(whole(low)?..=whole(high)?), Kind::Integer),
        _ => return Err(EXPECTED.to_owned()),
    };
    dimension.map(|dimension| (dimension, kind)).map_err(|error| format!("has no such values: {error}"))
}

const EXPECTED: &str = "is none of NAME=LOW..HIGH, NAME=LOW..HIGH log, NAME=LOW..HIGH int, NAME=A|B|C";

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Parameter {
        Parameter::parse(text).unwrap()
    }

    #[test]
    fn every_kind_of_dimension_can_be_declared() {
        assert_eq!(parse("x=-5..5").dimension, Dimension::real(-5.0, 5.0).unwrap());
        assert_eq!(parse(" lr = 1e-4..1e-1  log ").dimension, Dimension::logarithmic(1e-4, 1e-1).unwrap());
        assert_eq!(parse("n=-2..=8 int").dimension, Dimension::integer(-2..=8).unwrap());
        let mode = parse("mode=fast | ../slow|a=b");
        assert_eq!(mode.dimension, Dimension::category(3).unwrap());
        assert_eq!([0.0, 1.0, 2.0, 9.0].map(|index| mode.text(index)), ["fast", "../slow", "a=b", ""]);
        assert_eq!(parse("x=.5...75").dimension.bounds(), (0.5, 0.75));
    }

    #[test]
    fn values_are_written_exactly() {
        let x = parse("x=-5..5");
        for value in [0.1 + 0.2, -1e-7, 5.0, 1.0 / 3.0] {
            assert_eq!(x.text(value).parse(), Ok(value));
        }
        assert_eq!((x.text(1e-7), parse("n=1..9 int").text(3.0)), ("0.0000001".to_owned(), "3".to_owned()));
    }

    #[test]
    fn the_canonical_text_declares_the_same() {
        for text in ["x=-5..5", "lr = 1e-4..=0.1 log", "n=1..8 int", "mode= a| b"] {
            let parameter = parse(text);
            assert_eq!(parse(&parameter.to_string()), parameter);
        }
        assert_eq!(parse("lr = 1e-4..=0.1  log").to_string(), "lr=0.0001..0.1 log");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, expected) in [
            ("x", "the parameter \"x\" is none of NAME=LOW..HIGH"),
            ("x=", "is none of"),
            ("x=5", "is none of"),
            ("x=1..2 lgo", "is none of"),
            ("x=1..2 log int", "is none of"),
            ("=1..2", "needs a name"),
            ("a b=1..2", "needs a name"),
            ("{x}=1..2", "needs a name"),
            ("x=1..two", "has \"two\" where a number"),
            ("x=1.5..2 int", "has \"1.5\" where a whole number"),
            ("x=2..1", "`bounds` is 2..1, allowed: finite, low below high"),
            ("x=0..1 log", "above 0"),
            ("x=0..inf", "finite"),
            ("x=a||b", "the one at place 2, that is empty"),
            ("x=a|b|a", "the one at place 3, that is there twice"),
        ] {
            let error = Parameter::parse(text).unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
        let twice = [parse("x=0..1"), parse("x=a|b")];
        assert_eq!(space(&twice).unwrap_err(), "the parameter `x` is declared twice");
        assert!(space(&[]).unwrap_err().contains("no parameter is declared"));
    }
}
