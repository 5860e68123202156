//! The hash ring: every node stands at many points of a circle, and a key belongs to the next one clockwise.
//!
//! D. Karger, E. Lehman, T. Leighton, R. Panigrahy, M. Levine, D. Lewin, *Consistent Hashing and Random Trees*, STOC
//! 1997. Several points a node (virtual nodes), in proportion to its weight: the same paper and I. Stoica et al.,
//! *Chord*, SIGCOMM 2001.

use alloc::vec::Vec;
use core::{cmp::Ordering, ops::RangeInclusive};

use ansatz_core::{ParameterError, require_range};
use ansatz_hash::{Key, KeyHasher, Xxh3};

use super::{
    mix::{mix, numbered},
    placer::Placer,
    points::{MOST_POINTS, Point, Points},
    seen::distinct,
    surface::surface,
};
use crate::{Fleet, FleetError, Member, Removed, fleet::require_weight};

/// A hash ring with virtual nodes: the classic of consistent hashing, with weights, exact ranges and a lookup in constant
/// time.
///
/// A node's points depend on the node and their number alone; where two nodes have a point in common, the one whose
/// encoding is smaller owns it. So the same members make the same ring in whatever order they came.
///
/// # Complexity
///
/// `locate` takes O(1) expected, one cache miss. A change takes one pass over the points, O(p n + p log p) for n nodes of
/// p points. 21 bytes a point, 3.4 KB a node by default; 25 bytes with more than 65,536 nodes.
///
/// # Accuracy
///
/// The share of a node of p points among P is that of p of P random arcs: Beta(p, P - p), with mean p/P and coefficient
/// of variation sqrt((1 - p/P) / (p + p/P)), that is sqrt((1 - p/P) / p) almost: 7.9% for 160 points of many
/// nodes, so that the fullest of 100 nodes has about 20% more than the mean. Quadruple the points to halve it, or
/// take [`Rendezvous`](crate::Rendezvous) or [`MultiProbe`](crate::MultiProbe). A change moves the least possible: keys of
/// the node that leaves or shrinks, or to the node that arrives or grows.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Member, Ring};
///
/// let mut ring = Ring::new(["a:6379", "b:6379", "c:6379"])?;
/// let owner = *ring.locate("session:42");
/// ring.add(Member::new("d:6379").with_weight(2.0))?;
/// assert!(["d:6379", owner].contains(ring.locate("session:42")));
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
#[derive(Clone)]
pub struct Ring<N, H = Xxh3> {
    fleet: Fleet<N>,
    circle: Points,
    /// Points of a node of weight 1.
    points: u32,
    hasher: H,
}

impl<N: Key> Ring<N> {
    /// Nodes of equal weight with 160 points each.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if there is no node, one twice, or more than 2^24 points.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Ring;
    ///
    /// assert_eq!(Ring::new(["a", "b"])?.points().count(), 320);
    /// assert!(Ring::new(["a", "a"]).is_err());
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn new(nodes: impl IntoIterator<Item = N>) -> Result<Self, FleetError> {
        Self::with_fleet(Fleet::new(nodes)?)
    }

    /// The members of a fleet, with 160 points for each unit of weight.
    ///
    /// # Errors
    ///
    /// [`FleetError::Parameter`] if that makes more than 2^24 points.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Member, Ring};
    ///
    /// let ring = Ring::with_fleet(Fleet::with_members([Member::new("a"), Member::new("b").with_weight(2.5)])?)?;
    /// assert_eq!(ring.points().count(), 160 + 400);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_fleet(fleet: Fleet<N>) -> Result<Self, FleetError> {
        Self::with_hasher(fleet, POINTS, Xxh3::default())
    }
}

