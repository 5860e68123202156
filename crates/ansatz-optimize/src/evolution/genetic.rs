//! The genetic algorithm, over any representation.
//!
//! The better members of a population are recombined and mutated, and the best of parents and children are the next
//! population.
//!
//! J. H. Holland, *Adaptation in Natural and Artificial Systems*, University of Michigan Press (1975); D. E. Goldberg,
//! *Genetic Algorithms in Search, Optimization, and Machine Learning*, Addison-Wesley (1989).

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
};
use ansatz_random::{Stream, shuffle, unit};

use super::{
    Diversity, GeneticConfig,
    island::{Island, Member},
};
use crate::{Codec, Evaluation, Generation, Method, Representation, engine::surface::surface};

/// A genetic algorithm over the genomes of a [`Representation`]: numbers, bits, orders, groupings, or one of your own.
///
/// It learns by the generation, of as many candidates as all islands have members. Constraints are held by the rules of
/// feasibility. A failed candidate is never a parent; an island without members begins anew, at random.
///
/// J. H. Holland, *Adaptation in Natural and Artificial Systems*, University of Michigan Press (1975); D. E. Goldberg,
/// *Genetic Algorithms in Search, Optimization, and Machine Learning*, Addison-Wesley (1989).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{GeneticAlgorithm, RealVector, Space};
///
/// let space = Space::real([(-5.0, 5.0); 5])?;
/// let rastrigin = |x: &Vec<f64>| {
///     x.iter().map(|x| x * x + 10.0 * (1.0 - (2.0 * std::f64::consts::PI * x).cos())).sum::<f64>()
/// };
/// let best = GeneticAlgorithm::new(RealVector::new(&space)).minimize(20_000, 1, rastrigin)?;
/// assert!(best.value < 0.01);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// For a candidate half a crossover and a mutation, and O(log n) comparisons for n members; memory for 2 n genomes.
#[derive(Clone, PartialEq)]
pub struct GeneticAlgorithm<R: Representation> {
    representation: R,
    config: GeneticConfig,
    islands: Vec<Island<R::Genome>>,
    /// How many generations have been learnt from.
    generations: u64,
    generation: Generation,
    /// The candidates of the generation, island by island; the second child of a pair is made with the first, and may be
    /// one more than has been proposed.
    children: Vec<R::Genome>,
    spare: Spare<R::Genome>,
}

/// Genomes of the dead, in whose memory children come to be: no part of what a search is.
#[derive(Debug, Clone)]
struct Spare<G>(Vec<G>);

