//! Everything here may be moved to another thread and be read by several.

use crate::{critical_chain, earned_value, rcpsp, risk};

const _: () = {
    const fn is_shareable<T: Send + Sync>() {}
    is_shareable::<crate::Calendar>();
    is_shareable::<crate::CalendarCpm>();
    is_shareable::<crate::Cpm>();
    is_shareable::<crate::Link>();
    is_shareable::<crate::LinkKind>();
    is_shareable::<crate::Moments>();
    is_shareable::<crate::Network>();
    is_shareable::<crate::Pert>();
    is_shareable::<crate::PlanningError>();
    is_shareable::<crate::Span>();
    is_shareable::<crate::ThreePoint>();
    is_shareable::<crate::Times>();
    is_shareable::<critical_chain::Buffer>();
    is_shareable::<critical_chain::BufferSizing>();
    is_shareable::<critical_chain::BufferStatus>();
    is_shareable::<critical_chain::BufferedPlan>();
    is_shareable::<critical_chain::CriticalChain>();
    is_shareable::<critical_chain::FeverChart>();
    is_shareable::<critical_chain::Zone>();
    is_shareable::<earned_value::Baseline>();
    is_shareable::<earned_value::EarnedValue>();
    is_shareable::<earned_value::PerformanceFactor>();
    is_shareable::<earned_value::Progress>();
    is_shareable::<rcpsp::Direction>();
    is_shareable::<rcpsp::GeneticScheduler>();
    is_shareable::<rcpsp::Levelling>();
    is_shareable::<rcpsp::LevellingConfig>();
    is_shareable::<rcpsp::LevellingObjective>();
    is_shareable::<rcpsp::PriorityRule>();
    is_shareable::<rcpsp::Project>();
    is_shareable::<rcpsp::Schedule>();
    is_shareable::<rcpsp::multi_mode::Mode>();
    is_shareable::<rcpsp::multi_mode::MultiModeProject>();
    is_shareable::<rcpsp::multi_mode::MultiModeSchedule>();
    is_shareable::<rcpsp::multi_mode::MultiModeScheduler>();
    is_shareable::<rcpsp::multi_mode::Resources>();
    is_shareable::<risk::Bar>();
    is_shareable::<risk::Distribution>();
    is_shareable::<risk::Driver>();
    is_shareable::<risk::Event>();
    is_shareable::<risk::EventRisk>();
    is_shareable::<risk::ForwardPass>();
    is_shareable::<risk::ReferenceClass>();
    is_shareable::<risk::RiskAnalysis>();
    is_shareable::<risk::RiskModel>();
    is_shareable::<risk::Simulation>();
    is_shareable::<risk::Swing>();
    is_shareable::<risk::TaskRisk>();
};
