//! The ring beside the rings of other crates, 160 points a node for all.
//!
//! `pingora-ketama` hashes by CRC-32 of its own, as nginx does. `hashring` and `consistent_hash` take a hash function, and
//! get XXH3 in one call, which is faster than their own.

use std::{
    hash::{BuildHasher, Hash, Hasher},
    hint::black_box,
    net::{Ipv4Addr, SocketAddr},
};

use ansatz_hash::{KeyHasher, Xxh3};
use ansatz_placement::{Member, Ring};
use criterion::{Criterion, Throughput};

use crate::input::{KEYS, SIZES, keys, nodes};

const POINTS: usize = 160;

pub(crate) fn bench(criterion: &mut Criterion) {
    for size in SIZES {
        locate(criterion, size);
        change(criterion, size);
    }
}

fn locate(criterion: &mut Criterion, size: usize) {
    let (keys, nodes) = (keys(KEYS), nodes(size));
    let mut group = criterion.benchmark_group(format!("placement/ring/locate/{size}"));
    group.throughput(Throughput::Elements(KEYS as u64));

    let ours = Ring::new(nodes.clone()).unwrap();
    group.bench_function("ansatz", |b| b.iter(|| keys.iter().for_each(|key| _ = black_box(ours.locate(key)))));
    drop(ours);

    let theirs = pingora(size);
    group.bench_function("pingora-ketama", |b| {
        b.iter(|| keys.iter().for_each(|key| _ = black_box(theirs.get_addr(&mut theirs.node_idx(key.as_bytes())))));
    });
    drop(theirs);

    let mut theirs = hashring::HashRing::with_hasher(OneCall);
    theirs.batch_add(nodes.iter().flat_map(|node| (0..POINTS).map(move |point| (node.as_str(), point))).collect());
    group.bench_function("hashring", |b| b.iter(|| keys.iter().for_each(|key| _ = black_box(theirs.get(key)))));
    drop(theirs);

    let members = nodes.iter().map(|node| consistent_hash::Node::new(node.as_str()).quantity(POINTS));
    let theirs = consistent_hash::StaticHashRing::new(OneCall, members);
    group.bench_function("consistent_hash", |b| {
        b.iter(|| keys.iter().for_each(|key| _ = black_box(theirs.calc_candidates(key).next())));
    });
    group.finish();
}

/// From nothing, and one node added and removed; the peers' rings are made anew, or sorted as a whole.
fn change(criterion: &mut Criterion, size: usize) {
    let nodes = nodes(size);
    let mut group = criterion.benchmark_group(format!("placement/ring/build/{size}"));
    group.sample_size(10);
    group.bench_function("ansatz", |b| b.iter(|| Ring::new(black_box(&nodes)).unwrap()));
    group.bench_function("pingora-ketama", |b| b.iter(|| pingora(black_box(size))));
    group.finish();

    let mut group = criterion.benchmark_group(format!("placement/ring/add_remove/{size}"));
    group.sample_size(10);
    let mut ours = Ring::new(nodes.clone()).unwrap();
    group.bench_function("ansatz", |b| {
        b.iter(|| {
            ours.add(Member::new("newcomer".to_string())).unwrap();
            ours.remove("newcomer").unwrap()
        });
    });
    let mut theirs = hashring::HashRing::with_hasher(OneCall);
    theirs.batch_add(nodes.iter().flat_map(|node| (0..POINTS).map(move |point| (node.as_str(), point))).collect());
    if size <= 100 {
        group.bench_function("hashring", |b| {
            b.iter(|| {
                theirs.batch_add((0..POINTS).map(|point| ("newcomer", point)).collect());
                (0..POINTS).for_each(|point| _ = theirs.remove(&("newcomer", point)));
            });
        });
    }
    group.finish();
}

fn pingora(size: usize) -> pingora_ketama::Continuum {
    let address = |node: usize| SocketAddr::from((Ipv4Addr::from_bits(0x0a00_0000 + node as u32), 6379));
    let buckets: Vec<_> = (0..size).map(|node| pingora_ketama::Bucket::new(address(node), 1)).collect();
    pingora_ketama::Continuum::new(&buckets)
}

/// XXH3 of a whole byte string in one call; the byte that ends a string in `Hash` is dropped.
#[derive(Clone, Copy)]
struct OneCall;

#[derive(Default)]
struct OneCallHasher(u64);

impl BuildHasher for OneCall {
    type Hasher = OneCallHasher;

    #[inline]
    fn build_hasher(&self) -> OneCallHasher {
        OneCallHasher::default()
    }
}

impl Hasher for OneCallHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= Xxh3::default().hash_bytes(bytes);
    }

    #[inline]
    fn write_u8(&mut self, _: u8) {}

    #[inline]
    fn write_usize(&mut self, number: usize) {
        self.0 = Xxh3::default().hash_word(self.0 ^ number as u64);
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}

impl consistent_hash::RingHash for OneCall {
    fn hash_item<T: Hash>(&self, item: &T) -> u64 {
        self.hash_one(item)
    }

    fn hash_vnode<K: Hash>(&self, node: &K, seq: usize) -> u64 {
        self.hash_one((node, seq))
    }
}
