//! Which pods terms mean, and which terms mean a pod.

use alloc::{boxed::Box, collections::BTreeMap, vec::Vec};

use super::{Condition, Label, Names, Numbered, conditions};
use crate::cluster::{LabelSelector, PodAffinityTerm};

/// Pods of some namespaces (sorted) whose labels meet all conditions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Selected {
    namespaces: Box<[u32]>,
    conditions: Box<[Condition]>,
}

impl Selected {
    /// The pods of one namespace.
    pub(crate) fn within(namespace: u32, selector: &LabelSelector, names: &mut Names) -> Self {
        let conditions = conditions::conditions(&selector.match_labels, &selector.match_expressions, names);
        Self { namespaces: [namespace].into(), conditions }
    }

    /// The pods of a term of a pod in `namespace`.
    pub(crate) fn of_term(namespace: u32, term: &PodAffinityTerm, names: &mut Names) -> Self {
        let mut selected = Self::within(namespace, &term.label_selector, names);
        if !term.namespaces.is_empty() {
            let mut namespaces: Vec<u32> = term.namespaces.iter().map(|name| names.intern(name)).collect();
            namespaces.sort_unstable();
            namespaces.dedup();
            selected.namespaces = namespaces.into();
        }
        selected
    }

    fn matches(&self, namespace: u32, labels: &[Label], names: &Names) -> bool {
        self.namespaces.binary_search(&namespace).is_ok() && conditions::all_match(&self.conditions, labels, names)
    }
}

/// Pods that several terms mean all together.
pub(crate) type Matcher = Box<[Selected]>;

/// All that is asked about other pods, each once.
#[derive(Debug, Default)]
pub(crate) struct Matchers {
    numbered: Numbered<Matcher>,
    /// Those that only a pod with this label can meet.
    by_label: BTreeMap<Label, Vec<u32>>,
    /// The others.
    rest: Vec<u32>,
}

impl Matchers {
    /// The number of a matcher.
    pub(crate) fn intern(&mut self, matcher: Matcher) -> u32 {
        let known = self.len();
        let id = self.numbered.intern(matcher);
        if self.len() == known {
            return id;
        }
        let mut conditions = self.numbered.all[known].iter().flat_map(|selected| &selected.conditions);
        if let Some(labels) = conditions.find_map(Condition::implied) {
            labels.for_each(|label| self.by_label.entry(label).or_default().push(id));
        } else {
            self.rest.push(id);
        }
        id
    }

    /// The matchers that a pod meets, ascending.
    pub(crate) fn matching(&self, namespace: u32, labels: &[Label], names: &Names) -> Vec<u32> {
        let by_label = labels.iter().filter_map(|label| self.by_label.get(label)).flatten();
        let mut found: Vec<u32> = by_label
            .chain(&self.rest)
            .copied()
            .filter(|&id| {
                self.numbered.all[id as usize].iter().all(|selected| selected.matches(namespace, labels, names))
            })
            .collect();
        found.sort_unstable();
        found
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.numbered.all.len()
    }
}
