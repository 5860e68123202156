//! What a pod asks of its node's labels and of the pods around it.

use ansatz_packing::cluster::{Affinity, Labels, NodeSelectorTerm, Operator, PodAffinityTerm, Preferred};

use super::{
    context::Context,
    selector::{self, OF_NODES},
};
use crate::{wrong::Wrong, yaml::Yaml};

/// The field `affinity` of a pod with these labels.
pub(super) fn read(yaml: &Yaml, labels: &Labels, context: &Context) -> Result<Affinity, Wrong> {
    let mut affinity = Affinity::default();
    yaml.field("nodeAffinity", |node| {
        let terms = node.field(REQUIRED, |required| required.list("nodeSelectorTerms", node_term))?;
        affinity.node_required = terms.unwrap_or_default();
        affinity.node_preferred = node.list(PREFERRED, |wish| preferred(wish, "preference", node_term))?;
        Ok(())
    })?;
    let term = |yaml: &Yaml| pod_term(yaml, labels, context);
    let wish = |yaml: &Yaml| preferred(yaml, "podAffinityTerm", term);
    yaml.field("podAffinity", |near| {
        affinity.pod_required = near.list(REQUIRED, term)?;
        affinity.pod_preferred = near.list(PREFERRED, wish)?;
        Ok(())
    })?;
    yaml.field("podAntiAffinity", |far| {
        affinity.pod_anti_required = far.list(REQUIRED, term)?;
        affinity.pod_anti_preferred = far.list(PREFERRED, wish)?;
        Ok(())
    })?;
    Ok(affinity)
}

fn preferred<T>(yaml: &Yaml, field: &str, read: impl FnOnce(&Yaml) -> Result<T, Wrong>) -> Result<Preferred<T>, Wrong> {
    let weight = yaml.required("weight", |weight| match weight.text()?.parse::<u8>() {
        Ok(number @ 1..=100) => Ok(f64::from(number)),
        _ => Err(weight.unlike("a whole number in 1..=100")),
    })?;
    Ok(Preferred { weight, term: yaml.required(field, read)? })
}

fn node_term(yaml: &Yaml) -> Result<NodeSelectorTerm, Wrong> {
    let mut match_expressions = yaml.list("matchExpressions", |yaml| selector::requirement(yaml, &OF_NODES))?;
    match_expressions.extend(yaml.list("matchFields", |field| {
        // The only field that Kubernetes knows; `node::read` has made a label of it.
        field.required("key", |key| key.one_of(&[(NAME_FIELD, ())]))?;
        selector::requirement(field, &[("In", Operator::In), ("NotIn", Operator::NotIn)])
    })?);
    Ok(NodeSelectorTerm { match_expressions })
}

fn pod_term(yaml: &Yaml, labels: &Labels, context: &Context) -> Result<PodAffinityTerm, Wrong> {
    let mut label_selector = selector::in_field(yaml, "labelSelector")?;
    selector::add_keys(&mut label_selector, yaml, "matchLabelKeys", Operator::In, labels)?;
    selector::add_keys(&mut label_selector, yaml, "mismatchLabelKeys", Operator::NotIn, labels)?;
    let mut namespaces = yaml.list("namespaces", Yaml::owned)?;
    if let Some(selector) = yaml.field("namespaceSelector", selector::read)? {
        namespaces.extend(context.namespaces(&selector));
        if namespaces.is_empty() {
            // None at all, which the model would take for the pod's own; no namespace has an empty name.
            namespaces.push(String::new());
        }
    }
    Ok(PodAffinityTerm { label_selector, topology_key: yaml.required("topologyKey", Yaml::owned)?, namespaces })
}

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";
/// The name of a node where labels are asked for.
pub(super) const NAME_FIELD: &str = "metadata.name";
