//! What is done, in its order.

use alloc::{collections::BTreeSet, vec, vec::Vec};

use super::{GangShortfall, Place, Plan};
use crate::cluster::compiled::Model;

/// A pod that has to go so that another fits. Pods and nodes are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Eviction {
    /// The pod.
    pub pod: usize,
    /// The node that it leaves.
    pub node: usize,
    /// The pod for which it has to go.
    pub by: usize,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A pod is evicted.
    Evict(Eviction),
    /// A pod, one that waited or has been evicted, comes to a place.
    Place {
        /// The pod, counted from 0.
        pod: usize,
        /// Its node and the devices there.
        place: Place,
    },
}

/// What has been done, in its order.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    steps: Vec<Entry>,
    evicted: BTreeSet<u32>,
    /// How many pods of each gang fitted together with those that ran, when it had its last turn.
    gangs: Vec<usize>,
}

/// A step; a place is looked up where it is asked for.
#[derive(Debug, Clone, Copy)]
enum Entry {
    Evict { pod: u32, node: u32, by: u32 },
    Place { pod: u32 },
}

impl Entry {
    fn eviction(self) -> Option<Eviction> {
        match self {
            Self::Evict { pod, node, by } => Some(Eviction { pod: pod as usize, node: node as usize, by: by as usize }),
            Self::Place { .. } => None,
        }
    }
}

impl Record {
    pub(crate) fn new(gangs: usize) -> Self {
        Self { steps: Vec::new(), evicted: BTreeSet::new(), gangs: vec![0; gangs] }
    }

    pub(crate) fn place(&mut self, pod: usize) {
        self.steps.push(Entry::Place { pod: pod as u32 });
    }

    pub(crate) fn evict(&mut self, pod: usize, node: usize, by: usize) {
        self.steps.push(Entry::Evict { pod: pod as u32, node: node as u32, by: by as u32 });
        self.evicted.insert(pod as u32);
    }

    /// So many pods of a gang fit.
    pub(crate) fn fit_of_gang(&mut self, group: u32, fitting: usize) {
        self.gangs[group as usize] = fitting;
    }

    /// What a gang lacks that has too few pods anywhere.
    pub(super) fn shortfall(&self, model: &Model, group: u32) -> Option<GangShortfall> {
        let gang = model.policy.groups.get(group as usize)?;
        let (name, fitting, min_member) = (gang.name.clone(), self.gangs[group as usize], gang.min_member);
        (fitting < min_member).then_some(GangShortfall { name, fitting, min_member })
    }

    pub(super) fn is_evicted(&self, pod: usize) -> bool {
        self.evicted.contains(&(pod as u32))
    }

    /// How many pods have been placed, and how many evicted.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.steps.len() - self.evicted.len(), self.evicted.len())
    }
}

impl Plan {
    /// What is to be done, in its order: made one after the other, each pod fits where it comes. A pod comes once at most,
    /// and goes once at most.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Node, Pod, Policy, Resources, Step, place};
    ///
    /// let nodes = [Node::new("a", Resources::from([("cpu", 2000)]))];
    /// let pod = |name: &str| Pod::new(name, Resources::from([("cpu", 2000)]));
    /// let pods = [pod("batch").on_node("a"), pod("web").priority(10)];
    /// let plan = place(&pods, &nodes, &Policy::default().preemption(true))?;
    /// let steps: Vec<Step> = plan.steps().collect();
    /// assert!(matches!(&steps[0], Step::Evict(eviction) if (eviction.pod, eviction.by) == (0, 1)));
    /// assert!(matches!(&steps[1], Step::Place { pod: 1, place } if place.node == 0));
    /// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
    /// ```
    pub fn steps(&self) -> impl Iterator<Item = Step> {
        self.record.steps.iter().filter_map(|entry| match *entry {
            Entry::Evict { .. } => entry.eviction().map(Step::Evict),
            Entry::Place { pod } => {
                let pod = pod as usize;
                Some(Step::Place { pod, place: Place::new(self.view(), pod, self.node_of(pod)?) })
            }
        })
    }

    /// The pods that have to go, in the order of the steps.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Allowance, LabelSelector, Node, Pod, PodDisruptionBudget, Policy, Resources, place};
    ///
    /// let nodes = [Node::new("a", Resources::from([("cpu", 2000)]))];
    /// let pod = |name: &str| Pod::new(name, Resources::from([("cpu", 2000)]));
    /// let pods = [pod("batch").label("app", "batch").on_node("a"), pod("web").priority(10)];
    /// let policy = Policy::default().preemption(true);
    /// assert_eq!(place(&pods, &nodes, &policy)?.evictions().count(), 1);
    ///
    /// // A disruption budget is never gone beyond.
    /// let batch = LabelSelector::labels([("app", "batch")]);
    /// let policy = policy.budget(PodDisruptionBudget::min_available("batch", batch, Allowance::Pods(1)));
    /// assert_eq!(place(&pods, &nodes, &policy)?.evictions().count(), 0);
    /// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
    /// ```
    pub fn evictions(&self) -> impl Iterator<Item = Eviction> {
        self.record.steps.iter().filter_map(|entry| entry.eviction())
    }
}
