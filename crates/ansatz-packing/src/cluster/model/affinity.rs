//! What a pod asks of its node's labels and of the pods around it.

use alloc::{string::String, vec::Vec};
use core::hash::{Hash, Hasher};

use super::{LabelSelector, Labels, Requirement};

/// Conditions on the labels of a node, all of which must hold; one without conditions selects no node, as in Kubernetes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct NodeSelectorTerm {
    /// The conditions.
    pub match_expressions: Vec<Requirement>,
}

impl NodeSelectorTerm {
    /// All of these conditions.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Labels, NodeSelectorTerm, Operator, Requirement};
    ///
    /// let term = NodeSelectorTerm::new([Requirement::new("gpu-model", Operator::In, ["V100"])]);
    /// assert!(term.matches(&Labels::from([("gpu-model".into(), "V100".into())])));
    /// assert!(!NodeSelectorTerm::default().matches(&Labels::new()));
    /// ```
    pub fn new(match_expressions: impl IntoIterator<Item = Requirement>) -> Self {
        Self { match_expressions: match_expressions.into_iter().collect() }
    }

    /// Whether a node with these labels is selected.
    pub fn matches(&self, labels: &Labels) -> bool {
        !self.match_expressions.is_empty()
            && self.match_expressions.iter().all(|requirement| requirement.matches(labels))
    }
}

/// Pods, and how near: on a node whose label `topology_key` has the same value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PodAffinityTerm {
    /// Which pods.
    pub label_selector: LabelSelector,
    /// The node label that says what is near: `kubernetes.io/hostname`, `topology.kubernetes.io/zone`. A node without it
    /// is near nothing.
    pub topology_key: String,
    /// The namespaces of those pods; none means the pod's own.
    pub namespaces: Vec<String>,
}

impl PodAffinityTerm {
    /// The pods of `label_selector` in the pod's own namespace.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{LabelSelector, PodAffinityTerm};
    ///
    /// let term = PodAffinityTerm::new(LabelSelector::labels([("app", "cache")]), "kubernetes.io/hostname");
    /// assert!(term.namespaces.is_empty());
    /// ```
    pub fn new(label_selector: LabelSelector, topology_key: impl Into<String>) -> Self {
        Self { label_selector, topology_key: topology_key.into(), namespaces: Vec::new() }
    }
}

/// Something wished for, with its weight among the wishes of a pod; a negative one is a wish against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Preferred<T> {
    /// How much: Kubernetes has 1 to 100; any finite number will do.
    pub weight: f64,
    /// What.
    pub term: T,
}

impl<T: Hash> Hash for Preferred<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // 0 and -0 are equal: their sum with 0 is 0.
        (self.weight + 0.0).to_bits().hash(state);
        self.term.hash(state);
    }
}

/// What a pod requires and prefers of its node and its neighbours (`affinity`).
///
/// All fields are empty by default: a pod that can be anywhere.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct Affinity {
    /// The node must be selected by one of these; none: any node (`nodeAffinity.required...`).
    pub node_required: Vec<NodeSelectorTerm>,
    /// The better the more of these select it (`nodeAffinity.preferred...`).
    pub node_preferred: Vec<Preferred<NodeSelectorTerm>>,
    /// Near pods that are of all of these at once, by each one's topology key. A pod that would be the first of its own
    /// kind is let in anywhere that has the topology keys (`podAffinity.required...`).
    pub pod_required: Vec<PodAffinityTerm>,
    /// The better the more of these pods are near (`podAffinity.preferred...`).
    pub pod_preferred: Vec<Preferred<PodAffinityTerm>>,
    /// Near no pod of any of these; holds for both: a pod that comes later does not break it either
    /// (`podAntiAffinity.required...`).
    pub pod_anti_required: Vec<PodAffinityTerm>,
    /// The worse the more of these pods are near (`podAntiAffinity.preferred...`).
    pub pod_anti_preferred: Vec<Preferred<PodAffinityTerm>>,
}
