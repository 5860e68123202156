//! Arms whose rewards come from one distribution each, as long as they are there.

mod divergence;
mod epsilon_greedy;
mod explore_then_commit;
mod index;
mod kl_ucb;
mod means;
mod moss;
mod screen;
pub(crate) mod tally;
mod thompson;
pub(crate) mod turns;
mod ucb1;
mod ucb_v;

pub use epsilon_greedy::{EpsilonGreedy, EpsilonGreedyRule};
pub use explore_then_commit::{ExploreThenCommit, ExploreThenCommitRule};
pub use index::{Index, IndexRule, Known};
pub use kl_ucb::{KlUcb, KlUcbRule};
pub use moss::{Moss, MossIndex};
pub(crate) use tally::Tally;
pub use thompson::{PosteriorSampling, Thompson};
pub use ucb_v::{UcbV, UcbVIndex};
pub use ucb1::{Ucb1, Ucb1Index};
