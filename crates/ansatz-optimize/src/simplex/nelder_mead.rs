//! The downhill simplex: d + 1 points, the worst of which is reflected through the others.
//!
//! J. A. Nelder and R. Mead, *A simplex method for function minimization*, The Computer Journal 7 (1965), with the
//! coefficients of F. Gao and L. Han, *Implementing the Nelder-Mead simplex algorithm with adaptive parameters*,
//! Computational Optimization and Applications 51 (2012), which keep it moving in many dimensions.

use alloc::{vec, vec::Vec};

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
    require_range,
};
use ansatz_random::Stream;

use crate::{Codec, Evaluation, Generation, Method, Space, engine::surface::surface};

/// The settings of [`NelderMead`].
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{NelderMead, NelderMeadConfig, Space};
///
/// let space = Space::real([(-5.0, 5.0); 2])?;
/// let config = NelderMeadConfig::default().start([4.0, -4.0]).step(0.01);
/// let best = NelderMead::with_config(&space, config)?.minimize(500, 1, |x| x[0] * x[0] + x[1] * x[1])?;
/// assert!(best.value < 1e-12);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct NelderMeadConfig {
    /// The first point: the middle of the space, which `None` stands for.
    pub start: Option<Vec<f64>>,
    /// How far the other points are from it at first, as a part of each coordinate's range: 0.1.
    pub step: f64,
    /// The search ends when all points are so near to the best one, as a part of each coordinate's range: 1e-10.
    pub tolerance: f64,
}

impl Default for NelderMeadConfig {
    fn default() -> Self {
        Self { start: None, step: 0.1, tolerance: 1e-10 }
    }
}

impl NelderMeadConfig {
    /// The first point.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::NelderMeadConfig::default().start([4.0, -4.0]).start, Some(vec![4.0, -4.0]));
    /// ```
    #[must_use]
    pub fn start(self, start: impl Into<Vec<f64>>) -> Self {
        Self { start: Some(start.into()), ..self }
    }

    /// How far the other points are from it at first, as a part of each coordinate's range: above 0, at most 0.5.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::NelderMeadConfig::default().step(0.01).step, 0.01);
    /// ```
    #[must_use]
    pub fn step(self, step: f64) -> Self {
        Self { step, ..self }
    }

    /// The search ends when all points are so near to the best one, as a part of each coordinate's range; 0 for never.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::NelderMeadConfig::default().tolerance(0.0).tolerance, 0.0);
    /// ```
    #[must_use]
    pub fn tolerance(self, tolerance: f64) -> Self {
        Self { tolerance, ..self }
    }
}

/// The Nelder-Mead simplex: a local search for a few real coordinates, without gradients.
///
/// Points beyond a bound are moved onto it; constraints are held by the rules of feasibility. It is asked for one
/// candidate at a time, but for the first d + 1 and for those of a shrunken simplex, which may be evaluated together. It
/// finds the nearest minimum at best: in more than some ten dimensions, or where there are many minima, take
/// [`LShade`](crate::LShade) first and this for the rest of the way.
///
/// J. A. Nelder and R. Mead, *A simplex method for function minimization*, The Computer Journal 7 (1965), with the
/// coefficients of F. Gao and L. Han, *Implementing the Nelder-Mead simplex algorithm with adaptive parameters*,
/// Computational Optimization and Applications 51 (2012).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{NelderMead, Space, Stop};
///
/// let rosenbrock = |x: &[f64]| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2);
/// let best = NelderMead::new(&Space::real([(-5.0, 5.0); 2])?)?.minimize(1_000, 1, rosenbrock)?;
/// assert!(best.value < 1e-12 && best.stop == Stop::Converged);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// O(d^2) for a candidate, O(d^2) numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct NelderMead {
    space: Space,
    /// The first point, in units.
    start: Vec<f64>,
    step: f64,
    tolerance: f64,
    phase: Phase,
    /// The points in units, the best first, one after the other.
    simplex: Vec<f64>,
    worth: Vec<Evaluation>,
    /// What the reflected point is worth, while the one beyond or before it is tried.
    reflected: Option<Evaluation>,
    /// The point reflected last.
    mirror: Vec<f64>,
    generation: Generation,
    /// The generation's points in units, and their values.
    points: Vec<f64>,
    candidates: Vec<f64>,
}

/// What the generation that is under way is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Begin,
    Reflect,
    Expand,
    ContractOutside,
    ContractInside,
    Shrink,
}

