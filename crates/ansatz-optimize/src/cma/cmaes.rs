//! The covariance matrix adaptation evolution strategy.
//!
//! Candidates are drawn from a normal distribution. Its mean moves to the better half of a generation; its covariance
//! matrix grows along the steps that were good and shrinks along those that were bad, so that it takes on the shape of
//! the objective's contours; its step size follows from whether successive steps agree.
//!
//! N. Hansen and A. Ostermeier, *Completely derandomized self-adaptation in evolution strategies*, Evolutionary
//! Computation 9 (2001); N. Hansen, *The CMA evolution strategy: a tutorial*, arXiv:1604.00772 (2016, revised 2023).

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
};
use ansatz_random::Stream;

use super::{
    bounds::Domain,
    config::{CmaEsConfig, MOST_FULL},
    distribution::{Distribution, Draws},
    parameters::{Parameters, default_population},
    restarts::{MOST_POPULATION, Schedule},
    termination::{Limits, Merit, Watch, lesser, merit},
};
use crate::{Codec, Evaluation, Generation, Method, Space, engine::surface::surface};

/// The covariance matrix adaptation evolution strategy, with restarts: the search of choice for objectives of 3 to some
/// hundred real variables that are neither convex nor smooth.
///
/// It sees the order of its candidates only, so that any increasing function of the objective gives the same run; and it
/// learns the objective's scales and correlations, so that neither rotation nor scaling makes a problem harder for long.
///
/// Bounds are met by turning back: a point beyond one is mirrored in it, and the mean learns from where the candidates have
/// been. Every candidate is within the bounds, the objective stays continuous, and no penalty distorts it. An optimum at a
/// bound is as good as one inside.
///
/// A failed candidate is left out of what is learnt; a constraint that is violated ranks after every candidate without
/// violations.
///
/// N. Hansen and A. Ostermeier, *Completely derandomized self-adaptation in evolution strategies*, Evolutionary
/// Computation 9 (2001); N. Hansen, *The CMA evolution strategy: a tutorial*, arXiv:1604.00772 (2016, revised 2023), with
/// its negative weights; restarts as [`Restarts`](crate::Restarts) names them.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Budget, CmaEs, Space};
///
/// let space = Space::real([(-5.0, 5.0); 4])?;
/// let rosenbrock = |x: &[f64]| -> f64 {
///     x.windows(2).map(|x| 100.0 * (x[0] * x[0] - x[1]).powi(2) + (x[0] - 1.0).powi(2)).sum()
/// };
/// let budget = Budget::evaluations(20_000).with_target(1e-10);
/// let best = CmaEs::new(&space)?.minimize(budget, 42, rosenbrock)?;
/// assert!(best.value <= 1e-10 && best.evaluations < 5_000);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// O(d^2) time for a candidate, the decomposition of the matrix included: the axes are found anew once in
/// 1 / (2d (`c_1` + `c_mu`)) generations only. 2.5 d^2 numbers and three for each coordinate of a generation. With a
/// diagonal matrix, O(d).
#[derive(Clone, PartialEq)]
pub struct CmaEs {
    domain: Domain,
    is_diagonal: bool,
    /// The first step size.
    step: f64,
    tolerance: f64,
    schedule: Schedule,
    generation: Generation,
    /// The run under way; none before the first candidate, and between two runs.
    run: Option<Course>,
    /// The best of the runs that are over.
    rival: Option<Merit>,
    has_converged: bool,
}

/// A run of the strategy, from a start to convergence.
#[derive(Debug, Clone, PartialEq)]
struct Course {
    distribution: Distribution,
    watch: Watch,
    /// The step size that it began with.
    step: f64,
    /// How many evaluations it may take.
    evaluations: u64,
    /// Those of the generation under way.
    draws: Draws,
    candidates: Vec<f64>,
    parameters: Parameters,
}

