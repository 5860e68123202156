//! Every sketch may be moved to another thread and be read by several.

use alloc::string::String;

use crate::{Bloom, ConservativeCountMin, CountMin, HyperLogLog, HyperLogLogPlus, SplitBlockBloom, TDigest, TopK};

const _: () = {
    const fn is_shareable<T: Send + Sync>() {}
    is_shareable::<HyperLogLog>();
    is_shareable::<HyperLogLogPlus>();
    is_shareable::<CountMin>();
    is_shareable::<ConservativeCountMin>();
    is_shareable::<TopK<String>>();
    is_shareable::<TDigest>();
    is_shareable::<SplitBlockBloom>();
    is_shareable::<Bloom>();
};
