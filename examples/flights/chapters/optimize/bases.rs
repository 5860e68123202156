//! Where to have bases: few of them, and none far from where the flights land.

use ansatz_optimize::{Evaluation, Representation, operators::uniform};
use ansatz_random::{Stream, below, shuffle};

use super::airports::Distances;

/// Airports at which there may be a base, and how many flights land at each.
#[derive(Debug)]
pub(super) struct Sites {
    distances: Distances,
    /// Of all landings, the part at each airport.
    share: Vec<f64>,
}

impl Sites {
    /// `None` if there is no landing.
    pub(super) fn new(distances: Distances, landings: &[u64]) -> Option<Self> {
        let total: u64 = landings.iter().sum();
        let share = landings.iter().map(|&count| count as f64 / total as f64).collect();
        (total > 0).then_some(Self { distances, share })
    }

    /// How many airports there are.
    pub(super) fn len(&self) -> usize {
        self.share.len()
    }

    /// What an airport's landings add to the mean way if they are served by a base at `base`, in miles.
    pub(super) fn cost(&self, base: usize, airport: usize) -> f64 {
        self.share[airport] * self.distances.miles(base, airport)
    }

    /// The miles from where a flight lands to the nearest of the bases, on average; infinite without a base.
    pub(super) fn mean_miles(&self, bases: impl Iterator<Item = usize>) -> f64 {
        let mut nearest = vec![f64::INFINITY; self.len()];
        for base in bases {
            for (least, miles) in nearest.iter_mut().zip(self.distances.from(base)) {
                *least = least.min(*miles);
            }
        }
        // Infinity is not to be multiplied by an airport without landings.
        let served = self.share.iter().zip(nearest).filter(|(share, _)| **share > 0.0);
        served.map(|(share, miles)| share * miles).sum()
    }

    /// One base after the other, each where it helps most: the mean miles with 1, 2, ... of them.
    pub(super) fn greedy(&self, most: usize) -> Vec<f64> {
        let mut bases: Vec<usize> = Vec::new();
        let next = |bases: &[usize]| {
            let with = |base: usize| (base, self.mean_miles(bases.iter().copied().chain([base])));
            (0..self.len()).map(with).min_by(|a, b| a.1.total_cmp(&b.1))
        };
        (0..most)
            .map_while(|_| {
                let (base, miles) = next(&bases)?;
                bases.push(base);
                Some(miles)
            })
            .collect()
    }

    /// The least mean miles of all choices of `count` bases, by trying each.
    pub(super) fn exhaustive(&self, count: usize) -> f64 {
        self.extended(count, 0, &vec![f64::INFINITY; self.len()])
    }

    /// The least mean miles with so many bases more from `first` on, where each airport's landings cost so much already.
    fn extended(&self, more: usize, first: usize, so_far: &[f64]) -> f64 {
        let with = |base: usize| so_far.iter().enumerate().map(move |(at, cost)| cost.min(self.cost(base, at)));
        let rest = first..self.len();
        match more {
            0 => so_far.iter().sum(),
            1 => rest.map(|base| with(base).sum()).fold(f64::INFINITY, f64::min),
            _ => rest
                .map(|base| self.extended(more - 1, base + 1, &with(base).collect::<Vec<_>>()))
                .fold(f64::INFINITY, f64::min),
        }
    }

    /// The two objectives: how many bases, and the mean miles to the nearest; not more than so many.
    pub(super) fn evaluate(&self, bases: &[bool], most: usize) -> Evaluation<2> {
        let count = chosen(bases).count() as f64;
        Evaluation::from([count, self.mean_miles(chosen(bases))]).with_constraints([count - most as f64])
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.distances.memory_bytes() + self.share.capacity() * size_of::<f64>()
    }
}

/// The airports that have a base.
pub(super) fn chosen(bases: &[bool]) -> impl Iterator<Item = usize> {
    bases.iter().enumerate().filter(|(_, is_base)| **is_base).map(|(airport, _)| airport)
}

/// Choices of bases as genomes: any number up to `most` at first, since half of all airports, as bits at random have, is
/// far from what is wanted; and a mutation that moves a base, which is a step between choices of one size.
#[derive(Debug, Clone)]
pub(super) struct Choices {
    most: usize,
    /// The other airports of each one, the nearest first.
    near: Vec<Vec<usize>>,
}

impl Choices {
    pub(super) fn new(sites: &Sites, most: usize) -> Self {
        let by_distance = |base: usize| {
            let mut others: Vec<usize> = (0..sites.len()).filter(|other| *other != base).collect();
            others.sort_by(|a, b| sites.distances.miles(base, *a).total_cmp(&sites.distances.miles(base, *b)));
            others
        };
        Self { most, near: (0..sites.len()).map(by_distance).collect() }
    }
}