impl NelderMead {
    /// A search from the middle of the space.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the space has integers or categories.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Dimension, NelderMead, Space};
    ///
    /// assert!(NelderMead::new(&Space::real([(0.0, 1.0)])?).is_ok());
    /// assert!(NelderMead::new(&Space::new([Dimension::integer(0..=9)?])?).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(space: &Space) -> Result<Self, ParameterError> {
        Self::with_config(space, NelderMeadConfig::default())
    }

    /// A search with settings of the caller's.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the space has integers or categories, if the start is not in it, or if a setting is not in
    /// its range.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{NelderMead, NelderMeadConfig, Space};
    ///
    /// let space = Space::real([(0.0, 1.0)])?;
    /// let error = NelderMead::with_config(&space, NelderMeadConfig::default().start([2.0])).unwrap_err();
    /// assert_eq!(error.to_string(), "`start` is [2.0], allowed: a candidate of the space");
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_config(space: &Space, config: NelderMeadConfig) -> Result<Self, ParameterError> {
        let start = match config.start {
            None => vec![0.5; space.len()],
            Some(start) if space.contains(&start) => space.to_unit(&start),
            Some(start) => {
                return Err(ParameterError::new("start", format_args!("{start:?}"), "a candidate of the space"));
            }
        };
        require_valid(space, config.step, config.tolerance)?;
        Ok(Self {
            space: space.clone(),
            start,
            step: config.step,
            tolerance: config.tolerance,
            phase: Phase::Begin,
            simplex: Vec::new(),
            worth: Vec::new(),
            reflected: None,
            mirror: Vec::new(),
            generation: Generation::new(space.len() + 1),
            points: Vec::new(),
            candidates: Vec::new(),
        })
    }

    /// Makes the point at `place` of the generation, behind those that are there.
    fn place(&mut self, place: usize) {
        let d = self.space.len();
        let coefficients = Coefficients::of(d);
        match self.phase {
            Phase::Begin => {
                self.points.extend_from_slice(&self.start);
                if let Some(coordinate) = place.checked_sub(1) {
                    let moved = &mut self.points[place * d + coordinate];
                    *moved += if *moved + self.step <= 1.0 { self.step } else { -self.step };
                }
            }
            Phase::Reflect => self.beyond(1.0),
            Phase::Expand => self.beyond(coefficients.expansion),
            Phase::ContractOutside => self.beyond(coefficients.contraction),
            Phase::ContractInside => self.beyond(-coefficients.contraction),
            Phase::Shrink => {
                let (best, point) = (&self.simplex[..d], &self.simplex[(place + 1) * d..][..d]);
                self.points.extend(best.iter().zip(point).map(|(b, x)| b + coefficients.shrinkage * (x - b)));
            }
        }
        self.space.extend_from_unit(&self.points[place * d..], &mut self.candidates);
    }

    /// The point so many times as far behind the centre of the others as the worst is before it, within the bounds.
    fn beyond(&mut self, times: f64) {
        let d = self.space.len();
        let (others, worst) = self.simplex.split_at(d * d);
        // Point by point, which reads the simplex in its order.
        self.points.resize(d, 0.0);
        for point in others.chunks_exact(d) {
            self.points.iter_mut().zip(point).for_each(|(sum, x)| *sum += x);
        }
        let share = 1.0 / d as f64;
        for (sum, worst) in self.points.iter_mut().zip(worst) {
            let centre = *sum * share;
            *sum = (centre + times * (centre - worst)).clamp(0.0, 1.0);
        }
    }

    /// Learns from a complete generation and begins the next.
    fn advance(&mut self) {
        let d = self.space.len();
        let mut points = core::mem::take(&mut self.points);
        self.phase = match self.phase {
            Phase::Begin => {
                let told = self.generation.take().collect();
                self.rank(&points, told)
            }
            Phase::Shrink => {
                let best = [&self.simplex[..d], &points].concat();
                let told = self.worth.drain(..1).chain(self.generation.take()).collect();
                self.rank(&best, told)
            }
            _ => {
                let told = self.generation.take().next();
                told.map_or(self.phase, |evaluation| self.judge(&points, evaluation))
            }
        };
        points.clear();
        self.points = points;
        self.candidates.clear();
        if self.reflected.is_none() {
            self.mirror.clear();
        }
        self.generation.restart(if self.phase == Phase::Shrink { d } else { 1 });
    }

    /// Takes these points as the simplex, the best first.
    fn rank(&mut self, points: &[f64], worth: Vec<Evaluation>) -> Phase {
        let d = self.space.len();
        let mut ranked: Vec<(&[f64], Evaluation)> = points.chunks_exact(d).zip(worth).collect();
        ranked.sort_by(|a, b| a.1.compare(&b.1));
        self.simplex = ranked.iter().flat_map(|(point, _)| *point).copied().collect();
        self.worth = ranked.into_iter().map(|(_, evaluation)| evaluation).collect();
        Phase::Reflect
    }

    /// What follows from a single point.
    fn judge(&mut self, point: &[f64], evaluation: Evaluation) -> Phase {
        let d = self.space.len();
        if self.phase == Phase::Reflect {
            let next = if evaluation.is_better_than(&self.worth[0]) {
                Phase::Expand
            } else if evaluation.is_better_than(&self.worth[d - 1]) {
                return self.accept(point, evaluation);
            } else if evaluation.is_better_than(&self.worth[d]) {
                Phase::ContractOutside
            } else {
                return Phase::ContractInside;
            };
            self.reflected = Some(evaluation);
            self.mirror.extend_from_slice(point);
            return next;
        }
        let reflected = self.reflected.take();
        match (self.phase, reflected) {
            (Phase::Expand, Some(reflected)) if !evaluation.is_better_than(&reflected) => {
                let mirror = core::mem::take(&mut self.mirror);
                let next = self.accept(&mirror, reflected);
                self.mirror = mirror;
                next
            }
            (Phase::ContractOutside, Some(reflected)) if reflected.is_better_than(&evaluation) => Phase::Shrink,
            (Phase::ContractInside, _) if !evaluation.is_better_than(&self.worth[d]) => Phase::Shrink,
            _ => self.accept(point, evaluation),
        }
    }

    /// Puts a point in the place of the worst, at its rank.
    fn accept(&mut self, point: &[f64], evaluation: Evaluation) -> Phase {
        let d = self.space.len();
        self.worth.pop();
        let rank = self.worth.partition_point(|other| !evaluation.is_better_than(other));
        self.worth.insert(rank, evaluation);
        self.simplex.copy_within(rank * d..d * d, (rank + 1) * d);
        self.simplex[rank * d..][..d].copy_from_slice(point);
        Phase::Reflect
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_valid(&self.space, self.step, self.tolerance)?;
        let (d, proposed) = (self.space.len(), self.generation.proposed());
        let (size, points) = match self.phase {
            Phase::Begin => (d + 1, 0),
            Phase::Shrink => (d, d + 1),
            _ => (1, d + 1),
        };
        let awaits = matches!(self.phase, Phase::Expand | Phase::ContractOutside);
        let sizes = self.generation.len() == size
            && self.start.len() == d
            && self.worth.len() == points
            && self.simplex.len() == points * d
            && self.points.len() == proposed * d
            && self.candidates.len() == proposed * d
            && self.reflected.is_some() == awaits
            && self.mirror.len() == if awaits { d } else { 0 };
        let units = self.start.iter().chain(&self.simplex).chain(&self.points).chain(&self.mirror);
        let values = self.candidates.chunks_exact(d).all(|candidate| self.space.contains(candidate));
        if sizes && values && units.into_iter().all(|unit| (0.0..=1.0).contains(unit)) {
            return Ok(());
        }
        Err(DecodeError::field("simplex", points, "points of the space that fit together"))
    }
}

