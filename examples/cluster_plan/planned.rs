//! A plan beside what it is about.

use core::{cmp::Reverse, time::Duration};
use std::{collections::BTreeMap, error::Error, time::Instant};

use ansatz_packing::cluster::{
    ClusterError, Consolidation, Node, Order, Outcome, Place, Plan, Pod, Policy, consolidate, place,
};

use crate::{
    arguments::{Request, Turn},
    cluster::{Cluster, Remarks},
};

/// A plan beside what it is about.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) nodes: Vec<Node>,
    pub(crate) pods: Vec<Pod>,
    pub(crate) plan: Plan,
    /// What placing took.
    pub(crate) time: Duration,
    /// Why pods find no place: of the first that do not, those with the same verdict together, the most first.
    pub(crate) stranded: Vec<Stranded>,
    /// Moves that could follow, if they were asked for.
    pub(crate) consolidation: Option<Consolidation>,
    pub(crate) remarks: Remarks,
}

/// Pods that find no place for the same reasons.
#[derive(Debug)]
pub(crate) struct Stranded {
    /// Counted from 0; at least one.
    pub(crate) pods: Vec<usize>,
    /// Their verdict in words. In full, for every node, it would be too much to keep of many.
    pub(crate) verdict: String,
}

impl Planned {
    pub(crate) fn new(request: &Request, mut cluster: Cluster) -> Result<Self, Box<dyn Error>> {
        if request.turn == Turn::Created {
            // Stable: what came at the same time stays as it was named.
            cluster.arrivals.sort_by_key(|arrival| arrival.created);
        }
        let order = if request.turn == Turn::Largest { Order::LargestFirst } else { Order::AsNamed };
        let mut policy = Policy::new(request.strategy).order(order).preemption(request.preemption);
        policy.seed = request.seed;
        policy.budgets = cluster.budgets;
        policy.groups = cluster.groups;
        let pods: Vec<Pod> = cluster.arrivals.into_iter().map(|arrival| arrival.pod).collect();
        let start = Instant::now();
        let plan = place(&pods, &cluster.nodes, &policy)?;
        let time = start.elapsed();
        let stranded = stranded(&plan);
        let (nodes, remarks) = (cluster.nodes, cluster.remarks);
        let mut planned = Self { nodes, pods, plan, time, stranded, consolidation: None, remarks };
        if request.moves > 0 {
            planned.consolidation = Some(planned.consolidate(&policy, request.moves)?);
        }
        Ok(planned)
    }

    /// What to move once every pod runs where the plan has it.
    fn consolidate(&self, policy: &Policy, most: usize) -> Result<Consolidation, ClusterError> {
        let mut pods = self.pods.clone();
        for (index, pod) in pods.iter_mut().enumerate() {
            let place = self.place_of(index);
            pod.node_name = place.as_ref().map(|place| self.nodes[place.node].name.clone());
            let devices = place.into_iter().flat_map(|place| place.devices);
            for (request, (_, devices)) in pod.devices.iter_mut().zip(devices) {
                request.devices = devices;
            }
        }
        consolidate(&pods, &self.nodes, policy, most)
    }

    /// Where the plan has a pod.
    fn place_of(&self, pod: usize) -> Option<Place> {
        match self.plan.outcome(pod) {
            Outcome::Kept(place) | Outcome::Placed(place) => Some(place),
            _ => None,
        }
    }

    /// A pod's name with its namespace, unless that is the one that goes without saying.
    pub(crate) fn pod_name(&self, pod: usize) -> String {
        let Pod { namespace, name, .. } = &self.pods[pod];
        if namespace == "default" { name.clone() } else { format!("{namespace}/{name}") }
    }

    /// How many pods stay, have to go, come to a place, and find none; one that has to go may come to another.
    pub(crate) fn counts(&self) -> [usize; 4] {
        let evicted = self.plan.evictions().count();
        let placed = self.plan.steps().count() - evicted;
        let stranded = self.plan.unplaced().count();
        [self.pods.len() - placed - stranded, evicted, placed, stranded]
    }

    /// What each device of each node gives away, by the names of the devices: parts of its capacity.
    pub(crate) fn devices<'a>(&'a self) -> Vec<BTreeMap<&'a str, Vec<f64>>> {
        let none = |node: &'a Node| {
            node.devices.iter().map(|devices| (devices.name.as_str(), vec![0.0; devices.count])).collect()
        };
        let mut all: Vec<BTreeMap<&str, Vec<f64>>> = self.nodes.iter().map(none).collect();
        for (index, pod) in self.pods.iter().enumerate() {
            let Some(place) = self.place_of(index) else { continue };
            self.take(pod, &place, &mut all[place.node]);
        }
        all
    }

    fn take(&self, pod: &Pod, place: &Place, devices: &mut BTreeMap<&str, Vec<f64>>) {
        for (name, taken) in &place.devices {
            let share = pod.devices.iter().find(|request| request.name == *name).map_or(0, |request| request.share);
            let capacity = self.nodes[place.node].devices.iter().find(|devices| devices.name == *name);
            let part = share as f64 / capacity.map_or(1, |devices| devices.capacity.max(1)) as f64;
            let Some(slots) = devices.get_mut(name.as_str()) else { continue };
            for &device in taken {
                if let Some(slot) = slots.get_mut(device) {
                    *slot += part;
                }
            }
        }
    }
}

fn stranded(plan: &Plan) -> Vec<Stranded> {
    let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for pod in plan.unplaced().take(MOST_VERDICTS) {
        if let Some(verdict) = plan.verdict(pod) {
            found.entry(verdict.to_string()).or_default().push(pod);
        }
    }
    let mut found: Vec<_> = found.into_iter().map(|(verdict, pods)| Stranded { pods, verdict }).collect();
    found.sort_by_key(|stranded| (Reverse(stranded.pods.len()), stranded.pods[0]));
    found
}

/// A verdict looks at every node; more than these nobody reads.
const MOST_VERDICTS: usize = 1_000;
