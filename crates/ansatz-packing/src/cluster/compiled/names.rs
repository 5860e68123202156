//! Texts as numbers: a text is compared once, when it is read.

use alloc::{boxed::Box, collections::BTreeMap, vec::Vec};

/// Texts, numbered in the order in which they came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    ids: BTreeMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Names {
    /// The number of `text`, a new one if it has none.
    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let id = self.texts.len() as u32;
        self.ids.insert(text.into(), id);
        self.texts.push(text.into());
        id
    }

    /// The number of `text`, if it has one.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.ids.get(text).copied()
    }

    /// The text of a number that [`intern`](Self::intern) gave.
    pub(crate) fn text(&self, id: u32) -> &str {
        self.texts.get(id as usize).map_or("", |text| text)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }
}
