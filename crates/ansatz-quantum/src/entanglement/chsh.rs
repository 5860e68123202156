//! Correlations of two qubits, and the inequality that shared randomness keeps.

use super::{BipartiteState, Direction};
use crate::{Complex, QuantumError};

/// Two directions for either side: what the CHSH inequality compares.
///
/// J. F. Clauser, M. A. Horne, A. Shimony and R. A. Holt, *Proposed experiment to test local hidden-variable theories*,
/// Physical Review Letters 23 (1969).
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Bell, BipartiteState, ChshSettings, Direction};
///
/// // Two sides that observe along one direction only do what shared randomness does.
/// let one = ChshSettings { left: [Direction::Z; 2], right: [Direction::Z; 2] };
/// assert!((BipartiteState::bell(Bell::PhiPlus).chsh(&one)? - 2.0).abs() < 1e-12);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ChshSettings {
    /// The left side's two directions.
    pub left: [Direction; 2],
    /// The right side's.
    pub right: [Direction; 2],
}

impl ChshSettings {
    /// Tsirelson's: `z` and `x` on the left, the two diagonals between them on the right.
    ///
    /// The Bell state [`PhiPlus`](super::Bell::PhiPlus) reaches 2 sqrt 2 with them, more than which no state and no
    /// settings give.
    ///
    /// B. S. Cirel'son, *Quantum generalizations of Bell's inequality*, Letters in Mathematical Physics 4 (1980).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{ChshSettings, Direction};
    ///
    /// assert_eq!(ChshSettings::tsirelson().left, [Direction::Z, Direction::X]);
    /// ```
    pub fn tsirelson() -> Self {
        Self::in_frames([Direction::Z, Direction::X], [Direction::Z, Direction::X], 1.0)
    }

    /// The first frame's axes on the left; on the right, the first axis tilted to both sides along the second by this
    /// tangent.
    fn in_frames(left: [Direction; 2], right: [Direction; 2], tangent: f64) -> Self {
        let [along, across] = right.map(|direction| direction.components());
        let length = libm::hypot(1.0, tangent);
        let tilted = |slope: f64| {
            let mut tilted = [0.0; 3];
            for (axis, entry) in tilted.iter_mut().enumerate() {
                *entry = (along[axis] + slope * across[axis]) / length;
            }
            Direction::unit(tilted)
        };
        Self { left, right: [tilted(tangent), tilted(-tangent)] }
    }
}

impl BipartiteState {
    /// The correlation of two qubits observed along `left` and `right`: the mean of the product of their outcomes, 1 if
    /// these always agree and -1 if they never do.
    ///
    /// # Errors
    ///
    /// [`QuantumError::NotQubits`] unless both sides have two alternatives.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Bell, BipartiteState, Direction};
    ///
    /// let state = BipartiteState::bell(Bell::PhiPlus);
    /// assert!((state.correlation(&Direction::X, &Direction::X)? - 1.0).abs() < 1e-15);
    /// assert!(state.correlation(&Direction::Z, &Direction::X)?.abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn correlation(&self, left: &Direction, right: &Direction) -> Result<f64, QuantumError> {
        let amplitudes = self.qubits()?;
        let (left, right) = (left.observable(), right.observable());
        let mut mean = 0.0;
        for (row, amplitude) in amplitudes.iter().enumerate() {
            let mut image = Complex::ZERO;
            for (column, &other) in amplitudes.iter().enumerate() {
                let entry = left[row / 2 * 2 + column / 2] * right[row % 2 * 2 + column % 2];
                image += entry * other;
            }
            mean += (amplitude.conj() * image).re;
        }
        Ok(mean)
    }

    /// The CHSH value `E(a, b) + E(a, b') + E(a', b) - E(a', b')` at the left settings `a`, `a'` and the right ones `b`,
    /// `b'`.
    ///
    /// It is from -2 to 2 for products, and for shared randomness of any kind; from -2 sqrt 2 to 2 sqrt 2 for any state.
    ///
    /// # Errors
    ///
    /// [`QuantumError::NotQubits`] unless both sides have two alternatives.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{BipartiteState, ChshSettings, Complex};
    ///
    /// let product = BipartiteState::product(&[Complex::from(1.0), Complex::ZERO], &[Complex::from(1.0), Complex::from(1.0)])?;
    /// assert!(product.chsh(&ChshSettings::tsirelson())? <= 2.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Accuracy
    ///
    /// Good to 1e-13. An excess over 2 below that is as likely rounding as entanglement;
    /// [`concurrence`](Self::concurrence) tells the two apart down to 1e-15.
    pub fn chsh(&self, settings: &ChshSettings) -> Result<f64, QuantumError> {
        let ([a, a_other], [b, b_other]) = (&settings.left, &settings.right);
        Ok(self.correlation(a, b)? + self.correlation(a, b_other)? + self.correlation(a_other, b)?
            - self.correlation(a_other, b_other)?)
    }

    /// The settings at which two qubits have their largest CHSH value, and that value: `2 sqrt(1 + C²)` for the
    /// [`concurrence`](Self::concurrence) `C`, above 2 exactly if the state is entangled.
    ///
    /// N. Gisin, Physics Letters A 154 (1991); R., P. and M. Horodecki, *Violating Bell inequality by mixed spin-1/2
    /// states*, Physics Letters A 200 (1995).
    ///
    /// # Errors
    ///
    /// [`QuantumError::NotQubits`] unless both sides have two alternatives.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{BipartiteState, Complex};
    ///
    /// let state = BipartiteState::new(2, 2, &[0.8, 0.0, 0.0, 0.6].map(Complex::from))?;
    /// let (settings, value) = state.optimal_chsh()?;
    /// assert!(value > 2.77);
    /// assert!((state.chsh(&settings)? - value).abs() < 1e-12);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Accuracy
    ///
    /// The value is good to 1e-15, and is 2 where `C` is below 2e-8, as `C²` is then lost beside 1.
    pub fn optimal_chsh(&self) -> Result<(ChshSettings, f64), QuantumError> {
        let concurrence = self.concurrence()?;
        // In the frames that the Schmidt vectors span, E(z, z) is 1 and E(x, x) is C.
        let schmidt = self.schmidt();
        let settings = ChshSettings::in_frames(frame(schmidt.left()), frame(schmidt.right()), concurrence);
        Ok((settings, 2.0 * libm::sqrt(1.0 + concurrence * concurrence)))
    }
}

impl Direction {
    /// A vector whose length is 1 but for rounding.
    fn unit([x, y, z]: [f64; 3]) -> Self {
        Self::new(x, y, z).unwrap_or(Self::Z)
    }
}

/// The directions of `|u><u| - |v><v|` and `|u><v| + |v><u|` for one side's Schmidt vectors `u` and `v`.
fn frame(vectors: &[alloc::vec::Vec<Complex>]) -> [Direction; 2] {
    let first = vectors.first().map_or([Complex::from(1.0), Complex::ZERO], |vector| [vector[0], vector[1]]);
    // A product has one vector only; any that is orthogonal will do.
    let second = vectors.get(1).map_or([-first[1].conj(), first[0].conj()], |vector| [vector[0], vector[1]]);
    [first, second].map(|other| {
        let (up, down) = (other[0].conj() * first[1], other[1].conj() * first[0]);
        let level = other[0].conj() * first[0] - other[1].conj() * first[1];
        Direction::unit([(up + down).re, (up - down).im, level.re])
    })
}
