//! Conditions on labels, in numbers.

use alloc::{boxed::Box, vec::Vec};

use super::Names;
use crate::cluster::{Labels, NodeSelectorTerm, Operator, Requirement};

/// A label: the numbers of its key and its value. Those of one thing are sorted.
pub(crate) type Label = (u32, u32);

/// How a value is compared; the values of a list are sorted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Check {
    In(Box<[u32]>),
    NotIn(Box<[u32]>),
    Exists,
    DoesNotExist,
    Gt(Option<i64>),
    Lt(Option<i64>),
}

/// A [`Requirement`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Condition {
    key: u32,
    check: Check,
}

impl Condition {
    /// The requirement in numbers.
    pub(crate) fn new(requirement: &Requirement, names: &mut Names) -> Self {
        let mut values: Vec<u32> = requirement.values.iter().map(|value| names.intern(value)).collect();
        values.sort_unstable();
        values.dedup();
        let number = requirement.values.first().and_then(|text| text.parse().ok());
        let check = match requirement.operator {
            Operator::In => Check::In(values.into()),
            Operator::NotIn => Check::NotIn(values.into()),
            Operator::Exists => Check::Exists,
            Operator::DoesNotExist => Check::DoesNotExist,
            Operator::Gt => Check::Gt(number),
            Operator::Lt => Check::Lt(number),
        };
        Self { key: names.intern(&requirement.key), check }
    }

    /// The condition that a label has this value.
    fn equal((key, value): Label) -> Self {
        Self { key, check: Check::In([value].into()) }
    }

    /// Whether labels meet it, as [`Requirement::matches`] says.
    pub(crate) fn matches(&self, labels: &[Label], names: &Names) -> bool {
        let value = value(labels, self.key);
        let number = |value: u32| names.text(value).parse::<i64>().ok();
        let among = |values: &[u32]| value.is_some_and(|value| values.binary_search(&value).is_ok());
        match &self.check {
            Check::In(values) => among(values),
            Check::NotIn(values) => !among(values),
            Check::Exists => value.is_some(),
            Check::DoesNotExist => value.is_none(),
            Check::Gt(bound) => value.and_then(number).zip(*bound).is_some_and(|(value, bound)| value > bound),
            Check::Lt(bound) => value.and_then(number).zip(*bound).is_some_and(|(value, bound)| value < bound),
        }
    }

    /// The labels one of which is there if this is met; none: that cannot be said.
    pub(crate) fn implied(&self) -> Option<impl Iterator<Item = Label>> {
        match &self.check {
            Check::In(values) => Some(values.iter().map(|&value| (self.key, value))),
            _ => None,
        }
    }
}

/// Labels in numbers.
pub(crate) fn labels(labels: &Labels, names: &mut Names) -> Vec<Label> {
    let mut labels: Vec<Label> = labels.iter().map(|(key, value)| (names.intern(key), names.intern(value))).collect();
    labels.sort_unstable();
    labels
}

/// The value of a key among labels.
pub(crate) fn value(labels: &[Label], key: u32) -> Option<u32> {
    // Few labels: going through them is quicker than halving.
    labels.iter().find(|label| label.0 == key).map(|label| label.1)
}

/// Labels that must have these values, and further requirements.
pub(crate) fn conditions(equal: &Labels, further: &[Requirement], names: &mut Names) -> Box<[Condition]> {
    let equal: Vec<Label> = labels(equal, names);
    let mut all: Vec<Condition> = equal.into_iter().map(Condition::equal).collect();
    all.extend(further.iter().map(|requirement| Condition::new(requirement, names)));
    all.into()
}

/// The conditions of a term; none for one that selects no node.
pub(crate) fn term(term: &NodeSelectorTerm, names: &mut Names) -> Option<Box<[Condition]>> {
    let conditions: Vec<Condition> =
        term.match_expressions.iter().map(|requirement| Condition::new(requirement, names)).collect();
    (!conditions.is_empty()).then(|| conditions.into())
}

/// Whether labels meet all conditions.
pub(crate) fn all_match(conditions: &[Condition], labels: &[Label], names: &Names) -> bool {
    conditions.iter().all(|condition| condition.matches(labels, names))
}
