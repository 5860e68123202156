//! Multi-probe consistent hashing: one point a node, and several places from where a key looks for the next one.
//!
//! B. Appleton, M. O'Reilly, *Multi-probe consistent hashing*, arXiv 1505.00062, 2015.

use alloc::{collections::BinaryHeap, vec::Vec};
use core::cmp::Reverse;

use ansatz_core::require_range;
use ansatz_hash::{Key, KeyHasher, Xxh3};

use super::{
    mix::{mix, numbered},
    placer::Placer,
    points::{MOST_POINTS, Points},
    ring::ties,
    seen::Seen,
    surface::surface,
};
use crate::{Fleet, FleetError, Member, Removed};

/// Multi-probe consistent hashing: nearly even shares from a single point a node, for k lookups a key.
///
/// A key has k independent hashes, its probes, and belongs to the node that one of them reaches first, going clockwise.
/// All nodes weigh the same.
///
/// # Complexity
///
/// `locate` takes O(k) expected. A change takes one pass over the points, O(n) for n nodes. 21 bytes a node, 25 of
/// more than 65,536.
///
/// # Accuracy
///
/// The fullest of many nodes has k/(k - 1) times the mean, 1.05 with the default k = 21: a node of arc a owns the share
/// of keys whose nearest of k probes lies within a of it. A change moves the least possible: keys of the node that leaves,
/// or to the one that arrives.
///
/// # Examples
///
/// ```
/// use ansatz_placement::MultiProbe;
///
/// let placer = MultiProbe::new(0..100)?;
/// let mut loads = [0; 100];
/// for key in 0..100_000u32 {
///     loads[*placer.locate(&key)] += 1;
/// }
/// // A mean of 1000, of which the fullest share is some 1050, and deviations of 32 that are the keys' own.
/// assert!(loads.iter().all(|load| *load < 1_200));
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
#[derive(Clone)]
pub struct MultiProbe<N, H = Xxh3> {
    fleet: Fleet<N>,
    circle: Points,
    probes: u32,
    hasher: H,
}

impl<N: Key> MultiProbe<N> {
    /// Nodes of equal weight, and 21 probes a key.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if there is no node, or one twice.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::MultiProbe;
    ///
    /// assert!(MultiProbe::new(["a", "b"]).is_ok());
    /// assert!(MultiProbe::new(["a", "a"]).is_err());
    /// ```
    pub fn new(nodes: impl IntoIterator<Item = N>) -> Result<Self, FleetError> {
        Self::with_fleet(Fleet::new(nodes)?)
    }

    /// The members of a fleet, all of weight 1, and 21 probes a key.
    ///
    /// # Errors
    ///
    /// [`FleetError::Unweighted`] if a weight is not 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Member, MultiProbe};
    ///
    /// let fleet = Fleet::with_members([Member::new("a").with_zone("eu"), Member::new("b").with_zone("us")])?;
    /// assert!(MultiProbe::with_fleet(fleet).is_ok());
    /// assert!(MultiProbe::with_fleet(Fleet::with_members([Member::new("a").with_weight(2.0)])?).is_err());
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_fleet(fleet: Fleet<N>) -> Result<Self, FleetError> {
        Self::with_hasher(fleet, PROBES, Xxh3::default())
    }
}

impl<N: Key, H: KeyHasher> MultiProbe<N, H> {
    /// The members of a fleet, all of weight 1, with a number of probes a key and a hasher for keys and nodes.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if a weight is not 1, `probes` is not in 1..=1024, or there are more than 2^24 nodes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    /// use ansatz_placement::{Fleet, MultiProbe};
    ///
    /// // Keys that strangers choose want a hasher with a secret key.
    /// let placer = MultiProbe::with_hasher(Fleet::new(["a", "b"])?, 11, SipHash::new([7; 16]))?;
    /// assert!(["a", "b"].contains(placer.locate("key")));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_hasher(fleet: Fleet<N>, probes: u32, hasher: H) -> Result<Self, FleetError> {
        require_range("probes", probes, 1..=MOST_PROBES)?;
        fleet.require_unweighted(NAME)?;
        require_range("nodes", fleet.len(), 1..=MOST_POINTS)?;
        let points = fleet.members().iter().enumerate();
        let points = points.map(|(slot, member)| (point(&hasher, &member.node), slot as u32)).collect();
        let circle = Points::new(points, ties(&fleet));
        Ok(Self { fleet, circle, probes, hasher })
    }

    /// The nodes' points in ascending order, each with its slot.
    ///
    /// # Examples
    ///
    /// ```
    /// let placer = ansatz_placement::MultiProbe::new(["a", "b", "c"])?;
    /// assert!(placer.points().is_sorted());
    /// assert_eq!(placer.points().count(), 3);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn points(&self) -> impl Iterator<Item = (u64, usize)> {
        self.circle.from(0).map(|(point, slot)| (point, slot as usize))
    }

    /// How many probes a key has.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_placement::MultiProbe::new(["a", "b"])?.probes(), 21);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn probes(&self) -> u32 {
        self.probes
    }

    /// Where the key's probes start.
    fn starts(&self, hash: u64) -> impl Iterator<Item = u64> {
        (0..u64::from(self.probes)).map(move |number| mix(hash, numbered(number)))
    }
}

