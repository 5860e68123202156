//! Bayesian optimisation: a model of the objective says where the next evaluation is worth most.

use alloc::{vec, vec::Vec};

use ansatz_core::{DecodeError, ParameterError};
use ansatz_random::{Stream, rand_core::Rng, unit};

use super::{archive::Archive, config::BayesianConfig, likelihood, maximizer::Maximizer, place, study::Study};
use crate::{Evaluation, Method, Sobol, Space, engine::surface::surface};

/// Bayesian optimisation with Gaussian processes: for objectives of which an evaluation takes seconds or more.
///
/// It spreads the first candidates over the space (scrambled Sobol points). From then on it models the objective, and each
/// constraint, by a Gaussian process with a [`Matern52`](crate::Matern52) kernel, and proposes what promises most by an
/// [`Acquisition`](crate::Acquisition) function, times the probability that the constraints hold (J. R. Gardner et al.,
/// *Bayesian optimization with inequality constraints*, 2014). While nothing feasible is known, it looks for that alone.
///
/// * **Hyper-parameters** are those of greatest marginal likelihood under a weak prior, found by L-BFGS from the last ones
///   and from other places, with every evaluation at first and with one in fifteen later.
/// * **Integers** are rounded before the kernel sees them; **categories** are one unit of distance apart.
/// * **Batches**: what outstanding candidates are worth is drawn from the model several times, and a candidate is judged by
///   the mean over these fantasies (D. Ginsbourger, R. Le Riche and L. Carraro, *Kriging is well-suited to parallelize
///   optimization*, 2010; J. Snoek, H. Larochelle and R. P. Adams, *Practical Bayesian optimization*, 2012).
/// * **Failures** enter no model. Candidates at the place of one are not proposed again, and those within half a length
///   scale the less the nearer.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{BayesianSearch, Dimension, Evaluation, Space};
///
/// // A learning rate, a number of layers, one of two kinds; no more than 30 seconds.
/// let space = Space::new([Dimension::logarithmic(1e-5, 1.0)?, Dimension::integer(1..=8)?, Dimension::category(2)?])?;
/// let best = BayesianSearch::new(&space)?.minimize(40, 1, |x| {
///     let loss = (x[0].log10() + 3.0).powi(2) + (x[1] - 5.0).powi(2) / 10.0 + x[2];
///     let seconds = 7.0 * x[1];
///     Evaluation::from(loss).with_constraints([seconds - 30.0])
/// })?;
/// assert!(best.is_feasible() && best.candidate[1..] == [4.0, 0.0] && (best.value - 0.1).abs() < 0.01);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// A candidate takes O(n² + n d) for each of some 700 places that are looked at, and O(n³ + n² d) for a model; a fit some
/// fifty times the latter. n is the number of evaluations up to [`observations`](BayesianConfig::observations), 200 by
/// default, and stays there: of the worse half of what is known, that which is nearest to something else is forgotten,
/// so that a candidate costs the same ever after. A few milliseconds in all; 16 n d bytes and more.
#[derive(Debug, Clone, PartialEq)]
pub struct BayesianSearch {
    space: Space,
    config: BayesianConfig,
    /// By which the initial design is scrambled; drawn with its first candidate.
    design: Option<u64>,
    archive: Archive,
    /// The logarithms of hyper-parameters of the objective's model and of each constraint's, as they were fitted last.
    logarithms: Vec<Vec<f64>>,
    /// How many evaluations must have been told for the next fit.
    next_fit: u64,
}

impl BayesianSearch {
    /// A search in this space.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the space has more than 128 dimensions, beyond which distances say too little.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{BayesianSearch, Space};
    ///
    /// let search = BayesianSearch::new(&Space::real([(-1.0, 1.0)])?)?;
    /// let error = BayesianSearch::new(&Space::real([(-1.0, 1.0); 200])?).unwrap_err();
    /// assert_eq!(error.to_string(), "`dimensions` is 200, allowed: 1..=128 for BayesianSearch");
    /// # let _ = search;
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(space: &Space) -> Result<Self, ParameterError> {
        Self::with_config(space, BayesianConfig::default())
    }

