//! A condition on the key as one writes it in SQL, made into a predicate.
//!
//! ```text
//! any        = all ("or" all)*
//! all        = one ("and" one)*
//! one        = "not" one | "(" any ")" | "key" comparison
//! comparison = ("=" | "!=" | "<>" | "<" | "<=" | ">" | ">=") text
//!            | ["not"] "in" "(" text ("," text)* ")" | ["not"] "between" text "and" text
//! text       = "'" characters, a quote doubled "'"
//! ```

use ansatz_placement::Predicate;

/// What is wrong with a condition, and at which of its characters.
#[derive(Debug, PartialEq, thiserror::Error)]
#[error("in --where at character {at}: {reason}")]
pub(crate) struct ConditionError {
    at: usize,
    reason: String,
}

/// Reads a condition.
pub(crate) fn parse(condition: &str) -> Result<Predicate<String>, ConditionError> {
    let mut parser = Parser { tokens: tokens(condition)?, next: 0, end: condition.chars().count() + 1, depth: 0 };
    let predicate = parser.any()?;
    match parser.peek() {
        None => Ok(predicate),
        Some(token) => Err(parser.expected("`and`, `or` or the end", Some(token))),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// A name or a keyword, in lower case.
    Word(String),
    Text(String),
    Sign(&'static str),
}

/// The tokens with the numbers of their first characters, from 1.
fn tokens(condition: &str) -> Result<Vec<(usize, Token)>, ConditionError> {
    let characters: Vec<char> = condition.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&first) = characters.get(at) {
        let start = at;
        if first.is_whitespace() {
            at += 1;
            continue;
        }
        let token = if first == '\'' {
            Token::Text(text(&characters, &mut at)?)
        } else if first.is_alphanumeric() || first == '_' {
            let word: String = characters[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').collect();
            at += word.chars().count();
            Token::Word(word.to_lowercase())
        } else {
            let follows = |sign: &&&str| sign.chars().eq(characters[at..].iter().copied().take(sign.len()));
            let Some(sign) = SIGNS.iter().find(follows) else {
                return Err(ConditionError { at: at + 1, reason: format!("{first:?} means nothing here") });
            };
            at += sign.len();
            Token::Sign(sign)
        };
        tokens.push((start + 1, token));
    }
    Ok(tokens)
}

/// The text that begins at the quote at `at`, which is left behind the closing one.
fn text(characters: &[char], at: &mut usize) -> Result<String, ConditionError> {
    let start = *at;
    let mut text = String::new();
    loop {
        *at += 1;
        match (characters.get(*at), characters.get(*at + 1)) {
            (None, _) => return Err(ConditionError { at: start + 1, reason: "a text that is not closed".to_owned() }),
            (Some('\''), Some('\'')) => {
                *at += 1;
                text.push('\'');
            }
            (Some('\''), _) => {
                *at += 1;
                return Ok(text);
            }
            (Some(&c), _) => text.push(c),
        }
    }
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    /// The number of the character after the last one.
    end: usize,
    depth: usize,
}

impl Parser {
    fn any(&mut self) -> Result<Predicate<String>, ConditionError> {
        let mut predicate = self.all()?;
        while self.take_word("or") {
            predicate = predicate.or(self.all()?);
        }
        Ok(predicate)
    }

    fn all(&mut self) -> Result<Predicate<String>, ConditionError> {
        let mut predicate = self.one()?;
        while self.take_word("and") {
            predicate = predicate.and(self.one()?);
        }
        Ok(predicate)
    }

    fn one(&mut self) -> Result<Predicate<String>, ConditionError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(format!("nested more than {DEEPEST} deep")));
        }
        let predicate = if self.take_word("not") {
            !self.one()?
        } else if self.take_sign("(") {
            let inner = self.any()?;
            self.require_sign(")")?;
            inner
        } else if self.take_word("key") {
            self.comparison()?
        } else {
            return Err(self.expected("`key`, `not` or `(`", self.peek()));
        };
        self.depth -= 1;
        Ok(predicate)
    }

    fn comparison(&mut self) -> Result<Predicate<String>, ConditionError> {
        if self.take_word("not") {
            return Ok(!self.membership()?);
        }
        let Some(&(_, Token::Sign(sign))) = self.tokens.get(self.next) else { return self.membership() };
        self.next += 1;
        Ok(match sign {
            "=" => Predicate::eq(self.text()?),
            "!=" | "<>" => !Predicate::eq(self.text()?),
            "<" => Predicate::range(..self.text()?),
            "<=" => Predicate::range(..=self.text()?),
            ">" => !Predicate::range(..=self.text()?),
            ">=" => Predicate::range(self.text()?..),
            _ => {
                self.next -= 1;
                return Err(self.expected("a comparison", self.peek()));
            }
        })
    }

    /// `in` or `between`.
    fn membership(&mut self) -> Result<Predicate<String>, ConditionError> {
        if self.take_word("between") {
            let low = self.text()?;
            if !self.take_word("and") {
                return Err(self.expected("`and`", self.peek()));
            }
            return Ok(Predicate::range(low..=self.text()?));
        }
        if !self.take_word("in") {
            return Err(self.expected("a comparison, `in` or `between`", self.peek()));
        }
        self.require_sign("(")?;
        let mut texts = vec![self.text()?];
        while self.take_sign(",") {
            texts.push(self.text()?);
        }
        self.require_sign(")")?;
        Ok(Predicate::one_of(texts))
    }

    fn text(&mut self) -> Result<String, ConditionError> {
        match self.peek() {
            Some(Token::Text(text)) => {
                self.next += 1;
                Ok(text)
            }
            other => Err(self.expected("a text in single quotes", other)),
        }
    }

    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.next).map(|(_, token)| token.clone())
    }

    fn take(&mut self, wanted: &Token) -> bool {
        let is_next = self.tokens.get(self.next).is_some_and(|(_, token)| token == wanted);
        self.next += usize::from(is_next);
        is_next
    }

    fn take_word(&mut self, word: &str) -> bool {
        self.take(&Token::Word(word.to_owned()))
    }

    fn take_sign(&mut self, sign: &'static str) -> bool {
        self.take(&Token::Sign(sign))
    }

    fn require_sign(&mut self, sign: &'static str) -> Result<(), ConditionError> {
        if self.take_sign(sign) { Ok(()) } else { Err(self.expected(&format!("`{sign}`"), self.peek())) }
    }

    fn expected(&self, what: &str, found: Option<Token>) -> ConditionError {
        self.error(match found {
            None => format!("expected {what}, and there is nothing more"),
            Some(Token::Word(word)) => format!("expected {what}, not `{word}`"),
            Some(Token::Text(text)) => format!("expected {what}, not the text '{text}'"),
            Some(Token::Sign(sign)) => format!("expected {what}, not `{sign}`"),
        })
    }

    fn error(&self, reason: String) -> ConditionError {
        ConditionError { at: self.tokens.get(self.next).map_or(self.end, |&(at, _)| at), reason }
    }
}

