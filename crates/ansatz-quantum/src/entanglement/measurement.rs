//! Observing one side of a joint state, by the Born rule.

use alloc::vec::Vec;

use ansatz_random::{rand_core::Rng, unit};

use super::{BipartiteState, Direction, Side};
use crate::{Complex, QuantumError, superposition::normalise};

impl BipartiteState {
    /// Observes which alternative one side is in: each with its probability. The state becomes what is left of it, a
    /// product.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Bell, BipartiteState, Side};
    /// use ansatz_random::Stream;
    ///
    /// let mut rng = Stream::new(1, 0);
    /// let mut state = BipartiteState::bell(Bell::PhiPlus);
    /// let first = state.observe(Side::Left, &mut rng);
    /// assert_eq!(state.observe(Side::Right, &mut rng), first);
    /// ```
    ///
    /// # Complexity
    ///
    /// O(amplitudes), and one draw.
    pub fn observe<R: Rng + ?Sized>(&mut self, side: Side, rng: &mut R) -> usize {
        let probabilities = self.probabilities(side);
        let outcome = draw(&probabilities, rng);
        let mut rest: Vec<Complex> = self.slice(side, outcome).collect();
        let mut own = alloc::vec![Complex::ZERO; probabilities.len()];
        own[outcome] = Complex::from(1.0);
        self.collapse(side, &own, &mut rest);
        outcome
    }

    /// Observes one side, a qubit, along a direction: 1 or -1. The state becomes what is left of it, a product.
    ///
    /// The other side may have any number of alternatives.
    ///
    /// # Errors
    ///
    /// [`QuantumError::NotQubits`] unless this side has two alternatives; the state is then unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Bell, BipartiteState, Direction, Side};
    /// use ansatz_random::Stream;
    ///
    /// // The singlet's outcomes differ along every direction that both sides choose.
    /// let mut rng = Stream::new(1, 0);
    /// let direction = Direction::new(1.0, -2.0, 3.0)?;
    /// let mut state = BipartiteState::bell(Bell::PsiMinus);
    /// let left = state.observe_along(Side::Left, &direction, &mut rng)?;
    /// assert_eq!(state.observe_along(Side::Right, &direction, &mut rng)?, -left);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(amplitudes), and one draw.
    pub fn observe_along<R: Rng + ?Sized>(
        &mut self,
        side: Side,
        direction: &Direction,
        rng: &mut R,
    ) -> Result<i8, QuantumError> {
        if self.dimension(side) != 2 {
            let (left, right) = self.dimensions();
            return Err(QuantumError::NotQubits { left, right });
        }
        let states = [direction.state(), direction.opposite().state()];
        let mut rests = states.map(|state| self.projected(side, state));
        let probabilities = [0, 1].map(|outcome| rests[outcome].iter().copied().map(Complex::norm_sqr).sum());
        let outcome = draw(&probabilities, rng);
        self.collapse(side, &states[outcome], &mut rests[outcome]);
        Ok(if outcome == 0 { 1 } else { -1 })
    }

    /// What is left of the other side's amplitudes if this one, a qubit, is found in `state`.
    fn projected(&self, side: Side, state: [Complex; 2]) -> Vec<Complex> {
        let [first, second] = state.map(Complex::conj);
        self.slice(side, 0).zip(self.slice(side, 1)).map(|(a, b)| first * a + second * b).collect()
    }

    /// Makes this side's state `own` and the other one's what is left.
    fn collapse(&mut self, side: Side, own: &[Complex], rest: &mut [Complex]) {
        // What was drawn had a probability above 0, so that there is something to normalise.
        if normalise(rest).is_err() {
            return;
        }
        let (left, right) = self.dimensions();
        let (rows, columns) = if side == Side::Left { (own, &*rest) } else { (&*rest, own) };
        let amplitudes = rows.iter().flat_map(|&row| columns.iter().map(move |&column| row * column)).collect();
        *self = Self::from_parts(left, right, amplitudes);
    }
}

/// An index, each with its probability, never one whose probability is 0.
fn draw<R: Rng + ?Sized>(probabilities: &[f64], rng: &mut R) -> usize {
    // Their sum is 1 but for rounding.
    let mut left = unit(rng) * probabilities.iter().sum::<f64>();
    let mut last = 0;
    for (index, &probability) in probabilities.iter().enumerate().filter(|&(_, &probability)| probability > 0.0) {
        if left < probability {
            return index;
        }
        left -= probability;
        last = index;
    }
    last
}
