//! Consistent hashing with bounded loads: the first node in a key's preference that has room gets it.
//!
//! V. Mirrokni, M. Thorup, M. Zadimoghaddam, *Consistent Hashing with Bounded Loads*, SODA 2018.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use core::fmt;

use ansatz_hash::Key;

use super::capacity::Capacities;
use crate::{Fleet, FleetError, Member, Placer};

/// Keys on the nodes that a placer gives them, but never more on a node than its share and a little.
///
/// With m keys a node of weight w among a total of W holds at most ceil((1 + slack) m w / W) of them, after every call, in
/// whole numbers: `slack` counts to nine decimals, and weights in billionths of the power of ten that the heaviest one
/// begins with (a node lighter than one counts as one). The capacities add up to more than m, so that there always is room.
///
/// A key stays where it is until it must move: its node left or is over its capacity, or a node came, or got heavier, that
/// the key now has as its first choice. What an overfull node gives up is decided by the keys on it, not by the order in
/// which they came: first those that are elsewhere at home, then by their hashes.
///
/// # Complexity
///
/// `assign` takes one `locate` of the placer while that node has room, otherwise a walk along the key's preference, and
/// O(log m). `release` looks through the keys of each node that becomes overfull for one that is elsewhere at home, with a
/// `locate` each: of all of them if there is none. Changes of the fleet look at every key once. About 100 bytes a key.
///
/// # Accuracy
///
/// `assign` moves no key but its own. `release` moves a key only where a capacity falls by it and the node was full, one for
/// each such node: with n equal nodes a capacity falls once in n / (1 + slack) releases, when no more than that many nodes
/// can be full, so that a run of releases moves at most one key for each on average; with weights, 1 + slack. What rose
/// and falls again moves only what came in between. The paper keeps all keys where they would be in an empty system, for an
/// expected O(1 / slack^2) moves a change; here a key that was sent on does not come home when there is room.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{BoundedLoads, Rendezvous};
///
/// let mut sessions = BoundedLoads::new(Rendezvous::new(["a", "b", "c"])?, 0.25)?;
/// for user in 0..30u32 {
///     sessions.assign(user);
/// }
/// // (1 + 0.25) * 30 / 3 = 12.5
/// assert!(["a", "b", "c"].iter().all(|node| sessions.load(node) <= Some(13)));
/// for (key, from, to) in sessions.release(&7).unwrap_or_default().into_iter().map(|m| (m.key, m.from, m.to)) {
///     println!("{key}: {from} -> {to}");
/// }
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
#[derive(Clone)]
pub struct BoundedLoads<P, K> {
    placer: P,
    capacities: Capacities,
    keys: BTreeMap<Label, Held<K>>,
    nodes: Vec<Load>,
    /// Each slot with the number of keys below which it is overfull; the greatest is the first to be.
    needs: BTreeSet<(u64, u32)>,
}

/// A key that must move.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyMove<K, N> {
    /// The key.
    pub key: K,
    /// The node that held it.
    pub from: N,
    /// The node that holds it now.
    pub to: N,
}

/// A key's hash, and a number among the keys with the same one.
type Label = (u64, u32);

#[derive(Debug, Clone)]
struct Held<K> {
    key: K,
    slot: u32,
}

/// What a slot holds.
#[derive(Debug, Clone, Default)]
struct Load {
    keys: BTreeSet<Label>,
    /// The least number of keys in all at which one more is allowed here.
    room_at: u64,
}

