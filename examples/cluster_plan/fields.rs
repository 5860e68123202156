//! Fields of a document, read one by one. A null is a field that is not there, as it is in Kubernetes.

use core::str::FromStr;

use ansatz_examples::{csv::excerpt, one_of};

use crate::{
    wrong::Wrong,
    yaml::{Value, Yaml},
};

impl Yaml {
    /// One field of a mapping, if it is there.
    pub(crate) fn field<'a, T>(
        &'a self,
        name: &str,
        read: impl FnOnce(&'a Self) -> Result<T, Wrong>,
    ) -> Result<Option<T>, Wrong> {
        let entries = self.entries()?;
        // In their order, as the reader of the text has left them.
        let Ok(index) = entries.binary_search_by(|(key, _)| key.as_str().cmp(name)) else { return Ok(None) };
        let value = &entries[index].1;
        match value.value {
            Value::Null => Ok(None),
            _ => read(value).map(Some).map_err(|wrong| wrong.within(name)),
        }
    }

    /// One field of a mapping that has to be there.
    pub(crate) fn required<'a, T>(
        &'a self,
        name: &str,
        read: impl FnOnce(&'a Self) -> Result<T, Wrong>,
    ) -> Result<T, Wrong> {
        self.field(name, read)?.ok_or_else(|| Wrong::new(self.line, "is missing").within(name))
    }

    /// A list in a field, empty if it is not there.
    pub(crate) fn list<'a, T>(
        &'a self,
        name: &str,
        mut read: impl FnMut(&'a Self) -> Result<T, Wrong>,
    ) -> Result<Vec<T>, Wrong> {
        let items = self.field(name, |list| {
            let items = list.items()?.iter().enumerate();
            items.map(|(index, item)| read(item).map_err(|wrong| wrong.within(&format!("[{index}]")))).collect()
        })?;
        Ok(items.unwrap_or_default())
    }

    /// What a mapping in a field makes of each of its entries, nothing if it is not there.
    pub(crate) fn map<'a, T, M: FromIterator<T>>(
        &'a self,
        name: &str,
        mut read: impl FnMut(&'a str, &'a Self) -> Result<T, Wrong>,
    ) -> Result<M, Wrong> {
        let found = self.field(name, |map| {
            let entries = map.entries()?.iter();
            entries.map(|(key, value)| read(key, value).map_err(|wrong| wrong.within(key))).collect()
        })?;
        Ok(found.unwrap_or_else(|| core::iter::empty().collect()))
    }

    /// The items of a list in a field, and nothing else of the mapping; empty if it is not there.
    pub(crate) fn into_list(self, name: &str) -> Result<Vec<Self>, Wrong> {
        self.list(name, |_| Ok(()))?;
        let Value::Mapping(entries) = self.value else { return Ok(Vec::new()) };
        match entries.into_iter().find(|(key, _)| key == name).map(|(_, list)| list.value) {
            Some(Value::Sequence(items)) => Ok(items),
            _ => Ok(Vec::new()),
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// A text, or a number as a text.
    pub(crate) fn text(&self) -> Result<&str, Wrong> {
        match &self.value {
            Value::Scalar(text) => Ok(text),
            _ => Err(self.unlike("a text")),
        }
    }

    pub(crate) fn owned(&self) -> Result<String, Wrong> {
        self.text().map(str::to_owned)
    }

    pub(crate) fn boolean(&self) -> Result<bool, Wrong> {
        self.one_of(&[("true", true), ("false", false)])
    }

    /// A number of type `T`; `allowed` says which those are.
    pub(crate) fn number<T: FromStr>(&self, allowed: &str) -> Result<T, Wrong> {
        self.text()?.parse().map_err(|_| self.unlike(allowed))
    }

    /// What stands beside the text among `choices`.
    pub(crate) fn one_of<T: Copy>(&self, choices: &[(&str, T)]) -> Result<T, Wrong> {
        one_of(self.text()?, choices).map_err(|wrong| self.unlike(&wrong.allowed))
    }

    /// That it is something else than what is allowed.
    pub(crate) fn unlike(&self, allowed: &str) -> Wrong {
        let found = match &self.value {
            Value::Null => "null".to_owned(),
            Value::Scalar(text) => format!("{:?}", excerpt(text)),
            Value::Sequence(_) => "a list".to_owned(),
            Value::Mapping(_) => "a mapping".to_owned(),
        };
        Wrong::new(self.line, format!("is {found}, allowed: {allowed}"))
    }

    fn items(&self) -> Result<&[Self], Wrong> {
        match &self.value {
            Value::Sequence(items) => Ok(items),
            _ => Err(self.unlike("a list")),
        }
    }

    /// Keys and values of a mapping, by key.
    pub(crate) fn entries(&self) -> Result<&[(String, Self)], Wrong> {
        match &self.value {
            Value::Mapping(entries) => Ok(entries),
            _ => Err(self.unlike("a mapping")),
        }
    }
}
