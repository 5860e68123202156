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
use crate::{
    Calendar, Cpm, Network, Pert, PlanningError,
    rcpsp::{GeneticScheduler, Levelling, LevellingConfig, LevellingObjective, Project, Schedule},
};

const _: () = {
    const fn is_shareable<T: Send + Sync>() {}
    is_shareable::<Calendar>();
    is_shareable::<Network>();
    is_shareable::<Cpm>();
    is_shareable::<Pert>();
    is_shareable::<PlanningError>();
    is_shareable::<Project>();
    is_shareable::<Schedule>();
    is_shareable::<GeneticScheduler>();
    is_shareable::<Levelling>();
    is_shareable::<LevellingConfig>();
    is_shareable::<LevellingObjective>();
};
