//! Everything here may be moved to another thread and be read by several.

use crate::{Calendar, CalendarCpm, Cpm, Network, Pert, PlanningError};

const _: () = {
    const fn is_shareable<T: Send + Sync>() {}
    is_shareable::<Calendar>();
    is_shareable::<CalendarCpm>();
    is_shareable::<Network>();
    is_shareable::<Cpm>();
    is_shareable::<Pert>();
    is_shareable::<PlanningError>();
};
