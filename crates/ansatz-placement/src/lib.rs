//! Where does a key live, and what moves when the fleet changes? Consistent hashing, partitioning and rebalancing for
//! shard routers, caches and gateways.
//!
//! ```
//! use ansatz_placement::{Balance, Layout, Member, Plan, Rendezvous};
//!
//! // The user's own type of a node; here, text.
//! let mut caches = Rendezvous::new(["a:6379", "b:6379", "c:6379"])?;
//! let owner = *caches.locate("session:42");
//! let copies: Vec<_> = caches.replicas("session:42").take(2).collect();
//! assert_eq!(*copies[0], owner);
//!
//! // A node comes: nothing moves but what it gets.
//! let old = Layout::of(&caches, 1_024)?;
//! caches.add(Member::new("d:6379").with_weight(2.0))?;
//! let new = Layout::of(&caches, 1_024)?;
//! let plan = Plan::between(&old, &new, &Balance::as_laid_out())?;
//! assert!(plan.moves().all(|moved| *moved.to == "d:6379"));
//!
//! // Every node within 5% of its share, by the fewest moves that lead there, each node in one at a time.
//! let plan = Plan::between(&old, &new, &Balance::within(0.05))?;
//! assert_eq!((plan.report().balanced, plan.report().gap()), (true, 0.0));
//! for round in plan.rounds(1) {
//!     assert!(round.len() <= 2);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Which one should I use
//!
//! | question | use | what it costs |
//! |---|---|---|
//! | which node, in a fleet that changes in any way, with weights | [`Ring`] | a cache line or two a lookup, some hundred points a node |
//! | which shard of 0 to n - 1, growing and shrinking at the end | [`Jump`], [`jump_hash`] | about ln n steps, no memory |
//! | which node, as evenly as can be, with weights | [`Rendezvous`] | n steps |
//! | the same for thousands of nodes | [`Skeleton`] | about log n steps |
//! | which node, for every packet | [`Maglev`] | one read, 2 bytes times the table's size, some needless moves |
//! | which node, nearly evenly, in memory for n nodes | [`MultiProbe`] | 21 probes |
//! | which node, where any may fail and return | [`Anchor`] | a few reads, a capacity stated at the start |
//! | which node, none above its cap | [`BoundedLoads`] over any of them | the keys that are assigned |
//! | which range, of keys in their order | [`RangeMap`] | a search among the boundaries |
//! | which shards for a query | [`Predicate`] | its size |
//! | which keys move, and in which order | [`Layout`], [`Plan`] | a pass over the slots |
//! | how one range moves while it is written to | [`Migration`] | a few words |
//!
//! # Guarantees
//!
//! * **The least movement**, where a type's page promises it: a change moves the keys of the node that goes or shrinks,
//!   and those that the one that comes or grows gets, and no other. A property test makes random changes.
//! * **The same place everywhere**: keys have a defined byte form, and all placers but [`Jump`] and [`Anchor`] depend on
//!   who is there, not on how they came. [`Anchor`]'s history has bytes.
//! * **Balance** within the bound on the type's page, by a statistical test.
//! * **Nothing is lost**: in every plan and at every step of a migration each key has exactly one owner, and no shard that
//!   holds a row of a query is left out.
//! * Weights of 0, NaN, nodes that are there twice, an empty fleet and bad parameters are errors that say what is allowed;
//!   then nothing has changed.
//!
//! # What it is not for
//!
//! Finding out who is alive, agreeing on it, or copying data: those are the caller's, and a plan or a migration says what
//! is to be done. A fleet that never changes: take the hash modulo its size. Keys that an attacker chooses, unless the
//! hasher is keyed: take [`SipHash`](ansatz_hash::SipHash) with `with_hasher`.
//!
//! # Features
//!
//! * `std` (default) links the standard library. Without it the crate is `no_std` with `alloc`; nothing else changes.
//! * `serde`: `Serialize` and `Deserialize` for what is stored or sent, over the bytes of `to_bytes` and through the checks
//!   of `from_bytes`.
//! * `systems`: the module `systems`, which places keys as other systems do, bit for bit.
//!
//! # References
//!
//! Each type's page names its paper.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod fleet;
mod loads;
mod partition;
mod placers;
mod rebalance;
mod shareable;
#[cfg(feature = "systems")]
pub mod systems;

pub use fleet::{Fleet, FleetError, Member, Removed};
pub use loads::{BoundedLoads, KeyMove};
pub use partition::{Interval, KeyRange, PartitionError, Predicate, RangeMap, Selection, ShardKey};
pub use placers::{Anchor, Jump, Maglev, MultiProbe, Placer, Rendezvous, Ring, Skeleton, jump_hash, jump_hashes};
pub use rebalance::{
    Access, Balance, Command, Execution, Guard, Layout, Migration, MigrationConfig, MigrationInput, MigrationOutput,
    Move, MoveState, Part, Plan, RebalanceError, Report, Role, Side, Step, Task, Verdict, Writes,
};
