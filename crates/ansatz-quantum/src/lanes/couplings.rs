//! A model as lanes need it: its numbers in units in which they are small and whole, if there are such.

use alloc::{vec, vec::Vec};

use super::{Number, number::Value};
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
}

impl Couplings<i16> {
    /// The model in small whole numbers, unless it takes larger ones or fractions.
    pub(crate) fn whole(model: &Ising) -> Option<Self> {
        let unit = common_unit(model)?;
        // In floats first: a sum of many large couplings is no 16 bits.
        let largest = (0..model.len()).map(|variable| largest_field(model, variable)).fold(0.0, f64::max);
        (largest / unit <= LARGEST_WHOLE).then(|| Self::new(model, unit, |whole| whole as i16))
    }
}

impl Couplings<f64> {
    pub(crate) fn floats(model: &Ising) -> Self {
        // Divisions by a power of two are exact; thresholds, in floats of 32 bits, hold numbers of about 1.
        let unit = largest(model).map_or(1.0, |largest| libm::ldexp(1.0, libm::ilogb(largest)));
        Self::new(model, unit, |float| float)
    }
}

impl Couplings<f32> {
    /// In units of the largest number, so that the scale of a model is of no importance.
    pub(crate) fn relative(model: &Ising) -> Self {
        Self::new(model, largest(model).unwrap_or(1.0), |float| float as f32)
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

impl<W: Value> Couplings<W> {
    fn new(model: &Ising, unit: f64, convert: impl Fn(f64) -> W) -> Self {
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
        Self { unit, fields, starts, neighbours, weights, alike }
    }

    pub(crate) fn len(&self) -> usize {
        self.fields.len()
    }

    pub(crate) fn unit(&self) -> f64 {
        self.unit
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

impl<W: Number> Couplings<W> {
    /// Spin times local field of `variable` that is at least so much is a gain of energy for certain, whatever was rounded.
    pub(crate) fn gain(&self, variable: usize) -> W {
        let coupled = self.neighbours(variable).map(|(_, weight)| weight);
        W::certain_gain(coupled.chain([self.fields[variable]]))
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
    let least = largest / f64::from(1 << 20);
    let mut unit = 0.0;
    for number in numbers(model) {
        let mut other = number.abs();
        // Euclid's algorithm; remainders of floats are exact.
        while other != 0.0 {
            if other < least {
                return None;
            }
            (unit, other) = (other, libm::fmod(unit, other));
        }
    }
    Some(unit)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn two(exponent: i32) -> f64 {
        libm::ldexp(1.0, exponent)
    }

    /// The unit and the whole numbers that a spin with such a field and such couplings is counted in.
    fn counted(field: f64, weights: &[f64]) -> Option<(f64, Vec<i16>)> {
        let mut fields = vec![0.0; weights.len() + 1];
        fields[0] = field;
        let star =
            Ising::new(&fields, weights.iter().enumerate().map(|(leaf, &weight)| (0, leaf + 1, weight))).unwrap();
        let couplings = Couplings::whole(&star)?;
        let weights = couplings.neighbours(0).map(|(_, weight)| weight);
        Some((couplings.unit(), [couplings.fields()[0]].into_iter().chain(weights).collect()))
    }

    #[test]
    fn numbers_are_counted_in_the_largest_unit_there_is() {
        for unit in [1.0, 7.0, two(-1074), two(-1060), 3.0 * two(800)] {
            assert_eq!(counted(0.0, &[6.0 * unit, -4.0 * unit]), Some((2.0 * unit, vec![0, 3, -2])), "{unit:e}");
            assert_eq!(counted(-unit, &[16_382.0 * unit]), Some((unit, vec![-1, 16_382])), "{unit:e}");
            assert_eq!(counted(-unit, &[16_383.0 * unit]), None, "{unit:e}");
        }
        // Of numbers with all their bits, only products with powers of two are multiples.
        for unit in [1.0 / 3.0, 0.1, 1e-300, 1e245] {
            assert_eq!(counted(0.0, &[8.0 * unit, -2.0 * unit]), Some((2.0 * unit, vec![0, 4, -1])), "{unit:e}");
            assert_eq!(counted(-unit, &[8192.0 * unit]), Some((unit, vec![-1, 8192])), "{unit:e}");
            assert_eq!(counted(unit, &[3.0 * unit, 1.5 * unit]), None, "{unit:e}");
        }
        assert_eq!(counted(0.0, &[]), Some((1.0, vec![0])));
        assert_eq!(counted(two(-1074), &[]), Some((two(-1074), vec![1])));
        assert_eq!(counted(1.0, &[1e250, -1e-250]), None);
        assert_eq!(counted(1.0, &[1.0 + f64::EPSILON]), None);
        assert_eq!(counted(1e250, &vec![1e250; 16_383]), None);
    }

    /// A local field is a sum of field and couplings, each added twice: all sizes together, so often, by half a bit.
    #[test]
    fn a_gain_is_certain_if_it_is_more_than_rounding_adds() {
        for (field, weight) in [(1e6, 1.0 / 3.0), (0.0, 0.3), (-0.7, 1e-9), (0.1, 7.7)] {
            let pairs = (1..6).map(|leaf| (0, leaf, weight));
            let couplings = Couplings::floats(&Ising::new(&[field, 0.0, 0.0, 0.0, 0.0, 0.0], pairs).unwrap());
            let sizes = (f64::abs(field) + 5.0 * weight) / couplings.unit();
            let rounding = 2.0 * 6.0 * sizes * f64::EPSILON / 2.0;
            assert!((rounding..3.0 * rounding).contains(&couplings.gain(0)), "{field} {weight} {}", couplings.gain(0));
        }
        let (whole, smallest) = (Ising::new(&[1.0], []).unwrap(), Ising::new(&[0.0], []).unwrap());
        assert_eq!(Couplings::whole(&whole).unwrap().gain(0), 1);
        assert!(Couplings::floats(&smallest).gain(0) > 0.0);
    }

    /// `spread` and `gather` beside each other and beside sums over all pairs.
    #[test]
    fn what_is_spread_is_what_is_gathered() {
        let pairs = [(0, 1, 2.0), (1, 2, -3.0), (3, 0, 1.0), (2, 3, 5.0), (0, 2, -1.0)];
        // Of both signs, all positive, and all alike.
        for size in [|weight: f64| weight, f64::abs, |_| 1.0] {
            let pairs = pairs.map(|(one, other, weight)| (one, other, size(weight)));
            let couplings = Couplings::whole(&Ising::new(&[0.0; 5], pairs).unwrap()).unwrap();
            let values: Vec<[i16; 2]> = [[1, -2], [3, 5], [-7, 11], [13, -17], [19, 23]].to_vec();
            let mut local = vec![[0; 2]; 5];
            for (variable, &value) in values.iter().enumerate() {
                couplings.spread(variable, value, &mut local);
            }
            let mut expected = vec![[0; 2]; 5];
            for (one, other, weight) in pairs {
                for lane in 0..2 {
                    expected[one][lane] += weight as i16 * values[other][lane];
                    expected[other][lane] += weight as i16 * values[one][lane];
                }
            }
            assert_eq!(local, expected);
            let gathered: Vec<[i16; 2]> = (0..5).map(|variable| couplings.gather(variable, &values)).collect();
            assert_eq!(gathered, expected);
        }
    }
}
