//! Balance, over fixed seeds.

mod tables;
