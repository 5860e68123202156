//! Spins of all lanes, their local fields, and sweeps over them.

use alloc::{vec, vec::Vec};

use ansatz_random::Streams;

use super::{Couplings, Number, logarithm};

/// `L` states of one model, each with its own random numbers.
///
/// The local field of a spin is `h_i + sum over its neighbours of J_ij s_j`; turning the spin changes the energy by -2
/// times spin times local field. It is kept up to date at each turn, and read at each visit.
#[derive(Clone)]
pub(crate) struct Spins<W, const L: usize> {
    sites: Vec<[W; L]>,
    local: Vec<[W; L]>,
    streams: Streams<L>,
}

impl<W: Number, const L: usize> Spins<W, L> {
    /// Random spins, which lane `l` draws from the substream `first + l` of `seed`.
    pub(crate) fn new(couplings: &Couplings<W>, seed: u64, first: u64) -> Self {
        let mut streams = Streams::new(seed, first);
        let mut sites = Vec::with_capacity(couplings.len());
        let mut draws = [0; L];
        for variable in 0..couplings.len() {
            if variable % 64 == 0 {
                draws = streams.next_u64s();
            }
            sites.push(draws.map(|draw| if draw >> (variable % 64) & 1 == 1 { W::ONE } else { -W::ONE }));
        }
        Self::at(couplings, sites, streams)
    }

    /// Given spins, each 1 or -1, and the random numbers that sweeps over them will take.
    pub(crate) fn at(couplings: &Couplings<W>, sites: Vec<[W; L]>, streams: Streams<L>) -> Self {
        let local = vec![[W::ZERO; L]; sites.len()];
        let mut lanes = Self { sites, local, streams };
        lanes.compute(couplings);
        lanes
    }

    /// Visits each spin once, in order, and turns it by Metropolis' rule at its lane's temperature.
    ///
    /// `heat` is the temperature over twice the unit: a rise of the energy is twice a rise of spin times local field.
    #[inline]
    pub(crate) fn sweep(&mut self, couplings: &Couplings<W>, heat: &[f32; L]) {
        let variables = self.sites.len();
        for first in (0..variables).step_by(4) {
            let quarters = self.quarters();
            for (bits, variable) in quarters.iter().zip(first..variables) {
                let mut bounds = [W::ZERO; L];
                for lane in 0..L {
                    bounds[lane] = W::at_least(logarithm(bits[lane]) * heat[lane]);
                }
                self.visit(couplings, variable, &bounds);
            }
        }
    }

    /// 16 random bits a lane for each of four spins: 64 are enough for all of them.
    #[inline]
    pub(super) fn quarters(&mut self) -> [[u16; L]; 4] {
        let draws = self.streams.next_u64s();
        let mut quarters = [[0; L]; 4];
        for lane in 0..L {
            quarters[0][lane] = draws[lane] as u16;
            quarters[1][lane] = (draws[lane] >> 16) as u16;
            quarters[2][lane] = (draws[lane] >> 32) as u16;
            quarters[3][lane] = (draws[lane] >> 48) as u16;
        }
        quarters
    }

    /// Turns spins that lower the energy until there is none.
    pub(crate) fn descend(&mut self, couplings: &Couplings<W>) {
        let mut turns = true;
        while turns {
            self.refresh(couplings);
            turns = false;
            for variable in 0..self.sites.len() {
                turns |= self.visit(couplings, variable, &[couplings.gain(variable); L]);
            }
        }
    }

    /// Turns a spin in the lanes where spin times local field is at least the bound; whether there are any.
    #[inline]
    pub(super) fn visit(&mut self, couplings: &Couplings<W>, variable: usize, bounds: &[W; L]) -> bool {
        let spins = &mut self.sites[variable];
        let local = &self.local[variable];
        let mut change = [W::ZERO; L];
        for lane in 0..L {
            let fall = spins[lane] * local[lane];
            change[lane] = fall.if_at_least(bounds[lane], -(W::TWO * spins[lane]));
        }
        if change == [W::ZERO; L] {
            return false;
        }
        for lane in 0..L {
            spins[lane] += change[lane];
        }
        couplings.spread(variable, change, &mut self.local);
        true
    }

    /// Local fields of floats anew from the spins, without what rounding has added up to; whole numbers are what they are.
    pub(crate) fn refresh(&mut self, couplings: &Couplings<W>) {
        if W::ROUNDS {
            self.compute(couplings);
        }
    }

    /// Local fields from the spins.
    fn compute(&mut self, couplings: &Couplings<W>) {
        for (local, &field) in self.local.iter_mut().zip(couplings.fields()) {
            *local = [field; L];
        }
        for (variable, &spins) in self.sites.iter().enumerate() {
            couplings.spread(variable, spins, &mut self.local);
        }
    }

    /// Turns one lane's spin, whatever that does to the energy.
    pub(crate) fn turn(&mut self, couplings: &Couplings<W>, lane: usize, variable: usize) {
        let change = -(W::TWO * self.sites[variable][lane]);
        self.sites[variable][lane] += change;
        for (neighbour, weight) in couplings.neighbours(variable) {
            self.local[neighbour][lane] += weight * change;
        }
    }

