//! Asking and telling: the state of a search under way.

mod stored;

use alloc::{borrow::ToOwned, collections::VecDeque, vec::Vec};
use core::fmt;

use ansatz_core::ParameterError;
use ansatz_random::Stream;

use super::{
    history::History,
    trial::{TellError, Trial},
};
use crate::{Budget, Evaluation, Method, Minimum, Stop};

/// A search under way: ask it for candidates, evaluate them anywhere, tell it what they are worth, in any order.
///
/// Whoever asks and tells, in whatever batches, a run with the same seed proposes the same candidates, as long as the
/// method is told the same. It can be stored at any moment, with trials outstanding, and goes on as if nothing had
/// happened.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{RandomSearch, Space};
///
/// let space = Space::real([(-5.0, 5.0); 2])?;
/// let mut run = RandomSearch::new(&space).start(100, 42)?;
/// while let Some(trial) = run.ask() {
///     let x = &trial.candidate;
///     run.tell(trial.number, x[0] * x[0] + x[1] * x[1])?;
/// }
/// let (candidate, evaluation) = run.best().expect("100 evaluations");
/// assert!(evaluation.value() < 2.0 && candidate.len() == 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Complexity
///
/// O(1) for each candidate beside the method's own, and a byte for each that has been asked for since the earliest that is
/// outstanding.
pub struct Run<A: Method<M>, const M: usize = 1> {
    method: A,
    seed: u64,
    budget: Budget,
    /// How many candidates have been asked for.
    asked: u64,
    /// How many of them have been told.
    told: u64,
    failures: u64,
    /// Evaluations told since the last that improved something.
    unimproved: u64,
    /// Whether each candidate from `asked - pending.len()` on is outstanding; the first one is.
    pending: VecDeque<bool>,
    best: Option<(<A::Candidate as ToOwned>::Owned, Evaluation<M>)>,
    history: History<M>,
}

impl<A: Method<M>, const M: usize> Run<A, M> {
    /// A run of `method` that has not begun. `seed` determines all that is random.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the budget's evaluations or patience are 0, or its target is NaN.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{RandomSearch, Run, Space};
    ///
    /// let search = RandomSearch::new(&Space::real([(0.0, 1.0)])?);
    /// assert!(Run::new(search.clone(), 10, 42).is_ok());
    /// assert_eq!(Run::new(search, 0, 42).unwrap_err().to_string(), "`evaluations` is 0, allowed: 1 or more");
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(mut method: A, budget: impl Into<Budget>, seed: u64) -> Result<Self, ParameterError> {
        let budget = budget.into().require_valid()?;
        method.begin(&budget);
        Ok(Self {
            method,
            seed,
            budget,
            asked: 0,
            told: 0,
            failures: 0,
            unimproved: 0,
            pending: VecDeque::new(),
            best: None,
            history: History::new(),
        })
    }

