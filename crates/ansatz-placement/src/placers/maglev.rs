//! Maglev hashing: one look into a table that the nodes have filled by turns.
//!
//! D. E. Eisenbud and others, *Maglev: A Fast and Reliable Software Network Load Balancer*, NSDI 2016, section 3.4.

use alloc::vec::Vec;

use ansatz_hash::{Key, KeyHasher, Xxh3};

use super::{
    maglev_table::{DEFAULT_SIZE, Table, Walk, require_size},
    maglev_turns::turns,
    mix::{mix, numbered, scale},
    placer::Placer,
    seen::distinct,
    surface::surface,
};
use crate::{Fleet, FleetError, Member, Removed};

/// Maglev hashing: the fastest lookup and shares as even as a table can make them, for fleets that change rarely.
///
/// The table has a fixed size M, which does not depend on the number of nodes, and depends on the members only, not on
/// how they came. A change builds it anew and moves a little more than it must: in a table of 65,537 entries the loss
/// of one of 10, 100 or 1000 nodes moved 0.2%, 0.6% or 0.6% of the entries needlessly, and in one of ten times as many
/// 0.06%, 0.14% or 0.3% (means of 20 fleets). Where nothing may move
/// needlessly, [`Anchor`](crate::Anchor) and [`Rendezvous`](crate::Rendezvous) promise that.
///
/// Copies are on the next nodes in the table, from the key's entry on.
///
/// # Complexity
///
/// `locate` takes one multiplication and one look into a table of 2 M bytes (4 M from 65,535 nodes on); the first k
/// replicas k looks and a few more while k is small beside n. A change takes O(M log M + n log n).
///
/// # Accuracy
///
/// With equal weights the nodes' numbers of entries differ by at most 1. A node of s times the greatest weight has s
/// times the entries of the heaviest node up to 3, and at least 1, which may be more than its due. Keys choose entries
/// independently.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Fleet, Maglev, Member};
///
/// let fleet = Fleet::with_members([Member::new("small"), Member::new("large").with_weight(3.0)])?;
/// let placer = Maglev::with_fleet(fleet, 65_537)?;
/// let large = placer.table().filter(|&slot| slot == 1).count();
/// assert_eq!(large, 49_153);
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
#[derive(Clone)]
pub struct Maglev<N, H = Xxh3> {
    fleet: Fleet<N>,
    /// The hash of each slot's node.
    ids: Vec<u64>,
    table: Table,
    hasher: H,
}

impl<N: Key> Maglev<N> {
    /// Nodes of equal weight, and a table of 65,537 entries.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if there is no node, one twice, or more than entries.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Maglev;
    ///
    /// assert_eq!(Maglev::new(["a", "b"])?.table_size(), 65_537);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn new(nodes: impl IntoIterator<Item = N>) -> Result<Self, FleetError> {
        Self::with_fleet(Fleet::new(nodes)?, DEFAULT_SIZE)
    }

    /// The members of a fleet with their weights, and a table of `table_size` entries: a prime, a hundred times the
    /// number of nodes or more.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if `table_size` is not a prime below 2^28, or less than the number of nodes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Maglev};
    ///
    /// assert!(Maglev::with_fleet(Fleet::new([10, 20, 30])?, 1_009).is_ok());
    /// let error = Maglev::with_fleet(Fleet::new([10, 20, 30])?, 1_000).unwrap_err();
    /// assert_eq!(error.to_string(), "`table_size` is 1000, allowed: a prime below 268435456, such as 1009");
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_fleet(fleet: Fleet<N>, table_size: usize) -> Result<Self, FleetError> {
        Self::with_hasher(fleet, table_size, Xxh3::default())
    }
}

