//! Members in their slots.
//!
//! Algorithms speak of slots, the numbers 0 to n - 1, and the fleet knows which node sits in which. A node that leaves
//! is replaced in its slot by the last one, so that the numbers stay dense.

use alloc::{boxed::Box, collections::BTreeMap, format, string::String, vec::Vec};
use core::fmt;

use ansatz_hash::Key;

use super::{error::FleetError, name::name_of, zones::Zones};

/// A node with its weight and its failure domain.
///
/// # Examples
///
/// ```
/// use ansatz_placement::Member;
///
/// let member = Member::new("db-7").with_weight(2.0).with_zone("eu-1a");
/// assert_eq!((member.node, member.weight, member.zone.as_deref()), ("db-7", 2.0, Some("eu-1a")));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Member<N> {
    /// The node.
    pub node: N,
    /// Its share of the keys, relative to the other nodes'; from 1e-100 to 1e100.
    pub weight: f64,
    /// What fails together with it: a rack, a zone. A node without a label fails alone.
    pub zone: Option<String>,
}

impl<N> Member<N> {
    /// A node of weight 1 that fails alone.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_placement::Member::new("db-7").weight, 1.0);
    /// ```
    pub fn new(node: N) -> Self {
        Self { node, weight: 1.0, zone: None }
    }

    /// The same node with another weight.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_placement::Member::new("db-7").with_weight(0.5).weight, 0.5);
    /// ```
    #[must_use]
    pub fn with_weight(self, weight: f64) -> Self {
        Self { weight, ..self }
    }

    /// The same node in a failure domain.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_placement::Member::new("db-7").with_zone("eu-1a").zone.as_deref(), Some("eu-1a"));
    /// ```
    #[must_use]
    pub fn with_zone(self, zone: impl Into<String>) -> Self {
        Self { zone: Some(zone.into()), ..self }
    }
}

/// At least one node, each once, with weights from 1e-100 to 1e100.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Fleet, Member};
///
/// let mut fleet = Fleet::new(["a", "b"])?;
/// fleet.add(Member::new("c").with_weight(2.0))?;
/// assert_eq!((fleet.len(), fleet.total_weight()), (3, 4.0));
/// assert_eq!(fleet.slot_of("c"), Some(2));
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
#[derive(Clone)]
pub struct Fleet<N> {
    members: Vec<Member<N>>,
    /// The slot of each node, by its key's encoding.
    slots: BTreeMap<Box<[u8]>, u32>,
    zones: Zones,
}

/// What [`Fleet::remove`] took out.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Removed<N> {
    /// The member that is gone.
    pub member: Member<N>,
    /// The slot that it had.
    pub slot: usize,
    /// The slot whose member has moved to `slot`: the last one, unless that was the one removed.
    pub renumbered: Option<usize>,
}

impl<N: Key> Fleet<N> {
    /// A fleet of nodes of weight 1 without zones, in slots of their order.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if there is no node, or one twice.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Fleet;
    ///
    /// assert_eq!(Fleet::new(["a", "b"])?.len(), 2);
    /// assert!(Fleet::<u32>::new([]).is_err());
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn new(nodes: impl IntoIterator<Item = N>) -> Result<Self, FleetError> {
        Self::with_members(nodes.into_iter().map(Member::new))
    }

    /// A fleet of members, in slots of their order.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if there is no member, a node twice, or a weight that is not from 1e-100 to 1e100.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Member};
    ///
    /// let fleet = Fleet::with_members([Member::new(1), Member::new(2).with_weight(3.0)])?;
    /// assert_eq!(fleet.total_weight(), 4.0);
    /// assert!(Fleet::with_members([Member::new(1).with_weight(f64::NAN)]).is_err());
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_members(members: impl IntoIterator<Item = Member<N>>) -> Result<Self, FleetError> {
        let mut fleet = Self::empty();
        for member in members {
            fleet.add(member)?;
        }
        if fleet.members.is_empty() { Err(FleetError::Empty) } else { Ok(fleet) }
    }

    /// No member yet: to be filled by whoever knows that there is one.
    pub(crate) fn empty() -> Self {
        Self { members: Vec::new(), slots: BTreeMap::new(), zones: Zones::default() }
    }

    /// Adds a member in the next slot, which is returned.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if the node is there already, its weight is not from 1e-100 to 1e100, or there are 2^31 nodes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Member};
    ///
    /// let mut fleet = Fleet::new(["a", "b"])?;
    /// assert_eq!(fleet.add(Member::new("c")), Ok(2));
    /// assert!(fleet.add(Member::new("c")).is_err());
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn add(&mut self, member: Member<N>) -> Result<usize, FleetError> {
        self.require_new(&member)?;
        let slot = self.members.len();
        self.slots.insert(encoded(&member.node), slot as u32);
        self.zones.push(member.zone.as_deref());
        self.members.push(member);
        Ok(slot)
    }

