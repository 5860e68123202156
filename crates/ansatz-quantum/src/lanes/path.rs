//! A path through imaginary time: slices of one spin system, each coupled to the two beside it.

use alloc::vec::Vec;

use super::{Couplings, Number, Spins, logarithm};

/// `2 H` slices of one model in a ring.
///
/// Those with even numbers lie in the lanes of one block and those with odd numbers in the lanes of another: neighbours in
/// imaginary time are never in the same block, so that all slices of a block can be visited at once.
#[derive(Clone)]
pub(crate) struct Path<W, const H: usize> {
    /// Slices 0, 2, 4, ...
    even: Spins<W, H>,
    /// Slices 1, 3, 5, ...
    odd: Spins<W, H>,
}

impl<W: Number, const H: usize> Path<W, H> {
    /// Random spins; the slices draw from the substreams of `seed`.
    pub(crate) fn new(couplings: &Couplings<W>, seed: u64) -> Self {
        Self { even: Spins::new(couplings, seed, 0), odd: Spins::new(couplings, seed, H as u64) }
    }

    /// Visits each spin of each slice once, and turns it by Metropolis' rule.
    ///
    /// `heat` is the temperature of a slice over twice the unit, as for [`Spins::sweep`]; a spin that agrees with one beside
    /// it in imaginary time has `exp(2 stiffness)` times the probability of one that does not.
    pub(crate) fn sweep(&mut self, couplings: &Couplings<W>, heat: f32, stiffness: f32) {
        let variables = couplings.len();
        let Self { even, odd } = self;
        // A turn that breaks an agreement multiplies the probability by exp(-2 stiffness).
        let pull = 2.0 * stiffness * heat;
        for first in (0..variables).step_by(4) {
            let (even_bits, odd_bits) = (even.quarters(), odd.quarters());
            for ((even_bits, odd_bits), variable) in even_bits.iter().zip(&odd_bits).zip(first..variables) {
                // Slice 2 l of the even ones has slices 2 l - 1 and 2 l + 1 beside it, which are lanes l - 1 and l; slice
                // 2 l + 1 has slices 2 l and 2 l + 2, which are lanes l and l + 1.
                let beside = odd.sites()[variable];
                let bounds = self::bounds(even_bits, &even.sites()[variable], &beside, &later(&beside), heat, pull);
                even.visit(couplings, variable, &bounds);
                let beside = even.sites()[variable];
                let bounds = self::bounds(odd_bits, &odd.sites()[variable], &beside, &earlier(&beside), heat, pull);
                odd.visit(couplings, variable, &bounds);
            }
        }
    }

    /// Turns spins that lower a slice's energy until there is none.
    pub(crate) fn descend(&mut self, couplings: &Couplings<W>) {
        self.even.descend(couplings);
        self.odd.descend(couplings);
    }

    /// The spins of one slice, counted in the order of imaginary time.
    pub(crate) fn slice(&self, slice: usize) -> Vec<i8> {
        let half = if slice.is_multiple_of(2) { &self.even } else { &self.odd };
        half.lane(slice / 2)
    }
}

/// Lane `l` moved to lane `l + 1`.
#[inline]
fn later<W: Number, const H: usize>(lanes: &[W; H]) -> [W; H] {
    let mut moved = [lanes[H - 1]; H];
    moved[1..].copy_from_slice(&lanes[..H - 1]);
    moved
}

/// Lane `l + 1` moved to lane `l`.
#[inline]
fn earlier<W: Number, const H: usize>(lanes: &[W; H]) -> [W; H] {
    let mut moved = [lanes[0]; H];
    moved[..H - 1].copy_from_slice(&lanes[1..]);
    moved
}

