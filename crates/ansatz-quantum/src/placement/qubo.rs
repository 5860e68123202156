//! A small placement as a QUBO.

use alloc::{collections::BTreeMap, string::String, vec, vec::Vec};
use core::fmt;

use ansatz_core::ParameterError;
use ansatz_packing::cluster::{Node, PlacementModel, Pod, Policy, WhenUnsatisfiable};

use crate::{
    Ising, QuantumError, Qubo,
    problems::{MOST_EXACT, binary, pairs_among, require_pairs, squared},
};

/// Pods that wait, each to be put on a node that has room for it: as many as possible, and then on as few nodes as possible.
///
/// A bit for each pod and each node that it may go to says whether it is there; one for each node that is empty says whether
/// it is used; and for each resource of a node that not all who may go there find enough of, bits in binary say what is left.
/// With n nodes and fines of `n + 2`,
///
/// * a pod that is placed saves `n + 1`, and a node that is used costs 1;
/// * each pair of nodes that have the same pod is fined;
/// * so is `(what is taken + what is left - what there is)^2`, for each of those resources, in the largest unit of which all
///   requests for it there are multiples;
/// * a pod on a node that is not used is fined 2.
///
/// This is enough: from bits that break a rule, a change leads to a lower energy. A pod on several nodes may leave one of
/// them: that costs `n + 1`, and saves a fine. Where `e` units too many are taken, at most `e` pods that ask for some have to
/// go: that costs `e (n + 1)` at most, and saves `e^2 (n + 2)`. A node that is used may be called used. None of these changes
/// makes another fine larger, as what is left can be set anew wherever there is enough. So in all minima what is placed fits,
/// and the energy is `n + 1` for each pod that finds no place, with the number of nodes that have pods. All energies are exact:
/// numbers that are too large for that are refused.
///
/// What can be said of pods two by two or node by node is in the model. Devices in shares, gangs, and what pods require of
/// each other are not: pods with such conditions are refused, those that run too. Priorities and preferences do not count.
///
/// # Where it ends to make sense
///
/// At about what a brute force can do. p pods on n nodes are `(p + 1) n` bits and some 3 to 10 for each node and resource: 30
/// bits, the most that [`ExactSearch`](crate::solvers::ExactSearch) takes, are 5 pods on 3 nodes of 10 units of one
/// resource, and the squares make steep walls between placements which single flips have to climb. Measured with 20 clusters
/// of each size and 0.05 s for each search (docs/benchmarks.md): with 4 nodes and 8 pods, 52 bits, annealing finds the best
/// placement in 11 of 20 and tabu search in 16, where
/// [`GeneticPlacement`](ansatz_packing::cluster::GeneticPlacement), which moves among placements that are feasible, finds all
/// and [`place`](fn@ansatz_packing::cluster::place) 17 in five microseconds; with amounts in finer units, 76 bits, annealing
/// finds none and tabu search 3. As a model it is a part of larger ones, or for hardware that takes QUBOs.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Node, Pod, Resources};
/// use ansatz_quantum::{placement::PlacementQubo, solvers::ExactSearch};
///
/// let nodes = ["a", "b"].map(|name| Node::new(name, Resources::from([("cpu", 4000)])));
/// let pods = [("p", 1000), ("q", 4000), ("r", 3000)].map(|(name, cpu)| Pod::new(name, Resources::from([("cpu", cpu)])));
/// let problem = PlacementQubo::new(&pods, &nodes)?;
/// let mut search = ExactSearch::new(problem.model())?;
/// search.step(u64::MAX);
/// let best = search.best();
/// assert_eq!(best.energy(), 2.0);
/// let placed = problem.decode(best.spins())?.ok_or("a rule is broken")?;
/// assert!(placed[0] == placed[2] && placed[1] != placed[2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Complexity
///
/// Pairs of variables for each pod and two nodes, and for each node and two pods, in time and memory.
///
/// # References
///
/// A. Lucas, "Ising formulations of many NP problems", Frontiers in Physics 2, 2014, sections 2.4 and 3.
#[derive(Clone, PartialEq)]
pub struct PlacementQubo {
    model: Ising,
    /// How many pods wait.
    waiting: usize,
    /// The pod, counted among those that wait, and the node of each of the first bits.
    choices: Vec<(usize, usize)>,
    shortages: Vec<Shortage>,
}

