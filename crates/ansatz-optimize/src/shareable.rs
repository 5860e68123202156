//! Everything here may be moved to another thread and be read by several.

use crate::{CmaEs, LShade, NelderMead, RandomSearch, Run, Sobol, SobolSearch, Space};

const _: () = {
    const fn is_shareable<T: Send + Sync>() {}
    is_shareable::<Space>();
    is_shareable::<Run<CmaEs>>();
    is_shareable::<Run<LShade>>();
    is_shareable::<Run<NelderMead>>();
    is_shareable::<Sobol>();
    is_shareable::<Run<SobolSearch>>();
    is_shareable::<Run<RandomSearch>>();
};
