//! How sure a finish is, from three estimates for each task.

mod moments;
mod network;
mod three_point;
mod variance;

pub use moments::Moments;
pub use network::Pert;
pub use three_point::ThreePoint;