    /// The next candidate to evaluate; `None` if the run has ended ([`stop`](Self::stop) says why), or if the method
    /// must be told of outstanding candidates first.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Space};
    /// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(2, 42)?;
    /// let (first, second) = (run.ask().unwrap(), run.ask().unwrap());
    /// assert_eq!((first.number, second.number, run.ask()), (0, 1, None));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn ask(&mut self) -> Option<Trial<<A::Candidate as ToOwned>::Owned>> {
        let number = self.propose()?;
        self.trial(number)
    }

    /// Says what became of a candidate: a number, an array of them, an [`Evaluation`] with constraints, an `Option` or a
    /// `Result` of one of these. A machine that was lost with its candidate is told as `None`.
    ///
    /// # Errors
    ///
    /// [`TellError`] if the candidate was not asked for, or has been told already; then nothing has changed.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Space};
    /// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// let (first, second) = (run.ask().unwrap(), run.ask().unwrap());
    /// run.tell(second.number, 2.0)?;
    /// run.tell(first.number, None::<f64>)?;
    /// assert_eq!(run.tell(0, 1.0).unwrap_err().to_string(), "trial 0 has been told already");
    /// assert_eq!((run.evaluations(), run.failures()), (2, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn tell(&mut self, number: u64, outcome: impl Into<Evaluation<M>>) -> Result<(), TellError> {
        if number >= self.asked {
            return Err(TellError::NotAsked { number, asked: self.asked });
        }
        let first = self.asked - self.pending.len() as u64;
        let outstanding = number.checked_sub(first).and_then(|place| self.pending.get_mut(place as usize));
        match outstanding {
            Some(outstanding) if *outstanding => *outstanding = false,
            _ => return Err(TellError::AlreadyTold { number }),
        }
        while self.pending.front() == Some(&false) {
            self.pending.pop_front();
        }
        self.settle(number, outcome.into());
        Ok(())
    }

    /// Evaluates candidates one by one until the run ends: first those that are [outstanding](Self::outstanding), which a
    /// run that was read from bytes waits for.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Space};
    /// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// run.drive(|x| x[0]);
    /// assert_eq!(run.evaluations(), 9);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn drive<E: Into<Evaluation<M>>>(&mut self, objective: impl FnMut(&A::Candidate) -> E) {
        self.step(u64::MAX, objective);
    }

    /// Evaluates at most `n` candidates as [`drive`](Self::drive) does, and says whether more may follow: not if the run
    /// has ended.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Space};
    /// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// // The clock is yours.
    /// while run.step(4, |x| x[0]) {
    ///     println!("{} of 9", run.evaluations());
    /// }
    /// assert_eq!(run.evaluations(), 9);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn step<E: Into<Evaluation<M>>>(&mut self, n: u64, mut objective: impl FnMut(&A::Candidate) -> E) -> bool {
        let most = usize::try_from(n).unwrap_or(usize::MAX);
        let outstanding: Vec<u64> = self.outstanding_numbers().take(most).collect();
        let left = n - outstanding.len() as u64;
        for number in outstanding {
            let Some(candidate) = self.method.candidate(number).filter(|_| self.stop().is_none()) else { return false };
            let outcome = objective(candidate);
            if self.tell(number, outcome).is_err() {
                return false;
            }
        }
        for _ in 0..left {
            let Some(number) = self.propose() else { return false };
            let Some(candidate) = self.method.candidate(number) else { return false };
            let outcome = objective(candidate).into();
            self.strike_last();
            self.settle(number, outcome);
        }
        self.stop().is_none()
    }

    /// Goes on with another budget: a run whose evaluations are used up, also one that was read from bytes, can be given
    /// more.
    ///
    /// A method that does not look at the budget proposes what it would have proposed with this one from the start.
    /// [`LShade`](crate::LShade) does look, and follows the new schedule from where it is.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the budget is not valid, or has fewer evaluations than candidates have been asked for; then
    /// nothing has changed.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Space};
    /// let search = RandomSearch::new(&Space::real([(0.0, 1.0)])?);
    /// let mut run = search.clone().start(9, 42)?;
    /// run.drive(|x| x[0]);
    /// run.extend(20)?;
    /// run.drive(|x| x[0]);
    /// assert_eq!(run.evaluations(), 20);
    /// assert_eq!(run.best().map(|(_, best)| best.value()), Some(search.minimize(20, 42, |x| x[0])?.value));
    /// assert_eq!(run.extend(19).unwrap_err().to_string(), "`evaluations` is 19, allowed: 20 or more, asked for already");
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn extend(&mut self, budget: impl Into<Budget>) -> Result<(), ParameterError> {
        let budget = budget.into().require_valid()?;
        if budget.evaluations < self.asked {
            let allowed = alloc::format!("{} or more, asked for already", self.asked);
            return Err(ParameterError::new("evaluations", budget.evaluations, allowed));
        }
        self.method.begin(&budget);
        self.budget = budget;
        Ok(())
    }

    /// The candidates that have been asked for and not been told: after a run is read from bytes, those to evaluate again
    /// or to wait for.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Space};
    /// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// let trials = [run.ask().unwrap(), run.ask().unwrap()];
    /// assert!(run.outstanding().eq(trials.clone()));
    /// run.tell(0, 1.0)?;
    /// assert!(run.outstanding().eq(trials[1..].to_vec()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn outstanding(&self) -> impl Iterator<Item = Trial<<A::Candidate as ToOwned>::Owned>> {
        self.outstanding_numbers().filter_map(|number| self.trial(number))
    }

    /// Why the run has ended; `None` while it goes on.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Space, Stop};
    /// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// assert_eq!(run.stop(), None);
    /// run.drive(|x| x[0]);
    /// assert_eq!(run.stop(), Some(Stop::Evaluations));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn stop(&self) -> Option<Stop> {
        if self.has_reached_target() {
            Some(Stop::Target)
        } else if self.told >= self.budget.evaluations {
            Some(Stop::Evaluations)
        } else if self.unimproved >= self.budget.patience {
            Some(Stop::Patience)
        } else {
            self.method.has_converged().then_some(Stop::Converged)
        }
    }

    /// How many evaluations have been told.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Run, Space};
    /// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// run.drive(|x| x[0]);
    /// assert_eq!(run.evaluations(), 9);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn evaluations(&self) -> u64 {
        self.told
    }

    /// How many evaluations have failed: were told as such, or had an objective or a constraint that is not finite.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Run, Space};
    /// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// run.drive(|_| f64::NAN);
    /// assert_eq!(run.failures(), 9);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn failures(&self) -> u64 {
        self.failures
    }

    /// The course of the run so far.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Run, Space};
    /// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// run.drive(|x| x[0]);
    /// assert_eq!(run.history().records()[0].evaluations, 1);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn history(&self) -> &History<M> {
        &self.history
    }

    /// The seed that determines all that is random.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Space};
    /// let run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// assert_eq!(run.seed(), 42);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The budget: that of the start, or the one that the run was [extended](Self::extend) by last.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Space};
    /// let run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// assert_eq!(run.budget().limit(), 9);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// The method, with what it has learnt.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Run, Space};
    /// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// assert_eq!(run.method(), &RandomSearch::new(&Space::real([(0.0, 1.0)])?));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn method(&self) -> &A {
        &self.method
    }

    /// Substream of the candidate of this number for its evaluation: for objectives that draw at random themselves, and
    /// shall be the same in any order and on any number of threads.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Run, Space};
    /// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// let noise = ansatz_random::unit(&mut run.evaluation_stream(0));
    /// assert_eq!(ansatz_random::unit(&mut run.evaluation_stream(0)), noise);
    /// run.drive(|x| x[0] + noise);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn evaluation_stream(&self, number: u64) -> Stream {
        // Proposals draw from the numbers themselves.
        Stream::new(self.seed, !number)
    }

    /// Proposes the next candidate; its number.
    #[inline]
    pub(super) fn propose(&mut self) -> Option<u64> {
        let number = self.asked;
        let enough = number >= self.budget.evaluations || self.unimproved >= self.budget.patience;
        if enough || self.has_reached_target() || !self.method.propose(number, &mut Stream::new(self.seed, number)) {
            return None;
        }
        self.asked += 1;
        self.pending.push_back(true);
        Some(number)
    }

    fn outstanding_numbers(&self) -> impl Iterator<Item = u64> {
        let numbers = (self.asked - self.pending.len() as u64)..self.asked;
        numbers.zip(&self.pending).filter_map(|(number, pending)| pending.then_some(number))
    }

    fn trial(&self, number: u64) -> Option<Trial<<A::Candidate as ToOwned>::Owned>> {
        Some(Trial { number, candidate: self.method.candidate(number)?.to_owned() })
    }

    /// The candidate that was asked for last is no longer pending.
    #[inline]
    fn strike_last(&mut self) {
        self.pending.pop_back();
        if !self.pending.is_empty() {
            self.pending.push_back(false);
        }
    }

    /// Takes in what became of a candidate that is no longer pending.
    #[inline]
    fn settle(&mut self, number: u64, evaluation: Evaluation<M>) {
        self.told += 1;
        self.failures += u64::from(evaluation.has_failed());
        let improved = self.history.observe(self.told, &evaluation);
        self.unimproved = if improved { 0 } else { self.unimproved + 1 };
        // With several objectives there is no best one. With one, even a failure is better than nothing to show.
        if M == 1 && (improved || self.best.is_none()) {
            self.best = self.method.candidate(number).map(|best| (best.to_owned(), evaluation.clone()));
        }
        self.method.observe(number, evaluation);
    }

    #[inline]
    fn has_reached_target(&self) -> bool {
        M == 1
            && self
                .history
                .records()
                .last()
                .is_some_and(|last| last.violation == 0.0 && last.objectives[0] <= self.budget.target)
    }
}

