//! The estimator: maximum likelihood over the histogram of the registers, corrected for its bias of order 1/m.
//!
//! If the number of items is Poisson with mean `m t`, the m registers are independent, and with q = 64 - p
//!
//! * P(register = 0) = exp(-t),
//! * P(register = k) = exp(-x)(1 - exp(-x)) with x = t / 2^k, for k in `1..=q`,
//! * P(register = q + 1) = 1 - exp(-t / 2^q).
//!
//! The likelihood of the histogram has one maximum, which Newton's method reaches from below without overshooting (O.
//! Ertl, *New cardinality estimation algorithms for `HyperLogLog` sketches*, arXiv:1702.01284, section 4.2). There are no
//! coefficient tables, and no range in which another formula takes over.
//!
//! The maximum lies too high, by a few per cent where m is 16 or 32. The first term of that bias, b of order 1/m, follows
//! from the first three derivatives of the likelihood (D. R. Cox and E. J. Snell, *A general definition of residuals*,
//! JRSS B 30, 1968, equation 20). The estimate is the maximum times 1 - b, which leaves terms of order b^2: the maximum is
//! distributed much like the inverse of a gamma variable, whose mean is 1 / (1 - b) exactly. An estimator without bias for
//! every Poisson mean has none for any fixed number of items, since the Poisson family is complete; its variance for n
//! items is that under Poisson less n.

use ansatz_core::Estimate;

use crate::normal::deviations;

/// How many registers hold each value.
#[derive(Debug, Clone)]
pub(super) struct Histogram {
    precision: u8,
    counts: [u32; VALUES],
}

impl Histogram {
    /// The histogram of 2^`precision` registers that are all zero.
    pub(super) fn zeros(precision: u8) -> Self {
        let mut counts = [0; VALUES];
        counts[0] = 1 << precision;
        Self { precision, counts }
    }

    /// The histogram of all registers of a sketch; `registers` holds 2^`precision` of them.
    pub(super) fn of(precision: u8, registers: &[u8]) -> Self {
        // Four tables, since neighbours are often equal and a count that was just stored is slow to load.
        let mut tables = [[0u32; VALUES]; 4];
        for lanes in registers.chunks_exact(4) {
            for (table, &register) in tables.iter_mut().zip(lanes) {
                table[usize::from(register) % VALUES] += 1;
            }
        }
        let mut counts = [0; VALUES];
        for (value, count) in counts.iter_mut().enumerate() {
            *count = tables.iter().map(|table| table[value]).sum();
        }
        Self { precision, counts }
    }

    /// One of the zero registers takes `value`.
    pub(super) fn raise(&mut self, value: u8) {
        self.counts[0] -= 1;
        self.counts[usize::from(value) % VALUES] += 1;
    }

    /// The number of items, with its interval at `confidence`.
    pub(super) fn estimate(&self, confidence: f64) -> Estimate {
        let registers = self.registers();
        let used = registers - f64::from(self.counts[0]);
        if used == 0.0 {
            return Estimate::exact(0.0);
        }
        let Some(rate) = self.most_likely_rate() else {
            return Estimate::new(f64::INFINITY, used, f64::INFINITY, confidence);
        };
        let theory = Theory::at(rate, self.precision);
        let value = registers * rate * (1.0 - theory.bias);
        let deviations = deviations(confidence);
        let relative_deviation = theory.deviation(value);
        // The logarithm of the estimate is nearly normal; the estimate itself is skewed where m is small.
        let spread = libm::exp(deviations * relative_deviation);
        let upper = value * spread + hidden_items(used, registers, confidence, deviations);
        // Items come whole, and there are at least as many as registers that are not zero. The value may lie a little
        // below that: raising it would bias it.
        let lower = libm::floor(value / spread).max(used).min(value);
        Estimate::new(value, lower, libm::ceil(upper).max(used), confidence)
    }

    /// The items a register that make the histogram most likely; `None` if it grows without end, since every register
    /// is full.
    fn most_likely_rate(&self) -> Option<f64> {
        // Derivative by ln t: sum of c_k f(t / 2^k) - a t, with f(x) = x / (e^x - 1), which is convex and falling.
        let q = self.quotient_bits();
        let mut terms = [(0.0, 0.0); VALUES];
        let mut used = 0;
        let mut slope = f64::from(self.counts[0]);
        let mut halves = 0.0;
        for (value, &count) in self.counts.iter().enumerate().skip(1).filter(|(_, count)| **count > 0) {
            let (count, scale) = (f64::from(count), power_of_half(value.min(q)));
            terms[used] = (count, scale);
            used += 1;
            halves += count * scale;
            slope += if value <= q { count * scale } else { 0.0 };
        }
        if slope == 0.0 {
            return None;
        }
        let terms = &terms[..used];
        // f(x) >= 1 - x / 2 puts the root to the right of this.
        let total: f64 = terms.iter().map(|(count, _)| count).sum();
        let mut rate = total / (slope + 0.5 * halves);
        for _ in 0..MAX_STEPS {
            let (mut value, mut derivative) = (-slope * rate, -slope);
            for &(count, scale) in terms {
                let ratio = Ratio::at(rate * scale);
                value += count * ratio.f;
                derivative += count * scale * ratio.derivative();
            }
            let step = -value / derivative;
            rate += step;
            if step <= rate * PRECISE_ENOUGH {
                break;
            }
        }
        Some(rate)
    }