impl<N: Key, H: KeyHasher> Ring<N, H> {
    /// The members of a fleet, with `points` points for each unit of weight, at least one a node, and a hasher for keys
    /// and nodes.
    ///
    /// # Errors
    ///
    /// [`FleetError::Parameter`] if `points` is 0, or there would be more than 2^24 points in all.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    /// use ansatz_placement::{Fleet, Ring};
    ///
    /// // Keys that strangers choose want a hasher with a secret key.
    /// let ring = Ring::with_hasher(Fleet::new(["a", "b"])?, 1_000, SipHash::new([7; 16]))?;
    /// assert!(["a", "b"].contains(ring.locate("key")));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_hasher(fleet: Fleet<N>, points: u32, hasher: H) -> Result<Self, FleetError> {
        require_range("points", points as usize, 1..=MOST_POINTS)?;
        let total = fleet.members().iter().map(|member| count(points, member.weight)).fold(0, usize::saturating_add);
        require_total(total)?;
        let mut all = Vec::with_capacity(total);
        for (slot, member) in fleet.members().iter().enumerate() {
            all.extend(points_of(hasher.hash64(&member.node), slot as u32, count(points, member.weight)));
        }
        let circle = Points::new(all, ties(&fleet));
        Ok(Self { fleet, circle, points, hasher })
    }

    /// All points in ascending order, each with the slot of its node.
    ///
    /// # Examples
    ///
    /// ```
    /// let ring = ansatz_placement::Ring::new(["a", "b"])?;
    /// let (point, slot) = ring.points().next().unwrap();
    /// assert_eq!(ring.locate_hash(point), ring.fleet().node(slot));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn points(&self) -> impl Iterator<Item = (u64, usize)> {
        self.circle.from(0).map(|(point, slot)| (point, slot as usize))
    }

    /// Which hashes belong to which slot: ranges in ascending order that cover all hashes, each once; two that touch
    /// belong to different slots.
    ///
    /// # Examples
    ///
    /// ```
    /// let ring = ansatz_placement::Ring::new(["a", "b"])?;
    /// let lengths = ring.ranges().filter(|(_, slot)| *slot == 0).map(|(range, _)| range.end() - range.start());
    /// let share = lengths.map(|length| (length as f64 + 1.0) / 2f64.powi(64)).sum::<f64>();
    /// assert!((share - 0.5).abs() < 0.15);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn ranges(&self) -> impl Iterator<Item = (RangeInclusive<u64>, usize)> {
        // A point ends a range; behind the last one begins what the first one owns beyond the top of the circle.
        let beyond = self.circle.from(0).take(1).map(|(_, slot)| (u64::MAX, slot));
        let mut ends = self.circle.from(0).chain(beyond).peekable();
        let mut start = Some(0);
        core::iter::from_fn(move || {
            let from = start?;
            let (mut end, slot) = ends.by_ref().find(|&(end, _)| end >= from)?;
            // Of equal points only the first one owns anything.
            while let Some((next, _)) = ends.next_if(|&(next, other)| other == slot || next == end) {
                end = next;
            }
            start = end.checked_add(1);
            Some((from..=end, slot as usize))
        })
    }
}

surface!(Ring, "Ring::new([\"a\", \"b\", \"c\"])");

impl<N: Key, H: KeyHasher> Placer for Ring<N, H> {
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
        self.circle.owner(hash) as usize
    }

    fn preference(&self, hash: u64) -> impl Iterator<Item = usize> {
        distinct(self.fleet.len(), self.circle.from(hash).map(|(_, slot)| slot as usize))
    }

    fn memory_bytes(&self) -> usize {
        self.circle.memory_bytes()
    }

    fn add(&mut self, member: Member<N>) -> Result<usize, FleetError> {
        self.fleet.require_new(&member)?;
        let points = count(self.points, member.weight);
        require_total(self.circle.len().saturating_add(points))?;
        let id = self.hasher.hash64(&member.node);
        let slot = self.fleet.add(member)?;
        self.circle.insert(points_of(id, slot as u32, points).collect(), ties(&self.fleet));
        Ok(slot)
    }

    fn remove<Q: Key + ?Sized>(&mut self, node: &Q) -> Result<Removed<N>, FleetError> {
        let removed = self.fleet.remove(node)?;
        self.circle.remove(&removed);
        Ok(removed)
    }

    fn reweigh<Q: Key + ?Sized>(&mut self, node: &Q, weight: f64) -> Result<f64, FleetError> {
        let slot = self.fleet.require(node)?;
        require_weight(node, weight)?;
        let (old, new) = (count(self.points, self.fleet.members()[slot].weight), count(self.points, weight));
        require_total((self.circle.len() - old).saturating_add(new))?;
        let weight = self.fleet.reweigh(node, weight)?;
        if new != old {
            let points = points_of(self.hasher.hash64(node), slot as u32, new).collect();
            self.circle.replace(slot as u32, points, ties(&self.fleet));
        }
        Ok(weight)
    }
}

