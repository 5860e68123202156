//! A mean way that no choice of bases undercuts.
//!
//! Each airport offers a price for being served, and a base is worth what it gains of them: the prices above its cost. The
//! best bases without any care for who serves whom are the ones that are worth most, and they undercut every choice; the
//! prices are adapted until they serve nearly everybody once. G. Cornuejols, M. L. Fisher and G. L. Nemhauser, *Location of
//! bank accounts to optimize float*, Management Science 23 (1977).

use super::{ascent::Ascent, bases::Sites};

/// What the mean way with `count` bases, or fewer, is not below. `miles` is that of some choice, by which the steps are
/// measured.
pub(super) fn lower_bound(sites: &Sites, count: usize, miles: f64, steps: usize) -> f64 {
    let airports = sites.len();
    let costs: Vec<f64> = (0..airports).flat_map(|base| (0..airports).map(move |at| sites.cost(base, at))).collect();
    // At first each offers what the nearest other airport would cost.
    let others = |at: usize| (0..airports).filter(move |base| *base != at).map(move |base| sites.cost(base, at));
    let prices = (0..airports).map(|at| others(at).fold(f64::INFINITY, f64::min)).collect();
    let mut ascent = Ascent::new(prices, miles);
    for _ in 0..steps {
        let relaxed = Relaxed::best(&costs, count, ascent.prices());
        if !ascent.climb(relaxed.bound, |airport| 1.0 - relaxed.served[airport]) {
            break;
        }
    }
    // Nothing is below zero either.
    ascent.best().max(0.0)
}

struct Relaxed {
    /// The prices, less what the bases gain, and less what rounding may have added.
    bound: f64,
    /// How many bases serve each airport.
    served: Vec<f64>,
}

impl Relaxed {
    fn best(costs: &[f64], count: usize, prices: &[f64]) -> Self {
        let airports = prices.len();
        let row = |base: usize| costs[base * airports..][..airports].iter().zip(prices);
        let gain = |base: usize| row(base).map(|(cost, price)| (price - cost).max(0.0)).sum::<f64>();
        let mut gains: Vec<(f64, usize)> = (0..airports).map(|base| (gain(base), base)).collect();
        let count = count.min(airports);
        if count < airports {
            gains.select_nth_unstable_by(count, |a, b| b.0.total_cmp(&a.0));
        }
        let mut served = vec![0.0; airports];
        for (_, base) in &gains[..count] {
            for (times, (cost, price)) in served.iter_mut().zip(row(*base)) {
                *times += f64::from(u8::from(cost < price));
            }
        }
        let (offered, gained) = (prices.iter().sum::<f64>(), gains[..count].iter().map(|(gain, _)| gain).sum::<f64>());
        // Fewer than 4n additions in a row, each off by at most 2^-53 of what is added up: half of this.
        let magnitude = gained + prices.iter().map(|price| price.abs()).sum::<f64>();
        Self { bound: offered - gained - 4.0 * airports as f64 * f64::EPSILON * magnitude, served }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::bases::tests::sites, *};

    #[test]
    fn no_choice_undercuts_the_bound() {
        for seed in 0..40 {
            let sites = sites(5 + seed as usize % 6, seed);
            for count in 1..=4 {
                let least = sites.exhaustive(count);
                let (first, bound) = (lower_bound(&sites, count, least, 1), lower_bound(&sites, count, least, 300));
                assert!(first <= bound && bound <= least, "{count} bases: {first}, {bound}, {least}");
            }
        }
    }

    #[test]
    fn a_base_at_each_airport_leaves_no_way() {
        assert_eq!(lower_bound(&sites(6, 1), 6, 0.0, 300), 0.0);
    }
}
