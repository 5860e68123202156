//! What a placement must keep, checked slowly and on its own: nothing here is shared with the placer but the words.
//!
//! Of a final state alone can be checked: amounts, devices, taints, labels, anti-affinity both ways, and that each pod has
//! the neighbours that it must have, or is such a one itself. What depends on who came first (the first of its own kind,
//! spread, cordoned nodes) is checked by [`replay`], step by step. The constraints of pods that ran before are not checked
//! again, as in Kubernetes: they hold "during scheduling".

use std::collections::{BTreeMap, BTreeSet};

use ansatz_packing::cluster::{
    Allowance, DeviceRequest, Labels, Node, Place, Pod, PodAffinityTerm, PodDisruptionBudget, PodGroup, Policy,
    Strategy, Taint, TaintEffect, TopologySpreadConstraint, WhenUnsatisfiable,
};

/// Nodes, pods and what is agreed on them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cluster {
    pub(crate) nodes: Vec<Node>,
    pub(crate) pods: Vec<Pod>,
    pub(crate) budgets: Vec<PodDisruptionBudget>,
    pub(crate) groups: Vec<PodGroup>,
}

/// Where a pod is: its node, and for each of its device requests the devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seat {
    pub(crate) node: usize,
    pub(crate) devices: Vec<Vec<usize>>,
}

/// What is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Broken {
    Step,
    Resource,
    Device,
    Cordon,
    Taint,
    NodeSelector,
    NodeAffinity,
    PodAffinity,
    AntiAffinity,
    AntiAffinityOfOther,
    Spread,
    Gang,
    Budget,
}

/// A pod (or a group, or a budget, by its place in the list), what is not kept, and the particulars.
pub(crate) type Violation = (usize, Broken, String);

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Evict(usize),
    Bind(usize, Seat),
}

impl Cluster {
    /// Where the running pods are.
    pub(crate) fn running(&self) -> Vec<Option<Seat>> {
        let seat = |pod: &Pod| {
            let name = pod.node_name.as_ref()?;
            let node = self.nodes.iter().position(|node| node.name == *name)?;
            // A pod that asks for as many devices as there are, or more, is on all of them: there is no choice.
            let of = |request: &DeviceRequest| {
                let there = self.nodes[node].devices.iter().find(|devices| devices.name == request.name);
                let there = there.map_or(0, |devices| devices.count);
                let is_unsaid = request.devices.is_empty() && request.count >= there;
                if is_unsaid { (0..there).collect() } else { request.devices.clone() }
            };
            Some(Seat { node, devices: pod.devices.iter().map(of).collect() })
        };
        self.pods.iter().map(seat).collect()
    }

    /// What keeps `pod` from `seat`, the others being where they are.
    pub(crate) fn objections(&self, seats: &[Option<Seat>], pod: usize, seat: &Seat) -> Vec<(Broken, String)> {
        let mut found = Vec::new();
        let (it, node) = (&self.pods[pod], &self.nodes[seat.node]);
        let cordon = Taint::new("node.kubernetes.io/unschedulable", "", TaintEffect::NoSchedule);
        if node.unschedulable && !it.tolerations.iter().any(|toleration| toleration.tolerates(&cordon)) {
            found.push((Broken::Cordon, node.name.clone()));
        }
        found.extend(labels_and_taints(it, node));
        found.extend(self.amounts(seats, pod, seat));
        found.extend(self.devices(seats, pod, seat));
        found.extend(self.neighbours(seats, pod, seat));
        found.extend(self.spread(seats, pod, seat));
        found
    }

    /// A place of a pod, as the plan names it.
    pub(crate) fn seat(&self, pod: usize, place: &Place) -> Seat {
        let of = |request: &DeviceRequest| {
            let named = place.devices.iter().find(|(name, _)| *name == request.name);
            named.map_or_else(Vec::new, |(_, devices)| devices.clone())
        };
        Seat { node: place.node, devices: self.pods[pod].devices.iter().map(of).collect() }
    }

    /// The same pods, running in these places.
    pub(crate) fn moved(&self, seats: &[Option<Seat>]) -> Self {
        let mut moved = self.clone();
        for (pod, seat) in moved.pods.iter_mut().zip(seats) {
            pod.node_name = seat.as_ref().map(|seat| self.nodes[seat.node].name.clone());
            for (index, request) in pod.devices.iter_mut().enumerate() {
                let devices = seat.as_ref().map(|seat| seat.devices[index].clone());
                request.devices = devices.filter(|devices| devices.len() == request.count).unwrap_or_default();
            }
        }
        moved
    }

