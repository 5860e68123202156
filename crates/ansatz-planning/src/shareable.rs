//! Everything here may be moved to another thread and be read by several.

use crate::{earned_value, rcpsp};

const _: () = {
    const fn is_shareable<T: Send + Sync>() {}
    is_shareable::<crate::Calendar>();
    is_shareable::<crate::CalendarCpm>();
    is_shareable::<crate::Cpm>();
    is_shareable::<crate::Network>();
    is_shareable::<crate::Pert>();
    is_shareable::<crate::PlanningError>();
    is_shareable::<earned_value::Baseline>();
    is_shareable::<earned_value::EarnedValue>();
    is_shareable::<earned_value::PerformanceFactor>();
    is_shareable::<earned_value::Progress>();
    is_shareable::<rcpsp::GeneticScheduler>();
    is_shareable::<rcpsp::Project>();
    is_shareable::<rcpsp::Schedule>();
    is_shareable::<rcpsp::multi_mode::MultiModeProject>();
    is_shareable::<rcpsp::multi_mode::MultiModeSchedule>();
    is_shareable::<rcpsp::multi_mode::MultiModeScheduler>();
};
