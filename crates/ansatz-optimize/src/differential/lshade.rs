//! Differential evolution that learns its settings and shrinks its population.
//!
//! A member moves towards one of the best and along the difference of two others; the child takes its place if it is no
//! worse. Scale factors and crossover rates that succeed are remembered, and the population shrinks linearly over the
//! budget: exploration first, refinement later.
//!
//! R. Tanabe and A. S. Fukunaga, *Improving the search performance of SHADE using linear population size reduction*, IEEE
//! CEC 2014.

use alloc::vec::Vec;

use ansatz_core::{DecodeError, ParameterError};
use ansatz_random::{Stream, below, rand_core::Rng, unit};

use super::memory::{Memory, Settings};
use crate::{
    Budget, Evaluation, Generation, LShadeConfig, Method, Space, chosen::for_chosen, engine::surface::surface,
};

/// L-SHADE: differential evolution with success-history adaptation and linear population size reduction.
///
/// For real coordinates and integers (which are searched as reals and rounded). It learns by the generation; constraints
/// are held by the rules of feasibility. Its schedule ends with the budget's evaluations, so that a budget is part of
/// what it finds.
///
/// R. Storn and K. Price, *Differential evolution*, Journal of Global Optimization 11 (1997); R. Tanabe and A. S. Fukunaga,
/// *Improving the search performance of SHADE using linear population size reduction*, IEEE CEC 2014.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{LShade, Space};
///
/// let rosenbrock = |x: &[f64]| {
///     x.windows(2).map(|x| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2)).sum::<f64>()
/// };
/// let best = LShade::new(&Space::real([(-5.0, 5.0); 5])?)?.minimize(50_000, 1, rosenbrock)?;
/// assert!(best.value < 1e-9);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// O(d) for a candidate, O(n log n) for a generation of n; n (d + 1) numbers four times over and 2.6 n d for the archive.
#[derive(Debug, Clone, PartialEq)]
pub struct LShade {
    space: Space,
    initial: usize,
    last: usize,
    best_share: f64,
    archive_rate: f64,
    /// The budget's evaluations, over which the population shrinks.
    schedule: u64,
    /// Evaluations that have been learnt from.
    learnt: u64,
    memory: Memory,
    /// The members' units, one after the other.
    members: Vec<f64>,
    worth: Vec<Evaluation>,
    /// The members that count as the best.
    leaders: Vec<usize>,
    archive: Vec<f64>,
    generation: Generation,
    /// The children's units and values.
    children: Vec<f64>,
    candidates: Vec<f64>,
    settings: Vec<Settings>,
    /// A number at random for each child, which says whom its parent replaces in the archive.
    lots: Vec<u64>,
    /// The first member in units, empty for one at random.
    start: Vec<f64>,
}

