//! What plans for slots of unequal sizes move beyond their lower bounds, which no plan can go below.
//!
//! Three events: an uneven start ("skew": slots are where their hashes have them), and, from a balanced layout, a tenth
//! more nodes ("grow") and a tenth fewer ("shrink").

#![allow(clippy::disallowed_methods)] // A table of times reads the clock.

use core::time::Duration;
use std::time::Instant;

use ansatz_placement::{Balance, Layout, Plan, Report, Skeleton};
use ansatz_random::{Stream, rand_core::Rng};
use rand_distr::{Distribution, LogNormal};

/// Prints the table for 10 to `largest` nodes, with `seeds` sets of sizes for each line.
pub(crate) fn print(seeds: u64, largest: u64) {
    println!("sizes event nodes within seeds balanced moved/total gap_mean gap_worst plan_ms");
    let mut all = Vec::new();
    for sizes in Sizes::ALL {
        for event in Event::ALL {
            for nodes in (1..=3).map(|power| 10u64.pow(power)).filter(|nodes| *nodes <= largest) {
                for within in [0.01, 0.05, 0.2] {
                    let case = Case { sizes, event, nodes: nodes as u32, within };
                    let tally = case.tally(seeds);
                    tally.print(&format!("{sizes:?} {event:?} {nodes} {within} {seeds}").to_lowercase());
                    all.push((sizes, tally));
                }
            }
        }
    }
    for sizes in Sizes::ALL {
        let gaps = all.iter().filter(|(of, _)| *of == sizes).flat_map(|(_, tally)| &tally.gaps);
        let (count, sum, worst) =
            gaps.fold((0, 0.0, 0.0), |(count, sum, worst), gap| (count + 1, sum + gap, f64::max(worst, *gap)));
        let name = format!("{sizes:?}").to_lowercase();
        println!("# {name}: {count} balanced plans, mean gap {:.5}, worst {worst:.5}", sum / f64::from(count));
    }
    println!("# {SLOTS_A_NODE} slots a node; gap = moved / lower bound - 1, of the plans that are balanced");
}

/// How large slots are.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sizes {
    /// From 1 to a million, all as likely.
    Uniform,
    /// exp of a normal distribution with a standard deviation of 1.
    LogNormal,
    /// In inverse proportion to the square root of their rank. (To the rank itself, the largest of many slots would be
    /// more than a node's share, and no plan could be balanced.)
    Zipf,
}

/// What there is to plan for.
#[derive(Debug, Clone, Copy)]
enum Event {
    Skew,
    Grow,
    Shrink,
}

impl Sizes {
    const ALL: [Self; 3] = [Self::Uniform, Self::LogNormal, Self::Zipf];

    fn draw(self, slots: usize, stream: &mut Stream) -> Vec<u64> {
        match self {
            Self::Uniform => (0..slots).map(|_| 1 + stream.next_u64() % 1_000_000).collect(),
            Self::LogNormal => {
                let distribution = LogNormal::new(libm::log(1e6), 1.0).unwrap();
                (0..slots).map(|_| distribution.sample(stream) as u64 + 1).collect()
            }
            Self::Zipf => {
                // Slots are placed by a hash of their number, so that the ranks need not be shuffled but differ by seed.
                let first = stream.next_u64() as usize % slots;
                let rank = |slot: usize| (first + slot) % slots + 1;
                (0..slots).map(|slot| (1e9 / libm::sqrt(rank(slot) as f64)) as u64).collect()
            }
        }
    }
}

impl Event {
    const ALL: [Self; 3] = [Self::Skew, Self::Grow, Self::Shrink];

    fn after(self, nodes: u32) -> u32 {
        match self {
            Self::Skew => nodes,
            Self::Grow => nodes + nodes / 10,
            Self::Shrink => nodes - nodes / 10,
        }
    }
}

struct Case {
    sizes: Sizes,
    event: Event,
    nodes: u32,
    within: f64,
}

#[derive(Default)]
struct Tally {
    plans: u32,
    /// Of the plans that are balanced.
    gaps: Vec<f64>,
    moved: f64,
    time: Duration,
}

impl Case {
    fn tally(&self, seeds: u64) -> Tally {
        let mut tally = Tally::default();
        let slots = self.nodes as usize * SLOTS_A_NODE;
        let layout = |nodes| Layout::of(&Skeleton::new(0..nodes).unwrap(), slots).unwrap();
        let (start, new) = (layout(self.nodes), layout(self.event.after(self.nodes)));
        let balance = Balance::within(self.within);
        for seed in 0..seeds {
            let sizes = self.sizes.draw(slots, &mut Stream::new(52, seed));
            let mut old = start.clone().with_bytes(sizes).unwrap();
            if !matches!(self.event, Event::Skew) {
                old = Plan::between(&old, &old, &balance).unwrap().after().unwrap();
            }
            let clock = Instant::now();
            let plan = Plan::between(&old, &new, &balance).unwrap();
            tally.time += clock.elapsed();
            tally.add(plan.report(), old.total_bytes());
        }
        tally
    }
}

impl Tally {
    fn add(&mut self, report: &Report, total: u128) {
        self.plans += 1;
        self.moved += report.moved_bytes as f64 / total as f64;
        if report.balanced {
            self.gaps.push(report.gap());
        }
    }

    fn print(&self, name: &str) {
        let plans = f64::from(self.plans);
        let balanced = self.gaps.len();
        let mean = self.gaps.iter().sum::<f64>() / balanced as f64;
        let worst = self.gaps.iter().copied().fold(f64::NAN, f64::max);
        let moved = self.moved / plans;
        let time = self.time.as_secs_f64() * 1e3 / plans;
        println!("{name} {balanced} {moved:.4} {mean:.5} {worst:.5} {time:.2}");
    }
}

const SLOTS_A_NODE: usize = 100;
