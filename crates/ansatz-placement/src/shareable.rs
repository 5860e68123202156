//! Everything here may be moved to another thread and be read by several.

use alloc::string::String;

use crate::{
    Anchor, BoundedLoads, Execution, Fleet, Guard, Jump, Layout, Maglev, Migration, MultiProbe, Plan, Predicate,
    RangeMap, Rendezvous, Ring, Selection, Skeleton,
};

const _: () = {
    const fn is_shareable<T: Send + Sync>() {}
    is_shareable::<Fleet<String>>();
    is_shareable::<Jump<String>>();
    is_shareable::<Rendezvous<String>>();
    is_shareable::<Maglev<String>>();
    is_shareable::<Anchor<String>>();
    is_shareable::<Ring<String>>();
    is_shareable::<MultiProbe<String>>();
    is_shareable::<Skeleton<String>>();
    is_shareable::<BoundedLoads<Ring<String>, String>>();
    is_shareable::<Execution<String>>();
    is_shareable::<Guard>();
    is_shareable::<RangeMap<String>>();
    is_shareable::<Predicate<String>>();
    is_shareable::<Selection<String>>();
    is_shareable::<Layout<String>>();
    is_shareable::<Plan<String>>();
    is_shareable::<Migration>();
};
