//! What a pod asks of a node whoever else is there.

use alloc::{boxed::Box, vec::Vec};

use super::{Condition, Names, Nodes, TaintId, Vocabulary, conditions};
use crate::cluster::{Pod, TaintEffect, Toleration};

/// A [`Toleration`] in numbers.
#[derive(Debug, Clone, Copy)]
struct TolerationId {
    key: Option<u32>,
    value: Option<u32>,
    effect: Option<TaintEffect>,
}

impl TolerationId {
    fn new(toleration: &Toleration, names: &mut Names) -> Self {
        let mut intern = |text: &Option<_>| text.as_ref().map(|text: &alloc::string::String| names.intern(text));
        Self { key: intern(&toleration.key), value: intern(&toleration.value), effect: toleration.effect }
    }

    fn tolerates(self, taint: TaintId) -> bool {
        self.key.is_none_or(|key| key == taint.key)
            && self.value.is_none_or(|value| value == taint.value)
            && self.effect.is_none_or(|effect| effect == taint.effect)
    }
}

/// What pods ask of their nodes' labels and taints, shared by all that ask the same.
#[derive(Debug)]
pub(crate) struct Fixed {
    /// The node selector.
    selector: Box<[Condition]>,
    /// The terms of the required node affinity; none: it is not asked for.
    required: Option<Box<[Box<[Condition]>]>>,
    tolerations: Box<[TolerationId]>,
    /// Whether a cordoned node will do.
    unschedulable: bool,
    /// Preferred node affinity.
    pub(crate) preferred: Box<[(f64, Box<[Condition]>)]>,
    /// Images and other data.
    pub(crate) images: Box<[u32]>,
}

impl Fixed {
    /// What this pod asks.
    pub(crate) fn new(pod: &Pod, vocabulary: &mut Vocabulary) -> Self {
        let Vocabulary { texts, images, .. } = vocabulary;
        let affinity = &pod.affinity;
        let required = (!affinity.node_required.is_empty())
            .then(|| affinity.node_required.iter().filter_map(|term| conditions::term(term, texts)).collect());
        let cordon = crate::cluster::Taint::new(UNSCHEDULABLE, "", TaintEffect::NoSchedule);
        Self {
            selector: conditions::conditions(&pod.node_selector, &[], texts),
            required,
            tolerations: pod.tolerations.iter().map(|toleration| TolerationId::new(toleration, texts)).collect(),
            unschedulable: pod.tolerations.iter().any(|toleration| toleration.tolerates(&cordon)),
            preferred: affinity
                .node_preferred
                .iter()
                .filter_map(|wish| Some((wish.weight, conditions::term(&wish.term, texts)?)))
                .collect(),
            images: pod.images.iter().map(|image| images.intern(image)).collect(),
        }
    }

    /// Whether two pods ask the same.
    pub(crate) fn same(a: &Pod, b: &Pod) -> bool {
        a.node_selector == b.node_selector
            && a.affinity.node_required == b.affinity.node_required
            && a.affinity.node_preferred == b.affinity.node_preferred
            && a.tolerations == b.tolerations
            && a.images == b.images
    }

    /// A hash that is equal for pods that ask the same.
    pub(crate) fn hash(pod: &Pod) -> u64 {
        let Pod { node_selector, affinity, tolerations, images, .. } = pod;
        super::quick_hash(&(node_selector, &affinity.node_required, &affinity.node_preferred, tolerations, images))
    }

    /// Whether the node's labels are those of the node selector.
    pub(crate) fn selects(&self, node: usize, nodes: &Nodes, names: &Names) -> bool {
        conditions::all_match(&self.selector, nodes.labels.row(node), names)
    }

    /// Whether the required node affinity allows the node.
    pub(crate) fn attracts(&self, node: usize, nodes: &Nodes, names: &Names) -> bool {
        self.required.as_ref().is_none_or(|terms| {
            terms.iter().any(|conditions| conditions::all_match(conditions, nodes.labels.row(node), names))
        })
    }

    /// Whether the node takes further pods, or this one does not mind that it does not.
    pub(crate) fn opens(&self, node: usize, nodes: &Nodes) -> bool {
        self.unschedulable || !nodes.unschedulable[node]
    }

    /// The node's taints that are not tolerated.
    pub(crate) fn repelling(&self, node: usize, nodes: &Nodes) -> impl Iterator<Item = TaintId> {
        let minded = |taint: &TaintId| !self.tolerations.iter().any(|toleration| toleration.tolerates(*taint));
        nodes.taints.row(node).iter().copied().filter(minded)
    }

    /// Whether all of this is as the pod asks.
    pub(crate) fn allows(&self, node: usize, nodes: &Nodes, names: &Names) -> bool {
        self.opens(node, nodes)
            && self.selects(node, nodes, names)
            && self.attracts(node, nodes, names)
            && self.repelling(node, nodes).all(|taint| taint.effect == TaintEffect::PreferNoSchedule)
    }

    /// Nodes of which no other can be allowed: all of them, unless a label is asked for, which finds them quickly.
    pub(crate) fn candidates(&self, nodes: &Nodes) -> Vec<usize> {
        let narrowed = self.narrowed(nodes).map(|mut found| {
            found.sort_unstable();
            found.dedup();
            found
        });
        narrowed.unwrap_or_else(|| (0..nodes.count).collect())
    }

    fn narrowed(&self, nodes: &Nodes) -> Option<Vec<usize>> {
        if let Some(condition) = self.selector.first() {
            return Some(condition.implied()?.flat_map(|label| nodes.with_label(label)).collect());
        }
        let mut found = Vec::new();
        for term in self.required.as_ref()? {
            let labels = term.iter().find_map(Condition::implied)?;
            found.extend(labels.flat_map(|label| nodes.with_label(label)));
        }
        Some(found)
    }
}

/// The taint of nodes that take no further pods, tolerated by those that may come all the same.
const UNSCHEDULABLE: &str = "node.kubernetes.io/unschedulable";
