//! Bounded loads over rendezvous hashing beside `consistent-hashing-rs`, which assigns only: 10,000 keys with a quarter more
//! than the average allowed, on its ring of 100 points a node.
//!
//! `release` has no peer: a key is released and assigned again among 10,000.

use ansatz_placement::{BoundedLoads, Skeleton};
use consistenthash::{ConsistentHash, Node};
use criterion::{BatchSize, Criterion};

use crate::input::{group, keys, nodes};

const KEYS: usize = 10_000;

pub(crate) fn bench(criterion: &mut Criterion) {
    let keys = keys(KEYS);
    for count in [10, 100] {
        let names = nodes(count);
        let empty = BoundedLoads::new(Skeleton::new(names.clone()).unwrap(), 0.25).unwrap();
        let mut group = group(criterion, &format!("bounded_loads/assign_10000/{count}"));
        group.bench_function("ansatz", |b| {
            b.iter_batched_ref(
                || (empty.clone(), keys.clone()),
                |(loads, keys)| keys.drain(..).for_each(|key| _ = loads.assign(key)),
                BatchSize::LargeInput,
            );
        });
        group.bench_function("consistent-hashing-rs", |b| {
            b.iter_batched_ref(
                || {
                    let mut ring = ConsistentHash::with_load_factor(1.25);
                    names.iter().for_each(|name| ring.add_node(&Node::new(name.clone()), 100));
                    (ring, keys.clone())
                },
                |(ring, keys)| keys.drain(..).for_each(|key| ring.assign_key(key)),
                BatchSize::LargeInput,
            );
        });
    }
    for count in [10, 100, 10_000] {
        let mut loads = BoundedLoads::new(Skeleton::new(nodes(count)).unwrap(), 0.25).unwrap();
        keys.iter().for_each(|key| _ = loads.assign(key.clone()));
        let mut group = group(criterion, &format!("bounded_loads/release_and_assign/{count}"));
        let mut next = keys.iter().cycle();
        group.bench_function("ansatz", |b| {
            b.iter(|| {
                let key = next.next().unwrap();
                let moves = loads.release(key);
                loads.assign(key.clone());
                moves
            });
        });
    }
}