/// The longer ones first.
const SIGNS: [&str; 10] = ["!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", ","];
/// More is no question of a person, and each level takes a piece of the stack.
const DEEPEST: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of the keys "a" to "e" a condition holds for.
    fn selected(condition: &str) -> String {
        let predicate = parse(condition).unwrap();
        ["a", "b", "c", "d", "e"].into_iter().filter(|key| predicate.matches(Some(&(*key).to_owned()))).collect()
    }

    #[test]
    fn comparisons_mean_what_they_say() {
        for (condition, expected) in [
            ("key = 'b'", "b"),
            ("key != 'b'", "acde"),
            ("key <> 'b'", "acde"),
            ("key < 'b'", "a"),
            ("key<='b'", "ab"),
            ("key > 'b'", "cde"),
            ("KEY >= 'b'", "bcde"),
            ("key in ('b','d', 'z')", "bd"),
            ("key not in ('b')", "acde"),
            ("key between 'b' and 'd'", "bcd"),
            ("key Not Between 'b' and 'd'", "ae"),
        ] {
            assert_eq!(selected(condition), expected, "{condition}");
        }
    }

    #[test]
    fn and_binds_closer_than_or_and_not_closest() {
        assert_eq!(selected("key = 'a' or key > 'b' and key < 'd'"), "ac");
        assert_eq!(selected("(key = 'a' or key > 'b') and key < 'd'"), "ac");
        assert_eq!(selected("(key = 'a' or key > 'b') and not key < 'd'"), "de");
        assert_eq!(selected("not key = 'a' and key < 'c'"), "b");
        assert_eq!(selected("not (not (key = 'a'))"), "a");
    }

    #[test]
    fn quotes_are_doubled_in_a_text() {
        let predicate = parse("key = 'it''s'''").unwrap();
        assert!(predicate.matches(Some(&"it's'".to_owned())));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (condition, at, reason) in [
            ("", 1, "expected `key`, `not` or `(`, and there is nothing more"),
            ("name = 'a'", 1, "expected `key`, `not` or `(`, not `name`"),
            ("key = a", 7, "expected a text in single quotes, not `a`"),
            ("key = 'a", 7, "a text that is not closed"),
            ("key ; 'a'", 5, "';' means nothing here"),
            ("key 'a'", 5, "expected a comparison, `in` or `between`, not the text 'a'"),
            ("key ( 'a'", 5, "expected a comparison, not `(`"),
            ("key in ()", 9, "expected a text in single quotes, not `)`"),
            ("key in ('a'", 12, "expected `)`, and there is nothing more"),
            ("key between 'a' or 'b'", 17, "expected `and`, not `or`"),
            ("key = 'a' key = 'b'", 11, "expected `and`, `or` or the end, not `key`"),
            ("(key = 'a'", 11, "expected `)`, and there is nothing more"),
        ] {
            let error = parse(condition).err().unwrap();
            assert_eq!((error.at, error.reason.as_str()), (at, reason), "{condition}");
        }
    }

    #[test]
    fn deep_nesting_is_an_error_and_long_chains_are_none() {
        for deep in ["(".repeat(100_000), "not ".repeat(100_000)] {
            assert!(parse(&deep).err().unwrap().reason.contains("deep"));
        }
        assert_eq!(selected(&vec!["key = 'a'"; 5_000].join(" or ")), "a");
    }
}
