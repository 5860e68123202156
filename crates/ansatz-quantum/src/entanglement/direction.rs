//! Directions along which a qubit is observed.

use ansatz_core::ParameterError;

use crate::{Complex, QuantumError};

/// A direction in space along which a qubit, such as a spin or a polarisation, is observed: a unit vector.
///
/// Along `z` the outcomes are the qubit's own alternatives: 1 for the first, -1 for the second.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::Direction;
///
/// assert_eq!(Direction::new(0.0, 0.0, 5.0)?, Direction::Z);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "[f64; 3]", into = "[f64; 3]"))]
pub struct Direction {
    x: f64,
    y: f64,
    z: f64,
}

impl Direction {
    /// Along `x`: the outcome 1 is the even superposition of both alternatives.
    pub const X: Self = Self { x: 1.0, y: 0.0, z: 0.0 };
    /// Along `y`.
    pub const Y: Self = Self { x: 0.0, y: 1.0, z: 0.0 };
    /// Along `z`: among the alternatives themselves.
    pub const Z: Self = Self { x: 0.0, y: 0.0, z: 1.0 };

    /// The direction of a vector of any length but 0.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] if it is 0 or not finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Direction;
    ///
    /// assert_eq!(Direction::new(3.0, 0.0, 4.0)?.components(), [0.6, 0.0, 0.8]);
    /// assert!(Direction::new(0.0, 0.0, 0.0).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn new(x: f64, y: f64, z: f64) -> Result<Self, QuantumError> {
        let length_sqr = x * x + y * y + z * z;
        if (length_sqr - 1.0).abs() <= UNIT {
            // So that a direction that was stored comes back to the bit.
            return Ok(Self { x, y, z });
        }
        let largest = x.abs().max(y.abs()).max(z.abs());
        if largest == 0.0 || !(x.is_finite() && y.is_finite() && z.is_finite()) {
            let value = alloc::format!("({x}, {y}, {z})");
            return Err(ParameterError::new("direction", value, "finite and not 0").into());
        }
        // By the largest first, so that no square overflows or vanishes.
        let [x, y, z] = [x / largest, y / largest, z / largest];
        let length = libm::sqrt(x * x + y * y + z * z);
        Ok(Self { x: x / length, y: y / length, z: z / length })
    }

    /// The direction in the plane of `z` and `x` at so many radians from `z`, towards `x`.
    ///
    /// A polariser's angle is half of it.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] unless the angle is finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Direction;
    ///
    /// let [x, _, z] = Direction::at_angle(core::f64::consts::FRAC_PI_4)?.components();
    /// assert!((x - z).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn at_angle(radians: f64) -> Result<Self, QuantumError> {
        if !radians.is_finite() {
            return Err(ParameterError::new("radians", radians, "finite").into());
        }
        Self::new(libm::sin(radians), 0.0, libm::cos(radians))
    }

    /// Its components along `x`, `y` and `z`.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Direction::X.components(), [1.0, 0.0, 0.0]);
    /// ```
    pub fn components(&self) -> [f64; 3] {
        [self.x, self.y, self.z]
    }

    /// The other way round: the same observation with its outcomes exchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Direction;
    ///
    /// assert_eq!(Direction::Z.opposite().components()[2], -1.0);
    /// ```
    #[must_use]
    pub fn opposite(&self) -> Self {
        Self { x: -self.x, y: -self.y, z: -self.z }
    }

    /// The amplitudes of the state whose outcome along this direction is surely 1.
    pub(super) fn state(&self) -> [Complex; 2] {
        // Two forms of the same state: each divides by 0 where the other does not.
        if self.z >= 0.0 {
            let norm = libm::sqrt(2.0 * (1.0 + self.z));
            [Complex::from((1.0 + self.z) / norm), Complex::new(self.x / norm, self.y / norm)]
        } else {
            let norm = libm::sqrt(2.0 * (1.0 - self.z));
            [Complex::new(self.x / norm, -self.y / norm), Complex::from((1.0 - self.z) / norm)]
        }
    }

    /// The observable, row by row: this direction's combination of the three Pauli matrices.
    pub(super) fn observable(&self) -> [Complex; 4] {
        let across = Complex::new(self.x, -self.y);
        [Complex::from(self.z), across, across.conj(), Complex::from(-self.z)]
    }
}

impl TryFrom<[f64; 3]> for Direction {
    type Error = QuantumError;

    fn try_from([x, y, z]: [f64; 3]) -> Result<Self, QuantumError> {
        Self::new(x, y, z)
    }
}

impl From<Direction> for [f64; 3] {
    fn from(direction: Direction) -> Self {
        direction.components()
    }
}

/// How far the squared length of a unit vector can be off 1: three divisions, squares and two sums, half a unit of
/// rounding (1.1e-16) each and twice for those that are squared, stay below half of it.
const UNIT: f64 = 4e-15;