/// What spin times local field has to reach for a turn of spins between those of two other slices.
#[inline]
fn bounds<W: Number, const H: usize>(
    bits: &[u16; H],
    spins: &[W; H],
    one: &[W; H],
    other: &[W; H],
    heat: f32,
    pull: f32,
) -> [W; H] {
    let mut bounds = [W::ZERO; H];
    for lane in 0..H {
        let agreement = (spins[lane] * (one[lane] + other[lane])).float();
        bounds[lane] = W::at_least(logarithm(bits[lane]) * heat + agreement * pull);
    }
    bounds
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use alloc::vec;

    use ansatz_testkit::statistics::assert_mean;

    use super::*;
    use crate::Ising;

    /// Paths that have come to rest, each with a seed of its own.
    fn thermal<W: Number, const H: usize>(
        couplings: &Couplings<W>,
        temperature: f64,
        field: f64,
        paths: u64,
    ) -> impl Iterator<Item = Vec<Vec<i8>>> {
        let slice_temperature = (2 * H) as f64 * temperature;
        let heat = (slice_temperature / (2.0 * couplings.unit())) as f32;
        let stiffness = (-0.5 * libm::log(libm::tanh(field / slice_temperature))) as f32;
        (0..paths).map(move |seed| {
            let mut path = Path::<W, H>::new(couplings, seed);
            for _ in 0..100 {
                path.sweep(couplings, heat, stiffness);
            }
            (0..2 * H).map(|slice| path.slice(slice)).collect()
        })
    }

    /// The probability of each path, by its bits, slice by slice from the highest: `exp(-energies / (P T))` times the elements of
    /// `exp(field / (P T) sigma_x)`, written out.
    fn probabilities(model: &Ising, slices: usize, temperature: f64, field: f64) -> Vec<f64> {
        let n = model.len();
        let inverse = 1.0 / (slices as f64 * temperature);
        let weight = |index: usize| {
            let spin = |slice: usize, variable: usize| {
                if index >> (slices * n - 1 - slice * n - variable) & 1 == 1 { 1_i8 } else { -1 }
            };
            let mut weight = 1.0;
            for slice in 0..slices {
                let spins: Vec<i8> = (0..n).map(|variable| spin(slice, variable)).collect();
                weight *= libm::exp(-model.energy(&spins).unwrap() * inverse);
                for variable in 0..n {
                    let alike = spin(slice, variable) == spin((slice + 1) % slices, variable);
                    weight *= if alike { libm::cosh(field * inverse) } else { libm::sinh(field * inverse) };
                }
            }
            weight
        };
        let weights: Vec<f64> = (0..1 << (slices * n)).map(weight).collect();
        let sum: f64 = weights.iter().sum();
        weights.iter().map(|weight| weight / sum).collect()
    }

    fn assert_thermal<W: Number, const H: usize>(
        model: &Ising,
        couplings: &Couplings<W>,
        temperature: f64,
        field: f64,
    ) {
        let probabilities = probabilities(model, 2 * H, temperature, field);
        let mut counts = vec![0; probabilities.len()];
        for slices in thermal::<W, H>(couplings, temperature, field, 20_000) {
            let bits = slices.iter().flatten().map(|&spin| usize::from(spin > 0));
            counts[bits.fold(0, |index, bit| 2 * index + bit)] += 1;
        }
        assert_distribution(&counts, &probabilities);
    }

    /// Counts within 1e-6 of a false alarm of their probabilities; what is expected less than ten times counts as one.
    fn assert_distribution(counts: &[usize], probabilities: &[f64]) {
        let total = counts.iter().sum::<usize>() as f64;
        let (mut statistic, mut classes) = (0.0, 0);
        let mut rest = (0.0, 0.0);
        let mut add = |count: f64, expected: f64| {
            statistic += (count - expected) * (count - expected) / expected;
            classes += 1;
        };
        for (&count, probability) in counts.iter().zip(probabilities) {
            let expected = total * probability;
            if expected < 10.0 {
                rest = (rest.0 + count as f64, rest.1 + expected);
            } else {
                add(count as f64, expected);
            }
        }
        if rest.1 >= 10.0 {
            add(rest.0, rest.1);
        }
        // The quantile by E. B. Wilson and M. M. Hilferty (1931); 4.7534 is the normal distribution's at 1 - 1e-6.
        let freedom = f64::from(classes - 1);
        let spread = 2.0 / (9.0 * freedom);
        let threshold = freedom * libm::pow(1.0 - spread + 4.7534 * libm::sqrt(spread), 3.0);
        assert!(
            freedom >= 10.0 && statistic < threshold,
            "chi-square {statistic} of {freedom}, allowed: below {threshold}"
        );
    }

    #[test]
    fn paths_have_boltzmanns_distribution() {
        // A field against a coupling in whole numbers, and a frustrated triangle in fractions.
        let chain = Ising::new(&[1.0, 0.0, -2.0], [(0, 1, -1.0), (1, 2, 1.0)]).unwrap();
        assert_thermal::<_, 2>(&chain, &Couplings::whole(&chain).unwrap(), 0.6, 1.5);
        let triangle = Ising::new(&[0.0, 0.3, -0.7], [(0, 1, 1.0), (1, 2, 0.9), (0, 2, 1.1)]).unwrap();
        assert_thermal::<_, 2>(&triangle, &Couplings::floats(&triangle), 0.4, 0.8);
        // One spin in eight slices.
        let spin = Ising::new(&[1.0], []).unwrap();
        assert_thermal::<_, 4>(&spin, &Couplings::whole(&spin).unwrap(), 0.25, 0.75);
    }

    #[test]
    fn a_spin_in_a_transverse_field_has_its_magnetisation() {
        magnetises::<8>();
        magnetises::<16>();
    }

    fn magnetises<const H: usize>() {
        let (slices, temperature, field) = (2 * H, 0.5, 1.0);
        let spin = Ising::new(&[1.0], []).unwrap();
        let couplings = Couplings::whole(&spin).unwrap();
        let mean_of = |path: Vec<Vec<i8>>| path.iter().map(|spins| f64::from(spins[0])).sum::<f64>() / slices as f64;
        let means: Vec<f64> = thermal::<_, H>(&couplings, temperature, field, 4_000).map(mean_of).collect();
        let sliced = magnetisation(slices, temperature, field);
        assert_mean("magnetisation", &means, sliced, 0.0);
        // H = sigma_z - field sigma_x has the energies +-length, so that <sigma_z> = -tanh(length / T) / length.
        let length = libm::hypot(1.0, field);
        let expected = -libm::tanh(length / temperature) / length;
        // The product formula is exact for a Hamiltonian off by 1 / (P T)^2 times double commutators over 12 and 24, which for
        // fields of 1 are 4 in size.
        assert!((sliced - expected).abs() < 0.5 / (slices as f64 * temperature) / (slices as f64 * temperature));
    }

    /// Of a spin with a field of 1, in so many slices: products of 2 by 2 matrices.
    fn magnetisation(slices: usize, temperature: f64, field: f64) -> f64 {
        let inverse = 1.0 / (slices as f64 * temperature);
        let (stay, turn) = (libm::cosh(inverse * field), libm::sinh(inverse * field));
        let (up, down) = (libm::exp(-inverse), libm::exp(inverse));
        let mut product = [[1.0, 0.0], [0.0, 1.0]];
        for _ in 0..slices {
            product =
                product.map(|[one, other]| [(one * stay + other * turn) * up, (one * turn + other * stay) * down]);
        }
        (product[0][0] - product[1][1]) / (product[0][0] + product[1][1])
    }
}
