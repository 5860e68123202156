//! Everything here may be moved to another thread and be read by several.

use crate::{BayesianSearch, GaussianProcess, LShade, NelderMead, RandomSearch, Run, Sobol, SobolSearch, Space};

const _: () = {
    const fn is_shareable<T: Send + Sync>() {}
    is_shareable::<Space>();
    is_shareable::<Run<BayesianSearch>>();
    is_shareable::<GaussianProcess>();
    is_shareable::<Run<LShade>>();
    is_shareable::<Run<NelderMead>>();
    is_shareable::<Sobol>();
    is_shareable::<Run<SobolSearch>>();
    is_shareable::<Run<RandomSearch>>();
};
