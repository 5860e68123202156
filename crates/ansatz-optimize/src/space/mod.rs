//! Which candidates there are.

mod dimension;
#[allow(clippy::module_inception)]
mod space;

pub use dimension::Dimension;
pub use space::Space;
