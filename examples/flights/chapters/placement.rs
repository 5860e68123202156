//! Where each aircraft's records are kept on twelve nodes, and what moves when one is lost and another comes: every
//! placer on the same keys.

use std::{error::Error, time::Duration};

use ansatz_placement::{
    Anchor, Balance, BoundedLoads, Fleet, FleetError, Jump, Layout, Maglev, Member, Move, MultiProbe, Placer, Plan,
    Rendezvous, Ring, Skeleton,
};

use super::Chapter;
use crate::{
    batch::Batch,
    charts::{self, Bar},
    clock::Timed,
    exact::ExactCounts,
    findings::{Chart, Cost, Finding, Grid, Section, Study, grouped, percent},
};

/// The tail numbers.
#[derive(Debug, Default)]
pub(crate) struct Placement {
    /// What one would keep without a placer: a table of every key, with its node.
    directory: ExactCounts,
}

impl Chapter for Placement {
    fn observe(&mut self, batch: &Batch) {
        batch.tailnum.present().for_each(|key| self.directory.update(key));
    }

    fn finish(self: Box<Self>) -> Result<Section, Box<dyn Error>> {
        let mut keys: Vec<&str> = self.directory.keys().collect();
        keys.sort_unstable();
        let trials = trials(&keys)?;
        let directory = self.look_up(&keys);
        Ok(Section {
            title: "Placement",
            introduction: "Which of twelve nodes keeps an aircraft's records? A placer computes it from the tail \
                           number, where one would otherwise keep a directory of all of them. In place of an estimate \
                           stands what happened, in place of the exact answer the best that could: the average of \
                           the nodes, and the keys of the node that goes or comes, which have to move whatever one \
                           does.",
            studies: trials.iter().map(|trial| trial.study(directory)).chain([bounded(&keys, directory)?]).collect(),
            grids: vec![grid(&trials), plan_grid(&plan(&keys)?)],
            charts: vec![balance_chart(&trials)?, movement_chart(&trials)?],
            ..Section::default()
        })
    }
}

impl Placement {
    /// What it costs to look all keys up in the directory.
    fn look_up(&self, keys: &[&str]) -> Cost {
        let mut found = Timed::new(0);
        found.run(|found| *found += keys.iter().map(|key| self.directory.count(key)).sum::<u64>());
        core::hint::black_box(found.value);
        Cost { memory: self.directory.memory_bytes(), time: found.spent }
    }
}

/// Every placer over the same keys.
fn trials(keys: &[&str]) -> Result<Vec<Trial>, FleetError> {
    let fleet = || Fleet::new(1..=NODES);
    let even = |moves| Promise { is_even: true, moves };
    // A few points a node are not of equal lengths, and their keys follow them.
    let uneven = |moves| Promise { is_even: false, moves };
    Ok(vec![
        Trial::run("Ring", Ring::with_fleet(fleet()?)?, uneven(Moves::Least), keys)?,
        Trial::run("Rendezvous", Rendezvous::with_fleet(fleet()?), even(Moves::Least), keys)?,
        Trial::run("Skeleton", Skeleton::with_fleet(fleet()?), even(Moves::More), keys)?,
        Trial::run("Jump", Jump::with_fleet(fleet()?)?, even(Moves::LastToo), keys)?,
        Trial::run("Anchor", Anchor::with_fleet(fleet()?, CAPACITY)?, even(Moves::Least), keys)?,
        Trial::run("MultiProbe", MultiProbe::with_fleet(fleet()?)?, uneven(Moves::Least), keys)?,
        // Of its 65,537 entries no node has two more than another, which a chance of 1 in 12 hides.
        Trial::run("Maglev", Maglev::with_fleet(fleet()?, 65_537)?, even(Moves::More), keys)?,
    ])
}