/// A resource of a node, of which not all who may go there find enough.
#[derive(Debug, Clone, PartialEq)]
struct Shortage {
    /// The choices that take some, and how much.
    takers: Vec<(usize, u64)>,
    room: u64,
}

impl PlacementQubo {
    /// Pods, of which those wait that are on no node, and nodes.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Cluster`] for pods and nodes that cannot be, [`QuantumError::EmptyModel`] if no pod that waits may go
    /// to any node, [`QuantumError::Parameter`] for a pod with conditions that are not in the model, for more than 2^24
    /// pairs of variables, and for amounts that are too large for exact energies.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Node, Pod, Resources};
    /// use ansatz_quantum::placement::PlacementQubo;
    ///
    /// let node = Node::new("a", Resources::from([("cpu", 4000)]));
    /// let pods = ["p", "q"].map(|name| Pod::new(name, Resources::from([("cpu", 2500)])));
    /// // Each pod may be there, the node may be used, and one or none may be left: in units of 2500.
    /// assert_eq!(PlacementQubo::new(&pods, std::slice::from_ref(&node))?.model().len(), 4);
    /// let gang = [Pod::new("p", Resources::new()).group("ring")];
    /// assert!(PlacementQubo::new(&gang, &[node]).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn new(pods: &[Pod], nodes: &[Node]) -> Result<Self, QuantumError> {
        pods.iter().try_for_each(require_simple)?;
        let cluster = PlacementModel::new(pods, nodes, &Policy::default())?;
        let waiting: Vec<&Pod> = cluster.waiting().iter().map(|&pod| &pods[pod]).collect();
        let rooms = rooms(pods, nodes);
        let mut pairs = Pairs(0);
        let choices = choices(&cluster, &waiting, &rooms, &mut pairs)?;
        let shortages = shortages(&rooms, &choices, &waiting, &mut pairs)?;
        let model = model(&rooms, &choices, &shortages, waiting.len())?;
        Ok(Self { model, waiting: waiting.len(), choices, shortages })
    }

    /// The model: a spin for each pod and each node that it may go to, up if it is there, and those for what is used and what
    /// is left.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Node, Pod, Resources};
    /// use ansatz_quantum::placement::PlacementQubo;
    ///
    /// let problem = PlacementQubo::new(&[Pod::new("p", Resources::new())], &[Node::new("a", Resources::new())])?;
    /// // There and used; nowhere.
    /// assert_eq!(problem.model().energy(&[1, 1])?, 1.0);
    /// assert_eq!(problem.model().energy(&[-1, -1])?, 2.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn model(&self) -> &Ising {
        &self.model
    }

    /// The node of each pod that waits, or none: wishes that
    /// [`PlacementModel::place`](ansatz_packing::cluster::PlacementModel::place) grants to pods of one priority; one that has
    /// no node here and a higher priority may take their room. `None` if a pod is on two nodes, or more is taken than there
    /// is; what the other spins say does not matter.
    ///
    /// # Errors
    ///
    /// Those of [`Ising::energy`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Node, Pod, Resources};
    /// use ansatz_quantum::placement::PlacementQubo;
    ///
    /// let nodes = ["a", "b"].map(|name| Node::new(name, Resources::new()));
    /// let problem = PlacementQubo::new(&[Pod::new("p", Resources::new())], &nodes)?;
    /// assert_eq!(problem.decode(&[-1, 1, -1, 1])?, Some(vec![Some(1)]));
    /// assert_eq!(problem.decode(&[1, 1, 1, 1])?, None);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn decode(&self, spins: &[i8]) -> Result<Option<Vec<Option<usize>>>, QuantumError> {
        self.model.require_spins(spins)?;
        let taken = |shortage: &Shortage| -> u128 {
            let there = shortage.takers.iter().filter(|&&(choice, _)| spins[choice] > 0);
            there.map(|&(_, amount)| u128::from(amount)).sum()
        };
        if self.shortages.iter().any(|shortage| taken(shortage) > u128::from(shortage.room)) {
            return Ok(None);
        }
        let mut placed = vec![None; self.waiting];
        for (&(pod, node), _) in self.choices.iter().zip(spins).filter(|&(_, &spin)| spin > 0) {
            if placed[pod].replace(node).is_some() {
                return Ok(None);
            }
        }
        Ok(Some(placed))
    }
}

/// What is free on a node.
struct Room<'a> {
    free: BTreeMap<&'a str, u64>,
    /// Whether pods run there.
    is_used: bool,
}

