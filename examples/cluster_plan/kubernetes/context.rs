//! What pods refer to by name: priority classes, namespaces and gangs.

use std::collections::{BTreeMap, BTreeSet};

use ansatz_packing::cluster::{LabelSelector, Labels, PodGroup};

use super::{Metadata, metadata};
use crate::{wrong::Wrong, yaml::Yaml};

#[derive(Debug)]
pub(super) struct Context {
    classes: BTreeMap<String, PriorityClass>,
    /// The class of pods that name none.
    default_class: Option<String>,
    namespaces: BTreeMap<String, Labels>,
    /// With their namespaces.
    groups: BTreeSet<String>,
}

/// A priority with a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct PriorityClass {
    pub(super) value: i32,
    pub(super) never_preempts: bool,
}

impl Default for Context {
    /// With the two classes that every cluster has.
    fn default() -> Self {
        let class = |name: &str, value| (name.to_owned(), PriorityClass { value, never_preempts: false });
        let classes =
            [class("system-cluster-critical", 2_000_000_000), class("system-node-critical", 2_000_001_000)].into();
        Self { classes, default_class: None, namespaces: BTreeMap::new(), groups: BTreeSet::new() }
    }
}

impl Context {
    pub(super) fn add_class(&mut self, yaml: &Yaml) -> Result<(), Wrong> {
        let name = metadata(yaml)?.name;
        let value = yaml.required("value", |value| value.number(PRIORITIES))?;
        let never_preempts = yaml.field("preemptionPolicy", never_preempts)?.unwrap_or(false);
        if yaml.field("globalDefault", Yaml::boolean)?.unwrap_or(false) {
            self.default_class = Some(name.clone());
        }
        self.classes.insert(name, PriorityClass { value, never_preempts });
        Ok(())
    }

    pub(super) fn add_namespace(&mut self, yaml: &Yaml) -> Result<(), Wrong> {
        let metadata = metadata(yaml)?;
        self.namespace(&metadata.name).extend(metadata.labels);
        Ok(())
    }

    /// Notes the namespace of an object; it may be described nowhere.
    pub(super) fn add_name(&mut self, yaml: &Yaml) -> Result<(), Wrong> {
        self.namespace(&metadata(yaml)?.namespace);
        Ok(())
    }

    fn namespace(&mut self, name: &str) -> &mut Labels {
        let own = || Labels::from([("kubernetes.io/metadata.name".to_owned(), name.to_owned())]);
        self.namespaces.entry(name.to_owned()).or_insert_with(own)
    }

    /// Reads a gang of the coscheduling plugin.
    pub(super) fn add_group(&mut self, yaml: &Yaml) -> Result<PodGroup, Wrong> {
        let Metadata { name, namespace, .. } = metadata(yaml)?;
        let least = |spec: &Yaml| spec.required("minMember", |least| least.number("a whole number from 0"));
        let group = PodGroup::new(format!("{namespace}/{name}"), yaml.required("spec", least)?);
        self.groups.insert(group.name.clone());
        Ok(group)
    }

    /// The gang of a pod, if it is in the files.
    pub(super) fn group(&self, pod: &Metadata) -> Option<String> {
        let name = format!("{}/{}", pod.namespace, pod.labels.get(GROUP_LABEL)?);
        self.groups.contains(&name).then_some(name)
    }

    /// The namespaces that a selector means, among those of the files.
    pub(super) fn namespaces(&self, selector: &LabelSelector) -> impl Iterator<Item = String> {
        self.namespaces.iter().filter(|(_, labels)| selector.matches(labels)).map(|(name, _)| name.clone())
    }

    /// The class of a pod by its specification.
    pub(super) fn class(&self, spec: &Yaml) -> Result<Option<PriorityClass>, Wrong> {
        let named = spec.field("priorityClassName", |name| {
            let class = self.classes.get(name.text()?);
            class.copied().ok_or_else(|| {
                let names: Vec<_> = self.classes.keys().map(String::as_str).collect();
                name.unlike(&format!("{}, and those of a PriorityClass in the files", names.join(", ")))
            })
        })?;
        Ok(named.or_else(|| self.classes.get(self.default_class.as_ref()?).copied()))
    }
}

/// Reads a `preemptionPolicy`.
pub(super) fn never_preempts(yaml: &Yaml) -> Result<bool, Wrong> {
    yaml.one_of(&[("PreemptLowerPriority", false), ("Never", true)])
}

/// Of the pods of a gang.
const GROUP_LABEL: &str = "scheduling.x-k8s.io/pod-group";
pub(super) const PRIORITIES: &str = "a whole number that fits into 32 bits";
