//! Laws that hold for every input.

mod placers;
mod predicate;
mod range_map;
