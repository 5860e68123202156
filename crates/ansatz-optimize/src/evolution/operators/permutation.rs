//! Operators on permutations of the numbers below a length.

use alloc::{vec, vec::Vec};

use ansatz_random::{below, rand_core::Rng, unit};

use super::binary::two_below;

/// Order crossover (OX): each child has a segment of one parent in its place, and the others, from behind the segment on
/// and round, in the order of the other parent.
///
/// For sequences in which it matters who comes before whom, and tours.
///
/// L. Davis, *Applying adaptive algorithms to epistatic domains*, IJCAI 1985.
///
/// # Panics
///
/// If one parent is not a permutation of `0..n`, or the other not one of as many.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::order;
/// use ansatz_random::Stream;
///
/// let (mut one, _) = order(&[0, 1, 2, 3, 4], &[4, 3, 2, 1, 0], &mut Stream::new(1, 0));
/// one.sort();
/// assert_eq!(one, [0, 1, 2, 3, 4]);
/// ```
///
/// # Complexity
///
/// O(n).
pub fn order<R: Rng + ?Sized>(a: &[usize], b: &[usize], rng: &mut R) -> (Vec<usize>, Vec<usize>) {
    if a.len() < 2 {
        return (a.to_vec(), b.to_vec());
    }
    let (from, to) = two_below(a.len() as u64 + 1, rng);
    (ordered(a, b, from, to), ordered(b, a, from, to))
}

/// `a[from..to]` in its place, and what is missing in the order of `b`, both from `to` on and round.
fn ordered(a: &[usize], b: &[usize], from: usize, to: usize) -> Vec<usize> {
    let n = a.len();
    let mut taken = vec![false; n];
    for item in &a[from..to] {
        taken[*item] = true;
    }
    let mut child = a.to_vec();
    let missing = b[to..].iter().chain(&b[..to]).filter(|item| !taken[**item]);
    for (place, item) in (to..n).chain(0..from).zip(missing) {
        child[place] = *item;
    }
    child
}

/// Position-based crossover (POS): each child has the items at about half of the places, chosen at random, of one
/// parent, and the others in the order of the other parent.
///
/// For assignments in which it matters what is where.
///
/// G. Syswerda, *Schedule optimization using genetic algorithms*, in L. Davis (ed.), Handbook of Genetic Algorithms
/// (1991).
///
/// # Panics
///
/// If one parent is not a permutation of `0..n`, or the other not one of as many.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::position;
/// use ansatz_random::Stream;
///
/// let (one, other) = position(&[0, 1, 2, 3], &[0, 2, 1, 3], &mut Stream::new(1, 0));
/// // What is at the same place in both parents stays there.
/// assert_eq!((one[0], one[3], other[0], other[3]), (0, 3, 0, 3));
/// ```
///
/// # Complexity
///
/// O(n).
pub fn position<R: Rng + ?Sized>(a: &[usize], b: &[usize], rng: &mut R) -> (Vec<usize>, Vec<usize>) {
    let kept: Vec<bool> = a.iter().map(|_| unit(rng) < 0.5).collect();
    (positioned(a, b, &kept), positioned(b, a, &kept))
}

/// The items of `a` at the places that are kept, and the others in the order of `b`.
fn positioned(a: &[usize], b: &[usize], kept: &[bool]) -> Vec<usize> {
    let mut taken = vec![false; a.len()];
    for (item, _) in a.iter().zip(kept).filter(|(_, kept)| **kept) {
        taken[*item] = true;
    }
    let mut child = a.to_vec();
    let missing = b.iter().filter(|item| !taken[**item]);
    for ((place, _), item) in child.iter_mut().zip(kept).filter(|(_, kept)| !**kept).zip(missing) {
        *place = *item;
    }
    child
}

/// Edge recombination (ERX): a tour made of edges of its parents, except where it is stuck.
///
/// The tour goes from the first item of one parent on to the neighbour, in either parent's tour, that has the fewest
/// neighbours left itself; edges that both parents have come first, and equals are chosen from at random. Where no
/// neighbour is left, it goes on from any item at random. A permutation is taken as a cycle whose direction does not
/// matter. It gives one child; with the parents exchanged, another.
///
/// D. Whitley, T. Starkweather and D. Fuquay, *Scheduling problems and traveling salesmen: the genetic edge recombination
/// operator*, ICGA 3 (1989); the preference for common edges is from T. Starkweather et al., *A comparison of genetic
/// sequencing operators*, ICGA 4 (1991).
///
/// # Panics
///
/// If one parent is not a permutation of `0..n`, or the other not one of as many.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::edge_recombination;
/// use ansatz_random::Stream;
///
/// // The same tour twice, from another start and in the other direction.
/// let child = edge_recombination(&[2, 3, 0, 1], &[1, 0, 3, 2], &mut Stream::new(1, 0));
/// assert!(child == [2, 3, 0, 1] || child == [2, 1, 0, 3]);
/// ```
///
/// # Complexity
///
/// O(n).
pub fn edge_recombination<R: Rng + ?Sized>(a: &[usize], b: &[usize], rng: &mut R) -> Vec<usize> {
    let mut edges = vec![Edges::default(); a.len()];
    for tour in [a, b] {
        for (place, item) in tour.iter().enumerate() {
            let next = tour[(place + 1) % tour.len()];
            edges[*item].insert(next);
            edges[next].insert(*item);
        }
    }
    // Those not visited yet, and where each of them is in the list.
    let mut left = a.to_vec();
    let mut places = vec![0; a.len()];
    left.iter().enumerate().for_each(|(place, item)| places[*item] = place);
    let mut child = Vec::with_capacity(a.len());
    let mut next = a.first().copied();
    while let Some(item) = next {
        child.push(item);
        let place = places[item];
        left.swap_remove(place);
        if let Some(moved) = left.get(place) {
            places[*moved] = place;
        }
        for index in 0..edges[item].count {
            let neighbour = edges[item].ends[index];
            edges[neighbour].remove(item);
        }
        next = best_edge(&edges, item, rng).or_else(|| {
            let any = below(rng, left.len() as u64) as usize;
            left.get(any).copied()
        });
    }
    child
}

