//! The benches of `ansatz-quantum`, a module for each question.

#![allow(missing_docs, clippy::unwrap_used, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod superposition;

criterion::criterion_group!(benches, superposition::bench);
criterion::criterion_main!(benches);
