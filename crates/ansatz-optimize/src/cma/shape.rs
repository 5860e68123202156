//! The covariance matrix of the candidates, and the axes that it is sampled along.

use alloc::{vec, vec::Vec};

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};

use super::{
    eigen::{Eigen, add_scaled, dot},
    parameters::Parameters,
    separable::Diagonal,
};
use crate::Codec;

/// A covariance matrix: all of it, or its diagonal.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Full(Full),
    Diagonal(Diagonal),
}

/// A covariance matrix with its axes, which lag behind by a few generations.
#[derive(Debug, Clone)]
pub(super) struct Full {
    /// The lower triangle, row by row.
    triangle: Vec<f64>,
    /// The standard deviations along the axes.
    lengths: Vec<f64>,
    /// The axes, one after the other, as long as these.
    axes: Vec<f64>,
    /// Updates since the axes were found.
    age: u64,
    workspace: Eigen,
}

/// What one generation adds to the covariance matrix.
pub(super) struct Learning<'a> {
    /// What the old matrix is multiplied by.
    pub(super) keep: f64,
    /// Steps and their weights: of the path and of the candidates.
    pub(super) steps: &'a [(f64, &'a [f64])],
}

impl Shape {
    /// The unit matrix.
    pub(super) fn new(dimension: usize, is_diagonal: bool) -> Self {
        if is_diagonal { Self::Diagonal(Diagonal::new(dimension)) } else { Self::Full(Full::new(dimension)) }
    }

    pub(super) fn is_diagonal(&self) -> bool {
        matches!(self, Self::Diagonal(_))
    }

    /// The standard deviations along the axes.
    pub(super) fn lengths(&self) -> &[f64] {
        match self {
            Self::Full(full) => &full.lengths,
            Self::Diagonal(diagonal) => diagonal.lengths(),
        }
    }

    /// The variance of a coordinate.
    pub(super) fn variance(&self, coordinate: usize) -> f64 {
        match self {
            Self::Full(full) => full.triangle[coordinate * (coordinate + 3) / 2],
            Self::Diagonal(diagonal) => diagonal.variances()[coordinate],
        }
    }

    /// Whether a step of `sigma` along axis `k` is lost in the rounding of a mean.
    pub(super) fn vanishes_along(&self, k: usize, sigma: f64, mean: &[f64]) -> bool {
        match self {
            Self::Full(full) => full
                .axes
                .chunks_exact(mean.len())
                .nth(k)
                .is_none_or(|axis| axis.iter().zip(mean).all(|(entry, at)| *at == at + sigma * entry)),
            Self::Diagonal(diagonal) => mean[k] == mean[k] + sigma * diagonal.lengths()[k],
        }
    }

    /// A step that is `normal` in the units of the axes.
    #[inline]
    pub(super) fn stretch(&self, normal: &[f64], step: &mut [f64]) {
        match self {
            Self::Full(full) => combine(&full.axes, normal, step),
            Self::Diagonal(diagonal) => diagonal.stretch(normal, step),
        }
    }

    /// A step that is `normal` in the units of the axes, if each of them had length 1.
    pub(super) fn turn(&self, normal: &[f64], step: &mut [f64]) {
        match self {
            Self::Full(full) => {
                let units: Vec<f64> = normal.iter().zip(&full.lengths).map(|(z, length)| z / length).collect();
                combine(&full.axes, &units, step);
            }
            Self::Diagonal(_) => step.copy_from_slice(normal),
        }
    }

    /// The inverse of [`stretch`](Self::stretch).
    pub(super) fn measure(&self, step: &[f64], normal: &mut [f64]) {
        let lengths = self.lengths();
        match self {
            Self::Full(full) => {
                for ((z, axis), length) in normal.iter_mut().zip(full.axes.chunks_exact(step.len())).zip(lengths) {
                    // The axes are as long as their lengths.
                    *z = dot(axis, step) / (length * length);
                }
            }
            Self::Diagonal(_) => {
                for ((z, entry), length) in normal.iter_mut().zip(step).zip(lengths) {
                    *z = entry / length;
                }
            }
        }
    }

