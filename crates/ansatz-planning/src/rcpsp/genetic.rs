//! Genetic scheduling
#![allow(missing_docs)]
use alloc::{vec, vec::Vec};

use ansatz_random::{Stream, below, unit};

use super::{
    Direction, PriorityRule, Project, Schedule, lower_bound,
    generation::{Generator, mirror},
    justification::list_of,
    priority::sorted_list,
};

#[derive(Debug, Clone)]
struct Member {
    /// As the other direction sees them.
    starts: Vec<u64>,
    list: Vec<usize>,
    makespan: u64,
}

#[derive(Debug, Clone)]
pub struct GeneticScheduler {
    project: Project,
    generator: Generator,
    rng: Stream,
    populations: [Vec<Member>; 2],
    children: Vec<Member>,
    side: usize,
    size: usize,
    best: Schedule,
    steps: u64,
    tune: [f64; 8],
    keys: Vec<u128>,
}

impl GeneticScheduler {
    pub fn tuned(project: &Project, seed: u64, tune: [f64; 8]) -> Self {
        let best = super::serial(project, PriorityRule::LatestFinish, Direction::Forward);
        let bound = lower_bound(project);
        let best = Schedule::assemble(best.starts().to_vec(), best.makespan(), bound);
        Self {
            project: project.clone(),
            generator: Generator::new(project),
            rng: Stream::new(seed, 0),
            populations: [Vec::new(), Vec::new()],
            children: Vec::new(),
            side: 0,
            size: tune[0] as usize,
            best,
            steps: 0,
            tune,
            keys: PriorityRule::LatestFinish.keys(project.view(Direction::Forward)),
        }
    }
    pub fn step(&mut self, n: u64) -> bool {
        for _ in 0..n {
            if self.best.is_proved() {
                break;
            }
            self.steps += 1;
            self.advance();
        }
        !self.best.is_proved()
    }
    pub fn best(&self) -> &Schedule {
        &self.best
    }
    pub fn steps_taken(&self) -> u64 {
        self.steps
    }

    fn advance(&mut self) {
        // children of populations[side] go to side^1
        let first = self.populations[0].is_empty();
        let (list, to) = if first { (self.sample(), 0) } else { (self.cross(), self.side ^ 1) };
        let direction = if to == 0 { Direction::Forward } else { Direction::Backward };
        let mut starts = vec![0; self.project.len()];
        let makespan = self.generator.serial(self.project.view(direction), &list, &mut starts);
        let mut mirrored = starts.clone();
        mirror(&self.project, &mut mirrored, makespan);
        if makespan < self.best.makespan() {
            let s = if to == 0 { starts } else { mirrored.clone() };
            self.best = Schedule::assemble(s, makespan, self.best.lower_bound());
        }
        let list = list_of(self.project.view(direction.opposite()), &mirrored);
        self.children.push(Member { starts: mirrored, list, makespan });
        if self.children.len() == self.size {
            self.replace(to);
            self.side = to;
        }
    }

    fn replace(&mut self, to: usize) {
        let children = core::mem::take(&mut self.children);
        let population = &mut self.populations[to];
        if population.is_empty() {
            *population = children;
            return;
        }
        match self.tune[1] as u32 {
            0 => {
                // one for one, but the best stays
                let best = (0..population.len()).min_by_key(|i| population[*i].makespan).unwrap_or(0);
                for (i, child) in children.into_iter().enumerate() {
                    if i != best || child.makespan <= population[i].makespan {
                        population[i] = child;
                    }
                }
            }
            1 => {
                for (i, child) in children.into_iter().enumerate() {
                    if child.makespan <= population[i].makespan {
                        population[i] = child;
                    }
                }
            }
            _ => {
                let mut all = children;
                all.append(population);
                all.sort_by_key(|m| m.makespan);
                all.dedup_by(|a, b| a.makespan == b.makespan && a.starts == b.starts);
                all.truncate(self.size);
                *population = all;
            }
        }
    }

