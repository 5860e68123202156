//! Student's t distribution.

use ansatz_random::{Beta, normal};

/// The value that Student's t with so many degrees of freedom exceeds with probability `p`, at most 1/2.
pub(crate) fn above(p: f64, freedom: f64) -> f64 {
    if freedom > 1e5 {
        // Cornish and Fisher's expansion; the next term is about z^7 / (384 freedom^3).
        let z = -normal::quantile(p);
        let square = z * z;
        let first = z * (square + 1.0) / 4.0;
        let second = z * ((5.0 * square + 16.0) * square + 3.0) / 96.0;
        return z + (first + second / freedom) / freedom;
    }
    // freedom / (freedom + T^2) is of the beta distribution, and what it lacks of 1 as well: by the smaller of both.
    if p > 0.25 {
        let x = Beta::new(0.5, 0.5 * freedom).quantile(1.0 - 2.0 * p);
        return libm::sqrt(freedom * x / (1.0 - x));
    }
    let x = Beta::new(0.5 * freedom, 0.5).quantile(2.0 * p);
    libm::sqrt(freedom * (1.0 - x) / x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_scipy() {
        // scipy.stats.t.isf(p, freedom).
        for (p, freedom, expected) in RECORDED {
            let t = above(p, freedom);
            assert!((t / expected - 1.0).abs() < 1e-10, "{p} {freedom}: {t} {expected}");
        }
    }

    const RECORDED: [(f64, f64, f64); 12] = [
        (0.025, 1.0, 12.706_204_736_174_705),
        (0.025, 2.5, 3.574_654_842_003_683_4),
        (0.005, 10.0, 3.169_272_672_616_950_4),
        (1e-6, 38.0, 5.602_202_940_012_626),
        (0.1, 5000.0, 1.281_720_905_335_718_1),
        (0.025, 99_999.0, 1.959_987_707_771_844_8),
        (0.001, 150_000.0, 3.090_286_641_236_470_5),
        (0.4, 1e8, 0.253_347_103_809_820_3),
        (0.499_999_5, 1e5, 1.253_317_270_641_128_2e-6),
        (0.3, 3.0, 0.584_389_727_439_818_8),
        (1e-100, 3.0, 2.225_769_823_822_442e33),
        (1e-100, 1e5, 21.297_598_389_715_32),
    ];
}