/// Rendezvous with bounded loads: the keys come, and every tenth of them is released.
fn bounded(keys: &[&str], directory: Cost) -> Result<Study, FleetError> {
    let mut timed = Timed::new(BoundedLoads::new(Rendezvous::new(1..=NODES)?, SLACK)?);
    timed.run(|loads| keys.iter().for_each(|&key| _ = loads.assign(key)));
    let Timed { value: mut loads, spent: time } = timed;
    let fullest = (1..=NODES).filter_map(|node| loads.load(&node)).max().unwrap_or(0);
    let memory = loads.memory_bytes();
    let most = loads.capacity(&1).unwrap_or(0);
    let average = keys.len() as f64 / f64::from(NODES);
    let released = keys.iter().step_by(10).filter_map(|&key| loads.release(key));
    let (count, moved) = released.fold((0, 0), |(count, moved), moves| (count + 1, moved + moves.len()));
    let kept = |limit: usize| format!("at most {}, certain", grouped(limit as f64));
    Ok(Study {
        sketch: format!("BoundedLoads, eps = {SLACK}"),
        items: keys.len() as u64,
        cost: Cost { memory, time },
        exact_cost: directory,
        findings: vec![
            finding(
                format!("keys on the fullest of {NODES} nodes"),
                fullest as f64,
                average,
                (kept(most), Some(fullest <= most)),
            ),
            finding(
                format!("moved when {} are released", grouped(f64::from(count))),
                moved as f64,
                0.0,
                // Capacities fall once in NODES / (1 + eps) releases and once for the start, and at most as many nodes are
                // full then.
                (kept(count as usize + NODES as usize), Some(moved <= count as usize + NODES as usize)),
            ),
        ],
    })
}

/// From the slots on twelve nodes to the slots without the one that is lost and with the one that comes: the keys of a
/// slot are its weight.
fn plan(keys: &[&str]) -> Result<Plan<u32>, Box<dyn Error>> {
    let mut placer = Rendezvous::new(1..=NODES)?;
    let mut sizes = vec![0; SLOTS];
    for &key in keys {
        sizes[(placer.hash(key) % SLOTS as u64) as usize] += 1;
    }
    let old = Layout::of(&placer, SLOTS)?.with_bytes(sizes)?;
    placer.remove(&LOST)?;
    placer.add(Member::new(ADDED))?;
    Ok(Plan::between(&old, &Layout::of(&placer, SLOTS)?, &Balance::within(WITHIN))?)
}

fn plan_grid(plan: &Plan<u32>) -> Grid {
    let report = plan.report();
    let moves: Vec<_> = plan.rounds(1).into_iter().enumerate().collect();
    let row = |round: usize, moved: &Move<'_, u32>| {
        let cells = [moved.part.to_string(), moved.from.to_string(), moved.to.to_string(), moved.bytes.to_string()];
        [vec![(round + 1).to_string()], cells.to_vec()].concat()
    };
    let rows = moves.iter().flat_map(|(round, moves)| moves.iter().map(|moved| row(*round, moved)));
    let (moved, least) = (grouped(report.moved_bytes as f64), grouped(report.lower_bound as f64));
    Grid {
        caption: format!(
            "The plan from one to the other by {SLOTS} slots, every node within {} of its share: {moved} aircraft move, \
             at least {least} have to; {} moves in {} rounds, of which the first are",
            percent(WITHIN),
            grouped(plan.len() as f64),
            grouped(moves.len() as f64),
        ),
        header: ["round", "part", "from node", "to node", "aircraft"].map(str::to_owned).to_vec(),
        rows: rows.take(LISTED).collect(),
    }
}

/// What a placer promises.
#[derive(Debug, Clone, Copy)]
struct Promise {
    /// Whether every node has the same chance to get a key, so that a load is binomial.
    is_even: bool,
    moves: Moves,
}

/// Which keys a placer moves.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Moves {
    /// Those of the node that goes or comes.
    Least,
    /// When a node goes, those of the last one too, which takes over its number.
    LastToo,
    /// A few more.
    More,
}

/// What a placer did with the keys.
#[derive(Debug)]
struct Trial {
    name: &'static str,
    memory: usize,
    promise: Promise,
    time: Duration,
    /// Keys on each node.
    loads: Vec<u64>,
    lost: Moved,
    added: Moved,
}

