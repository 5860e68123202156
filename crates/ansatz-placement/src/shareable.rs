//! Everything here may be moved to another thread and be read by several.

use alloc::string::String;

use crate::{Anchor, Fleet, Jump, Layout, Maglev, Migration, Plan, Predicate, RangeMap, Rendezvous, Selection};

const _: () = {
    const fn is_shareable<T: Send + Sync>() {}
    is_shareable::<Fleet<String>>();
    is_shareable::<Jump<String>>();
    is_shareable::<Rendezvous<String>>();
    is_shareable::<Maglev<String>>();
    is_shareable::<Anchor<String>>();
    is_shareable::<RangeMap<String>>();
    is_shareable::<Predicate<String>>();
    is_shareable::<Selection<String>>();
    is_shareable::<Layout<String>>();
    is_shareable::<Plan<String>>();
    is_shareable::<Migration>();
};
