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
        let known =
            self.known.iter().filter(|known| known.number >= batch).map(|known| (known.number, &known.candidate));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(told: &[(f64, f64)]) -> Archive {
        let mut archive = Archive::default();
        for (number, (at, value)) in told.iter().enumerate() {
            archive.propose(number as u64, alloc::vec![*at]);
            archive.observe(number as u64, Evaluation::from(*value));
        }
        archive
    }

    fn places(archive: &Archive) -> Vec<f64> {
        archive.known(u64::MAX).iter().map(|known| known.candidate[0]).collect()
    }

    fn distance(a: &[f64], b: &[f64]) -> f64 {
        (a[0] - b[0]).abs()
    }

    /// The better half is at 0.5, 0.51 and 0.52; of the rest, 0.9 and 0.88 are nearest, and 0.9 is the worse one.
    #[test]
    fn the_crowded_and_bad_is_forgotten_first() {
        let told = [(0.1, 5.0), (0.5, 1.0), (0.51, 0.5), (0.52, 0.9), (0.88, 8.0), (0.9, 9.0), (0.0, 7.0)];
        let mut archive = archive(&told);
        archive.forget(6, distance);
        assert_eq!(places(&archive), [0.1, 0.5, 0.51, 0.52, 0.88, 0.0]);
        archive.forget(6, distance);
        assert_eq!(archive.known(u64::MAX).len(), 6);
        assert_eq!(archive.told(), 7);
    }

    #[test]
    fn a_batch_knows_nothing_of_itself() {
        let mut archive = archive(&[(0.1, 5.0), (0.2, 4.0), (0.3, 3.0)]);
        archive.propose(3, alloc::vec![0.4]);
        archive.propose(4, alloc::vec![0.5]);
        archive.observe(4, Evaluation::failed());
        assert_eq!(archive.known(2).len(), 2);
        assert_eq!(archive.unknown(2), [[0.3], [0.4], [0.5]]);
        assert_eq!((archive.failed(2).count(), archive.failed(5).count()), (0, 1));
        assert_eq!(archive.unknown(5), [[0.4]]);
    }

    #[test]
    fn the_latest_failures_are_kept() {
        let mut archive = Archive::default();
        for number in 0..150 {
            archive.propose(number, alloc::vec![number as f64]);
            archive.observe(number, Evaluation::failed());
        }
        archive.forget(10, distance);
        assert!(archive.failed(u64::MAX).map(|at| at[0]).eq((50..150).map(f64::from)));
    }
}
