//! Arms whose rewards come from one distribution each, as long as they are there.

mod index;
mod moss;
pub(crate) mod tally;
mod thompson;
pub(crate) mod turns;
mod ucb1;
mod ucb_v;

pub use index::{Index, IndexRule, Known};
pub use moss::{Moss, MossIndex};
pub use thompson::{PosteriorSampling, Thompson};
pub use ucb_v::{UcbV, UcbVIndex};
pub use ucb1::{Ucb1, Ucb1Index};
