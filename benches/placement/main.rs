//! The benches of `ansatz-placement`, a module for each algorithm.

#![allow(missing_docs, clippy::unwrap_used, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]
// The measured loop is one expression, and stands as one.
#![allow(clippy::needless_for_each)]

mod anchor;
mod bounded_loads;
mod input;
mod jump;
mod maglev;
mod multi_probe;
mod plan;
mod range_map;
mod rendezvous;
mod ring;
mod skeleton;

criterion::criterion_group!(
    benches,
    anchor::bench,
    bounded_loads::bench,
    jump::bench,
    maglev::bench,
    multi_probe::bench,
    plan::bench,
    range_map::bench,
    rendezvous::bench,
    ring::bench,
    skeleton::bench
);
criterion::criterion_main!(benches);
