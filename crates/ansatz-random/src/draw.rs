//! The draws that every algorithm needs, the same on every platform.
//!
//! `rand_distr` takes its logarithms through num-traits, whose result depends on features that other crates switch on;
//! these take theirs from `libm`.

use rand_core::Rng;

/// A number from 0, inclusive, to 1, exclusive: a multiple of 2^-53, each as likely as the others.
///
/// # Examples
///
/// ```
/// use ansatz_random::{Stream, unit};
///
/// let draw = unit(&mut Stream::new(1, 0));
/// assert!((0.0..1.0).contains(&draw));
/// ```
#[inline]
pub fn unit<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    (rng.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// A number below `bound`, each as likely as the others; 0 if `bound` is 0.
///
/// Lemire's method: one multiplication, and a second draw once in 2^64 / `bound` times.
/// D. Lemire, *Fast random integer generation in an interval*, ACM TOMACS 29 (2019).
///
/// # Examples
///
/// ```
/// use ansatz_random::{Stream, below};
///
/// let mut rng = Stream::new(1, 0);
/// assert!((0..100).all(|_| below(&mut rng, 6) < 6));
/// ```
#[inline]
pub fn below<R: Rng + ?Sized>(rng: &mut R, bound: u64) -> u64 {
    let mut product = u128::from(rng.next_u64()) * u128::from(bound);
    if (product as u64) < bound {
        // 2^64 mod bound products are one too many for some of the results.
        let excess = bound.wrapping_neg() % bound;
        while (product as u64) < excess {
            product = u128::from(rng.next_u64()) * u128::from(bound);
        }
    }
    (product >> 64) as u64
}

/// A draw from the normal distribution with mean 0 and variance 1.
///
/// The ratio of uniforms within quadratic bounds, which leave a logarithm to one draw in eighty.
/// J. L. Leva, *A fast normal random number generator*, ACM Transactions on Mathematical Software 18 (1992).
///
/// # Examples
///
/// ```
/// use ansatz_random::{Stream, standard_normal};
///
/// let mut rng = Stream::new(1, 0);
/// let mean = (0..10_000).map(|_| standard_normal(&mut rng)).sum::<f64>() / 10_000.0;
/// assert!(mean.abs() < 0.05);
/// ```
#[inline]
pub fn standard_normal<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    loop {
        let u = 1.0 - unit(rng);
        let v = WIDTH * (unit(rng) - 0.5);
        let (x, y) = (u - S, v.abs() + T);
        let q = x * x + y * (A * y - B * x);
        if q < INNER || (q <= OUTER && v * v <= -4.0 * libm::log(u) * u * u) {
            return v / u;
        }
    }
}

/// Puts the items into an order that is any of theirs with the same probability (Fisher and Yates).
///
/// # Examples
///
/// ```
/// use ansatz_random::{Stream, shuffle};
///
/// let mut cards: Vec<u8> = (0..52).collect();
/// shuffle(&mut Stream::new(1, 0), &mut cards);
/// assert_ne!(cards, (0..52).collect::<Vec<u8>>());
/// cards.sort();
/// assert_eq!(cards, (0..52).collect::<Vec<u8>>());
/// ```
pub fn shuffle<T, R: Rng + ?Sized>(rng: &mut R, items: &mut [T]) {
    for last in (1..items.len()).rev() {
        items.swap(last, below(rng, last as u64 + 1) as usize);
    }
}

// Leva's constants: the width of the rectangle, 2 sqrt(2 / e), the centre and axes of the quadratic forms, and the two
// of their levels between which the curve lies.
const WIDTH: f64 = 1.715_527_769_921_413_5;
const S: f64 = 0.449_871;
const T: f64 = 0.386_595;
const A: f64 = 0.196;
const B: f64 = 0.254_72;
const INNER: f64 = 0.275_97;
const OUTER: f64 = 0.278_46;
