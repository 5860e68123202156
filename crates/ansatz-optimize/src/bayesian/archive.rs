//! What has become of candidates, and which of that a model may know.

use alloc::{collections::BTreeMap, vec::Vec};

use ansatz_core::DecodeError;

use crate::{Evaluation, Space, engine::codec::codec};

/// Candidates that are outstanding, that were evaluated, that failed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Archive {
    /// Successful evaluations, by rising number.
    known: Vec<Known>,
    /// How many of them there have been, with those that were forgotten.
    told: u64,
    /// Where evaluations failed, the latest of them.
    failed: BTreeMap<u64, Vec<f64>>,
    pending: BTreeMap<u64, Vec<f64>>,
}

/// A candidate that was evaluated.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Known {
    number: u64,
    pub(super) candidate: Vec<f64>,
    pub(super) evaluation: Evaluation,
}

impl Archive {
    pub(super) fn propose(&mut self, number: u64, candidate: Vec<f64>) {
        self.pending.insert(number, candidate);
    }

    pub(super) fn observe(&mut self, number: u64, evaluation: Evaluation) {
        let Some(candidate) = self.pending.remove(&number) else { return };
        if evaluation.has_failed() {
            self.failed.insert(number, candidate);
            return;
        }
        self.told = self.told.saturating_add(1);
        let at = self.known.partition_point(|known| known.number < number);
        self.known.insert(at, Known { number, candidate, evaluation });
    }

    /// Keeps at most `most` evaluations and as many failures as are worth avoiding: of the worse half of the evaluations
    /// one after the other that is nearest to another one is forgotten, so that the better half stays as it is and
    /// something is known of everywhere. `distance` is between candidates.
    pub(super) fn forget(&mut self, most: usize, distance: impl Fn(&[f64], &[f64]) -> f64) {
        while self.failed.len() > MOST_FAILED {
            self.failed.pop_first();
        }
        while self.known.len() > most {
            let mut order: Vec<usize> = (0..self.known.len()).collect();
            // Stable, so that the earlier of equals counts as the better one.
            order.sort_by(|a, b| self.known[*a].evaluation.compare(&self.known[*b].evaluation));
            let nearest = |at: &usize| {
                let others = self.known.iter().enumerate().filter(|(other, _)| other != at);
                let distances = others.map(|(_, other)| distance(&self.known[*at].candidate, &other.candidate));
                distances.fold(f64::INFINITY, f64::min)
            };
            let worse = order.iter().skip(most / 2).map(|at| (nearest(at), *at));
            // The worst of those that are equally near.
            let least = worse.reduce(|least, other| if other.0 <= least.0 { other } else { least });
            self.known.remove(least.map_or(0, |(_, at)| at));
        }
    }

    /// How many successful evaluations have been told in all.
    pub(super) const fn told(&self) -> u64 {
        self.told
    }

    pub(super) fn outstanding(&self) -> usize {
        self.pending.len()
    }

    pub(super) fn candidate(&self, number: u64) -> Option<&[f64]> {
        self.pending.get(&number).map(Vec::as_slice)
    }

    /// The evaluations of candidates before `batch`.
    pub(super) fn known(&self, batch: u64) -> &[Known] {
        &self.known[..self.known.partition_point(|known| known.number < batch)]
    }

    /// The candidates before `batch` that failed.
    pub(super) fn failed(&self, batch: u64) -> impl Iterator<Item = &[f64]> {
        self.failed.range(..batch).map(|(_, candidate)| candidate.as_slice())
    }

    /// The candidates that are outstanding, and those of the batch that may not be known of yet, by rising number.
    pub(super) fn unknown(&self, batch: u64) -> Vec<&[f64]> {
        let known = self.known.iter().filter(|known| known.number >= batch).map(|known| (known.number, &known.candidate));
        let pending = self.pending.iter().map(|(number, candidate)| (*number, candidate));
        let failed = self.failed.range(batch..).map(|(number, candidate)| (*number, candidate));
        let mut unknown: Vec<(u64, &Vec<f64>)> = known.chain(pending).chain(failed).collect();
        unknown.sort_unstable_by_key(|(number, _)| *number);
        unknown.into_iter().map(|(_, candidate)| candidate.as_slice()).collect()
    }

    /// `Ok` if all candidates are of the space, and at most `more` are kept beyond what is kept at last.
    pub(super) fn require_valid(&self, space: &Space, most: usize, more: usize) -> Result<(), DecodeError> {
        let candidates = self.known.iter().map(|known| &known.candidate);
        let candidates = candidates.chain(self.failed.values()).chain(self.pending.values());
        let inside = candidates.fold(true, |inside, candidate| inside && space.contains(candidate));
        let in_order = self.known.is_sorted_by(|a, b| a.number < b.number);
        let counted = self.known.len() <= most + more
            && self.failed.len() <= MOST_FAILED + more
            && self.pending.len() <= more
            && self.known.len() as u64 <= self.told;
        if inside && in_order && counted && self.known.iter().all(|known| !known.evaluation.has_failed()) {
            return Ok(());
        }
        Err(DecodeError::field("archive", self.known.len(), "candidates of the space, each once"))
    }

    const fn check(&self) -> Result<(), DecodeError> {
        // The search knows what to check it by.
        let _ = self;
        Ok(())
    }
}

impl Known {
    const fn check(&self) -> Result<(), DecodeError> {
        let _ = self;
        Ok(())
    }
}

codec!([] Archive { known, told, failed, pending });
codec!([] Known { number, candidate, evaluation });

/// Failures beyond these are forgotten, the oldest first: what is avoided for ever costs every candidate a distance.
const MOST_FAILED: usize = 100;