    /// A search with other settings.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] as for [`new`](Self::new), or if a setting is out of its range.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{BayesianConfig, BayesianSearch, Space};
    ///
    /// // Four machines.
    /// let config = BayesianConfig::default().batch(4);
    /// let mut run = BayesianSearch::with_config(&Space::real([(0.0, 1.0); 2])?, config)?.start(40, 1)?;
    /// run.drive(|x| (x[0] - 0.2).powi(2) + x[1]);
    /// assert!((0..5).map_while(|_| run.ask()).count() <= 4);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_config(space: &Space, config: BayesianConfig) -> Result<Self, ParameterError> {
        if space.len() > MOST_DIMENSIONS {
            return Err(ParameterError::new("dimensions", space.len(), "1..=128 for BayesianSearch"));
        }
        Ok(Self {
            space: space.clone(),
            config: config.require_valid()?,
            design: None,
            archive: Archive::default(),
            logarithms: Vec::new(),
            next_fit: 0,
        })
    }

    /// The first number of the batch that a candidate belongs to, from the end of the initial design on.
    ///
    /// What becomes of a batch's candidates is not looked at before the next batch begins: what is proposed does not depend
    /// on whether they are evaluated together or one after the other.
    fn batch_of(&self, number: u64) -> u64 {
        number - (number - self.initial() as u64) % self.config.batch as u64
    }

    fn initial(&self) -> usize {
        let initial = match self.config.initial {
            0 => (2 * self.space.len() + 2).min(MOST_INITIAL),
            initial => initial,
        };
        // A batch that begins while the design is outstanding would know nothing.
        initial.max(self.config.batch)
    }

    fn design_candidate(&mut self, number: u64, rng: &mut Stream) -> Vec<f64> {
        let dimensions = self.space.len();
        let seed = *self.design.get_or_insert_with(|| rng.next_u64());
        let mut units: Vec<f64> = (0..dimensions).map(|_| unit(rng)).collect();
        if number < self.initial() as u64
            && let Ok(design) = Sobol::scrambled(dimensions, seed)
        {
            design.write_point(number as u32, &mut units);
        }
        let mut candidate = vec![0.0; dimensions];
        self.space.write_from_unit(&units, &mut candidate);
        candidate
    }

    fn model_candidate(&mut self, number: u64, rng: &mut Stream) -> Option<Vec<f64>> {
        let batch = self.batch_of(number);
        let begins = number == batch;
        if begins {
            self.forget();
        }
        let study = Study::new(&self.space, &self.archive, batch)?;
        let due = begins && self.archive.told() >= self.next_fit;
        if due || self.logarithms.len() != study.quantities() {
            self.logarithms = study.fit(&self.logarithms, rng);
            self.next_fit = self.archive.told().saturating_add((self.archive.told() / FIT_PART).max(1));
        }
        let surrogate = study.surrogate(&self.config, &self.logarithms, rng);
        let found = Maximizer::new(&self.space, &surrogate).maximize(&study.best(), rng);
        Some(place::to_candidate(&self.space, &found))
    }

    fn forget(&mut self) {
        let Self { space, archive, logarithms, config, .. } = self;
        let scale = |index: usize| logarithms.first().and_then(|own| own.get(index)).map_or(0.0, |scale| *scale);
        let rates: Vec<f64> = (0..space.len()).map(|index| libm::exp(-scale(index))).collect();
        archive.forget(config.observations, |a, b| place::squared_distance(space, &rates, a, b));
    }

    fn check(&self) -> Result<(), DecodeError> {
        Self::with_config(&self.space, self.config)?;
        let (dimensions, initial) = (self.space.len(), self.initial());
        self.archive.require_valid(&self.space, self.config.observations, initial + 2 * self.config.batch)?;
        let (low, high) = likelihood::bounds(dimensions);
        let within = |(value, (low, high)): (&f64, (&f64, &f64))| (*low..=*high).contains(value);
        let fitted = |own: &Vec<f64>| own.len() == low.len() && own.iter().zip(low.iter().zip(&high)).all(within);
        if !self.logarithms.iter().all(fitted) {
            return Err(DecodeError::field(
                "hyper-parameters",
                self.logarithms.len(),
                "one for each dimension and two",
            ));
        }
        Ok(())
    }
}

surface!([] BayesianSearch, [f64], "BayesianSearch::new(&space)?");

impl Method for BayesianSearch {
    const NAME: &'static str = "BayesianSearch";
    type Candidate = [f64];

    fn propose(&mut self, number: u64, rng: &mut Stream) -> bool {
        let candidate = if number < self.initial() as u64 {
            self.design_candidate(number, rng)
        } else if self.archive.outstanding() < self.config.batch {
            self.model_candidate(number, rng).unwrap_or_else(|| self.design_candidate(number, rng))
        } else {
            return false;
        };
        self.archive.propose(number, candidate);
        true
    }

    fn candidate(&self, number: u64) -> Option<&[f64]> {
        self.archive.candidate(number)
    }

    fn observe(&mut self, number: u64, evaluation: Evaluation) {
        self.archive.observe(number, evaluation);
    }
}

ansatz_core::codec!([] BayesianSearch { space, config, design, archive, logarithms, next_fit });

/// Beyond it, places are all equally far from each other.
const MOST_DIMENSIONS: usize = 128;

/// Of a design that the space asks for: a model learns faster where to look next.
const MOST_INITIAL: usize = 20;

/// A new fit is due with every evaluation up to twice this many, and with one part in this many later.
const FIT_PART: u64 = 15;
