//! The items that fill a bin best, by a search of limited length.

use alloc::vec::Vec;

/// Which of `sizes`, descending, fill `capacity` best: their places in ascending order and their sum, the best that was
/// found until one was of at least `enough` or `limit` items had been taken.
///
/// Depth first, the largest item that fits before those behind it: what is found first is what first fit takes, and is
/// found whatever the limit is. No more than `limit` and the number of items are taken all in all.
pub(super) fn fullest(sizes: &[u64], capacity: u64, enough: u64, limit: usize) -> (Vec<usize>, u64) {
    // What is there from each place on; where that is too much for the type it is too much for any bin.
    let mut behind: Vec<u64> = sizes.to_vec();
    for place in (1..sizes.len()).rev() {
        behind[place - 1] = behind[place - 1].saturating_add(behind[place]);
    }
    let (mut best, mut best_sum) = (Vec::new(), 0);
    let (mut chosen, mut sum, mut taken, mut next) = (Vec::new(), 0, 0, 0);
    loop {
        let left = capacity - sum;
        next += sizes[next..].partition_point(|&size| size > left);
        let hope = behind.get(next).map_or(0, |&behind| behind.min(left));
        if sum + hope > best_sum && hope > 0 {
            chosen.push(next);
            sum += sizes[next];
            next += 1;
            taken += 1;
            continue;
        }
        if sum > best_sum {
            best.clone_from(&chosen);
            best_sum = sum;
        }
        let Some(last) = chosen.pop().filter(|_| best_sum < enough && taken < limit) else {
            return (best, best_sum);
        };
        sum -= sizes[last];
        // Another one of the same size would do no better.
        next = last + sizes[last..].partition_point(|&size| size == sizes[last]);
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn the_first_is_that_of_first_fit_and_the_last_is_the_best() {
        let sizes = [7, 5, 4, 4, 3];
        assert_eq!(fullest(&sizes, 12, 12, 100), (vec![0, 1], 12));
        assert_eq!(fullest(&sizes, 9, 9, 1), (vec![0], 7));
        assert_eq!(fullest(&sizes, 9, 7, 100), (vec![0], 7));
        assert_eq!(fullest(&sizes, 9, 9, 100), (vec![1, 2], 9));
        assert_eq!(fullest(&sizes, 2, 2, 100), (vec![], 0));
        assert_eq!(fullest(&sizes, 99, 99, 0), (vec![0, 1, 2, 3, 4], 23));
        assert_eq!(fullest(&[], 5, 5, 100), (vec![], 0));
        let half = u64::MAX / 2 + 1;
        assert_eq!(fullest(&[half, half, half - 1], u64::MAX, u64::MAX, 100), (vec![0, 2], u64::MAX));
    }

    /// Beside all subsets.
    #[test]
    fn nothing_is_fuller() {
        let mut state = 1u64;
        for _ in 0..200 {
            let mut draw = |bound: u64| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 33) % bound
            };
            let capacity = 20 + draw(40);
            let mut sizes: Vec<u64> = (0..9).map(|_| 1 + draw(30)).collect();
            sizes.sort_unstable_by(|a, b| b.cmp(a));
            let sum = |set: u32| (0..9).filter(|place| set >> place & 1 == 1).map(|place| sizes[place]).sum::<u64>();
            let best = (0..512).map(sum).filter(|&sum| sum <= capacity).max();
            let (chosen, found) = fullest(&sizes, capacity, capacity, 1 << 9);
            assert_eq!(chosen.iter().map(|&place| sizes[place]).sum::<u64>(), found);
            assert!(chosen.is_sorted_by(|a, b| a < b));
            assert_eq!(Some(found), best, "{sizes:?} in {capacity}");
        }
    }
}
