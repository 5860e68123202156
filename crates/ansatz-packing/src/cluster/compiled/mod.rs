//! Nodes and pods in numbers: what is looked up while pods are placed, without a text or a comparison too many.

mod checks;
mod class;
mod column;
pub(crate) mod conditions;
mod counters;
mod fixed;
mod groups;
mod matchers;
mod names;
mod nodes;
mod rows;
mod topology;

use alloc::{boxed::Box, collections::BTreeMap, vec, vec::Vec};

use class::Workshop;
pub(crate) use class::{Ask, Class, Spread, Together, amount_of};
pub(crate) use column::Column;
pub(crate) use conditions::{Condition, Label};
pub(crate) use counters::{Counter, Eligible, Holder, Numbered, Role};
pub(crate) use fixed::Fixed;
pub(crate) use groups::{Groups, quick_hash};
pub(crate) use matchers::{Matchers, Selected};
pub(crate) use names::Names;
pub(crate) use nodes::{Nodes, PODS, Slots, TaintId, Vocabulary};
pub(crate) use rows::Rows;
pub(crate) use topology::{NOWHERE, Topologies, Topology};

use super::{
    ClusterError, Node, Pod, Policy,
    fragments::{self, Kind},
};

/// No node, no group.
pub(crate) const NONE: u32 = u32::MAX;

/// A pod that runs: where, and on which devices of each of its class's asks, if that was said.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) pod: u32,
    pub(crate) node: u32,
    /// Among all of the cluster, by ask; an empty list where the placer picks.
    pub(crate) devices: Box<[Box<[u32]>]>,
}

/// Nodes, pods and a policy, checked and in numbers.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) policy: Policy,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) nodes: Nodes,
    pub(crate) classes: Vec<Class>,
    pub(crate) fixed: Vec<Fixed>,
    pub(crate) topologies: Vec<Topology>,
    pub(crate) counters: Vec<Counter>,
    pub(crate) holders: Vec<Holder>,
    /// By counter, how many domains a spread constraint compares; 0 if none asks.
    pub(crate) compared: Vec<u32>,
    /// By name of devices, the pods to be expected.
    pub(crate) typical: Vec<Vec<Kind>>,
    /// The class of each pod.
    pub(crate) class_of: Vec<u32>,
    pub(crate) priority: Vec<i32>,
    /// The gang of each pod, among the policy's groups, or [`NONE`].
    pub(crate) group_of: Vec<u32>,
    /// The pods that run, in the order of the pods.
    pub(crate) running: Vec<Running>,
}

impl Model {
    /// Checks the pods, the nodes and the policy, and numbers what they name.
    pub(crate) fn new(pods: &[Pod], nodes: &[Node], policy: &Policy) -> Result<Self, ClusterError> {
        policy.require()?;
        checks::require_pods(pods)?;
        let node_names = checks::nodes_by_name(nodes)?;
        let group_names = checks::groups_by_name(&policy.groups)?;
        let mut vocabulary = Vocabulary::default();
        let mut table = Nodes::new(nodes, &mut vocabulary)?;
        let of = |index: u32| &pods[index as usize];
        let classes = Groups::new(pods.len(), |pod| Class::hash(&pods[pod]), |a, b| Class::same(&pods[a], &pods[b]));
        let fixed = Groups::new(
            classes.first.len(),
            |class| Fixed::hash(of(classes.first[class])),
            |a, b| Fixed::same(of(classes.first[a]), of(classes.first[b])),
        );
        let fixed_list =
            fixed.first.iter().map(|&class| Fixed::new(of(classes.first[class as usize]), &mut vocabulary));
        let fixed_list = fixed_list.collect();
        let mut workshop = Workshop::new(&mut vocabulary, &table);
        let drafts = classes.first.iter().zip(&fixed.of).map(|(&pod, &fixed)| workshop.draft(of(pod), fixed));
        let drafts = drafts.collect();
        let class_list = workshop.finish(drafts);
        let Workshop { topologies, counters, holders, .. } = workshop;
        table.cover(&vocabulary);
        let mut model = Self {
            policy: policy.clone(),
            vocabulary,
            nodes: table,
            classes: class_list,
            fixed: fixed_list,
            topologies: topologies.all,
            counters: counters.all,
            holders: holders.all,
            compared: Vec::new(),
            typical: Vec::new(),
            class_of: classes.of,
            priority: pods.iter().map(|pod| pod.priority).collect(),
            group_of: pods.iter().map(|pod| checks::group_of(pod, &group_names)).collect::<Result<_, _>>()?,
            running: Vec::new(),
        };
        model.compared = model.compared_domains();
        model.typical = fragments::typical(&model);
        model.rule_out();
        for (index, pod) in (0..).zip(pods) {
            if let Some(node) = checks::node_of(pod, &node_names)? {
                let devices = checks::devices_of(pod, node, &model)?;
                model.nodes.account(node as usize, &model.classes[model.class_of[index as usize] as usize].requests);
                model.running.push(Running { pod: index, node, devices });
            }
        }
        model.nodes.list_by_node();
        Ok(model)
    }

