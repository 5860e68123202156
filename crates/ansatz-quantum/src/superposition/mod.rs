//! Many alternatives at once, each with a complex amplitude: states, what changes them, and what is seen of them.

mod amplification;
mod coherence;
#[cfg(feature = "serde")]
mod form;
mod interference;
mod observation;
mod period;
mod products;
mod rayleigh;
mod state;
mod sums;
mod unitary;
mod update;

pub use amplification::{amplified_probability, optimal_iterations};
pub use coherence::Coherence;
pub use interference::Interference;
pub use period::Period;
pub use rayleigh::rayleigh_p_value;
pub use state::Superposition;
pub(crate) use state::normalise;
pub use unitary::Unitary;
