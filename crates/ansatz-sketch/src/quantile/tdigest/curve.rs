//! The distribution function that centroids stand for, and its inverse.
//!
//! It is a line through points (value, rank) that never falls. A centroid of one value is a vertical step at that value,
//! from the rank where it begins to the rank where it ends: such values are answered exactly. A centroid of different
//! values is one point, half its weight at its mean. Both directions walk the same line, each segment by a formula that
//! rounding cannot make fall, and clamped to the segment's ends: so both are monotone whatever the centroids are.
//!
//! The first and the last centroid hold one value each, so that every mixed one has two neighbours.

use super::{centroid::Centroid, packing::between};

/// The least value at which the distribution function reaches `q`; the least and the greatest value outside 0..=1.
pub(super) fn quantile(centroids: &[Centroid], q: f64) -> Option<f64> {
    let (first, last) = (centroids.first()?, centroids.last()?);
    if q.is_nan() {
        return None;
    }
    if q <= 0.0 {
        return Some(first.mean);
    }
    if q >= 1.0 {
        return Some(last.mean);
    }
    // 100 values and q = 0.07 mean rank 7, not the float above it.
    let rank = q * last.end * BELOW_ONE;
    let index = centroids.partition_point(|centroid| centroid.end < rank);
    let Some(here) = centroids.get(index) else { return Some(last.mean) };
    if !here.mixed() {
        return Some(here.mean);
    }
    let left = index.checked_sub(1).and_then(|before| centroids.get(before)).unwrap_or(first);
    let middle = middle(left.end, here);
    let ((low, from), (high, to)) = if rank <= middle {
        ((left.mean, leaving(centroids, index.saturating_sub(1))), (here.mean, middle))
    } else {
        let right = centroids.get(index + 1).unwrap_or(last);
        ((here.mean, middle), (right.mean, reaching(here.end, right)))
    };
    Some(between(low, high, (rank - from) / (to - from)).max(low).min(high))
}

/// The fraction of the weight at values up to `x`.
pub(super) fn cdf(centroids: &[Centroid], x: f64) -> Option<f64> {
    let (first, last) = (centroids.first()?, centroids.last()?);
    if x.is_nan() {
        return None;
    }
    if x < first.mean {
        return Some(0.0);
    }
    let index = centroids.partition_point(|centroid| centroid.mean <= x);
    let (Some(right), Some(left)) = (centroids.get(index), centroids.get(index.saturating_sub(1))) else {
        return Some(1.0);
    };
    let from = leaving(centroids, index.saturating_sub(1));
    let to = reaching(left.end, right);
    let fraction = share(left.mean, right.mean, x);
    let rank = (from + (to - from) * fraction).max(from).min(to);
    Some(rank / last.end)
}

/// How far `x` is on the way from `low` up to `high`, which differ.
fn share(low: f64, high: f64, x: f64) -> f64 {
    let distance = high - low;
    if distance.is_finite() { (x - low) / distance } else { (x / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0) }
}

/// The rank at which the line leaves the centroid at `index`.
fn leaving(centroids: &[Centroid], index: usize) -> f64 {
    let Some(centroid) = centroids.get(index) else { return 0.0 };
    if centroid.mixed() {
        let before = index.checked_sub(1).and_then(|before| centroids.get(before));
        middle(before.map_or(0.0, |before| before.end), centroid)
    } else {
        centroid.end
    }
}

/// The rank at which the line reaches `centroid`, which begins at rank `left`.
fn reaching(left: f64, centroid: &Centroid) -> f64 {
    if centroid.mixed() { middle(left, centroid) } else { left }
}

/// The rank of the mean of `centroid`, which begins at rank `left`.
///
/// In floats too it lies from `left` to the centroid's end, `left + weight`: rounding keeps the order of sums.
fn middle(left: f64, centroid: &Centroid) -> f64 {
    left + centroid.weight() / 2.0
}

/// 1 - 2^-51: rank / total x total is at most rank x (1 + 2^-52), and times this at most the rank.
const BELOW_ONE: f64 = 1.0 - 2.0 * f64::EPSILON;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::vec::Vec;

    use ansatz_random::{Stream, rand_core::Rng};

    use super::*;

    /// Floats in which every bit is used, so that sums round.
    fn rough(random: &mut Stream) -> f64 {
        (random.next_u64() >> 11) as f64 / (1 + random.next_u64() % 1000) as f64
    }

    #[test]
    fn corners_are_not_overshot() {
        let mut random = Stream::new(3, 0);
        for _ in 0..20_000 {
            let mut means = [0; 3].map(|_| rough(&mut random));
            means.sort_by(f64::total_cmp);
            let weights = [0; 2].map(|_| (1 + random.next_u64() % 50) as f64 / 3.0);
            let ends = [weights[0], weights[0] + weights[1], weights[0] + weights[1] + 1.0];
            let line = [
                Centroid::placed(means[0], weights[0], ends[0]),
                Centroid::placed(means[1], -weights[1], ends[1]),
                Centroid::placed(means[2], 1.0, ends[2]),
            ];
            for corner in [ends[0], ends[0] + weights[1] / 2.0, ends[1]] {
                // The floats around the q of a corner.
                let bits = (corner / ends[2]).to_bits();
                let qs = (bits - 6..bits + 6).map(f64::from_bits);
                let answers: Vec<f64> = qs.map(|q| quantile(&line, q).unwrap()).collect();
                assert!(answers.is_sorted(), "{line:?}: {answers:?}");
            }
            for corner in means {
                let bits = corner.to_bits();
                let xs = (bits.saturating_sub(6)..bits + 6).map(f64::from_bits);
                let fractions: Vec<f64> = xs.map(|x| cdf(&line, x).unwrap()).collect();
                assert!(fractions.is_sorted(), "{line:?}: {fractions:?}");
            }
        }
    }
}
