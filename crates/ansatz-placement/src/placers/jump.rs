//! Jump consistent hash as a placer: no table at all, for fleets that grow and shrink at the end.
//!
//! J. Lamping, E. Veach, *A Fast, Minimal Memory, Consistent Hash Algorithm*, 2014, arXiv:1406.2294.

use ansatz_hash::{Key, KeyHasher, Xxh3};

use super::{
    jump_hash::jump,
    placer::Placer,
    retries::{hash_of_try, retries, slots_from},
    surface::surface,
};
use crate::{Fleet, FleetError, Member, Removed};

/// Jump consistent hash: perfectly even without a table, for shards that are numbered and never vanish from the
/// middle.
///
/// It places keys in slots, whatever nodes sit there: a node keeps its keys only as long as it keeps its slot. Adding a
/// node, or removing the one that was added last, moves as few keys as can be. Removing another one puts the last node
/// in its slot: that node takes over the keys that were there, and its own go to all others, twice the least movement.
/// Where any node may fail, [`Anchor`](crate::Anchor) or [`Rendezvous`](crate::Rendezvous) moves no more than needed.
/// There are no weights.
///
/// Copies are where numbered rehashes of the key land: the first k change about k times as often as an owner, while k is
/// small beside n. The last ones of all follow the slots, and move with them.
///
/// # Complexity
///
/// `locate` takes ln(n) + 1 steps on average, each with a division; the first k replicas about k times as much while k
/// is small beside n, and all of them 2n times. No memory besides the fleet. For many keys at a time see
/// [`jump_hashes`](crate::jump_hashes).
///
/// # Accuracy
///
/// Every key chooses independently: a node holds Binomial(K, 1/n) of K keys.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Jump, Member};
///
/// let mut shards = Jump::new(["db-0", "db-1", "db-2"])?;
/// let before: Vec<_> = (0..1000u32).map(|key| *shards.locate(&key)).collect();
/// shards.add(Member::new("db-3"))?;
/// let after: Vec<_> = (0..1000u32).map(|key| *shards.locate(&key)).collect();
/// assert!(before.iter().zip(&after).all(|(old, new)| old == new || *new == "db-3"));
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
#[derive(Clone)]
pub struct Jump<N, H = Xxh3> {
    fleet: Fleet<N>,
    hasher: H,
}

impl<N: Key> Jump<N> {
    /// Nodes in slots of their order.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if there is no node, or one twice.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Jump;
    ///
    /// assert!(Jump::new(["a", "b"]).is_ok());
    /// assert!(Jump::<&str>::new([]).is_err());
    /// ```
    pub fn new(nodes: impl IntoIterator<Item = N>) -> Result<Self, FleetError> {
        Self::with_fleet(Fleet::new(nodes)?)
    }

    /// The members of a fleet.
    ///
    /// # Errors
    ///
    /// [`FleetError::Unweighted`] if a weight is not 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Jump, Member};
    ///
    /// let fleet = Fleet::with_members([Member::new(1).with_zone("east"), Member::new(2).with_zone("west")])?;
    /// assert!([1, 2].contains(Jump::with_fleet(fleet)?.locate("key")));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_fleet(fleet: Fleet<N>) -> Result<Self, FleetError> {
        Self::with_hasher(fleet, Xxh3::default())
    }
}

impl<N: Key, H: KeyHasher> Jump<N, H> {
    /// The members of a fleet, with a hasher for keys.
    ///
    /// # Errors
    ///
    /// [`FleetError::Unweighted`] if a weight is not 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    /// use ansatz_placement::{Fleet, Jump};
    ///
    /// let placer = Jump::with_hasher(Fleet::new(["a", "b"])?, SipHash::new([7; 16]))?;
    /// assert!(["a", "b"].contains(placer.locate("key")));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_hasher(fleet: Fleet<N>, hasher: H) -> Result<Self, FleetError> {
        fleet.require_unweighted(NAME)?;
        Ok(Self { fleet, hasher })
    }
}

surface!(Jump, "Jump::new([\"a\", \"b\", \"c\"])");

impl<N: Key, H: KeyHasher> Placer for Jump<N, H> {
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
        jump(hash, self.fleet.len() as u32) as usize
    }

    fn preference(&self, hash: u64) -> impl Iterator<Item = usize> {
        let slots = self.fleet.len();
        let place = move |number| self.place(hash_of_try(hash, number));
        retries(slots, place, slots_from(self.place(hash), slots))
    }

    fn memory_bytes(&self) -> usize {
        0
    }

    fn add(&mut self, member: Member<N>) -> Result<usize, FleetError> {
        self.fleet.add_unweighted(NAME, member)
    }

    fn remove<Q: Key + ?Sized>(&mut self, node: &Q) -> Result<Removed<N>, FleetError> {
        self.fleet.remove(node)
    }

    fn reweigh<Q: Key + ?Sized>(&mut self, node: &Q, weight: f64) -> Result<f64, FleetError> {
        self.fleet.reweigh_unweighted(NAME, node, weight)
    }
}

const NAME: &str = "Jump";
