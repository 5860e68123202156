//! Cliques: of any graph, of intervals, and of graphs that are grown from cliques.

use ansatz_packing::{Conflicts, FirstFit};
use proptest::prelude::*;

/// The size of the largest clique, by trying every set of few items.
fn largest(conflicts: &Conflicts) -> usize {
    let items = conflicts.items();
    let is_clique = |set: u32| {
        let inside = |item: usize| set >> item & 1 == 1;
        (0..items)
            .filter(|&item| inside(item))
            .all(|item| (0..item).filter(|&other| inside(other)).all(|other| conflicts.of(item).contains(&other)))
    };
    (0..1u32 << items).filter(|&set| is_clique(set)).map(|set| set.count_ones() as usize).max().unwrap_or(0)
}

fn is_clique(conflicts: &Conflicts, clique: &[usize]) -> bool {
    clique.iter().all(|item| clique.iter().all(|other| item == other || conflicts.of(*item).contains(other)))
        && clique.windows(2).all(|two| two[0] < two[1])
}

fn pairs(items: usize) -> impl Strategy<Value = Vec<(usize, usize)>> {
    let pair = (0..items, 0..items).prop_filter("different", |(a, b)| a != b);
    proptest::collection::vec(pair, 0..=items * items / 2)
}

proptest! {
    #[test]
    fn of_any_graph(pairs in pairs(9)) {
        let conflicts = Conflicts::new(9, pairs).unwrap();
        let clique = conflicts.clique();
        prop_assert!(is_clique(&conflicts, &clique));
        prop_assert!(clique.len() <= largest(&conflicts));
        // Every pair is one.
        prop_assert_eq!(clique.is_empty(), conflicts.is_empty());
        prop_assert!(clique.len() != 1);
    }

    /// Conflicts by the definition, and a clique, gates and the largest overlap that are the same number.
    #[test]
    fn of_intervals(stays in proptest::collection::vec((0..60u64, 0..20u64), 0..80)) {
        let mut stays: Vec<_> = stays.into_iter().map(|(start, minutes)| start..start + minutes).collect();
        let conflicts = Conflicts::of_intervals(&stays).unwrap();
        for (item, stay) in stays.iter().enumerate() {
            let meet = |other: usize| (0..90).any(|minute| stay.contains(&minute) && stays[other].contains(&minute));
            let others: Vec<usize> = (0..stays.len()).filter(|&other| other != item && meet(other)).collect();
            prop_assert_eq!(conflicts.of(item), others);
        }
        let overlap = (0..90).map(|minute| stays.iter().filter(|stay| stay.contains(&minute)).count()).max().unwrap();
        let clique = conflicts.clique();
        prop_assert!(is_clique(&conflicts, &clique));
        prop_assert_eq!(clique.len(), if overlap == 1 { 0 } else { overlap });

        stays.retain(|stay| !stay.is_empty());
        stays.sort_by_key(|stay| stay.start);
        let conflicts = Conflicts::of_intervals(&stays).unwrap();
        let mut gates = FirstFit::new(90).unwrap();
        for (item, stay) in stays.iter().enumerate() {
            gates.assign_apart(stay.end - stay.start, conflicts.earlier(item)).unwrap();
        }
        prop_assert_eq!(gates.bin_count(), overlap);
    }

    /// Chordal graphs: each item joins some of a clique that is there, whatever the items' numbers are.
    #[test]
    fn of_graphs_grown_from_cliques(steps in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..60), shift in 0..60usize) {
        let number = |item: usize| (item * 37 + shift) % 61;
        let (mut cliques, mut pairs, mut largest) = (vec![vec![0]], Vec::new(), 0);
        for (item, (from, keep)) in steps.into_iter().enumerate().map(|(at, step)| (at + 1, step)) {
            let from = &cliques[usize::from(from) % cliques.len()];
            let mut joined: Vec<usize> =
                from.iter().copied().enumerate().filter(|(at, _)| keep >> (at % 8) & 1 == 1).map(|(_, other)| other).collect();
            pairs.extend(joined.iter().map(|&other| (number(item), number(other))));
            joined.push(item);
            largest = largest.max(joined.len());
            cliques.push(joined);
        }
        let conflicts = Conflicts::new(61, pairs).unwrap();
        let clique = conflicts.clique();
        prop_assert!(is_clique(&conflicts, &clique));
        prop_assert_eq!(clique.len(), if largest == 1 { 0 } else { largest });
    }
}
