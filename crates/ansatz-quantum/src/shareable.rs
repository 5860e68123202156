//! Every public type can be shared between threads; what cannot does not compile.

const fn is_shareable<T: Send + Sync>() {}

const _: () = {
    is_shareable::<crate::Bell>();
    is_shareable::<crate::BipartiteState>();
    is_shareable::<crate::ChshSettings>();
    is_shareable::<crate::Complex>();
    is_shareable::<crate::Correlated>();
    is_shareable::<crate::Direction>();
    is_shareable::<crate::DiscreteCorrelated>();
    is_shareable::<crate::Ising>();
    is_shareable::<crate::Qubo>();
    is_shareable::<crate::QuantumError>();
    is_shareable::<crate::Schmidt>();
    is_shareable::<crate::Side>();
};