impl LShade {
    /// A search with the paper's settings.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the space has categories.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Dimension, LShade, Space};
    ///
    /// assert!(LShade::new(&Space::real([(-5.0, 5.0)])?).is_ok());
    /// assert!(LShade::new(&Space::new([Dimension::category(3)?])?).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(space: &Space) -> Result<Self, ParameterError> {
        Self::with_config(space, LShadeConfig::default())
    }

    /// A search with settings of the caller's.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the space has categories, or if a setting is not in its range.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{LShade, LShadeConfig, Space};
    ///
    /// let space = Space::real([(-5.0, 5.0)])?;
    /// let error = LShade::with_config(&space, LShadeConfig::default().population(3)).unwrap_err();
    /// assert_eq!(error.to_string(), "`population` is 3, allowed: 4..=1000000");
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_config(space: &Space, config: LShadeConfig) -> Result<Self, ParameterError> {
        let initial = config.require_valid(space)?;
        let start = match config.start {
            None => Vec::new(),
            Some(start) if space.contains(&start) => space.to_unit(&start),
            Some(start) => {
                return Err(ParameterError::new("start", format_args!("{start:?}"), "a candidate of the space"));
            }
        };
        Ok(Self {
            space: space.clone(),
            initial,
            last: config.final_population,
            best_share: config.best_share,
            archive_rate: config.archive_rate,
            schedule: u64::MAX,
            learnt: 0,
            memory: Memory::new(config.memory),
            members: Vec::new(),
            worth: Vec::new(),
            leaders: Vec::new(),
            archive: Vec::new(),
            generation: Generation::new(initial),
            children: Vec::new(),
            candidates: Vec::new(),
            settings: Vec::new(),
            lots: Vec::new(),
            start,
        })
    }

    /// How many members the population has.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{LShade, Space};
    ///
    /// let mut run = LShade::new(&Space::real([(-5.0, 5.0); 2])?)?.start(2_000, 1)?;
    /// assert_eq!(run.method().population(), 36);
    /// run.drive(|x| x[0] * x[0] + x[1] * x[1]);
    /// assert!(run.method().population() < 8);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn population(&self) -> usize {
        self.generation.len()
    }

    /// Draws a child of the member at `place` at random; its units go behind the others.
    fn breed(&mut self, place: usize, rng: &mut Stream) {
        let d = self.space.len();
        let settings = self.memory.draw(rng);
        let others = self.worth.len() as u64;
        let leader = self.leaders[below(rng, self.leaders.len() as u64) as usize];
        let plus = other_than(&[place], others, rng);
        let minus = other_than(&[place, plus], others + (self.archive.len() / d) as u64, rng);
        let certain = below(rng, d as u64) as usize;

        let at = |member: usize| &self.members[member * d..][..d];
        let (parent, leader, plus) = (at(place), at(leader), at(plus));
        let minus = match minus.checked_sub(self.worth.len()) {
            None => at(minus),
            Some(archived) => &self.archive[archived * d..][..d],
        };
        let begin = self.children.len();
        self.children.extend_from_slice(parent);
        let child = &mut self.children[begin..];
        mutate(child, leader, plus, minus, settings.scale);
        // What is not crossed is the parent's.
        for_chosen(d, 1.0 - settings.rate, rng, |place, _| {
            if place != certain {
                child[place] = parent[place];
            }
        });
        self.settings.push(settings);
    }

    /// Lets children take their parents' places, learns from those that did, and begins the next generation.
    fn advance(&mut self) {
        self.learnt = self.learnt.saturating_add(self.generation.len() as u64);
        if self.worth.is_empty() {
            self.members.append(&mut self.children);
            self.worth.extend(self.generation.take());
        } else {
            self.replace_parents();
        }
        self.shrink();
        self.generation.restart(self.worth.len());
        self.children.clear();
        self.candidates.clear();
        self.settings.clear();
        self.lots.clear();
    }

    fn replace_parents(&mut self) {
        let d = self.space.len();
        let room = (self.archive_rate * self.worth.len() as f64) as usize;
        let mut successes = Vec::new();
        for (place, child) in self.generation.take().enumerate() {
            let parent = &mut self.worth[place];
            if parent.is_better_than(&child) || child.has_failed() {
                continue;
            }
            let member = &mut self.members[place * d..][..d];
            if child.is_better_than(parent) {
                keep(&mut self.archive, member, room, self.lots[place]);
                if !parent.has_failed() {
                    successes.push((self.settings[place], gain(parent, &child)));
                }
            }
            member.copy_from_slice(&self.children[place * d..][..d]);
            *parent = child;
        }
        self.memory.learn(&successes);
    }

    /// Drops the worst members, down to what the schedule has for so many evaluations, and finds the best of the others.
    fn shrink(&mut self) {
        let d = self.space.len();
        let progress = (self.learnt as f64 / self.schedule as f64).min(1.0);
        let size = libm::round(self.initial as f64 - progress * (self.initial - self.last) as f64) as usize;
        if size < self.worth.len() {
            let mut dropped = self.best(size).split_off(size);
            dropped.sort_unstable();
            for member in dropped.into_iter().rev() {
                // The last member takes the place.
                let last = self.worth.len() - 1;
                self.worth.swap_remove(member);
                self.members.copy_within(last * d.., member * d);
                self.members.truncate(last * d);
            }
        }
        let leaders = self.most_leaders();
        self.leaders = self.best(leaders);
        self.leaders.truncate(leaders);
        self.leaders.sort_unstable();
        // Who came into the archive lately goes first: it is those that differences need least.
        let room = (self.archive_rate * self.worth.len() as f64) as usize;
        self.archive.truncate(room * d);
    }

    /// All members, the best `count` of them before the others, the first of equals being the better.
    fn best(&self, count: usize) -> Vec<usize> {
        let mut members: Vec<(u128, usize)> = self.worth.iter().map(Evaluation::order).zip(0..).collect();
        if count < members.len() {
            members.select_nth_unstable(count);
        }
        members.into_iter().map(|(_, member)| member).collect()
    }

    /// How many members count as the best.
    fn most_leaders(&self) -> usize {
        let members = self.worth.len();
        (libm::round(self.best_share * members as f64) as usize).max(2).min(members)
    }

    fn check(&self) -> Result<(), DecodeError> {
        let config = LShadeConfig {
            start: None,
            population: Some(self.initial),
            final_population: self.last,
            memory: 1,
            best_share: self.best_share,
            archive_rate: self.archive_rate,
        };
        config.require_valid(&self.space)?;
        let (d, n, bred) = (self.space.len(), self.generation.len(), self.lots.len());
        let bred_settings = if self.worth.is_empty() { 0 } else { bred };
        let sizes = self.members.len() == self.worth.len() * d
            && self.leaders.len() == self.most_leaders()
            && self.leaders.iter().all(|leader| *leader < self.worth.len())
            && (self.worth.is_empty() && n == self.initial || self.worth.len() == n && n >= self.last)
            && bred == self.generation.proposed()
            && self.children.len() == bred * d
            && self.candidates.len() == bred * d
            && self.settings.len() == bred_settings
            && self.archive.len().is_multiple_of(d)
            && self.archive.len() / d <= (self.archive_rate * n as f64) as usize
            && [0, d].contains(&self.start.len())
            && self.schedule > 0;
        let units = |values: &[f64]| values.iter().all(|value| (0.0..=1.0).contains(value));
        let values = self.candidates.chunks_exact(d).all(|candidate| self.space.contains(candidate));
        if sizes
            && values
            && units(&self.members)
            && units(&self.children)
            && units(&self.archive)
            && units(&self.start)
        {
            return Ok(());
        }
        Err(DecodeError::field("population", n, "members, children and archive that fit together"))
    }
}

