//! Fewer bins are impossible: exact solution.

mod branch_and_price;
mod classes;
mod completions;
mod knapsack;
mod others;
mod prices;
mod reduction;
mod relaxation;
mod search;
mod simplex;

pub use branch_and_price::BranchAndPrice;