/// Keys that a change moved, and how many it had to.
#[derive(Debug, Clone, Copy)]
struct Moved {
    keys: u64,
    least: u64,
}

impl Trial {
    /// Places all keys, again after a node is lost, and again after another is added.
    fn run<P: Placer<Node = u32>>(
        name: &'static str,
        mut placer: P,
        promise: Promise,
        keys: &[&str],
    ) -> Result<Self, FleetError> {
        let mut owners = Timed::new(Vec::new());
        owners.run(|owners| *owners = owners_of(keys, &placer));
        let Timed { value: before, spent: time } = owners;
        placer.remove(&LOST)?;
        let without = owners_of(keys, &placer);
        placer.add(Member::new(ADDED))?;
        let after = owners_of(keys, &placer);
        Ok(Self {
            name,
            memory: placer.memory_bytes(),
            promise,
            time,
            loads: (1..=NODES).map(|node| count(&before, node)).collect(),
            lost: Moved { keys: differing(&before, &without), least: count(&before, LOST) },
            added: Moved { keys: differing(&without, &after), least: count(&after, ADDED) },
        })
    }

    fn keys(&self) -> u64 {
        self.loads.iter().sum()
    }

    fn average(&self) -> f64 {
        self.keys() as f64 / f64::from(NODES)
    }

    fn fullest(&self) -> u64 {
        self.loads.iter().copied().max().unwrap_or(0)
    }

    fn emptiest(&self) -> u64 {
        self.loads.iter().copied().min().unwrap_or(0)
    }

    /// The standard deviation of the loads as a fraction of their average.
    fn spread(&self) -> f64 {
        let average = self.average().max(f64::MIN_POSITIVE);
        let squares = self.loads.iter().map(|&load| (load as f64 / average - 1.0).powi(2));
        (squares.sum::<f64>() / f64::from(NODES)).sqrt()
    }

    fn study(&self, directory: Cost) -> Study {
        let balance = if self.promise.is_even {
            let most = binomial_bound(self.keys(), 1.0 / f64::from(NODES));
            (format!("at most {}, {CONFIDENCE}", grouped(most as f64)), Some(self.fullest() <= most))
        } else {
            ("see its page".to_owned(), None)
        };
        let least = |moved: Moved| ("the least".to_owned(), Some(moved.keys == moved.least));
        let lost = match self.promise.moves {
            Moves::Least => least(self.lost),
            Moves::LastToo => {
                let most = self.lost.least + self.loads.last().copied().unwrap_or(0);
                (format!("at most {}, certain", grouped(most as f64)), Some(self.lost.keys <= most))
            }
            Moves::More => ("a few more, empirical".to_owned(), None),
        };
        let added = match self.promise.moves {
            Moves::Least | Moves::LastToo => least(self.added),
            Moves::More => ("a few more, empirical".to_owned(), None),
        };
        Study {
            sketch: self.name.to_owned(),
            items: self.keys(),
            cost: Cost { memory: self.memory, time: self.time },
            exact_cost: directory,
            findings: vec![
                finding(
                    format!("keys on the fullest of {NODES} nodes"),
                    self.fullest() as f64,
                    self.average(),
                    balance,
                ),
                finding("moved when one is lost", self.lost.keys as f64, self.lost.least as f64, lost),
                finding("moved when one is added", self.added.keys as f64, self.added.least as f64, added),
            ],
        }
    }
}

fn finding(question: impl Into<String>, found: f64, best: f64, (promise, kept): (String, Option<bool>)) -> Finding {
    Finding { question: question.into(), estimate: grouped(found), exact: grouped(best), promise, kept }
}