impl<A: Method> Run<A> {
    /// The best candidate so far by the rules of feasibility, the first of equals, and what it is worth; `None` before
    /// the first evaluation.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Space};
    /// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// assert!(run.best().is_none());
    /// run.drive(|x| x[0]);
    /// let (candidate, evaluation) = run.best().unwrap();
    /// assert_eq!(candidate[0], evaluation.value());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn best(&self) -> Option<(&<A::Candidate as ToOwned>::Owned, &Evaluation)> {
        self.best.as_ref().map(|(candidate, evaluation)| (candidate, evaluation))
    }

    /// What has been found: what `minimize` gives, for a run or a method of your own.
    ///
    /// A run that has not ended counts as converged.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if nothing has been evaluated.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Space};
    /// let search = RandomSearch::new(&Space::real([(0.0, 1.0)])?);
    /// let mut run = search.clone().start(9, 42)?;
    /// run.drive(|x| x[0]);
    /// assert_eq!(run.into_minimum()?, search.minimize(9, 42, |x| x[0])?);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn into_minimum(self) -> Result<Minimum<<A::Candidate as ToOwned>::Owned>, ParameterError> {
        // A method that has nothing to propose and waits for nothing has converged, whatever it says.
        let stop = self.stop().unwrap_or(Stop::Converged);
        let Some((candidate, evaluation)) = self.best else {
            return Err(ParameterError::new("method", "one without a candidate", "one that proposes something"));
        };
        Ok(Minimum {
            candidate,
            value: evaluation.value(),
            violation: evaluation.violation(),
            evaluations: self.told,
            failures: self.failures,
            stop,
            history: self.history,
        })
    }
}