    /// What the policy of a plan has to know of this.
    pub(crate) fn policy(&self, strategy: Strategy) -> Policy {
        let mut policy = Policy::new(strategy);
        policy.budgets.clone_from(&self.budgets);
        policy.groups.clone_from(&self.groups);
        policy
    }

    /// The pods that are somewhere, but for one.
    fn others<'a>(&'a self, seats: &'a [Option<Seat>], but: usize) -> impl Iterator<Item = (usize, &'a Pod, &'a Seat)> {
        let seated = move |(index, seat): (usize, &'a Option<Seat>)| Some((index, &self.pods[index], seat.as_ref()?));
        seats.iter().enumerate().filter(move |(index, _)| *index != but).filter_map(seated)
    }

    fn amounts(&self, seats: &[Option<Seat>], pod: usize, seat: &Seat) -> Vec<(Broken, String)> {
        let (it, node) = (&self.pods[pod], &self.nodes[seat.node]);
        let here: Vec<&Pod> =
            self.others(seats, pod).filter(|other| other.2.node == seat.node).map(|other| other.1).collect();
        let mut found = Vec::new();
        for (name, amount) in it.requests.iter().filter(|(_, amount)| *amount > 0) {
            let used: u128 = here.iter().map(|other| u128::from(other.requests.amount(name))).sum();
            let all = u128::from(node.allocatable.amount(name));
            if name != "pods" && used + u128::from(amount) > all {
                found.push((Broken::Resource, format!("{name} on {}: {used} + {amount} of {all}", node.name)));
            }
        }
        let limit = node.allocatable.iter().find(|(name, _)| *name == "pods");
        if limit.is_some_and(|(_, limit)| here.len() as u64 + 1 > limit) {
            found.push((Broken::Resource, format!("pods on {}: {} + 1", node.name, here.len())));
        }
        found
    }

    fn devices(&self, seats: &[Option<Seat>], pod: usize, seat: &Seat) -> Vec<(Broken, String)> {
        let (it, node) = (&self.pods[pod], &self.nodes[seat.node]);
        let mut found = Vec::new();
        let mut wrong = |what: String| found.push((Broken::Device, format!("{} on {}: {what}", it.name, node.name)));
        if it.devices.len() != seat.devices.len() {
            wrong(format!("{} requests and {} lists of devices", it.devices.len(), seat.devices.len()));
            return found;
        }
        for (request, taken) in it.devices.iter().zip(&seat.devices) {
            let Some(devices) = node.devices.iter().find(|devices| devices.name == request.name) else {
                if request.count == 0 && taken.is_empty() {
                    continue;
                }
                wrong(format!("has no {}", request.name));
                continue;
            };
            let different: BTreeSet<usize> = taken.iter().copied().collect();
            if different.len() != request.count || taken.len() != request.count {
                wrong(format!("{} different {} and not {taken:?}", request.count, request.name));
            }
            for &device in taken {
                if device >= devices.count {
                    wrong(format!("{} has no number {device}", request.name));
                }
                let used = self.used_of_device(seats, pod, seat.node, &request.name, device);
                // As with amounts: what asks for nothing comes to a device that is too full, too.
                if request.share > 0 && used + u128::from(request.share) > u128::from(devices.capacity) {
                    wrong(format!("{} {device}: {used} + {} of {}", request.name, request.share, devices.capacity));
                }
            }
        }
        found
    }

    /// What others than `pod` take of one device.
    pub(crate) fn used_of_device(
        &self,
        seats: &[Option<Seat>],
        pod: usize,
        node: usize,
        name: &str,
        device: usize,
    ) -> u128 {
        let mut used = 0;
        for (_, other, seat) in self.others(seats, pod).filter(|other| other.2.node == node) {
            for (request, taken) in other.devices.iter().zip(&seat.devices) {
                if request.name == name && taken.contains(&device) {
                    used += u128::from(request.share);
                }
            }
        }
        used
    }

    /// Affinity, and anti-affinity both ways.
    fn neighbours(&self, seats: &[Option<Seat>], pod: usize, seat: &Seat) -> Vec<(Broken, String)> {
        let it = &self.pods[pod];
        let mut found = Vec::new();
        // As Kubernetes' scheduler has it: a peer is a pod that all terms mean, and it is near as each term has it.
        let label = |node: usize, term: &PodAffinityTerm| self.nodes[node].labels.get(&term.topology_key);
        let terms = &it.affinity.pod_required;
        let peers: Vec<usize> = self
            .others(seats, pod)
            .filter(|other| terms.iter().all(|term| means(term, it, other.1)))
            .map(|other| other.2.node)
            .filter(|node| terms.iter().any(|term| label(*node, term).is_some()))
            .collect();
        let first = peers.is_empty() && terms.iter().all(|term| means(term, it, it));
        for term in terms {
            let place = label(seat.node, term);
            if place.is_none() || !(first || peers.iter().any(|peer| label(*peer, term) == place)) {
                found.push((Broken::PodAffinity, format!("{} on {}", it.name, self.nodes[seat.node].name)));
            }
        }
        for (_, other, its) in self.others(seats, pod) {
            let near = |term: &&PodAffinityTerm| self.is_near(seat.node, its.node, &term.topology_key);
            if it.affinity.pod_anti_required.iter().filter(near).any(|term| means(term, it, other)) {
                found.push((Broken::AntiAffinity, format!("{} minds {}", it.name, other.name)));
            }
            if other.affinity.pod_anti_required.iter().filter(near).any(|term| means(term, other, it)) {
                found.push((Broken::AntiAffinityOfOther, format!("{} is minded by {}", it.name, other.name)));
            }
        }
        found
    }

