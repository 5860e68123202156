//! Complex numbers: just what amplitudes need.

use alloc::format;
use core::{
    iter::Sum,
    ops::{Add, AddAssign, Mul, Neg, Sub},
};

use ansatz_core::ParameterError;

/// A complex number, `re + im i`.
///
/// As an amplitude: the square of its magnitude is a probability, its angle is the phase that makes it add to others or
/// cancel them. Stored as the pair `[re, im]`.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::Complex;
///
/// let i = Complex::new(0.0, 1.0);
/// assert_eq!(i * i, Complex::from(-1.0));
/// assert_eq!((Complex::from(3.0) + i * 4.0).norm_sqr(), 25.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "(f64, f64)", into = "(f64, f64)"))]
pub struct Complex {
    /// The real part.
    pub re: f64,
    /// The imaginary part.
    pub im: f64,
}

impl Complex {
    /// Nothing: an alternative that cannot be.
    pub const ZERO: Self = Self::new(0.0, 0.0);
    /// Certainty, with phase 0.
    pub const ONE: Self = Self::new(1.0, 0.0);
    /// The square root of -1.
    pub const I: Self = Self::new(0.0, 1.0);

    /// The number with these parts.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Complex::new(1.0, 2.0).im, 2.0);
    /// ```
    #[inline]
    pub const fn new(re: f64, im: f64) -> Self {
        Self { re, im }
    }

    /// The number with this magnitude and with this phase, an angle in radians.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Complex;
    ///
    /// let opposite = Complex::from_polar(2.0, core::f64::consts::PI);
    /// assert!((opposite + Complex::from(2.0)).norm() < 1e-15);
    /// ```
    #[inline]
    pub fn from_polar(magnitude: f64, phase: f64) -> Self {
        let (sine, cosine) = libm::sincos(phase);
        Self { re: magnitude * cosine, im: magnitude * sine }
    }

    /// The number with the opposite phase.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Complex;
    ///
    /// let z = Complex::new(3.0, 4.0);
    /// assert_eq!(z * z.conj(), Complex::from(25.0));
    /// ```
    #[inline]
    #[must_use]
    pub fn conj(self) -> Self {
        Self { re: self.re, im: -self.im }
    }

    /// The square of the magnitude: the probability, by Born's rule.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Complex::new(0.6, 0.8).norm_sqr(), 1.0);
    /// ```
    #[inline]
    pub fn norm_sqr(self) -> f64 {
        self.re * self.re + self.im * self.im
    }

    /// The magnitude.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Complex::new(3.0, 4.0).norm(), 5.0);
    /// ```
    pub fn norm(self) -> f64 {
        libm::hypot(self.re, self.im)
    }

    /// The phase, in radians from -pi to pi; 0 for 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Complex;
    ///
    /// assert!((Complex::from_polar(2.0, 1.5).arg() - 1.5).abs() < 1e-15);
    /// ```
    pub fn arg(self) -> f64 {
        libm::atan2(self.im, self.re)
    }

    pub(crate) fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }
}

impl From<f64> for Complex {
    fn from(re: f64) -> Self {
        Self { re, im: 0.0 }
    }
}

impl From<(f64, f64)> for Complex {
    fn from((re, im): (f64, f64)) -> Self {
        Self { re, im }
    }
}

impl From<Complex> for (f64, f64) {
    fn from(z: Complex) -> Self {
        (z.re, z.im)
    }
}

impl Add for Complex {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        Self { re: self.re + other.re, im: self.im + other.im }
    }
}

impl AddAssign for Complex {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Complex {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        Self { re: self.re - other.re, im: self.im - other.im }
    }
}

impl Neg for Complex {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        Self { re: -self.re, im: -self.im }
    }
}

impl Mul for Complex {
    type Output = Self;

    #[inline]
    fn mul(self, other: Self) -> Self {
        Self { re: self.re * other.re - self.im * other.im, im: self.re * other.im + self.im * other.re }
    }
}

impl Mul<f64> for Complex {
    type Output = Self;

    #[inline]
    fn mul(self, factor: f64) -> Self {
        Self { re: self.re * factor, im: self.im * factor }
    }
}

impl Sum for Complex {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::ZERO, Add::add)
    }
}

/// Amplitudes whose squares can be added 2^64 times; the first that is another is named.
pub(crate) fn require_amplitudes(name: &'static str, amplitudes: &[Complex]) -> Result<(), ParameterError> {
    // NaN is in no range.
    let is_allowed = |z: &Complex| z.re.abs() <= LARGEST && z.im.abs() <= LARGEST;
    // All of them in one go, which is faster than to stop at the first.
    if amplitudes.iter().fold(true, |so_far, amplitude| so_far & is_allowed(amplitude)) {
        return Ok(());
    }
    let position = amplitudes.iter().position(|amplitude| !is_allowed(amplitude)).unwrap_or(0);
    let Complex { re, im } = amplitudes[position];
    Err(ParameterError::new(name, format!("{re}, {im} at {position}"), "parts from -1e100 to 1e100"))
}

const LARGEST: f64 = 1e100;
