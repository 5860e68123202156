//! One pass over sorted centroids and sorted values that makes them few enough.

use alloc::vec::Vec;

use super::{
    centroid::{Centroid, from_key, to_key},
    scale::Scale,
};

/// What is to become one sorted list of centroids.
pub(super) struct Parts<'a> {
    pub(super) compression: f64,
    /// How many values the parts hold together.
    pub(super) count: u64,
    /// Packed before, in order.
    pub(super) packed: &'a [Centroid],
    /// In any order.
    pub(super) loose: &'a mut Vec<Centroid>,
    /// Values of weight 1 as keys, in any order.
    pub(super) values: &'a mut [i64],
}

impl Parts<'_> {
    /// The centroids, in order, at most `compression` of them.
    ///
    /// If equal values alone bring the parts within `compression`, different values stay apart.
    pub(super) fn pack(self) -> Vec<Centroid> {
        self.values.sort_unstable();
        let centroids = if self.loose.is_empty() {
            self.packed
        } else {
            self.loose.extend_from_slice(self.packed);
            // The lists of merged digests are sorted already; a stable sort finds such runs.
            self.loose.sort_by_key(Centroid::key);
            join_equal(self.loose);
            self.loose
        };
        let room = self.compression as usize;
        let few = centroids.len() + self.values.len() <= room;
        if few || !centroids.iter().any(Centroid::mixed) {
            let mut packer = Packer::new(None, room);
            if packer.run(centroids, self.values) {
                return packer.out;
            }
        }
        let total = centroids.iter().map(Centroid::weight).sum::<f64>() + self.values.len() as f64;
        let mut packer = Packer::new(Some(Scale::new(self.compression, self.count, total)), room);
        // The scale sees to the room; nothing may be given up here.
        packer.room = usize::MAX;
        packer.run(centroids, self.values);
        packer.out
    }
}

/// Makes neighbours of one and the same value one.
fn join_equal(sorted: &mut Vec<Centroid>) {
    sorted.dedup_by(|next, kept| {
        let equal = kept.is_one_value_with(next);
        if equal {
            kept.add(next.weight(), false);
        }
        equal
    });
}

/// The pass: a list of closed centroids and one that is open.
struct Packer {
    /// Without a scale, only equal values are made one.
    scale: Option<Scale>,
    /// The most centroids there may be.
    room: usize,
    out: Vec<Centroid>,
    /// The weight of what is closed.
    left: f64,
    /// Its weight is 0 as long as there is nothing.
    open: Centroid,
    /// The farthest rank that the open centroid may reach, unless all that it holds is one value.
    limit: f64,
}

impl Packer {
    fn new(scale: Option<Scale>, room: usize) -> Self {
        let out = Vec::with_capacity(room.min(TYPICAL_ROOM));
        Self { scale, room, out, left: 0.0, open: Centroid::single(0.0, 0.0), limit: f64::NEG_INFINITY }
    }

    /// Packs everything and returns whether it found room. The least and the greatest value stay apart from all
    /// others, which is what makes both exact.
    fn run(&mut self, centroids: &[Centroid], values: &[i64]) -> bool {
        let greatest = centroids.last().map(Centroid::key).max(values.last().copied());
        let Some(greatest) = greatest else { return true };
        let inner = centroids.partition_point(|centroid| centroid.key() < greatest);
        let (centroids, last_centroids) = centroids.split_at(inner);
        let (mut values, last_values) = values.split_at(values.partition_point(|&value| value < greatest));
        for centroid in centroids {
            // There are none where digests are merged, which saves a tenth of that.
            if !values.is_empty() && !self.push_values(split_before(&mut values, centroid.key())) {
                return false;
            }
            self.push(centroid);
        }
        if !self.push_values(values) {
            return false;
        }
        self.limit = f64::NEG_INFINITY;
        for centroid in last_centroids {
            self.push(centroid);
        }
        self.push_values(last_values);
        self.close();
        self.out.len() <= self.room
    }

