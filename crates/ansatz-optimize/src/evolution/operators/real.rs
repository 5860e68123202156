//! Operators on real numbers between bounds.

use ansatz_random::{rand_core::Rng, unit};

use crate::chosen::for_chosen;

/// Simulated binary crossover (SBX) between bounds, in place: children as far from their parents' middle, relative to
/// the parents, as one-point crossover of binary codes would place them.
///
/// Each coordinate is crossed with probability `rate` (a half is usual). `eta` is the distribution index, 0 or more:
/// the larger, the nearer children are to their parents. The middle of a coordinate's children is that of its parents
/// if no bound is near. Coordinates beyond the shortest of the three slices stay as they are.
///
/// K. Deb and R. B. Agrawal, *Simulated binary crossover for continuous search space*, Complex Systems 9 (1995); the
/// distribution is cut at the bounds as in K. Deb, *An efficient constraint handling method for genetic algorithms*,
/// Computer Methods in Applied Mechanics and Engineering 186 (2000).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::simulated_binary;
/// use ansatz_random::Stream;
///
/// let (mut one, mut other) = ([0.2, 3.0], [0.6, -3.0]);
/// simulated_binary(&mut one, &mut other, &[(0.0, 1.0), (-4.0, 4.0)], 15.0, 1.0, &mut Stream::new(1, 0));
/// assert!(one != [0.2, 3.0] && one.iter().chain(&other).all(|x| (-4.0..=4.0).contains(x)));
/// ```
///
/// # Complexity
///
/// O(d), four powers for each coordinate that is crossed.
pub fn simulated_binary<R: Rng + ?Sized>(
    one: &mut [f64],
    other: &mut [f64],
    bounds: &[(f64, f64)],
    eta: f64,
    rate: f64,
    rng: &mut R,
) {
    let len = one.len().min(other.len()).min(bounds.len());
    for_chosen(len, rate, rng, |place, rng| {
        (one[place], other[place]) = simulated_binary_pair(one[place], other[place], bounds[place], eta, rng);
    });
}

/// One coordinate of [`simulated_binary`].
#[inline]
pub(in super::super) fn simulated_binary_pair<R: Rng + ?Sized>(
    a: f64,
    b: f64,
    (low, high): (f64, f64),
    eta: f64,
    rng: &mut R,
) -> (f64, f64) {
    let (least, most) = if a < b { (a, b) } else { (b, a) };
    let width = most - least;
    // Parents that are equal, or no numbers, have themselves as children.
    if width.partial_cmp(&0.0) != Some(core::cmp::Ordering::Greater) {
        return (a, b);
    }
    let draw = rng.next_u64();
    let u = (draw >> 11) as f64 * UNIT;
    // The spread factor at which a child would be at its bound has this much of the distribution beyond it.
    let alpha = |room: f64| 2.0 - power(width / (width + 2.0 * room.max(0.0)), eta + 1.0);
    // By how much of half the width a child is farther out than its parent.
    let beyond = |alpha: f64| {
        let (share, inverse) = (u * alpha, 1.0 / (2.0 - u * alpha));
        root(if share <= 1.0 { share } else { inverse }, eta + 1.0) - 1.0
    };
    let alphas = [alpha(least - low), alpha(high - most)];
    let lower = beyond(alphas[0]);
    // Far from both bounds, where parents mostly are, both children are as far out.
    let upper = if alphas[0] == alphas[1] { lower } else { beyond(alphas[1]) };
    let down = (least - 0.5 * lower * width).max(low).min(high);
    let up = (most + 0.5 * upper * width).max(low).min(high);
    // Which child has which, by a bit that is not part of the draw.
    if draw & 1 == 0 { (down, up) } else { (up, down) }
}

/// Polynomial mutation between bounds: each coordinate is moved with probability `rate`, one in d being usual.
///
/// `eta` is the distribution index, 0 or more: a move is about 1 / `eta` of the way between the bounds. Coordinates
/// beyond the shorter of the two slices stay as they are.
///
/// K. Deb and M. Goyal, *A combined genetic adaptive search (`GeneAS`) for engineering design*, Computer Science and
/// Informatics 26 (1996).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::polynomial;
/// use ansatz_random::Stream;
///
/// let mut x = [0.5, 0.0];
/// polynomial(&mut x, &[(0.0, 1.0), (0.0, 4.0)], 20.0, 1.0, &mut Stream::new(1, 0));
/// assert!(x[0] != 0.5 && (0.0..=1.0).contains(&x[0]) && (0.0..=4.0).contains(&x[1]));
/// ```
///
/// # Complexity
///
/// O(d) at most, two powers for each coordinate that is moved.
pub fn polynomial<R: Rng + ?Sized>(x: &mut [f64], bounds: &[(f64, f64)], eta: f64, rate: f64, rng: &mut R) {
    for_chosen(x.len().min(bounds.len()), rate, rng, |place, rng| {
        let (low, high) = bounds[place];
        let at = ((x[place] - low) / (high - low)).clamp(0.0, 1.0);
        x[place] = (x[place] + polynomial_step(at, eta, rng) * (high - low)).max(low).min(high);
    });
}

