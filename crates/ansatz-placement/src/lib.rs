//! Where does a key live, and what moves when the fleet changes?
//!
//! ```
//! use ansatz_placement::Rendezvous;
//!
//! let mut caches = Rendezvous::new(["a:6379", "b:6379", "c:6379"])?;
//! let owner = *caches.locate("session:42");
//! let copies: Vec<_> = caches.replicas("session:42").take(2).collect();
//! assert_eq!(*copies[0], owner);
//!
//! // A node leaves: nothing moves but what it held.
//! caches.remove(*copies[1])?;
//! assert_eq!(*caches.locate("session:42"), owner);
//! # Ok::<(), ansatz_placement::FleetError>(())
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod fleet;
mod placers;

pub use fleet::{Fleet, FleetError, Member, Removed};
pub use placers::{MultiProbe, Placer, Rendezvous, Ring};
