//! What every Maglev table promises.

use ansatz_placement::{Fleet, Maglev, Member};
use proptest::{collection::vec, prelude::*};

fn placer(weights: &[f64], size: usize) -> Maglev<u32> {
    let members = (0u32..).zip(weights).map(|(node, &weight)| Member::new(node).with_weight(weight));
    Maglev::with_fleet(Fleet::with_members(members).unwrap(), size).unwrap()
}

fn counts(placer: &Maglev<u32>) -> Vec<u32> {
    let mut counts = vec![0; placer.fleet().len()];
    placer.table().for_each(|slot| counts[slot] += 1);
    counts
}

proptest! {
    #[test]
    fn equal_shares_differ_by_one(nodes in 1..200usize) {
        let counts = counts(&placer(&vec![2.5; nodes], 1009));
        let low = 1009 / nodes as u32;
        prop_assert!(counts.iter().all(|&count| count == low || count == low + 1), "{:?}", counts);
    }

    /// After r whole rounds a node whose share of the greatest weight is s has (r - 1) s turns up to 1. The heaviest one
    /// has taken its R turns in R whole rounds, or in the last one, broken off, as well: the count is in
    /// R s - 2 s - 1 ..= R s + 1, and never 0.
    #[test]
    fn weights_are_kept(weights in vec(prop_oneof![0.5..2.0, 1e-6..1.0, 1.0..1e3], 1..100)) {
        let counts = counts(&placer(&weights, 1009));
        let most = weights.iter().copied().fold(0.0, f64::max);
        let heaviest = weights.iter().zip(&counts).filter(|(weight, _)| **weight == most).map(|(_, count)| *count).max();
        for (weight, &count) in weights.iter().zip(&counts) {
            let share = weight / most;
            let due = f64::from(heaviest.unwrap()) * share;
            let allowed = due - 2.0 * share - 1.0..=due + 1.0 + 1e-11;
            prop_assert!(allowed.contains(&f64::from(count)), "{} of {}: {} instead of {}", weight, most, count, due);
            prop_assert!(count >= 1);
        }
    }

    #[test]
    fn only_ratios_of_weights_count(weights in vec(0.1..10.0, 1..50), exponent in -30..30i32) {
        let scaled: Vec<f64> = weights.iter().map(|weight| libm::ldexp(*weight, exponent)).collect();
        prop_assert!(placer(&weights, 251).table().eq(placer(&scaled, 251).table()));
    }
}

#[test]
fn every_node_has_an_entry_in_the_smallest_table() {
    let weights: Vec<f64> = (0..101).map(|node| libm::exp(f64::from(node) - 50.0)).collect();
    assert_eq!(counts(&placer(&weights, 101)), vec![1; 101]);
}

#[test]
fn a_table_without_a_free_entry_takes_no_node() {
    let mut placer = placer(&[1.0; 7], 7);
    let error = placer.add(Member::new(7)).unwrap_err();
    assert_eq!(error.to_string(), "Maglev has room for 7 nodes, and they are there");
    assert_eq!(placer.fleet().len(), 7);
}

/// 32-bit entries where 16 bits do not suffice.
#[test]
fn more_than_65_535_nodes_have_a_table() {
    let placer = Maglev::with_fleet(Fleet::new(0..65_537u32).unwrap(), 65_537).unwrap();
    let mut slots: Vec<usize> = placer.table().collect();
    slots.sort_unstable();
    assert!(slots.into_iter().eq(0..65_537));
}
