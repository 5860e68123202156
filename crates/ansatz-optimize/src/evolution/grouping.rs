//! Groupings as genomes.
//!
//! E. Falkenauer, *A hybrid grouping genetic algorithm for bin packing*, Journal of Heuristics 2 (1996).

use alloc::{vec, vec::Vec};

use ansatz_core::{DecodeError, ParameterError, require_range};
use ansatz_random::{Stream, below, shuffle};

use super::{
    bit_string::MOST_GENES,
    operators::{UNASSIGNED, eliminate_groups, inject_groups, renumber_groups},
};
use crate::{Codec, Representation, share::require_share};

/// Puts items that are in no group into groups: what a problem knows of its groups, the capacity of a bin for one.
///
/// A closure with these arguments is one; a struct with [`Codec`] lets runs be stored.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Grouping, Repair, Representation};
/// use ansatz_random::Stream;
///
/// /// Two items in a group at most, put where there is room first.
/// struct Pairs;
///
/// impl Repair for Pairs {
///     fn repair(&self, groups: &mut [usize], unassigned: &[usize], _: &mut Stream) {
///         for item in unassigned {
///             let size = |group: usize| groups.iter().filter(|other| **other == group).count();
///             groups[*item] = (0..).find(|group| size(*group) < 2).unwrap();
///         }
///     }
/// }
///
/// let mut groups = Grouping::new(5, Pairs)?.sample(&mut Stream::new(1, 0));
/// groups.sort();
/// assert!(groups.iter().max() == Some(&2));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
pub trait Repair {
    /// Gives each item of `unassigned` a group: `groups` has the group of each item, and
    /// [`UNASSIGNED`](crate::operators::UNASSIGNED) for these.
    ///
    /// The items come in an order at random, each of them as likely as the others. Groups are numbered from 0 without
    /// gaps; any other number is a new one. Other items may be moved too. Items that are left out become a group each.
    fn repair(&self, groups: &mut [usize], unassigned: &[usize], rng: &mut Stream);
}

impl<F: Fn(&mut [usize], &[usize], &mut Stream)> Repair for F {
    fn repair(&self, groups: &mut [usize], unassigned: &[usize], rng: &mut Stream) {
        self(groups, unassigned, rng);
    }
}

/// Items in groups, where it matters who is together and not what a group is called: packing, clustering, colouring.
///
/// A genome is the group of each item; groups are numbered by their first items, so that equal groupings are equal
/// genomes. A child has a share of the groups of one parent as they are, the groups of the other that are not touched by
/// them, and the rest by [`Repair`]; a mutation dissolves some groups. The distance is the number of ordered pairs of items
/// that are together in one of two groupings alone.
///
/// E. Falkenauer, *A hybrid grouping genetic algorithm for bin packing*, Journal of Heuristics 2 (1996).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{GeneticAlgorithm, Grouping, operators::UNASSIGNED};
/// use ansatz_random::Stream;
///
/// // Packing: each item into the first bin of capacity 100 that has room.
/// let sizes = [60, 55, 50, 50, 45, 40, 35, 35, 30];
/// let loads = |groups: &[usize]| {
///     let mut loads = vec![0; sizes.len()];
///     for (item, group) in groups.iter().enumerate().filter(|(_, group)| **group != UNASSIGNED) {
///         loads[*group] += sizes[item];
///     }
///     loads
/// };
/// let first_fit = |groups: &mut [usize], unassigned: &[usize], _: &mut Stream| {
///     let mut loads = loads(groups);
///     for item in unassigned {
///         let bin = loads.iter().position(|load| load + sizes[*item] <= 100).unwrap();
///         groups[*item] = bin;
///         loads[bin] += sizes[*item];
///     }
/// };
/// // Full bins are better than even ones: Falkenauer's measure.
/// let cost = |groups: &Vec<usize>| {
///     let loads = loads(groups);
///     let bins = loads.iter().filter(|load| **load > 0).count() as f64;
///     -loads.iter().map(|load| (*load as f64 / 100.0).powi(2)).sum::<f64>() / bins
/// };
/// let best = GeneticAlgorithm::new(Grouping::new(sizes.len(), first_fit)?).minimize(2_000, 1, cost)?;
/// assert_eq!(best.value, -1.0);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// O(n) for n items and a repair, 8 bytes for each item. A stored run that has not begun holds the number of items alone, up
/// to 2^20, and takes as much memory once it goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouping<P> {
    items: usize,
    /// The share of a parent's groups that a child inherits whole.
    share: f64,
    /// How many groups a mutation dissolves.
    dissolved: usize,
    repair: P,
}

impl<P: Repair> Grouping<P> {
    /// Groupings of so many items; a child inherits half of one parent's groups, and a mutation dissolves two groups.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if there are no items or more than 2^20.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Grouping;
    /// use ansatz_random::Stream;
    ///
    /// let alone = |_: &mut [usize], _: &[usize], _: &mut Stream| {};
    /// assert!(Grouping::new(10, alone).is_ok());
    /// assert!(Grouping::new(0, alone).is_err_and(|error| error.to_string() == "`items` is 0, allowed: 1..=1048576"));
    /// ```
    pub fn new(items: usize, repair: P) -> Result<Self, ParameterError> {
        require_range("items", items, 1..=MOST_GENES)?;
        Ok(Self { items, share: 0.5, dissolved: 2, repair })
    }

