//! A model as lanes need it: its numbers in units in which they are small and whole, if there are such.

use alloc::{vec, vec::Vec};

use super::Number;
use crate::Ising;

/// Fields and couplings in units of their own, and each variable's neighbours side by side.
#[derive(Clone)]
pub(crate) struct Couplings<W> {
    /// What 1 stands for in the model.
    unit: f64,
    fields: Vec<W>,
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<W>,
    /// Whether each coupling is 1, so that nothing has to be multiplied.
    alike: bool,
    gain: W,
}

impl Couplings<i16> {
    /// The model in small whole numbers, unless it takes larger ones or fractions.
    pub(crate) fn whole(model: &Ising) -> Option<Self> {
        let unit = common_unit(model)?;
        // In floats first: a sum of many large couplings is no 16 bits.
        let largest = (0..model.len()).map(|variable| largest_field(model, variable)).fold(0.0, f64::max);
        (largest / unit <= LARGEST_WHOLE).then(|| Self::new(model, unit, 1, |whole| whole as i16))
    }
}

impl Couplings<f64> {
    pub(crate) fn floats(model: &Ising) -> Self {
        // A turn rounds each neighbour's local field once, by up to 2^-53 of it.
        let rounding = |variable| largest_field(model, variable) * (model.neighbours_of(variable).len() + 1) as f64;
        let gain = libm::ldexp((0..model.len()).map(rounding).fold(0.0, f64::max), -48);
        // Divisions by a power of two are exact; thresholds, in floats of 32 bits, hold numbers of about 1.
        let unit = largest(model).map_or(1.0, |largest| libm::ldexp(1.0, libm::ilogb(largest)));
        Self::new(model, unit, gain / unit, |float| float)
    }
}

impl Couplings<f32> {
    /// In units of the largest number, so that the scale of a model is of no importance.
    pub(crate) fn relative(model: &Ising) -> Self {
        Self::new(model, largest(model).unwrap_or(1.0), 0.0, |float| float as f32)
    }
}

/// All fields and couplings.
fn numbers(model: &Ising) -> impl Iterator<Item = f64> + '_ {
    model.fields().iter().copied().chain(model.couplings().map(|(_, _, weight)| weight))
}

/// The size of the largest of them, unless all are 0.
fn largest(model: &Ising) -> Option<f64> {
    numbers(model).map(f64::abs).reduce(f64::max).filter(|&largest| largest > 0.0)
}

/// The local field of `variable` when all its neighbours agree.
fn largest_field(model: &Ising, variable: usize) -> f64 {
    let coupled: f64 = model.neighbours_of(variable).map(|(_, weight)| weight.abs()).sum();
    coupled + model.fields()[variable].abs()
}

impl<W: Number> Couplings<W> {
    fn new(model: &Ising, unit: f64, gain: W, convert: impl Fn(f64) -> W) -> Self {
        let fields = model.fields().iter().map(|&field| convert(field / unit)).collect();
        let mut starts = vec![0];
        let mut neighbours = Vec::with_capacity(2 * model.couplings_len());
        let mut weights = Vec::with_capacity(2 * model.couplings_len());
        for variable in 0..model.len() {
            for (neighbour, weight) in model.neighbours_of(variable) {
                neighbours.push(neighbour as u32);
                weights.push(convert(weight / unit));
            }
            starts.push(neighbours.len());
        }
        let alike = weights.iter().all(|&weight| weight == W::ONE);
        Self { unit, fields, starts, neighbours, weights, alike, gain }
    }

    pub(crate) fn len(&self) -> usize {
        self.fields.len()
    }

    pub(crate) fn unit(&self) -> f64 {
        self.unit
    }

    /// Spin times local field that is at least so much is a gain of energy for certain, whatever was rounded.
    pub(crate) fn gain(&self) -> W {
        self.gain
    }

    pub(crate) fn fields(&self) -> &[W] {
        &self.fields
    }

    pub(crate) fn neighbours(&self, variable: usize) -> impl ExactSizeIterator<Item = (usize, W)> + '_ {
        let places = self.starts[variable]..self.starts[variable + 1];
        self.neighbours[places.clone()].iter().map(|&to| to as usize).zip(self.weights[places].iter().copied())
    }

    /// Adds to each neighbour's local fields what comes of a change of `variable`'s spins.
    #[inline]
    pub(crate) fn spread<const L: usize>(&self, variable: usize, change: [W; L], local: &mut [[W; L]]) {
        let places = self.starts[variable]..self.starts[variable + 1];
        let neighbours = &self.neighbours[places.clone()];
        if self.alike {
            for &neighbour in neighbours {
                let local = &mut local[neighbour as usize];
                for lane in 0..L {
                    local[lane] += change[lane];
                }
            }
        } else {
            for (&neighbour, &weight) in neighbours.iter().zip(&self.weights[places]) {
                let local = &mut local[neighbour as usize];
                for lane in 0..L {
                    local[lane] += weight * change[lane];
                }
            }
        }
    }

    /// What comes to `variable` from its neighbours: the sum of their values, each times its coupling.
    #[inline]
    pub(crate) fn gather<const L: usize>(&self, variable: usize, values: &[[W; L]]) -> [W; L] {
        let places = self.starts[variable]..self.starts[variable + 1];
        let neighbours = &self.neighbours[places.clone()];
        let mut sum = [W::ZERO; L];
        if self.alike {
            for &neighbour in neighbours {
                let values = &values[neighbour as usize];
                for lane in 0..L {
                    sum[lane] += values[lane];
                }
            }
        } else {
            for (&neighbour, &weight) in neighbours.iter().zip(&self.weights[places]) {
                let values = &values[neighbour as usize];
                for lane in 0..L {
                    sum[lane] += weight * values[lane];
                }
            }
        }
        sum
    }
}

/// Twice a local field fits into 16 bits.
const LARGEST_WHOLE: f64 = 16_383.0;

/// The largest number of which all fields and couplings are multiples; `None` if there is none that is at least a 2^-20th
/// of the largest of them.
fn common_unit(model: &Ising) -> Option<f64> {
    let Some(largest) = largest(model) else {
        return Some(1.0);
    };
    // A power of two, so that divisions by it are exact: with it the largest is from 2^19 to 2^20.
    let fine = libm::ldexp(1.0, libm::ilogb(largest) - 19);
    if fine == 0.0 {
        return None;
    }
    let mut divisor = 0_u64;
    for number in numbers(model) {
        let scaled = number.abs() / fine;
        if scaled != libm::floor(scaled) {
            return None;
        }
        divisor = greatest_common_divisor(divisor, scaled as u64);
    }
    Some(divisor as f64 * fine)
}

fn greatest_common_divisor(mut one: u64, mut other: u64) -> u64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}
