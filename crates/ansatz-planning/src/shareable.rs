//! Everything here may be moved to another thread and be read by several.

use crate::{
    Calendar, Cpm, Network, Pert, PlanningError,
    critical_chain::{Buffer, BufferSizing, BufferStatus, BufferedPlan, CriticalChain, FeverChart, Zone},
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
    is_shareable::<CriticalChain>();
    is_shareable::<BufferedPlan>();
    is_shareable::<Buffer>();
    is_shareable::<BufferSizing>();
    is_shareable::<BufferStatus>();
    is_shareable::<FeverChart>();
    is_shareable::<Zone>();
};
