//! Simulated annealing with incremental costs.
//!
//! S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, *Optimization by simulated annealing*, Science 220 (1983).

mod stored;

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::ParameterError;
use ansatz_random::{Stream, unit};

use super::schedule::{Cooling, temperature_for};
use crate::{AnnealingConfig, Evaluation, History, Landscape, Minimum, Stop};

/// Simulated annealing over the states of a [`Landscape`]: any state, with moves and incremental cost.
///
/// Nothing is to be tuned to the scale of the costs: the first temperature comes from a sample of moves around the start,
/// the last from one around the state that the first twentieth of the moves descends to, where one uphill move in 10,000
/// is accepted. In between it falls by equal factors.
///
/// S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, *Optimization by simulated annealing*, Science 220 (1983); what a first
/// temperature should accept is measured by D. S. Johnson, C. R. Aragon, L. A. `McGeoch` and C. Schevon, *Optimization by
/// simulated annealing: an experimental evaluation, part I*, Operations Research 37 (1989).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Landscape, SimulatedAnnealing};
/// use ansatz_random::{Stream, below};
///
/// /// A walk along a line with a valley at 70 that many small ones hide.
/// struct Line;
///
/// impl Landscape for Line {
///     type State = i32;
///     type Move = i32;
///
///     fn cost(&self, x: &i32) -> f64 {
///         f64::from((x - 70).abs() + 4 * (x % 5))
///     }
///
///     fn propose(&self, _: &i32, rng: &mut Stream) -> i32 {
///         if below(rng, 2) == 0 { 1 } else { -1 }
///     }
///
///     fn change(&self, x: &i32, step: &i32) -> f64 {
///         self.cost(&(x + step)) - self.cost(x)
///     }
///
///     fn apply(&self, x: &mut i32, step: i32) {
///         *x += step;
///     }
/// }
///
/// let best = SimulatedAnnealing::new(Line, 0)?.minimize(100_000, 42)?;
/// assert_eq!((best.candidate, best.value), (70, 0.0));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// A move costs what the landscape's `propose`, `change` and, if accepted, `apply` cost, and some 20 ns. The best state
/// is cloned whenever it is left.
#[derive(Clone)]
pub struct SimulatedAnnealing<L: Landscape> {
    landscape: L,
    start: L::State,
    cost: f64,
    config: AnnealingConfig,
}

impl<L: Landscape> SimulatedAnnealing<L> {
    /// A search from the state `start`.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if its cost is not finite.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("line.in")]
    /// // Steps along a line, with a valley at 70.
    /// let search = SimulatedAnnealing::new(Line, 3)?;
    /// assert_eq!(search.minimize(10_000, 42)?.candidate, 70);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(landscape: L, start: L::State) -> Result<Self, ParameterError> {
        Self::with_config(landscape, start, AnnealingConfig::default())
    }

    /// A search with settings of the caller's.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the start's cost is not finite, or if a setting is not in its range.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("line.in")]
    /// let config = AnnealingConfig::default().reheats(3);
    /// assert!(SimulatedAnnealing::with_config(Line, 3, config).is_ok());
    /// let error = SimulatedAnnealing::with_config(Line, 3, config.initial_rate(1.5)).unwrap_err();
    /// assert_eq!(error.name(), "initial_rate");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_config(landscape: L, start: L::State, config: AnnealingConfig) -> Result<Self, ParameterError> {
        config.require_valid()?;
        let cost = landscape.cost(&start);
        if !cost.is_finite() {
            return Err(ParameterError::new("start", format_args!("a state of cost {cost}"), "a state of finite cost"));
        }
        Ok(Self { landscape, start, cost, config })
    }

    /// A search under way, of so many moves in all. `seed` determines all that is random.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if there are no moves.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("line.in")]
    /// let mut annealing = SimulatedAnnealing::new(Line, 3)?.start(10_000, 42)?;
    /// assert_eq!(annealing.best(), (&3, 67.0));
    /// assert_eq!(annealing.advance(100), 100);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn start(self, moves: u64, seed: u64) -> Result<Annealing<L>, ParameterError> {
        if moves == 0 {
            return Err(ParameterError::new("moves", 0, "1 or more"));
        }
        let Self { landscape, start, cost, config } = self;
        let first = temperature_for(&walk(&landscape, &start, cost, seed), config.initial_rate);
        let mut history = History::new();
        history.observe(0, &Evaluation::from(cost));
        Ok(Annealing {
            landscape,
            config,
            seed,
            budget: moves,
            made: 0,
            refused: 0,
            accepted: 0,
            temperature: 0.0,
            cooling: Cooling { first, last: 0.0 },
            state: start,
            cost,
            best: None,
            least: cost,
            history,
        })
    }

    /// The best state of a search of so many moves.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if there are no moves.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("line.in")]
    /// let best = SimulatedAnnealing::new(Line, 3)?.minimize(10_000, 42)?;
    /// assert_eq!((best.candidate, best.value, best.evaluations), (70, 0.0, 10_000));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn minimize(self, moves: u64, seed: u64) -> Result<Minimum<L::State>, ParameterError> {
        let mut annealing = self.start(moves, seed)?;
        annealing.advance(moves);
        Ok(annealing.into_minimum())
    }
}