impl Representation for Choices {
    type Genome = Vec<bool>;

    fn sample(&self, rng: &mut Stream) -> Vec<bool> {
        let count = 1 + below(rng, self.most as u64) as usize;
        let mut bases: Vec<bool> = (0..self.near.len()).map(|airport| airport < count).collect();
        shuffle(rng, &mut bases);
        bases
    }

    /// Half of the pairs are copied, so that a mutation is tried alone.
    fn recombine(&self, a: &Vec<bool>, b: &Vec<bool>, rng: &mut Stream) -> (Vec<bool>, Vec<bool>) {
        let (mut one, mut other) = (a.clone(), b.clone());
        if below(rng, 2) == 0 {
            uniform(&mut one, &mut other, 0.5, rng);
        }
        (one, other)
    }

    /// A base less, a base more, or a base elsewhere and rather near, with the same odds.
    fn mutate(&self, bases: &mut Vec<bool>, rng: &mut Stream) {
        let mut draw = |count: usize| below(rng, count.max(1) as u64) as usize;
        let base = chosen(bases).nth(draw(chosen(bases).count()));
        let is_free = |airport: &usize| !bases[*airport];
        let (leaves, comes) = match draw(3) {
            0 => (base, None),
            1 => {
                let free: Vec<usize> = (0..bases.len()).filter(is_free).collect();
                (None, free.get(draw(free.len())).copied())
            }
            _ => {
                let free: Vec<usize> =
                    base.iter().flat_map(|base| &self.near[*base]).copied().filter(is_free).collect();
                let reach = 1 + draw(free.len());
                (base, free.get(draw(reach)).copied())
            }
        };
        for airport in leaves.into_iter().chain(comes) {
            bases[airport] = !bases[airport];
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{
        super::airports::tests::{anywhere, at},
        *,
    };

    /// Airports anywhere on Earth, with 1 to 9 landings.
    pub(in super::super) fn sites(count: usize, seed: u64) -> Sites {
        let mut rng = Stream::new(seed, 1);
        let landings: Vec<u64> = (0..count).map(|_| 1 + below(&mut rng, 9)).collect();
        Sites::new(Distances::between(&anywhere(count, seed)), &landings).unwrap()
    }

    #[test]
    fn the_mean_way_is_counted_by_landings() {
        let airports = [at(0.0, 0.0), at(0.0, 10.0), at(0.0, 30.0)];
        let sites = Sites::new(Distances::between(&airports), &[3, 1, 0]).unwrap();
        let degree = at(0.0, 0.0).miles_to(&at(0.0, 1.0));
        let off = |bases: &[usize], degrees: f64| (sites.mean_miles(bases.iter().copied()) - degrees * degree).abs();
        // A mean of up to three distances of 12,451 miles is off by less than 12 x 12,451 x 2^-53.
        assert!(
            off(&[0], 2.5) < 1e-9 && off(&[1], 7.5) < 1e-9 && off(&[2], 27.5) < 1e-9 && off(&[2, 1, 0], 0.0) < 1e-9
        );
        assert!(sites.mean_miles(core::iter::empty()).is_infinite());
        assert!(Sites::new(Distances::between(&airports), &[0; 3]).is_none());
    }

    #[test]
    fn trying_each_choice_finds_the_best() {
        let sites = sites(9, 1);
        for count in 1..=3_u32 {
            let all = (0..1_u32 << 9).filter(|bits| bits.count_ones() == count);
            let miles = all.map(|bits| sites.mean_miles((0..9).filter(move |base| bits >> base & 1 == 1)));
            let least = miles.fold(f64::INFINITY, f64::min);
            // The same products are added up in the same order.
            assert_eq!(sites.exhaustive(count as usize), least);
        }
    }

    #[test]
    fn a_greedy_choice_begins_with_the_best_base_and_improves() {
        let sites = sites(12, 2);
        let greedy = sites.greedy(12);
        assert_eq!((greedy[0], greedy[11]), (sites.exhaustive(1), 0.0));
        assert!(greedy.is_sorted_by(|a, b| a >= b));
    }

    #[test]
    fn choices_have_bases_and_a_mutation_changes_one_or_moves_one() {
        let choices = Choices::new(&sites(10, 3), 4);
        for index in 0..500 {
            let mut rng = Stream::new(5, index);
            let before = choices.sample(&mut rng);
            let mut after = before.clone();
            choices.mutate(&mut after, &mut rng);
            let differing = (0..10).filter(|place| before[*place] != after[*place]).count();
            assert!((1..=4).contains(&chosen(&before).count()) && (1..=2).contains(&differing));
            assert!(chosen(&before).count().abs_diff(chosen(&after).count()) == differing % 2);
        }
    }
}
