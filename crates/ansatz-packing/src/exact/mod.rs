//! The fewest bins, with a proof.

mod branch_and_price;
mod classes;
mod completions;
mod instance;
mod knapsack;
#[cfg(test)]
mod oracle;
mod others;
mod prices;
mod reduction;
mod relaxation;
mod search;
mod simplex;

pub use branch_and_price::BranchAndPrice;
pub(crate) use instance::Instance;
pub(crate) use knapsack::Knapsack;
pub(crate) use relaxation::{MOST_ROWS, Relaxation};