/// The neighbour of an item to go on with.
fn best_edge<R: Rng + ?Sized>(edges: &[Edges], item: usize, rng: &mut R) -> Option<usize> {
    let here = &edges[item];
    let (mut best, mut best_worth, mut equals) = (None, (true, usize::MAX), 0);
    for (end, common) in here.ends.iter().zip(here.common).take(here.count) {
        let worth = (!common, edges[*end].count);
        if worth < best_worth {
            (best, best_worth, equals) = (Some(*end), worth, 1);
        } else if worth == best_worth {
            // The last of k equals with probability 1 / k, and so each.
            equals += 1;
            if below(rng, equals) == 0 {
                best = Some(*end);
            }
        }
    }
    best
}

/// An item's neighbours that have not been visited: two in each parent.
#[derive(Debug, Clone, Copy, Default)]
struct Edges {
    ends: [usize; 4],
    /// Whether the edge is in both parents.
    common: [bool; 4],
    count: usize,
}

impl Edges {
    fn insert(&mut self, end: usize) {
        if let Some(known) = self.ends[..self.count].iter().position(|known| *known == end) {
            self.common[known] = true;
        } else if self.count < 4 {
            self.ends[self.count] = end;
            self.count += 1;
        }
    }

    fn remove(&mut self, end: usize) {
        if let Some(place) = self.ends[..self.count].iter().position(|known| *known == end) {
            self.count -= 1;
            self.ends[place] = self.ends[self.count];
            self.common[place] = self.common[self.count];
        }
    }
}

/// Exchanges two items.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::swap;
/// use ansatz_random::Stream;
///
/// let mut items = [0, 1, 2, 3];
/// swap(&mut items, &mut Stream::new(1, 0));
/// assert_eq!(items.iter().enumerate().filter(|(place, item)| *place != **item).count(), 2);
/// ```
///
/// # Complexity
///
/// O(1).
pub fn swap<T, R: Rng + ?Sized>(items: &mut [T], rng: &mut R) {
    if items.len() > 1 {
        let (one, other) = two_below(items.len() as u64, rng);
        items.swap(one, other);
    }
}

/// Takes out an item and puts it back at another place.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::insert;
/// use ansatz_random::Stream;
///
/// let mut items = [0, 1, 2, 3];
/// insert(&mut items, &mut Stream::new(1, 0));
/// assert_ne!(items, [0, 1, 2, 3]);
/// ```
///
/// # Complexity
///
/// O(length).
pub fn insert<T, R: Rng + ?Sized>(items: &mut [T], rng: &mut R) {
    if items.len() > 1 {
        let (one, other) = two_below(items.len() as u64, rng);
        if rng.next_u64() & 1 == 0 {
            items[one..=other].rotate_left(1);
        } else {
            items[one..=other].rotate_right(1);
        }
    }
}

/// Reverses a segment of two items or more: what 2-opt does to a tour.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::invert;
/// use ansatz_random::Stream;
///
/// let mut items = [0, 1, 2, 3, 4, 5];
/// invert(&mut items, &mut Stream::new(1, 0));
/// assert!(items.windows(2).any(|pair| pair[0] > pair[1]));
/// ```
///
/// # Complexity
///
/// O(length).
pub fn invert<T, R: Rng + ?Sized>(items: &mut [T], rng: &mut R) {
    if items.len() > 1 {
        let (one, other) = two_below(items.len() as u64, rng);
        items[one..=other].reverse();
    }
}

#[cfg(test)]
mod tests {
    use ansatz_random::Stream;

    use super::*;

    /// The tours A B C D E F and B D C A E F of the paper: of A's neighbours B has three left, and C, E and F have two;
    /// C D and E F are edges of both.
    #[test]
    fn the_tour_goes_where_little_is_left() {
        let mut seconds = [0; 6];
        for seed in 0..200 {
            let child = edge_recombination(&[0, 1, 2, 3, 4, 5], &[1, 3, 2, 0, 4, 5], &mut Stream::new(seed, 0));
            seconds[child[1]] += 1;
            let after = |item: usize| child.iter().position(|other| *other == item).map(|place| child.get(place + 1));
            for (one, other) in [(2, 3), (4, 5)] {
                assert!(after(one) == Some(Some(&other)) || after(other) == Some(Some(&one)), "{child:?}");
            }
        }
        assert!(seconds[1] == 0 && seconds[2] > 0 && seconds[4] > 0 && seconds[5] > 0, "{seconds:?}");
    }
}
