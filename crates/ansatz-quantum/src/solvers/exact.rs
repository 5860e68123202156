//! Exact search: all spins, one block of settings after the other, in the order of a Gray code.

use alloc::{vec, vec::Vec};
use core::fmt;

use ansatz_core::ParameterError;

use super::Sample;
use crate::{Ising, QuantumError};

/// The least energy of all settings of at most 30 spins, and how many have it.
///
/// The energies of all settings of eight spins stand side by side. The others change one at a time, in the order of a Gray
/// code, and each change adds to the whole block the difference that it makes: one addition and one comparison for each
/// setting, which compilers turn into vector instructions. Without fields, all spins can be turned without changing the
/// energy, so that one of them stays as it is and half of the settings are enough.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Ising, solvers::ExactSearch};
///
/// // A triangle of spins that want to differ: two of three pairs can, in 6 of 8 settings.
/// let triangle = Ising::new(&[0.0; 3], [(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0)])?;
/// let mut search = ExactSearch::new(&triangle)?;
/// search.step(u64::MAX);
/// assert!(search.is_complete());
/// assert_eq!((search.best().energy(), search.minima()), (-1.0, 6));
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// O(2^n) time, about half a nanosecond for each setting; 2 KB of memory a spin.
///
/// # Accuracy
///
/// Where all energies are exact (see [`Ising`]) so are the best one and the number of minima. Else energies are compared
/// as they come out of at most 32,768 additions each, and equal ones may be counted as different.
///
/// # References
///
/// D. E. Knuth, *The Art of Computer Programming* 4A, section 7.2.1.1, Addison-Wesley, 2011, for Gray codes.
#[derive(Clone)]
pub struct ExactSearch {
    model: Ising,
    /// For each spin that changes one at a time, what a block adds to its local field: the sum of its couplings with the
    /// spins of the block, in each of their settings.
    tables: Vec<f64>,
    /// The energy of each setting of the block's spins, at least a lane's; infinite where there is no such setting.
    energies: Vec<f64>,
    /// The block's spins first. Their entries are 1.
    spins: Vec<i8>,
    /// For each spin that changes one at a time, its field and its couplings with others of them.
    local_fields: Vec<f64>,
    steps: u64,
    best: Best,
}

/// The lowest energy so far.
#[derive(Debug, Clone)]
struct Best {
    energy: f64,
    count: u64,
    step: u64,
    setting: usize,
}

