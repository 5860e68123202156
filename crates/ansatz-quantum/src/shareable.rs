//! Every public type can be shared between threads; what cannot does not compile.

const fn is_shareable<T: Send + Sync>() {}

const _: () = {
    is_shareable::<crate::Bell>();
    is_shareable::<crate::BipartiteState>();
    is_shareable::<crate::Calibration>();
    is_shareable::<crate::ChshSettings>();
    is_shareable::<crate::Coherence>();
    is_shareable::<crate::Complex>();
    is_shareable::<crate::Correlated>();
    is_shareable::<crate::Decision>();
    is_shareable::<crate::Direction>();
    is_shareable::<crate::DiscreteCorrelated>();
    is_shareable::<crate::ErrorBudget>();
    is_shareable::<crate::Interference<u64>>();
    is_shareable::<crate::Ising>();
    is_shareable::<crate::Passage>();
    is_shareable::<crate::Period>();
    is_shareable::<crate::QuantumError>();
    is_shareable::<crate::Qubo>();
    is_shareable::<crate::Schmidt>();
    is_shareable::<crate::Side>();
    is_shareable::<crate::Superposition<u64>>();
    is_shareable::<crate::Ticket>();
    is_shareable::<crate::Tunnel>();
    is_shareable::<crate::TunnelConfig>();
    is_shareable::<crate::TunnelCounters>();
    is_shareable::<crate::Unitary>();
    is_shareable::<crate::evolution::CompactGa>();
    is_shareable::<crate::evolution::Pbil>();
    is_shareable::<crate::evolution::PbilConfig>();
    is_shareable::<crate::evolution::Qiea>();
    is_shareable::<crate::evolution::QieaConfig>();
    is_shareable::<crate::problems::Assignment>();
    is_shareable::<crate::problems::Colouring>();
    is_shareable::<crate::problems::Knapsack>();
    is_shareable::<crate::problems::MaxCut>();
    is_shareable::<crate::problems::NumberPartitioning>();
    is_shareable::<crate::solvers::AnnealingConfig>();
    is_shareable::<crate::solvers::Bifurcation>();
    is_shareable::<crate::solvers::BifurcationConfig>();
    is_shareable::<crate::solvers::ExactSearch>();
    is_shareable::<crate::solvers::ParallelTempering>();
    is_shareable::<crate::solvers::QuantumAnnealingConfig>();
    is_shareable::<crate::solvers::Sample>();
    is_shareable::<crate::solvers::SimulatedAnnealing>();
    is_shareable::<crate::solvers::SimulatedBifurcation>();
    is_shareable::<crate::solvers::SimulatedQuantumAnnealing>();
    is_shareable::<crate::solvers::TabuConfig>();
    is_shareable::<crate::solvers::TabuSearch>();
    is_shareable::<crate::solvers::TemperingConfig>();
};

#[cfg(feature = "packing")]
const _: () = {
    is_shareable::<crate::placement::Combination>();
    is_shareable::<crate::placement::PlacementQubo>();
    is_shareable::<crate::placement::SuperposedConfig>();
    is_shareable::<crate::placement::SuperposedPlacement>();
};