/// The move of a coordinate that is at `unit` between its bounds, 0 and 1.
#[inline]
pub(in super::super) fn polynomial_step<R: Rng + ?Sized>(at: f64, eta: f64, rng: &mut R) -> f64 {
    let u = unit(rng);
    if u < 0.5 {
        let beyond = power(1.0 - at, eta + 1.0);
        root(2.0 * u + (1.0 - 2.0 * u) * beyond, eta + 1.0) - 1.0
    } else {
        let beyond = power(at, eta + 1.0);
        1.0 - root(2.0 * (1.0 - u) + (2.0 * u - 1.0) * beyond, eta + 1.0)
    }
}

/// Uniform mutation between bounds: each coordinate is drawn anew with probability `rate`, one in d being usual.
///
/// It reaches everywhere and refines nothing. Coordinates beyond the shorter of the two slices stay as they are.
///
/// Z. Michalewicz, *Genetic Algorithms + Data Structures = Evolution Programs*, Springer (1992).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::redraw;
/// use ansatz_random::Stream;
///
/// let mut x = [0.5, 0.0];
/// redraw(&mut x, &[(0.0, 1.0), (3.0, 4.0)], 1.0, &mut Stream::new(1, 0));
/// assert!(x[0] != 0.5 && (0.0..=1.0).contains(&x[0]) && (3.0..=4.0).contains(&x[1]));
/// ```
///
/// # Complexity
///
/// O(d) at most.
pub fn redraw<R: Rng + ?Sized>(x: &mut [f64], bounds: &[(f64, f64)], rate: f64, rng: &mut R) {
    for_chosen(x.len().min(bounds.len()), rate, rng, |place, rng| {
        let (low, high) = bounds[place];
        x[place] = (low + unit(rng) * (high - low)).min(high);
    });
}

/// `base`, which is not negative, to the `exponent`: by products if the exponent is whole, as it is for the usual indices.
#[inline]
fn power(base: f64, exponent: f64) -> f64 {
    let mut left = exponent as u32;
    if left > MOST_PRODUCTS || f64::from(left) != exponent {
        return libm::exp(exponent * libm::log(base));
    }
    let (mut square, mut product) = (base, 1.0);
    while left > 0 {
        if left & 1 == 1 {
            product *= square;
        }
        square *= square;
        left >>= 1;
    }
    product
}

/// The root of `base`, which is not negative, of this order: by square roots if the order is a power of two.
///
/// A general power takes 250 instructions, to be right to the last bit; a logarithm and an exponential half of that.
#[inline]
fn root(base: f64, order: f64) -> f64 {
    let whole = order as u32;
    if whole > MOST_PRODUCTS || f64::from(whole) != order || !whole.is_power_of_two() {
        return libm::exp(libm::log(base) / order);
    }
    (0..whole.trailing_zeros()).fold(base, |root, _| libm::sqrt(root))
}

/// Blend crossover (BLX-alpha) between bounds, in place: both children uniform between their parents, and `alpha` times
/// their distance beyond either.
///
/// Each coordinate is crossed with probability `rate` (1 is usual, with `alpha` a half). Coordinates beyond the shortest
/// of the three slices stay as they are.
///
/// L. J. Eshelman and J. D. Schaffer, *Real-coded genetic algorithms and interval-schemata*, FOGA 2 (1993).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::blend;
/// use ansatz_random::Stream;
///
/// let (mut one, mut other) = ([0.1], [0.5]);
/// blend(&mut one, &mut other, &[(0.0, 1.0)], 0.5, 1.0, &mut Stream::new(1, 0));
/// // A tenth below 0.1 is the bound.
/// assert!((0.0..0.7).contains(&one[0]) && (0.0..0.7).contains(&other[0]));
/// ```
///
/// # Complexity
///
/// O(d).
pub fn blend<R: Rng + ?Sized>(
    one: &mut [f64],
    other: &mut [f64],
    bounds: &[(f64, f64)],
    alpha: f64,
    rate: f64,
    rng: &mut R,
) {
    let len = one.len().min(other.len()).min(bounds.len());
    for_chosen(len, rate, rng, |place, rng| {
        (one[place], other[place]) = blend_pair(one[place], other[place], bounds[place], alpha, rng);
    });
}

/// One coordinate of [`blend`].
#[inline]
pub(in super::super) fn blend_pair<R: Rng + ?Sized>(
    a: f64,
    b: f64,
    (low, high): (f64, f64),
    alpha: f64,
    rng: &mut R,
) -> (f64, f64) {
    let (least, most) = if a < b { (a, b) } else { (b, a) };
    let margin = alpha * (most - least);
    // Cut at the bounds, where moving what is beyond onto them would gather children there.
    let (from, to) = ((least - margin).max(low), (most + margin).min(high));
    let mut draw = || (from + unit(rng) * (to - from)).min(to);
    let one = draw();
    (one, draw())
}

/// Of a power that is made of products: each of them adds half a unit in the last place to its error.
const MOST_PRODUCTS: u32 = 64;

/// 2^-53.
const UNIT: f64 = 1.0 / (1u64 << 53) as f64;