impl<P: Placer, K: Key + Clone> BoundedLoads<P, K>
where
    P::Node: Clone,
{
    /// No keys yet on the nodes of a placer, each of which may hold `slack` more than its share, 0.25 for a quarter.
    ///
    /// # Errors
    ///
    /// [`FleetError::Parameter`] if `slack` is not from 1e-9 to 1000.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Rendezvous};
    ///
    /// let placer = Rendezvous::new(["a", "b"])?;
    /// assert!(BoundedLoads::<_, u32>::new(placer.clone(), 0.25).is_ok());
    /// let error = BoundedLoads::<_, u32>::new(placer, 0.0).unwrap_err();
    /// assert_eq!(error.to_string(), "`slack` is 0, allowed: 0.000000001..=1000");
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn new(placer: P, slack: f64) -> Result<Self, FleetError> {
        let capacities = Capacities::new(slack, &weights(placer.fleet()))?;
        let nodes = alloc::vec![Load::default(); placer.fleet().len()];
        let mut loads = Self { placer, capacities, keys: BTreeMap::new(), nodes, needs: BTreeSet::new() };
        loads.count_again();
        Ok(loads)
    }

    /// The node that holds a key; a key that none holds is given to the first in its preference that has room.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Rendezvous};
    ///
    /// let mut loads = BoundedLoads::new(Rendezvous::new(["a", "b"])?, 0.25)?;
    /// let node = *loads.assign("key");
    /// assert_eq!(*loads.assign("key"), node);
    /// assert_eq!(loads.len(), 1);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn assign(&mut self, key: K) -> &P::Node {
        let hash = self.placer.hash(&key);
        let slot = match self.find(hash, &key) {
            Ok(label) => self.keys.get(&label).map_or(0, |held| held.slot as usize),
            Err(label) => {
                let slot = self.roomy(hash, self.keys.len() as u64 + 1);
                self.keys.insert(label, Held { key, slot: slot as u32 });
                self.put(label, slot);
                slot
            }
        };
        self.placer.fleet().node(slot)
    }

    /// Takes a key away, and says which others must move since capacities have fallen; `None` if it is not there.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Rendezvous};
    ///
    /// let mut loads = BoundedLoads::new(Rendezvous::new(["a", "b"])?, 0.01)?;
    /// loads.assign(1u32);
    /// assert_eq!(loads.release(&1), Some(vec![]));
    /// assert_eq!(loads.release(&1), None);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn release<Q: Key + ?Sized>(&mut self, key: &Q) -> Option<Vec<KeyMove<K, P::Node>>> {
        let label = self.find(self.placer.hash(key), key).ok()?;
        let held = self.keys.remove(&label)?;
        self.take(label, held.slot as usize);
        Some(self.settle())
    }

    /// Adds a node, and says which keys move: those that have it as their first choice, while it has room, and those that are
    /// too many where they are.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if it cannot be; then nothing has changed.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Member, Rendezvous};
    ///
    /// let mut loads = BoundedLoads::new(Rendezvous::new(["a", "b"])?, 0.1)?;
    /// (0..100u32).for_each(|key| _ = loads.assign(key));
    /// let moves = loads.add(Member::new("c"))?;
    /// assert_eq!(loads.load("c"), Some(moves.iter().filter(|moved| moved.to == "c").count()));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn add(&mut self, member: Member<P::Node>) -> Result<Vec<KeyMove<K, P::Node>>, FleetError> {
        let slot = self.placer.add(member)?;
        self.nodes.push(Load::default());
        self.weigh_again();
        let mut moves = self.draw_home(slot);
        moves.extend(self.settle());
        Ok(moves)
    }

    /// Removes a node, and says where its keys go.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if it is not there, or is the only one; then nothing has changed.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Rendezvous};
    ///
    /// let mut loads = BoundedLoads::new(Rendezvous::new(["a", "b"])?, 0.1)?;
    /// (0..100u32).for_each(|key| _ = loads.assign(key));
    /// let held = loads.load("a");
    /// assert_eq!(Some(loads.remove("a")?.len()), held);
    /// assert_eq!(loads.load("b"), Some(100));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn remove<Q: Key + ?Sized>(&mut self, node: &Q) -> Result<Vec<KeyMove<K, P::Node>>, FleetError> {
        let removed = self.placer.remove(node)?;
        let homeless = self.nodes.swap_remove(removed.slot).keys;
        if let Some(load) = removed.renumbered.and(self.nodes.get(removed.slot)) {
            for label in &load.keys {
                if let Some(held) = self.keys.get_mut(label) {
                    held.slot = removed.slot as u32;
                }
            }
        }
        self.weigh_again();
        let mut moves = Vec::new();
        for label in homeless {
            moves.extend(self.house(label, removed.member.node.clone()));
        }
        moves.extend(self.settle());
        Ok(moves)
    }

    /// Gives a node another weight, and says which keys move: to it those that now have it as their first choice, while it has
    /// room, and those that are too many where they are.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if the node is not there, the weight is not from 1e-100 to 1e100, or the placer has no weights; then
    /// nothing has changed.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Rendezvous};
    ///
    /// let mut loads = BoundedLoads::new(Rendezvous::new(["a", "b"])?, 0.1)?;
    /// (0..100u32).for_each(|key| _ = loads.assign(key));
    /// loads.reweigh("a", 3.0)?;
    /// assert!(loads.load("b") <= Some(28));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn reweigh<Q: Key + ?Sized>(&mut self, node: &Q, weight: f64) -> Result<Vec<KeyMove<K, P::Node>>, FleetError> {
        let slot = self.placer.fleet().require(node)?;
        let old = self.placer.reweigh(node, weight)?;
        self.weigh_again();
        let mut moves = if weight > old { self.draw_home(slot) } else { Vec::new() };
        moves.extend(self.settle());
        Ok(moves)
    }

    /// The node that holds a key.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Rendezvous};
    ///
    /// let mut loads = BoundedLoads::new(Rendezvous::new(["a", "b"])?, 0.25)?;
    /// let node = *loads.assign("key");
    /// assert_eq!((loads.locate("key"), loads.locate("other")), (Some(&node), None));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn locate<Q: Key + ?Sized>(&self, key: &Q) -> Option<&P::Node> {
        let label = self.find(self.placer.hash(key), key).ok()?;
        self.keys.get(&label).map(|held| self.placer.fleet().node(held.slot as usize))
    }

    /// How many keys a node holds, if it is there.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Rendezvous};
    ///
    /// let mut loads = BoundedLoads::new(Rendezvous::new(["a"])?, 0.25)?;
    /// loads.assign("key");
    /// assert_eq!((loads.load("a"), loads.load("b")), (Some(1), None));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn load<Q: Key + ?Sized>(&self, node: &Q) -> Option<usize> {
        self.placer.fleet().slot_of(node).map(|slot| self.nodes[slot].keys.len())
    }

    /// How many keys a node may hold now, if it is there.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Rendezvous};
    ///
    /// let mut loads = BoundedLoads::new(Rendezvous::new(["a", "b"])?, 0.1)?;
    /// (0..20u32).for_each(|key| _ = loads.assign(key));
    /// assert_eq!(loads.capacity("a"), Some(11));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn capacity<Q: Key + ?Sized>(&self, node: &Q) -> Option<usize> {
        let slot = self.placer.fleet().slot_of(node)?;
        Some(self.capacities.of(slot, self.keys.len() as u64) as usize)
    }

    /// All keys with their nodes, in the order of their hashes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Rendezvous};
    ///
    /// let mut loads = BoundedLoads::new(Rendezvous::new(["a"])?, 0.25)?;
    /// loads.assign("key");
    /// assert!(loads.iter().eq([(&"key", &"a")]));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&K, &P::Node)> {
        self.keys.values().map(|held| (&held.key, self.placer.fleet().node(held.slot as usize)))
    }

    /// The bytes of heap that keys and counts take with the placer's tables, beside the fleet and what keys keep on the heap
    /// themselves: an estimate, with B-trees as full as random keys leave them.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Rendezvous};
    ///
    /// let mut loads = BoundedLoads::new(Rendezvous::new(["a", "b"])?, 0.1)?;
    /// (0..10_000u32).for_each(|key| _ = loads.assign(key));
    /// assert!((500_000..1_000_000).contains(&loads.memory_bytes()));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn memory_bytes(&self) -> usize {
        // Every key is in the map of keys and in the set of its node.
        let key = size_of::<(Label, Held<K>)>() + size_of::<Label>();
        let entries = key * self.keys.len() + size_of::<(u64, u32)>() * self.needs.len();
        let tables = self.placer.memory_bytes() + self.capacities.memory_bytes();
        // Keys in random order leave a B-tree ln 2 full, the more exactly the larger its nodes are (A. C.-C. Yao, "On random
        // 2-3 trees", Acta Informatica 9 (1978), for B-trees of high orders).
        tables + size_of::<Load>() * self.nodes.capacity() + (entries as f64 / core::f64::consts::LN_2) as usize
    }

    /// Counts again what the weights decide.
    fn weigh_again(&mut self) {
        self.capacities.weigh(&weights(self.placer.fleet()));
        self.count_again();
    }

    fn count_again(&mut self) {
        self.needs.clear();
        for (slot, node) in self.nodes.iter_mut().enumerate() {
            let load = node.keys.len() as u64;
            node.room_at = self.capacities.keys_for(slot, load + 1);
            self.needs.insert((self.capacities.keys_for(slot, load), slot as u32));
        }
    }

    /// The label of a key that is held, or one that is free for it.
    fn find<Q: Key + ?Sized>(&self, hash: u64, key: &Q) -> Result<Label, Label> {
        let mut free = 0;
        for (&label, held) in self.keys.range((hash, 0)..=(hash, u32::MAX)) {
            if is_same(&held.key, key) {
                return Ok(label);
            }
            if label.1 == free {
                free += 1;
            }
        }
        Err((hash, free))
    }

    /// The first slot in a preference that may hold one more when there are `keys`.
    fn roomy(&self, hash: u64, keys: u64) -> usize {
        let first = self.placer.place(hash);
        if self.nodes[first].room_at <= keys {
            return first;
        }
        // The capacities add up to more than the keys.
        self.placer.preference(hash).find(|&slot| self.nodes[slot].room_at <= keys).unwrap_or(first)
    }

    fn put(&mut self, label: Label, slot: usize) {
        let node = &mut self.nodes[slot];
        let load = node.keys.len() as u64;
        self.needs.remove(&(self.capacities.keys_for(slot, load), slot as u32));
        self.needs.insert((node.room_at, slot as u32));
        node.keys.insert(label);
        node.room_at = self.capacities.keys_for(slot, load + 2);
    }

    fn take(&mut self, label: Label, slot: usize) {
        let node = &mut self.nodes[slot];
        let load = node.keys.len() as u64;
        let need = self.capacities.keys_for(slot, load);
        self.needs.remove(&(need, slot as u32));
        node.keys.remove(&label);
        node.room_at = need;
        self.needs.insert((self.capacities.keys_for(slot, load - 1), slot as u32));
    }

    /// Gives a key that no node holds to one that has room.
    fn house(&mut self, label: Label, from: P::Node) -> Option<KeyMove<K, P::Node>> {
        let slot = self.roomy(label.0, self.keys.len() as u64);
        self.put(label, slot);
        let held = self.keys.get_mut(&label)?;
        held.slot = slot as u32;
        Some(KeyMove { key: held.key.clone(), from, to: self.placer.fleet().node(slot).clone() })
    }

    /// Moves the keys that have this slot as their first choice to it, while it has room.
    fn draw_home(&mut self, slot: usize) -> Vec<KeyMove<K, P::Node>> {
        let placer = &self.placer;
        let strays: Vec<(Label, u32)> = self
            .keys
            .iter()
            .filter(|(label, held)| held.slot as usize != slot && placer.place(label.0) == slot)
            .map(|(&label, held)| (label, held.slot))
            .collect();
        let mut moves = Vec::new();
        for (label, old) in strays {
            if self.nodes[slot].room_at > self.keys.len() as u64 {
                break;
            }
            self.take(label, old as usize);
            let from = self.placer.fleet().node(old as usize).clone();
            moves.extend(self.house(label, from));
        }
        moves
    }

    /// Takes from every overfull node what is too much, then gives it to others.
    fn settle(&mut self) -> Vec<KeyMove<K, P::Node>> {
        let keys = self.keys.len() as u64;
        let mut homeless = Vec::new();
        while let Some(&(need, slot)) = self.needs.last()
            && need > keys
        {
            for label in self.surplus(slot as usize, keys) {
                self.take(label, slot as usize);
                homeless.push((label, slot));
            }
        }
        homeless.sort_unstable();
        let mut moves = Vec::with_capacity(homeless.len());
        for (label, slot) in homeless {
            let from = self.placer.fleet().node(slot as usize).clone();
            moves.extend(self.house(label, from));
        }
        moves
    }

    /// The keys that an overfull slot gives up: those whose first choice it is not, then by their hashes.
    fn surplus(&self, slot: usize, keys: u64) -> Vec<Label> {
        let held = &self.nodes[slot].keys;
        let excess = held.len().saturating_sub(self.capacities.of(slot, keys) as usize);
        let is_guest = |label: &&Label| self.placer.place(label.0) != slot;
        let guests = held.iter().filter(is_guest);
        let hosts = held.iter().filter(|label| !is_guest(label));
        guests.chain(hosts).take(excess).copied().collect()
    }
}

