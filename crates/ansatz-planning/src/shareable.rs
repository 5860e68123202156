//! Everything here may be moved to another thread and be read by several.

use crate::{
    Calendar, CalendarCpm, Cpm, Network, Pert, PlanningError,
    rcpsp::{
        GeneticScheduler, Project, Schedule,
        multi_mode::{MultiModeProject, MultiModeSchedule, MultiModeScheduler},
    },
};

const _: () = {
    const fn is_shareable<T: Send + Sync>() {}
    is_shareable::<Calendar>();
    is_shareable::<CalendarCpm>();
    is_shareable::<Network>();
    is_shareable::<Cpm>();
    is_shareable::<Pert>();
    is_shareable::<PlanningError>();
    is_shareable::<Project>();
    is_shareable::<Schedule>();
    is_shareable::<GeneticScheduler>();
    is_shareable::<MultiModeProject>();
    is_shareable::<MultiModeSchedule>();
    is_shareable::<MultiModeScheduler>();
};