surface!(MultiProbe, "MultiProbe::new([\"a\", \"b\", \"c\"])");

impl<N: Key, H: KeyHasher> Placer for MultiProbe<N, H> {
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
        let (mut nearest, mut best) = (u64::MAX, mix(hash, numbered(0)));
        for start in self.starts(hash) {
            let distance = self.circle.distance(start);
            // Of equal distances the first probe's counts. Which probe is nearest no processor can foresee.
            best = core::hint::select_unpredictable(distance < nearest, start, best);
            nearest = distance.min(nearest);
        }
        self.circle.owner(best) as usize
    }

    /// By closeness over all probes: a walk from each, and the one that has come least far takes the next step.
    fn preference(&self, hash: u64) -> impl Iterator<Item = usize> {
        let mut walks: Vec<_> = self.starts(hash).map(|start| (start, self.circle.from(start))).collect();
        let mut step = move |number: usize| {
            let (start, walk) = &mut walks[number];
            walk.next().map(|(point, slot)| Reverse((point.wrapping_sub(*start), number, slot)))
        };
        let mut nearest: BinaryHeap<_> = (0..self.probes as usize).filter_map(&mut step).collect();
        let mut seen = Seen::new(self.fleet.len());
        core::iter::from_fn(move || {
            while !seen.is_full() {
                let Reverse((_, number, slot)) = nearest.pop()?;
                nearest.extend(step(number));
                if seen.insert(slot as usize) {
                    return Some(slot as usize);
                }
            }
            None
        })
    }

    fn memory_bytes(&self) -> usize {
        self.circle.memory_bytes()
    }

    fn add(&mut self, member: Member<N>) -> Result<usize, FleetError> {
        require_range("nodes", self.fleet.len() + 1, 1..=MOST_POINTS)?;
        let point = point(&self.hasher, &member.node);
        let slot = self.fleet.add_unweighted(NAME, member)?;
        self.circle.insert([(point, slot as u32)].into(), ties(&self.fleet));
        Ok(slot)
    }

    fn remove<Q: Key + ?Sized>(&mut self, node: &Q) -> Result<Removed<N>, FleetError> {
        let removed = self.fleet.remove(node)?;
        self.circle.remove(&removed);
        Ok(removed)
    }

    fn reweigh<Q: Key + ?Sized>(&mut self, node: &Q, weight: f64) -> Result<f64, FleetError> {
        self.fleet.reweigh_unweighted(NAME, node, weight)
    }
}

/// A node's point. The salt is none of the probes' own, so that a key that is named as a node is not drawn to it.
fn point<N: Key, H: KeyHasher>(hasher: &H, node: &N) -> u64 {
    mix(hasher.hash64(node), 0)
}

const NAME: &str = "MultiProbe";

/// The paper's choice: the peak is 1 + 1/(k - 1) = 1.05.
const PROBES: u32 = 21;

/// Beyond a thousand the peak is within a thousandth of the mean.
const MOST_PROBES: u32 = 1 << 10;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    /// The definition: every node's least clockwise distance from a probe, the first probe's if two are equal.
    fn by_definition<N: Key>(placer: &MultiProbe<N>, hash: u64) -> Vec<usize> {
        let mut order: Vec<_> = placer
            .points()
            .map(|(point, slot)| {
                let distance = |(number, start): (usize, u64)| (point.wrapping_sub(start), number);
                (placer.starts(hash).enumerate().map(distance).min(), slot)
            })
            .collect();
        order.sort();
        order.into_iter().map(|(_, slot)| slot).collect()
    }

    #[test]
    fn nodes_come_by_their_closeness_to_any_probe() {
        for nodes in [1, 2, 7, 300] {
            let placer = MultiProbe::new(0..nodes).unwrap();
            for key in 0..50u64 {
                let hash = placer.hasher.hash64(&key);
                let order: Vec<usize> = placer.preference(hash).collect();
                assert_eq!(order, by_definition(&placer, hash));
                assert_eq!(placer.place(hash), order[0]);
            }
        }
    }

    #[test]
    fn parameters_are_checked() {
        let fleet = Fleet::new([1, 2]).unwrap();
        assert!(MultiProbe::with_hasher(fleet.clone(), 0, Xxh3::default()).is_err());
        assert!(MultiProbe::with_hasher(fleet.clone(), MOST_PROBES + 1, Xxh3::default()).is_err());
        let mut placer = MultiProbe::with_fleet(fleet).unwrap();
        assert!(placer.add(Member::new(3).with_weight(2.0)).is_err());
        assert!(placer.reweigh(&1, 2.0).is_err());
        assert_eq!(placer.fleet().len(), 2);
    }
}
