//! The elitist nondominated sorting genetic algorithm.
//!
//! Parents and children compete; whole fronts survive, best first, and the last that does not fit is thinned out where it
//! is crowded. K. Deb, A. Pratap, S. Agarwal and T. Meyarivan, *A fast and elitist multiobjective genetic algorithm:
//! NSGA-II*, IEEE Transactions on Evolutionary Computation 6 (2002).

use alloc::vec::Vec;

use ansatz_core::{DecodeError, ParameterError, require_range};
use ansatz_random::{Stream, below, unit};

use super::{Front, FrontMember, crowding, sorting};
use crate::{Budget, Evaluation, Generation, Method, Representation, Run, Stop};

/// NSGA-II: a population of trade-offs between `M` objectives, whatever its genomes are.
///
/// Constraints are held by constrained domination. It learns by the generation. The front is thinned out one by one by
/// what is left, which spreads it more evenly than the paper's single cut.
///
/// K. Deb, A. Pratap, S. Agarwal and T. Meyarivan, *A fast and elitist multiobjective genetic algorithm: NSGA-II*, IEEE
/// Transactions on Evolutionary Computation 6 (2002).
///
/// # Examples
///
/// Schaffer's problem: near 0 or near 2?
///
/// ```
/// use ansatz_optimize::{Nsga2, RealVector, Space};
///
/// let genomes = RealVector::new(&Space::real([(-10.0, 10.0)])?);
/// let front = Nsga2::new(genomes, 40)?.minimize(4_000, 42, |x| [x[0] * x[0], (x[0] - 2.0) * (x[0] - 2.0)])?;
/// assert_eq!(front.members.len(), 40);
/// assert!(front.members.iter().all(|member| (-0.1..2.1).contains(&member.candidate[0])));
/// // All of 0..=2 dominates 13 + 1/3 of the 16, and 40 even points of it 0.14 less.
/// assert!(front.hypervolume(&[4.0, 4.0])? > 13.1);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// A generation of n costs O(n log n) comparisons for two objectives, O(M n^2) for more, and up to O(n^2) for thinning.
#[derive(Debug, Clone, PartialEq)]
pub struct Nsga2<R: Representation, const M: usize> {
    representation: R,
    crossover_rate: f64,
    members: Vec<R::Genome>,
    worth: Vec<Evaluation<M>>,
    /// The number of each member's front, and how much room it has there.
    ranks: Vec<(usize, f64)>,
    generation: Generation<M>,
    /// The children that have been proposed; one more if the last pair's second is not proposed yet.
    children: Vec<R::Genome>,
}