#[cfg(feature = "rayon")]
impl<A, const M: usize> Run<A, M>
where
    A: Method<M, Candidate: Sync>,
{
    /// [`drive`](Self::drive) on all threads of the current rayon pool: as many candidates at once as the method proposes
    /// before it must be told; those that are outstanding first.
    ///
    /// The result is that of `drive`, on any number of threads. Candidates that were evaluated for nothing, because one
    /// before them ended the run, stay outstanding.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Space};
    /// let search = RandomSearch::new(&Space::real([(0.0, 1.0)])?);
    /// let (mut one, mut many) = (search.clone().start(1_000, 42)?, search.start(1_000, 42)?);
    /// one.drive(|x| x[0]);
    /// many.drive_parallel(|x| x[0]);
    /// assert_eq!(one.best(), many.best());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn drive_parallel<E>(&mut self, objective: impl Fn(&A::Candidate) -> E + Sync)
    where
        E: Into<Evaluation<M>> + Send,
    {
        use rayon::prelude::*;
        if self.stop().is_some() {
            return;
        }
        let mut numbers: Vec<u64> = self.outstanding_numbers().collect();
        loop {
            if numbers.is_empty() {
                numbers.extend(core::iter::from_fn(|| self.propose()).take(MOST_AT_ONCE));
            }
            let candidates: Vec<&A::Candidate> =
                numbers.iter().filter_map(|number| self.method.candidate(*number)).collect();
            let outcomes: Vec<E> = candidates.into_par_iter().map(&objective).collect();
            if outcomes.is_empty() {
                return;
            }
            for (number, outcome) in numbers.drain(..).zip(outcomes) {
                if self.stop().is_some() || self.tell(number, outcome).is_err() {
                    return;
                }
            }
        }
    }
}

impl<A, const M: usize> Clone for Run<A, M>
where
    A: Method<M, Candidate: ToOwned<Owned: Clone>> + Clone,
{
    fn clone(&self) -> Self {
        Self {
            method: self.method.clone(),
            seed: self.seed,
            budget: self.budget,
            asked: self.asked,
            told: self.told,
            failures: self.failures,
            unimproved: self.unimproved,
            pending: self.pending.clone(),
            best: self.best.clone(),
            history: self.history.clone(),
        }
    }
}

impl<A: Method<M>, const M: usize> fmt::Debug for Run<A, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("method", &A::NAME)
            .field("seed", &self.seed)
            .field("budget", &self.budget)
            .field("asked", &self.asked)
            .field("told", &self.told)
            .field("failures", &self.failures)
            .finish_non_exhaustive()
    }
}

/// Methods that never wait would fill the memory with candidates otherwise.
#[cfg(feature = "rayon")]
const MOST_AT_ONCE: usize = 1_024;
