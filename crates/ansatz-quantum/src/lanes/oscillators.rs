//! Oscillators that fall to one side or the other, in all lanes: the motion of simulated bifurcation.

use alloc::{vec, vec::Vec};

use ansatz_random::Streams;

use super::Couplings;

/// Positions and momenta of `L` systems of oscillators, one for each spin.
#[derive(Clone)]
pub(crate) struct Oscillators<const L: usize> {
    positions: Vec<[f32; L]>,
    momenta: Vec<[f32; L]>,
    /// The sides of positions, where it is those that neighbours feel.
    sides: Vec<[f32; L]>,
}

/// One step of the motion.
#[derive(Clone, Copy)]
pub(crate) struct Motion {
    /// What a momentum moves its position by.
    pub(crate) drift: f32,
    /// What a position changes its own momentum by.
    pub(crate) own: f32,
    /// What a neighbour's position, times the coupling, changes a momentum by.
    pub(crate) coupled: f32,
}

impl<const L: usize> Oscillators<L> {
    /// At rest but for small momenta, which lane `l` draws from the substream `first + l` of `seed`.
    pub(crate) fn new(variables: usize, discrete: bool, seed: u64, first: u64) -> Self {
        let mut streams = Streams::<L>::new(seed, first);
        let mut momenta = vec![[0.0; L]; variables];
        for momenta in &mut momenta {
            let draws = streams.next_u64s();
            for lane in 0..L {
                // 24 bits are what a float holds; the half makes it symmetric.
                momenta[lane] = LARGEST_START * (((draws[lane] >> 40) as f32 + 0.5) / 8_388_608.0 - 1.0);
            }
        }
        let sides = if discrete { momenta.iter().map(sides).collect() } else { Vec::new() };
        Self { positions: vec![[0.0; L]; variables], momenta, sides }
    }

    /// A step of symplectic Euler: all momenta by the positions, then all positions by the new momenta.
    pub(crate) fn advance(&mut self, couplings: &Couplings<f32>, motion: Motion) {
        let felt = if self.sides.is_empty() { &self.positions } else { &self.sides };
        for (variable, (momenta, positions)) in self.momenta.iter_mut().zip(&self.positions).enumerate() {
            let force = couplings.gather(variable, felt);
            for lane in 0..L {
                momenta[lane] += motion.own * positions[lane] + motion.coupled * force[lane];
            }
        }
        for (positions, momenta) in self.positions.iter_mut().zip(&mut self.momenta) {
            drift(positions, momenta, motion.drift);
        }
        for (sides_of, positions) in self.sides.iter_mut().zip(&self.positions) {
            *sides_of = sides(positions);
        }
    }

    /// The sides on which all oscillators are, 1 or -1.
    pub(crate) fn sides(&self) -> impl Iterator<Item = [f32; L]> + '_ {
        self.positions.iter().map(sides)
    }

    /// Puts all oscillators at rest at their walls.
    pub(crate) fn rest_at(&mut self, sides: impl Iterator<Item = [f32; L]>) {
        for ((positions, momenta), sides) in self.positions.iter_mut().zip(&mut self.momenta).zip(sides) {
            (*positions, *momenta) = (sides, [0.0; L]);
        }
    }

    /// The side of one oscillator in one lane, 1 or -1.
    pub(crate) fn side(&self, variable: usize, lane: usize) -> i8 {
        if self.positions[variable][lane] >= 0.0 { 1 } else { -1 }
    }
}

/// Moves positions; at 1 and -1 there are walls that swallow the momentum.
#[inline]
fn drift<const L: usize>(positions: &mut [f32; L], momenta: &mut [f32; L], by: f32) {
    for lane in 0..L {
        let moved = positions[lane] + by * momenta[lane];
        let below = if moved < 1.0 { moved } else { 1.0 };
        let inside = if below > -1.0 { below } else { -1.0 };
        momenta[lane] = if inside == moved { momenta[lane] } else { 0.0 };
        positions[lane] = inside;
    }
}

#[inline]
fn sides<const L: usize>(positions: &[f32; L]) -> [f32; L] {
    let mut sides = [1.0; L];
    for lane in 0..L {
        sides[lane] = if positions[lane] >= 0.0 { 1.0 } else { -1.0 };
    }
    sides
}

/// As far as a start is from rest: as by Goto et al.
const LARGEST_START: f32 = 0.1;
