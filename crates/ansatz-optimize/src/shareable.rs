//! Everything here may be moved to another thread and be read by several.

use crate::{CmaEs, RandomSearch, Run, Space};

const _: () = {
    const fn is_shareable<T: Send + Sync>() {}
    is_shareable::<Space>();
    is_shareable::<Run<CmaEs>>();
    is_shareable::<Run<RandomSearch>>();
};