/// A search under way: goes on by so many moves at a time, can be looked at in between, and stored.
///
/// However its moves are divided, it makes the same ones. Its costs are sums of changes, and are computed anew now and then,
/// so that rounding does not add up.
///
/// # Examples
///
/// ```
#[doc = include_str!("line.in")]
/// let mut annealing = SimulatedAnnealing::new(Line, 0)?.start(10_000, 42)?;
/// while annealing.advance(1_000) > 0 {
///     println!("{} moves, temperature {}, best {}", annealing.moves(), annealing.temperature(), annealing.best().1);
/// }
/// assert_eq!(annealing.best(), (&70, 0.0));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Clone)]
pub struct Annealing<L: Landscape> {
    landscape: L,
    config: AnnealingConfig,
    seed: u64,
    budget: u64,
    made: u64,
    /// Moves that led to no state.
    refused: u64,
    accepted: u64,
    temperature: f64,
    /// Its ends; the last one is 0 until the descent is over.
    cooling: Cooling,
    state: L::State,
    cost: f64,
    /// The best state, if it is not the present one.
    best: Option<L::State>,
    least: f64,
    history: History,
}

impl<L: Landscape> Annealing<L> {
    /// Goes on by so many moves, or to the end; how many were made.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("line.in")]
    /// let mut annealing = SimulatedAnnealing::new(Line, 3)?.start(1_000, 42)?;
    /// assert_eq!((annealing.advance(600), annealing.advance(600), annealing.advance(600)), (600, 400, 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn advance(&mut self, moves: u64) -> u64 {
        let end = self.made.saturating_add(moves).min(self.budget);
        let made = end - self.made;
        while self.made < end {
            if self.made >= self.descent() {
                self.cool();
            }
            self.make_move();
            if self.made.is_multiple_of(BETWEEN_COSTS) {
                self.clear_errors();
            }
        }
        if self.made == self.budget {
            self.clear_errors();
        }
        made
    }

    /// How many of the moves only descend, to where the last temperature is taken from.
    fn descent(&self) -> u64 {
        self.budget / DESCENT
    }

    /// Sets the temperature for this place on the way.
    fn cool(&mut self) {
        let (place, whole) = (self.made - self.descent(), self.budget - self.descent());
        let cycle = (whole / (u64::from(self.config.reheats) + 1)).max(1);
        // The last cycle takes what the division leaves over.
        let number = (place / cycle).min(u64::from(self.config.reheats));
        let within = place - number * cycle;
        if place == 0 {
            let last = temperature_for(&around(&self.landscape, &self.state, self.cost, self.seed), LAST_RATE);
            // A start that nothing can be said of, or that is better than what was found from it, is no reason to warm up.
            self.cooling = Cooling { first: self.cooling.first.max(last), last };
        } else if within == 0 {
            self.reheat();
        }
        if within.is_multiple_of(BETWEEN_TEMPERATURES) {
            let warm = if number > 0 { WARM } else { 0.0 };
            let length = if number < u64::from(self.config.reheats) { cycle } else { whole - number * cycle };
            self.temperature = self.cooling.at(warm + (1.0 - warm) * within as f64 / length as f64);
        }
    }

    fn make_move(&mut self) {
        let mut rng = Stream::new(self.seed, self.made);
        self.made += 1;
        let step = self.landscape.propose(&self.state, &mut rng);
        let change = self.landscape.change(&self.state, &step);
        // Not finite if the change is none, and where the sum is too large.
        let cost = self.cost + change;
        self.refused += u64::from(!cost.is_finite());
        let accepts = change <= 0.0 || change < -self.temperature * libm::log(1.0 - unit(&mut rng));
        if !(accepts && cost.is_finite()) {
            return;
        }
        self.accepted += 1;
        if change > 0.0 && self.best.is_none() {
            self.best = Some(self.state.clone());
        }
        self.landscape.apply(&mut self.state, step);
        self.cost = cost;
        if self.cost < self.least {
            self.least = self.cost;
            self.best = None;
            self.history.observe(self.made, &Evaluation::from(self.cost));
        }
    }

    /// Goes back to the best state.
    fn reheat(&mut self) {
        if let Some(best) = self.best.take() {
            self.state = best;
            self.cost = self.least;
        }
    }

    /// Computes costs anew, of which sums of changes drift away.
    fn clear_errors(&mut self) {
        self.cost = self.landscape.cost(&self.state);
        self.least = self.best.as_ref().map_or(self.cost, |best| self.landscape.cost(best));
        // What drifted may have hidden which of the two is better.
        if self.cost < self.least {
            self.least = self.cost;
            self.best = None;
        }
    }

    /// The best state so far, and its cost.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("line.in")]
    /// let mut annealing = SimulatedAnnealing::new(Line, 3)?.start(1_000, 42)?;
    /// annealing.advance(1_000);
    /// let (state, cost) = annealing.best();
    /// assert_eq!(Line.cost(state), cost);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn best(&self) -> (&L::State, f64) {
        (self.best.as_ref().unwrap_or(&self.state), self.least)
    }

    /// The present state, and its cost.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("line.in")]
    /// let mut annealing = SimulatedAnnealing::new(Line, 3)?.start(1_000, 42)?;
    /// annealing.advance(10);
    /// let (state, cost) = annealing.current();
    /// assert!(Line.cost(state) == cost && cost >= annealing.best().1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn current(&self) -> (&L::State, f64) {
        (&self.state, self.cost)
    }

    /// The present temperature, in units of the cost; 0 while the first twentieth of the moves descends.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("line.in")]
    /// let mut annealing = SimulatedAnnealing::new(Line, 3)?.start(1_000, 42)?;
    /// annealing.advance(100);
    /// let early = annealing.temperature();
    /// annealing.advance(900);
    /// assert!(annealing.temperature() < early);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn temperature(&self) -> f64 {
        self.temperature
    }

    /// How many moves have been made or refused.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("line.in")]
    /// let mut annealing = SimulatedAnnealing::new(Line, 3)?.start(1_000, 42)?;
    /// annealing.advance(10);
    /// assert_eq!(annealing.moves(), 10);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn moves(&self) -> u64 {
        self.made
    }

    /// How many of them were accepted.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("line.in")]
    /// let mut annealing = SimulatedAnnealing::new(Line, 3)?.start(1_000, 42)?;
    /// annealing.advance(10);
    /// assert!(annealing.accepted() <= 10);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn accepted(&self) -> u64 {
        self.accepted
    }

    /// The costs by which the best has improved, and after how many moves.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("line.in")]
    /// let mut annealing = SimulatedAnnealing::new(Line, 3)?.start(1_000, 42)?;
    /// annealing.advance(1_000);
    /// let records = annealing.history().records();
    /// assert_eq!(records[0].objectives, [67.0]);
    /// assert!(records.is_sorted_by(|a, b| a.objectives > b.objectives));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn history(&self) -> &History {
        &self.history
    }

    fn into_minimum(self) -> Minimum<L::State> {
        Minimum {
            candidate: self.best.unwrap_or(self.state),
            value: self.least,
            violation: 0.0,
            evaluations: self.made,
            failures: self.refused,
            stop: Stop::Evaluations,
            history: self.history,
        }
    }
}

