//! Rendezvous hashing: every node draws a score for the key, and the best one owns it.
//!
//! D. G. Thaler, C. V. Ravishankar, *Using Name-Based Mappings to Increase Hit Rates*, IEEE/ACM Transactions on
//! Networking 6(1), 1998. With weights the score of a node is -ln(1 - u) / weight for a uniform u, and the smallest wins:
//! the first of n exponential clocks to ring is clock i with probability `weight_i` over the sum. J. Schindelhauer,
//! G. Schomaker, *Weighted Distributed Hash Tables*, SPAA 2005.

use ansatz_hash::{Key, KeyHasher, Xxh3};

use super::{contest::Contest, mix::id_of, placer::Placer, surface::surface};
use crate::{Fleet, FleetError, Member, Removed};

/// Rendezvous (highest random weight) hashing: the most even placement, weighted, with least movement, in time
/// proportional to the number of nodes.
///
/// # Complexity
///
/// `locate` takes O(n), two multiplications for each node, and three and hardly ever a logarithm where weights differ; the
/// first k replicas O(n + k log n). 16 bytes a node. For thousands of nodes [`Skeleton`](crate::Skeleton) is faster.
///
/// # Accuracy
///
/// Every key chooses independently: a node of share p holds Binomial(K, p) of K keys. A change moves no key but those
/// that the leaving node held, or that the arriving one gets: the least possible. Should two nodes have the same hash of 64
/// bits, their slots decide between them.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Fleet, Member, Rendezvous};
///
/// let fleet = Fleet::with_members([Member::new("small"), Member::new("large").with_weight(3.0)])?;
/// let placer = Rendezvous::with_fleet(fleet);
/// let large = (0..10_000u32).filter(|key| *placer.locate(key) == "large").count();
/// assert!((7_300..7_700).contains(&large));
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
#[derive(Clone)]
pub struct Rendezvous<N, H = Xxh3> {
    fleet: Fleet<N>,
    contest: Contest,
    hasher: H,
}

impl<N: Key> Rendezvous<N> {
    /// Nodes of equal weight.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if there is no node, or one twice.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Rendezvous;
    ///
    /// assert!(Rendezvous::new(["a", "b"]).is_ok());
    /// assert!(Rendezvous::new(["a", "a"]).is_err());
    /// ```
    pub fn new(nodes: impl IntoIterator<Item = N>) -> Result<Self, FleetError> {
        Ok(Self::with_fleet(Fleet::new(nodes)?))
    }

    /// The members of a fleet, with their weights and zones.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Rendezvous};
    ///
    /// let placer = Rendezvous::with_fleet(Fleet::new([10, 20, 30])?);
    /// assert!([10, 20, 30].contains(placer.locate("key")));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_fleet(fleet: Fleet<N>) -> Self {
        Self::with_hasher(fleet, Xxh3::default())
    }
}

impl<N: Key, H: KeyHasher> Rendezvous<N, H> {
    /// The members of a fleet, with a hasher for keys and nodes.
    ///
    /// # Examples
    ///
    /// Keys that strangers choose want a hasher with a secret key:
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    /// use ansatz_placement::{Fleet, Rendezvous};
    ///
    /// let placer = Rendezvous::with_hasher(Fleet::new(["a", "b"])?, SipHash::new([7; 16]));
    /// assert!(["a", "b"].contains(placer.locate("key")));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_hasher(fleet: Fleet<N>, hasher: H) -> Self {
        let contest = Contest::new(fleet.members().iter().map(|member| (id_of(&hasher, &member.node), member.weight)));
        Self { fleet, contest, hasher }
    }
}

surface!(Rendezvous, "Rendezvous::new([\"a\", \"b\", \"c\"])");

impl<N: Key, H: KeyHasher> Placer for Rendezvous<N, H> {
    type Node = N;
    type Hasher = H;

    fn fleet(&self) -> &Fleet<N> {
        &self.fleet
    }

    fn hasher(&self) -> &H {
        &self.hasher
    }

    fn place(&self, hash: u64) -> usize {
        self.contest.winner(hash)
    }

    fn preference(&self, hash: u64) -> impl Iterator<Item = usize> {
        self.contest.order(hash)
    }

    fn memory_bytes(&self) -> usize {
        self.contest.memory_bytes()
    }

    fn add(&mut self, member: Member<N>) -> Result<usize, FleetError> {
        let (id, weight) = (id_of(&self.hasher, &member.node), member.weight);
        let slot = self.fleet.add(member)?;
        self.contest.insert(slot, id, weight);
        Ok(slot)
    }

    fn remove<Q: Key + ?Sized>(&mut self, node: &Q) -> Result<Removed<N>, FleetError> {
        let removed = self.fleet.remove(node)?;
        self.contest.swap_remove(removed.slot);
        Ok(removed)
    }

    fn reweigh<Q: Key + ?Sized>(&mut self, node: &Q, weight: f64) -> Result<f64, FleetError> {
        let slot = self.fleet.require(node)?;
        let old = self.fleet.reweigh(node, weight)?;
        self.contest.set_weight(slot, weight);
        Ok(old)
    }
}