surface!([] LShade, [f64], "LShade::new(&space)?");

ansatz_core::codec!([] LShade {
    space, initial, last, best_share, archive_rate, schedule, learnt, memory, members, worth, leaders, archive, generation,
    children, candidates, settings, lots, start,
});

impl Method for LShade {
    const NAME: &'static str = "LShade";
    type Candidate = [f64];

    fn begin(&mut self, budget: &Budget) {
        self.schedule = budget.limit();
    }

    fn propose(&mut self, number: u64, rng: &mut Stream) -> bool {
        let Some(place) = self.generation.propose(number) else { return false };
        let d = self.space.len();
        self.lots.push(rng.next_u64());
        if self.worth.is_empty() && place == 0 && !self.start.is_empty() {
            self.children.extend_from_slice(&self.start);
        } else if self.worth.is_empty() {
            self.children.extend((0..d).map(|_| unit(rng)));
        } else {
            self.breed(place, rng);
        }
        self.space.extend_from_unit(&self.children[place * d..], &mut self.candidates);
        true
    }

    #[inline]
    fn candidate(&self, number: u64) -> Option<&[f64]> {
        let d = self.space.len();
        self.generation.place(number).map(|place| &self.candidates[place * d..][..d])
    }

    #[inline]
    fn observe(&mut self, number: u64, evaluation: Evaluation) {
        if self.generation.observe(number, evaluation) {
            self.advance();
        }
    }
}

/// Moves a parent towards a leader and along the difference of two others, within 0..=1.
///
/// A function of its own, so that the compiler knows the slices apart and takes two coordinates at once.
#[inline(never)]
fn mutate(parent: &mut [f64], leader: &[f64], plus: &[f64], minus: &[f64], scale: f64) {
    let d = parent.len();
    let (leader, plus, minus) = (&leader[..d], &plus[..d], &minus[..d]);
    for place in 0..d {
        let x = parent[place];
        let moved = x + scale * (leader[place] - x + plus[place] - minus[place]);
        let within = moved.clamp(0.0, 1.0);
        // Halfway to the bound that it would have crossed.
        parent[place] = if moved == within { moved } else { 0.5 * (x + within) };
    }
}

/// A number below `count` that is none of `taken`, of which there are fewer.
fn other_than(taken: &[usize], count: u64, rng: &mut Stream) -> usize {
    loop {
        let other = below(rng, count) as usize;
        if !taken.contains(&other) {
            return other;
        }
    }
}

/// Puts a member into the archive, in the place of another one if there is no room for one more.
fn keep(archive: &mut Vec<f64>, member: &[f64], room: usize, lot: u64) {
    let kept = archive.len() / member.len();
    if kept < room {
        archive.extend_from_slice(member);
    } else if kept > 0 {
        let place = ((u128::from(lot) * kept as u128) >> 64) as usize;
        archive[place * member.len()..][..member.len()].copy_from_slice(member);
    }
}