    /// Adds sorted values of weight 1; returns false if the room is used up.
    fn push_values(&mut self, mut values: &[i64]) -> bool {
        while let Some(&first) = values.first() {
            let fitting = self.fitting(values);
            let taken = if fitting > 0 {
                self.absorb(values.split_at(fitting).0);
                fitting
            } else {
                let equal = run_length(values);
                self.push(&Centroid::single(from_key(first), equal as f64));
                equal
            };
            if self.out.len() > self.room {
                return false;
            }
            values = values.split_at(taken).1;
        }
        true
    }

    /// How many of `values` the open centroid may take without dividing equal ones.
    fn fitting(&self, values: &[i64]) -> usize {
        let room = self.limit - (self.left + self.open.weight());
        if room < 1.0 {
            return 0;
        }
        // A float beyond the integers saturates.
        let fitting = room as usize;
        match (values.get(fitting - 1), values.get(fitting)) {
            (Some(last), Some(next)) if last == next => values.partition_point(|value| value < last),
            _ => fitting.min(values.len()),
        }
    }

    /// Adds sorted values of weight 1, at least one, to the open centroid.
    fn absorb(&mut self, values: &[i64]) {
        let (Some(&first), Some(&last)) = (values.first(), values.last()) else { return };
        self.grow(mean(values), values.len() as f64, first != last, last);
    }

    /// Adds a centroid that does not sort before what was added so far.
    fn push(&mut self, centroid: &Centroid) {
        let weight = centroid.weight();
        if self.open.weight() == 0.0 {
            self.open = *centroid;
        } else if self.left + (self.open.weight() + weight) <= self.limit || self.open.is_one_value_with(centroid) {
            self.grow(centroid.mean, weight, centroid.mixed(), centroid.key());
        } else {
            self.close();
            self.open = *centroid;
            self.limit = self.scale.map_or(f64::NEG_INFINITY, |scale| scale.limit(self.left));
        }
    }

    /// Adds weight to the open centroid and moves its mean towards `mean`, not beyond the key `last`.
    #[inline]
    fn grow(&mut self, mean: f64, weight: f64, mixed: bool, last: i64) {
        let old = self.open.mean;
        let differs = old.to_bits() != mean.to_bits();
        self.open.add(weight, mixed || differs);
        if differs {
            let moved = between(old, mean, weight / self.open.weight());
            // In the order of keys, so that the two zeros stay in theirs.
            self.open.mean = from_key(to_key(moved).max(to_key(old)).min(last));
        }
    }

    /// Closes the open centroid.
    fn close(&mut self) {
        self.left += self.open.weight();
        self.open.end = self.left;
        self.out.push(self.open);
    }
}

/// Takes from the front of `values` those below `key`.
fn split_before<'a>(values: &mut &'a [i64], key: i64) -> &'a [i64] {
    let (before, rest) = values.split_at(values.partition_point(|&value| value < key));
    *values = rest;
    before
}

/// How many values from the first on are equal to it.
fn run_length(values: &[i64]) -> usize {
    values.first().map_or(0, |first| values.iter().take_while(|&value| value == first).count())
}

/// The mean of sorted values; between the least and the greatest in the order of keys, rounding or not.
fn mean(values: &[i64]) -> f64 {
    let (Some(&first), Some(&last)) = (values.first(), values.last()) else { return 0.0 };
    from_key(to_key(rounded_mean(from_key(first), values)).max(first).min(last))
}

