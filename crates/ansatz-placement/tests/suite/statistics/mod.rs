//! Balance, over fixed seeds.

mod rings;
mod tables;