impl CmaEs {
    /// A search in this space, of real and logarithmic coordinates.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if a coordinate is an integer or a category.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{CmaEs, Dimension, Space};
    ///
    /// let space = Space::new([Dimension::real(-1.0, 1.0)?, Dimension::logarithmic(1e-6, 1.0)?])?;
    /// let best = CmaEs::new(&space)?.minimize(2_000, 42, |x| x[0] * x[0] + (x[1].log10() + 3.0).powi(2))?;
    /// assert!((best.candidate[1] - 1e-3).abs() < 1e-6);
    /// assert!(CmaEs::new(&Space::new([Dimension::integer(0..=9)?])?).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(space: &Space) -> Result<Self, ParameterError> {
        Self::with_config(space, CmaEsConfig::default())
    }

    /// A search in this space with these settings.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if a coordinate is an integer or a category, or a setting is out of its range.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{CmaEs, CmaEsConfig, Space};
    ///
    /// let space = Space::real([(-5.0, 5.0); 3])?;
    /// let error = CmaEs::with_config(&space, CmaEsConfig::default().population(3)).unwrap_err();
    /// assert_eq!(error.to_string(), "`population` is 3, allowed: 4..=65536");
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_config(space: &Space, mut config: CmaEsConfig) -> Result<Self, ParameterError> {
        space.require_continuous("CMA-ES")?;
        if let Some(start) = &config.start
            && !space.contains(start)
        {
            return Err(ParameterError::new("start", format_args!("{start:?}"), "a candidate of the space"));
        }
        let domain = Domain::Bounded { space: space.clone(), start: config.start.take() };
        let step = config.step;
        Self::build(domain, step, &config)
    }

    /// A search without bounds, that begins at `start` with steps of about `step` in each coordinate. Restarts begin
    /// about as far from `start`.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `start` is empty, has more than 65,536 coordinates or is not finite, or `step` is not above 0
    /// and finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Budget, CmaEs};
    ///
    /// let budget = Budget::evaluations(10_000).with_target(1e-9);
    /// let far = CmaEs::around(&[0.0; 3], 1.0)?
    ///     .minimize(budget, 42, |x| x.iter().map(|x| (x - 1_000.0) * (x - 1_000.0)).sum::<f64>())?;
    /// assert!(far.value <= 1e-9);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn around(start: &[f64], step: f64) -> Result<Self, ParameterError> {
        Self::around_with_config(start, step, CmaEsConfig::default())
    }

    /// A search without bounds with these settings, whose `start` and `step` are not looked at.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] as of [`around`](Self::around), and if a setting is out of its range.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{CmaEs, CmaEsConfig, Restarts, Stop};
    ///
    /// let once = CmaEsConfig::default().restarts(Restarts::None);
    /// let found = CmaEs::around_with_config(&[3.0, 4.0], 1.0, once)?
    ///     .minimize(10_000, 42, |x| x[0] * x[0] + x[1] * x[1])?;
    /// assert!(found.stop == Stop::Converged && found.evaluations < 2_000);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn around_with_config(start: &[f64], step: f64, mut config: CmaEsConfig) -> Result<Self, ParameterError> {
        // Of the bounded search: given here already.
        (config.start, config.step) = (None, 1.0);
        if !(1..=MOST_DIMENSIONS).contains(&start.len()) {
            return Err(ParameterError::new("dimensions", start.len(), "1..=65536"));
        }
        if let Some(at) = start.iter().find(|at| !at.is_finite()) {
            return Err(ParameterError::new("start", at, "finite numbers"));
        }
        if !(step > 0.0 && step.is_finite()) {
            return Err(ParameterError::new("step", step, "above 0, finite"));
        }
        Self::build(Domain::Unbounded { start: start.to_vec(), step }, step, &config)
    }

    fn build(domain: Domain, step: f64, config: &CmaEsConfig) -> Result<Self, ParameterError> {
        let dimension = domain.dimension();
        config.require_valid(dimension)?;
        let population = config.population.unwrap_or_else(|| default_population(dimension));
        Ok(Self {
            is_diagonal: config.is_diagonal(dimension),
            step,
            tolerance: config.tolerance,
            schedule: Schedule::new(config.restarts, population),
            generation: Generation::new(population),
            run: None,
            rival: None,
            has_converged: false,
            domain,
        })
    }

    /// Begins the next run of the strategy.
    fn begin(&mut self, rng: &mut Stream) {
        let mean = self.domain.draw_mean(self.schedule.is_first(), rng);
        let start = self.schedule.begin(rng);
        self.generation.restart(start.population);
        let step = self.step * start.step;
        let distribution = Distribution::new(mean, step, self.is_diagonal);
        self.run = Some(Course::new(distribution, Watch::new(), step, start.evaluations, start.population));
    }

    /// Learns from a generation that has been told.
    fn learn(&mut self) {
        let Some(run) = &mut self.run else { return };
        let population = self.generation.len();
        let evaluations: Vec<Evaluation> = self.generation.take().collect();
        self.generation.restart(population);
        let is_over = run.learn(&evaluations, &self.domain, (self.step, self.tolerance, self.rival));
        if is_over || run.spent() >= run.evaluations {
            self.schedule.spend(run.spent());
            self.rival = match (self.rival, run.watch.record) {
                (Some(rival), Some(record)) => Some(lesser(rival, record)),
                (rival, record) => rival.or(record),
            };
            self.run = None;
            self.has_converged = !self.schedule.goes_on();
        }
    }

    fn check(&self) -> Result<(), DecodeError> {
        self.domain.check()?;
        let dimension = self.domain.dimension();
        let sound = self.step > 0.0 && self.step.is_finite() && self.tolerance >= 0.0 && self.tolerance.is_finite();
        if !sound || (!self.is_diagonal && dimension > MOST_FULL) {
            return Err(DecodeError::field(
                "step",
                self.step,
                "above 0, finite, and a matrix of up to 4096 dimensions",
            ));
        }
        if !(2..=MOST_POPULATION).contains(&self.generation.len()) {
            return Err(DecodeError::field("population", self.generation.len(), "2..=65536"));
        }
        let fits = |run: &Course| {
            run.distribution.mean.len() == dimension
                && run.distribution.shape.is_diagonal() == self.is_diagonal
                && Some(run.draws.normals.len()) == self.generation.proposed().checked_mul(dimension)
                && run.draws.normals.iter().all(|normal| normal.is_finite())
                && run.step > 0.0
                && run.step.is_finite()
        };
        if self.run.as_ref().is_none_or(fits) && (self.run.is_some() || self.generation.proposed() == 0) {
            return Ok(());
        }
        Err(DecodeError::field("run", dimension, "of the space's dimension, a draw for each candidate"))
    }
}