/// The order of slots that have a point in common: that of their nodes' encodings, which no history changes.
pub(crate) fn ties<N: Key>(fleet: &Fleet<N>) -> impl Fn(u32, u32) -> Ordering {
    |a, b| {
        let (a, b) = (fleet.node(a as usize).encoding(), fleet.node(b as usize).encoding());
        a.read_bytes(|a| b.read_bytes(|b| a.cmp(b)))
    }
}

/// The first `count` points of the node with this hash.
fn points_of(id: u64, slot: u32, count: usize) -> impl Iterator<Item = Point> {
    (0..count as u64).map(move |number| (mix(id, numbered(number)), slot))
}

/// How many points a node of this weight has; saturates.
fn count(points: u32, weight: f64) -> usize {
    (libm::round(f64::from(points) * weight) as usize).max(1)
}

fn require_total(points: usize) -> Result<(), FleetError> {
    if points <= MOST_POINTS {
        return Ok(());
    }
    Err(ParameterError::new("points", points, "at most 2^24 in all: fewer for each unit of weight, or less weight")
        .into())
}

/// Points for each unit of weight. 160 is what libketama made common, 40 digests of four points each.
const POINTS: u32 = 160;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::{string::ToString, vec, vec::Vec};

    use ansatz_hash::Identity;

    use super::*;

    /// Gives every node the same hash, so that they share all points.
    struct Same;

    impl KeyHasher for Same {
        fn hash_bytes(&self, _: &[u8]) -> u64 {
            42
        }

        fn identity(&self) -> Identity {
            Identity::new(*b"same", 0)
        }
    }

    #[test]
    fn ranges_cover_the_circle_once_and_say_who_owns_it() {
        for nodes in [1, 2, 3, 50] {
            let ring = Ring::new(0..nodes).unwrap();
            let mut next = Some(0);
            let mut last = None;
            for (range, slot) in ring.ranges() {
                assert_eq!(Some(*range.start()), next);
                assert_ne!(Some(slot), last);
                assert_eq!((ring.place(*range.start()), ring.place(*range.end())), (slot, slot));
                (next, last) = (range.end().checked_add(1), Some(slot));
            }
            assert_eq!(next, None);
        }
        assert_eq!(Ring::new([7]).unwrap().ranges().collect::<Vec<_>>(), [(0..=u64::MAX, 0)]);
    }

    #[test]
    fn of_nodes_that_share_their_points_the_smaller_encoding_owns_all() {
        let mut ring = Ring::with_hasher(Fleet::new(["c", "b", "d"]).unwrap(), 10, Same).unwrap();
        ring.add(Member::new("a")).unwrap();
        assert_eq!(ring.replicas("key").copied().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
        assert_eq!(ring.ranges().collect::<Vec<_>>(), [(0..=u64::MAX, 3)]);
        ring.remove("a").unwrap();
        assert_eq!(ring.replicas("key").copied().collect::<Vec<_>>(), ["b", "c", "d"]);
    }

    #[test]
    fn points_follow_the_weight_and_are_bounded() {
        assert_eq!((count(160, 0.001), count(160, 1.5), count(3, f64::NAN)), (1, 240, 1));
        let mut ring = Ring::new(["a", "b"]).unwrap();
        let error = ring.add(Member::new("c").with_weight(1e99)).unwrap_err();
        assert!(error.to_string().starts_with("`points` is"), "{error}");
        assert!(ring.reweigh("a", 1e6).is_err() && ring.reweigh("a", f64::NAN).is_err());
        assert_eq!((ring.fleet().len(), ring.points().count()), (2, 320));
        let heavy = vec![Member::new(1).with_weight(1e100), Member::new(2).with_weight(1e99)];
        assert!(Ring::with_fleet(Fleet::with_members(heavy).unwrap()).is_err());
        assert!(Ring::with_hasher(Fleet::new([1]).unwrap(), 0, Xxh3::default()).is_err());
    }
}
