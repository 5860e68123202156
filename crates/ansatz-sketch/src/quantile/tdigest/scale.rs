//! How large a centroid may grow, by where it lies.
//!
//! The scale function is k2 of Dunning and Ertl: k(q) = ln(q / (1 - q)) / h. A centroid may reach from rank `left` as far
//! as its k-size stays at most 1, which makes centroids small in proportion to their distance from the nearer end. Its
//! inverse needs no logarithm: adding 1 to k multiplies the odds q / (1 - q) by exp(h).

/// k2 for a digest of a certain size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    total: f64,
    /// exp(h).
    growth: f64,
    /// The fraction of the weight at either end within which k is taken to be constant.
    floor: f64,
}

impl Scale {
    /// The scale that keeps `count` values of weight `total` within `compression` centroids.
    pub(super) fn new(compression: f64, count: u64, total: f64) -> Self {
        let count = (count as f64).max(2.0);
        Self { total, growth: libm::exp(step(compression, count)), floor: 1.0 / count }
    }

    /// The farthest rank to which a centroid that begins at `left` may reach.
    #[inline]
    pub(super) fn limit(&self, left: f64) -> f64 {
        let q = (left / self.total).max(self.floor);
        let odds = q * self.growth;
        let next = odds / (1.0 - q + odds);
        if next < 1.0 - self.floor { self.total * next } else { self.total }
    }
}

/// h, the step in log-odds that one centroid may span.
///
/// Let K be the extent of k between the floors 1/n and 1 - 1/n: K = 2 ln(n - 1) / h. Packing is greedy, so that two
/// centroids in a row span more than 1 in k (else they would be one): there are at most 2 K + 3 of them, and with the
/// outermost two, which are kept apart, at most 2 K + 5. h = 4 ln(n) / (compression - 6) makes that less than
/// `compression`, whatever the weights are.
pub(super) fn step(compression: f64, count: f64) -> f64 {
    4.0 * libm::log(count) / (compression - RESERVED)
}

/// The centroids that the derivation of [`step`] spends beside 2 K.
const RESERVED: f64 = 6.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_one_step_of_log_odds_away() {
        let scale = Scale::new(100.0, 1_000_000, 1e6);
        let h = step(100.0, 1e6);
        for left in [10.0, 1e3, 2e5, 5e5, 9e5] {
            let odds = |rank: f64| libm::log(rank / (1e6 - rank));
            let size = (odds(scale.limit(left)) - odds(left)) / h;
            assert!((size - 1.0).abs() < 1e-9, "{left}: {size}");
        }
    }

    #[test]
    fn the_last_step_ends_at_the_total() {
        let scale = Scale::new(100.0, 1_000_000, 1e6);
        assert_eq!(scale.limit(999_999.0), 1e6);
        assert_eq!(scale.limit(1e6), 1e6);
    }
}
