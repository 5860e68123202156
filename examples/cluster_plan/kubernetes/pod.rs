//! Pods.

use ansatz_packing::cluster::{Affinity, Pod, Toleration};

use super::{
    affinity,
    context::{Context, PRIORITIES, PriorityClass, never_preempts},
    metadata,
    node::{effect, image_name},
    requests, spread,
};
use crate::{
    cluster::{Arrival, Remarks},
    wrong::Wrong,
    yaml::Yaml,
};

/// The pod, if it takes part: one that has ended takes nothing, and one that is held back by a gate is not yet placed.
pub(super) fn read(yaml: &Yaml, context: &Context, remarks: &mut Remarks) -> Result<Option<Arrival>, Wrong> {
    if yaml.field("status", |status| status.field("phase", has_ended))?.flatten() == Some(true) {
        remarks.count("pods that have ended, left out".to_owned(), 1);
        return Ok(None);
    }
    yaml.required("spec", |spec| {
        if !spec.list("schedulingGates", |_| Ok(()))?.is_empty() {
            remarks.count("pods that wait for a scheduling gate, left out".to_owned(), 1);
            return Ok(None);
        }
        let metadata = metadata(yaml)?;
        let group = context.group(&metadata);
        let mut pod = Pod::new(metadata.name, requests::of_pod(spec)?).namespace(metadata.namespace);
        pod.labels = metadata.labels;
        pod.group = group;
        pod.node_selector = spec.map("nodeSelector", |key, value| Ok((key.to_owned(), value.owned()?)))?;
        let read_affinity = |yaml| affinity::read(yaml, &pod.labels, context);
        pod.affinity = spec.field("affinity", read_affinity)?.unwrap_or_else(Affinity::default);
        pod.tolerations = spec.list("tolerations", toleration)?;
        pod.topology_spread =
            spec.list("topologySpreadConstraints", |yaml| spread::read(yaml, &pod.labels, remarks))?;
        set_priority(&mut pod, spec, context)?;
        pod.node_name = spec.field("nodeName", Yaml::owned)?;
        let image = |container: &Yaml| container.field("image", |image| image.text().map(image_name));
        for list in ["initContainers", "containers"] {
            pod.images.extend(spec.list(list, image)?.into_iter().flatten());
        }
        Ok(Some(Arrival { created: yaml.field("metadata", created)?.unwrap_or(0), pod }))
    })
}

fn has_ended(phase: &Yaml) -> Result<bool, Wrong> {
    phase.one_of(&[("Pending", false), ("Running", false), ("Unknown", false), ("Succeeded", true), ("Failed", true)])
}

/// The digits of `2024-05-01T12:00:00Z`: Kubernetes writes every time so, and later ones are larger.
fn created(metadata: &Yaml) -> Result<u64, Wrong> {
    let stamp = metadata.field("creationTimestamp", |stamp| {
        let digits: String = stamp.text()?.chars().filter(char::is_ascii_digit).collect();
        match digits.parse() {
            Ok(number) if digits.len() == 14 => Ok(number),
            _ => Err(stamp.unlike("a time such as 2024-05-01T12:00:00Z")),
        }
    })?;
    Ok(stamp.unwrap_or(0))
}

/// What stands in the pod counts before what its class says.
fn set_priority(pod: &mut Pod, spec: &Yaml, context: &Context) -> Result<(), Wrong> {
    let own = spec.field("priority", |priority| priority.number(PRIORITIES))?;
    let never = spec.field("preemptionPolicy", never_preempts)?;
    // A cluster has filled in both, and need not have its classes in the files.
    let class = match (own, never) {
        (Some(_), _) => None,
        _ => context.class(spec)?,
    };
    let class = class.unwrap_or(PriorityClass { value: 0, never_preempts: false });
    pod.priority = own.unwrap_or(class.value);
    pod.never_preempts = never.unwrap_or(class.never_preempts);
    Ok(())
}

fn toleration(yaml: &Yaml) -> Result<Toleration, Wrong> {
    let key = yaml.field("key", Yaml::owned)?.filter(|key| !key.is_empty());
    let is_any = [("Equal", false), ("Exists", true)];
    let is_any = yaml.field("operator", |operator| operator.one_of(&is_any))?.unwrap_or(false);
    if key.is_none() && !is_any {
        return Err(Wrong::new(yaml.line, "has no key, allowed: the operator Exists without one, or a key"));
    }
    let value = yaml.field("value", Yaml::owned)?.unwrap_or_default();
    // An empty text is no effect, as in `kubectl`'s own output.
    let is_set = yaml.field("effect", |effect| Ok(!effect.text()?.is_empty()))?.unwrap_or(false);
    let effect = if is_set { yaml.field("effect", effect)? } else { None };
    Ok(Toleration { key, value: (!is_any).then_some(value), effect })
}
