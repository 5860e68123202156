//! Models for all solvers, those of `ansatz` and of `separatrix`, which stores every pair of spins.

use ansatz_quantum::Ising;
use ansatz_random::{Stream, below};
use separatrix::IsingModel;

/// A model, and the same in the peer's signs and numbers.
pub(crate) struct Input {
    pub(crate) name: &'static str,
    pub(crate) ours: Ising,
    /// In floats of 32 bits, with which it is faster than with 64.
    pub(crate) theirs: IsingModel<f32>,
}

/// As sparse as Gset's G1, and the peer's own ground: every pair is coupled.
pub(crate) fn all() -> [Input; 2] {
    // 800 vertices, 6% of their pairs joined.
    let graph = input("graph_800", 800, |rng| if below(rng, 100) < 6 { 1.0 } else { 0.0 });
    let glass = input("glass_256", 256, |rng| if below(rng, 2) == 0 { 1.0 } else { -1.0 });
    [graph, glass]
}

fn input(name: &'static str, spins: usize, coupling: impl Fn(&mut Stream) -> f64) -> Input {
    let (mut rng, mut couplings, mut theirs) = (Stream::new(7, 0), Vec::new(), IsingModel::new(spins));
    for (i, j) in (0..spins).flat_map(|i| (i + 1..spins).map(move |j| (i, j))) {
        let weight = coupling(&mut rng);
        couplings.push((i, j, weight));
        // Its positive couplings want spins that are alike.
        theirs.set_coupling(i, j, -weight as f32);
    }
    Input { name, ours: Ising::new(&vec![0.0; spins], couplings).unwrap(), theirs }
}

/// The mean energy of so many reads, each with a seed of its own.
pub(crate) fn mean(energies: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = energies.len() as f64;
    energies.sum::<f64>() / count
}

/// As many as lie side by side in ours.
pub(crate) const READS: usize = 16;
