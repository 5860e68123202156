//! The benches of `ansatz-bandit`, a module for each question.

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod floor;
mod lin_ucb;
mod many_arms;
mod thompson;
mod ucb1;

criterion::criterion_group!(benches, thompson::bench, ucb1::bench, many_arms::bench, lin_ucb::bench);
criterion::criterion_main!(benches);
