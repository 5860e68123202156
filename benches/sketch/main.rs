//! The benches of `ansatz-sketch`, a module for each algorithm.

#![allow(missing_docs, clippy::unwrap_used, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]
// The measured loop is one expression, and stands as one.
#![allow(clippy::needless_for_each)]

mod bloom;
mod conservative_count_min;
mod count_min;
mod hyperloglog;
mod input;
mod space_saving;
mod split_block_bloom;
mod tdigest;

criterion::criterion_group!(
    benches,
    bloom::bench,
    conservative_count_min::bench,
    count_min::bench,
    hyperloglog::bench,
    space_saving::bench,
    split_block_bloom::bench,
    tdigest::bench
);
criterion::criterion_main!(benches);
