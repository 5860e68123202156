//! What a digest is to the standard traits, and to serde.

use core::fmt;

use super::TDigest;

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([] TDigest);

impl Extend<f64> for TDigest {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, values: I) {
        for value in values {
            self.insert(value);
        }
    }
}

impl<'a> Extend<&'a f64> for TDigest {
    fn extend<I: IntoIterator<Item = &'a f64>>(&mut self, values: I) {
        self.extend(values.into_iter().copied());
    }
}

impl PartialEq for TDigest {
    /// Whether both give the same bytes, and so the same answers.
    fn eq(&self, other: &Self) -> bool {
        let totals = |digest: &Self| {
            (digest.compression.to_bits(), digest.count(), digest.skipped, digest.total_weight().to_bits())
        };
        if totals(self) != totals(other) {
            return false;
        }
        let (ours, theirs) = (self.centroid_view(), other.centroid_view());
        ours.len() == theirs.len() && ours.iter().zip(theirs.iter()).all(|(a, b)| a.same(b))
    }
}

impl fmt::Debug for TDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TDigest")
            .field("compression", &self.compression)
            .field("count", &self.count())
            .field("total_weight", &self.total_weight())
            .field("skipped", &self.skipped)
            .field("min", &self.min())
            .field("max", &self.max())
            .field("packed", &self.packed.len())
            .field("waiting", &(self.loose.len() + self.values.len()))
            .finish_non_exhaustive()
    }
}
