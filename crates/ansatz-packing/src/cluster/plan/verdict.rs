//! Why a pod is nowhere.

use alloc::{string::String, vec::Vec};

use super::{Reason, Record};
use crate::cluster::{
    Taint, TaintEffect,
    compiled::{Class, Model, Rows, TaintId},
    state::View,
};

/// Why a pod is nowhere: for every node, every constraint that it fails there.
///
/// [`Display`](core::fmt::Display) sums up: how many nodes fail each constraint, most nodes first, with the least that
/// is short. A node that fails several is counted for each.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Node, Pod, Policy, Reason, Resources, Taint, TaintEffect, place};
///
/// let node = |name| Node::new(name, Resources::from([("cpu", 4000)]));
/// let tainted = node("a").taint(Taint::new("dedicated", "gpu", TaintEffect::NoSchedule));
/// let pods = [Pod::new("big", Resources::from([("cpu", 5500)]))];
/// let plan = place(&pods, &[tainted, node("b")], &Policy::default())?;
///
/// let verdict = plan.verdict(0).ok_or("it fits")?;
/// assert_eq!(verdict.reasons(1), [Reason::InsufficientResource { resource: "cpu".into(), short_by: 1500 }]);
/// assert_eq!(
///     verdict.to_string(),
///     "2 nodes: insufficient cpu (short by 1.5 cores); 1 node: taint dedicated=gpu:NoSchedule",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Verdict {
    reasons: Rows<Reason>,
    gang: Option<GangShortfall>,
}

/// A gang of which too few pods fit at a time, so that none is placed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GangShortfall {
    /// The gang.
    pub name: String,
    /// How many of its pods fit together, those that run counted.
    pub fitting: usize,
    /// How many there have to be.
    pub min_member: usize,
}

impl Verdict {
    /// Why the pod, which is nowhere, is not on any node.
    pub(super) fn new(view: View<'_>, record: &Record, pod: usize) -> Self {
        let class = view.model.class(pod);
        let mut reasons = Rows::new();
        for node in 0..view.model.nodes.count {
            let mut found = own(view.model, class, node);
            found.extend(room(view, class, node));
            found.extend(neighbours(view, class, node));
            found.sort_unstable();
            found.dedup();
            reasons.push(found);
        }
        Self { reasons, gang: record.shortfall(view.model, view.model.group_of[pod]) }
    }

    /// What its gang lacks, if the pod waits for others: then it may fit on some nodes by itself.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Node, Pod, PodGroup, Policy, Resources, place};
    ///
    /// let nodes = ["a", "b"].map(|name| Node::new(name, Resources::from([("cpu", 4000)])));
    /// let pods = ["p", "q", "r"].map(|name| Pod::new(name, Resources::from([("cpu", 3000)])).group("training"));
    /// let plan = place(&pods, &nodes, &Policy::default().group(PodGroup::new("training", 3)))?;
    /// let verdict = plan.verdict(0).ok_or("it is placed")?;
    /// assert_eq!(verdict.gang().map(|gang| (gang.fitting, gang.min_member)), Some((2, 3)));
    /// assert_eq!(verdict.to_string(), "gang training: 2 of 3 fit; 2 nodes: it fits");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn gang(&self) -> Option<&GangShortfall> {
        self.gang.as_ref()
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.reasons.len()
    }

    /// What keeps the pod from a node, sorted; nothing if it would fit there, which happens to members of gangs only.
    ///
    /// # Panics
    ///
    /// If there is no such node.
    pub fn reasons(&self, node: usize) -> &[Reason] {
        self.reasons.row(node)
    }
}

/// What the node itself says.
fn own(model: &Model, class: &Class, node: usize) -> Vec<Reason> {
    let Model { nodes, vocabulary, .. } = model;
    let fixed = &model.fixed[class.fixed as usize];
    let taint = |taint: TaintId| {
        Reason::Taint(Taint::new(vocabulary.texts.text(taint.key), vocabulary.texts.text(taint.value), taint.effect))
    };
    let repelling = fixed.repelling(node, nodes).filter(|taint| taint.effect != TaintEffect::PreferNoSchedule);
    let mut reasons: Vec<Reason> = repelling.map(taint).collect();
    let checks = [
        (fixed.opens(node, nodes), Reason::Unschedulable),
        (fixed.selects(node, nodes, &vocabulary.texts), Reason::NodeSelector),
        (fixed.attracts(node, nodes, &vocabulary.texts), Reason::NodeAffinity),
    ];
    reasons.extend(checks.into_iter().filter_map(|(holds, reason)| (!holds).then_some(reason)));
    reasons
}

/// What is short.
fn room(view: View<'_>, class: &Class, node: usize) -> Vec<Reason> {
    let names = &view.model.vocabulary;
    let resources = class.requests.iter().filter_map(|&(resource, amount)| {
        let short_by = view.short_by(resource, amount, node)?;
        Some(Reason::InsufficientResource { resource: names.resources.text(resource).into(), short_by })
    });
    let devices =
        class.asks.iter().filter(|&&ask| !view.has_devices(ask, node)).map(|&ask| Reason::InsufficientDevices {
            name: names.devices.text(ask.device).into(),
            share: ask.share,
            wanted: ask.count.into(),
            available: view.devices_with(ask, node).into(),
        });
    resources.chain(devices).collect()
}

/// What the pods around it say.
fn neighbours(view: View<'_>, class: &Class, node: usize) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for &counter in class.apart.iter().filter(|&&counter| view.counted_near(counter, node) > Some(0)) {
        reasons.push(Reason::PodAntiAffinity { topology_key: key(view, counter) });
    }
    for &holder in class.repelled.iter().filter(|&&holder| view.held_near(holder, node) > Some(0)) {
        let topology_key = view.model.topology_key(view.model.holders[holder as usize].topology).into();
        reasons.push(Reason::ExistingPodAntiAffinity { topology_key });
    }
    if let Some(together) = &class.together {
        let first = view.is_first(together);
        for &counter in &together.counters {
            match view.counted_near(counter, node) {
                None => reasons.push(Reason::MissingTopologyKey { topology_key: key(view, counter) }),
                Some(0) if !first => reasons.push(Reason::PodAffinity { topology_key: key(view, counter) }),
                Some(_) => {}
            }
        }
    }
    for spread in &class.spread {
        let (topology_key, max_skew) = (key(view, spread.counter), u64::from(spread.max_skew));
        match view.skew(spread, node).map(|skew| u64::try_from(skew).unwrap_or(0)) {
            None => reasons.push(Reason::MissingTopologyKey { topology_key }),
            Some(skew) if skew > max_skew => reasons.push(Reason::TopologySpread { topology_key, skew, max_skew }),
            Some(_) => {}
        }
    }
    reasons
}

/// The topology key of a counter.
fn key(view: View<'_>, counter: u32) -> String {
    view.model.topology_key(view.model.counters[counter as usize].topology).into()
}
