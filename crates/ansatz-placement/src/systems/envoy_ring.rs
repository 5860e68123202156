//! Envoy's ring hash load balancer.
//!
//! <https://github.com/envoyproxy/envoy>, `source/extensions/load_balancing_policies/ring_hash/ring_hash_lb.cc` and, for
//! the weights, `source/extensions/load_balancing_policies/common/thread_aware_lb_impl.cc`.

use alloc::vec::Vec;
use core::ops::RangeInclusive;

use ansatz_core::{ParameterError, require_range};
use ansatz_hash::{Key, KeyHasher, Xxh64};

use super::continuum::{Scheme, remade, require_whole, text};
use crate::{
    Fleet, FleetError, Member, Placer, Removed,
    placers::{
        points::{Point, Points},
        seen::distinct,
        surface::surface,
    },
};

/// The ring that Envoy's ring hash load balancer builds for the same hosts, with `XX_HASH`.
///
/// A node is what Envoy hashes of a host: its address with the port as text (`"127.0.0.1:90"`), or its hostname where the
/// cluster says `use_hostname_for_hashing`. Keys are hashed by XXH64 with seed 0, as Envoy does it with the value of one
/// header; what it makes of several hash policies goes to [`place`](Placer::place) as it is. Weights are those of the hosts
/// of one locality, and slots count in Envoy's order of the hosts, on which the numbers of points depend where they do
/// not come out whole. The order of preference is that of Envoy's retries. Hosts without a point, which there are if
/// the greatest size is less than their number, come last in it.
///
/// # Complexity
///
/// `locate` takes O(1) expected. A change makes the ring anew, O(P log P) for P points of 21 bytes, and may move more keys
/// than needed, since every host's number of points depends on the others' weights.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Placer, systems::EnvoyRing};
///
/// let ring = EnvoyRing::new(["127.0.0.1:90", "127.0.0.1:91", "127.0.0.1:92", "127.0.0.1:93"])?;
/// // XXH64 of "127.0.0.1:91_0".
/// assert_eq!(ring.place(5_583_722_120_771_150_861), 1);
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
#[derive(Clone)]
pub struct EnvoyRing<N, H = Xxh64> {
    fleet: Fleet<N>,
    circle: Points,
    scheme: Envoy,
    hasher: H,
}

impl<N: Key> EnvoyRing<N> {
    /// Hosts of equal weight, and Envoy's default sizes, from 1024 to 8,388,608 points.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if there is no host, or one twice.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::EnvoyRing;
    ///
    /// assert_eq!(EnvoyRing::new(["a:80", "b:80"])?.points().count(), 1024);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn new(nodes: impl IntoIterator<Item = N>) -> Result<Self, FleetError> {
        Self::with_fleet(Fleet::new(nodes)?, DEFAULT_SIZE)
    }

    /// Hosts with their weights, and the cluster's `minimum_ring_size` and `maximum_ring_size`.
    ///
    /// # Errors
    ///
    /// [`FleetError::Parameter`] if a size is not in 1..=8388608, the minimum is greater than the maximum, a weight is not a
    /// whole number or their sum is not below 2^32.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Member, systems::EnvoyRing};
    ///
    /// let hosts = [Member::new("a:80"), Member::new("b:80").with_weight(2.0)];
    /// let ring = EnvoyRing::with_fleet(Fleet::with_members(hosts)?, 6..=1024)?;
    /// assert_eq!(ring.points().filter(|&(_, slot)| slot == 1).count(), 4);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_fleet(fleet: Fleet<N>, ring_size: RangeInclusive<u32>) -> Result<Self, FleetError> {
        let (least, most) = ring_size.into_inner();
        let most = require_range("maximum_ring_size", most, 1..=*DEFAULT_SIZE.end())?;
        let least = require_range("minimum_ring_size", least, 1..=most)?;
        let scheme = Envoy { least: f64::from(least), most: f64::from(most) };
        Ok(Self { circle: scheme.checked_circle(&fleet)?, fleet, scheme, hasher: Xxh64::default() })
    }
}

impl<N: Key, H: KeyHasher> EnvoyRing<N, H> {
    /// All points in ascending order, each with the slot of its host.
    ///
    /// # Examples
    ///
    /// ```
    /// let ring = ansatz_placement::systems::EnvoyRing::new(["a:80", "b:80"])?;
    /// assert!(ring.points().is_sorted());
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn points(&self) -> impl Iterator<Item = (u64, usize)> {
        self.circle.from(0).map(|(point, slot)| (point, slot as usize))
    }
}

surface!(EnvoyRing, "systems::EnvoyRing::new([\"a\", \"b\", \"c\"])");
remade!(EnvoyRing);

#[derive(Debug, Clone, Copy)]
struct Envoy {
    least: f64,
    most: f64,
}

impl Scheme for Envoy {
    fn require(&self, weight: f64, total: f64, _: usize) -> Result<(), FleetError> {
        require_whole(weight)?;
        if total > f64::from(u32::MAX) {
            return Err(ParameterError::new("weight", total, "at most 4294967295 in all").into());
        }
        Ok(())
    }

    /// Envoy's arithmetic, rounding errors and all: the least host has a whole number of points, if the size allows, and
    /// the others are rounded by running sums.
    fn points<N: Key>(&self, fleet: &Fleet<N>) -> Vec<Point> {
        let total = fleet.total_weight();
        let share = |weight: f64| weight / total;
        let least = fleet.members().iter().map(|member| share(member.weight)).fold(1.0, f64::min);
        let scale = (libm::ceil(least * self.least) / least).min(self.most);
        let (mut points, mut target) = (Vec::new(), 0.0);
        for (slot, member) in fleet.members().iter().enumerate() {
            target += scale * share(member.weight);
            let mut label = text(&member.node);
            label.push(b'_');
            let prefix = label.len();
            let mut number = 0u32;
            while (points.len() as f64) < target {
                label.truncate(prefix);
                label.extend_from_slice(alloc::format!("{number}").as_bytes());
                points.push((Xxh64::default().hash_bytes(&label), slot as u32));
                number += 1;
            }
        }
        points
    }
}

/// Envoy's `DefaultMinRingSize` and `DefaultMaxRingSize`.
const DEFAULT_SIZE: RangeInclusive<u32> = 1_024..=8_388_608;
