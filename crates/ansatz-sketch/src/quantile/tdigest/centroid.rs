//! A centroid, and floats as integers that sort alike.

/// Some of the values, by their mean and their weight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Centroid {
    pub(super) mean: f64,
    /// The weight, negative if different values are in it; 24 bytes are moved faster than 32.
    signed: f64,
    /// The weight of this centroid and of all before it, once it has its place.
    pub(super) end: f64,
}

impl Centroid {
    /// One value and its weight.
    pub(super) const fn single(value: f64, weight: f64) -> Self {
        Self { mean: value, signed: weight, end: 0.0 }
    }

    /// What [`signed`](Self::signed) gave, at its place.
    pub(super) const fn placed(mean: f64, signed: f64, end: f64) -> Self {
        Self { mean, signed, end }
    }

    /// The weight, more than 0.
    #[inline]
    pub(super) fn weight(&self) -> f64 {
        libm::fabs(self.signed)
    }

    /// Whether there may be different values in it; if not, every one of them is the mean, bit for bit.
    #[inline]
    pub(super) const fn mixed(&self) -> bool {
        self.signed.is_sign_negative()
    }

    /// Weight and mark in one: the weight, negative if mixed.
    pub(super) const fn signed(&self) -> f64 {
        self.signed
    }

    /// Adds weight, of other values if `mixed`.
    #[inline]
    pub(super) fn add(&mut self, weight: f64, mixed: bool) {
        let sum = self.weight() + weight;
        self.signed = if mixed || self.mixed() { -sum } else { sum };
    }

    /// Where it sorts.
    #[inline]
    pub(super) const fn key(&self) -> i64 {
        to_key(self.mean)
    }

    /// Whether all values in the two are one and the same.
    #[inline]
    pub(super) const fn is_one_value_with(&self, other: &Self) -> bool {
        self.mean.to_bits() == other.mean.to_bits() && !self.mixed() && !other.mixed()
    }

    /// Whether `other` is this centroid, bit for bit, wherever it stands.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.mean.to_bits() == other.mean.to_bits() && self.signed.to_bits() == other.signed.to_bits()
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

    #[test]
    fn once_mixed_a_centroid_stays_mixed() {
        let mut centroid = Centroid::single(1.0, 2.0);
        centroid.add(3.0, false);
        assert_eq!((centroid.weight(), centroid.mixed()), (5.0, false));
        centroid.add(1.0, true);
        centroid.add(1.0, false);
        assert_eq!((centroid.weight(), centroid.mixed()), (7.0, true));
    }
}
