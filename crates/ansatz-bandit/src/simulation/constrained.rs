//! Means that move while the gap between them stays.

use ansatz_core::{ParameterError, require_fraction, require_range};
use ansatz_random::rand_core::Rng;

use super::{Environment, means::coin};

/// Arms that pay 0 or 1 and of which the last is always better by the same gap, while all means jump between low and high
/// in phases that grow: a stochastically constrained adversary.
///
/// In low phases the means are 0 and, of the last arm, `gap`; in high ones 1 - `gap` and 1. A phase has 1.6 times as many
/// rounds as the one before. Policies for arms whose means stay lose far more than O(ln t): an arm that is pulled in low
/// phases alone looks worse than it is.
///
/// J. Zimmert and Y. Seldin, *Tsallis-INF: an optimal algorithm for stochastic and adversarial bandits*, Journal of Machine
/// Learning Research 22 (2021), the experiments of section 6.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::simulation::{Environment, StochasticallyConstrained};
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = StochasticallyConstrained::new(2, 0.125)?;
/// arms.begin(0, &mut rng);
/// assert_eq!((arms.mean(0), arms.best()), (0.0, 0.125));
/// arms.begin(1, &mut rng);
/// assert_eq!((arms.mean(0), arms.best()), (0.875, 1.0));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct StochasticallyConstrained {
    arms: usize,
    gap: f64,
    /// The length of this phase, not rounded.
    length: f64,
    /// Where it ends, not rounded.
    end: f64,
    high: bool,
}

impl StochasticallyConstrained {
    /// So many arms, of which the last is better by the gap.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are at least 2 arms and the gap lies between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::simulation::StochasticallyConstrained::new(8, 1.0).is_err());
    /// ```
    pub fn new(arms: usize, gap: f64) -> Result<Self, ParameterError> {
        require_range("arms", arms, 2..=usize::MAX)?;
        Ok(Self { arms, gap: require_fraction("gap", gap)?, length: 1.0, end: 1.0, high: false })
    }
}

impl Environment for StochasticallyConstrained {
    type Context = ();

    fn arms(&self) -> usize {
        self.arms
    }

    fn begin<R: Rng + ?Sized>(&mut self, round: u64, _rng: &mut R) {
        if round == 0 {
            (self.length, self.end, self.high) = (1.0, 1.0, false);
        }
        while round as f64 >= self.end {
            self.length *= GROWTH;
            self.end += self.length;
            self.high = !self.high;
        }
    }

    fn context(&self) -> &() {
        &()
    }

    fn mean(&self, arm: usize) -> f64 {
        match (self.high, arm + 1 == self.arms) {
            (false, false) => 0.0,
            (false, true) => self.gap,
            (true, false) => 1.0 - self.gap,
            (true, true) => 1.0,
        }
    }

    fn best(&self) -> f64 {
        self.mean(self.arms - 1)
    }

    fn reward<R: Rng + ?Sized>(&mut self, arm: usize, rng: &mut R) -> f64 {
        coin(self.mean(arm), rng)
    }
}

/// The paper's: phases grow by so much.
const GROWTH: f64 = 1.6;
