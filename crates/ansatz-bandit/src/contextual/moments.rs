//! What contexts and their rewards amount to: sums that do not depend on the order in which they were added.

use alloc::{vec, vec::Vec};

use ansatz_core::{
    DecodeError,
    bytes::{Codec, Reader, Writer},
};

use super::{
    triangle::{ROWS, Triangle, read_padded},
    weight_prior::WeightPrior,
};

/// The number of observations, and the sums of x x' and of reward times x.
///
/// Each sum is carried as two floats, the second of which takes what rounding leaves of the first (Knuth's two-sum), so
/// that it is right to about 1e-30 however many were added: a million equal terms, added plainly, are off by 1e-11.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moments {
    pub(super) count: u64,
    pub(super) gram: [Triangle; 2],
    pub(super) response: [Vec<f64>; 2],
}

impl Moments {
    pub(super) fn new(dimension: usize) -> Self {
        let response = vec![0.0; dimension.next_multiple_of(ROWS)];
        Self {
            count: 0,
            gram: [Triangle::zero(dimension), Triangle::zero(dimension)],
            response: [response.clone(), response],
        }
    }

    /// So many observations more of the same context, padded, with rewards of this sum.
    pub(super) fn add(&mut self, x: &[f64], count: u64, rewards: f64) {
        self.count = self.count.saturating_add(count);
        let times = count as f64;
        let [gram, rest] = &mut self.gram;
        for ((first, sums), (_, rests)) in gram.panels_mut().zip(rest.panels_mut()) {
            let rows: [f64; ROWS] = core::array::from_fn(|lane| x[first + lane]);
            for ((sums, rests), x) in sums.iter_mut().zip(rests).zip(x) {
                for lane in 0..ROWS {
                    two_sum(&mut sums[lane], &mut rests[lane], rows[lane] * x * times);
                }
            }
        }
        let [response, rest] = &mut self.response;
        for ((sum, rest), x) in response.iter_mut().zip(rest).zip(x) {
            two_sum(sum, rest, rewards * x);
        }
    }

    /// The observations of both.
    pub(super) fn merge(&mut self, other: &Self) {
        self.count = self.count.saturating_add(other.count);
        let ([gram, gram_rest], [others, others_rest]) = (&mut self.gram, &other.gram);
        merge_sums([&mut gram.values, &mut gram_rest.values], [&others.values, &others_rest.values]);
        let ([response, response_rest], [others, others_rest]) = (&mut self.response, &other.response);
        merge_sums([response, response_rest], [others, others_rest]);
    }

    /// The sum of x x', with the prior's precision if there is one, in rows that count up to the diagonal.
    pub(super) fn precision(&self, prior: Option<&WeightPrior>) -> Vec<f64> {
        let mut total = self.gram[0].clone();
        if let Some(prior) = prior {
            total.values.iter_mut().zip(&prior.precision.values).for_each(|(to, more)| *to += more);
        }
        total.values.iter_mut().zip(&self.gram[1].values).for_each(|(to, rest)| *to += rest);
        total.to_rows()
    }

    /// The sum of reward times x.
    pub(super) fn response(&self) -> impl Iterator<Item = f64> + '_ {
        self.response[0].iter().zip(&self.response[1]).map(|(sum, rest)| sum + rest)
    }

    pub(super) const fn dimension(&self) -> usize {
        self.gram[0].dimension()
    }

    pub(super) fn check(&self, dimension: usize) -> Result<(), DecodeError> {
        let sized = self.gram.iter().all(|sums| sums.dimension() == dimension);
        if !sized || self.count > u64::MAX / 2 {
            return Err(DecodeError::field("observations", self.count, format_args!("{dimension} features each")));
        }
        let numbers = self.gram.iter().flat_map(Triangle::entries).chain(self.response.iter().flatten().copied());
        // Features and rewards are at most 1e100, and there are at most 2^63 observations.
        for sum in numbers {
            if !(0.0..=MOST * self.count as f64).contains(&libm::fabs(sum)) {
                return Err(DecodeError::field("sum", sum, "one of the observations"));
            }
        }
        Ok(())
    }
}

fn merge_sums([sums, rests]: [&mut [f64]; 2], [others, other_rests]: [&[f64]; 2]) {
    for (((sum, rest), other), other_rest) in sums.iter_mut().zip(rests).zip(others).zip(other_rests) {
        two_sum(sum, rest, *other);
        *rest += other_rest;
    }
}

/// Adds to `sum`, and what was lost in rounding to `rest`.
#[inline]
pub(super) fn two_sum(sum: &mut f64, rest: &mut f64, term: f64) {
    let before = *sum;
    let after = before + term;
    let share = after - before;
    *rest += (before - (after - share)) + (term - share);
    *sum = after;
}

impl Codec for Moments {
    fn encode(&self, writer: &mut Writer) {
        writer.u64(self.count);
        let dimension = self.dimension();
        self.gram.iter().for_each(|sums| sums.encode(writer));
        self.response.iter().flat_map(|sums| &sums[..dimension]).for_each(|sum| writer.f64(*sum));
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let count = reader.u64()?;
        let mut gram = [Triangle::decode(reader)?, Triangle::decode(reader)?];
        // Sums of squares are symmetric, and the panels hold a little of both sides.
        gram.iter_mut().for_each(Triangle::reflect);
        let dimension = gram[0].dimension();
        let response = [read_padded(reader, dimension)?, read_padded(reader, dimension)?];
        let moments = Self { count, gram, response };
        moments.check(dimension)?;
        Ok(moments)
    }
}

/// The product of two features, or of a feature and a reward, and a little for rounding.
const MOST: f64 = 1.01e200;
