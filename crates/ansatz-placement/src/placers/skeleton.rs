//! Rendezvous hashing down a tree: a key chooses among a few subtrees, then among those of the chosen one.
//!
//! W. Wang, C. V. Ravishankar, *Hash-Based Virtual Hierarchies for Scalable Location Service in Mobile Ad-hoc Networks*,
//! Mobile Networks and Applications 14(5), 2009, put the nodes into clusters at the leaves of a tree of virtual nodes, the
//! skeleton, and rank the children at each level of the way down. Here the tree is the radix trie of the nodes' hashes, so
//! that whoever knows the nodes knows the tree, and subtrees compete with the weights of all that is in them.

use alloc::vec::Vec;

use ansatz_hash::{Key, KeyHasher, Xxh3};

use super::{
    mix::id_of,
    placer::Placer,
    surface::surface,
    trie::{Entry, Trie},
};
use crate::{Fleet, FleetError, Member, Removed};

/// Rendezvous hashing with a skeleton: as even, weighted and free of history as [`Rendezvous`](crate::Rendezvous), in time
/// proportional to the logarithm of the number of nodes, for about twice the least movement.
///
/// At most 256 children compete at the root, one for each first byte of the nodes' hashes, then those below the winner for
/// the second byte, until one node is left. Replicas are those that would own the key if the ones before were not there.
///
/// # Complexity
///
/// `locate` takes O(256 log n / log 256) expected, whatever the nodes are called; a change as long. About 100 bytes a node.
///
/// # Accuracy
///
/// Every key chooses independently: a node of share p holds Binomial(K, p) of K keys. Should two nodes have the same hash of
/// 64 bits, their slots decide between them.
///
/// When a node of weight w arrives, the keys that move are those that some subtree on its way down wins, and they spread over
/// that subtree. If the subtrees on the way weigh T = `T_0`, `T_1`, ..., `T_D` = 0 without it, this is an expected share of
/// w / T times the sum over d < D of (`T_d` - `T_(d+1)`) / (`T_d` + w), that is, between 1 and D times the least possible,
/// w / (T + w). Measured, in units of the least (docs/benchmarks.md): 1.0 at 10 nodes, 1.2 at 100, 1.7 at 1,000, 2.0 at
/// 10,000, 1.9 at 100,000. As much moves back when the node leaves.
///
/// # Examples
///
/// ```
/// use ansatz_placement::Skeleton;
///
/// let mut placer = Skeleton::new(0..10_000u32)?;
/// let owner = *placer.locate("session:42");
/// placer.remove(&owner)?;
/// assert_ne!(*placer.locate("session:42"), owner);
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
#[derive(Clone)]
pub struct Skeleton<N, H = Xxh3> {
    fleet: Fleet<N>,
    /// The ids of the slots' nodes.
    ids: Vec<u64>,
    trie: Trie,
    hasher: H,
}

impl<N: Key> Skeleton<N> {
    /// Nodes of equal weight.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if there is no node, or one twice.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Skeleton;
    ///
    /// assert!(Skeleton::new(["a", "b"]).is_ok());
    /// assert!(Skeleton::new(["a", "a"]).is_err());
    /// ```
    pub fn new(nodes: impl IntoIterator<Item = N>) -> Result<Self, FleetError> {
        Ok(Self::with_fleet(Fleet::new(nodes)?))
    }

    /// The members of a fleet, with their weights and zones.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Member, Skeleton};
    ///
    /// let fleet = Fleet::with_members([Member::new("small"), Member::new("large").with_weight(3.0)])?;
    /// let placer = Skeleton::with_fleet(fleet);
    /// let large = (0..10_000u32).filter(|key| *placer.locate(key) == "large").count();
    /// assert!((7_300..7_700).contains(&large));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_fleet(fleet: Fleet<N>) -> Self {
        Self::with_hasher(fleet, Xxh3::default())
    }
}

impl<N: Key, H: KeyHasher> Skeleton<N, H> {
    /// The members of a fleet, with a hasher for keys and nodes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    /// use ansatz_placement::{Fleet, Skeleton};
    ///
    /// let placer = Skeleton::with_hasher(Fleet::new(["a", "b"])?, SipHash::new([7; 16]));
    /// assert!(["a", "b"].contains(placer.locate("key")));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_hasher(fleet: Fleet<N>, hasher: H) -> Self {
        let ids: Vec<u64> = fleet.members().iter().map(|member| id_of(&hasher, &member.node)).collect();
        let entries = ids.iter().zip(fleet.members()).zip(0..);
        let trie = Trie::new(entries.map(|((&id, member), slot)| Entry { id, slot, weight: member.weight }));
        Self { fleet, ids, trie, hasher }
    }
}

surface!(Skeleton, "Skeleton::new([\"a\", \"b\", \"c\"])");

impl<N: Key, H: KeyHasher> Placer for Skeleton<N, H> {
    type Node = N;
    type Hasher = H;

    fn fleet(&self) -> &Fleet<N> {
        &self.fleet
    }

    fn hasher(&self) -> &H {
        &self.hasher
    }

    fn place(&self, hash: u64) -> usize {
        self.trie.place(hash) as usize
    }

    fn preference(&self, hash: u64) -> impl Iterator<Item = usize> {
        self.trie.succession(hash).map(|slot| slot as usize)
    }

    fn memory_bytes(&self) -> usize {
        self.trie.memory_bytes() + self.ids.capacity() * size_of::<u64>()
    }

    fn add(&mut self, member: Member<N>) -> Result<usize, FleetError> {
        let (id, weight) = (id_of(&self.hasher, &member.node), member.weight);
        let slot = self.fleet.add(member)?;
        self.trie.insert(Entry { id, slot: slot as u32, weight }, &self.ids);
        self.ids.push(id);
        Ok(slot)
    }

    fn remove<Q: Key + ?Sized>(&mut self, node: &Q) -> Result<Removed<N>, FleetError> {
        let removed = self.fleet.remove(node)?;
        let id = self.ids.swap_remove(removed.slot);
        self.trie.remove(id, removed.slot as u32);
        if let Some(last) = removed.renumbered {
            self.trie.renumber(self.ids[removed.slot], last as u32, removed.slot as u32);
        }
        Ok(removed)
    }

    fn reweigh<Q: Key + ?Sized>(&mut self, node: &Q, weight: f64) -> Result<f64, FleetError> {
        let slot = self.fleet.require(node)?;
        let old = self.fleet.reweigh(node, weight)?;
        self.trie.reweigh(Entry { id: self.ids[slot], slot: slot as u32, weight });
        Ok(old)
    }
}
