//! Everything here may be moved to another thread and be read by several.

use crate::{
    BayesianSearch, CmaEs, GaussianProcess, GeneticAlgorithm, LShade, NelderMead, Nsga2, Permutation, RandomSearch,
    RealVector, Run, Sobol, SobolSearch, Space,
};

const _: () = {
    const fn is_shareable<T: Send + Sync>() {}
    is_shareable::<GaussianProcess>();
    is_shareable::<Run<BayesianSearch>>();
    is_shareable::<Run<CmaEs>>();
    is_shareable::<Run<GeneticAlgorithm<Permutation>>>();
    is_shareable::<Run<GeneticAlgorithm<RealVector>>>();
    is_shareable::<Run<LShade>>();
    is_shareable::<Run<NelderMead>>();
    is_shareable::<Run<Nsga2<RealVector, 2>, 2>>();
    is_shareable::<Run<RandomSearch>>();
    is_shareable::<Run<SobolSearch>>();
    is_shareable::<Sobol>();
    is_shareable::<Space>();
};
