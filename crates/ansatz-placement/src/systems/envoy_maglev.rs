//! Envoy's Maglev load balancer.
//!
//! <https://github.com/envoyproxy/envoy>, `source/extensions/load_balancing_policies/maglev/maglev_lb.cc` and, for the
//! weights, `source/extensions/load_balancing_policies/common/thread_aware_lb_impl.cc`.

use alloc::vec::Vec;

use ansatz_hash::{Key, KeyHasher, SeededHasher, Xxh64};

use crate::{
    Fleet, FleetError, Member, Placer, Removed,
    placers::{
        maglev_table::{DEFAULT_SIZE, Table, Walk, require_size},
        retries::retries,
        surface::surface,
    },
};

/// The table that Envoy's Maglev load balancer builds for the same hosts, entry for entry.
///
/// A node is what Envoy hashes of a host: its address with the port as text (`"127.0.0.1:90"`), or its hostname where
/// the cluster says `use_hostname_for_hashing`. Keys are hashed by XXH64 with seed 0, as Envoy does it with the value of
/// one header; what it makes of several hash policies goes to [`place`](Placer::place) as it is. Weights are those of
/// the hosts of one locality. What a priority, a panic threshold or a locality's own weight does to the set of hosts is
/// for the caller to have done.
///
/// The order of preference begins with the hosts that Envoy chooses in its attempts 0, 1, 2, ... where a retry predicate
/// rejects them; after some attempts the rest follows in the order of the table.
///
/// # Complexity
///
/// `locate` takes one division and one look into a table of 2 M bytes. A change takes O(M log M) with equal weights; with
/// others each round asks every node, as Envoy does it, which is up to M n steps where one weight is far greater than
/// the rest.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Fleet, systems::EnvoyMaglev};
///
/// let hosts = (90..96).map(|port| format!("127.0.0.1:{port}"));
/// let placer = EnvoyMaglev::with_fleet(Fleet::new(hosts)?, 7)?;
/// assert!(placer.table().eq([2, 4, 0, 1, 5, 0, 3]));
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
#[derive(Clone)]
pub struct EnvoyMaglev<N, H = Xxh64> {
    fleet: Fleet<N>,
    table: Table,
    hasher: H,
}

impl<N: Key> EnvoyMaglev<N> {
    /// Hosts of equal weight, and Envoy's default of 65,537 entries.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if there is no host, one twice, or more than entries.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::EnvoyMaglev;
    ///
    /// assert_eq!(EnvoyMaglev::new(["127.0.0.1:90", "127.0.0.1:91"])?.table().count(), 65_537);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn new(nodes: impl IntoIterator<Item = N>) -> Result<Self, FleetError> {
        Self::with_fleet(Fleet::new(nodes)?, DEFAULT_SIZE)
    }

    /// Hosts with their weights, and the cluster's `table_size`.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if `table_size` is not a prime below 2^28, or less than the number of hosts.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Member, systems::EnvoyMaglev};
    ///
    /// let hosts = [Member::new("127.0.0.1:90"), Member::new("127.0.0.1:91").with_weight(2.0)];
    /// let placer = EnvoyMaglev::with_fleet(Fleet::with_members(hosts)?, 17)?;
    /// assert_eq!(placer.table().filter(|&slot| slot == 1).count(), 11);
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_fleet(fleet: Fleet<N>, table_size: usize) -> Result<Self, FleetError> {
        Self::with_hasher(fleet, table_size, Xxh64::default())
    }
}

impl<N: Key, H: KeyHasher> EnvoyMaglev<N, H> {
    /// Hosts with their weights, the cluster's `table_size`, and a hasher for keys; hosts are always hashed by XXH64.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if `table_size` is not a prime below 2^28, or less than the number of hosts.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::Xxh3;
    /// use ansatz_placement::{Fleet, systems::EnvoyMaglev};
    ///
    /// let placer = EnvoyMaglev::with_hasher(Fleet::new(["127.0.0.1:90"])?, 7, Xxh3::default())?;
    /// assert_eq!(*placer.locate("key"), "127.0.0.1:90");
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_hasher(fleet: Fleet<N>, table_size: usize, hasher: H) -> Result<Self, FleetError> {
        require_size(table_size, fleet.len())?;
        Ok(Self { table: build(&fleet, table_size), fleet, hasher })
    }