impl Course {
    fn new(distribution: Distribution, watch: Watch, step: f64, evaluations: u64, population: usize) -> Self {
        let dimension = distribution.mean.len();
        Self {
            watch,
            step,
            evaluations,
            draws: Draws::default(),
            candidates: Vec::new(),
            parameters: Parameters::new(dimension, population, distribution.shape.is_diagonal()),
            distribution,
        }
    }

    /// Draws the next candidate.
    #[inline]
    fn draw(&mut self, domain: &Domain, rng: &mut Stream) {
        self.distribution.draw(&mut self.draws, domain, rng);
        self.write_candidates(domain);
    }

    /// Makes the candidates of draws that have none.
    #[inline]
    fn write_candidates(&mut self, domain: &Domain) {
        let from = self.candidates.len();
        self.candidates.resize(self.draws.points.len(), 0.0);
        let n = self.distribution.mean.len();
        let points = self.draws.points[from..].chunks_exact(n);
        for (point, candidate) in points.zip(self.candidates[from..].chunks_exact_mut(n)) {
            domain.write_candidate(point, candidate);
        }
    }

    /// Learns from a generation; whether the run is at its end.
    fn learn(
        &mut self,
        evaluations: &[Evaluation],
        domain: &Domain,
        (step, tolerance, rival): (f64, f64, Option<Merit>),
    ) -> bool {
        let mut ranking: Vec<usize> =
            (0..evaluations.len()).filter(|place| !evaluations[*place].has_failed()).collect();
        ranking.sort_unstable_by(|a, b| evaluations[*a].compare(&evaluations[*b]).then(a.cmp(b)));
        let merits: Vec<Merit> = ranking.iter().map(|place| merit(&evaluations[*place])).collect();
        let is_sound = ranking.is_empty() || self.distribution.learn(&self.draws, &ranking, &self.parameters);
        self.draws.clear();
        self.candidates.clear();
        if !is_sound {
            return true;
        }
        self.distribution.limit(domain.widest());
        let (n, population) = (self.distribution.mean.len() as f64, self.parameters.weights.len());
        let limits = Limits {
            population,
            step: self.step,
            least_step: LEAST_STEP * step,
            tolerance,
            rival,
            // As of the BIPOP paper and pycma; a search that ends with its only run has its budget alone.
            generations: 100 + (150.0 * (n + 3.0) * (n + 3.0) / libm::sqrt(population as f64)) as u64,
        };
        self.watch.observe(&merits, &self.distribution, &limits)
    }

