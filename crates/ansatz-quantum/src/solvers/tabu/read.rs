//! One read of a tabu search.

use alloc::{collections::VecDeque, vec, vec::Vec};

use ansatz_random::{Stream, below, rand_core::Rng};

use super::config::Plan;
use crate::lanes::{Couplings, Number};

/// Spins, their local fields and those that may not be turned.
#[derive(Clone)]
pub(super) struct Read<W> {
    rng: Stream,
    plan: Plan,
    /// In whole vectors, as the following ones: after the last spin come some that are never turned.
    spins: Vec<W>,
    local: Vec<[W; 1]>,
    /// The most that a turn may seem to gain: less than any does on the tabu list, and no limit elsewhere.
    limits: Vec<W>,
    tabu: VecDeque<u32>,
    tenure: usize,
    /// The sum of gains since the read began, or since its spins were those of `best`.
    gained: f64,
    /// That of the round's best spins, and of the read's.
    round_best: f64,
    best_gained: f64,
    best: Vec<W>,
    stale: u64,
    /// What rounding can add to `gained` in a round.
    rounding: f64,
}

impl<W: Number + Into<f64>> Read<W> {
    /// Reads from 0 on.
    pub(super) fn all(couplings: &Couplings<W>, plan: Plan, reads: usize, seed: u64) -> Vec<Self> {
        (0..reads as u64).map(|read| Self::new(couplings, plan, seed, read)).collect()
    }

    fn new(couplings: &Couplings<W>, plan: Plan, seed: u64, index: u64) -> Self {
        let n = couplings.len();
        let mut rng = Stream::new(seed, index);
        let places = n.next_multiple_of(CHUNK);
        let mut spins = vec![W::ONE; places];
        for spin in &mut spins[..n] {
            *spin = if rng.next_u64() >> 63 == 1 { W::ONE } else { -W::ONE };
        }
        let mut read = Self {
            rng,
            plan,
            local: vec![[W::ZERO]; places],
            limits: vec![-W::GREATEST; places],
            tabu: VecDeque::new(),
            tenure: plan.tenure,
            gained: 0.0,
            round_best: 0.0,
            best_gained: 0.0,
            best: spins.clone(),
            spins,
            stale: 0,
            rounding: rounding(couplings, plan.patience),
        };
        read.begin(couplings);
        read
    }

    pub(super) fn best_spins(&self, n: usize) -> Vec<i8> {
        signs(&self.best[..n])
    }

    pub(super) fn run(&mut self, couplings: &Couplings<W>, iterations: u64) {
        for _ in 0..iterations {
            self.iterate(couplings);
        }
    }

    fn iterate(&mut self, couplings: &Couplings<W>) {
        if self.stale >= self.plan.patience {
            self.perturb(couplings);
        }
        let variable = self.choose();
        self.turn(couplings, variable);
        self.forbid(variable);
        self.stale += 1;
        // What rounding makes of a walk in a circle is no improvement, or the round would never end.
        if self.gained > self.round_best + self.rounding {
            self.round_best = self.gained;
            self.stale = 0;
        }
        self.remember();
    }

    fn remember(&mut self) {
        if self.gained > self.best_gained {
            self.best_gained = self.gained;
            self.best.copy_from_slice(&self.spins);
        }
    }

    /// The spin whose turn gains most, among those that may be turned and those that lead to a new best.
    fn choose(&mut self) -> usize {
        // In one chain of comparisons, of which compilers make vectors where the order does not matter: in whole numbers.
        let turns = self.spins.iter().zip(self.local.as_flattened()).zip(&self.limits);
        let most =
            turns.fold(-W::GREATEST, |most, ((&spin, &field), &limit)| greater(most, lesser(spin * field, limit)));
        let aspired = self.tabu.iter().map(|&variable| (self.gain(variable as usize), variable as usize));
        let aspired = aspired.fold((most, usize::MAX), |most, next| if next.0 > most.0 { next } else { most });
        if aspired.1 != usize::MAX && self.gained + aspired.0.into() > self.best_gained + self.rounding {
            return aspired.1;
        }
        let start = below(&mut self.rng, self.spins.len() as u64) as usize;
        self.position(most, start)
    }

