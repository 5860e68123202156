//! Laws that hold for every input.

mod bounded;
mod placers;
