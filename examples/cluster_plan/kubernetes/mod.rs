//! Objects of Kubernetes, from YAML or JSON: `kubectl get nodes,pods -A -o yaml`, or files written by hand.

mod affinity;
mod budget;
mod context;
mod node;
mod pod;
mod requests;
mod selector;
mod spread;

use std::collections::BTreeMap;

use crate::{
    cluster::{Cluster, Remarks},
    wrong::Wrong,
    yaml::{Documents, Yaml},
};

use self::context::Context;

/// The objects of some files, by kind; what one of them means may stand in another.
#[derive(Debug, Default)]
pub(crate) struct Objects {
    by_kind: BTreeMap<String, Vec<Object>>,
}

/// An object and where it is from.
#[derive(Debug)]
struct Object {
    file: String,
    /// Counted from 1.
    document: usize,
    yaml: Yaml,
}

impl Objects {
    /// Adds the objects of a text: documents, lists of objects, or both.
    pub(crate) fn add(&mut self, file: &str, text: &str) -> Result<(), String> {
        for (index, document) in Documents::new(text).enumerate() {
            let document_number = index + 1;
            let place = |wrong| format!("{file}: document {document_number}, {wrong}");
            let yaml = document.map_err(place)?;
            // Two separators with nothing between them.
            if !yaml.is_null() {
                self.sort(Object { file: file.to_owned(), document: document_number, yaml }, None).map_err(place)?;
            }
        }
        Ok(())
    }

    /// Puts an object to those of its kind, or each item of a list; `of_list` is the kind of a list's items.
    fn sort(&mut self, object: Object, of_list: Option<&str>) -> Result<(), Wrong> {
        let Object { file, document, yaml } = object;
        let kind = match of_list {
            Some(kind) => yaml.field("kind", Yaml::owned)?.unwrap_or_else(|| kind.to_owned()),
            None => yaml.required("kind", Yaml::owned)?,
        };
        let Some(of_items) = kind.strip_suffix("List") else {
            self.by_kind.entry(kind).or_default().push(Object { file, document, yaml });
            return Ok(());
        };
        let of_items = Some(of_items).filter(|kind| !kind.is_empty());
        for (index, yaml) in yaml.into_list("items")?.into_iter().enumerate() {
            let item = Object { file: file.clone(), document, yaml };
            self.sort(item, of_items).map_err(|wrong| wrong.within(&format!("items[{index}]")))?;
        }
        Ok(())
    }

    /// Adds what they say to `cluster`.
    pub(crate) fn build(mut self, cluster: &mut Cluster) -> Result<(), String> {
        let mut context = Context::default();
        self.each("PriorityClass", |yaml| context.add_class(yaml))?;
        self.each("Namespace", |yaml| context.add_namespace(yaml))?;
        self.each("PodGroup", |yaml| {
            cluster.groups.push(context.add_group(yaml)?);
            Ok(())
        })?;
        let pods = self.by_kind.remove("Pod").unwrap_or_default();
        for object in &pods {
            object.read("Pod", |yaml| context.add_name(yaml))?;
        }
        self.each("Node", |yaml| {
            cluster.nodes.push(node::read(yaml)?);
            Ok(())
        })?;
        for object in &pods {
            object.read("Pod", |yaml| {
                cluster.arrivals.extend(pod::read(yaml, &context, &mut cluster.remarks)?);
                Ok(())
            })?;
        }
        self.each("PodDisruptionBudget", |yaml| {
            cluster.budgets.push(budget::read(yaml)?);
            Ok(())
        })?;
        self.remark(&mut cluster.remarks);
        Ok(())
    }

    /// Reads and drops all objects of a kind.
    fn each(&mut self, kind: &str, mut read: impl FnMut(&Yaml) -> Result<(), Wrong>) -> Result<(), String> {
        let objects = self.by_kind.remove(kind).unwrap_or_default();
        objects.iter().try_for_each(|object| object.read(kind, &mut read))
    }

    fn remark(&self, remarks: &mut Remarks) {
        for (kind, objects) in &self.by_kind {
            remarks.count(format!("objects of kind {kind}, left out"), objects.len());
        }
    }
}

impl Object {
    fn read<T>(&self, kind: &str, read: impl FnOnce(&Yaml) -> Result<T, Wrong>) -> Result<T, String> {
        read(&self.yaml).map_err(|wrong| {
            let name = self.yaml.required("metadata", |metadata| metadata.required("name", Yaml::owned));
            let name = name.map_or_else(|_| String::new(), |name| format!(" {name:?}"));
            format!("{}: document {}, {kind}{name}, {wrong}", self.file, self.document)
        })
    }
}

/// What every object has.
struct Metadata {
    name: String,
    namespace: String,
    labels: ansatz_packing::cluster::Labels,
}

fn metadata(yaml: &Yaml) -> Result<Metadata, Wrong> {
    yaml.required("metadata", |metadata| {
        Ok(Metadata {
            name: metadata.required("name", Yaml::owned)?,
            namespace: metadata.field("namespace", Yaml::owned)?.unwrap_or_else(|| "default".to_owned()),
            labels: metadata.map("labels", |key, value| Ok((key.to_owned(), value.owned()?)))?,
        })
    })
}