fn grid(trials: &[Trial]) -> Grid {
    let header = ["placer", "fullest", "emptiest", "spread", "lost: moved", "least", "added: moved", "least"];
    let row = |trial: &Trial| {
        let Trial { lost, added, .. } = trial;
        let counts = |of: [u64; 2]| of.map(|count| grouped(count as f64));
        let loads = counts([trial.fullest(), trial.emptiest()]);
        let moves = [counts([lost.keys, lost.least]), counts([added.keys, added.least])].concat();
        [vec![trial.name.to_owned()], loads.to_vec(), vec![percent(trial.spread())], moves].concat()
    };
    Grid {
        caption: format!("Aircraft on {NODES} nodes; node {LOST} is lost, then node {ADDED} is added"),
        header: header.map(str::to_owned).to_vec(),
        rows: trials.iter().map(row).collect(),
    }
}

fn balance_chart(trials: &[Trial]) -> Result<Chart, Box<dyn Error>> {
    let bars: Vec<_> = trials
        .iter()
        .map(|trial| {
            let (lowest, highest) = (trial.emptiest() as f64, trial.fullest() as f64);
            let interval = Some((lowest, highest));
            Bar { name: trial.name.to_owned(), exact: trial.average(), estimate: highest, interval }
        })
        .collect();
    let legend = ["average of the nodes", "fullest node, and down to the emptiest"];
    charts::bars("How evenly the aircraft are spread", "aircraft on a node", legend, &bars, grouped)
}

fn movement_chart(trials: &[Trial]) -> Result<Chart, Box<dyn Error>> {
    let bars: Vec<_> = trials
        .iter()
        .map(|Trial { name, lost, added, .. }| Bar {
            name: (*name).to_owned(),
            exact: (lost.least + added.least) as f64,
            estimate: (lost.keys + added.keys) as f64,
            interval: None,
        })
        .collect();
    let legend = ["had to move", "moved"];
    charts::bars("What moves when a node is lost and another added", "aircraft that move", legend, &bars, grouped)
}

fn owners_of<P: Placer<Node = u32>>(keys: &[&str], placer: &P) -> Vec<u32> {
    keys.iter().map(|&key| *placer.fleet().node(placer.place(placer.hash(key)))).collect()
}

fn count(owners: &[u32], node: u32) -> u64 {
    owners.iter().filter(|&&owner| owner == node).count() as u64
}

fn differing(before: &[u32], after: &[u32]) -> u64 {
    before.iter().zip(after).filter(|(before, after)| before != after).count() as u64
}

/// What none of the nodes exceeds, but for [`MISS`], where each key has this chance to be on one of them: the binomial
/// distribution summed from below, once for each node.
fn binomial_bound(keys: u64, chance: f64) -> u64 {
    let odds = (chance / (1.0 - chance)).ln();
    let (mut log_probability, mut sum) = (keys as f64 * (1.0 - chance).ln(), 0.0);
    for load in 0..keys {
        sum += log_probability.exp();
        if sum >= 1.0 - MISS / f64::from(NODES) {
            return load;
        }
        log_probability += ((keys - load) as f64 / (load + 1) as f64).ln() + odds;
    }
    keys
}

const NODES: u32 = 12;
const LOST: u32 = 5;
const ADDED: u32 = 13;
/// Nodes that `Anchor` leaves room for.
const CAPACITY: usize = 24;
/// By how much `BoundedLoads` lets a node exceed the average.
const SLACK: f64 = 0.02;
/// Hash slots of the plan.
const SLOTS: usize = 1_024;
/// How far from its share a node may be after the plan.
const WITHIN: f64 = 0.05;
/// Moves of the plan that are shown.
const LISTED: usize = 8;
/// How often the bound on the fullest node may fail.
const MISS: f64 = 0.001;
const CONFIDENCE: &str = "99.9%";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_where_the_tail_of_the_binomial_begins() {
        // Summed in another way, 12 P(X > 404) = 0.00108 and 12 P(X > 405) = 0.00087 for Binomial(4043, 1/12).
        assert_eq!(binomial_bound(4_043, 1.0 / 12.0), 405);
        assert_eq!([0, 1, 3].map(|keys| binomial_bound(keys, 1.0 / 12.0)), [0, 1, 3]);
    }
}
