//! Strings of bits that are observed one by one, and learnt from together.

use alloc::vec::Vec;

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
    require_range,
};
use ansatz_optimize::{Codec, Evaluation, Generation};
use ansatz_random::{Stream, unit};

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Brood {
    generation: Generation,
    /// As many as have been proposed.
    genomes: Vec<Vec<bool>>,
}

impl Brood {
    pub(super) fn new(size: usize) -> Self {
        Self { generation: Generation::new(size), genomes: Vec::new() }
    }

    /// The place of the candidate that is proposed now: what is observed for it must be pushed.
    pub(super) fn propose(&mut self, number: u64) -> Option<usize> {
        self.generation.propose(number)
    }

    pub(super) fn push(&mut self, genome: Vec<bool>) {
        self.genomes.push(genome);
    }

    pub(super) fn candidate(&self, number: u64) -> Option<&Vec<bool>> {
        self.generation.place(number).and_then(|place| self.genomes.get(place))
    }

    /// The generation, once all of it has been told; then the next one begins.
    pub(super) fn observe(&mut self, number: u64, evaluation: Evaluation) -> Option<Vec<(Vec<bool>, Evaluation)>> {
        if !self.generation.observe(number, evaluation) {
            return None;
        }
        let told: Vec<_> = self.genomes.drain(..).zip(self.generation.take()).collect();
        self.generation.restart(told.len());
        Some(told)
    }

    pub(super) fn proposed(&self) -> usize {
        self.generation.proposed()
    }

    /// `Ok` if it is one of so many strings of so many bits.
    pub(super) fn require(&self, size: usize, len: usize) -> Result<(), DecodeError> {
        let fits = self.generation.len() == size
            && self.genomes.len() == self.generation.proposed()
            && self.genomes.iter().all(|genome| genome.len() == len);
        if fits { Ok(()) } else { Err(DecodeError::field("brood", self.genomes.len(), "as many strings as proposed")) }
    }
}

impl Codec for Brood {
    fn encode(&self, writer: &mut Writer) {
        self.generation.encode(writer);
        self.genomes.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { generation: Codec::decode(reader)?, genomes: Codec::decode(reader)? })
    }
}

/// Independent bits, one number drawn for each.
pub(super) fn observed(probabilities: impl Iterator<Item = f64>, rng: &mut Stream) -> Vec<bool> {
    probabilities.map(|probability| unit(rng) < probability).collect()
}

pub(super) fn require_len(len: usize) -> Result<usize, ParameterError> {
    require_range("len", len, 1..=MOST_BITS)
}

/// Counts of generations are far from where they would overflow.
pub(super) fn require_count(generations: u64) -> Result<(), DecodeError> {
    if generations <= u64::MAX / 2 {
        return Ok(());
    }
    Err(DecodeError::field("generations", generations, "less than 2^63"))
}

/// As for `ansatz_optimize::BitString`: a stored run that has not begun holds the length alone, and takes memory once it goes
/// on.
const MOST_BITS: usize = 1 << 20;