impl<N: Key, H: KeyHasher> Maglev<N, H> {
    /// The members of a fleet with their weights, a table of `table_size` entries, and a hasher for keys and nodes.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if `table_size` is not a prime below 2^28, or less than the number of nodes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    /// use ansatz_placement::{Fleet, Maglev};
    ///
    /// let placer = Maglev::with_hasher(Fleet::new(["a", "b"])?, 251, SipHash::new([7; 16]))?;
    /// assert!(["a", "b"].contains(placer.locate("key")));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_hasher(fleet: Fleet<N>, table_size: usize, hasher: H) -> Result<Self, FleetError> {
        require_size(table_size, fleet.len())?;
        let ids: Vec<u64> = fleet.members().iter().map(|member| hasher.hash64(&member.node)).collect();
        let table = build(&fleet, &ids, table_size);
        Ok(Self { fleet, ids, table, hasher })
    }

    /// How many entries the table has.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Maglev};
    ///
    /// assert_eq!(Maglev::with_fleet(Fleet::new(["a", "b"])?, 251)?.table_size(), 251);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn table_size(&self) -> usize {
        self.table.len()
    }

    /// The slot in each entry of the table.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Maglev};
    ///
    /// let placer = Maglev::with_fleet(Fleet::new(["a", "b"])?, 251)?;
    /// assert_eq!(placer.table().filter(|&slot| slot == 0).count() / 5, 25);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn table(&self) -> impl Iterator<Item = usize> + '_ {
        self.table.slots_from(0)
    }
}

surface!(Maglev, "Maglev::new([\"a\", \"b\", \"c\"])");

impl<N: Key, H: KeyHasher> Placer for Maglev<N, H> {
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
        self.table.slot(scale(hash, self.table.len()))
    }

    fn preference(&self, hash: u64) -> impl Iterator<Item = usize> {
        // Every node has an entry.
        distinct(self.fleet.len(), self.table.slots_from(scale(hash, self.table.len())))
    }

    fn memory_bytes(&self) -> usize {
        self.table.memory_bytes() + size_of::<u64>() * self.ids.capacity()
    }

    fn add(&mut self, member: Member<N>) -> Result<usize, FleetError> {
        self.fleet.require_new(&member)?;
        if self.fleet.len() == self.table.len() {
            return Err(FleetError::Full { placer: "Maglev", capacity: self.table.len() });
        }
        let id = self.hasher.hash64(&member.node);
        let slot = self.fleet.add(member)?;
        self.ids.push(id);
        self.table = build(&self.fleet, &self.ids, self.table.len());
        Ok(slot)
    }

    fn remove<Q: Key + ?Sized>(&mut self, node: &Q) -> Result<Removed<N>, FleetError> {
        let removed = self.fleet.remove(node)?;
        self.ids.swap_remove(removed.slot);
        self.table = build(&self.fleet, &self.ids, self.table.len());
        Ok(removed)
    }

    fn reweigh<Q: Key + ?Sized>(&mut self, node: &Q, weight: f64) -> Result<f64, FleetError> {
        let old = self.fleet.reweigh(node, weight)?;
        if old != weight {
            self.table = build(&self.fleet, &self.ids, self.table.len());
        }
        Ok(old)
    }
}

/// The table of a fleet whose nodes have these hashes; which slots they have does not matter.
fn build<N: Key>(fleet: &Fleet<N>, ids: &[u64], size: usize) -> Table {
    let members = fleet.members();
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_unstable_by(|&a, &b| {
        let encoding = |slot: usize| members[slot].node.encoding().to_vec();
        ids[a].cmp(&ids[b]).then_with(|| encoding(a).cmp(&encoding(b)))
    });
    let mut walks: Vec<Walk> = order.iter().map(|&slot| walk(slot, ids[slot], size)).collect();
    let weights: Vec<f64> = order.iter().map(|&slot| members[slot].weight).collect();
    if weights.iter().all(|&weight| weight == weights[0]) {
        Table::fill(size, &mut walks, (0..members.len()).cycle())
    } else {
        Table::fill(size, &mut walks, turns(&weights))
    }
}

fn walk(slot: usize, id: u64, size: usize) -> Walk {
    let draw = |number, range| scale(mix(id, numbered(number)), range) as u32;
    Walk { position: draw(0, size), skip: draw(1, size - 1) + 1, slot: slot as u32 }
}