/// By how much a child is better: in the objective among the feasible, in the violation otherwise.
fn gain(parent: &Evaluation, child: &Evaluation) -> f64 {
    if parent.is_feasible() { parent.value() - child.value() } else { parent.violation() - child.violation() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::collections::BTreeSet;

    use super::*;

    const D: usize = 3;

    /// Six members at random in three dimensions, the first generation told.
    fn begun() -> LShade {
        let space = Space::real([(0.0, 1.0); D]).unwrap();
        let config = LShadeConfig::default().population(6).final_population(6);
        let mut search = LShade::with_config(&space, config).unwrap();
        for number in 0..6 {
            assert!(search.propose(number, &mut Stream::new(8, number)));
        }
        for number in 0..6 {
            search.observe(number, Evaluation::from(number as f64));
        }
        search
    }

    /// Every child goes from its parent towards one of the leaders and along the difference of two others, of whom the
    /// second may be archived; half of the way to a bound beyond it; in one coordinate at least. All such trios occur.
    #[test]
    fn children_have_the_parents_of_the_paper() {
        let mut search = begun();
        search.leaders = [1, 4].into();
        search.archive = [0.03, 0.5, 0.97, 0.9, 0.1, 0.6].into();
        let all: Vec<&[f64]> = search.members.chunks_exact(D).chain(search.archive.chunks_exact(D)).collect();
        let all: Vec<Vec<f64>> = all.into_iter().map(<[f64]>::to_vec).collect();
        let parent = all[2].clone();
        let trios = [1, 4].into_iter().flat_map(|leader| {
            let others = (0..6).filter(|plus| *plus != 2);
            others.flat_map(move |plus| {
                (0..8).filter(move |minus| ![2, plus].contains(minus)).map(move |minus| [leader, plus, minus])
            })
        });
        let trios: Vec<[usize; 3]> = trios.collect();
        assert_eq!(trios.len(), 2 * 5 * 6);
        let (mut seen, mut halfway) = (BTreeSet::new(), 0);
        for seed in 0..4_000 {
            search.children.clear();
            search.settings.clear();
            search.breed(2, &mut Stream::new(seed, 0));
            let Settings { scale, .. } = search.settings[0];
            let fits = |trio: &&[usize; 3]| {
                let [leader, plus, minus] = trio.map(|which| &all[which]);
                let moved = |place: usize| {
                    let x = parent[place];
                    let moved = x + scale * (leader[place] - x + plus[place] - minus[place]);
                    if moved < 0.0 {
                        0.5 * x
                    } else if moved > 1.0 {
                        0.5 * (x + 1.0)
                    } else {
                        moved
                    }
                };
                (0..D).all(|place| [parent[place], moved(place)].contains(&search.children[place]))
            };
            let fitting: Vec<&[usize; 3]> = trios.iter().filter(fits).collect();
            assert!(!fitting.is_empty() && search.children != parent, "seed {seed}: {:?}", search.children);
            // Where only a coordinate beyond a bound is crossed, several could have led there.
            if let [trio] = fitting[..] {
                seen.insert(*trio);
            }
            halfway += search.children.iter().zip(&parent).filter(|(x, from)| **x == **from / 2.0).count();
        }
        // One that is added or taken away, and leads too, makes the children of another trio.
        let mut plain = trios.iter().filter(|[leader, plus, minus]| ![1, 4].contains(plus) && minus != leader);
        assert!(plain.all(|trio| seen.contains(trio)) && halfway > 0, "{seen:?}, {halfway} at bounds");
    }

    /// A better child takes the place of its parent, which is archived; an equal one only takes it; no other does.
    #[test]
    fn children_replace_whom_they_should() {
        let mut search = begun();
        for number in 6..12 {
            assert!(search.propose(number, &mut Stream::new(8, number)));
        }
        let rows = |values: &[f64]| values.chunks_exact(D).map(<[f64]>::to_vec).collect::<Vec<_>>();
        let (parents, children) = (rows(&search.members), rows(&search.children));
        let mut memory = search.memory.clone();
        memory.learn(&[(search.settings[2], 0.5), (search.settings[5], 1.0)]);
        // The parents are worth 0 to 5.
        let told = [0.5.into(), 1.0.into(), 1.5.into(), Evaluation::failed(), f64::NAN.into(), 4.0.into()];
        for (number, evaluation) in (6..).zip(told) {
            search.observe(number, evaluation);
        }
        let kept = [false, true, true, false, false, true];
        let expected: Vec<Vec<f64>> =
            (0..6).map(|place| if kept[place] { &children } else { &parents }[place].clone()).collect();
        assert_eq!(rows(&search.members), expected);
        assert_eq!(rows(&search.archive), [parents[2].clone(), parents[5].clone()]);
        assert_eq!(search.leaders, [0, 1]);
        // What has improved is remembered by how much it has.
        assert_eq!(search.memory, memory);
    }
}
