//! How often does an item occur, and which occur most?

mod conservative_count_min;
mod count_min;
mod counted;
mod index;
mod rounding;
mod rows;
mod space_saving;
mod space_saving_bytes;
mod summary;
mod surface;
mod table;

pub use conservative_count_min::ConservativeCountMin;
pub use count_min::CountMin;
pub use counted::{Counted, HeavyHitters};
pub use space_saving::TopK;
