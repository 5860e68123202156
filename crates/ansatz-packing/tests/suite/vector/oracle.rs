//! The cheapest packing of few items, by trying everything.

use ansatz_packing::vector::BinKind;

struct Search<'a> {
    items: &'a [Vec<u64>],
    kinds: &'a [BinKind],
    /// The kind of each open bin, and what is free there.
    open: Vec<(usize, Vec<u64>)>,
    best: Option<u128>,
}

impl Search<'_> {
    fn place(&mut self, item: usize, cost: u128) {
        if self.best.is_some_and(|best| cost >= best) {
            return;
        }
        let Some(sizes) = self.items.get(item) else {
            self.best = Some(cost);
            return;
        };
        for bin in 0..self.open.len() {
            self.try_bin(item, bin, cost);
        }
        for (kind, of) in self.kinds.iter().enumerate() {
            let taken = self.open.iter().filter(|(other, _)| *other == kind).count();
            if of.count().is_none_or(|count| taken < count) && of.capacity().len() == sizes.len() {
                self.open.push((kind, of.capacity().to_vec()));
                self.try_bin(item, self.open.len() - 1, cost + u128::from(of.cost()));
                self.open.pop();
            }
        }
    }

    fn try_bin(&mut self, item: usize, bin: usize, cost: u128) {
        let before = self.open[bin].1.clone();
        let after: Option<Vec<u64>> =
            before.iter().zip(&self.items[item]).map(|(free, size)| free.checked_sub(*size)).collect();
        if let Some(after) = after {
            self.open[bin].1 = after;
            self.place(item + 1, cost);
            self.open[bin].1 = before;
        }
    }
}

/// The least cost; `None` where the bins do not suffice.
pub(crate) fn optimum(items: &[Vec<u64>], kinds: &[BinKind]) -> Option<u128> {
    let mut search = Search { items, kinds, open: Vec::new(), best: None };
    search.place(0, 0);
    search.best
}
