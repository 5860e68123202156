//! A centroid, and floats as integers that sort alike.

/// Some of the values, by their mean and their total weight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Centroid {
    pub(super) mean: f64,
    pub(super) weight: f64,
    /// The weight of this centroid and of all before it.
    pub(super) end: f64,
    /// Whether it may hold different values; if not, every value in it is `mean`, bit for bit.
    pub(super) mixed: bool,
}

impl Centroid {
    /// One value, whose place in the order is not known yet.
    pub(super) const fn single(value: f64, weight: f64) -> Self {
        Self { mean: value, weight, end: weight, mixed: false }
    }

    /// Whether `other` is this centroid, bit for bit, wherever it stands.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.mean.to_bits() == other.mean.to_bits()
            && self.weight.to_bits() == other.weight.to_bits()
            && self.mixed == other.mixed
    }
}

/// `value` as an integer that sorts like [`f64::total_cmp`]; integers sort twice as fast as floats do through it.
#[inline]
pub(super) const fn to_key(value: f64) -> i64 {
    flip(value.to_bits() as i64)
}

/// The value that [`to_key`] was given.
#[inline]
pub(super) const fn from_key(key: i64) -> f64 {
    f64::from_bits(flip(key) as u64)
}

/// Negative floats grow away from zero as integers: all bits but the sign are inverted, and inverted back.
#[inline]
const fn flip(bits: i64) -> i64 {
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_like_floats_and_come_back() {
        let values = [-f64::MAX, -1.5, -1.0, -5e-324, -0.0, 0.0, 5e-324, 1.0, 1.5, f64::MAX];
        for pair in values.windows(2) {
            assert!(to_key(pair[0]) < to_key(pair[1]), "{pair:?}");
        }
        for value in values {
            assert_eq!(from_key(to_key(value)).to_bits(), value.to_bits());
        }
    }
}
