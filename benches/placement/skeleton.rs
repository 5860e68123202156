//! Rendezvous hashing down a tree beside the flat one of `hrw`.

use ansatz_placement::Skeleton;
use criterion::Criterion;

use crate::input::{FastHash, SIZES, group, keys, locate, nodes};

pub(crate) fn bench(criterion: &mut Criterion) {
    let keys = keys(10_000);
    for count in SIZES {
        let names = nodes(count);
        let mut group = group(criterion, &format!("skeleton/locate/{count}"));
        let ours = Skeleton::new(names.clone()).unwrap();
        locate(&mut group, "ansatz", &keys, |key| ours.locate(key));
        let theirs = hrw::Rendezvous::from_nodes_and_hasher(names, FastHash);
        locate(&mut group, "hrw", &keys, |key| theirs.pick_top(&key));
    }
}