    fn is_near(&self, one: usize, other: usize, key: &str) -> bool {
        let (one, other) = (self.nodes[one].labels.get(key), self.nodes[other].labels.get(key));
        one.is_some() && one == other
    }

    fn spread(&self, seats: &[Option<Seat>], pod: usize, seat: &Seat) -> Vec<(Broken, String)> {
        let it = &self.pods[pod];
        let must = |rule: &&TopologySpreadConstraint| rule.when_unsatisfiable == WhenUnsatisfiable::DoNotSchedule;
        // Domains are those of nodes that the pod may be on and that have the labels of all of its rules.
        let looked_at = |node: &Node| {
            selects(it, node)
                && it.topology_spread.iter().filter(must).all(|rule| node.labels.contains_key(&rule.topology_key))
        };
        let mut found = Vec::new();
        for rule in it.topology_spread.iter().filter(must) {
            let mut counts: BTreeMap<&String, u64> = BTreeMap::new();
            for node in self.nodes.iter().filter(|node| looked_at(node)) {
                counts.extend(node.labels.get(&rule.topology_key).map(|place| (place, 0)));
            }
            for (_, other, its) in self.others(seats, pod) {
                let node = &self.nodes[its.node];
                let counted = other.namespace == it.namespace && rule.label_selector.matches(&other.labels);
                if let Some(place) = node.labels.get(&rule.topology_key).filter(|_| counted && looked_at(node)) {
                    *counts.entry(place).or_default() += 1;
                }
            }
            let fewest = counts.values().min().copied().unwrap_or(0);
            let fewest = if counts.len() < rule.min_domains as usize { 0 } else { fewest };
            let place = self.nodes[seat.node].labels.get(&rule.topology_key).and_then(|place| counts.get(place));
            let own = u64::from(rule.label_selector.matches(&it.labels));
            if place.is_none_or(|count| count + own > fewest + u64::from(rule.max_skew)) {
                found.push((Broken::Spread, format!("{}: {counts:?}, at most {}", it.name, rule.max_skew)));
            }
        }
        found
    }

    /// Carries out a plan in its order: what is not kept on the way, and where the pods are in the end.
    pub(crate) fn replay(&self, steps: &[Step]) -> (Vec<Violation>, Vec<Option<Seat>>) {
        let mut seats = self.running();
        let mut found = Vec::new();
        for step in steps {
            match step {
                Step::Evict(pod) => {
                    if seats[*pod].take().is_none() {
                        found.push((*pod, Broken::Step, "evicted, and is nowhere".into()));
                    }
                }
                Step::Bind(pod, seat) => {
                    if seats[*pod].is_some() {
                        found.push((*pod, Broken::Step, "placed, and is somewhere already".into()));
                    }
                    let objections = self.objections(&seats, *pod, seat);
                    found.extend(objections.into_iter().map(|(broken, why)| (*pod, broken, why)));
                    seats[*pod] = Some(seat.clone());
                }
            }
        }
        (found, seats)
    }

    /// What a final state does not keep, for those pods that are not where they ran.
    pub(crate) fn standing(&self, seats: &[Option<Seat>]) -> Vec<Violation> {
        let before = self.running();
        let mut found = Vec::new();
        for (pod, seat) in seats.iter().enumerate() {
            let Some(seat) = seat.as_ref().filter(|seat| before[pod].as_ref() != Some(*seat)) else { continue };
            let (it, node) = (&self.pods[pod], &self.nodes[seat.node]);
            let mut objections = labels_and_taints(it, node);
            objections.extend(self.amounts(seats, pod, seat));
            objections.extend(self.devices(seats, pod, seat));
            // The first of its own kind may have come before its peers elsewhere.
            let kept = |(broken, _): &(Broken, String)| {
                *broken != Broken::PodAffinity || !it.affinity.pod_required.iter().all(|term| means(term, it, it))
            };
            objections.extend(self.neighbours(seats, pod, seat).into_iter().filter(kept));
            found.extend(objections.into_iter().map(|(broken, why)| (pod, broken, why)));
        }
        found
    }