impl<L: Landscape> fmt::Debug for SimulatedAnnealing<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimulatedAnnealing")
            .field("cost", &self.cost)
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

impl<L: Landscape> fmt::Debug for Annealing<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Annealing")
            .field("budget", &self.budget)
            .field("made", &self.made)
            .field("temperature", &self.temperature)
            .field("cost", &self.cost)
            .field("least", &self.least)
            .finish_non_exhaustive()
    }
}

/// How far uphill moves go, on a short walk from a state of this cost that takes every move.
fn walk<L: Landscape>(landscape: &L, start: &L::State, mut cost: f64, seed: u64) -> Vec<f64> {
    let mut state = start.clone();
    let mut uphill = Vec::new();
    for index in 0..SAMPLE {
        let step = landscape.propose(&state, &mut sampling_stream(seed, index));
        let change = landscape.change(&state, &step);
        if (cost + change).is_finite() {
            uphill.extend(rise(cost, change));
            landscape.apply(&mut state, step);
            cost += change;
        }
    }
    uphill
}

/// How far uphill moves go from one state of this cost.
fn around<L: Landscape>(landscape: &L, state: &L::State, cost: f64, seed: u64) -> Vec<f64> {
    let steps = (SAMPLE..2 * SAMPLE).map(|index| landscape.propose(state, &mut sampling_stream(seed, index)));
    steps.filter_map(|step| rise(cost, landscape.change(state, &step))).collect()
}

