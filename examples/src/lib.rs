//! The examples of the family; run one with `cargo run --release --example NAME`.