    fn spent(&self) -> u64 {
        self.watch.generations.saturating_mul(self.parameters.weights.len() as u64)
    }
}

surface!([] CmaEs, [f64], "CmaEs::new(&space)?");

impl Method for CmaEs {
    const NAME: &'static str = "CmaEs";
    type Candidate = [f64];

    #[inline]
    fn propose(&mut self, number: u64, rng: &mut Stream) -> bool {
        if self.has_converged {
            return false;
        }
        if self.run.is_none() {
            self.begin(rng);
        }
        match (&mut self.run, self.generation.propose(number)) {
            (Some(run), Some(_)) => {
                run.draw(&self.domain, rng);
                true
            }
            _ => false,
        }
    }

    #[inline]
    fn candidate(&self, number: u64) -> Option<&[f64]> {
        let place = self.generation.place(number)?;
        let run = self.run.as_ref()?;
        run.candidates.chunks_exact(run.distribution.mean.len()).nth(place)
    }

    #[inline]
    fn observe(&mut self, number: u64, evaluation: Evaluation) {
        if self.generation.observe(number, evaluation) {
            self.learn();
        }
    }

    fn has_converged(&self) -> bool {
        self.has_converged
    }
}

impl Codec for CmaEs {
    fn encode(&self, writer: &mut Writer) {
        self.domain.encode(writer);
        self.is_diagonal.encode(writer);
        (self.step, self.tolerance).encode(writer);
        self.schedule.encode(writer);
        self.generation.encode(writer);
        self.rival.encode(writer);
        self.has_converged.encode(writer);
        self.run.is_some().encode(writer);
        if let Some(run) = &self.run {
            run.distribution.encode(writer);
            run.watch.encode(writer);
            run.step.encode(writer);
            run.evaluations.encode(writer);
            run.draws.normals.encode(writer);
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut search = Self {
            domain: Codec::decode(reader)?,
            is_diagonal: Codec::decode(reader)?,
            step: Codec::decode(reader)?,
            tolerance: Codec::decode(reader)?,
            schedule: Codec::decode(reader)?,
            generation: Codec::decode(reader)?,
            rival: Codec::decode(reader)?,
            has_converged: Codec::decode(reader)?,
            run: None,
        };
        if bool::decode(reader)? {
            let distribution = Distribution::decode(reader)?;
            let watch = Watch::decode(reader)?;
            let (step, evaluations) = (f64::decode(reader)?, u64::decode(reader)?);
            let mut run = Course::new(distribution, watch, step, evaluations, search.generation.len());
            run.draws.normals = Codec::decode(reader)?;
            search.run = Some(run);
        }
        search.check()?;
        if let Some(run) = &mut search.run {
            run.distribution.stretch(&mut run.draws, &search.domain);
            run.write_candidates(&search.domain);
        }
        Ok(search)
    }
}

impl fmt::Debug for CmaEs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CmaEs")
            .field("dimension", &self.domain.dimension())
            .field("schedule", &self.schedule)
            .field("sigma", &self.run.as_ref().map(|run| run.distribution.sigma))
            .finish_non_exhaustive()
    }
}

