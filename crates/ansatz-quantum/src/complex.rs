//! Complex numbers.

use core::ops::{Add, AddAssign, Mul, Neg, Sub};

/// A complex number: an amplitude, whose squared modulus is a probability.
///
/// Methods have the names of the crate `num-complex`.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::Complex;
///
/// let i = Complex::new(0.0, 1.0);
/// assert_eq!(i * i, Complex::from(-1.0));
/// assert_eq!(Complex::new(3.0, 4.0).norm_sqr(), 25.0);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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

    /// `re + i im`.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Complex::new(1.0, 2.0).im, 2.0);
    /// ```
    #[must_use]
    pub const fn new(re: f64, im: f64) -> Self {
        Self { re, im }
    }

    /// The number of this modulus and phase, an angle in radians.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Complex;
    ///
    /// let minus_two = Complex::from_polar(2.0, core::f64::consts::PI);
    /// assert!((minus_two - Complex::from(-2.0)).norm() < 1e-15);
    /// ```
    #[must_use]
    pub fn from_polar(modulus: f64, phase: f64) -> Self {
        Self::new(modulus * libm::cos(phase), modulus * libm::sin(phase))
    }

    /// The conjugate, `re - i im`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Complex;
    ///
    /// assert_eq!(Complex::new(1.0, 2.0).conj(), Complex::new(1.0, -2.0));
    /// ```
    #[must_use]
    pub const fn conj(self) -> Self {
        Self::new(self.re, -self.im)
    }

    /// The squared modulus, `re^2 + im^2`.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Complex::new(3.0, 4.0).norm_sqr(), 25.0);
    /// ```
    #[must_use]
    pub const fn norm_sqr(self) -> f64 {
        self.re * self.re + self.im * self.im
    }

    /// The modulus, without overflow on the way.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Complex::new(3.0, 4.0).norm(), 5.0);
    /// ```
    #[must_use]
    pub fn norm(self) -> f64 {
        libm::hypot(self.re, self.im)
    }

    /// The phase, from -pi to pi; 0 for 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Complex;
    ///
    /// assert_eq!(Complex::I.arg(), core::f64::consts::FRAC_PI_2);
    /// ```
    #[must_use]
    pub fn arg(self) -> f64 {
        libm::atan2(self.im, self.re)
    }

    /// Whether neither part is infinite or NaN.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(!ansatz_quantum::Complex::new(0.0, f64::NAN).is_finite());
    /// ```
    #[must_use]
    pub const fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }
}

impl From<f64> for Complex {
    fn from(re: f64) -> Self {
        Self::new(re, 0.0)
    }
}

impl Add for Complex {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.re + other.re, self.im + other.im)
    }
}

impl AddAssign for Complex {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Complex {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::new(self.re - other.re, self.im - other.im)
    }
}

impl Mul for Complex {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self::new(self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re)
    }
}

impl Mul<f64> for Complex {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        Self::new(self.re * factor, self.im * factor)
    }
}

impl Neg for Complex {
    type Output = Self;

    fn neg(self) -> Self {
        Self::new(-self.re, -self.im)
    }
}
