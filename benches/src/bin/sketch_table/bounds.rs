//! How often each published bound is missed, over many seeds.

use ansatz_hash::{SeededHasher, Xxh3};
use ansatz_random::{Stream, rand_core::Rng};
use ansatz_sketch::{Bloom, CountMin, HyperLogLog, HyperLogLogPlus, SplitBlockBloom, TopK};

/// Prints, for each sketch, the promised share of misses and the one that `trials` seeds show.
pub(crate) fn print(trials: u64) {
    println!("sketch | bound | trials | promised | seen");
    let line = |sketch: &str, bound: &str, promised: f64, misses: f64| {
        println!("{sketch} | {bound} | {trials} | {:.3}% | {:.3}%", promised * 100.0, misses / trials as f64 * 100.0);
    };
    let share = |miss: &dyn Fn(u64) -> bool| (0..trials).filter(|trial| miss(*trial)).count() as f64;
    line("HyperLogLog", "interval at 95%, p=14, 100000 items", 0.05, share(&hyperloglog));
    line("HyperLogLog", "intersection at 95%, p=14, half of 100000", 0.05, share(&intersection));
    line("HyperLogLogPlus", "interval at 95%, p=14, 2000 items", 0.05, share(&hyperloglog_plus));
    line("CountMin", "above truth by more than epsilon total, epsilon=0.01, delta=0.05", 0.05, share(&count_min));
    line("TopK", "interval of any key, capacity 100", 0.0, share(&top_k));
    line("SplitBlockBloom", "false positives at capacity, 10000 keys at 1%", 0.01, (0..trials).map(split_block).sum());
    line("Bloom", "false positives at capacity, 10000 keys at 1%", 0.01, (0..trials).map(bloom).sum());
}

fn hyperloglog(trial: u64) -> bool {
    let mut hashes = Stream::new(31, trial);
    let mut sketch = HyperLogLog::new(14).unwrap();
    (0..100_000).for_each(|_| sketch.insert_hash(hashes.next_u64()));
    !sketch.estimate().contains(100_000.0)
}

fn intersection(trial: u64) -> bool {
    let mut hashes = Stream::new(32, trial);
    let (mut a, mut b) = (HyperLogLog::new(14).unwrap(), HyperLogLog::new(14).unwrap());
    for _ in 0..50_000 {
        let (common, only_a, only_b) = (hashes.next_u64(), hashes.next_u64(), hashes.next_u64());
        for hash in [common, only_a] {
            a.insert_hash(hash);
        }
        for hash in [common, only_b] {
            b.insert_hash(hash);
        }
    }
    !a.intersection(&b).unwrap().contains(50_000.0)
}

fn hyperloglog_plus(trial: u64) -> bool {
    let mut hashes = Stream::new(33, trial);
    let mut sketch = HyperLogLogPlus::new(14).unwrap();
    (0..2000).for_each(|_| sketch.insert_hash(hashes.next_u64()));
    !sketch.estimate().contains(2000.0)
}

/// A rare key among 99 others of which a single one, in its place in each row, is more than the bound: as hard a stream
/// as there is for it.
fn count_min(trial: u64) -> bool {
    let (epsilon, delta) = (0.01, 0.05);
    let plain = CountMin::new(epsilon, delta).unwrap();
    let mut sketch =
        CountMin::with_hasher(plain.width(), plain.depth(), Xxh3::with_seed(Stream::new(34, trial).next_u64()))
            .unwrap();
    sketch.update(&0u64, 1);
    (1..=99u64).for_each(|key| sketch.update(&key, 1000));
    sketch.estimate(&0u64).value > 1.0 + epsilon * sketch.total() as f64
}

fn top_k(trial: u64) -> bool {
    let mut stream = Stream::new(35, trial);
    let mut top = TopK::<u64>::new(100).unwrap();
    let mut truth = vec![0u64; 1000];
    for _ in 0..20_000 {
        // The product of two uniform variables: skewed, with a long tail.
        let product = ((stream.next_u64() >> 32) * (stream.next_u64() >> 32)) >> 32;
        let key = (product * 1000) >> 32;
        top.update(&key, 1);
        truth[key as usize] += 1;
    }
    (0..1000).any(|key: u64| !top.estimate(&key).contains(truth[key as usize] as f64))
}

fn split_block(trial: u64) -> f64 {
    let mut filter = SplitBlockBloom::with_capacity_and_fpr(10_000, 0.01).unwrap();
    let mut hashes = Stream::new(36, trial);
    (0..10_000).for_each(|_| filter.insert_hash(hashes.next_u64()));
    (0..10_000).filter(|_| filter.contains_hash(hashes.next_u64())).count() as f64 / 10_000.0
}

fn bloom(trial: u64) -> f64 {
    let mut filter = Bloom::with_capacity_and_fpr(10_000, 0.01).unwrap();
    let mut hashes = Stream::new(37, trial);
    (0..10_000).for_each(|_| filter.insert_hash(hashes.next_u64()));
    (0..10_000).filter(|_| filter.contains_hash(hashes.next_u64())).count() as f64 / 10_000.0
}
