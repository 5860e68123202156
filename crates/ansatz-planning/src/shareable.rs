//! Everything here may be moved to another thread and be read by several.

use crate::{
    Calendar, Cpm, Network, Pert, PlanningError,
    earned_value::{Baseline, EarnedValue, PerformanceFactor, Progress},
};

const _: () = {
    const fn is_shareable<T: Send + Sync>() {}
    is_shareable::<Calendar>();
    is_shareable::<Network>();
    is_shareable::<Cpm>();
    is_shareable::<Pert>();
    is_shareable::<PlanningError>();
    is_shareable::<Baseline>();
    is_shareable::<Progress>();
    is_shareable::<EarnedValue>();
    is_shareable::<PerformanceFactor>();
};
