//! Multi-probe hashing beside `mpchash`, both with one point a node; ours has 21 probes, as has the peer.

use ansatz_placement::MultiProbe;
use criterion::Criterion;

use crate::input::{KEYS, SIZES, group, keys, locate, nodes};

pub(crate) fn bench(criterion: &mut Criterion) {
    let keys = keys(KEYS);
    for size in SIZES {
        let nodes = nodes(size);
        let mut group = group(criterion, &format!("multi_probe/locate/{size}"));
        let ours = MultiProbe::new(nodes.clone()).unwrap();
        locate(&mut group, "ansatz", &keys, |key| ours.locate(key));
        let peer = mpchash::HashRing::new();
        for node in nodes {
            peer.add(node);
        }
        locate(&mut group, "mpchash", &keys, |key| peer.node(&key));
        group.finish();
    }
}
