//! Arms by their means, and which has the highest.

use ansatz_core::{
    DecodeError, MergeError,
    bytes::{Codec, Reader, Writer},
};

use super::tally::Tally;
use crate::argmax::Polynomials;

/// A [`Tally`], and the means of the arms of which something is known.
#[derive(Debug, Clone)]
pub(crate) struct Means {
    tally: Tally,
    means: Polynomials<1>,
}

impl Means {
    pub(crate) fn new(arms: usize) -> Self {
        Self::of(Tally::new(arms))
    }

    fn of(tally: Tally) -> Self {
        let mut means = Self { means: Polynomials::new(0), tally };
        means.rebuild();
        means
    }

    fn rebuild(&mut self) {
        self.means = Polynomials::new(self.tally.len());
        for (position, arm) in self.tally.arms().iter().enumerate() {
            if arm.evidence.weight > 0.0 {
                self.means.set(position, [arm.evidence.mean()]);
            }
        }
    }

    pub(crate) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The lowest position with the highest mean; 0 if nothing is known of any arm.
    pub(crate) fn highest(&mut self) -> usize {
        self.means.highest(0.0)
    }

    pub(crate) fn select(&mut self, position: usize) {
        self.tally.select(position);
    }

    pub(crate) fn learn(&mut self, position: usize, reward: f64) {
        let mean = self.tally.learn(position, reward).mean();
        self.means.set(position, [mean]);
    }

    pub(crate) fn add_arm(&mut self) {
        self.tally.add_arm();
        self.rebuild();
    }

    pub(crate) fn remove_arm(&mut self, position: usize) {
        self.tally.remove_arm(position);
        self.rebuild();
    }

    pub(crate) fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        self.tally.merge(&other.tally)?;
        self.rebuild();
        Ok(())
    }
}

impl PartialEq for Means {
    fn eq(&self, other: &Self) -> bool {
        self.tally == other.tally
    }
}

impl Codec for Means {
    fn encode(&self, writer: &mut Writer) {
        self.tally.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Tally::decode(reader).map(Self::of)
    }
}