    /// The energy of each lane, without the model's offset.
    pub(crate) fn energies(&self, couplings: &Couplings<W>) -> [f64; L] {
        // Each pair is in two local fields, and each field in one: with another one, the sum is twice the energy.
        let mut twice = [0.0; L];
        let blocks = self.sites.chunks(1 << 16).zip(self.local.chunks(1 << 16)).zip(couplings.fields().chunks(1 << 16));
        for ((sites, local), fields) in blocks {
            let mut sums = [W::Sum::from(W::ZERO); L];
            for ((spins, local), &field) in sites.iter().zip(local).zip(fields) {
                for lane in 0..L {
                    sums[lane] += W::Sum::from(spins[lane] * (local[lane] + field));
                }
            }
            for lane in 0..L {
                twice[lane] += sums[lane].into();
            }
        }
        twice.map(|twice| twice / 2.0 * couplings.unit())
    }

    /// One lane's spin.
    pub(crate) fn spin(&self, lane: usize, variable: usize) -> W {
        self.sites[variable][lane]
    }

    /// The spins of all lanes.
    pub(crate) fn sites(&self) -> &[[W; L]] {
        &self.sites
    }

    /// The spins of one lane.
    pub(crate) fn lane(&self, lane: usize) -> Vec<i8> {
        self.sites.iter().map(|spins| if spins[lane] > W::ZERO { 1 } else { -1 }).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::Ising;

    /// A model with couplings in quarters and fields, whose numbers fit into 16 bits, or with a third of everything.
    fn model(factor: f64) -> Ising {
        let fields: Vec<f64> = (0..40).map(|i| f64::from(i % 5 - 2) * 0.25 * factor).collect();
        let pairs =
            (0..40).flat_map(|i| (1..6).map(move |step| (i, (i * 7 + step * 3) % 40, (step as f64 - 2.5) * factor)));
        Ising::new(&fields, pairs.filter(|&(one, other, _)| one != other)).unwrap()
    }

    fn fields_stay_true<W: Number>(model: &Ising, couplings: &Couplings<W>, tolerance: f64) {
        let mut spins = Spins::<W, 16>::new(couplings, 5, 0);
        let heat = [(2.0 / (2.0 * couplings.unit())) as f32; 16];
        for sweep in 0..200 {
            spins.sweep(couplings, &heat);
            spins.turn(couplings, sweep % 16, sweep % 40);
        }
        let energies = spins.energies(couplings);
        let kept = spins.local.clone();
        spins.compute(couplings);
        for (kept, anew) in kept.iter().flatten().zip(spins.local.iter().flatten()) {
            let (kept, anew): (f64, f64) = (W::Sum::from(*kept).into(), W::Sum::from(*anew).into());
            assert!((kept - anew).abs() <= tolerance, "{kept} {anew}");
        }
        for (lane, energy) in energies.into_iter().enumerate() {
            assert!((energy - model.energy_of(&spins.lane(lane))).abs() <= tolerance);
        }
        spins.descend(couplings);
        for lane in 0..16 {
            let before = spins.lane(lane);
            let energy = model.energy_of(&before);
            for variable in 0..40 {
                let mut turned = before.clone();
                turned[variable] = -turned[variable];
                assert!(model.energy_of(&turned) >= energy - tolerance);
            }
        }
    }

    #[test]
    fn local_fields_are_kept_up_to_date() {
        let whole = model(1.0);
        fields_stay_true(&whole, &Couplings::whole(&whole).unwrap(), 0.0);
        let third = model(1.0 / 3.0);
        assert!(Couplings::whole(&third).is_none());
        // 200 sweeps turn each of some 10 neighbours at most 200 times; each turn rounds by 2^-53 of a field below 8.
        fields_stay_true(&third, &Couplings::floats(&third), 2000.0 * 8.0 / (1_u64 << 53) as f64);
    }

    /// As after more turns than a test has time for: the fields are off by more than the couplings are worth.
    #[test]
    fn a_descent_begins_with_what_rounding_has_added_taken_away() {
        let model = Ising::new(&[0.1, 0.0, 0.0], [(0, 1, 1.0), (1, 2, -0.7)]).unwrap();
        let couplings = Couplings::floats(&model);
        let mut spins = Spins::<_, 16>::new(&couplings, 5, 0);
        spins.local.iter_mut().flatten().for_each(|local| *local = -*local);
        spins.descend(&couplings);
        for lane in 0..16 {
            assert!(model.energy_of(&spins.lane(lane)) < -1.5, "{lane}");
        }
        assert_eq!(spins.local, Spins::at(&couplings, spins.sites.clone(), Streams::new(0, 0)).local);
    }

    #[test]
    fn a_lane_is_the_same_alone() {
        let model = model(1.0);
        let couplings = Couplings::whole(&model).unwrap();
        let (mut wide, mut alone) = (Spins::<_, 16>::new(&couplings, 5, 0), Spins::<_, 1>::new(&couplings, 5, 11));
        for _ in 0..20 {
            wide.sweep(&couplings, &[3.0; 16]);
            alone.sweep(&couplings, &[3.0]);
        }
        assert_eq!(wide.lane(11), alone.lane(0));
    }
}