impl Room<'_> {
    fn of(&self, resource: &str) -> u64 {
        // A node that does not say how many pods it takes takes any number.
        let unnamed = if resource == PODS { u64::MAX } else { 0 };
        self.free.get(resource).copied().unwrap_or(unnamed)
    }
}

/// What a pod takes: one of `pods`, whatever it says, and what it asks for.
fn requests(pod: &Pod) -> impl Iterator<Item = (&str, u64)> {
    let asked = pod.requests.iter().filter(|&(name, amount)| name != PODS && amount > 0);
    core::iter::once((PODS, 1)).chain(asked)
}

fn rooms<'a>(pods: &'a [Pod], nodes: &'a [Node]) -> Vec<Room<'a>> {
    let mut rooms: Vec<Room<'a>> =
        nodes.iter().map(|node| Room { free: node.allocatable.iter().collect(), is_used: false }).collect();
    let by_name: BTreeMap<&str, usize> = nodes.iter().map(|node| node.name.as_str()).zip(0..).collect();
    for pod in pods {
        let Some(&node) = pod.node_name.as_deref().and_then(|name| by_name.get(name)) else { continue };
        rooms[node].is_used = true;
        for (name, amount) in requests(pod) {
            if let Some(free) = rooms[node].free.get_mut(name) {
                *free = free.saturating_sub(amount);
            }
        }
    }
    rooms
}

/// The pairs of variables so far. They are counted as they come, so that too many are refused before they are held.
struct Pairs(u128);

impl Pairs {
    fn add(&mut self, more: u128) -> Result<(), ParameterError> {
        self.0 += more;
        require_pairs(self.0)
    }
}

