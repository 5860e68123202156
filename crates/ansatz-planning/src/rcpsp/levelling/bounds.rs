//! Costs below which no schedule is.
//!
//! What a task takes for certain, because it cannot end before or start after, is there at its time; the rest of the work
//! fills the valleys first, as water would. No use of whole numbers with that much work in that time has fewer squares, and
//! none has a lower peak than the water.

use alloc::vec::Vec;

use super::{
    super::bounds::{MOST_DESTROYED, Window, any_interval},
    LevellingObjective,
};

/// A cost of one resource below which there is no schedule, for its tasks.
pub(super) fn lower_bound(objective: LevellingObjective, windows: &[Window]) -> u128 {
    let levels = filled(windows);
    match objective {
        LevellingObjective::Squares => {
            let squares = |(length, used): &(u64, u128)| u128::from(*length) * used * used;
            // What is in use together has more squares than each alone.
            let alone = |window: &Window| u128::from(window.duration) * u128::from(window.demand).pow(2);
            u128::max(levels.iter().map(squares).sum(), windows.iter().map(alone).sum())
        }
        LevellingObjective::Peak => {
            let highest = levels.iter().map(|(_, used)| *used).max().unwrap_or(0);
            let largest = windows.iter().map(|window| u128::from(window.demand)).max().unwrap_or(0);
            highest.max(largest).max(if windows.len() <= MOST_DESTROYED { densest(windows) } else { 0 })
        }
    }
}

/// The most that is needed on average in an interval.
fn densest(windows: &[Window]) -> u128 {
    let mut most = 0;
    any_interval(windows, |needed, length| {
        if length > 0 {
            most = u128::max(most, needed.div_ceil(u128::from(length)));
        }
        false
    });
    most
}

/// The use with the least squares and the lowest peak: for how long there is how much of it.
fn filled(windows: &[Window]) -> Vec<(u64, u128)> {
    let (mut levels, rest) = certain(windows);
    levels.sort_unstable_by_key(|(_, used)| *used);
    let mut rest = rest;
    // The lowest levels are as high as the next one, as long as the rest allows it.
    let mut length = 0_u128;
    let mut lowest = 0;
    while lowest < levels.len() {
        length += u128::from(levels[lowest].0);
        lowest += 1;
        let Some((_, next)) = levels.get(lowest) else { break };
        let needed = (next - levels[lowest - 1].1) * length;
        if needed > rest {
            break;
        }
        rest -= needed;
    }
    if lowest == 0 {
        return levels;
    }
    let level = levels[lowest - 1].1 + rest / length;
    let above = (rest % length) as u64;
    // All of them are as long as the time between two times, which is 64 bits long.
    let (low, high) = ((length as u64 - above, level), (above, level + 1));
    levels.splice(..lowest, [low, high].into_iter().filter(|(length, _)| *length > 0));
    levels
}

/// What is in use for certain, in the time in which the tasks may run, and the work beyond that.
fn certain(windows: &[Window]) -> (Vec<(u64, u128)>, u128) {
    let mut rest = 0_u128;
    let mut changes = Vec::new();
    for window in windows {
        let (begin, end) = (window.to - window.duration, window.from + window.duration);
        changes.push((window.from, 0, 0));
        changes.push((window.to, 0, 0));
        rest += u128::from(window.duration - end.saturating_sub(begin)) * u128::from(window.demand);
        if begin < end {
            changes.push((begin, window.demand, 0));
            changes.push((end, 0, window.demand));
        }
    }
    changes.sort_unstable();
    let mut used = 0_u128;
    let mut levels = Vec::new();
    for pair in changes.windows(2) {
        let [(time, more, less), (next, ..)] = [pair[0], pair[1]];
        used = used + u128::from(more) - u128::from(less);
        if next > time {
            levels.push((next - time, used));
        }
    }
    (levels, rest)
}

#[cfg(test)]
mod tests {
    use super::{LevellingObjective::*, Window, lower_bound};

    #[test]
    fn the_rest_fills_the_valleys() {
        let window = |duration, demand, from, to| Window { duration, demand, from, to };
        // From 2 to 6 the first takes 3 for certain; the second has 8 to be spread over ten, where 3 are not reached.
        let windows = [window(4, 3, 2, 6), window(2, 4, 0, 10)];
        assert_eq!((lower_bound(Squares, &windows), lower_bound(Peak, &windows)), (4 * 9 + 2 * 16, 4));
        let windows = [window(4, 3, 2, 6), window(8, 1, 0, 10)];
        // Two of the eight are on the first for certain.
        assert_eq!((lower_bound(Squares, &windows), lower_bound(Peak, &windows)), (4 * 16 + 4, 4));
        let windows = [window(2, 3, 0, 2), window(5, 2, 0, 6)];
        // 1 to 5 for certain, and 2 more: one is where nothing is, another one too.
        assert_eq!((lower_bound(Squares, &windows), lower_bound(Peak, &windows)), (9 + 25 + 3 * 4 + 4, 5));
        assert_eq!((lower_bound(Squares, &[]), lower_bound(Peak, &[])), (0, 0));
    }
}
