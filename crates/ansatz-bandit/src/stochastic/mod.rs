//! Arms whose rewards come from one distribution each, as long as they are there.

mod divergence;
mod index;
mod kl_ucb;
mod moss;
pub(crate) mod tally;
pub(crate) mod turns;
mod ucb1;
mod ucb_v;

pub use index::{Index, IndexRule, Known};
pub use kl_ucb::{KlUcb, KlUcbRule};
pub use moss::{Moss, MossIndex};
pub use ucb_v::{UcbV, UcbVIndex};
pub use ucb1::{Ucb1, Ucb1Index};
