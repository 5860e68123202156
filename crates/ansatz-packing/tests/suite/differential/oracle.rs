//! The fewest bins for few items, by trying everything.

/// The fewest bins: each item in turn goes into each bin that has room, or into one new bin.
pub(crate) fn optimum(sizes: &[u64], capacity: u64) -> usize {
    fn place(sizes: &[u64], capacity: u64, free: &mut Vec<u64>, best: &mut usize) {
        if free.len() >= *best {
            return;
        }
        let Some((&size, rest)) = sizes.split_first() else {
            *best = free.len();
            return;
        };
        for bin in 0..free.len() {
            if free[bin] >= size {
                free[bin] -= size;
                place(rest, capacity, free, best);
                free[bin] += size;
            }
        }
        free.push(capacity - size);
        place(rest, capacity, free, best);
        free.pop();
    }
    let mut best = sizes.len() + 1;
    place(sizes, capacity, &mut Vec::new(), &mut best);
    best
}