    fn registers(&self) -> f64 {
        f64::from(1u32 << self.precision)
    }

    fn quotient_bits(&self) -> usize {
        64 - usize::from(self.precision)
    }
}

/// What theory says of the maximum of the likelihood, at a given rate of items a register.
struct Theory {
    /// The variance of the maximum under Poisson, divided by its square.
    relative_variance: f64,
    /// The maximum's excess over the truth, divided by the truth, to order 1/m.
    bias: f64,
}

impl Theory {
    fn at(rate: f64, precision: u8) -> Self {
        let q = 64 - i32::from(precision);
        // Expectations over one register; see `Ratio` for the derivatives. A register of 0 contributes -t, 0 and 0.
        let zero = libm::exp(-rate);
        let (mut information, mut third, mut product) = (zero * rate * rate, 0.0, 0.0);
        for value in 1..=q + 1 {
            let x = rate * power_of_half(value.min(q) as usize);
            let ratio = Ratio::at(x);
            let full = value > q;
            let probability = -libm::expm1(-x) * if full { 1.0 } else { libm::exp(-x) };
            let score = ratio.f - if full { 0.0 } else { x };
            information += probability * score * score;
            third += probability * ratio.third();
            product -= probability * score * ratio.second();
        }
        let registers = f64::from(1u32 << precision);
        Self {
            relative_variance: 1.0 / (registers * information),
            bias: (0.5 * third + product) / (registers * information * information),
        }
    }

    /// The standard deviation of the estimate for `items` items, divided by it.
    fn deviation(&self, items: f64) -> f64 {
        libm::sqrt((self.relative_variance - 1.0 / items).max(0.0))
    }
}

/// f(x) = x / (e^x - 1), and the derivatives of the logarithm of 1 - e^-x that it leads to.
#[derive(Clone, Copy)]
struct Ratio {
    x: f64,
    f: f64,
}

impl Ratio {
    fn at(x: f64) -> Self {
        // e^x overflows far above this, where f is 0 in double precision.
        let f = if x > 700.0 { 0.0 } else { x / libm::expm1(x) };
        Self { x, f: if x == 0.0 { 1.0 } else { f } }
    }

    /// f'(x) = f (1 - f - x) / x.
    fn derivative(self) -> f64 {
        // Cancels for small x, where f = 1 - x/2 + x^2/12 - ...
        if self.x < 1e-3 { self.x / 6.0 - 0.5 } else { self.f * (1.0 - self.f - self.x) / self.x }
    }

    /// Minus x^2 times the second derivative of ln(1 - e^-x): x^2 e^x / (e^x - 1)^2.
    fn second(self) -> f64 {
        self.f * (self.f + self.x)
    }

    /// x^3 times the third derivative of ln(1 - e^-x): x^3 e^x (e^x + 1) / (e^x - 1)^3.
    fn third(self) -> f64 {
        self.second() * (2.0 * self.f + self.x)
    }
}

/// What the interval reaches further up because items come whole.
///
/// Few items among many registers are missed only where two of them fell to one register, and the number of those is
/// Poisson: its quantile lies above the normal one by a half for its steps and (z^2 - 1) / 6 for its skewness (Cornish
/// and Fisher's expansion). None is missed at all if one more item than there are `used` registers would make even one
/// pair less likely than what the confidence leaves.
fn hidden_items(used: f64, registers: f64, confidence: f64, deviations: f64) -> f64 {
    let pairs = (used + 1.0) * used / (2.0 * registers);
    if pairs <= 1.0 - confidence { 0.0 } else { 0.5 + (deviations * deviations - 1.0).max(0.0) / 6.0 }
}

fn power_of_half(exponent: usize) -> f64 {
    f64::from_bits((1023 - exponent as u64) << 52)
}

/// Register values are at most 61, at precision 4.
const VALUES: usize = 64;

/// Newton's steps at least halve the distance to the root until they double the digits: from a start that is at most
/// 1.5 times too low, 12 are more than double precision holds.
const MAX_STEPS: usize = 20;

/// The last step leaves an error of its square, relative to the rate; far below the estimate's own error.
const PRECISE_ENOUGH: f64 = 1e-9;

