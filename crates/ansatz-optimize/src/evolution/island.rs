//! One population, and how it becomes the next.

use alloc::vec::Vec;
use core::cmp::Ordering;

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};

use crate::{Codec, Evaluation, Representation};

/// A genome and what it is worth: not a failure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member<G> {
    pub(super) genome: G,
    pub(super) worth: Evaluation,
}

/// The members of one population, the best first; fewer than its size if others have failed or were copies.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Island<G> {
    pub(super) members: Vec<Member<G>>,
}

impl<G> Island<G> {
    pub(super) const fn new() -> Self {
        Self { members: Vec::new() }
    }

    /// The best of the children and of the `elitism` best members survive, `size` at most.
    pub(super) fn survive(&mut self, children: impl Iterator<Item = Member<G>>, elitism: usize, size: usize) {
        self.members.truncate(elitism);
        // In front, so that a child goes before a member that is worth the same: otherwise nothing moves on a plateau.
        self.members.splice(0..0, children.filter(|child| !child.worth.has_failed()));
        self.rank();
        self.members.truncate(size);
    }

    pub(super) fn rank(&mut self) {
        self.members.sort_by(|a, b| a.worth.compare(&b.worth));
    }

    /// Removes members that equal one before them.
    pub(super) fn remove_duplicates(&mut self, is_equal: impl Fn(&G, &G) -> bool) {
        let mut kept: usize = 0;
        for place in 0..self.members.len() {
            let (before, from) = self.members.split_at(place);
            let Some(member) = from.first() else { return };
            // Equals are worth the same, and so near each other; a plateau is not searched to its end.
            let near = before[kept.saturating_sub(PLATEAU)..kept].iter().rev();
            let mut near = near.take_while(|other| other.worth.compare(&member.worth) == Ordering::Equal);
            if !near.any(|other| is_equal(&other.genome, &member.genome)) {
                self.members.swap(kept, place);
                kept += 1;
            }
        }
        self.members.truncate(kept);
    }

    /// Two children of the members at `place` and behind it: each takes the place of the nearer one, unless it is worse.
    pub(super) fn crowd<R>(&mut self, representation: &R, place: usize, children: [Member<G>; 2])
    where
        R: Representation<Genome = G>,
    {
        let Some([one, other]) = self.members.get_mut(place..place + 2) else { return };
        let [first, second] = children;
        let distance = |a: &Member<G>, b: &Member<G>| representation.distance(&a.genome, &b.genome);
        let straight = distance(one, &first) + distance(other, &second);
        let crossed = distance(one, &second) + distance(other, &first);
        let pairs = if straight <= crossed { [(one, first), (other, second)] } else { [(one, second), (other, first)] };
        for (parent, child) in pairs {
            if !parent.worth.is_better_than(&child.worth) {
                *parent = child;
            }
        }
    }
}

impl<G: Codec> Codec for Member<G> {
    fn encode(&self, writer: &mut Writer) {
        self.genome.encode(writer);
        self.worth.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { genome: Codec::decode(reader)?, worth: Codec::decode(reader)? })
    }
}

impl<G: Codec> Codec for Island<G> {
    fn encode(&self, writer: &mut Writer) {
        self.members.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { members: Codec::decode(reader)? })
    }
}

/// How many members that are worth the same another one is compared with. Without a limit, a generation of n would take
/// n^2 comparisons where everything is worth the same.
const PLATEAU: usize = 32;
