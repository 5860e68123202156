//! Laws that hold for every input.

mod anchor;
mod bounded;
mod jump;
mod maglev;
mod placers;
mod predicate;
mod range_map;
mod rebalance;
