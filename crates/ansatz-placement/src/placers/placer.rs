//! What every placer can do.

use ansatz_hash::{Key, KeyHasher};

use crate::{Fleet, FleetError, Member, Removed};

/// An algorithm that gives every key a node, and a preference among all of them.
///
/// Code that is generic over placers uses this trait; each placer has the same methods and more of its own, so that
/// nothing needs to be imported but its type. Here nodes are slots of the [`Fleet`], the numbers below
/// [`len`](Fleet::len).
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Placer, Rendezvous};
///
/// /// How many of the keys each node gets.
/// fn loads<P: Placer>(placer: &P, keys: impl IntoIterator<Item = u64>) -> Vec<u32> {
///     let mut loads = vec![0; placer.fleet().len()];
///     for key in keys {
///         loads[placer.place(placer.hash(&key))] += 1;
///     }
///     loads
/// }
///
/// let loads = loads(&Rendezvous::new(["a", "b"])?, 0..10_000);
/// assert!(loads.iter().all(|load| (4_800..5_200).contains(load)));
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
pub trait Placer {
    /// The user's type of a node.
    type Node: Key;

    /// The type of the hasher of keys and nodes.
    type Hasher: KeyHasher;

    /// The nodes in their slots.
    fn fleet(&self) -> &Fleet<Self::Node>;

    /// The hasher of keys and nodes.
    fn hasher(&self) -> &Self::Hasher;

    /// The slot of the node that owns a key with this hash.
    fn place(&self, hash: u64) -> usize;

    /// All slots, each once, in the order in which a key with this hash prefers them; the first is
    /// [`place`](Self::place)'s.
    fn preference(&self, hash: u64) -> impl Iterator<Item = usize>;

    /// The bytes of heap that the algorithm's own tables take, beside the fleet.
    fn memory_bytes(&self) -> usize;

    /// Adds a member and returns its slot.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if it cannot be; then nothing has changed.
    fn add(&mut self, member: Member<Self::Node>) -> Result<usize, FleetError>;

    /// Removes a node.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if it is not there, or is the only one.
    fn remove<Q: Key + ?Sized>(&mut self, node: &Q) -> Result<Removed<Self::Node>, FleetError>;

    /// Gives a node another weight and returns the old one.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if the node is not there, the weight is not from 1e-100 to 1e100, or the algorithm has no weights.
    fn reweigh<Q: Key + ?Sized>(&mut self, node: &Q, weight: f64) -> Result<f64, FleetError>;

    /// The hash of a key, as [`place`](Self::place) takes it.
    #[inline]
    fn hash<K: Key + ?Sized>(&self, key: &K) -> u64 {
        self.hasher().hash64(key)
    }
}
