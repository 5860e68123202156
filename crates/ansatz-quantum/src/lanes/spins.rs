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
        let local = vec![[W::ZERO; L]; sites.len()];
        let mut lanes = Self { sites, local, streams };
        lanes.refresh(couplings);
        lanes
    }

    /// Visits each spin once, in order, and turns it by Metropolis' rule at its lane's temperature.
    ///
    /// `heat` is the temperature over twice the unit: a rise of the energy is twice a rise of spin times local field.
    #[inline]
    pub(crate) fn sweep(&mut self, couplings: &Couplings<W>, heat: &[f32; L]) {
        let variables = self.sites.len();
        for first in (0..variables).step_by(4) {
            // 64 random bits are enough for four spins.
            let draws = self.streams.next_u64s();
            let mut quarters = [[0; L]; 4];
            for lane in 0..L {
                quarters[0][lane] = draws[lane] as u16;
                quarters[1][lane] = (draws[lane] >> 16) as u16;
                quarters[2][lane] = (draws[lane] >> 32) as u16;
                quarters[3][lane] = (draws[lane] >> 48) as u16;
            }
            for (bits, variable) in quarters.iter().zip(first..variables) {
                let mut bounds = [W::ZERO; L];
                for lane in 0..L {
                    bounds[lane] = W::at_least(logarithm(bits[lane]) * heat[lane]);
                }
                self.visit(couplings, variable, &bounds);
            }
        }
    }

    /// Turns spins that lower the energy until there is none.
    pub(crate) fn descend(&mut self, couplings: &Couplings<W>) {
        self.refresh(couplings);
        let bounds = [couplings.gain(); L];
        while (0..self.sites.len()).filter(|&variable| self.visit(couplings, variable, &bounds)).count() > 0 {}
    }

    /// Turns a spin in the lanes where spin times local field is at least the bound; whether there are any.
    #[inline]
    fn visit(&mut self, couplings: &Couplings<W>, variable: usize, bounds: &[W; L]) -> bool {
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

    /// Local fields anew from the spins: whole numbers are what they were, floats lose what rounding has added up to.
    fn refresh(&mut self, couplings: &Couplings<W>) {
        for (local, &field) in self.local.iter_mut().zip(couplings.fields()) {
            *local = [field; L];
        }
        for (variable, &spins) in self.sites.iter().enumerate() {
            couplings.spread(variable, spins, &mut self.local);
        }
    }

    /// The spins of one lane.
    pub(crate) fn lane(&self, lane: usize) -> Vec<i8> {
        self.sites.iter().map(|spins| if spins[lane] > W::ZERO { 1 } else { -1 }).collect()
    }
}
