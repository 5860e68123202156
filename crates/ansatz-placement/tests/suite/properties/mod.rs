//! Laws that hold for every input.

mod placers;
mod rebalance;
