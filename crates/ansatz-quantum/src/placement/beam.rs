//! Candidates in superposition, and what becomes of a node where they meet.

use alloc::{vec, vec::Vec};

use super::{Combination, SuperposedConfig, candidate::Candidate};
use crate::{QuantumError, Superposition};

/// Candidates, the best first, with amplitudes by their ranks.
#[derive(Debug, Clone)]
pub(super) struct Beam {
    pub(super) candidates: Vec<Candidate>,
    /// Their numbers.
    pub(super) carried: Superposition<usize>,
    /// By node, what it may hold: the number of the first candidate that has it so. `None` where everything cancels.
    pub(super) contents: Vec<Option<Superposition<usize>>>,
}

impl Beam {
    /// The best of some, each once.
    pub(super) fn new(
        mut candidates: Vec<Candidate>,
        nodes: usize,
        config: &SuperposedConfig,
    ) -> Result<Self, QuantumError> {
        // Stable: of equals, those that came first stay.
        candidates.sort_by(|a, b| a.worth.compare(&b.worth));
        // Equal ones have equal worths, but so have others that stand between them.
        let mut kept: Vec<Candidate> = Vec::with_capacity(config.candidates.min(candidates.len()));
        for candidate in candidates {
            let mut equals = kept.iter().rev().take_while(|other| other.worth.compare(&candidate.worth).is_eq());
            if kept.len() < config.candidates && equals.all(|other| other.nodes != candidate.nodes) {
                kept.push(candidate);
            }
        }
        let last = (kept.len().max(2) - 1) as f64;
        let ranks = || (0..kept.len()).map(|rank| rank as f64 / last);
        let weights: Vec<f64> = ranks().map(|rank| libm::exp(-PRESSURE * rank)).collect();
        let mut carried = Superposition::from_weights(0..kept.len(), &weights)?;
        carried.rotate(&ranks().map(|rank| config.phase * rank).collect::<Vec<_>>())?;
        let of_node = |node| contents(&carried, |candidate| kept[candidate].pods_on(node), config.combination);
        let contents = (0..nodes).map(of_node).collect();
        Ok(Self { candidates: kept, carried, contents })
    }
}

/// What a node may hold, each as the first of the candidates that have it so.
fn contents<'a>(
    carried: &Superposition<usize>,
    pods: impl Fn(usize) -> &'a [usize],
    combination: Combination,
) -> Option<Superposition<usize>> {
    let mut firsts: Vec<usize> = Vec::new();
    let mut class_of = Vec::with_capacity(carried.len());
    for &candidate in carried.alternatives() {
        let class = firsts.iter().position(|&first| pods(first) == pods(candidate)).unwrap_or(firsts.len());
        if class == firsts.len() {
            firsts.push(candidate);
        }
        class_of.push(class);
    }
    match combination {
        Combination::Amplitudes => carried.interfere(|&candidate| firsts[class_of[candidate]]),
        Combination::Probabilities => {
            let mut weights = vec![0.0; firsts.len()];
            for (class, amplitude) in class_of.into_iter().zip(carried.amplitudes()) {
                weights[class] += amplitude.norm_sqr();
            }
            Superposition::from_weights(firsts, &weights)
        }
    }
    .ok()
}

/// The worst candidate is observed e^-3, a twentieth, as often as the best.
const PRESSURE: f64 = 3.0;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use core::f64::consts::PI;

    use super::*;

    /// Three candidates of equal weight, the second turned by `phase`; the first two agree.
    fn probabilities(combination: Combination, phase: f64) -> Option<Vec<f64>> {
        let mut carried = Superposition::uniform(0..3).unwrap();
        carried.rotate(&[0.0, phase, 0.0]).unwrap();
        let pods: [&[usize]; 3] = [&[4, 5], &[4, 5], &[6]];
        let state = contents(&carried, |candidate| pods[candidate], combination)?;
        assert_eq!(state.alternatives(), [0, 2]);
        Some(state.amplitudes().iter().map(|amplitude| amplitude.norm_sqr()).collect())
    }

    #[test]
    fn agreement_counts_by_its_square() {
        let is_near = |found: Option<Vec<f64>>, expected: [f64; 2]| {
            let found = found.unwrap();
            assert!(found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-15), "{found:?}");
        };
        is_near(probabilities(Combination::Amplitudes, 0.0), [4.0 / 5.0, 1.0 / 5.0]);
        is_near(probabilities(Combination::Amplitudes, PI / 2.0), [2.0 / 3.0, 1.0 / 3.0]);
        is_near(probabilities(Combination::Amplitudes, PI), [0.0, 1.0]);
        // The twin adds probabilities, whatever the phases.
        for phase in [0.0, PI / 2.0, PI] {
            is_near(probabilities(Combination::Probabilities, phase), [2.0 / 3.0, 1.0 / 3.0]);
        }
    }

    #[test]
    fn where_nobody_agrees_both_are_the_same() {
        let mut carried = Superposition::from_weights(0..3, &[1.0, 2.0, 5.0]).unwrap();
        carried.rotate(&[0.0, 1.0, 2.0]).unwrap();
        let pods = [vec![0], vec![1], vec![]];
        let of = |combination| contents(&carried, |candidate| pods[candidate].as_slice(), combination).unwrap();
        let (amplitudes, probabilities) = (of(Combination::Amplitudes), of(Combination::Probabilities));
        for candidate in 0..3 {
            let gap =
                amplitudes.probability(|&one| one == candidate) - probabilities.probability(|&one| one == candidate);
            assert!(gap.abs() < 1e-15);
        }
    }

    #[test]
    fn what_cancels_is_not_there() {
        let mut carried = Superposition::uniform(0..2).unwrap();
        carried.rotate(&[0.0, PI]).unwrap();
        assert!(contents(&carried, |_| &[], Combination::Amplitudes).is_none());
        assert!(contents(&carried, |_| &[], Combination::Probabilities).is_some());
    }
}