surface!([] NelderMead, [f64], "NelderMead::new(&space)?");

ansatz_core::codec!([] NelderMead {
    space, start, step, tolerance, phase, simplex, worth, reflected, mirror, generation, points, candidates,
});

impl Method for NelderMead {
    const NAME: &'static str = "NelderMead";
    type Candidate = [f64];

    #[inline] // Its caller then sees that the substream is not used, and does not make it.
    fn propose(&mut self, number: u64, _: &mut Stream) -> bool {
        if self.has_converged() {
            return false;
        }
        let Some(place) = self.generation.propose(number) else { return false };
        self.place(place);
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

    /// Whether all points are as near to the best one as the tolerance says.
    fn has_converged(&self) -> bool {
        let d = self.space.len();
        let near = |point: &[f64]| {
            point.iter().zip(&self.simplex[..d]).all(|(unit, best)| libm::fabs(unit - best) <= self.tolerance)
        };
        // Only between steps: a trial that is under way may still lead out.
        self.tolerance > 0.0
            && self.phase == Phase::Reflect
            && self.generation.proposed() == 0
            && self.simplex.chunks_exact(d).skip(1).all(near)
    }
}

/// The coefficients of Gao and Han; in one and two dimensions they are those of Nelder and Mead.
struct Coefficients {
    expansion: f64,
    contraction: f64,
    shrinkage: f64,
}

impl Coefficients {
    fn of(dimensions: usize) -> Self {
        let d = dimensions.max(2) as f64;
        Self { expansion: 1.0 + 2.0 / d, contraction: 0.75 - 0.5 / d, shrinkage: 1.0 - 1.0 / d }
    }
}

fn require_valid(space: &Space, step: f64, tolerance: f64) -> Result<(), ParameterError> {
    space.require_continuous("Nelder-Mead")?;
    // The simplex has d (d + 1) coordinates.
    require_range("dimensions", space.len(), 1..=MOST_DIMENSIONS)?;
    require_range("step", step, f64::EPSILON..=0.5)?;
    require_range("tolerance", tolerance, 0.0..=1.0)?;
    Ok(())
}

impl Codec for Phase {
    fn encode(&self, writer: &mut Writer) {
        writer.u8(match self {
            Self::Begin => 0,
            Self::Reflect => 1,
            Self::Expand => 2,
            Self::ContractOutside => 3,
            Self::ContractInside => 4,
            Self::Shrink => 5,
        });
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u8()? {
            0 => Ok(Self::Begin),
            1 => Ok(Self::Reflect),
            2 => Ok(Self::Expand),
            3 => Ok(Self::ContractOutside),
            4 => Ok(Self::ContractInside),
            5 => Ok(Self::Shrink),
            other => Err(DecodeError::field("phase", other, "0..=5")),
        }
    }
}

/// The simplex of so many takes 8 MB; it would be of no use long before.
const MOST_DIMENSIONS: usize = 1_000;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Gao and Han's 1 + 2/d, 3/4 - 1/(2 d) and 1 - 1/d; up to two dimensions 2, 1/2 and 1/2.
    #[test]
    fn coefficients_know_the_dimensions() {
        for (d, expected) in
            [(1, [2.0, 0.5, 0.5]), (2, [2.0, 0.5, 0.5]), (4, [1.5, 0.625, 0.75]), (8, [1.25, 0.6875, 0.875])]
        {
            let Coefficients { expansion, contraction, shrinkage } = Coefficients::of(d);
            assert_eq!([expansion, contraction, shrinkage], expected);
        }
    }