    /// Removes a node; the last slot's member moves to its slot.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if the node is not there, or is the only one.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Fleet;
    ///
    /// let mut fleet = Fleet::new(["a", "b", "c"])?;
    /// let removed = fleet.remove("a")?;
    /// assert_eq!((removed.slot, removed.renumbered), (0, Some(2)));
    /// assert_eq!(fleet.slot_of("c"), Some(0));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn remove<Q: Key + ?Sized>(&mut self, node: &Q) -> Result<Removed<N>, FleetError> {
        let slot = self.require(node)?;
        let last = self.members.len() - 1;
        if last == 0 {
            return Err(FleetError::Empty);
        }
        self.slots.remove(&encoded(node));
        let member = self.members.swap_remove(slot);
        self.zones.swap_remove(slot, member.zone.as_deref());
        let renumbered = (slot != last).then_some(last);
        if renumbered.is_some() {
            self.slots.insert(encoded(&self.members[slot].node), slot as u32);
        }
        Ok(Removed { member, slot, renumbered })
    }

    /// Gives a node another weight and returns the old one.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if the node is not there, or the weight is not from 1e-100 to 1e100.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Fleet;
    ///
    /// let mut fleet = Fleet::new(["a", "b"])?;
    /// assert_eq!(fleet.reweigh("a", 2.5), Ok(1.0));
    /// assert!(fleet.reweigh("a", 0.0).is_err());
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn reweigh<Q: Key + ?Sized>(&mut self, node: &Q, weight: f64) -> Result<f64, FleetError> {
        let slot = self.require(node)?;
        require_weight(node, weight)?;
        Ok(core::mem::replace(&mut self.members[slot].weight, weight))
    }

    /// The slot of a node, if it is there.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Fleet;
    ///
    /// let fleet = Fleet::new(["a".to_string(), "b".to_string()])?;
    /// assert_eq!((fleet.slot_of("b"), fleet.slot_of("z")), (Some(1), None));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn slot_of<Q: Key + ?Sized>(&self, node: &Q) -> Option<usize> {
        self.slots.get(&encoded(node)).map(|&slot| slot as usize)
    }

    /// `Ok` if this member can be added.
    pub(crate) fn require_new(&self, member: &Member<N>) -> Result<(), FleetError> {
        if self.members.len() >= MOST {
            return Err(FleetError::TooMany(self.members.len() as u64 + 1));
        }
        require_weight(&member.node, member.weight)?;
        if self.slot_of(&member.node).is_some() {
            return Err(FleetError::Duplicate { node: name_of(&member.node) });
        }
        Ok(())
    }

    /// The slot of a node.
    ///
    /// # Errors
    ///
    /// [`FleetError::Unknown`] if it is not there.
    pub(crate) fn require<Q: Key + ?Sized>(&self, node: &Q) -> Result<usize, FleetError> {
        self.slot_of(node).ok_or_else(|| FleetError::Unknown { node: name_of(node), nodes: self.members.len() })
    }
}

impl<N> Fleet<N> {
    /// The members, in the order of their slots.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Fleet;
    ///
    /// let fleet = Fleet::new(["a", "b"])?;
    /// assert_eq!(fleet.members()[1].node, "b");
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn members(&self) -> &[Member<N>] {
        &self.members
    }

    /// The node in a slot.
    ///
    /// # Panics
    ///
    /// If the slot is not below [`len`](Self::len).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Fleet;
    ///
    /// assert_eq!(Fleet::new(["a", "b"])?.node(1), &"b");
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    #[inline]
    pub fn node(&self, slot: usize) -> &N {
        &self.members[slot].node
    }

    /// How many nodes there are; never 0.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_placement::Fleet::new(["a", "b"])?.len(), 2);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    #[allow(clippy::len_without_is_empty)] // It never is.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// The failure domains of the slots.
    pub(crate) fn zones(&self) -> &Zones {
        &self.zones
    }

    /// The sum of all weights.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_placement::Fleet::new(["a", "b"])?.total_weight(), 2.0);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn total_weight(&self) -> f64 {
        self.members.iter().map(|member| member.weight).sum()
    }
}

impl<N> fmt::Debug for Fleet<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fleet").field("nodes", &self.members.len()).finish_non_exhaustive()
    }
}

fn encoded<K: Key + ?Sized>(node: &K) -> Box<[u8]> {
    node.encoding().to_vec().into_boxed_slice()
}

/// `Ok` if a node may have this weight.
pub(crate) fn require_weight<K: Key + ?Sized>(node: &K, weight: f64) -> Result<(), FleetError> {
    if (LIGHTEST..=HEAVIEST).contains(&weight) {
        return Ok(());
    }
    Err(FleetError::Weight { node: name_of(node), weight: format!("{weight}") })
}

/// Slots are stored in 32 bits, and the highest is left to tables as a mark.
const MOST: usize = 1 << 31;

/// Neither sums of weights nor their ratios with each other and with random times leave the range of numbers.
const LIGHTEST: f64 = 1e-100;
const HEAVIEST: f64 = 1e100;