    /// Learns from a generation; whether what results is still a covariance matrix.
    pub(super) fn learn(&mut self, learning: &Learning<'_>, parameters: &Parameters) -> bool {
        match self {
            Self::Full(full) => full.learn(learning, parameters),
            Self::Diagonal(diagonal) => diagonal.learn(learning),
        }
    }

    pub(super) fn check(&self, dimension: usize) -> Result<(), DecodeError> {
        let fits = match self {
            Self::Full(full) => full.fits(dimension),
            Self::Diagonal(diagonal) => diagonal.fits(dimension),
        };
        if fits {
            Ok(())
        } else {
            Err(DecodeError::field("covariance", dimension, "finite, positive, of this dimension"))
        }
    }
}

impl Full {
    fn new(dimension: usize) -> Self {
        let mut full = Self {
            triangle: vec![0.0; dimension * (dimension + 1) / 2],
            lengths: vec![1.0; dimension],
            axes: vec![0.0; dimension * dimension],
            age: 0,
            workspace: Eigen::default(),
        };
        for k in 0..dimension {
            full.triangle[k * (k + 3) / 2] = 1.0;
            full.axes[k * (dimension + 1)] = 1.0;
        }
        full
    }

    fn learn(&mut self, learning: &Learning<'_>, parameters: &Parameters) -> bool {
        let mut rest = self.triangle.as_mut_slice();
        for row in 0..self.lengths.len() {
            let (entries, below) = rest.split_at_mut(row + 1);
            for entry in entries.iter_mut() {
                *entry *= learning.keep;
            }
            add_products(entries, row, learning.steps);
            rest = below;
        }
        self.age += 1;
        self.age < parameters.gap || self.find_axes()
    }

    /// Finds the axes; whether all have a length.
    fn find_axes(&mut self) -> bool {
        self.age = 0;
        if !self.workspace.decompose(&self.triangle, &mut self.lengths, &mut self.axes) {
            return false;
        }
        let n = self.lengths.len();
        for (variance, axis) in self.lengths.iter_mut().zip(self.axes.chunks_exact_mut(n)) {
            *variance = libm::sqrt(*variance);
            for entry in axis.iter_mut() {
                *entry *= *variance;
            }
        }
        self.lengths.iter().all(|length| *length > 0.0)
    }

    fn fits(&self, dimension: usize) -> bool {
        let finite = |numbers: &[f64]| numbers.iter().all(|number| number.is_finite());
        self.lengths.len() == dimension
            && Some(self.axes.len()) == dimension.checked_mul(dimension)
            && self.triangle.len() == dimension * (dimension + 1) / 2
            && finite(&self.axes)
            && finite(&self.triangle)
            && self.lengths.iter().all(|length| *length > 0.0 && length.is_finite())
            && (0..dimension).all(|k| self.triangle[k * (k + 3) / 2] > 0.0)
            && self.age < u64::MAX
    }
}

/// The sum of vectors, one after the other, times these factors; four at once, so that the sum is written less often.
#[inline]
fn combine(vectors: &[f64], factors: &[f64], sum: &mut [f64]) {
    let n = sum.len();
    sum.fill(0.0);
    let mut fours = vectors.chunks_exact(4 * n);
    for (four, z) in (&mut fours).zip(factors.chunks_exact(4)) {
        let (a, b) = four.split_at(2 * n);
        let ((a, b), (c, d)) = (a.split_at(n), b.split_at(n));
        for ((((entry, a), b), c), d) in sum.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            *entry += (z[0] * a + z[1] * b) + (z[2] * c + z[3] * d);
        }
    }
    let done = factors.len() / 4 * 4;
    for (vector, factor) in fours.remainder().chunks_exact(n).zip(&factors[done..]) {
        add_scaled(sum, *factor, vector);
    }
}

/// Adds the first entries of a row of all weighted products of a step with itself.
#[inline]
fn add_products(entries: &mut [f64], row: usize, steps: &[(f64, &[f64])]) {
    let mut fours = steps.chunks_exact(4);
    for four in &mut fours {
        let [a, b, c, d] = [four[0].1, four[1].1, four[2].1, four[3].1].map(|step| &step[..entries.len()]);
        let [w, x, y, z] = [(four[0].0, a), (four[1].0, b), (four[2].0, c), (four[3].0, d)].map(|(f, s)| f * s[row]);
        for ((((entry, a), b), c), d) in entries.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            *entry += (w * a + x * b) + (y * c + z * d);
        }
    }
    for (weight, step) in fours.remainder() {
        add_scaled(entries, weight * step[row], step);
    }
}

