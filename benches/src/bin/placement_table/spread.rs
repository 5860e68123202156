//! Spread, movement, build time, memory and lookup of every placer, for 10 to 100,000 nodes.
//!
//! Each seed is another set of nodes, with 1,000 keys a node. A line takes as many seeds as its budget of time allows, and
//! fewer keys if it does not allow one; both are printed.

#![allow(clippy::disallowed_methods)] // A table of times reads the clock.

use core::hint::black_box;
use std::time::Instant;

use ansatz_placement::{Anchor, Fleet, Jump, Maglev, Member, MultiProbe, Placer, Rendezvous, Ring, Skeleton};
use ansatz_random::{Stream, rand_core::Rng};

/// Prints the table for 10 to `largest` nodes, with at most `seeds` sets of nodes for each size.
pub(crate) fn print(seeds: u64, largest: u64) {
    println!(
        "placer nodes keys/node seeds cv/ideal peak/mean moved_by_add/least moved_by_removal/least build_us bytes/node lookup_ns"
    );
    for nodes in (1..=5).map(|power| 10u64.pow(power)).filter(|nodes| *nodes <= largest) {
        let size = Size { nodes, seeds };
        // A placer is a line: its name, what a lookup takes in nanoseconds for the budget, and how it is made.
        size.row("rendezvous", nodes, |names| Rendezvous::new(names).unwrap());
        size.row("skeleton", 300, |names| Skeleton::new(names).unwrap());
        size.row("ring", 20, |names| Ring::new(names).unwrap());
        size.row("multi_probe", 110, |names| MultiProbe::new(names).unwrap());
        size.row("jump", 60, |names| Jump::new(names).unwrap());
        size.row("anchor", 10, |names| Anchor::new(names, capacity(nodes)).unwrap());
        size.row("maglev", 10, |names| Maglev::with_fleet(Fleet::new(names).unwrap(), table_size(nodes)).unwrap());
    }
    println!(
        "# {KEYS_A_NODE} keys a node; ideal cv = sqrt(nodes / keys); least = the share of the node that comes or goes"
    );
}

struct Size {
    nodes: u64,
    seeds: u64,
}

/// What the seeds so far have shown.
#[derive(Default)]
struct Tally {
    squares: f64,
    peaks: f64,
    moved: [f64; 2],
    build: f64,
    bytes: f64,
    lookup: f64,
}

impl Size {
    fn row<P: Placer<Node = u64>>(&self, name: &str, lookup_ns: u64, make: impl Fn(Vec<u64>) -> P) {
        // Every key is looked up three times.
        let lookups = BUDGET_NS / (3 * self.nodes * lookup_ns);
        let keys = lookups.clamp(1, KEYS_A_NODE);
        let seeds = (lookups / keys).clamp(1, self.seeds);
        let mut tally = Tally::default();
        for seed in 0..seeds {
            tally.add(Stream::new(51, seed), self.nodes, keys, &make);
        }
        let mean = |sum: f64| sum / seeds as f64;
        println!(
            "{name} {} {keys} {seeds} {:.3} {:.3} {:.3} {:.3} {:.1} {:.0} {:.1}",
            self.nodes,
            libm::sqrt(mean(tally.squares) * keys as f64),
            mean(tally.peaks),
            mean(tally.moved[0]),
            mean(tally.moved[1]),
            mean(tally.build) / 1e3,
            mean(tally.bytes),
            mean(tally.lookup),
        );
    }
}

impl Tally {
    fn add<P: Placer<Node = u64>>(&mut self, mut stream: Stream, nodes: u64, keys: u64, make: &impl Fn(Vec<u64>) -> P) {
        let names: Vec<u64> = (0..nodes).map(|_| stream.next_u64()).collect();
        let hashes: Vec<u64> = (0..nodes * keys).map(|_| stream.next_u64()).collect();
        let start = Instant::now();
        let mut placer = make(names);
        self.build += start.elapsed().as_nanos() as f64;
        self.bytes += placer.memory_bytes() as f64 / nodes as f64;
        let probe = &hashes[..hashes.len().min(100_000)];
        let start = Instant::now();
        for hash in probe {
            black_box(placer.place(black_box(*hash)));
        }
        self.lookup += start.elapsed().as_nanos() as f64 / probe.len() as f64;

        let before = owners(&placer, &hashes);
        let mut loads = vec![0u64; nodes as usize];
        for slot in &before {
            loads[*slot as usize] += 1;
        }
        let deviation = |load: u64| {
            let x = load as f64 / keys as f64 - 1.0;
            x * x
        };
        self.squares += loads.iter().map(|load| deviation(*load)).sum::<f64>() / nodes as f64;
        self.peaks += loads.iter().copied().max().unwrap_or(0) as f64 / keys as f64;

        // The node that comes takes a slot of its own, and leaves it to nobody.
        let node = stream.next_u64();
        placer.add(Member::new(node)).unwrap();
        let with = owners(&placer, &hashes);
        placer.remove(&node).unwrap();
        let after = owners(&placer, &hashes);
        let least = hashes.len() as f64 / (nodes + 1) as f64;
        let differing = |a: &[u32], b: &[u32]| a.iter().zip(b).filter(|(a, b)| a != b).count() as f64;
        self.moved[0] += differing(&before, &with) / least;
        self.moved[1] += differing(&with, &after) / least;
    }
}

fn owners<P: Placer>(placer: &P, hashes: &[u64]) -> Vec<u32> {
    hashes.iter().map(|hash| placer.place(*hash) as u32).collect()
}

/// Anchor's room: a tenth more than there are nodes.
fn capacity(nodes: u64) -> usize {
    (nodes + nodes / 10) as usize
}

/// Maglev's entries: a prime of at least 100 a node.
fn table_size(nodes: u64) -> usize {
    match nodes {
        0..=100 => 10_007,
        101..=1_000 => 100_003,
        1_001..=10_000 => 1_000_003,
        _ => 10_000_019,
    }
}

const KEYS_A_NODE: u64 = 1000;

/// For each line, about.
const BUDGET_NS: u64 = 30_000_000_000;
