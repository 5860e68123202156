//! Everything here may be moved to another thread and be read by several.

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
