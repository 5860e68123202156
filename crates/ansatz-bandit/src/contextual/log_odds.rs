//! Chances and what they cost, by their log-odds: one number, or a normal variable.

/// The chance with these log-odds.
#[inline]
pub(super) fn chance(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

/// ln(1 + e^s), what a chance costs whether it is rewarded or not.
#[inline]
pub(super) fn cost(log_odds: f64) -> f64 {
    log_odds.max(0.0) + libm::log1p(libm::exp(-libm::fabs(log_odds)))
}

/// The expected [`cost`] of normal log-odds, and its derivatives; the deviation is a function of the weights as the mean
/// is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Expected {
    pub(super) cost: f64,
    /// By the mean.
    pub(super) slope: f64,
    /// By half the variance, which is what normal log-odds curve by.
    pub(super) curve: f64,
    /// The slope by the mean.
    pub(super) slope_by_mean: f64,
    /// The slope by half the variance, which is the curve by the mean.
    pub(super) curve_by_mean: f64,
    /// The curve by half the variance.
    pub(super) curve_by_variance: f64,
}

impl Expected {
    pub(super) fn of(mean: f64, variance: f64) -> Self {
        let deviation = libm::sqrt(variance);
        if deviation < NARROW {
            return Self::narrow(mean, variance);
        }
        let mut sums = [0.0; 6];
        for (node, weight) in NODES {
            for node in [-node, node] {
                let at = mean + node * deviation;
                let chance = chance(at);
                let steep = chance * (1.0 - chance);
                let terms = [cost(at), chance, node * chance, steep, node * steep, node * node * steep];
                sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += weight * term);
            }
        }
        let curve = sums[2] / deviation;
        Self {
            cost: sums[0],
            slope: sums[1],
            curve,
            slope_by_mean: sums[3],
            curve_by_mean: sums[4] / deviation,
            curve_by_variance: (sums[5] - curve) / variance,
        }
    }

    /// To the second power of the deviation, where differences would be rounding.
    fn narrow(mean: f64, variance: f64) -> Self {
        let slope = chance(mean);
        let curve = slope * (1.0 - slope);
        let third = curve * (1.0 - 2.0 * slope);
        Self {
            cost: cost(mean) + 0.5 * variance * curve,
            slope: slope + 0.5 * variance * third,
            curve,
            slope_by_mean: curve,
            curve_by_mean: third,
            curve_by_variance: curve * (1.0 - 6.0 * curve),
        }
    }
}

/// Where the fourth derivative, at most 1/8, times the fourth power is less than rounding of the cost.
const NARROW: f64 = 1e-4;

/// The positive half of the nodes and weights of 16 that integrate against the normal density
/// (`numpy.polynomial.hermite_e.hermegauss(16)`, weights divided by their sum): exact for powers up to 31, and to 1e-4
/// for the costs, chances and curves of log-odds with a deviation of up to 2.
const NODES: [(f64, f64); 8] = [
    (0.386_760_604_500_557_4, 0.286_568_521_238_012),
    (1.163_829_100_554_964_8, 0.158_338_372_750_949_7),
    (1.951_980_345_716_333_4, 0.047_284_752_354_014_06),
    (2.760_245_047_630_701_4, 0.007_266_937_601_184_749),
    (3.600_873_624_171_548_7, 0.000_525_984_926_573_907_9),
    (4.492_955_302_520_011, 1.530_003_216_248_732e-5),
    (5.472_225_705_949_343, 1.309_473_216_286_817e-7),
    (6.630_878_198_393_129, 1.497_814_723_161_827e-10),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_and_chances_at_the_ends() {
        assert_eq!((cost(1e300), cost(-1e300)), (1e300, 0.0));
        assert_eq!((chance(1e300), chance(-1e300), chance(0.0)), (1.0, 0.0, 0.5));
        assert!((cost(0.0) - core::f64::consts::LN_2).abs() < 1e-16);
    }

    /// scipy.integrate.quad of logaddexp(0, m + s z) against the normal density, and of its first two derivatives; with so
    /// many nodes, they are to be right to 1e-4.
    #[test]
    fn expectations_are_those_of_an_integral() {
        for (mean, deviation, cost, slope, curve) in INTEGRALS {
            let found = Expected::of(mean, deviation * deviation);
            assert!((found.cost - cost).abs() < 1e-4, "{found:?}");
            assert!((found.slope - slope).abs() < 1e-4, "{found:?}");
            assert!((found.curve - curve).abs() < 1e-4, "{found:?}");
        }
    }

    /// The derivatives are those of the sums themselves, which is what Newton's steps need: differences over 1e-5 either way
    /// are off by its square, and by rounding of 1e-16 / 1e-5.
    #[test]
    fn derivatives_are_those_of_differences() {
        for (mean, variance) in [(0.3, 0.5), (-2.0, 4.0), (1.0, 1e-9), (4.0, 30.0)] {
            let step = 1e-5;
            let (low, high) = (Expected::of(mean - step, variance), Expected::of(mean + step, variance));
            let here = Expected::of(mean, variance);
            let by_mean = |f: fn(&Expected) -> f64| (f(&high) - f(&low)) / (2.0 * step);
            assert!((by_mean(|at| at.cost) - here.slope).abs() < 1e-8);
            assert!((by_mean(|at| at.slope) - here.slope_by_mean).abs() < 1e-8);
            assert!((by_mean(|at| at.curve) - here.curve_by_mean).abs() < 1e-8);
            if variance > 0.1 {
                let (low, high) = (Expected::of(mean, variance - step), Expected::of(mean, variance + step));
                let by_variance = |f: fn(&Expected) -> f64| (f(&high) - f(&low)) / step;
                assert!((by_variance(|at| at.cost) - here.curve).abs() < 1e-8);
                assert!((by_variance(|at| at.curve) - here.curve_by_variance).abs() < 1e-8);
            }
        }
    }

    const INTEGRALS: [(f64, f64, f64, f64, f64); 4] = [
        (0.0, 1.0, 0.806_059_183_347, 0.5, 0.206_620_964_141),
        (-3.0, 0.5, 0.054_489_316_485, 0.052_669_953_981, 0.049_229_768_854),
        (1.0, 2.0, 1.642_495_369_528, 0.647_726_438_525, 0.140_498_236_865),
        (-4.0, 1.5, 0.048_886_739_597, 0.043_962_623_987, 0.036_707_520_053),
    ];
}