    /// The same with another share of a parent's groups that a child inherits whole, above 0 and at most 1.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if it is not.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Grouping;
    /// use ansatz_random::Stream;
    ///
    /// let alone = |_: &mut [usize], _: &[usize], _: &mut Stream| {};
    /// assert!(Grouping::new(10, alone)?.with_share(0.25).is_ok());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_share(self, share: f64) -> Result<Self, ParameterError> {
        require_share("share", share)?;
        Ok(Self { share, ..self })
    }

    /// The same with another number of groups that a mutation dissolves, 1 or more.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if it is 0 or above 2^20.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Grouping;
    /// use ansatz_random::Stream;
    ///
    /// let alone = |_: &mut [usize], _: &[usize], _: &mut Stream| {};
    /// assert!(Grouping::new(10, alone)?.with_dissolved(1).is_ok());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_dissolved(self, dissolved: usize) -> Result<Self, ParameterError> {
        require_range("dissolved", dissolved, 1..=MOST_GENES)?;
        Ok(Self { dissolved, ..self })
    }

    /// What puts items into groups.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Grouping, Repair};
    /// use ansatz_random::Stream;
    ///
    /// /// At most so many in a group.
    /// struct AtMost(usize);
    ///
    /// impl Repair for AtMost {
    ///     fn repair(&self, groups: &mut [usize], unassigned: &[usize], _: &mut Stream) {
    ///         for (count, item) in unassigned.iter().enumerate() {
    ///             groups[*item] = groups.len() + count / self.0;
    ///         }
    ///     }
    /// }
    ///
    /// assert_eq!(Grouping::new(10, AtMost(3))?.repair().0, 3);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn repair(&self) -> &P {
        &self.repair
    }

    /// A child of `a` with some whole groups of `b`.
    fn child(&self, a: &[usize], b: &[usize], rng: &mut Stream) -> Vec<usize> {
        let mut child = a.to_vec();
        let groups = count(b);
        let inherited = libm::ceil(self.share * groups as f64) as usize;
        let unassigned = inject_groups(&mut child, b, &choose(groups, inherited, rng));
        self.complete(&mut child, unassigned, rng);
        child
    }

    /// Has unassigned items put into groups, and numbers the groups.
    fn complete(&self, groups: &mut [usize], mut unassigned: Vec<usize>, rng: &mut Stream) {
        let mut fresh = renumber_groups(groups);
        shuffle(rng, &mut unassigned);
        if !unassigned.is_empty() {
            self.repair.repair(groups, &unassigned, rng);
            fresh = renumber_groups(groups);
        }
        for group in groups.iter_mut().filter(|group| **group == UNASSIGNED) {
            *group = fresh;
            fresh += 1;
        }
        renumber_groups(groups);
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_range("items", self.items, 1..=MOST_GENES)?;
        require_share("share", self.share)?;
        require_range("dissolved", self.dissolved, 1..=MOST_GENES)?;
        Ok(())
    }
}

impl<P: Repair> Representation for Grouping<P> {
    type Genome = Vec<usize>;

    fn sample(&self, rng: &mut Stream) -> Vec<usize> {
        let mut groups = vec![UNASSIGNED; self.items];
        self.complete(&mut groups, (0..self.items).collect(), rng);
        groups
    }

    fn recombine(&self, a: &Vec<usize>, b: &Vec<usize>, rng: &mut Stream) -> (Vec<usize>, Vec<usize>) {
        let one = self.child(a, b, rng);
        (one, self.child(b, a, rng))
    }

    fn mutate(&self, genome: &mut Vec<usize>, rng: &mut Stream) {
        let chosen = choose(count(genome), self.dissolved, rng);
        let unassigned = eliminate_groups(genome, &chosen);
        self.complete(genome, unassigned, rng);
    }

    fn is_same(&self, a: &Vec<usize>, b: &Vec<usize>) -> bool {
        a == b
    }

    fn contains(&self, genome: &Vec<usize>) -> bool {
        // By their first items: a number is at most one above those before it.
        let mut fresh = 0;
        genome.len() == self.items
            && genome.iter().all(|group| {
                let known = *group <= fresh;
                fresh += usize::from(*group == fresh);
                known
            })
    }

    fn distance(&self, a: &Vec<usize>, b: &Vec<usize>) -> f64 {
        let mut both: Vec<(usize, usize)> = a.iter().copied().zip(b.iter().copied()).collect();
        both.sort_unstable();
        let squares = |sizes: &mut dyn Iterator<Item = usize>| sizes.map(|size| (size * size) as f64).sum::<f64>();
        let common = squares(&mut both.chunk_by(|x, y| x == y).map(<[_]>::len));
        let of_a = squares(&mut both.chunk_by(|x, y| x.0 == y.0).map(<[_]>::len));
        both.sort_unstable_by_key(|pair| pair.1);
        let of_b = squares(&mut both.chunk_by(|x, y| x.1 == y.1).map(<[_]>::len));
        of_a + of_b - 2.0 * common
    }
}

/// How many groups there are, numbered without gaps.
fn count(groups: &[usize]) -> usize {
    groups.iter().max().map_or(0, |last| last + 1)
}

/// So many different numbers below `count`, or all of them.
fn choose(count: usize, many: usize, rng: &mut Stream) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..count).collect();
    let many = many.min(count);
    for place in 0..many {
        let other = place + below(rng, (count - place) as u64) as usize;
        numbers.swap(place, other);
    }
    numbers.truncate(many);
    numbers
}

ansatz_core::codec!([P: Repair + Codec] Grouping<P> { items, share, dissolved, repair });
