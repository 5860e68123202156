//! The highest mean that rewards do not speak against, by the Kullback-Leibler divergence of a family of distributions.
//!
//! Each root is found by Newton's method from a bound above it. The divergence is convex there, in the mean or, for the
//! exponential family, in its logarithm: so the steps go down to the root and never past it, and no bracket is needed.

use super::screen::Score;

/// The distributions of rewards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Family {
    Bernoulli,
    Gaussian { variance: f64 },
    Exponential,
}

impl Family {
    /// The largest q for which `rewards` times the divergence from `mean` to q is at most `allowed`, or a rising function of
    /// it that is concave in `allowed`. The slope is infinite where nothing is allowed: the function begins as a square
    /// root does.
    pub(crate) fn highest(self, mean: f64, rewards: f64, allowed: f64) -> Score {
        let each = allowed / rewards;
        match self {
            Self::Bernoulli => {
                let above = bernoulli(mean, each);
                let q = mean + above;
                let slope = if q >= 1.0 { 0.0 } else { q * (1.0 - q) / (rewards * above) };
                Score { value: q.min(1.0), slope }
            }
            Self::Gaussian { variance } => {
                let above = libm::sqrt(2.0 * variance * each);
                Score { value: mean + above, slope: variance / (rewards * above) }
            }
            Self::Exponential => {
                let above = exponential(each);
                Score { value: libm::log(mean) + above, slope: -1.0 / (rewards * libm::expm1(-above)) }
            }
        }
    }

    /// The mean that has this score.
    pub(crate) fn mean_of(self, score: f64) -> f64 {
        match self {
            Self::Bernoulli | Self::Gaussian { .. } => score,
            Self::Exponential => libm::exp(score),
        }
    }
}

/// The largest x with d(p, p + x) <= r, where d is the divergence of two Bernoulli distributions.
fn bernoulli(p: f64, r: f64) -> f64 {
    let rest = 1.0 - p;
    if rest <= 0.0 || r <= 0.0 {
        return 0.0;
    }
    if p < SMALLEST {
        return -libm::expm1(-r);
    }
    // d is at least rest ln(rest / (1 - q)) + p ln p. What this leaves of 1 - q is too small by a factor from 1/e to 1.
    let left = rest * libm::exp((p * libm::log(p) - r) / rest);
    if left < NOTHING {
        return rest;
    }
    // While most is left, the difference would lose digits, and could come out below the root.
    let gone = if left < 0.5 * rest { rest - left } else { rest };
    // And at least 2 x^2 (Pinsker), and x^2 / (2 (p + x)).
    let x = gone.min(libm::sqrt(0.5 * r)).min(r + libm::sqrt(r * (r + 2.0 * p)));
    descend(x, rest, |x| {
        let divergence = -p * libm::log1p(x / p) - rest * libm::log1p(-x / rest);
        (divergence - r) * (p + x) * (rest - x) / x
    })
}

/// The largest y with d(1, exp(y)) <= r, where d is the divergence of two exponential distributions.
fn exponential(r: f64) -> f64 {
    if r <= 0.0 {
        return 0.0;
    }
    // d(1, exp(y)) = exp(-y) - 1 + y, which is at least y - 1 and y^2 / (2 + y).
    let y = (r + 1.0).min(0.5 * (r + libm::sqrt(r * (r + 8.0))));
    descend(y, f64::INFINITY, |y| {
        let gone = libm::expm1(-y);
        (excess(y, gone) - r) / -gone
    })
}

/// exp(-y) - 1 + y, where `gone` is exp(-y) - 1: by its series where the two would cancel.
fn excess(y: f64, gone: f64) -> f64 {
    if y > 0.25 {
        return gone + y;
    }
    // The terms from y^15 on are below the last place of the first.
    let rest = (3..15).rev().fold(1.0, |rest, k| 1.0 - y / f64::from(k) * rest);
    0.5 * y * y * rest
}

/// From above down to a root by Newton's `step`s, until the next would be lost in x or in what is left up to `end`.
fn descend(mut x: f64, end: f64, step: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..MOST_STEPS {
        let down = step(x);
        if down.is_nan() || down <= 0.0 {
            break;
        }
        x -= down;
        // The next step has the square of this one's size.
        if down <= LAST_STEP * x.min(end - x) {
            break;
        }
    }
    x
}

/// A quarter of this squared is below the last place of x.
const LAST_STEP: f64 = 2e-8;

/// 2^-56: e times this is rounded away beside 1.
const NOTHING: f64 = 1.387_778_780_781_445_7e-17;

/// Below it x / p could overflow, and p ln p is nothing beside any r.
const SMALLEST: f64 = 1e-300;

/// Newton's method takes 2 to 5 from these bounds; this ends what rounding might keep going.
const MOST_STEPS: u32 = 64;

#[cfg(test)]
mod tests {
    use super::*;

    /// Newton's method with mpmath 1.3 at 40 digits.
    #[test]
    fn exponential_roots_have_all_their_digits_however_small() {
        #[allow(clippy::excessive_precision)] // As they were recorded.
        let roots = [
            (1e-12, 1.414_213_895_706_506_94e-6),
            (1e-06, 0.001_414_546_974_288_664_61),
            (0.001, 0.045_057_192_259_048_082_2),
            (0.02, 0.206_894_884_786_884_312),
            (0.1, 0.483_183_168_208_294_849),
            (1.0, 1.841_405_660_436_960_64),
            (30.0, 30.999_999_999_999_965_6),
        ];
        for (r, root) in roots {
            let found = exponential(r);
            assert!(libm::fabs(found - root) <= 8.0 * f64::EPSILON * root, "{r}: {found}, not {root}");
        }
    }
}
