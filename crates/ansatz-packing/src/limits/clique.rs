//! Items of which no two may meet, by maximum cardinality search (Tarjan and Yannakakis): the next item is always one with
//! the most conflicts with those before it.

use alloc::{vec, vec::Vec};

use crate::{Conflicts, limits::Marks};

impl Conflicts {
    /// Items of which any two are in conflict, ascending: each needs a bin of its own.
    ///
    /// Found greedily, so there may be a larger set. It is the largest one if the conflicts form a chordal graph, as those
    /// of intervals do. Empty without conflicts.
    ///
    /// # Examples
    ///
    /// ```
    /// let conflicts = ansatz_packing::Conflicts::new(5, [(0, 1), (1, 3), (3, 0), (3, 4)])?;
    /// assert_eq!(conflicts.clique(), [0, 1, 3]);
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O((n + k) log n) time and O(n + k) memory for k conflicts of n items.
    ///
    /// # References
    ///
    /// R. E. Tarjan and M. Yannakakis, "Simple linear-time algorithms to test chordality of graphs, test acyclicity of
    /// hypergraphs, and selectively reduce acyclic hypergraphs", SIAM Journal on Computing 13, 1984.
    pub fn clique(&self) -> Vec<usize> {
        if self.is_empty() {
            return Vec::new();
        }
        let search = Search::new(self);
        let mut last: Vec<usize> = (0..search.before.len()).collect();
        last.sort_by_key(|&item| core::cmp::Reverse(search.before[item]));
        let mut best = Vec::new();
        let mut effort = EFFORT * (last.len() + 2 * self.len());
        let mut marks = Marks::default();
        for item in last {
            // Whoever is last in a clique has all others of it before.
            if search.before[item] < best.len() || effort == 0 {
                break;
            }
            let clique = self.grow(item, &search.place, &mut marks, &mut effort);
            if clique.len() > best.len() {
                best = clique;
            }
        }
        best.sort_unstable();
        best
    }

    /// A clique of `last` and items with a lower place, the later ones first.
    fn grow(&self, last: usize, place: &[usize], marks: &mut Marks, effort: &mut usize) -> Vec<usize> {
        let mut left: Vec<usize> = self.of(last).iter().copied().filter(|&item| place[item] < place[last]).collect();
        left.sort_unstable_by_key(|&item| place[item]);
        let mut clique = vec![last];
        while let Some(item) = left.pop() {
            *effort = effort.saturating_sub(self.of(item).len() + left.len());
            marks.clear();
            self.of(item).iter().for_each(|&other| marks.insert(other));
            left.retain(|&other| marks.contains(other));
            clique.push(item);
        }
        clique
    }
}

/// The items in the order of the search.
struct Search {
    /// Where in the order each item is.
    place: Vec<usize>,
    /// How many of those before each item it is in conflict with.
    before: Vec<usize>,
}

impl Search {
    fn new(conflicts: &Conflicts) -> Self {
        let items = conflicts.involved();
        let mut search = Self { place: vec![usize::MAX; items], before: vec![0; items] };
        // Items by their number of conflicts; one whose number has risen since is stale there.
        let mut waiting = vec![(0..items).rev().collect::<Vec<_>>()];
        let mut count = 0;
        while let Some(most) = waiting.last_mut() {
            let Some(item) = most.pop() else {
                waiting.pop();
                continue;
            };
            if search.place[item] != usize::MAX || search.before[item] + 1 != waiting.len() {
                continue;
            }
            search.place[item] = count;
            count += 1;
            for &other in conflicts.of(item).iter().filter(|&&other| search.place[other] == usize::MAX) {
                search.before[other] += 1;
                let number = search.before[other];
                if number == waiting.len() {
                    waiting.push(Vec::new());
                }
                waiting[number].push(other);
            }
        }
        search
    }
}

/// How many times the conflicts are looked at in all, at most but for the last try.
const EFFORT: usize = 8;
