//! The user's command, with places for the values of a trial.

use crate::parameter::Parameter;

/// A command's words, in which `{name}` stands for the value of a parameter.
///
/// The text is split into words once, before there are values, and no shell sees them: a value is always a part of one
/// word, whatever it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Template {
    words: Vec<Vec<Piece>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Text(String),
    /// The index of a parameter.
    Value(usize),
}

impl Template {
    /// Splits the text by the rules of a POSIX shell's quotes; every parameter must have its place.
    pub(crate) fn parse(command: &str, parameters: &[Parameter]) -> Result<Self, String> {
        let words = shlex::split(command).ok_or_else(|| format!("a quote is not closed in the command {command:?}"))?;
        Self::of_words(&words, parameters)
    }

    /// The template with these words; every parameter must have its place.
    pub(crate) fn of_words(words: &[String], parameters: &[Parameter]) -> Result<Self, String> {
        if words.is_empty() {
            return Err("the command is empty".to_owned());
        }
        let words = words.iter().map(|word| pieces(word, parameters)).collect::<Result<Vec<_>, _>>()?;
        let used = |index| words.iter().flatten().any(|piece| *piece == Piece::Value(index));
        match parameters.iter().enumerate().find(|(index, _)| !used(*index)) {
            None => Ok(Self { words }),
            Some((_, unused)) => {
                Err(format!("the parameter `{0}` is not used: no {{{0}}} in the command", unused.name))
            }
        }
    }

    /// The command's words with the values of a candidate.
    pub(crate) fn fill(&self, parameters: &[Parameter], candidate: &[f64]) -> Vec<String> {
        let value = |index: usize| Some(parameters.get(index)?.text(*candidate.get(index)?));
        let text = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Value(index) => value(*index).unwrap_or_default(),
        };
        self.words.iter().map(|word| word.iter().map(text).collect()).collect()
    }
}

/// Words as a person can paste them into a shell.
pub(crate) fn pasteable(words: &[String]) -> String {
    // Only a zero byte has no quotes, and no system would take it as an argument.
    shlex::try_join(words.iter().map(String::as_str)).unwrap_or_else(|_| words.join(" "))
}

fn pieces(word: &str, parameters: &[Parameter]) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = word;
    while let Some(at) = rest.find(['{', '}']) {
        text += &rest[..at];
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            text += brace;
            rest = after;
            continue;
        }
        let name = if brace == "{" { rest.split_once('}') } else { None };
        let Some((name, after)) = name else {
            return Err(format!(
                "a lone `{brace}` in the command's {word:?}: {{name}} is a value, {{{{ and }}}} are braces"
            ));
        };
        let Some(index) = parameters.iter().position(|parameter| parameter.name == name) else {
            return Err(format!("{{{name}}} in the command is not declared: --param '{name}=...' does that"));
        };
        pieces.push(Piece::Text(core::mem::take(&mut text)));
        pieces.push(Piece::Value(index));
        rest = after;
    }
    pieces.push(Piece::Text(text + rest));
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters() -> Vec<Parameter> {
        ["x=0..1", "mode=a b|$(rm -rf /); \"'|{x}"].map(|text| Parameter::parse(text).unwrap()).to_vec()
    }

    fn fill(command: &str, candidate: [f64; 2]) -> Vec<String> {
        let parameters = parameters();
        Template::parse(command, &parameters).unwrap().fill(&parameters, &candidate)
    }

    #[test]
    fn words_are_split_as_a_shell_does() {
        let command = r#"./my\ prog "--x={x}" 'two words' "" --mode {mode}"#;
        assert_eq!(fill(command, [0.25, 0.0]), ["./my prog", "--x=0.25", "two words", "", "--mode", "a b"]);
    }

    #[test]
    fn a_value_is_never_interpreted() {
        assert_eq!(fill("p {x} {mode}", [0.5, 1.0]), ["p", "0.5", "$(rm -rf /); \"'"]);
        assert_eq!(fill("p {x} {mode}", [0.5, 2.0]), ["p", "0.5", "{x}"]);
    }

    #[test]
    fn braces_are_doubled() {
        assert_eq!(
            fill(r#"p '{{"x": {x}, "m": "{mode}"}}' {x}{x}"#, [0.5, 0.0])[1..],
            [r#"{"x": 0.5, "m": "a b"}"#, "0.50.5"]
        );
        assert_eq!(fill("p {{{x}}} {mode}", [0.5, 0.0])[1], "{0.5}");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (command, expected) in [
            ("", "the command is empty"),
            ("  ", "the command is empty"),
            ("p '{x} {mode}", "a quote is not closed"),
            ("p {x}", "the parameter `mode` is not used: no {mode} in the command"),
            ("p {x} {mode} {y}", "{y} in the command is not declared: --param 'y=...' does that"),
            ("p {x} {mode} {}", "{} in the command is not declared"),
            ("p {x} {mode} {x", "a lone `{` in the command's \"{x\""),
            ("p {x} {mode} x}", "a lone `}` in the command's \"x}\""),
        ] {
            let error = Template::parse(command, &parameters()).unwrap_err();
            assert!(error.contains(expected), "{command}: {error}");
        }
    }

    #[test]
    fn what_is_pasted_is_split_into_the_same_words() {
        let words = fill("p {x} {mode} '' \"a'b\"", [0.5, 1.0]);
        assert_eq!(shlex::split(&pasteable(&words)).unwrap(), words);
    }
}