/// The standard deviation of the maximum of the likelihood for many items, times sqrt(m) and divided by their number:
/// sqrt(ln 2 / (pi^2 / 6 - 1)) (Ertl, section 4.3).
pub(super) const STANDARD_ERROR: f64 = 1.036_704_709_778_501_2;

#[cfg(test)]
mod tests {
    use super::*;

    /// The logarithm of the likelihood, by its definition in the module's documentation.
    fn log_likelihood(histogram: &Histogram, rate: f64) -> f64 {
        let q = histogram.quotient_bits();
        let term = |value: usize| {
            let x = rate * power_of_half(value.min(q));
            match value {
                0 => -rate,
                value if value > q => libm::log(-libm::expm1(-x)),
                _ => libm::log(-libm::expm1(-x)) - x,
            }
        };
        (0..=q + 1)
            .filter(|value| histogram.counts[*value] > 0)
            .map(|value| f64::from(histogram.counts[value]) * term(value))
            .sum()
    }

    fn histogram(precision: u8, values: &[(u8, u32)]) -> Histogram {
        let mut histogram = Histogram::zeros(precision);
        for &(value, count) in values {
            (0..count).for_each(|_| histogram.raise(value));
        }
        histogram
    }

    /// Full registers, one register, all but one, neighbours and extremes.
    fn histograms() -> [Histogram; 6] {
        [
            histogram(4, &[(1, 1)]),
            histogram(4, &[(3, 5), (4, 6), (7, 5)]),
            histogram(4, &[(61, 15)]),
            histogram(4, &[(61, 15), (60, 1)]),
            histogram(18, &[(47, 200_000), (46, 60_000), (1, 1)]),
            histogram(10, &[(1, 300), (2, 150), (3, 70), (20, 1)]),
        ]
    }

    #[test]
    fn the_rate_is_where_the_likelihood_is_largest() {
        for histogram in histograms() {
            let rate = histogram.most_likely_rate().unwrap_or(f64::NAN);
            let best = log_likelihood(&histogram, rate);
            for factor in [0.5, 0.9, 0.999, 1.001, 1.1, 2.0] {
                let other = log_likelihood(&histogram, rate * factor);
                assert!(other < best, "{histogram:?}: {other} at {factor} times {rate}, where it is {best}");
            }
        }
        assert_eq!(histogram(4, &[(61, 16)]).most_likely_rate(), None);
    }

    /// Information and bias from differences of the likelihood of one register, weighted by the probability of its values.
    #[test]
    fn theory_agrees_with_differences() {
        for rate in [0.01, 0.7, 5.0, 1000.0, 1e15] {
            let precision = 4;
            let (mut information, mut bias) = (0.0, 0.0);
            for value in 0..=61 {
                let one = Histogram { precision, counts: core::array::from_fn(|at| u32::from(at == value)) };
                let at = |step: f64| log_likelihood(&one, rate * (1.0 + step));
                let h = 1e-3;
                let first = (8.0 * (at(h) - at(-h)) - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h);
                let second = (16.0 * (at(h) + at(-h)) - (at(2.0 * h) + at(-2.0 * h)) - 30.0 * at(0.0)) / (12.0 * h * h);
                let third = (at(2.0 * h) - 2.0 * at(h) + 2.0 * at(-h) - at(-2.0 * h)) / (2.0 * h * h * h);
                let probability = libm::exp(at(0.0));
                if probability > 1e-12 {
                    information += probability * first * first;
                    bias += probability * (0.5 * third + first * second);
                }
            }
            let theory = Theory::at(rate, precision);
            let expected = bias / (16.0 * information * information);
            assert!((theory.relative_variance * 16.0 * information - 1.0).abs() < 1e-3, "information at {rate}");
            assert!(
                (theory.bias - expected).abs() < 1e-3 * expected.abs() + 1e-5,
                "{} {expected} at {rate}",
                theory.bias
            );
        }
    }

    #[test]
    fn the_constant_of_the_bias_is_that_of_the_statistical_tests() {
        let theory = Theory::at(1000.0, 10);
        assert!((theory.bias * 1024.0 - 1.01).abs() < 0.005, "{}", theory.bias * 1024.0);
        assert!((theory.relative_variance * 1024.0 / (STANDARD_ERROR * STANDARD_ERROR) - 1.0).abs() < 1e-3);
    }

    #[test]
    fn the_ratio_is_smooth_where_its_formula_changes() {
        let at = |x: f64| Ratio::at(x);
        assert!((at(9.99e-4).derivative() - at(1.001e-3).derivative()).abs() < 1e-6);
        assert_eq!(at(0.0).f, 1.0);
        assert_eq!(at(1e300).f, 0.0);
        assert!(at(699.0).f > 0.0);
    }
}