    /// By hand: from (0.5, 0.5) with steps of 0.25 in the unit square.
    #[test]
    fn each_step_goes_where_the_paper_says() {
        let space = Space::real([(0.0, 1.0); 2]).unwrap();
        let config = NelderMeadConfig::default().step(0.25);
        let mut run = NelderMead::with_config(&space, config).unwrap().start(100, 0).unwrap();
        let mut expect = |candidate: [f64; 2], value: f64| {
            let trial = run.ask().unwrap();
            assert_eq!(trial.candidate, candidate);
            run.tell(trial.number, value).unwrap();
        };
        expect([0.5, 0.5], 3.0);
        expect([0.75, 0.5], 2.0);
        expect([0.5, 0.75], 1.0);
        // Worst (0.5, 0.5), centre (0.625, 0.625): the reflection is the best so far, and so is what lies beyond it.
        expect([0.75, 0.75], 0.5);
        expect([0.875, 0.875], 0.25);
        // Worst (0.75, 0.5), centre (0.6875, 0.8125): beyond the bound, onto which it is moved; in the middle, accepted.
        expect([0.625, 1.0], 0.5);
        // Worst (0.5, 0.75), centre (0.75, 0.9375): worse than the second, better than the worst: contract outside.
        expect([1.0, 1.0], 0.9);
        expect([0.875, 1.0], 0.95);
        // Worse than the reflection: shrink towards the best, (0.875, 0.875).
        expect([0.75, 0.9375], 0.4);
        expect([0.6875, 0.8125], 0.45);
        // Worst (0.6875, 0.8125), centre (0.8125, 0.90625): not better than the worst: contract inside, and accept.
        expect([0.9375, 1.0], 0.45);
        expect([0.75, 0.859_375], 0.3);
    }
}