/// A change that goes uphill. One that the cost is too large to show is what rounding leaves of none at all.
fn rise(cost: f64, change: f64) -> Option<f64> {
    (cost + change > cost && (cost + change).is_finite()).then_some(change)
}

/// The moves of the search itself count upwards.
fn sampling_stream(seed: u64, index: u64) -> Stream {
    Stream::new(seed, !index)
}

/// Moves by which either temperature is set: the mean of so many acceptances is right to some hundredths.
const SAMPLE: u64 = 1_000;

/// One in so many moves descends first.
const DESCENT: u64 = 20;

/// At the end, of the uphill moves from a state that the descent came to, one in so many is accepted.
const LAST_RATE: f64 = 1e-4;

/// Where a cycle after the first begins on the way from the first temperature: the best state is not to be melted.
const WARM: f64 = 0.3;

/// Moves at the same temperature, so that its power costs little.
const BETWEEN_TEMPERATURES: u64 = 16;

/// Sums of so many changes lose some eleven bits of 52.
const BETWEEN_COSTS: u64 = 1 << 20;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use ansatz_testkit::statistics::assert_mean;

    use super::*;

    /// One state, from which every step goes up by 1 and leads back to it.
    #[derive(Clone)]
    struct Treadmill;

    impl Landscape for Treadmill {
        type State = ();
        type Move = ();

        fn cost(&self, (): &()) -> f64 {
            0.0
        }

        fn propose(&self, (): &(), _: &mut Stream) {}

        fn change(&self, (): &(), (): &()) -> f64 {
            1.0
        }

        fn apply(&self, (): &mut (), (): ()) {}
    }

    /// Over a hill of 1 to a state that is better by less than a sum of changes shows.
    #[derive(Clone)]
    struct Hill;

    impl Landscape for Hill {
        type State = usize;
        type Move = ();

        fn cost(&self, place: &usize) -> f64 {
            [1.0, 2.0, 1.0 - f64::EPSILON / 2.0][*place]
        }

        fn propose(&self, _: &usize, _: &mut Stream) {}

        fn change(&self, place: &usize, (): &()) -> f64 {
            [1.0, -1.0, 0.0][*place]
        }

        fn apply(&self, place: &mut usize, (): ()) {
            *place = (*place + 1).min(2);
        }
    }

    #[test]
    fn nothing_is_better_than_the_best() {
        let mut annealing = SimulatedAnnealing::new(Hill, 0).unwrap().start(100, 5).unwrap();
        annealing.temperature = f64::MAX;
        annealing.make_move();
        annealing.make_move();
        assert_eq!((annealing.current(), annealing.best()), ((&2, 1.0), (&0, 1.0)));
        annealing.clear_errors();
        assert_eq!(annealing.best(), (&2, 1.0 - f64::EPSILON / 2.0));
        assert_eq!(annealing.best(), annealing.current());
    }

    #[test]
    fn uphill_moves_are_accepted_as_metropolis_has_it() {
        for temperature in [0.3, 1.0, 4.0] {
            let mut annealing = SimulatedAnnealing::new(Treadmill, ()).unwrap().start(u64::MAX, 5).unwrap();
            annealing.temperature = temperature;
            let accepted: Vec<f64> = (0..40_000)
                .map(|_| {
                    let before = annealing.accepted;
                    annealing.make_move();
                    (annealing.accepted - before) as f64
                })
                .collect();
            assert_mean("acceptance", &accepted, libm::exp(-1.0 / temperature), 0.0);
        }
    }
}
