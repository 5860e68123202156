//! The ring beside the crates that users take for it, each with 160 points a node.

use std::{
    hash::{BuildHasher, Hash},
    net::SocketAddr,
};

use ansatz_placement::Ring;
use consistent_hash::{Node, RingHash, StaticHashRing};
use criterion::Criterion;
use pingora_ketama::{Bucket, Continuum};

use crate::input::{FastHash, KEYS, SIZES, group, keys, locate, nodes};

/// What `Ring` has by default, and what a ketama bucket of weight 1 has.
const POINTS: usize = 160;

pub(crate) fn bench(criterion: &mut Criterion) {
    let keys = keys(KEYS);
    for size in SIZES {
        let nodes = nodes(size);
        let mut group = group(criterion, &format!("ring/locate/{size}"));

        let ours = Ring::new(nodes.clone()).unwrap();
        locate(&mut group, "ansatz", &keys, |key| ours.locate(key));

        let mut peer = hashring::HashRing::with_hasher(FastHash);
        peer.batch_add(nodes.iter().flat_map(|node| (0..POINTS).map(move |point| (node, point))).collect());
        locate(&mut group, "hashring", &keys, |key| peer.get(&key));

        let buckets: Vec<Bucket> = (0..size).map(|node| Bucket::new(address(node), 1)).collect();
        let peer = Continuum::new(&buckets);
        locate(&mut group, "pingora-ketama", &keys, |key| peer.node(key.as_bytes()));

        let peer = StaticHashRing::new(FastHash, nodes.iter().map(|node| Node::new(node).quantity(POINTS)));
        locate(&mut group, "consistent_hash", &keys, |key| peer.calc_candidates(&key).next());
        group.finish();
    }
}

/// Ketama knows nodes by their addresses.
fn address(node: usize) -> SocketAddr {
    ([10, (node >> 16) as u8, (node >> 8) as u8, node as u8], 6379).into()
}

impl RingHash for FastHash {
    fn hash_item<T: Hash>(&self, item: &T) -> u64 {
        self.hash_one(item)
    }

    fn hash_vnode<K: Hash>(&self, node_key: &K, vnode_seq: usize) -> u64 {
        self.hash_one((node_key, vnode_seq))
    }
}
