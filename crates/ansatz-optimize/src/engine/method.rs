//! What a method of search is to the engine.

use ansatz_random::Stream;

use crate::{Budget, Evaluation};

/// A method of search with `M` objectives: it proposes numbered candidates and learns what became of them.
///
/// It is all that a method of your own needs to be asked, told, counted, stopped and (with [`Codec`](crate::Codec))
/// stored by a [`Run`](crate::Run). Methods here are ready values: [`Run::new`](crate::Run::new) starts one, and their own
/// `start` and `minimize` do that for you.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Evaluation, Method, Run};
/// use ansatz_random::{Stream, unit};
///
/// /// Numbers at random, one at a time.
/// struct Guess(f64);
///
/// impl Method for Guess {
///     const NAME: &'static str = "Guess";
///     type Candidate = f64;
///
///     fn propose(&mut self, _: u64, rng: &mut Stream) -> bool {
///         self.0 = unit(rng);
///         true
///     }
///
///     fn candidate(&self, _: u64) -> Option<&f64> {
///         Some(&self.0)
///     }
///
///     fn observe(&mut self, _: u64, _: Evaluation) {}
/// }
///
/// let mut run = Run::new(Guess(0.0), 100, 42)?;
/// while let Some(trial) = run.ask() {
///     run.tell(trial.number, (trial.candidate - 0.3).abs())?;
/// }
/// assert!(run.best().is_some_and(|(guess, _)| (guess - 0.3).abs() < 0.1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Method<const M: usize = 1> {
    /// The method's name, as its stored runs have it.
    const NAME: &'static str;

    /// What is proposed: `[f64]`, or a genome.
    type Candidate: ?Sized + alloc::borrow::ToOwned;

    /// Hears, before anything else, of the budget that its run has: for schedules that reach their end with it. Hears again,
    /// at any moment, if the run goes on with another one.
    fn begin(&mut self, budget: &Budget) {
        let _ = budget;
    }

    /// Makes candidate `number`, or says `false`: it must hear of outstanding ones first, or is at its end.
    ///
    /// Numbers rise from 0 without gaps; one that was refused comes again. `rng` is the candidate's own substream, so that
    /// what is drawn does not depend on who else is proposed or in which order candidates are told.
    fn propose(&mut self, number: u64, rng: &mut Stream) -> bool;

    /// Candidate `number`, if it has been proposed and not been observed yet.
    fn candidate(&self, number: u64) -> Option<&Self::Candidate>;

    /// Learns what became of candidate `number`: once for each that [`candidate`](Self::candidate) knows, in any order.
    fn observe(&mut self, number: u64, evaluation: Evaluation<M>);

    /// Whether it has nothing more to propose, whatever it is told.
    fn has_converged(&self) -> bool {
        false
    }
}
