//! Everything here may be moved to another thread and be read by several.

use crate::{
    BestFit, BranchAndPrice, Conflicts, ConsistentNeighborhoodSearch, FirstFit, GroupingGenetic, Limits, NextFit,
    Packing, PackingError, WorstFit,
    cluster::{ClusterError, Plan, Policy, Verdict},
    vector::{BinKind, VectorError, VectorPacking},
};

const _: () = {
    const fn is_shareable<T: Send + Sync>() {}
    is_shareable::<Packing>();
    is_shareable::<PackingError>();
    is_shareable::<Limits>();
    is_shareable::<Conflicts>();
    is_shareable::<NextFit>();
    is_shareable::<FirstFit>();
    is_shareable::<BestFit>();
    is_shareable::<BranchAndPrice>();
    is_shareable::<ConsistentNeighborhoodSearch>();
    is_shareable::<GroupingGenetic>();
    is_shareable::<WorstFit>();
    is_shareable::<ClusterError>();
    is_shareable::<Plan>();
    is_shareable::<Policy>();
    is_shareable::<Verdict>();
    is_shareable::<BinKind>();
    is_shareable::<VectorError>();
    is_shareable::<VectorPacking>();
};
