//! Nodes.

use ansatz_packing::cluster::{Image, Node, Taint, TaintEffect};

use super::{affinity::NAME_FIELD, metadata, requests};
use crate::{wrong::Wrong, yaml::Yaml};

pub(super) fn read(yaml: &Yaml) -> Result<Node, Wrong> {
    let metadata = metadata(yaml)?;
    let (allocatable, images) = yaml.required("status", |status| {
        // A node written by hand may say its capacity alone.
        let allocatable = match status.field("allocatable", requests::amounts)? {
            Some(allocatable) => allocatable,
            None => status.required("capacity", requests::amounts)?,
        };
        let images = status.list("images", |image| {
            let bytes = image.field("sizeBytes", |size| size.number("a whole number of bytes"))?.unwrap_or(0);
            Ok((image.list("names", Yaml::text)?, bytes))
        })?;
        Ok((allocatable, images))
    })?;
    let mut node = Node::new(metadata.name.clone(), allocatable.into_iter().collect());
    node.labels.extend(metadata.labels);
    node.labels.insert(NAME_FIELD.to_owned(), metadata.name);
    yaml.field("spec", |spec| {
        node.unschedulable = spec.field("unschedulable", Yaml::boolean)?.unwrap_or(false);
        node.taints = spec.list("taints", taint)?;
        Ok(())
    })?;
    for (names, bytes) in images {
        node.images.extend(names.into_iter().map(|name| Image { name: image_name(name), bytes }));
    }
    Ok(node)
}

fn taint(yaml: &Yaml) -> Result<Taint, Wrong> {
    let value = yaml.field("value", Yaml::owned)?.unwrap_or_default();
    Ok(Taint::new(yaml.required("key", Yaml::owned)?, value, yaml.required("effect", effect)?))
}

/// Reads an `effect`.
pub(super) fn effect(yaml: &Yaml) -> Result<TaintEffect, Wrong> {
    yaml.one_of(&[
        ("NoSchedule", TaintEffect::NoSchedule),
        ("PreferNoSchedule", TaintEffect::PreferNoSchedule),
        ("NoExecute", TaintEffect::NoExecute),
    ])
}

/// An image's name with its tag, which is `latest` where none is written.
pub(super) fn image_name(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or(name);
    if last.contains(':') { name.to_owned() } else { format!("{name}:latest") }
}
