//! Which labels are meant.

use ansatz_packing::cluster::{LabelSelector, Labels, Operator, Requirement};

use crate::{wrong::Wrong, yaml::Yaml};

/// A label selector in the field `name` of `yaml`. Without one no pod is meant: `{}` means all of them.
pub(super) fn in_field(yaml: &Yaml, name: &str) -> Result<LabelSelector, Wrong> {
    let none = || LabelSelector { match_labels: Labels::new(), match_expressions: vec![never()] };
    Ok(yaml.field(name, read)?.unwrap_or_else(none))
}

pub(super) fn read(yaml: &Yaml) -> Result<LabelSelector, Wrong> {
    Ok(LabelSelector {
        match_labels: yaml.map("matchLabels", |key, value| Ok((key.to_owned(), value.owned()?)))?,
        match_expressions: yaml.list("matchExpressions", |yaml| requirement(yaml, &OF_LABELS))?,
    })
}

/// A condition on labels, or on fields of a node.
pub(super) fn requirement(yaml: &Yaml, operators: &[(&str, Operator)]) -> Result<Requirement, Wrong> {
    let key = yaml.required("key", Yaml::owned)?;
    let operator = yaml.required("operator", |operator| operator.one_of(operators))?;
    let values = yaml.list("values", Yaml::owned)?;
    let allowed = match operator {
        Operator::In | Operator::NotIn if values.is_empty() => "at least one",
        Operator::Exists | Operator::DoesNotExist if !values.is_empty() => "none",
        Operator::Gt | Operator::Lt if values.len() != 1 => "exactly one",
        _ => return Ok(Requirement { key, operator, values }),
    };
    Err(Wrong::new(yaml.line, format!("are {}, allowed: {allowed}", values.len())).within("values"))
}

/// Adds the pod's own values of some labels to a selector, as with (`In`) or against (`NotIn`) the pods that have them.
pub(super) fn add_keys(
    selector: &mut LabelSelector,
    yaml: &Yaml,
    name: &str,
    operator: Operator,
    labels: &Labels,
) -> Result<(), Wrong> {
    for key in yaml.list(name, Yaml::text)? {
        let value = labels.get(key);
        selector.match_expressions.extend(value.map(|value| Requirement::new(key, operator, [value.as_str()])));
    }
    Ok(())
}

/// A condition that no labels meet.
fn never() -> Requirement {
    Requirement::new("", Operator::In, [""; 0])
}

const OF_LABELS: [(&str, Operator); 4] = [
    ("In", Operator::In),
    ("NotIn", Operator::NotIn),
    ("Exists", Operator::Exists),
    ("DoesNotExist", Operator::DoesNotExist),
];
pub(super) const OF_NODES: [(&str, Operator); 6] = [
    ("In", Operator::In),
    ("NotIn", Operator::NotIn),
    ("Exists", Operator::Exists),
    ("DoesNotExist", Operator::DoesNotExist),
    ("Gt", Operator::Gt),
    ("Lt", Operator::Lt),
];
