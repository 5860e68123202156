//! libmemcached's ketama.
//!
//! <https://github.com/awesomized/libmemcached>, `src/libmemcached/hosts.cc` (`update_continuum`), `hash.cc` and
//! `behavior.cc`; version 1.1.4.

use alloc::{format, vec::Vec};

use ansatz_core::require_range;
use ansatz_hash::{Key, KeyHasher};

use super::{
    continuum::{Scheme, remade, require_whole, text},
    ketama_hashes::{Md5Prefix, OneAtATime, md5_words, upper},
};
use crate::{
    Fleet, FleetError, Member, Placer, Removed,
    placers::{
        points::{MOST_POINTS, Point, Points},
        seen::distinct,
        surface::surface,
    },
};

/// The ring of libmemcached's consistent distributions.
///
/// | behaviours, set before the servers are added | constructor | keys | points |
/// |---|---|---|---|
/// | `KETAMA_WEIGHTED` | [`with_fleet`](Self::with_fleet) | MD5 | MD5, 160 n in all, shared out by weight |
/// | `KETAMA`, or `DISTRIBUTION` = consistent; some weight above 1 | [`unweighted`](Self::unweighted) | one at a time | the same |
/// | the same; all weights 1 | [`unweighted`](Self::unweighted) | one at a time | one at a time, 100 a server |
///
/// `KETAMA` alone does not set the hash function in libmemcached 1.1, whatever its manual says, and a weight above 1 turns
/// weighted points on.
///
/// A node is a server's text, its host and port (`"10.0.1.1:11211"`); a port of 11211 is the default and may be left out.
/// Slots count in the order of the servers: it decides between those that share a point. The order of preference
/// after the first is the ring's; libmemcached itself has no such order.
///
/// # Complexity
///
/// `locate` takes O(1) expected. A change makes the ring anew, O(P log P) for P points of 21 bytes, and with weights moves
/// more keys than needed, since every server's number of points depends on the others' weights.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Fleet, Member, systems::LibmemcachedKetama};
///
/// let weights = [600.0, 300.0, 200.0, 350.0, 1000.0, 800.0, 950.0, 100.0];
/// let servers = (1..).zip(weights).map(|(i, weight)| Member::new(format!("10.0.1.{i}:11211")).with_weight(weight));
/// let ring = LibmemcachedKetama::with_fleet(Fleet::with_members(servers)?)?;
/// assert_eq!(ring.locate("foo"), "10.0.1.8:11211");
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
#[derive(Clone)]
pub struct LibmemcachedKetama<N, H = Md5Prefix> {
    fleet: Fleet<N>,
    circle: Points,
    scheme: Libmemcached,
    hasher: H,
}

impl<N: Key> LibmemcachedKetama<N> {
    /// Servers of weight 1, with `KETAMA_WEIGHTED`.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if there is no server, or one twice.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::LibmemcachedKetama;
    ///
    /// let ring = LibmemcachedKetama::new(["cache-1", "cache-2"])?;
    /// assert!(ring.locate("user:1").starts_with("cache-"));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn new(nodes: impl IntoIterator<Item = N>) -> Result<Self, FleetError> {
        Self::with_fleet(Fleet::new(nodes)?)
    }

    /// Servers with their weights, with `KETAMA_WEIGHTED`.
    ///
    /// # Errors
    ///
    /// [`FleetError::Parameter`] if a weight is not a whole number, or there are more than 2^16 servers.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Member, systems::LibmemcachedKetama};
    ///
    /// let servers = [Member::new("a").with_weight(3.0), Member::new("b")];
    /// assert!(LibmemcachedKetama::with_fleet(Fleet::with_members(servers)?).is_ok());
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_fleet(fleet: Fleet<N>) -> Result<Self, FleetError> {
        let scheme = Libmemcached::Weighted;
        Ok(Self { circle: scheme.checked_circle(&fleet)?, fleet, scheme, hasher: Md5Prefix })
    }
}

impl<N: Key> LibmemcachedKetama<N, OneAtATime> {
    /// Servers with `KETAMA`, or with a consistent `DISTRIBUTION`, and no other behaviour.
    ///
    /// # Errors
    ///
    /// [`FleetError::Parameter`] if a weight is not a whole number, or there are more than 2^16 servers.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, systems::LibmemcachedKetama};
    ///
    /// let servers = (1..9).map(|i| format!("10.0.1.{i}:11211"));
    /// assert_eq!(LibmemcachedKetama::unweighted(Fleet::new(servers)?)?.locate("foo"), "10.0.1.3:11211");
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn unweighted(fleet: Fleet<N>) -> Result<Self, FleetError> {
        let scheme = Libmemcached::Unweighted;
        Ok(Self { circle: scheme.checked_circle(&fleet)?, fleet, scheme, hasher: OneAtATime })
    }
}

surface!(LibmemcachedKetama, "systems::LibmemcachedKetama::new([\"a\", \"b\", \"c\"])");
remade!(LibmemcachedKetama);

#[derive(Debug, Clone, Copy)]
enum Libmemcached {
    Weighted,
    /// Until a server has a weight above 1.
    Unweighted,
}

impl Scheme for Libmemcached {
    fn require(&self, weight: f64, _: f64, nodes: usize) -> Result<(), FleetError> {
        require_whole(weight)?;
        require_range("nodes", nodes, 1..=MOST_SERVERS)?;
        Ok(())
    }

    fn points<N: Key>(&self, fleet: &Fleet<N>) -> Vec<Point> {
        let servers = fleet.members().iter().enumerate();
        let mut points = Vec::new();
        if matches!(self, Self::Unweighted) && fleet.members().iter().all(|member| member.weight <= 1.0) {
            for (slot, member) in servers {
                let hashes = labels(&member.node, POINTS).map(|label| OneAtATime.hash_bytes(&label));
                points.extend(hashes.map(|hash| (hash, slot as u32)));
            }
            return points;
        }
        let total = fleet.total_weight() as f32;
        for (slot, member) in servers {
            let digests = digests(member.weight as f32, total, fleet.len() as f32);
            let words = labels(&member.node, digests).flat_map(|label| md5_words(&label));
            points.extend(words.map(|word| (upper(word), slot as u32)));
        }
        points
    }
}

/// What is hashed for a server's points.
fn labels<N: Key>(node: &N, count: usize) -> impl Iterator<Item = Vec<u8>> {
    let server = text(node);
    let named = server.strip_suffix(b":11211").unwrap_or(&server).to_vec();
    (0..count).map(move |number| [&named[..], format!("-{number}").as_bytes()].concat())
}

/// How many digests of four points each a server has, in libmemcached's single precision and order of operations.
fn digests(weight: f32, total: f32, servers: f32) -> usize {
    libm::floorf(weight / total * WEIGHTED_POINTS / 4.0 * servers + 0.000_000_000_1) as usize
}

const POINTS: usize = 100;

const WEIGHTED_POINTS: f32 = 160.0;

/// 160 points each are 2^24 points and less.
const MOST_SERVERS: usize = 1 << 16;

const _: () = assert!(MOST_SERVERS * 160 < MOST_POINTS);
