//! Rings of other systems: their points on one circle, made anew from the whole fleet at every change.

use alloc::vec::Vec;

use ansatz_core::ParameterError;
use ansatz_hash::Key;

use crate::{
    Fleet, FleetError,
    placers::points::{Point, Points},
};

/// How a system chooses the points of its servers.
pub(super) trait Scheme {
    /// Which weights and totals it can have.
    fn require(&self, weight: f64, total: f64, nodes: usize) -> Result<(), FleetError>;

    /// The points of all servers, in any order.
    fn points<N: Key>(&self, fleet: &Fleet<N>) -> Vec<Point>;

    /// The circle of a fleet whose weights are as required.
    fn circle<N: Key>(&self, fleet: &Fleet<N>) -> Points {
        // Of servers that have a point in common these systems take the one that their configuration names first.
        Points::new(self.points(fleet), |a, b| a.cmp(&b))
    }

    /// The circle of a fleet.
    fn checked_circle<N: Key>(&self, fleet: &Fleet<N>) -> Result<Points, FleetError> {
        let total = fleet.total_weight();
        fleet.members().iter().try_for_each(|member| self.require(member.weight, total, fleet.len()))?;
        Ok(self.circle(fleet))
    }
}

/// A weight that is a whole number of 32 bits, as configurations have them. What is not even a weight is left to the
/// fleet to refuse.
pub(super) fn require_whole(weight: f64) -> Result<(), FleetError> {
    if weight == libm::floor(weight) && weight <= f64::from(u32::MAX) || weight.is_nan() || weight <= 0.0 {
        return Ok(());
    }
    Err(ParameterError::new("weight", weight, "a whole number in 1..=4294967295").into())
}

/// The bytes of a server's text.
pub(super) fn text<K: Key + ?Sized>(node: &K) -> Vec<u8> {
    node.encoding().to_vec()
}

/// [`Placer`](crate::Placer) for a type with the fields `fleet`, `hasher`, `circle` and `scheme`.
macro_rules! remade {
    ($type:ident) => {
        impl<N: Key, H: KeyHasher> Placer for $type<N, H> {
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
                // A server may have no point; it comes last.
                let all = 0..self.fleet.len();
                distinct(self.fleet.len(), self.circle.from(hash).map(|(_, slot)| slot as usize).chain(all))
            }

            fn memory_bytes(&self) -> usize {
                self.circle.memory_bytes()
            }

            fn add(&mut self, member: Member<N>) -> Result<usize, FleetError> {
                self.scheme.require(member.weight, self.fleet.total_weight() + member.weight, self.fleet.len() + 1)?;
                let slot = self.fleet.add(member)?;
                self.circle = self.scheme.circle(&self.fleet);
                Ok(slot)
            }

            fn remove<Q: Key + ?Sized>(&mut self, node: &Q) -> Result<Removed<N>, FleetError> {
                let removed = self.fleet.remove(node)?;
                self.circle = self.scheme.circle(&self.fleet);
                Ok(removed)
            }

            fn reweigh<Q: Key + ?Sized>(&mut self, node: &Q, weight: f64) -> Result<f64, FleetError> {
                let old = self.fleet.members()[self.fleet.require(node)?].weight;
                self.scheme.require(weight, self.fleet.total_weight() - old + weight, self.fleet.len())?;
                self.fleet.reweigh(node, weight)?;
                self.circle = self.scheme.circle(&self.fleet);
                Ok(old)
            }
        }
    };
}

pub(super) use remade;