impl ExactSearch {
    /// A search through all spins of a model; the first block is seen at once.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for more than 30 spins.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::ExactSearch};
    ///
    /// assert!(ExactSearch::new(&Ising::new(&[1.0; 30], [])?).is_ok());
    /// assert!(ExactSearch::new(&Ising::new(&[1.0; 31], [])?).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn new(model: &Ising) -> Result<Self, QuantumError> {
        let n = model.len();
        if n > MOST_SPINS {
            return Err(ParameterError::new("spins", n, "at most 30").into());
        }
        let block = BLOCK.min(free_spins(model));
        let width = (1 << block).max(LANES);
        let mut search = Self {
            model: model.clone(),
            tables: vec![0.0; (n - block) * width],
            energies: vec![f64::INFINITY; width],
            spins: vec![1; n],
            local_fields: model.fields()[block..].to_vec(),
            steps: 0,
            best: Best { energy: f64::INFINITY, count: 0, step: 0, setting: 0 },
        };
        for (one, other, weight) in model.couplings() {
            search.couple(block, one, other, weight);
        }
        let least = search.recompute();
        search.examine(least);
        Ok(search)
    }

    /// Adds a coupling to the tables of changes.
    fn couple(&mut self, block: usize, one: usize, other: usize, weight: f64) {
        if one >= block {
            self.local_fields[one - block] += weight;
            self.local_fields[other - block] += weight;
        } else if other >= block {
            let width = self.energies.len();
            let table = &mut self.tables[(other - block) * width..][..width];
            for (setting, sum) in table.iter_mut().enumerate().take(1 << block) {
                *sum += weight * f64::from(spin_in(setting, one));
            }
        }
    }

    /// Looks at `blocks` more, of up to 256 settings each; whether some are left.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::ExactSearch};
    ///
    /// // 2^10 settings are the first block and three more.
    /// let mut search = ExactSearch::new(&Ising::new(&[1.0; 10], [])?)?;
    /// assert!(search.step(2));
    /// assert!(!search.step(2));
    /// assert_eq!(search.steps_taken(), 3);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn step(&mut self, blocks: u64) -> bool {
        let end = self.steps.saturating_add(blocks).min(self.last_step());
        while self.steps < end {
            self.steps += 1;
            let mut least = self.flip(self.steps.trailing_zeros() as usize);
            if self.steps.is_multiple_of(REFRESH) {
                least = self.recompute();
            }
            self.examine(least);
        }
        !self.is_complete()
    }

    /// Flips the spin that comes `place` spins after the block, for all settings of the block; the least energy then.
    fn flip(&mut self, place: usize) -> f64 {
        let width = self.energies.len();
        let block = self.spins.len() - self.local_fields.len();
        let spin = &mut self.spins[block + place];
        *spin = -*spin;
        let twice = 2.0 * f64::from(*spin);
        let alone = twice * self.local_fields[place];
        let table = &self.tables[place * width..][..width];
        let (energies, _) = self.energies.as_chunks_mut::<LANES>();
        let mut lanes = [f64::INFINITY; LANES];
        for (energies, sums) in energies.iter_mut().zip(table.as_chunks::<LANES>().0) {
            for lane in 0..LANES {
                let energy = energies[lane] + (alone + twice * sums[lane]);
                energies[lane] = energy;
                lanes[lane] = if energy < lanes[lane] { energy } else { lanes[lane] };
            }
        }
        for (other, weight) in self.model.neighbours_of(block + place) {
            if other >= block {
                self.local_fields[other - block] += twice * weight;
            }
        }
        least(&lanes)
    }

    /// Energies from the model alone, which clears rounding errors away; the least of them.
    fn recompute(&mut self) -> f64 {
        let block = self.spins.len() - self.local_fields.len();
        let mut spins = self.spins.clone();
        for setting in 0..1 << block {
            for (place, spin) in spins[..block].iter_mut().enumerate() {
                *spin = spin_in(setting, place);
            }
            self.energies[setting] = self.model.energy_of(&spins);
        }
        least(&self.energies)
    }

    /// Compares the least energy of the block with the best.
    fn examine(&mut self, least: f64) {
        if least > self.best.energy {
            return;
        }
        let same = self.energies.iter().filter(|&&energy| energy == least).count() as u64;
        if least == self.best.energy {
            self.best.count += same;
            return;
        }
        let setting = self.energies.iter().position(|&energy| energy == least).unwrap_or(0);
        self.best = Best { energy: least, count: same, step: self.steps, setting };
    }

    /// Whether all settings have been seen, so that the best is the least of all.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::ExactSearch};
    ///
    /// assert!(ExactSearch::new(&Ising::new(&[1.0; 8], [])?)?.is_complete());
    /// assert!(!ExactSearch::new(&Ising::new(&[1.0; 9], [])?)?.is_complete());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn is_complete(&self) -> bool {
        self.steps == self.last_step()
    }

    /// The number of blocks after the first.
    fn last_step(&self) -> u64 {
        let block = self.spins.len() - self.local_fields.len();
        (1 << (free_spins(&self.model) - block)) - 1
    }

    /// The first setting with the least energy so far.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::ExactSearch};
    ///
    /// let search = ExactSearch::new(&Ising::new(&[1.0, -1.0], [])?)?;
    /// assert_eq!(search.best().spins(), [-1, 1]);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn best(&self) -> Sample {
        let block = self.spins.len() - self.local_fields.len();
        let gray = self.best.step ^ (self.best.step >> 1);
        let spins = (0..self.spins.len()).map(|spin| match spin.checked_sub(block) {
            None => spin_in(self.best.setting, spin),
            // All start up.
            Some(place) => 1 - 2 * (gray >> place & 1) as i8,
        });
        Sample::new(&self.model, spins.collect())
    }

    /// How many settings have the least energy so far.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::ExactSearch};
    ///
    /// let search = ExactSearch::new(&Ising::new(&[1.0, 0.0], [])?)?;
    /// assert_eq!(search.minima(), 2);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn minima(&self) -> u64 {
        let turned = self.spins.len() - free_spins(&self.model);
        self.best.count << turned
    }

    /// The number of blocks seen after the first.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::ExactSearch};
    ///
    /// assert_eq!(ExactSearch::new(&Ising::new(&[1.0; 9], [])?)?.steps_taken(), 0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn steps_taken(&self) -> u64 {
        self.steps
    }
}