impl<P, K> BoundedLoads<P, K> {
    /// How many keys there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Rendezvous};
    ///
    /// let mut loads = BoundedLoads::new(Rendezvous::new(["a"])?, 0.25)?;
    /// loads.assign("key");
    /// assert_eq!(loads.len(), 1);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no key.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Rendezvous};
    ///
    /// assert!(BoundedLoads::<_, u32>::new(Rendezvous::new(["a"])?, 0.25)?.is_empty());
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// By how much a node may exceed its share.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Rendezvous};
    ///
    /// assert_eq!(BoundedLoads::<_, u32>::new(Rendezvous::new(["a"])?, 0.25)?.slack(), 0.25);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn slack(&self) -> f64 {
        self.capacities.slack()
    }

    /// The placer underneath, which knows every key's preference.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{BoundedLoads, Rendezvous};
    ///
    /// let loads = BoundedLoads::<_, u32>::new(Rendezvous::new(["a", "b"])?, 0.25)?;
    /// assert_eq!(loads.placer().fleet().len(), 2);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn placer(&self) -> &P {
        &self.placer
    }
}

impl<P, K> fmt::Debug for BoundedLoads<P, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut summary = f.debug_struct("BoundedLoads");
        summary.field("nodes", &self.nodes.len()).field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}

fn weights<N>(fleet: &Fleet<N>) -> Vec<f64> {
    fleet.members().iter().map(|member| member.weight).collect()
}

fn is_same<A: Key + ?Sized, B: Key + ?Sized>(a: &A, b: &B) -> bool {
    a.encoding().read_bytes(|a| b.encoding().read_bytes(|b| a == b))
}
