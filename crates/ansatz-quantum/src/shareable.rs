//! Every public type can be shared between threads; what cannot does not compile.

const fn is_shareable<T: Send + Sync>() {}

const _: () = {
    is_shareable::<crate::Ising>();
    is_shareable::<crate::Qubo>();
    is_shareable::<crate::QuantumError>();
    is_shareable::<crate::solvers::AnnealingConfig>();
    is_shareable::<crate::solvers::Bifurcation>();
    is_shareable::<crate::solvers::BifurcationConfig>();
    is_shareable::<crate::solvers::Sample>();
    is_shareable::<crate::solvers::SimulatedAnnealing>();
    is_shareable::<crate::solvers::SimulatedBifurcation>();
};
