//! Every public type can be shared between threads; what cannot does not compile.

const fn is_shareable<T: Send + Sync>() {}

const _: () = {
    is_shareable::<crate::Ising>();
    is_shareable::<crate::Qubo>();
    is_shareable::<crate::QuantumError>();
    is_shareable::<crate::Calibration>();
    is_shareable::<crate::CompactGa>();
    is_shareable::<crate::Decision>();
    is_shareable::<crate::ErrorBudget>();
    is_shareable::<crate::Passage>();
    is_shareable::<crate::Pbil>();
    is_shareable::<crate::PbilConfig>();
    is_shareable::<crate::Qiea>();
    is_shareable::<crate::QieaConfig>();
    is_shareable::<crate::Ticket>();
    is_shareable::<crate::Tunnel>();
    is_shareable::<crate::TunnelConfig>();
    is_shareable::<crate::TunnelCounters>();
};