    /// Gangs of which some are there and not enough, though enough were before, or some have come.
    pub(crate) fn torn(&self, seats: &[Option<Seat>]) -> Vec<Violation> {
        let before = self.running();
        let mut found = Vec::new();
        for (index, group) in self.groups.iter().enumerate() {
            let member = |pod: &Pod| pod.group.as_ref() == Some(&group.name);
            let count = |seats: &[Option<Seat>]| {
                self.pods.iter().zip(seats).filter(|(pod, seat)| member(pod) && seat.is_some()).count()
            };
            let came = |pod: usize| member(&self.pods[pod]) && before[pod].is_none() && seats[pod].is_some();
            let (had, has) = (count(&before), count(seats));
            let is_torn = has > 0 && had >= group.min_member || (0..seats.len()).any(came);
            if has < group.min_member && is_torn {
                found.push((index, Broken::Gang, format!("{}: {had}, then {has} of {}", group.name, group.min_member)));
            }
        }
        found
    }

    /// How many of a budget's pods may go now: those that run, above those that must be left.
    pub(crate) fn allowed(&self, budget: &PodDisruptionBudget, seats: &[Option<Seat>]) -> u64 {
        let covered: Vec<usize> = (0..self.pods.len()).filter(|&pod| covers(budget, &self.pods[pod])).collect();
        let all = covered.len() as u64;
        let healthy = covered.iter().filter(|&&pod| seats[pod].is_some()).count() as u64;
        let amount = |allowance: Allowance| match allowance {
            Allowance::Pods(pods) => pods,
            // Up, in thousandths of a percent, by whole numbers.
            Allowance::Percent(percent) => {
                let thousandths = (percent * 1000.0).round() as u128;
                (u128::from(all) * thousandths).div_ceil(100_000) as u64
            }
        };
        let left = budget.min_available.map_or(0, amount);
        let left = left.max(budget.max_unavailable.map_or(0, |missing| all.saturating_sub(amount(missing))));
        healthy.saturating_sub(left)
    }

    /// Budgets that these evictions together go beyond, whatever is placed in between.
    pub(crate) fn overspent(&self, evicted: impl IntoIterator<Item = usize>) -> Vec<Violation> {
        let before = self.running();
        let evicted: BTreeSet<usize> = evicted.into_iter().collect();
        let mut found = Vec::new();
        for (index, budget) in self.budgets.iter().enumerate() {
            let gone = evicted.iter().filter(|&&pod| covers(budget, &self.pods[pod])).count() as u64;
            let allowed = self.allowed(budget, &before);
            if gone > allowed {
                found.push((index, Broken::Budget, format!("{}: {gone} of {allowed}", budget.name)));
            }
        }
        found
    }
}

/// Whether a budget is about a pod.
pub(crate) fn covers(budget: &PodDisruptionBudget, pod: &Pod) -> bool {
    budget.namespace == pod.namespace && budget.selector.matches(&pod.labels)
}

/// Whether `term` of `owner` means `pod`.
fn means(term: &PodAffinityTerm, owner: &Pod, pod: &Pod) -> bool {
    let namespace = match term.namespaces.as_slice() {
        [] => owner.namespace == pod.namespace,
        some => some.contains(&pod.namespace),
    };
    namespace && term.label_selector.matches(&pod.labels)
}

/// Whether a pod's node selector and node affinity allow a node.
fn selects(pod: &Pod, node: &Node) -> bool {
    has_all(&pod.node_selector, &node.labels) && has_affinity(pod, node)
}

fn has_affinity(pod: &Pod, node: &Node) -> bool {
    let terms = &pod.affinity.node_required;
    terms.is_empty() || terms.iter().any(|term| term.matches(&node.labels))
}

fn has_all(wanted: &Labels, labels: &Labels) -> bool {
    wanted.iter().all(|(key, value)| labels.get(key) == Some(value))
}

fn labels_and_taints(pod: &Pod, node: &Node) -> Vec<(Broken, String)> {
    let mut found = Vec::new();
    if !has_all(&pod.node_selector, &node.labels) {
        found.push((Broken::NodeSelector, node.name.clone()));
    }
    if !has_affinity(pod, node) {
        found.push((Broken::NodeAffinity, node.name.clone()));
    }
    for taint in node.taints.iter().filter(|taint| taint.effect != TaintEffect::PreferNoSchedule) {
        if !pod.tolerations.iter().any(|toleration| toleration.tolerates(taint)) {
            found.push((Broken::Taint, format!("{}: {}", node.name, taint.key)));
        }
    }
    found
}
