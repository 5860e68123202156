//! Every public type can be shared between threads; what cannot does not compile.

const fn is_shareable<T: Send + Sync>() {}

const _: () = {
    is_shareable::<crate::Ising>();
    is_shareable::<crate::Qubo>();
    is_shareable::<crate::QuantumError>();
    is_shareable::<crate::Coherence>();
    is_shareable::<crate::Complex>();
    is_shareable::<crate::Interference<u64>>();
    is_shareable::<crate::Period>();
    is_shareable::<crate::Superposition<u64>>();
    is_shareable::<crate::Unitary>();
    is_shareable::<crate::solvers::AnnealingConfig>();
    is_shareable::<crate::solvers::Sample>();
    is_shareable::<crate::solvers::SimulatedAnnealing>();
};