impl<R: Representation> GeneticAlgorithm<R> {
    /// A search among these genomes, with the default settings: 100 members of which the best survive.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{GeneticAlgorithm, Permutation};
    ///
    /// let search = GeneticAlgorithm::new(Permutation::new(30)?);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(representation: R) -> Self {
        Self::make(representation, GeneticConfig::default())
    }

    /// A search among these genomes, with settings of the caller's.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if a setting is not in its range.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{BitString, GeneticAlgorithm, GeneticConfig};
    ///
    /// let config = GeneticConfig::default().population(1);
    /// let error = GeneticAlgorithm::with_config(BitString::new(9)?, config).unwrap_err();
    /// assert_eq!(error.to_string(), "`population` is 1, allowed: 2..=1000000");
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_config(representation: R, config: GeneticConfig) -> Result<Self, ParameterError> {
        config.require_valid()?;
        Ok(Self::make(representation, config))
    }

    fn make(representation: R, config: GeneticConfig) -> Self {
        Self {
            representation,
            config,
            islands: (0..config.islands).map(|_| Island::new()).collect(),
            generations: 0,
            generation: Generation::new(config.population * config.islands),
            children: Vec::new(),
            spare: Spare(Vec::new()),
        }
    }

    /// The representation.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{BitString, GeneticAlgorithm};
    ///
    /// let bits = BitString::new(9)?;
    /// assert_eq!(GeneticAlgorithm::new(bits.clone()).representation(), &bits);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn representation(&self) -> &R {
        &self.representation
    }

    /// How many generations have been learnt from.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{BitString, GeneticAlgorithm};
    ///
    /// // Generations of a hundred.
    /// let mut run = GeneticAlgorithm::new(BitString::new(9)?).start(250, 1)?;
    /// run.drive(|bits| bits.iter().filter(|bit| **bit).count() as f64);
    /// assert_eq!(run.method().generations(), 2);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn generations(&self) -> u64 {
        self.generations
    }

    /// The members of all islands and what they are worth, island by island; none before the first generation is
    /// complete.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{BitString, Diversity, GeneticAlgorithm, GeneticConfig};
    ///
    /// // Twelve bits, of which all or none are wanted: crowding finds both, and keeps them.
    /// let config = GeneticConfig::default().diversity(Diversity::Crowding);
    /// let mut run = GeneticAlgorithm::with_config(BitString::new(12)?, config)?.start(20_000, 1)?;
    /// run.drive(|bits| {
    ///     let ones = bits.iter().filter(|bit| **bit).count();
    ///     -(6.0 - ones as f64).abs()
    /// });
    /// let best = |wanted: bool| run.method().members().filter(|(bits, _)| bits.iter().all(|bit| *bit == wanted)).count();
    /// assert!(best(true) > 20 && best(false) > 20);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn members(&self) -> impl Iterator<Item = (&R::Genome, &Evaluation)> {
        self.islands.iter().flat_map(|island| &island.members).map(|member| (&member.genome, &member.worth))
    }

    /// The parents of the pair that begins at a place of an island; `None` where candidates are drawn at random.
    fn parents(&self, island: usize, place: usize, rng: &mut Stream) -> Option<(usize, usize)> {
        let members = self.islands[island].members.len();
        if self.config.diversity == Diversity::Crowding {
            return has_parents(&self.config, members, place).then_some((place, place + 1));
        }
        let mut draw = || self.config.selection.draw(members, rng);
        (members > 0).then(|| {
            let one = draw();
            (one, draw())
        })
    }

    /// Two children of two members.
    fn pair(&mut self, island: usize, parents: (usize, usize), rng: &mut Stream) -> (R::Genome, R::Genome) {
        let spare = self.spare.0.pop().zip(self.spare.0.pop());
        let members = &self.islands[island].members;
        let (a, b) = (&members[parents.0].genome, &members[parents.1].genome);
        let crosses = unit(rng) < self.config.crossover_rate;
        let (mut one, mut other) = match spare {
            Some((mut one, mut other)) => {
                if crosses {
                    self.representation.recombine_into([a, b], [&mut one, &mut other], rng);
                } else {
                    one.clone_from(a);
                    other.clone_from(b);
                }
                (one, other)
            }
            None if crosses => self.representation.recombine(a, b, rng),
            None => (a.clone(), b.clone()),
        };
        for child in [&mut one, &mut other] {
            if unit(rng) < self.config.mutation_rate {
                self.mutate(child, [a, b], rng);
            }
        }
        (one, other)
    }

    /// Mutates a child; again, if it equals a parent and shall not.
    fn mutate(&self, child: &mut R::Genome, parents: [&R::Genome; 2], rng: &mut Stream) {
        for _ in 0..MOST_MUTATIONS {
            self.representation.mutate(child, rng);
            let is_copy = |parent: &R::Genome| self.representation.is_same(child, parent);
            if self.config.diversity != Diversity::Duplicates || !parents.into_iter().any(is_copy) {
                return;
            }
        }
    }

    /// Makes the next population of each island, once all candidates are evaluated.
    fn advance(&mut self) {
        let mut children = self.children.drain(..).zip(self.generation.take());
        for island in &mut self.islands {
            let children = children.by_ref().map(|(genome, worth)| Member { genome, worth });
            let mut children = children.take(self.config.population);
            if self.config.diversity == Diversity::Crowding {
                let mut place = 0;
                while has_parents(&self.config, island.members.len(), place) {
                    let (Some(one), Some(other)) = (children.next(), children.next()) else { break };
                    island.crowd(&self.representation, place, [one, other]);
                    place += 2;
                }
                island.rank();
                let kept = island.members.len();
                self.spare.0.extend(island.survive(children, kept, self.config.population));
            } else {
                let elitism = self.config.elitism.unwrap_or(self.config.population);
                self.spare.0.extend(island.survive(children, elitism, self.config.population));
            }
            if self.config.diversity == Diversity::Duplicates {
                let is_same = |a: &R::Genome, b: &R::Genome| self.representation.is_same(a, b);
                self.spare.0.extend(island.remove_duplicates(is_same));
            }
        }
        drop(children);
        // No more than one generation can use: those drawn at random use none.
        self.spare.0.truncate(self.config.population * self.config.islands);
        self.generations += 1;
        if self.generations.is_multiple_of(self.config.migration_interval) {
            self.migrate();
        }
        self.generation.restart(self.config.population * self.config.islands);
    }

    /// Sends copies of each island's best to the next one, in the place of its worst.
    fn migrate(&mut self) {
        let count = self.islands.len();
        if count < 2 {
            return;
        }
        let best = |island: &Island<R::Genome>| island.members.iter().take(self.config.migrants).cloned().collect();
        let mut travelling: Vec<Vec<Member<R::Genome>>> = self.islands.iter().map(best).collect();
        travelling.rotate_right(1);
        for (island, migrants) in self.islands.iter_mut().zip(travelling) {
            island.members.truncate(self.config.population - migrants.len());
            island.members.extend(migrants);
            island.rank();
        }
    }

    fn check(&self) -> Result<(), DecodeError>
    where
        R::Genome: Codec,
    {
        let (n, proposed) = (self.config.population, self.generation.proposed());
        let sizes = self.islands.len() == self.config.islands && self.generation.len() == n * self.config.islands;
        if !sizes {
            return Err(DecodeError::field("islands", self.islands.len(), "as many, and of the size, as set"));
        }
        // Far from where counting on would overflow.
        if self.generations > u64::MAX / 2 {
            return Err(DecodeError::field("generations", self.generations, "less than 2^63"));
        }
        // A pair that has been begun has both of its children.
        let (island, place) = (proposed / n, proposed % n);
        let members = self.islands.get(island).map_or(0, |island| island.members.len());
        let ahead = place % 2 == 1 && has_parents(&self.config, members, place - 1);
        let fits = |island: &Island<R::Genome>| {
            let ranked = self.config.diversity == Diversity::Crowding
                || island.members.is_sorted_by(|a, b| !b.worth.is_better_than(&a.worth));
            let valid =
                |member: &Member<R::Genome>| !member.worth.has_failed() && self.representation.contains(&member.genome);
            ranked && island.members.len() <= n && island.members.iter().all(valid)
        };
        let children = self.children.len() == proposed + usize::from(ahead)
            && self.children.iter().all(|child| self.representation.contains(child));
        if children && self.islands.iter().all(fits) {
            return Ok(());
        }
        Err(DecodeError::field("population", n, "members and children of the representation, that fit together"))
    }
}

