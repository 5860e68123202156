//! Draws from the gamma distribution, from which those from the beta and the t distribution are made.
//!
//! G. Marsaglia and W. W. Tsang, *A simple method for generating gamma variables*, ACM Transactions on Mathematical
//! Software 26 (2000).

use ansatz_random::{rand_core::Rng, standard_normal, unit};

/// A gamma distribution with scale 1, ready to draw from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct GammaDraws {
    /// The shape, or one more if it is below 1, less a third.
    d: f64,
    /// 1 / sqrt(9 d).
    c: f64,
    /// 1 / shape where that is below 1, else 0.
    boost: f64,
}

impl GammaDraws {
    /// The distribution with this shape, finite and more than 0.
    pub(super) fn new(shape: f64) -> Self {
        let is_small = shape < 1.0;
        let d = if is_small { shape + 2.0 / 3.0 } else { shape - 1.0 / 3.0 };
        Self { d, c: 1.0 / (3.0 * libm::sqrt(d)), boost: if is_small { 1.0 / shape } else { 0.0 } }
    }

    /// A draw; 0 if it is below what a number can be, as most are at shapes of a thousandth.
    #[inline]
    pub(super) fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        if self.boost == 0.0 { self.draw_large(rng) } else { libm::exp(self.draw_ln(rng)) }
    }

    /// The logarithm of a draw, which is a number at any shape.
    pub(super) fn draw_ln<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let ln = libm::log(self.draw_large(rng));
        if self.boost == 0.0 {
            return ln;
        }
        // A draw at shape + 1, times the power 1 / shape of a uniform one.
        ln + libm::log(1.0 - unit(rng)) * self.boost
    }

    /// A draw at the shape d + 1/3, which is 1 or more.
    #[inline]
    fn draw_large<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        loop {
            let x = standard_normal(rng);
            let root = 1.0 + self.c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            let (u, square) = (unit(rng), x * x);
            // The squeeze of the paper, which spares the logarithms to nearly all draws.
            if u < 1.0 - 0.0331 * square * square || libm::log(u) < 0.5 * square + self.d * (1.0 - v + libm::log(v)) {
                return self.d * v;
            }
        }
    }
}

/// A beta distribution, ready to draw from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BetaDraws {
    a: GammaDraws,
    b: GammaDraws,
}

impl BetaDraws {
    /// The distribution with these shapes, finite and more than 0.
    pub(super) fn new(a: f64, b: f64) -> Self {
        Self { a: GammaDraws::new(a), b: GammaDraws::new(b) }
    }

    /// A draw: the share that one gamma draw has of two.
    #[inline]
    pub(super) fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        if self.a.boost == 0.0 && self.b.boost == 0.0 {
            let (a, b) = (self.a.draw_large(rng), self.b.draw_large(rng));
            return a / (a + b);
        }
        // Both may be too small for numbers, their ratio need not be.
        let apart = self.b.draw_ln(rng) - self.a.draw_ln(rng);
        1.0 / (1.0 + libm::exp(apart))
    }
}

#[cfg(test)]
mod tests {
    use ansatz_random::{Beta, Gamma, Stream};

    use super::*;

    const DRAWS: usize = 20_000;

    /// The largest distance between the share of draws up to a point and its probability is above this once in a million
    /// times: P(D > e) <= 2 exp(-2 n e^2) (Massart, *The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality*,
    /// Annals of Probability 18, 1990).
    fn assert_follows(what: &str, mut draws: Vec<f64>, points: &[f64], cdf: impl Fn(f64) -> f64) {
        draws.sort_by(f64::total_cmp);
        let allowed = libm::sqrt(libm::log(2e6) / (2.0 * draws.len() as f64));
        for &point in points {
            let share = draws.partition_point(|draw| *draw <= point) as f64 / draws.len() as f64;
            let probability = cdf(point);
            assert!((share - probability).abs() <= allowed, "{what} at {point}: {share}, expected {probability}");
        }
    }

    const SHAPES: [f64; 9] = [1e-3, 0.05, 0.5, 0.999, 1.0, 1.5, 10.0, 1e4, 1e9];

    #[test]
    fn gamma_draws_follow_their_distribution() {
        for (index, shape) in SHAPES.into_iter().enumerate() {
            let (gamma, mut rng) = (Gamma::new(shape, 1.0), Stream::new(11, index as u64));
            let constants = GammaDraws::new(shape);
            let points: Vec<f64> = (1..100).map(|percent| gamma.quantile(f64::from(percent) / 100.0)).collect();
            // At a thousandth half of the draws are below the least number, and all these quantiles of them 0.
            let points: Vec<f64> = points.into_iter().filter(|point| *point > 1e-300).collect();
            assert!(points.len() >= 25, "{shape}");
            let draws = (0..DRAWS).map(|_| constants.draw(&mut rng)).collect();
            assert_follows(&format!("gamma {shape}"), draws, &points, |x| gamma.cdf(x));
            let draws = (0..DRAWS).map(|_| libm::exp(constants.draw_ln(&mut rng))).collect();
            assert_follows(&format!("ln gamma {shape}"), draws, &points, |x| gamma.cdf(x));
        }
    }

    #[test]
    fn logarithms_of_tiny_draws_are_numbers() {
        // For a small shape a, P(ln X <= t) = exp(a t) / Gamma(a + 1) up to exp(t): an exponential distribution.
        let (shape, mut rng) = (1e-3, Stream::new(12, 0));
        let constants = GammaDraws::new(shape);
        let draws = (0..DRAWS).map(|_| constants.draw_ln(&mut rng)).collect();
        let points: Vec<f64> = (1..100).map(|step| -50.0 * f64::from(step)).collect();
        assert_follows("ln", draws, &points, |t| libm::exp(shape * t - libm::lgamma(shape + 1.0)));
    }

    #[test]
    fn beta_draws_follow_their_distribution() {
        for (row, a) in SHAPES.into_iter().enumerate() {
            for (column, b) in SHAPES.into_iter().enumerate() {
                let mut rng = Stream::new(13, (SHAPES.len() * row + column) as u64);
                let (beta, constants) = (Beta::new(a, b), BetaDraws::new(a, b));
                let points: Vec<f64> = (1..20).map(|twentieth| beta.quantile(f64::from(twentieth) / 20.0)).collect();
                // What is so close to an end is rounded to it.
                let points: Vec<f64> = points.into_iter().filter(|x| *x > 1e-300 && *x < 1.0 - 1e-9).collect();
                let draws: Vec<f64> = (0..DRAWS / 4).map(|_| constants.draw(&mut rng)).collect();
                assert!(draws.iter().all(|draw| (0.0..=1.0).contains(draw)));
                assert_follows(&format!("beta {a} {b}"), draws, &points, |x| beta.cdf(x));
            }
        }
    }

    #[test]
    fn moments_of_draws_are_those_of_the_shapes() {
        for (index, shape) in [0.3, 1.0, 2.5, 40.0].into_iter().enumerate() {
            let (constants, mut rng) = (GammaDraws::new(shape), Stream::new(14, index as u64));
            let draws: Vec<f64> = (0..200_000).map(|_| constants.draw(&mut rng)).collect();
            ansatz_testkit::statistics::assert_mean("mean", &draws, shape, 0.0);
            let squares: Vec<f64> = draws.iter().map(|x| x * x).collect();
            ansatz_testkit::statistics::assert_mean("square", &squares, shape * (shape + 1.0), 0.0);
        }
    }
}
