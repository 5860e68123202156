//! The spread of jump, anchor and Maglev: 400 hasher seeds, 100 nodes, 1,000 keys a node.
//!
//! Where K keys choose n nodes independently and evenly, the squared coefficient of variation of the loads is
//! (n - 1) / K on average; the family's figure is within 1.2 of the root of n / K.

use ansatz_hash::{SeededHasher, Xxh3};
use ansatz_placement::{Anchor, Fleet, Jump, Maglev, Member, Placer};
use ansatz_random::{Stream, rand_core::Rng};
use ansatz_testkit::statistics::{assert_mean, assert_rmse_at_most};

const NODES: usize = 100;
const KEYS: usize = 1000 * NODES;
const SEEDS: u64 = 400;

/// The squared coefficient of variation of the loads.
fn variation<P: Placer>(placer: &P) -> f64 {
    let mut loads = vec![0u32; placer.fleet().len()];
    (0..KEYS as u64).for_each(|key| loads[placer.place(placer.hash(&key))] += 1);
    let mean = KEYS as f64 / loads.len() as f64;
    let squares: f64 = loads.iter().map(|&load| (f64::from(load) - mean) * (f64::from(load) - mean)).sum();
    squares / loads.len() as f64 / (mean * mean)
}

/// Both ways: a spread below that of chance would be as suspicious.
fn assert_ideal(what: &str, variations: &[f64], nodes: usize, table: f64) {
    assert_mean(what, variations, (nodes as f64 - 1.0) / KEYS as f64, table);
    let roots: Vec<f64> = variations.iter().map(|square| libm::sqrt(*square)).collect();
    assert_rmse_at_most(what, &roots, 1.2 * libm::sqrt(nodes as f64 / KEYS as f64), 0.0);
}

fn fleet() -> Fleet<u64> {
    Fleet::new(0..NODES as u64).unwrap()
}

#[test]
fn jump_is_ideal() {
    let spread = |seed| variation(&Jump::with_hasher(fleet(), Xxh3::with_seed(seed)).unwrap());
    assert_ideal("jump", &(0..SEEDS).map(spread).collect::<Vec<_>>(), NODES, 0.0);
}

#[test]
fn anchor_is_ideal() {
    let spread = |seed| variation(&Anchor::with_hasher(fleet(), 150, Xxh3::with_seed(seed)).unwrap());
    assert_ideal("anchor", &(0..SEEDS).map(spread).collect::<Vec<_>>(), NODES, 0.0);
}

#[test]
fn anchor_is_ideal_after_random_changes() {
    let spread = |seed| {
        let mut stream = Stream::new(3, seed);
        let mut placer = Anchor::with_hasher(fleet(), 200, Xxh3::with_seed(seed)).unwrap();
        for newcomer in NODES as u64..NODES as u64 + 60 {
            placer.add(Member::new(newcomer)).unwrap();
            for _ in 0..stream.next_u64() % 3 {
                let leaver = stream.next_u64() as usize % placer.fleet().len();
                placer.remove(&placer.fleet().node(leaver).clone()).unwrap();
            }
        }
        // To the same number of nodes for all seeds.
        while placer.fleet().len() > NODES / 2 {
            let leaver = stream.next_u64() as usize % placer.fleet().len();
            placer.remove(&placer.fleet().node(leaver).clone()).unwrap();
        }
        variation(&placer)
    };
    assert_ideal("anchor after changes", &(0..SEEDS).map(spread).collect::<Vec<_>>(), NODES / 2, 0.0);
}

/// The numbers of entries differ by 1 at most, which adds at most (n / 2M)^2 to the squared variation of shares.
#[test]
fn maglev_is_ideal_at_a_hundred_entries_a_node() {
    let table = 10_007;
    let uneven = NODES as f64 / (2.0 * table as f64);
    let spread = |seed| variation(&Maglev::with_hasher(fleet(), table, Xxh3::with_seed(seed)).unwrap());
    assert_ideal("maglev", &(0..SEEDS).map(spread).collect::<Vec<_>>(), NODES, uneven * uneven);
}

/// Copies are spread as evenly as owners: the second of each preference.
#[test]
fn second_copies_are_spread() {
    fn second<P: Placer>(placer: &P) -> f64 {
        let keys = 10_000u64;
        let mut loads = [0u32; 10];
        for key in 0..keys {
            placer.preference(placer.hash(&key)).skip(1).take(1).for_each(|slot| loads[slot] += 1);
        }
        f64::from(loads[0]) / keys as f64
    }
    let small = || Fleet::new(0..10u64).unwrap();
    let jump = |seed| second(&Jump::with_hasher(small(), Xxh3::with_seed(seed)).unwrap());
    let anchor = |seed| second(&Anchor::with_hasher(small(), 20, Xxh3::with_seed(seed)).unwrap());
    let maglev = |seed| second(&Maglev::with_hasher(small(), 1009, Xxh3::with_seed(seed)).unwrap());
    assert_mean("jump", &(0..SEEDS).map(jump).collect::<Vec<_>>(), 0.1, 0.0);
    assert_mean("anchor", &(0..SEEDS).map(anchor).collect::<Vec<_>>(), 0.1, 0.0);
    assert_mean("maglev", &(0..SEEDS).map(maglev).collect::<Vec<_>>(), 0.1, 0.0);
}
