//! Evolution of product states, and of the probability vectors that they are.

mod brood;
mod compact;
mod pbil;
mod qbits;
mod qiea;
mod surface;

pub use compact::CompactGa;
pub use pbil::{Pbil, PbilConfig};
pub use qiea::{Qiea, QieaConfig};
