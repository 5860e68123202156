//! How often does an item occur, and which occur most?

mod conservative_count_min;
mod count_min;
mod index;
mod rounding;
mod space_saving;
mod summary;
mod surface;
mod table;

pub use conservative_count_min::ConservativeCountMin;
pub use count_min::CountMin;
pub use space_saving::{Counted, HeavyHitters, TopK};