impl fmt::Debug for ExactSearch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ExactSearch")
            .field("model", &self.model)
            .field("steps", &self.steps)
            .field("best", &self.best)
            .finish_non_exhaustive()
    }
}

/// All spins, but the last one if turning all of them changes nothing.
fn free_spins(model: &Ising) -> usize {
    model.len() - usize::from(model.fields().iter().all(|&field| field == 0.0))
}

/// The spin at `place` in a setting of the block.
fn spin_in(setting: usize, place: usize) -> i8 {
    2 * (setting >> place & 1) as i8 - 1
}

fn least(energies: &[f64]) -> f64 {
    energies.iter().copied().fold(f64::INFINITY, f64::min)
}

/// 2^30 settings take about half a second; each spin more doubles that.
const MOST_SPINS: usize = 30;

/// 2^8 energies, 2 KB, and as much for each spin that changes, stay in the nearest cache.
const BLOCK: usize = 8;

/// Enough for vectors of any width.
const LANES: usize = 8;

/// Additions until energies are computed anew: with 30 spins that are all coupled, this takes as long as 2,000 additions.
const REFRESH: u64 = 1 << 15;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_cleared_away_in_time() {
        let n = 24;
        let couplings = (0..n).flat_map(|i| (0..i).map(move |j| (i, j, ((i * 7 + j * 5) % 11) as f64 / 3.0 - 1.0)));
        let model = Ising::new(&[1.0 / 7.0; 24], couplings).unwrap_or_else(|_| unreachable!());
        let mut search = ExactSearch::new(&model).unwrap_or_else(|_| unreachable!());
        let is_rounded = |search: &ExactSearch| {
            let mut anew = search.clone();
            anew.recompute();
            anew.energies != search.energies
        };
        search.step(REFRESH - 1);
        assert!(is_rounded(&search));
        search.step(1);
        assert!(!is_rounded(&search));
    }

    /// Energies and local fields as they have been kept up, beside those of the model.
    #[test]
    fn what_is_kept_up_is_what_the_model_says() {
        let n = 13;
        let couplings = (0..n).flat_map(|i| (0..i).map(move |j| (i, j, ((i * 7 + j * 5) % 11) as f64 - 5.0)));
        let fields: Vec<f64> = (0..n).map(|i| (i % 3) as f64 - 1.0).collect();
        let model =
            Ising::new(&fields, couplings).and_then(|model| model.with_offset(0.5)).unwrap_or_else(|_| unreachable!());
        let mut search = ExactSearch::new(&model).unwrap_or_else(|_| unreachable!());
        loop {
            let kept = search.clone();
            search.recompute();
            assert_eq!(kept.energies, search.energies);
            for (spin, field) in fields.iter().enumerate().skip(BLOCK) {
                let others = model.neighbours_of(spin).filter(|&(other, _)| other >= BLOCK);
                let field = field + others.map(|(other, weight)| weight * f64::from(kept.spins[other])).sum::<f64>();
                assert_eq!(kept.local_fields[spin - BLOCK], field);
            }
            if !search.step(1) {
                break;
            }
        }
    }
}