    /// Half of what a turn lowers the energy by.
    fn gain(&self, variable: usize) -> W {
        self.spins[variable] * self.local[variable][0]
    }

    /// The first spin from `start` on, and around the ends of chunks, that may be turned and gains so much.
    fn position(&self, most: W, start: usize) -> usize {
        let (spins, limits) = (self.spins.as_chunks().0, self.limits.as_chunks().0);
        let local = self.local.as_flattened().as_chunks().0;
        let first = start / CHUNK;
        let chunk = (first..spins.len())
            .chain(0..first)
            .find(|&chunk| holds(&spins[chunk], &local[chunk], &limits[chunk], most))
            .unwrap_or(first);
        let mut places = (0..CHUNK).map(|lane| chunk * CHUNK + (start + lane) % CHUNK);
        places.find(|&place| lesser(self.gain(place), self.limits[place]) == most).unwrap_or(0)
    }

    fn turn(&mut self, couplings: &Couplings<W>, variable: usize) {
        self.gained += self.gain(variable).into();
        let turned = -self.spins[variable];
        self.spins[variable] = turned;
        couplings.spread(variable, [W::TWO * turned], &mut self.local);
    }

    fn forbid(&mut self, variable: usize) {
        if self.limits[variable] < W::ZERO {
            self.tabu.retain(|&other| other as usize != variable);
        }
        self.limits[variable] = -W::GREATEST;
        self.tabu.push_back(variable as u32);
        while self.tabu.len() > self.tenure {
            if let Some(free) = self.tabu.pop_front() {
                self.limits[free as usize] = W::GREATEST;
            }
        }
    }

    /// The next round: the best spins, of which some are turned.
    fn perturb(&mut self, couplings: &Couplings<W>) {
        let n = couplings.len();
        self.spins.copy_from_slice(&self.best);
        let least = LEAST_TURNED.min(n);
        let most = (n / MOST_TURNED).max(least);
        let count = least + below(&mut self.rng, (most - least + 1) as u64) as usize;
        self.begin(couplings);
        self.gained = self.best_gained;
        for _ in 0..count {
            let variable = below(&mut self.rng, n as u64) as usize;
            self.turn(couplings, variable);
        }
        self.round_best = self.gained;
        self.stale = 0;
        self.remember();
    }

    fn begin(&mut self, couplings: &Couplings<W>) {
        self.limits[..couplings.len()].fill(W::GREATEST);
        self.tabu.clear();
        self.tenure = self.plan.tenure + below(&mut self.rng, self.plan.tenure as u64 / 2 + 1) as usize;
        for (local, &field) in self.local.iter_mut().zip(couplings.fields()) {
            *local = [field];
        }
        for variable in 0..couplings.len() {
            couplings.spread(variable, [self.spins[variable]], &mut self.local);
        }
    }
}

/// After `t` turns a local field is off by at most t 2^-53 of the largest one, and the sum of t gains by t times that and, where
/// it is that of n spins, by t 2^-53 of n such fields. Whole numbers are exact.
fn rounding<W: Number + Into<f64>>(couplings: &Couplings<W>, patience: u64) -> f64 {
    if !W::ROUNDS {
        return 0.0;
    }
    let field = |variable: usize| -> f64 {
        let coupled: f64 = couplings.neighbours(variable).map(|(_, weight)| weight.into().abs()).sum();
        coupled + couplings.fields()[variable].into().abs()
    };
    let largest = (0..couplings.len()).map(field).fold(0.0, f64::max);
    let turns = patience as f64;
    f64::EPSILON * turns * (turns + couplings.len() as f64) * largest
}

