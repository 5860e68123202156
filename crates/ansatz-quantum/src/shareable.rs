//! Every public type can be shared between threads; what cannot does not compile.

const fn is_shareable<T: Send + Sync>() {}

const _: () = {
    is_shareable::<crate::Assignment>();
    is_shareable::<crate::Colouring>();
    is_shareable::<crate::ExactSearch>();
    is_shareable::<crate::Ising>();
    is_shareable::<crate::Knapsack>();
    is_shareable::<crate::MaxCut>();
    is_shareable::<crate::NumberPartitioning>();
    is_shareable::<crate::QuantumError>();
    is_shareable::<crate::Qubo>();
    is_shareable::<crate::Sample>();
};