/// As many as a [`Space`] has.
const MOST_DIMENSIONS: usize = 65_536;

/// Steps below this part of the first one are of no use (pycma's `tolx` for its usual first step).
const LEAST_STEP: f64 = 1e-12;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::Restarts;

    /// Looks at the search after each evaluation of a rugged objective, whose runs end in many minima.
    fn watch(restarts: Restarts, evaluations: u64, mut look: impl FnMut(&CmaEs, f64)) {
        let space = Space::real([(-5.0, 5.0); 2]).unwrap();
        let config = CmaEsConfig::default().restarts(restarts).step(0.5).tolerance(1e-3);
        let mut run = CmaEs::with_config(&space, config).unwrap().start(evaluations, 5).unwrap();
        while let Some(trial) = run.ask() {
            let at = &trial.candidate;
            let value = at.iter().map(|x| (x - 1.0) * (x - 1.0) + 10.0 * (1.0 - libm::cos(6.0 * x))).sum::<f64>();
            run.tell(trial.number, value).unwrap();
            look(run.method(), value);
        }
    }

    #[test]
    fn small_runs_begin_with_smaller_steps() {
        let (mut small, mut large) = (0, 0);
        watch(Restarts::Bipop, 100_000, |search, _| {
            let Some(run) = &search.run else { return };
            assert!(run.spent() < run.evaluations);
            if run.watch.generations == 0 && search.generation.proposed() == 1 {
                assert_eq!(run.distribution.sigma, run.step);
                assert!(run.step >= 0.01 * search.step && run.step <= search.step);
                if run.step < search.step { small += 1 } else { large += 1 }
            }
        });
        assert!(small > 3 && large > 3, "{small} {large}");
    }

    #[test]
    fn a_run_ends_when_it_has_had_its_share() {
        let (mut search, mut rng) = (CmaEs::around(&[0.0; 2], 1.0).unwrap(), Stream::new(1, 0));
        let mut number = 0;
        assert!(search.propose(number, &mut rng));
        search.run.as_mut().unwrap().evaluations = 30;
        while search.run.is_some() {
            search.observe(number, Evaluation::from(-(number as f64)));
            number += 1;
            assert!(search.run.is_none() || search.propose(number, &mut rng));
        }
        assert_eq!((number, search.schedule.goes_on()), (30, true));
    }

    #[test]
    fn the_best_of_all_runs_is_the_one_to_beat() {
        let (mut least, mut ends) = (f64::INFINITY, 0);
        watch(Restarts::Ipop, 5_000, |search, value| {
            least = least.min(value);
            if search.run.is_none() {
                assert_eq!(search.rival, Some((0.0, least)));
                ends += 1;
            }
        });
        assert!(ends > 3, "{ends}");
    }

    /// A first step of half the range is within a third of it after the first generation.
    #[test]
    fn steps_stay_within_a_bounded_space() {
        let mut widest = 0.0_f64;
        watch(Restarts::None, 500, |search, _| {
            if let Some(run) = &search.run
                && run.watch.generations > 0
            {
                widest = widest.max(run.distribution.width());
            }
        });
        // A limit is met by a product and two roots.
        assert!((1.0 / 3.0 - 1e-12..=1.0 / 3.0 + 1e-12).contains(&widest), "{widest}");
    }
}