    fn sample(&mut self) -> Vec<usize> {
        let view = self.project.view(Direction::Forward);
        let spread = self.tune[2] * self.project.critical_path() as f64;
        let base = *self.keys.iter().min().unwrap_or(&0);
        let keys: Vec<u64> =
            self.keys.iter().map(|k| (((k - base) as f64 + unit(&mut self.rng) * spread) * 1000.0) as u64).collect();
        sorted_list(view, &keys)
    }

    fn tournament(&mut self) -> usize {
        let population = &self.populations[self.side];
        let n = population.len() as u64;
        let (a, b) = (below(&mut self.rng, n) as usize, below(&mut self.rng, n) as usize);
        if population[a].makespan <= population[b].makespan { a } else { b }
    }

    fn cross(&mut self) -> Vec<usize> {
        let m = if self.tune[1] as u32 == 2 { self.tournament() } else { self.children.len() % self.populations[self.side].len() };
        let f = self.tournament();
        let to = self.side ^ 1;
        let view = self.project.view(if to == 0 { Direction::Forward } else { Direction::Backward });
        let (mother, father) = (&self.populations[self.side][m], &self.populations[self.side][f]);
        let n = self.project.len();
        let rng = &mut self.rng;
        let (mother, father) = if unit(rng) < 0.5 { (mother, father) } else { (father, mother) };
        let mut list;
        if unit(rng) < self.tune[3] {
            // window of father by time
            let t = father.makespan;
            let span = (t / 4 + below(rng, t / 2 + 1)).max(1);
            let begin = if self.tune[4] > 0.0 {
                peak(&self.project, father, span)
            } else {
                below(rng, t - span.min(t) + 1)
            };
            let end = begin + span;
            let c = mother.makespan + father.makespan + 10;
            let keys: Vec<u64> = (0..n)
                .map(|a| {
                    let s = father.starts[a];
                    if s >= begin && s < end {
                        s + c
                    } else if mother.starts[a] < begin {
                        mother.starts[a]
                    } else {
                        mother.starts[a] + 2 * c
                    }
                })
                .collect();
            list = sorted_list(view, &keys);
        } else {
            let len = n / 4 + below(rng, (n / 2 + 1) as u64) as usize;
            let q1 = below(rng, (n - len + 1) as u64) as usize;
            let q2 = q1 + len;
            let mut taken = vec![false; n];
            list = Vec::with_capacity(n);
            for &a in &mother.list[..q1] {
                list.push(a);
                taken[a] = true;
            }
            for &a in &father.list {
                if list.len() == q2 {
                    break;
                }
                if !taken[a] {
                    list.push(a);
                    taken[a] = true;
                }
            }
            for &a in &mother.list[q1..] {
                if !taken[a] {
                    list.push(a);
                }
            }
        }
        // mutation
        if self.tune[5] > 0.0 {
            let rate = self.tune[5];
            for i in 1..n {
                if unit(rng) < rate {
                    let j = i - 1 - below(rng, (i as u64).min(self.tune[6] as u64).max(1)) as usize;
                    move_to(&self.project, to == 0, &mut list, i, j);
                }
            }
        }
        list
    }
}

fn move_to(project: &Project, forward: bool, list: &mut [usize], i: usize, j: usize) {
    let view = project.view(if forward { Direction::Forward } else { Direction::Backward });
    let mut at = i;
    while at > j {
        if view.before().of(list[at]).any(|(p, _)| p == list[at - 1]) {
            break;
        }
        list.swap(at, at - 1);
        at -= 1;
    }
}

fn peak(project: &Project, father: &Member, span: u64) -> u64 {
    let t = father.makespan as usize;
    let mut use_ = vec![0.0; t + 1];
    for a in 0..project.len() {
        let w: f64 = project.demands(a).iter().zip(project.capacities()).map(|(d, c)| *d as f64 / (*c).max(1) as f64).sum();
        for x in father.starts[a]..father.starts[a] + project.duration(a) {
            use_[x as usize] += w;
        }
    }
    let span = (span as usize).min(t);
    let mut sum: f64 = use_[..span].iter().sum();
    let (mut best, mut begin) = (sum, 0);
    for b in 1..=(t - span) {
        sum += use_[b + span - 1] - use_[b - 1];
        if sum > best + 1e-9 {
            (best, begin) = (sum, b);
        }
    }
    begin as u64
}
