//! Labels, and which of them are meant.

use alloc::{collections::BTreeMap, string::String, vec::Vec};

/// Labels by key.
pub type Labels = BTreeMap<String, String>;

/// How the value of a label is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// The label has one of the values.
    In,
    /// The label has none of the values, or is absent.
    NotIn,
    /// The label is there.
    Exists,
    /// The label is absent.
    DoesNotExist,
    /// The label is a whole number above the one value.
    Gt,
    /// The label is a whole number below the one value.
    Lt,
}

/// One condition on labels (`matchExpressions`).
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Labels, Operator, Requirement};
///
/// let fast = Requirement::new("disk", Operator::In, ["ssd", "nvme"]);
/// assert!(fast.matches(&Labels::from([("disk".into(), "ssd".into())])));
/// assert!(!fast.matches(&Labels::new()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Requirement {
    /// The label's key.
    pub key: String,
    /// How its value is compared.
    pub operator: Operator,
    /// With what: any number for `In` and `NotIn`, none for `Exists` and `DoesNotExist`, one whole number for `Gt` and
    /// `Lt`.
    pub values: Vec<String>,
}

impl Requirement {
    /// A condition on the label `key`.
    pub fn new<S: Into<String>>(
        key: impl Into<String>,
        operator: Operator,
        values: impl IntoIterator<Item = S>,
    ) -> Self {
        Self { key: key.into(), operator, values: values.into_iter().map(Into::into).collect() }
    }

    /// Whether these labels meet it; a number that is none meets neither `Gt` nor `Lt`.
    pub fn matches(&self, labels: &Labels) -> bool {
        let label = labels.get(&self.key);
        let among = label.is_some_and(|label| self.values.contains(label));
        let number = |text: &String| text.parse::<i64>().ok();
        let compared = label.and_then(number).zip(self.values.first().and_then(number));
        match self.operator {
            Operator::In => among,
            Operator::NotIn => !among,
            Operator::Exists => label.is_some(),
            Operator::DoesNotExist => label.is_none(),
            Operator::Gt => compared.is_some_and(|(label, value)| label > value),
            Operator::Lt => compared.is_some_and(|(label, value)| label < value),
        }
    }
}

/// Which pods are meant, by their labels: all conditions together; without any, every pod.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{LabelSelector, Labels};
///
/// let web = LabelSelector::labels([("app", "web")]);
/// assert!(web.matches(&Labels::from([("app".into(), "web".into()), ("tier".into(), "front".into())])));
/// assert!(LabelSelector::default().matches(&Labels::new()));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct LabelSelector {
    /// Labels that must be there with these values (`matchLabels`).
    pub match_labels: Labels,
    /// Further conditions (`matchExpressions`).
    pub match_expressions: Vec<Requirement>,
}

impl LabelSelector {
    /// Those that have all of these labels.
    pub fn labels<K: Into<String>, V: Into<String>>(labels: impl IntoIterator<Item = (K, V)>) -> Self {
        let match_labels = labels.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        Self { match_labels, match_expressions: Vec::new() }
    }

    /// Whether these labels are meant.
    pub fn matches(&self, labels: &Labels) -> bool {
        self.match_labels.iter().all(|(key, value)| labels.get(key) == Some(value))
            && self.match_expressions.iter().all(|requirement| requirement.matches(labels))
    }
}