/// The nodes that each pod that waits may go to.
fn choices(
    cluster: &PlacementModel,
    waiting: &[&Pod],
    rooms: &[Room<'_>],
    pairs: &mut Pairs,
) -> Result<Vec<(usize, usize)>, ParameterError> {
    let mut choices = Vec::new();
    for (place, (&pod, asks)) in cluster.waiting().iter().zip(waiting).enumerate() {
        let fits = |node: &usize| requests(asks).all(|(name, amount)| rooms[*node].of(name) >= amount);
        let before = choices.len();
        choices.extend(cluster.candidates(pod).into_iter().filter(fits).map(|node| (place, node)));
        let own = choices.len() - before;
        // Among themselves, and each with the bit of its node.
        pairs.add(pairs_among(own) + own as u128)?;
    }
    Ok(choices)
}

fn shortages(
    rooms: &[Room<'_>],
    choices: &[(usize, usize)],
    waiting: &[&Pod],
    pairs: &mut Pairs,
) -> Result<Vec<Shortage>, ParameterError> {
    let mut guests = vec![Vec::new(); rooms.len()];
    for (choice, &(pod, node)) in choices.iter().enumerate() {
        guests[node].push((choice, waiting[pod]));
    }
    let mut shortages = Vec::new();
    for (room, guests) in rooms.iter().zip(guests) {
        for shortage in shortages_of(room, &guests) {
            pairs.add(pairs_among(shortage.takers.len() + binary(shortage.room).count()))?;
            shortages.push(shortage);
        }
    }
    Ok(shortages)
}

/// What a node has too little of, if all come that may.
fn shortages_of(room: &Room<'_>, guests: &[(usize, &Pod)]) -> Vec<Shortage> {
    let mut takers: BTreeMap<&str, Vec<(usize, u64)>> = BTreeMap::new();
    for &(choice, pod) in guests {
        for (name, amount) in requests(pod) {
            takers.entry(name).or_default().push((choice, amount));
        }
    }
    let shortage = |(name, takers): (&str, Vec<(usize, u64)>)| {
        let wanted: u128 = takers.iter().map(|&(_, amount)| u128::from(amount)).sum();
        (wanted > u128::from(room.of(name))).then(|| Shortage::new(takers, room.of(name)))
    };
    takers.into_iter().filter_map(shortage).collect()
}

impl Shortage {
    /// In the largest unit of which all amounts are multiples.
    fn new(mut takers: Vec<(usize, u64)>, room: u64) -> Self {
        let unit = takers.iter().fold(0, |unit, &(_, amount)| greatest_common_divisor(unit, amount));
        for (_, amount) in &mut takers {
            *amount /= unit;
        }
        Self { takers, room: room / unit }
    }

    /// At most what the terms of its square add up to, without the fine.
    fn span(&self) -> Option<u128> {
        let taken: u128 = self.takers.iter().map(|&(_, amount)| u128::from(amount)).sum();
        let span = taken + 2 * u128::from(self.room);
        span.checked_mul(span)
    }
}

fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn model(
    rooms: &[Room<'_>],
    choices: &[(usize, usize)],
    shortages: &[Shortage],
    waiting: usize,
) -> Result<Ising, QuantumError> {
    if choices.is_empty() {
        return Err(QuantumError::EmptyModel);
    }
    let (nodes, used) = (rooms.len(), rooms.iter().filter(|room| room.is_used).count());
    require_exact(choices.len(), nodes, waiting, shortages)?;
    let (worth, fine) = (nodes as f64 + 1.0, nodes as f64 + 2.0);
    let mut linear = vec![-worth; choices.len()];
    let mut pairs = Vec::new();
    let mut bit_of = vec![None; nodes];
    for (choice, &(pod, node)) in choices.iter().enumerate() {
        let before = choices[..choice].iter().enumerate().rev().take_while(|&(_, &(other, _))| other == pod);
        pairs.extend(before.map(|(other, _)| (other, choice, fine)));
        if !rooms[node].is_used {
            let bit = *bit_of[node].get_or_insert_with(|| {
                linear.push(1.0);
                linear.len() - 1
            });
            pairs.extend([(choice, choice, UNUSED), (choice, bit, -UNUSED)]);
        }
    }
    let mut offset = worth * waiting as f64 + used as f64;
    for Shortage { takers, room } in shortages {
        let mut sizes = takers.clone();
        for size in binary(*room) {
            sizes.push((linear.len(), size));
            linear.push(0.0);
        }
        pairs.extend(squared(&sizes, *room, fine));
        offset += fine * *room as f64 * *room as f64;
    }
    Ok(Qubo::new(&linear, pairs)?.with_offset(offset)?.to_ising())
}

fn require_exact(choices: usize, nodes: usize, waiting: usize, shortages: &[Shortage]) -> Result<(), ParameterError> {
    let (nodes, choices) = (nodes as u128, choices as u128);
    let squares = shortages.iter().try_fold(0u128, |sum, shortage| sum.checked_add(shortage.span()?));
    let fines = squares.and_then(|squares| squares.checked_mul(nodes + 2));
    // Beside the squares: pods without a place, pairs of nodes of a pod, and pods on nodes that are not used.
    let others = (nodes + 2) * (waiting as u128 + choices * nodes + 4 * choices + nodes);
    if fines.is_some_and(|fines| fines.saturating_add(others) <= MOST_EXACT) {
        return Ok(());
    }
    let most = shortages.iter().map(|shortage| shortage.room).max().unwrap_or(0);
    let found = alloc::format!("up to {most} of the largest unit of all requests, on {nodes} nodes");
    Err(ParameterError::new("room", found, "energies of at most 2^51, so that they are exact"))
}

/// A pod that asks for nothing that is not in the model.
fn require_simple(pod: &Pod) -> Result<(), ParameterError> {
    let affinity = &pod.affinity;
    let is_hard = |spread: &ansatz_packing::cluster::TopologySpreadConstraint| {
        spread.when_unsatisfiable == WhenUnsatisfiable::DoNotSchedule
    };
    let what = if !pod.devices.is_empty() {
        "devices"
    } else if !affinity.pod_required.is_empty() || !affinity.pod_anti_required.is_empty() {
        "other pods near or not near it"
    } else if pod.topology_spread.iter().any(is_hard) {
        "topology spread"
    } else if pod.group.is_some() {
        "a gang"
    } else {
        return Ok(());
    };
    let found: String = alloc::format!("{}/{} with {what}", pod.namespace, pod.name);
    Err(ParameterError::new("pod", found, "resources, and conditions of nodes"))
}

impl fmt::Debug for PlacementQubo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PlacementQubo")
            .field("spins", &self.model.len())
            .field("waiting", &self.waiting)
            .field("choices", &self.choices.len())
            .field("shortages", &self.shortages.len())
            .finish()
    }
}

/// What Kubernetes counts beside what is asked for.
const PODS: &str = "pods";

/// More than what a node costs that is used.
const UNUSED: f64 = 2.0;