/// The mean of values of which `least` is the least: distances from it have one sign, so that nothing cancels.
fn rounded_mean(least: f64, values: &[i64]) -> f64 {
    // Four sums at a time: one alone would wait for each addition to finish.
    let mut sums = [0.0; 4];
    let chunks = values.chunks_exact(4);
    let rest: f64 = chunks.remainder().iter().map(|&value| from_key(value) - least).sum();
    for chunk in chunks {
        for (sum, &value) in sums.iter_mut().zip(chunk) {
            *sum += from_key(value) - least;
        }
    }
    let count = values.len() as f64;
    let mean = least + ((sums[0] + sums[1]) + (sums[2] + sums[3]) + rest) / count;
    if mean.is_finite() {
        return mean;
    }
    // The sum of distances, or one of them, is beyond the floats: half of it, in parts, is not.
    let half = least / 2.0;
    2.0 * (half + values.iter().map(|&value| (from_key(value) / 2.0 - half) / count).sum::<f64>())
}

/// The point `fraction` of the way from `a` up to `b`; it grows with `fraction`, and may exceed `b` by rounding.
#[inline]
pub(super) fn between(a: f64, b: f64, fraction: f64) -> f64 {
    let distance = b - a;
    if distance.is_finite() { a + distance * fraction } else { 2.0 * (a / 2.0 + (b / 2.0 - a / 2.0) * fraction) }
}

/// Centroids for which space is taken at once; more grow into theirs.
const TYPICAL_ROOM: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn mean_of(values: &[f64]) -> f64 {
        mean(&values.iter().map(|&value| to_key(value)).collect::<Vec<_>>())
    }

    #[test]
    fn means_do_not_overflow() {
        assert_eq!(mean_of(&[-f64::MAX, -f64::MAX, f64::MAX, f64::MAX]), 0.0);
        assert_eq!(mean_of(&[0.0, f64::MAX, f64::MAX, f64::MAX, f64::MAX]), f64::MAX * 0.8);
        assert_eq!(mean_of(&[f64::MAX; 9]), f64::MAX);
        assert!((between(-f64::MAX, f64::MAX, 0.75) / f64::MAX - 0.5).abs() < 1e-15);
    }

    #[test]
    fn means_do_not_cancel() {
        // 2^53 and its neighbours: a sum of values would lose the low bits.
        assert_eq!(mean_of(&[9e15, 9e15 + 1.0, 9e15 + 2.0, 9e15 + 3.0, 9e15 + 4.0]), 9e15 + 2.0);
    }

    #[test]
    fn equal_values_are_not_divided_by_a_limit() {
        let mut packer = Packer::new(None, 10);
        packer.open = Centroid::single(0.0, 1.0);
        packer.limit = 4.0;
        let keys = [1.0, 2.0, 2.0, 2.0, 3.0].map(to_key);
        assert_eq!(packer.fitting(&keys), 1);
        assert_eq!(packer.fitting(&keys[1..]), 3);
        assert_eq!(packer.fitting(&keys[4..]), 1);
        packer.limit = 1.5;
        assert_eq!(packer.fitting(&keys), 0);
    }

    #[test]
    fn the_extremes_stay_apart_and_the_rest_is_packed() {
        let scale = Scale::new(20.0, 1000, 1000.0);
        let mut packer = Packer::new(Some(scale), 20);
        let keys: Vec<i64> = (0..1000).map(|i| to_key(f64::from(i))).collect();
        assert!(packer.run(&[], &keys));
        let ends = [packer.out.first(), packer.out.last()].map(|end| end.map(|c| (c.mean, c.weight(), c.mixed())));
        assert_eq!(ends, [Some((0.0, 1.0, false)), Some((999.0, 1.0, false))]);
        // In order, each centroid holds as many integers as it weighs: its mean is theirs.
        let mut left = 0.0;
        for centroid in &packer.out {
            assert!((centroid.mean - (left + (centroid.weight() - 1.0) / 2.0)).abs() < 1e-9);
            left = centroid.end;
        }
        assert_eq!(left, 1000.0);
    }

    #[test]
    fn without_a_scale_the_room_is_the_limit() {
        let keys: Vec<i64> = (0..30).map(|i| to_key(f64::from(i / 2))).collect();
        assert!(Packer::new(None, 15).run(&[], &keys));
        assert!(!Packer::new(None, 14).run(&[], &keys));
    }
}
