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

    /// The best of the children and of the `elitism` best members, which are ranked, survive, `size` at most; the genomes of
    /// those that do not.
    pub(super) fn survive(
        &mut self,
        children: impl Iterator<Item = Member<G>>,
        elitism: usize,
        size: usize,
    ) -> impl Iterator<Item = G> {
        let mut born = Vec::with_capacity(size);
        born.extend(children.map(Some));
        let ranked = |(place, child): (usize, &Option<Member<G>>)| {
            let worth = child.as_ref().map(|child| &child.worth).filter(|worth| !worth.has_failed())?;
            Some((worth.order(), place))
        };
        let mut order = Vec::with_capacity(born.len());
        order.extend(born.iter().enumerate().filter_map(ranked));
        order.sort_unstable();
        let (mut order, mut elitism) = (order.into_iter(), elitism);
        let mut elders = core::mem::replace(&mut self.members, Vec::with_capacity(size)).into_iter();
        while self.members.len() < size {
            let elder = elders.as_slice().first().filter(|_| elitism > 0);
            // A child goes before a member that is worth the same: otherwise nothing moves on a plateau.
            let is_elder = match (elder, order.as_slice().first()) {
                (Some(elder), Some((child, _))) => elder.worth.order() < *child,
                (elder, _) => elder.is_some(),
            };
            let next = if is_elder {
                elitism -= 1;
                elders.next()
            } else {
                order.next().and_then(|(_, place)| born[place].take())
            };
            let Some(next) = next else { break };
            self.members.push(next);
        }
        elders.chain(born.into_iter().flatten()).map(|member| member.genome)
    }

    /// Puts the best first.
    pub(super) fn rank(&mut self) {
        self.members.sort_by_cached_key(|member| member.worth.order());
    }

    /// Removes the members from a rank on; their genomes.
    fn drain_from(&mut self, rank: usize) -> impl Iterator<Item = G> {
        let rank = rank.min(self.members.len());
        self.members.drain(rank..).map(|member| member.genome)
    }

    /// Removes members that equal one before them; their genomes.
    pub(super) fn remove_duplicates(&mut self, is_equal: impl Fn(&G, &G) -> bool) -> impl Iterator<Item = G> {
        let mut kept: usize = 0;
        for place in 0..self.members.len() {
            let (before, from) = self.members.split_at(place);
            let Some(member) = from.first() else { break };
            // Equals are worth the same, and so near each other; a plateau is not searched to its end.
            let near = before[kept.saturating_sub(PLATEAU)..kept].iter().rev();
            let mut near = near.take_while(|other| other.worth.compare(&member.worth) == Ordering::Equal);
            if !near.any(|other| is_equal(&other.genome, &member.genome)) {
                if kept < place {
                    self.members.swap(kept, place);
                }
                kept += 1;
            }
        }
        self.drain_from(kept)
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

#[cfg(test)]
mod tests {
    use alloc::{vec, vec::Vec};

    use ansatz_random::Stream;

    use super::*;

    /// Numbers, as far from each other as they are.
    struct Line;

    impl Representation for Line {
        type Genome = f64;

        fn sample(&self, _: &mut Stream) -> f64 {
            0.0
        }

        fn recombine(&self, a: &f64, b: &f64, _: &mut Stream) -> (f64, f64) {
            (*a, *b)
        }

        fn mutate(&self, _: &mut f64, _: &mut Stream) {}

        fn distance(&self, a: &f64, b: &f64) -> f64 {
            (a - b).abs()
        }
    }

    fn member(genome: f64, worth: f64) -> Member<f64> {
        Member { genome, worth: worth.into() }
    }

    fn island(members: &[(f64, f64)]) -> Island<f64> {
        Island { members: members.iter().map(|(genome, worth)| member(*genome, *worth)).collect() }
    }

    fn genomes(island: &Island<f64>) -> Vec<f64> {
        island.members.iter().map(|member| member.genome).collect()
    }

    #[test]
    fn children_compete_with_the_nearer_parent() {
        let crowd = |first, second| {
            let mut island = island(&[(0.0, 5.0), (9.0, 7.0)]);
            island.crowd(&Line, 0, [first, second]);
            genomes(&island)
        };
        // Near the other one each; equal is not worse.
        assert_eq!(crowd(member(8.0, 7.0), member(1.0, 4.0)), [1.0, 8.0]);
        assert_eq!(crowd(member(8.0, 7.5), member(1.0, 5.5)), [0.0, 9.0]);
        assert_eq!(crowd(member(2.0, 1.0), member(7.0, 8.0)), [2.0, 9.0]);
        let failure = || Member { genome: 1.0, worth: Evaluation::failed() };
        assert_eq!(crowd(failure(), failure()), [0.0, 9.0]);
    }

    #[test]
    fn the_best_survive_and_children_come_before_equals() {
        let children = || vec![member(3.0, 2.0), Member { genome: 4.0, worth: Evaluation::failed() }, member(5.0, 1.0)];
        let survivors = |elitism| {
            let mut island = island(&[(1.0, 1.0), (2.0, 3.0)]);
            let dead = island.survive(children().into_iter(), elitism, 3).count();
            assert_eq!(dead, 5 - island.members.len());
            genomes(&island)
        };
        assert_eq!(survivors(0), [5.0, 3.0]);
        assert_eq!(survivors(1), [5.0, 1.0, 3.0]);
        assert_eq!(survivors(2), [5.0, 1.0, 3.0]);
    }

    #[test]
    fn copies_are_removed() {
        let mut island = island(&[(1.0, 0.0), (2.0, 0.0), (1.0, 0.0), (1.0, 1.0), (2.0, 1.0), (1.0, 1.0)]);
        assert!(island.remove_duplicates(|a, b| a == b).eq([1.0, 1.0]));
        // Those that are worth something else are no copies: the objective draws at random, then.
        assert_eq!(genomes(&island), [1.0, 2.0, 1.0, 2.0]);
    }
}