impl Codec for Shape {
    fn encode(&self, writer: &mut Writer) {
        self.is_diagonal().encode(writer);
        match self {
            Self::Full(full) => full.encode(writer),
            Self::Diagonal(diagonal) => diagonal.encode(writer),
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let is_diagonal = bool::decode(reader)?;
        Ok(if is_diagonal { Self::Diagonal(Codec::decode(reader)?) } else { Self::Full(Codec::decode(reader)?) })
    }
}

impl Codec for Full {
    fn encode(&self, writer: &mut Writer) {
        self.triangle.encode(writer);
        self.lengths.encode(writer);
        self.axes.encode(writer);
        self.age.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            triangle: Codec::decode(reader)?,
            lengths: Codec::decode(reader)?,
            axes: Codec::decode(reader)?,
            age: Codec::decode(reader)?,
            workspace: Eigen::default(),
        })
    }
}

impl PartialEq for Full {
    fn eq(&self, other: &Self) -> bool {
        // The workspace is no state.
        (&self.triangle, &self.lengths, &self.axes, self.age)
            == (&other.triangle, &other.lengths, &other.axes, other.age)
    }
}

#[cfg(test)]
mod tests {
    use ansatz_random::{Stream, standard_normal};

    use super::*;

    const N: usize = 20;

    fn draw(rng: &mut Stream) -> Vec<f64> {
        (0..N).map(|_| standard_normal(rng)).collect()
    }

    /// A shape with axes far from those of the space, and of unequal lengths.
    fn learnt(is_diagonal: bool, updates: usize) -> Shape {
        let parameters = Parameters::new(N, 12, is_diagonal);
        let (mut shape, mut rng) = (Shape::new(N, is_diagonal), Stream::new(3, 0));
        for _ in 0..updates {
            let steps: Vec<Vec<f64>> = (0..4).map(|_| draw(&mut rng)).collect();
            let steps: Vec<(f64, &[f64])> = steps.iter().map(|step| (0.2, step.as_slice())).collect();
            assert!(shape.learn(&Learning { keep: 0.5, steps: &steps }, &parameters));
        }
        shape
    }

    #[test]
    fn steps_are_measured_as_they_were_stretched() {
        for is_diagonal in [false, true] {
            let (shape, mut rng) = (learnt(is_diagonal, 6), Stream::new(4, 0));
            let spread = |lengths: &[f64]| lengths.iter().fold(0.0_f64, |most, length| most.max((length - 1.0).abs()));
            assert!(spread(shape.lengths()) > 0.3);
            let normal = draw(&mut rng);
            let (mut step, mut again, mut turned) = (vec![0.0; N], vec![0.0; N], vec![0.0; N]);
            shape.stretch(&normal, &mut step);
            shape.measure(&step, &mut again);
            // The axes are orthonormal, and their lengths exact, to some N units in the last place.
            assert!(normal.iter().zip(&again).all(|(a, b)| (a - b).abs() < 1e-12));
            // A turn changes no length; turned is what the step would be if it were not stretched.
            shape.turn(&normal, &mut turned);
            assert!((dot(&turned, &turned) - dot(&normal, &normal)).abs() < 1e-12);
            assert!((dot(&step, &step) - dot(&normal, &normal)).abs() > 1e-3);
        }
    }

    /// In 20 dimensions and with a population of 12 that is every other update; what is learnt is all there at once.
    #[test]
    fn the_axes_are_found_when_it_is_time() {
        let [none, one, two, three] = [0, 1, 2, 3].map(|updates| learnt(false, updates));
        assert_eq!(one.lengths(), none.lengths());
        assert_ne!(one.variance(0), none.variance(0));
        assert_ne!(two.lengths(), one.lengths());
        assert_eq!(three.lengths(), two.lengths());
        // The trace is the sum of the squared lengths.
        let squares: f64 = two.lengths().iter().map(|length| length * length).sum();
        let trace: f64 = (0..N).map(|k| two.variance(k)).sum();
        assert!((squares - trace).abs() < 1e-12 * trace);
    }
}
