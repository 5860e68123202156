//! What a simulation asks of a world.

use ansatz_random::rand_core::Rng;

/// A world in which arms are pulled: what is known of a round, what an arm pays in it, and what it pays in the mean.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Ucb1, simulation::{Environment, Simulation}};
/// use ansatz_random::{rand_core::Rng, unit};
///
/// /// Three arms that pay a fair coin's reward, the last of them every third round in full.
/// #[derive(Clone, Default)]
/// struct Thirds { round: u64 }
///
/// impl Environment for Thirds {
///     type Context = ();
///     fn arms(&self) -> usize { 3 }
///     fn begin<R: Rng + ?Sized>(&mut self, round: u64, _rng: &mut R) { self.round = round; }
///     fn context(&self) -> &() { &() }
///     fn mean(&self, arm: usize) -> f64 { if arm == 2 && self.round % 3 == 0 { 1.0 } else { 0.5 } }
///     fn best(&self) -> f64 { self.mean(2) }
///     fn reward<R: Rng + ?Sized>(&mut self, arm: usize, rng: &mut R) -> f64 {
///         if unit(rng) < self.mean(arm) { 1.0 } else { 0.0 }
///     }
/// }
/// let curve = Simulation::new(1_000, 10)?.regret(&Thirds::default(), 1, |_| Ucb1::new(3))?;
/// assert!(curve.last().mean < 1_000.0 / 6.0);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
pub trait Environment {
    /// What is known of a round before an arm is pulled: `()`, or features, `[f64]`.
    type Context: ?Sized;

    /// The number of arms.
    fn arms(&self) -> usize;

    /// Goes on to this round, counted from 0; round 0 starts anew, and none is left out.
    fn begin<R: Rng + ?Sized>(&mut self, round: u64, rng: &mut R);

    /// What is known of this round.
    fn context(&self) -> &Self::Context;

    /// The mean reward of an arm in this round, `arm` below [`arms`](Self::arms).
    fn mean(&self, arm: usize) -> f64;

    /// The mean reward, in this round, of the arm by which others are measured.
    fn best(&self) -> f64;

    /// What the arm pays in this round, `arm` below [`arms`](Self::arms).
    fn reward<R: Rng + ?Sized>(&mut self, arm: usize, rng: &mut R) -> f64;

    /// After how many later decisions this round's reward comes: at once unless said otherwise, or never.
    fn delay<R: Rng + ?Sized>(&mut self, _rng: &mut R) -> Option<u64> {
        Some(0)
    }
}
