//! Every public type can be shared between threads; what cannot does not compile.

const fn is_shareable<T: Send + Sync>() {}

const _: () = {
    is_shareable::<crate::Ising>();
    is_shareable::<crate::Qubo>();
    is_shareable::<crate::QuantumError>();
    is_shareable::<crate::problems::Assignment>();
    is_shareable::<crate::problems::Colouring>();
    is_shareable::<crate::problems::Knapsack>();
    is_shareable::<crate::problems::MaxCut>();
    is_shareable::<crate::problems::NumberPartitioning>();
    is_shareable::<crate::solvers::AnnealingConfig>();
    is_shareable::<crate::solvers::ExactSearch>();
    is_shareable::<crate::solvers::Sample>();
    is_shareable::<crate::solvers::SimulatedAnnealing>();
    is_shareable::<crate::solvers::TabuConfig>();
    is_shareable::<crate::solvers::TabuSearch>();
};