    /// The entries of the table.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::EnvoyMaglev;
    ///
    /// assert_eq!(EnvoyMaglev::new(["127.0.0.1:90"])?.table_size(), 65_537);
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
    /// use ansatz_placement::{Fleet, systems::EnvoyMaglev};
    ///
    /// let placer = EnvoyMaglev::with_fleet(Fleet::new(["127.0.0.1:90"])?, 7)?;
    /// assert!(placer.table().eq([0; 7]));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn table(&self) -> impl Iterator<Item = usize> + '_ {
        self.table.slots_from(0)
    }
}

surface!(EnvoyMaglev, "systems::EnvoyMaglev::new([\"a\", \"b\", \"c\"])");

impl<N: Key, H: KeyHasher> Placer for EnvoyMaglev<N, H> {
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
        self.table.slot((hash % self.table.len() as u64) as usize)
    }

    fn preference(&self, hash: u64) -> impl Iterator<Item = usize> {
        // Envoy: hash ^= ~0 - attempt + 1, if this is not the first attempt.
        let attempt = move |number: u64| self.place(hash ^ number.wrapping_neg());
        let entry = hash % self.table.len() as u64;
        retries(self.fleet.len(), attempt, self.table.slots_from(entry as usize))
    }

    fn memory_bytes(&self) -> usize {
        self.table.memory_bytes()
    }

    fn add(&mut self, member: Member<N>) -> Result<usize, FleetError> {
        self.fleet.require_new(&member)?;
        if self.fleet.len() == self.table.len() {
            return Err(FleetError::Full { placer: "EnvoyMaglev", capacity: self.table.len() });
        }
        let slot = self.fleet.add(member)?;
        self.table = build(&self.fleet, self.table.len());
        Ok(slot)
    }

    fn remove<Q: Key + ?Sized>(&mut self, node: &Q) -> Result<Removed<N>, FleetError> {
        let removed = self.fleet.remove(node)?;
        self.table = build(&self.fleet, self.table.len());
        Ok(removed)
    }

    fn reweigh<Q: Key + ?Sized>(&mut self, node: &Q, weight: f64) -> Result<f64, FleetError> {
        let old = self.fleet.reweigh(node, weight)?;
        self.table = build(&self.fleet, self.table.len());
        Ok(old)
    }
}

/// The hosts in the order of their texts, each on its walk.
fn build<N: Key>(fleet: &Fleet<N>, size: usize) -> Table {
    let members = fleet.members();
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_cached_key(|&slot| members[slot].node.encoding().to_vec());
    let walk = |&slot: &usize| {
        let draw = |seed, range: usize| (Xxh64::with_seed(seed).hash64(&members[slot].node) % range as u64) as u32;
        Walk { position: draw(0, size), skip: draw(1, size - 1) + 1, slot: slot as u32 }
    };
    let mut walks: Vec<Walk> = order.iter().map(walk).collect();
    let total: f64 = order.iter().map(|&slot| members[slot].weight).sum();
    Table::fill(size, &mut walks, turns(order.iter().map(|&slot| members[slot].weight / total).collect()))
}

/// The order of turns by Envoy's arithmetic, rounding errors and all: in round r a host whose share is s has its k-th
/// turn if r s is not below k - 1 times the greatest share.
fn turns(shares: Vec<f64>) -> impl Iterator<Item = usize> {
    let most = shares.iter().copied().fold(0.0, f64::max);
    let mut targets = alloc::vec![0.0; shares.len()];
    let mut round: u32 = 1;
    let mut next = 0;
    core::iter::from_fn(move || {
        loop {
            if next == shares.len() {
                round = round.saturating_add(1);
                next = 0;
            }
            let host = next;
            next += 1;
            if f64::from(round) * shares[host] >= targets[host] {
                targets[host] += most;
                return Some(host);
            }
        }
    })
}
