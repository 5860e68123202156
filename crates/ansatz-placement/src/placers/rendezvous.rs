//! Rendezvous hashing: every node draws a score for the key, and the best one owns it.
//!
//! D. G. Thaler, C. V. Ravishankar, *Using Name-Based Mappings to Increase Hit Rates*, IEEE/ACM Transactions on
//! Networking 6(1), 1998. With weights the score of a node is -ln(u) / weight for a uniform u, and the smallest wins:
//! the first of n exponential clocks to ring is clock i with probability `weight_i` over the sum. J. Schindelhauer,
//! G. Schomaker, *Weighted Distributed Hash Tables*, SPAA 2005.

use alloc::{collections::BinaryHeap, vec::Vec};
use core::cmp::Ordering;

use ansatz_hash::{Key, KeyHasher, Xxh3};

use super::{mix::mix, placer::Placer, surface::surface};
use crate::{Fleet, FleetError, Member, Removed};

/// Rendezvous (highest random weight) hashing: the most even placement, weighted, with least movement, in time
/// proportional to the number of nodes.
///
/// # Complexity
///
/// `locate` takes O(n), one multiplication chain for each node; the first k replicas O(n + k log n). 16 bytes a node.
///
/// # Accuracy
///
/// Every key chooses independently: a node of share p holds Binomial(K, p) of K keys. A change moves no key but those
/// that the leaving node held, or that the arriving one gets: the least possible.
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
    /// What each slot's node mixes into the key's hash.
    ids: Vec<u64>,
    /// Whether all weights are equal, so that the largest draw wins and no logarithm is needed.
    is_even: bool,
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
        let ids = fleet.members().iter().map(|member| hasher.hash64(&member.node)).collect();
        let is_even = is_even(&fleet);
        Self { fleet, ids, is_even, hasher }
    }

    fn scores(&self, hash: u64) -> impl Iterator<Item = Score> {
        self.ids.iter().zip(self.fleet.members()).enumerate().map(move |(slot, (&id, member))| {
            let draw = mix(hash, id);
            let time = if self.is_even { 0.0 } else { ring_time(draw, member.weight) };
            Score { time, draw, slot: slot as u32 }
        })
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
        // A fleet is never empty.
        self.scores(hash).max().map_or(0, |score| score.slot as usize)
    }

    fn preference(&self, hash: u64) -> impl Iterator<Item = usize> {
        let mut scores: BinaryHeap<Score> = self.scores(hash).collect();
        core::iter::from_fn(move || scores.pop().map(|score| score.slot as usize))
    }

    fn add(&mut self, member: Member<N>) -> Result<usize, FleetError> {
        let id = self.hasher.hash64(&member.node);
        let slot = self.fleet.add(member)?;
        self.ids.push(id);
        self.is_even = is_even(&self.fleet);
        Ok(slot)
    }

    fn remove<Q: Key + ?Sized>(&mut self, node: &Q) -> Result<Removed<N>, FleetError> {
        let removed = self.fleet.remove(node)?;
        self.ids.swap_remove(removed.slot);
        self.is_even = is_even(&self.fleet);
        Ok(removed)
    }

    fn reweigh<Q: Key + ?Sized>(&mut self, node: &Q, weight: f64) -> Result<f64, FleetError> {
        let old = self.fleet.reweigh(node, weight)?;
        self.is_even = is_even(&self.fleet);
        Ok(old)
    }
}

/// What a node bids for a key; the greatest wins.
#[derive(Debug, Clone, Copy)]
struct Score {
    /// When the node's clock rings: the earlier, the better.
    time: f64,
    /// Where the times are equal, as they are where the weights are.
    draw: u64,
    slot: u32,
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        other.time.total_cmp(&self.time).then(self.draw.cmp(&other.draw)).then(other.slot.cmp(&self.slot))
    }
}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Score {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Score {}

fn is_even<N>(fleet: &Fleet<N>) -> bool {
    fleet.members().windows(2).all(|pair| pair[0].weight == pair[1].weight)
}

/// An exponential time of rate `weight`, from 64 uniform bits.
fn ring_time(draw: u64, weight: f64) -> f64 {
    // The middle of one of 2^53 intervals: neither 0, whose logarithm is infinite, nor 1.
    let uniform = ((draw >> 11) as f64 + 0.5) * (1.0 / (1u64 << 53) as f64);
    -libm::log(uniform) / weight
}