impl<R: Representation, const M: usize> Nsga2<R, M> {
    /// A search with a population of so many.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless the population has 4 to a million members, and unless there are 1 to 255 objectives.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Nsga2, RealVector, Space};
    ///
    /// let genomes = RealVector::new(&Space::real([(0.0, 1.0); 3])?);
    /// assert!(Nsga2::<_, 2>::new(genomes.clone(), 100).is_ok());
    /// assert_eq!(Nsga2::<_, 2>::new(genomes, 3).unwrap_err().name(), "population");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(representation: R, population: usize) -> Result<Self, ParameterError> {
        let population = require_range("population", population, 4..=MOST_MEMBERS)?;
        require_range("objectives", M, 1..=MOST_OBJECTIVES)?;
        Ok(Self {
            representation,
            crossover_rate: 1.0,
            members: Vec::new(),
            worth: Vec::new(),
            ranks: Vec::new(),
            generation: Generation::new(population),
            children: Vec::new(),
        })
    }

    /// The probability that two parents are recombined, and not copied, before their children are mutated: 1 by default.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless the rate is within 0..=1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Nsga2, RealVector, Space};
    ///
    /// let genomes = RealVector::new(&Space::real([(0.0, 1.0); 3])?);
    /// let search = Nsga2::<_, 2>::new(genomes, 100)?.with_crossover_rate(0.5)?;
    /// assert_eq!(search.with_crossover_rate(2.0).unwrap_err().name(), "crossover_rate");
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_crossover_rate(self, crossover_rate: f64) -> Result<Self, ParameterError> {
        let crossover_rate = require_range("crossover_rate", crossover_rate, 0.0..=1.0)?;
        Ok(Self { crossover_rate, ..self })
    }

    /// A run to be asked and told, with a budget (a number of evaluations will do) and a seed.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the budget is not valid.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Nsga2, RealVector, Space};
    ///
    /// let genomes = RealVector::new(&Space::real([(0.0, 1.0); 3])?);
    /// let mut run = Nsga2::new(genomes, 20)?.start(200, 42)?;
    /// while let Some(trial) = run.ask() {
    ///     run.tell(trial.number, [trial.candidate[0], 1.0 - trial.candidate[0] + trial.candidate[1]])?;
    /// }
    /// assert!(run.method().front().len() > 10);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn start(self, budget: impl Into<Budget>, seed: u64) -> Result<Run<Self, M>, ParameterError> {
        Run::new(self, budget, seed)
    }

    /// The front that this search finds within the budget.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the budget is not valid.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Nsga2, RealVector, Space};
    ///
    /// let genomes = RealVector::new(&Space::real([(0.0, 1.0); 3])?);
    /// let front = Nsga2::new(genomes, 20)?.minimize(2_000, 42, |x| [x[0], 1.0 - x[0] + x[1] * x[1]])?;
    /// assert!(front.members.iter().all(|member| member.candidate[1] < 0.2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn minimize<E: Into<Evaluation<M>>>(
        self,
        budget: impl Into<Budget>,
        seed: u64,
        objectives: impl FnMut(&R::Genome) -> E,
    ) -> Result<Front<R::Genome, M>, ParameterError> {
        let mut run = self.start(budget, seed)?;
        run.drive(objectives);
        Ok(run.into_front())
    }

    /// [`minimize`](Self::minimize) on all threads of the current rayon pool, with the same result.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the budget is not valid.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Nsga2, RealVector, Space};
    ///
    /// let search = Nsga2::new(RealVector::new(&Space::real([(0.0, 1.0); 3])?), 20)?;
    /// let many = search.clone().minimize_parallel(200, 42, |x| [x[0], 1.0 - x[0] + x[1]])?;
    /// assert_eq!(many, search.minimize(200, 42, |x| [x[0], 1.0 - x[0] + x[1]])?);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[cfg(feature = "rayon")]
    pub fn minimize_parallel<E: Into<Evaluation<M>> + Send>(
        self,
        budget: impl Into<Budget>,
        seed: u64,
        objectives: impl Fn(&R::Genome) -> E + Sync,
    ) -> Result<Front<R::Genome, M>, ParameterError>
    where
        R::Genome: Sync,
    {
        let mut run = self.start(budget, seed)?;
        run.drive_parallel(objectives);
        Ok(run.into_front())
    }

    /// The feasible ones of which none dominates another, by rising objectives: of the members, and of the children that
    /// have been told and not yet competed with them.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Nsga2, RealVector, Space};
    ///
    /// let genomes = RealVector::new(&Space::real([(0.0, 1.0); 3])?);
    /// let mut run = Nsga2::new(genomes, 20)?.start(200, 42)?;
    /// run.drive(|x| [x[0], 1.0 - x[0]]);
    /// let front = run.method().front();
    /// assert!(front.is_sorted_by(|a, b| a.objectives[0] <= b.objectives[0]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn front(&self) -> Vec<FrontMember<R::Genome, M>> {
        let told = self.generation.told().map(|(place, worth)| (&self.children[place], worth));
        let (genomes, worth): (Vec<&R::Genome>, Vec<Evaluation<M>>) =
            self.members.iter().zip(&self.worth).chain(told).map(|(genome, worth)| (genome, worth.clone())).unzip();
        let best = sorting::fronts(&worth).into_iter().next().unwrap_or_default();
        best.into_iter()
            .filter(|place| worth[*place].is_feasible())
            .map(|place| FrontMember { candidate: genomes[place].clone(), objectives: *worth[place].objectives() })
            .collect()
    }

    /// The winner of two members at random: of the better front, else the one with more room.
    fn select(&self, rng: &mut Stream) -> &R::Genome {
        let count = self.members.len() as u64;
        let [a, b] = [(); 2].map(|()| below(rng, count) as usize);
        let ((front_a, room_a), (front_b, room_b)) = (self.ranks[a], self.ranks[b]);
        let first = front_a < front_b || (front_a == front_b && room_a >= room_b);
        &self.members[if first { a } else { b }]
    }

    /// Lets the best of parents and children survive, and begins the next generation.
    fn advance(&mut self) {
        let size = self.generation.len();
        self.members.append(&mut self.children);
        self.worth.extend(self.generation.take());
        let mut survivors: Vec<usize> = Vec::with_capacity(size);
        self.ranks.clear();
        for (rank, mut front) in sorting::fronts(&self.worth).into_iter().enumerate() {
            let room = size - survivors.len();
            if room == 0 {
                break;
            }
            if front.len() > room {
                crowding::thin(&self.worth, &mut front, room);
            }
            let distances = crowding::distances(&self.worth, &front);
            self.ranks.extend(distances.into_iter().map(|distance| (rank, distance)));
            survivors.append(&mut front);
        }
        let mut members: Vec<Option<R::Genome>> = self.members.drain(..).map(Some).collect();
        let mut worth: Vec<Option<Evaluation<M>>> = self.worth.drain(..).map(Some).collect();
        for survivor in survivors {
            self.members.extend(members[survivor].take());
            self.worth.extend(worth[survivor].take());
        }
        self.generation.restart(size);
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_range("crossover_rate", self.crossover_rate, 0.0..=1.0)?;
        let (n, bred) = (self.generation.len(), self.generation.proposed());
        // The second of a pair is bred with the first.
        let children = if self.members.is_empty() { bred } else { bred.next_multiple_of(2).min(n) };
        let sizes = (4..=MOST_MEMBERS).contains(&n)
            && (self.members.is_empty() || self.members.len() == n)
            && self.worth.len() == self.members.len()
            && self.ranks.len() == self.members.len()
            && self.children.len() == children;
        let mut genomes = self.members.iter().chain(&self.children);
        if sizes
            && genomes.all(|genome| self.representation.contains(genome))
            && self.ranks.iter().all(|(_, room)| *room >= 0.0)
        {
            return Ok(());
        }
        Err(DecodeError::field("population", n, "members and children that fit together"))
    }
}