/// Whether a turn of one of these gains so much, and it may be turned; without leaving early, as vectors do it.
fn holds<W: Number>(spins: &[W; CHUNK], local: &[W; CHUNK], limits: &[W; CHUNK], most: W) -> bool {
    (0..CHUNK).fold(false, |is_there, lane| is_there | (lesser(spins[lane] * local[lane], limits[lane]) == most))
}

fn signs<W: Number>(spins: &[W]) -> Vec<i8> {
    spins.iter().map(|&spin| if spin > W::ZERO { 1 } else { -1 }).collect()
}

fn greater<W: Number>(one: W, other: W) -> W {
    if other > one { other } else { one }
}

fn lesser<W: Number>(one: W, other: W) -> W {
    if other < one { other } else { one }
}

/// Two vectors of 16 bits.
const CHUNK: usize = 16;

/// As Palubeckis, from 10 spins on; but up to half of them rather than an eighth, which leads large graphs out of where
/// they are stuck.
const LEAST_TURNED: usize = 10;
const MOST_TURNED: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ising, solvers::TabuConfig};

    fn require_kept<W: Number + Into<f64>>(
        model: &Ising,
        couplings: &Couplings<W>,
        unit: f64,
    ) -> Result<(), crate::QuantumError> {
        let plan = TabuConfig::default().patience(30).plan(model.len())?;
        let mut read = Read::new(couplings, plan, 5, 0);
        let spins = |spins: &[W]| signs(&spins[..model.len()]);
        let first = model.energy(&spins(&read.spins))?;
        for _ in 0..1_000 {
            read.run(couplings, 1);
            let now = spins(&read.spins);
            for variable in 0..model.len() {
                let others =
                    model.neighbours(variable)?.map(|(other, weight)| weight * f64::from(now[other])).sum::<f64>();
                let field: f64 = read.local[variable][0].into();
                assert!((field * unit - model.fields()[variable] - others).abs() < 1e-9);
                assert_eq!(read.limits[variable] < W::ZERO, read.tabu.contains(&(variable as u32)));
            }
            assert!((first - 2.0 * unit * read.gained - model.energy(&now)?).abs() < 1e-9);
            assert!((first - 2.0 * unit * read.best_gained - model.energy(&spins(&read.best))?).abs() < 1e-9);
        }
        Ok(())
    }

    /// Which spin each iteration turns, by all energies and a list of its own of those that were turned last.
    fn require_rules<W: Number + Into<f64>>(
        model: &Ising,
        couplings: &Couplings<W>,
    ) -> Result<(), crate::QuantumError> {
        let n = model.len();
        let plan = TabuConfig::default().tenure(8).plan(n)?;
        let (mut aspirations, mut tenures) = (0, Vec::new());
        for seed in 0..20 {
            let mut read = Read::new(couplings, plan, seed, 0);
            tenures.push(read.tenure);
            let spins = |read: &Read<W>| signs(&read.spins[..n]);
            let mut last = Vec::new();
            let mut least = model.energy(&spins(&read))?;
            for _ in 0..200 {
                let before = spins(&read);
                let energies = (0..n).map(|variable| {
                    let mut turned = before.clone();
                    turned[variable] = -turned[variable];
                    model.energy(&turned)
                });
                let energies = energies.collect::<Result<Vec<_>, _>>()?;
                read.run(couplings, 1);
                let after = spins(&read);
                let turned: Vec<usize> = (0..n).filter(|&variable| before[variable] != after[variable]).collect();
                let &[turned] = turned.as_slice() else { unreachable!("{turned:?} are turned") };
                let (tabu, free): (Vec<usize>, Vec<usize>) = (0..n).partition(|variable| last.contains(variable));
                let least_of = |of: &[usize]| of.iter().map(|&one| energies[one]).fold(f64::INFINITY, f64::min);
                let (barred, open) = (least_of(&tabu), least_of(&free));
                let aspires = barred < open && barred < least;
                aspirations += usize::from(aspires);
                assert_eq!(energies[turned], if aspires { barred } else { open });
                assert_eq!(tabu.contains(&turned), aspires);
                least = least.min(energies[turned]);
                last.retain(|&one| one != turned);
                last.push(turned);
                last.drain(..last.len().saturating_sub(read.tenure));
            }
        }
        assert!(aspirations > 0);
        tenures.sort_unstable();
        tenures.dedup();
        // At most two of the five in all twenty draws: 10 (2 / 5)^20 = 1e-7.
        assert!(tenures.len() >= 3 && tenures.iter().all(|tenure| (8..=12).contains(tenure)), "{tenures:?}");
        Ok(())
    }

    #[test]
    fn the_best_turn_is_made_unless_it_is_barred() -> Result<(), crate::QuantumError> {
        let n = 20;
        let pairs = (0..n).flat_map(|i| (0..i).map(move |j| (i, j, ((i * 7 + j * 5) % 11) as f64 - 5.0)));
        let model = Ising::new(&[1.0; 20], pairs)?;
        if let Some(couplings) = Couplings::whole(&model) {
            require_rules(&model, &couplings)?;
        }
        require_rules(&model, &Couplings::floats(&model))
    }

    #[test]
    fn ties_are_broken_at_random() -> Result<(), crate::QuantumError> {
        let couplings = Couplings::floats(&Ising::new(&[0.0; 40], [])?);
        let mut counts = [0_u32; 40];
        for seed in 0..4_000 {
            let mut read = Read::new(&couplings, TabuConfig::default().plan(40)?, seed, 0);
            let before = read.spins.clone();
            read.run(&couplings, 1);
            let turned = (0..40).find(|&variable| read.spins[variable] != before[variable]);
            counts[turned.unwrap_or(0)] += 1;
        }
        // Each spin in 4,000 / 48 of them or more, as places after the last are passed over: 5.5 deviations are 1e-6 for all.
        assert!(counts.iter().all(|&count| f64::from(count) > 83.3 - 5.5 * 9.1), "{counts:?}");
        Ok(())
    }

    /// A start that chance has made better than all before it is the best.
    #[test]
    fn starts_of_rounds_count() -> Result<(), crate::QuantumError> {
        let ring = Ising::new(&[0.0; 60], (0..60).map(|i| (i, (i + 1) % 60, 1.0)))?;
        let couplings = Couplings::floats(&ring);
        let mut read = Read::new(&couplings, TabuConfig::default().plan(60)?, 5, 0);
        let mut improved = 0;
        for _ in 0..20 {
            let before = read.best_gained;
            read.perturb(&couplings);
            assert!(read.best_gained >= read.gained, "{} {}", read.best_gained, read.gained);
            improved += usize::from(read.best_gained > before);
        }
        // From a random state, where the first turn is about as likely to be for the better as for the worse.
        assert!(improved > 0);
        Ok(())
    }

    /// Local fields and gains as they have been kept up, beside those of the model, in both kinds of numbers.
    #[test]
    fn what_is_kept_up_is_what_the_model_says() -> Result<(), crate::QuantumError> {
        let n = 37;
        let pairs = (0..n).flat_map(|i| (0..i).map(move |j| (i, j, ((i * 7 + j * 5) % 11) as f64 - 5.0)));
        let fields: Vec<f64> = (0..n).map(|i| (i % 3) as f64 - 1.0).collect();
        let model = Ising::new(&fields, pairs)?.with_offset(0.5)?;
        let whole = Couplings::whole(&model);
        assert!(whole.is_some(), "small whole numbers");
        if let Some(couplings) = whole {
            require_kept(&model, &couplings, couplings.unit())?;
        }
        let floats = Couplings::floats(&model);
        require_kept(&model, &floats, floats.unit())
    }
}
