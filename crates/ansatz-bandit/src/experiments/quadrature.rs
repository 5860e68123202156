//! Integrals over short panels.

/// The 16 points of Gauss and Legendre between two ends, each with its weight: exact for polynomials up to degree 31, and
/// to the last digit for a bell curve over a panel as wide as its deviation.
pub(super) fn points(from: f64, to: f64) -> impl Iterator<Item = (f64, f64)> {
    let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
    NODES
        .iter()
        .flat_map(move |(node, weight)| [(middle - half * node, half * weight), (middle + half * node, half * weight)])
}

/// The integral over one panel.
pub(super) fn panel(from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
    points(from, to).map(|(x, weight)| weight * f(x)).sum()
}

/// What a function sums up to from the beginning of a panel on: the integral of the polynomial through the 16 points, as a
/// sum of Legendre's polynomials.
#[derive(Debug, Clone)]
pub(super) struct RunningSum([f64; POINTS + 1]);

impl RunningSum {
    pub(super) fn new(from: f64, to: f64, f: impl Fn(f64) -> f64) -> Self {
        let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
        // The coefficients of the function, each divided by 2 k + 1: the integral of the k-th polynomial is the next less
        // the one before, divided by that.
        let mut parts = [0.0; POINTS + 2];
        for (x, weight) in points(-1.0, 1.0) {
            let value = 0.5 * half * weight * f(middle + half * x);
            let (mut before, mut now) = (0.0, 1.0);
            for (part, (forward, back)) in parts.iter_mut().zip(RECURRENCE).take(POINTS) {
                *part += value * now;
                (before, now) = (now, forward * x * now - back * before);
            }
        }
        let mut sum = [0.0; POINTS + 1];
        for (k, coefficient) in sum.iter_mut().enumerate() {
            *coefficient = parts[k.saturating_sub(1)] - parts[k + 1];
        }
        Self(sum)
    }

    /// The sum up to a place, from -1 at the beginning of the panel to 1 at its end: by Clenshaw's recurrence.
    pub(super) fn up_to(&self, x: f64) -> f64 {
        let (mut after, mut now) = (0.0, 0.0);
        for k in (0..=POINTS).rev() {
            (after, now) = (now, self.0[k] + RECURRENCE[k].0 * x * now - RECURRENCE[k + 1].1 * after);
        }
        now
    }
}

const POINTS: usize = 2 * NODES.len();

/// The next of Legendre's polynomials is the first times x times the k-th, less the second times the one before.
const RECURRENCE: [(f64, f64); POINTS + 2] = {
    let mut steps = [(0.0, 0.0); POINTS + 2];
    let mut k = 0;
    while k < steps.len() {
        let next = k as f64 + 1.0;
        steps[k] = ((2.0 * next - 1.0) / next, (next - 1.0) / next);
        k += 1;
    }
    steps
};

/// The positive zeros of the Legendre polynomial of degree 16, and 2 / ((1 - x^2) P'(x)^2).
const NODES: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_58),
    (0.458_016_777_657_227_37, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_8, 0.149_595_988_816_576_74),
    (0.755_404_408_355_003, 0.124_628_971_255_533_88),
    (0.865_631_202_387_831_8, 0.095_158_511_682_492_79),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_096),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_sums_are_those_of_a_bell_and_of_powers() {
        for k in 0..16 {
            let sum = RunningSum::new(1.0, 3.0, |x| f64::from(k + 1) * libm::pow(x, f64::from(k)));
            for place in [-1.0, -0.7, 0.0, 0.3, 1.0] {
                let exact = libm::pow(2.0 + place, f64::from(k + 1)) - 1.0;
                assert!((sum.up_to(place) - exact).abs() < 1e-13 * libm::pow(3.0, f64::from(k + 1)), "{k} {place}");
            }
        }
        let sum = RunningSum::new(0.5, 1.5, ansatz_random::normal::density);
        for step in 0..=20 {
            let x = 0.5 + 0.05 * f64::from(step);
            let exact = ansatz_random::normal::cdf(x) - ansatz_random::normal::cdf(0.5);
            assert!((sum.up_to(2.0 * x - 2.0) - exact).abs() < 1e-15, "{x}");
        }
    }
}
