//! AnchorHash: a constant number of steps, and any node may leave.
//!
//! G. Mendelson, S. Vargaftik, K. Barabash, D. H. Lorenz, I. Keslassy, A. Orda, *AnchorHash: A Scalable Consistent
//! Hash*, IEEE/ACM Transactions on Networking 29(2), 2021, arXiv:1812.09674. A key is hashed to one of a fixed number of
//! buckets; while the bucket that it meets is one without a node, it is hashed again to those that were left when that
//! one was removed.

use alloc::vec::Vec;

use ansatz_core::require_range;
use ansatz_hash::{Key, KeyHasher, Xxh3};

use super::{
    anchor_buckets::Buckets,
    placer::Placer,
    retries::{hash_of_try, retries, slots_from},
    surface::surface,
};
use crate::{Fleet, FleetError, Member, Removed};

/// AnchorHash: the fastest placement that survives the loss of any node with least movement, up to a number of nodes
/// given in advance.
///
/// Which node holds a key depends on the order in which nodes came and went, not only on who is there. Parties that
/// must agree make the same changes in the same order, or one sends the others its bytes ([`to_bytes`](Self::to_bytes)).
/// A node that comes takes over the keys of the one that left last, whoever that was. There are no weights.
///
/// Copies are where numbered rehashes of the key land: the first k change about k times as often as an owner, while k is
/// small beside n. The last ones of all follow the slots, and move with them.
///
/// # Complexity
///
/// `locate` takes 1 + ln(a/n) hashes on average, for n nodes and capacity a; the first k replicas about k times as
/// much while k is small beside n, and all of them 2n times. A change takes O(log n), for the fleet's index. 20 bytes
/// for each node of the capacity.
///
/// # Accuracy
///
/// Every key chooses independently: a node holds Binomial(K, 1/n) of K keys. A change moves no key but those that the
/// leaving node held, or that the arriving one gets: the least possible.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Anchor, Member};
///
/// let mut caches = Anchor::new(["a:6379", "b:6379", "c:6379"], 100)?;
/// let owner = *caches.locate("session:42");
/// caches.remove(owner)?;
/// let heir = *caches.locate("session:42");
/// caches.add(Member::new(owner))?;
/// assert_ne!(heir, owner);
/// assert_eq!(*caches.locate("session:42"), owner);
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
#[derive(Clone)]
pub struct Anchor<N, H = Xxh3> {
    pub(super) fleet: Fleet<N>,
    pub(super) buckets: Buckets,
    /// The bucket of each slot.
    pub(super) bucket_of: Vec<u32>,
    pub(super) hasher: H,
}

impl<N: Key> Anchor<N> {
    /// Nodes, with room for `capacity` of them in all.
    ///
    /// The nodes that are ever expected and a tenth more is a good capacity. At twice the nodes that are there a lookup takes
    /// half as long again, and more where removals in any order have led there.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if there is no node, or one twice, or `capacity` is less than their number or more than 2^28.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Anchor;
    ///
    /// assert!(Anchor::new(["a", "b"], 2).is_ok());
    /// let error = Anchor::new(["a", "b"], 1).unwrap_err();
    /// assert_eq!(error.to_string(), "`capacity` is 1, allowed: 2..=268435456");
    /// ```
    pub fn new(nodes: impl IntoIterator<Item = N>, capacity: usize) -> Result<Self, FleetError> {
        Self::with_fleet(Fleet::new(nodes)?, capacity)
    }

    /// The members of a fleet, with room for `capacity` of them in all.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if a weight is not 1, or `capacity` is less than their number or more than 2^28.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Anchor, Fleet};
    ///
    /// let placer = Anchor::with_fleet(Fleet::new([10, 20, 30])?, 6)?;
    /// assert!([10, 20, 30].contains(placer.locate("key")));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_fleet(fleet: Fleet<N>, capacity: usize) -> Result<Self, FleetError> {
        Self::with_hasher(fleet, capacity, Xxh3::default())
    }
}

impl<N: Key, H: KeyHasher> Anchor<N, H> {
    /// The members of a fleet, with room for `capacity` of them in all, and a hasher for keys.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if a weight is not 1, or `capacity` is less than their number or more than 2^28.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    /// use ansatz_placement::{Anchor, Fleet};
    ///
    /// let placer = Anchor::with_hasher(Fleet::new(["a", "b"])?, 10, SipHash::new([7; 16]))?;
    /// assert!(["a", "b"].contains(placer.locate("key")));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_hasher(fleet: Fleet<N>, capacity: usize, hasher: H) -> Result<Self, FleetError> {
        fleet.require_unweighted(NAME)?;
        let capacity = require_range("capacity", capacity, fleet.len()..=MAX_CAPACITY)?;
        let bucket_of = (0..fleet.len() as u32).collect();
        Ok(Self { buckets: Buckets::new(fleet.len(), capacity), fleet, bucket_of, hasher })
    }

    /// How many nodes there is room for.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Anchor, FleetError, Member};
    ///
    /// let mut placer = Anchor::new(["a", "b"], 2)?;
    /// assert_eq!(placer.capacity(), 2);
    /// let error = placer.add(Member::new("c")).unwrap_err();
    /// assert_eq!(error.to_string(), "Anchor has room for 2 nodes, and they are there");
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn capacity(&self) -> usize {
        self.buckets.capacity()
    }
}

surface!(Anchor, "Anchor::new([\"a\", \"b\", \"c\"], 9)");

impl<N: Key, H: KeyHasher> Placer for Anchor<N, H> {
    type Node = N;
    type Hasher = H;

    fn fleet(&self) -> &Fleet<N> {
        &self.fleet
    }

    fn hasher(&self) -> &H {
        &self.hasher
    }

    #[inline]
    fn place(&self, hash: u64) -> usize {
        self.buckets.slot_of(hash)
    }

    fn preference(&self, hash: u64) -> impl Iterator<Item = usize> {
        let slots = self.fleet.len();
        let place = move |number| self.place(hash_of_try(hash, number));
        retries(slots, place, slots_from(self.place(hash), slots))
    }

    fn memory_bytes(&self) -> usize {
        self.buckets.memory_bytes() + size_of::<u32>() * self.bucket_of.capacity()
    }

    fn add(&mut self, member: Member<N>) -> Result<usize, FleetError> {
        self.fleet.require_new(&member)?;
        if self.fleet.len() == self.capacity() {
            return Err(FleetError::Full { placer: NAME, capacity: self.capacity() });
        }
        let slot = self.fleet.add_unweighted(NAME, member)?;
        self.bucket_of.extend(self.buckets.add(slot));
        Ok(slot)
    }

    fn remove<Q: Key + ?Sized>(&mut self, node: &Q) -> Result<Removed<N>, FleetError> {
        let removed = self.fleet.remove(node)?;
        self.buckets.remove(self.bucket_of.swap_remove(removed.slot));
        if removed.renumbered.is_some() {
            self.buckets.renumber(self.bucket_of[removed.slot], removed.slot);
        }
        Ok(removed)
    }

    fn reweigh<Q: Key + ?Sized>(&mut self, node: &Q, weight: f64) -> Result<f64, FleetError> {
        self.fleet.reweigh_unweighted(NAME, node, weight)
    }
}

const NAME: &str = "Anchor";

/// 5 GiB of buckets; far beyond any fleet, and what a slip of the keyboard may cost.
pub(super) const MAX_CAPACITY: usize = 1 << 28;