    /// By counter, how many domains have nodes that its spread constraints look at.
    fn compared_domains(&self) -> Vec<u32> {
        let mut compared = vec![0; self.counters.len()];
        let mut known: BTreeMap<(u32, &Eligible), u32> = BTreeMap::new();
        for spread in self.classes.iter().flat_map(|class| &class.spread) {
            let Counter { topology, eligible, .. } = &self.counters[spread.counter as usize];
            compared[spread.counter as usize] = match eligible {
                None => self.topologies[*topology as usize].domains,
                Some(eligible) => {
                    *known.entry((*topology, eligible)).or_insert_with(|| self.eligible_domains(*topology, eligible))
                }
            };
        }
        compared
    }

    fn eligible_domains(&self, topology: u32, eligible: &Eligible) -> u32 {
        let nodes = self.fixed[eligible.fixed as usize].candidates(&self.nodes).into_iter();
        let nodes = nodes.filter(|&node| self.is_eligible(eligible, node));
        let mut domains: Vec<u32> = nodes.map(|node| self.topologies[topology as usize].domain_of.at(node)).collect();
        domains.sort_unstable();
        domains.dedup();
        domains.len() as u32
    }

    /// Notes the classes that request more of something than any node has.
    fn rule_out(&mut self) {
        let nodes = &self.nodes;
        let most: Vec<u64> = nodes.capacity.iter().map(|capacity| capacity.max().unwrap_or(0)).collect();
        let largest: Vec<u64> =
            nodes.slots.iter().map(|slots| slots.map(|slots| slots.capacity).max().unwrap_or(0)).collect();
        for class in &mut self.classes {
            class.impossible = class.requests.iter().any(|&(resource, amount)| amount > most[resource as usize])
                || class.asks.iter().any(|ask| ask.share > largest[ask.device as usize]);
        }
    }

    /// Whether a spread constraint looks at the node.
    pub(crate) fn is_eligible(&self, eligible: &Eligible, node: usize) -> bool {
        eligible.holds(node, &self.fixed, &self.topologies, &self.nodes, &self.vocabulary.texts)
    }

    /// Whether what these ask of a node itself is so.
    pub(crate) fn allows(&self, fixed: u32, node: usize) -> bool {
        self.fixed[fixed as usize].allows(node, &self.nodes, &self.vocabulary.texts)
    }

    /// The key of a topology.
    pub(crate) fn topology_key(&self, topology: u32) -> &str {
        self.vocabulary.texts.text(self.topologies[topology as usize].name)
    }

    /// The number of pods.
    pub(crate) fn pods(&self) -> usize {
        self.class_of.len()
    }

    /// The devices of a name on a node.
    pub(crate) fn slots(&self, name: &str, node: usize) -> Slots {
        self.vocabulary.devices.find(name).map_or(Slots::NONE, |device| self.nodes.slots[device as usize].at(node))
    }

    /// The class of a pod.
    pub(crate) fn class(&self, pod: usize) -> &Class {
        &self.classes[self.class_of[pod] as usize]
    }
}