surface!([R: Representation] GeneticAlgorithm<R>, R::Genome, "GeneticAlgorithm::new(RealVector::new(&space))");

ansatz_core::codec!([R: Representation<Genome: Codec> + Codec] GeneticAlgorithm<R> {
    representation, config, islands, generations, generation, children, spare,
});

impl<G> Codec for Spare<G> {
    fn encode(&self, _: &mut Writer) {}

    fn decode(_: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self(Vec::new()))
    }
}

impl<G> PartialEq for Spare<G> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<R: Representation> Method for GeneticAlgorithm<R> {
    const NAME: &'static str = "GeneticAlgorithm";
    type Candidate = R::Genome;

    fn propose(&mut self, number: u64, rng: &mut Stream) -> bool {
        let Some(place) = self.generation.propose(number) else { return false };
        if place < self.children.len() {
            // The second of a pair.
            return true;
        }
        let n = self.config.population;
        let (island, place) = (place / n, place % n);
        if place == 0 && self.config.diversity == Diversity::Crowding {
            shuffle(rng, &mut self.islands[island].members);
        }
        let Some(parents) = self.parents(island, place, rng) else {
            self.children.push(self.representation.sample(rng));
            return true;
        };
        let (one, other) = self.pair(island, parents, rng);
        self.children.push(one);
        if place + 1 < n {
            self.children.push(other);
        }
        true
    }

    #[inline]
    fn candidate(&self, number: u64) -> Option<&R::Genome> {
        self.generation.place(number).and_then(|place| self.children.get(place))
    }

    #[inline]
    fn observe(&mut self, number: u64, evaluation: Evaluation) {
        if self.generation.observe(number, evaluation) {
            self.advance();
        }
    }
}

impl<R: Representation> fmt::Debug for GeneticAlgorithm<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GeneticAlgorithm")
            .field("config", &self.config)
            .field("generations", &self.generations)
            .finish_non_exhaustive()
    }
}

/// Whether the candidate at a place of an island with so many members, and the next one, are children of members.
fn has_parents(config: &GeneticConfig, members: usize, place: usize) -> bool {
    if config.diversity == Diversity::Crowding { place + 1 < members } else { members > 0 }
}

/// A genome that is the only one there is equals its parent however often it is mutated.
const MOST_MUTATIONS: usize = 8;
