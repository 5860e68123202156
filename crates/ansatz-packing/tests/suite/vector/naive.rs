//! The rules as they are stated, bin by bin, for one kind.

use ansatz_packing::vector::{BinKind, Fit, Measure, best_fit_decreasing, bin_by_bin, first_fit_decreasing};
use proptest::prelude::*;

use super::methods::Rows;

struct Naive {
    rows: Rows,
    capacity: Vec<u64>,
    /// The sizes as fractions.
    shares: Vec<Vec<f64>>,
    free: Rows,
    assignment: Vec<usize>,
}

impl Naive {
    fn new(rows: &Rows, capacity: &[u64]) -> Self {
        let shares = rows.iter().map(|row| share(row, capacity)).collect();
        let assignment = vec![usize::MAX; rows.len()];
        Self { rows: rows.clone(), capacity: capacity.to_vec(), shares, free: Vec::new(), assignment }
    }

    fn weights(&self, items: &[usize]) -> Vec<f64> {
        (0..self.capacity.len()).map(|at| items.iter().map(|&item| self.shares[item][at]).sum()).collect()
    }

    fn order(&self, measure: Measure) -> Vec<usize> {
        let mut items: Vec<usize> = (0..self.rows.len()).collect();
        let weights = self.weights(&items);
        let sum =
            |item: usize| -> f64 { weights.iter().zip(&self.shares[item]).map(|(weight, share)| weight * share).sum() };
        let product = |item: usize| if measure == Measure::Sum { 0.0 } else { self.shares[item].iter().product() };
        items.sort_by(|&one, &other| product(other).total_cmp(&product(one)).then(sum(other).total_cmp(&sum(one))));
        items
    }

    fn fits(&self, item: usize, bin: usize) -> bool {
        self.rows[item].iter().zip(&self.free[bin]).all(|(size, free)| size <= free)
    }

    fn put(&mut self, item: usize, bin: usize) {
        if bin == self.free.len() {
            self.free.push(self.capacity.clone());
        }
        for (free, size) in self.free[bin].iter_mut().zip(&self.rows[item]) {
            *free -= size;
        }
        self.assignment[item] = bin;
    }

    fn score(&self, fit: Fit, weights: &[f64], item: usize, free: &[u64]) -> f64 {
        let free = share(free, &self.capacity);
        let terms = weights.iter().zip(free.iter().zip(&self.shares[item]));
        match fit {
            Fit::DotProduct => terms.map(|(weight, (free, size))| weight * free * size).sum(),
            _ => -terms.map(|(weight, (free, size))| weight * (free - size) * (free - size)).sum::<f64>(),
        }
    }
}

fn share(sizes: &[u64], capacity: &[u64]) -> Vec<f64> {
    sizes.iter().zip(capacity).map(|(&size, &capacity)| size as f64 * (1.0 / capacity as f64)).collect()
}

/// The first with the highest score.
fn best(candidates: impl Iterator<Item = (usize, f64)>) -> Option<usize> {
    candidates.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(which, _)| which)
}

fn naive_first_fit(rows: &Rows, capacity: &[u64], measure: Measure) -> Vec<usize> {
    let mut naive = Naive::new(rows, capacity);
    for item in naive.order(measure) {
        let bin = (0..naive.free.len()).find(|&bin| naive.fits(item, bin)).unwrap_or(naive.free.len());
        naive.put(item, bin);
    }
    naive.assignment
}

fn naive_best_fit(rows: &Rows, capacity: &[u64], fit: Fit) -> Vec<usize> {
    let mut naive = Naive::new(rows, capacity);
    let weights = naive.weights(&(0..rows.len()).collect::<Vec<_>>());
    for item in naive.order(Measure::Sum) {
        let open = (0..naive.free.len()).filter(|&bin| naive.fits(item, bin));
        let bin = best(open.map(|bin| (bin, naive.score(fit, &weights, item, &naive.free[bin]))));
        naive.put(item, bin.unwrap_or(naive.free.len()));
    }
    naive.assignment
}

fn naive_bin_by_bin(rows: &Rows, capacity: &[u64], fit: Fit) -> Vec<usize> {
    let mut naive = Naive::new(rows, capacity);
    loop {
        let waiting =
            |naive: &Naive| (0..rows.len()).filter(|&item| naive.assignment[item] == usize::MAX).collect::<Vec<_>>();
        let weights = naive.weights(&waiting(&naive));
        let first = best(waiting(&naive).into_iter().map(|item| (item, naive.score(fit, &weights, item, capacity))));
        let Some(first) = first else { return naive.assignment };
        let bin = naive.free.len();
        let mut next = Some(first);
        while let Some(item) = next {
            naive.put(item, bin);
            let fitting = waiting(&naive).into_iter().filter(|&item| naive.fits(item, bin));
            next = best(fitting.map(|item| (item, naive.score(fit, &weights, item, &naive.free[bin]))));
        }
    }
}

fn rows(dimensions: usize) -> impl Strategy<Value = (Rows, Vec<u64>)> {
    // Few values, which tie often, or many.
    (proptest::collection::vec(1..=60u64, dimensions), prop_oneof![Just(3u64), Just(61)]).prop_flat_map(
        move |(capacity, values)| {
            let row = proptest::collection::vec(0..values, dimensions);
            let most = capacity.clone();
            let row = row.prop_map(move |row| {
                let mut row: Vec<u64> =
                    row.iter().zip(&most).map(|(size, most)| (size * most / (values - 1)).min(*most)).collect();
                row[0] = row[0].max(1);
                row
            });
            (proptest::collection::vec(row, 0..60), Just(capacity))
        },
    )
}

proptest! {
    #[test]
    fn each_rule_is_the_naive_one((rows, capacity) in (1..=4usize).prop_flat_map(rows)) {
        let kinds = [BinKind::new(&capacity, 1)];
        for measure in [Measure::Sum, Measure::Product] {
            let packing = first_fit_decreasing(&rows, &kinds, measure).unwrap();
            prop_assert_eq!(packing.assignment().to_vec(), naive_first_fit(&rows, &capacity, measure), "{:?}", measure);
        }
        for fit in [Fit::DotProduct, Fit::Norm] {
            let packing = best_fit_decreasing(&rows, &kinds, fit).unwrap();
            prop_assert_eq!(packing.assignment().to_vec(), naive_best_fit(&rows, &capacity, fit), "{:?}", fit);
            let packing = bin_by_bin(&rows, &kinds, fit).unwrap();
            prop_assert_eq!(packing.assignment().to_vec(), naive_bin_by_bin(&rows, &capacity, fit), "{:?}", fit);
        }
    }
}
