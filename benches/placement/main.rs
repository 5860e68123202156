//! The benches of `ansatz-placement`, a module for each algorithm.

#![allow(missing_docs, clippy::unwrap_used, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]
// The measured loop is one expression, and stands as one.
#![allow(clippy::needless_for_each)]

mod anchor;
mod bounded_loads;
mod input;
mod jump;
mod maglev;
mod range_map;
mod rendezvous;
mod skeleton;

criterion::criterion_group!(
    benches,
    anchor::bench,
    bounded_loads::bench,
    jump::bench,
    maglev::bench,
    range_map::bench,
    rendezvous::bench,
    skeleton::bench
);
criterion::criterion_main!(benches);