ansatz_core::codec!([R: Representation<Genome: crate::Codec> + crate::Codec, const M: usize] Nsga2<R, M> {
    representation, crossover_rate, members, worth, ranks, generation, children,
});

impl<R: Representation, const M: usize> Method<M> for Nsga2<R, M> {
    const NAME: &'static str = "Nsga2";
    type Candidate = R::Genome;

    fn propose(&mut self, number: u64, rng: &mut Stream) -> bool {
        let Some(place) = self.generation.propose(number) else { return false };
        if self.members.is_empty() {
            self.children.push(self.representation.sample(rng));
            return true;
        }
        if place == self.children.len() {
            let (a, b) = (self.select(rng), self.select(rng));
            // A rate of 1 costs no draw.
            let crosses = self.crossover_rate == 1.0 || unit(rng) < self.crossover_rate;
            let (first, second) =
                if crosses { self.representation.recombine(a, b, rng) } else { (a.clone(), b.clone()) };
            self.children.push(first);
            if self.children.len() < self.generation.len() {
                self.children.push(second);
            }
        }
        // Each child is mutated by its own substream.
        if let Some(child) = self.children.get_mut(place) {
            self.representation.mutate(child, rng);
        }
        true
    }

    fn candidate(&self, number: u64) -> Option<&R::Genome> {
        self.children.get(self.generation.place(number)?)
    }

    fn observe(&mut self, number: u64, evaluation: Evaluation<M>) {
        if self.generation.observe(number, evaluation) {
            self.advance();
        }
    }
}

impl<R: Representation, const M: usize> Run<Nsga2<R, M>, M> {
    /// What has been found, of a run that is over.
    fn into_front(self) -> Front<R::Genome, M> {
        Front {
            members: self.method().front(),
            evaluations: self.evaluations(),
            failures: self.failures(),
            stop: self.stop().unwrap_or(Stop::Converged),
            history: self.history().clone(),
        }
    }
}

const MOST_MEMBERS: usize = 1_000_000;

/// A stored run has their number in a byte.
const MOST_OBJECTIVES: usize = 255;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::format;

    use ansatz_testkit::statistics::assert_mean;

    use super::*;
    use crate::{RealVector, Space};

    /// Of the sixteen pairs of four members, the first wins seven, the second five, the third three and the last one.
    #[test]
    fn tournaments_are_won_by_the_front_and_then_by_room() {
        let genomes = RealVector::new(&Space::real([(0.0, 4.0)]).unwrap());
        let mut search = Nsga2::<_, 2>::new(genomes, 4).unwrap();
        search.members = [1.0, 3.0, 0.0, 2.0].map(|number| [number].into()).into();
        search.ranks = [(0, 1.0), (1, 2.0), (0, f64::INFINITY), (1, f64::INFINITY)].into();
        let mut rng = Stream::new(4, 0);
        let won: Vec<f64> = (0..16_000).map(|_| search.select(&mut rng)[0]).collect();
        for (place, share) in [7.0, 5.0, 3.0, 1.0].into_iter().enumerate() {
            let wins: Vec<f64> = won.iter().map(|winner| f64::from(u8::from(*winner == place as f64))).collect();
            assert_mean(&format!("wins of the member at {place}"), &wins, share / 16.0, 0.0);
        }
    }
}
