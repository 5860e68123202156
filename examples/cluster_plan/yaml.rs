//! YAML as a tree that knows its lines. What comes from a stranger is bounded: nesting, copies by aliases, and nothing
//! but plain data.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScanError, Span, StrInput, Tag};

use crate::wrong::Wrong;

/// A value and the line on which it begins, counted from 1.
#[derive(Debug, Clone)]
pub(crate) struct Yaml {
    pub(crate) line: usize,
    pub(crate) value: Value,
}

/// What is written there. Whether a scalar is a number is for its reader to know.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Null,
    Scalar(String),
    Sequence(Vec<Yaml>),
    Mapping(Vec<(String, Yaml)>),
}

/// The documents of a text, one after the other; nothing follows an error.
pub(crate) struct Documents<'a> {
    parser: Parser<'a, StrInput<'a>>,
    anchors: BTreeMap<usize, Yaml>,
    /// How many values may still come, and how many of them as copies.
    values: usize,
    copies: usize,
    is_over: bool,
}

impl<'a> Documents<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        // A byte order mark may begin a text.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self {
            parser: Parser::new_from_str(text),
            anchors: BTreeMap::new(),
            values: MOST_VALUES,
            copies: MOST_COPIES,
            is_over: false,
        }
    }

    fn event(&mut self) -> Result<(Event<'a>, usize), Wrong> {
        let syntax = |error: &ScanError| Wrong::new(error.marker().line(), error.info());
        match self.parser.next_event() {
            Some(Ok((event, Span { start, .. }))) => Ok((event, start.line())),
            Some(Err(error)) => Err(syntax(&error)),
            None => Ok((Event::StreamEnd, 0)),
        }
    }

    fn document(&mut self) -> Result<Option<Yaml>, Wrong> {
        loop {
            match self.event()? {
                (Event::StreamEnd, _) => return Ok(None),
                (Event::DocumentStart(_), _) => {
                    // The parser knows an anchor in its own document only: what others stood for can go.
                    self.anchors.clear();
                    let (event, line) = self.event()?;
                    return self.value(event, line, 0).map(Some);
                }
                _ => {}
            }
        }
    }

    /// The value that begins with `event`.
    fn value(&mut self, event: Event<'a>, line: usize, depth: usize) -> Result<Yaml, Wrong> {
        if depth > MOST_DEEP {
            return Err(Wrong::new(line, format!("nested more than {MOST_DEEP} deep")));
        }
        let Some(left) = self.values.checked_sub(1) else {
            return Err(Wrong::new(line, format!("more than {MOST_VALUES} values")));
        };
        self.values = left;
        let (anchor, tag, value) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_null = style == saphyr_parser::ScalarStyle::Plain && NULLS.contains(&&*text);
                (anchor, tag, if is_null { Value::Null } else { Value::Scalar(text.into_owned()) })
            }
            Event::SequenceStart(anchor, tag) => (anchor, tag, Value::Sequence(self.sequence(depth)?)),
            Event::MappingStart(anchor, tag) => (anchor, tag, Value::Mapping(self.mapping(depth)?)),
            Event::Alias(anchor) => return self.alias(anchor, line),
            _ => return Err(Wrong::new(line, "the text ends in the middle of a value")),
        };
        require_plain(tag.as_deref(), line)?;
        let yaml = Yaml { line, value };
        if anchor > 0 {
            let copy = self.copy(&yaml, line)?;
            self.anchors.insert(anchor, copy);
        }
        Ok(yaml)
    }

    fn sequence(&mut self, depth: usize) -> Result<Vec<Yaml>, Wrong> {
        let mut items = Vec::new();
        loop {
            match self.event()? {
                (Event::SequenceEnd, _) => return Ok(items),
                (event, line) => items.push(self.value(event, line, depth + 1)?),
            }
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<Vec<(String, Yaml)>, Wrong> {
        let mut entries = BTreeMap::new();
        loop {
            let (event, line) = self.event()?;
            let key = match event {
                Event::MappingEnd => return Ok(entries.into_iter().collect()),
                Event::Scalar(text, ..) => text,
                _ => return Err(Wrong::new(line, "a key that is no text")),
            };
            if key == "<<" {
                return Err(Wrong::new(line, "a merge key (<<), allowed: keys written out"));
            }
            let (event, below) = self.event()?;
            let value = self.value(event, below, depth + 1)?;
            if entries.contains_key(&*key) {
                return Err(Wrong::new(line, format!("the key {key:?} is there already")));
            }
            entries.insert(key.into_owned(), value);
        }
    }

    fn alias(&mut self, anchor: usize, line: usize) -> Result<Yaml, Wrong> {
        let Some(target) = self.anchors.remove(&anchor) else {
            return Err(Wrong::new(line, "an alias inside of what it stands for"));
        };
        let copy = self.copy(&target, line);
        self.anchors.insert(anchor, target);
        copy
    }

    /// Counted first: what a few lines of aliases can stand for has no limit.
    fn copy(&mut self, yaml: &Yaml, line: usize) -> Result<Yaml, Wrong> {
        let Some(left) = self.copies.checked_sub(yaml.count()) else {
            return Err(Wrong::new(line, format!("aliases stand for more than {MOST_COPIES} values")));
        };
        self.copies = left;
        Ok(yaml.clone())
    }
}

impl Iterator for Documents<'_> {
    type Item = Result<Yaml, Wrong>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let document = self.document().transpose();
        self.is_over = !matches!(document, Some(Ok(_)));
        document
    }
}

impl Yaml {
    /// How many values it is made of; a long text counts as several.
    fn count(&self) -> usize {
        match &self.value {
            Value::Null => 1,
            Value::Scalar(text) => 1 + text.len() / VALUE_BYTES,
            Value::Sequence(items) => 1 + items.iter().map(Self::count).sum::<usize>(),
            Value::Mapping(entries) => {
                1 + entries.iter().map(|(key, value)| key.len() / VALUE_BYTES + value.count()).sum::<usize>()
            }
        }
    }
}

/// Kubernetes knows no tags but those that every value has anyway.
fn require_plain(tag: Option<&Tag>, line: usize) -> Result<(), Wrong> {
    match tag {
        Some(tag) if !tag.is_yaml_core_schema() => {
            Err(Wrong::new(line, format!("the tag {}{}, allowed: none", tag.handle, tag.suffix)))
        }
        _ => Ok(()),
    }
}

const NULLS: [&str; 5] = ["", "~", "null", "Null", "NULL"];
/// A pod nests about fifteen deep.
const MOST_DEEP: usize = 64;
/// 20,000 pods as a cluster writes them; a value takes about a hundred bytes here, and two in a text.
const MOST_VALUES: usize = 5_000_000;
/// What a value takes at least.
const VALUE_BYTES: usize = 100;
/// No file that a person writes comes near it.
const MOST_COPIES: usize = 100_000;
