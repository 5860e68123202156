//! What holds for the searches whatever they find: laws, results for a seed, and inputs that might harm.

use ansatz_packing::{
    ConsistentNeighborhoodSearch, GroupingGenetic, Packing, PackingError, best_fit_decreasing, dual_feasible_bound,
    first_fit_decreasing, modified_first_fit_decreasing,
};
use proptest::prelude::*;

use crate::methods::items;

/// The packing after so many steps, taken in portions.
type Search = fn(&[u64], u64, u64, &[u64]) -> Result<(Packing, u64), PackingError>;

macro_rules! searches {
    ($($name:ident),+) => {
        [$((stringify!($name), |sizes, capacity, seed, portions| {
            let mut search = $name::new(sizes, capacity, seed)?;
            for &steps in portions {
                let before = search.best().bin_count();
                let may_improve = search.step(steps);
                assert_eq!(may_improve, !search.best().is_proved());
                assert!(search.best().bin_count() <= before);
            }
            Ok((search.best().clone(), search.steps_taken()))
        })),+]
    };
}

const SEARCHES: [(&str, Search); 2] = searches!(ConsistentNeighborhoodSearch, GroupingGenetic);

/// Bins that are full to the brim, so that the optimum is known: three pieces each, mixed up.
fn triplets(bins: u64) -> Vec<u64> {
    let pieces = (0..bins).flat_map(|bin| {
        let (one, two) = (380 + 97 * bin % 90, 260 + 53 * bin % 70);
        [one, two, 1_000 - one - two]
    });
    pieces.collect()
}

proptest! {
    #[test]
    fn packings_stay_packings_and_get_no_worse((sizes, capacity) in items(60), seed: u64, steps in 0..200u64) {
        let start = [first_fit_decreasing, best_fit_decreasing, modified_first_fit_decreasing]
            .map(|method| method(&sizes, capacity).unwrap().bin_count());
        let bound = dual_feasible_bound(&sizes, capacity, 20).unwrap();
        for (name, search) in SEARCHES {
            let (packing, taken) = search(&sizes, capacity, seed, &[steps]).unwrap();
            prop_assert_eq!(packing.validate(&sizes), Ok(()), "{}", name);
            prop_assert_eq!((packing.capacity(), packing.lower_bound()), (capacity, bound), "{}", name);
            prop_assert!(start.iter().all(|&bins| packing.bin_count() <= bins), "{name}");
            prop_assert!(taken == steps || packing.is_proved(), "{name}");
        }
    }

    #[test]
    fn portions_of_steps_do_not_matter((sizes, capacity) in items(60), seed: u64) {
        for (name, search) in SEARCHES {
            let whole = search(&sizes, capacity, seed, &[60]).unwrap();
            prop_assert_eq!(&search(&sizes, capacity, seed, &[1; 60]).unwrap(), &whole, "{}", name);
            prop_assert_eq!(&search(&sizes, capacity, seed, &[13, 0, 47]).unwrap(), &whole, "{}", name);
        }
    }
}

#[test]
fn the_optimum_of_triplets_is_found() -> Result<(), PackingError> {
    // The local search is made for more of them.
    for ((name, search), bins) in SEARCHES.into_iter().zip([40, 8]) {
        let sizes = triplets(bins);
        let bins = bins as usize;
        assert!(first_fit_decreasing(&sizes, 1_000)?.bin_count() > bins, "{name}");
        let (packing, _) = search(&sizes, 1_000, 1, &[20_000])?;
        packing.validate(&sizes)?;
        assert!(packing.is_proved() && packing.bin_count() == bins, "{name}: {packing:?}");
    }
    Ok(())
}

/// A change here changes what users get for a seed: only with a minor version.
#[test]
fn results_for_a_seed() -> Result<(), PackingError> {
    let sizes = triplets(6);
    let results = SEARCHES.map(|(_, search)| {
        search(&sizes, 1_000, 7, &[5_000]).map(|(packing, steps)| (packing.assignment().to_vec(), steps))
    });
    let expected = [
        (vec![3, 3, 3, 0, 0, 0, 2, 2, 2, 5, 5, 5, 4, 4, 4, 1, 1, 1], 71),
        (vec![5, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1, 0, 0, 0], 31),
    ];
    assert_eq!(results.into_iter().collect::<Result<Vec<_>, _>>()?, expected);
    Ok(())
}

#[test]
fn few_and_equal_items() -> Result<(), PackingError> {
    for (name, search) in SEARCHES {
        for (sizes, bins) in [
            (&[][..], 0),
            (&[1], 1),
            (&[10], 1),
            (&[10; 50], 50),
            (&[5; 50], 25),
            (&[1; 50], 5),
            // By volume two bins would do.
            (&[7, 5, 4, 4], 3),
        ] {
            let (packing, _) = search(sizes, 10, 1, &[300])?;
            packing.validate(sizes)?;
            assert_eq!(packing.bin_count(), bins, "{name}: {sizes:?}");
        }
        let error = search(&[4, 11], 10, 1, &[]).unwrap_err();
        assert_eq!(error.to_string(), "the size of item 1 is 11, allowed: 1..=10, the capacity of a bin", "{name}");
        let error = search(&[], 0, 1, &[]).unwrap_err();
        assert_eq!(error.to_string(), "`capacity` is 0, allowed: at least 1", "{name}");
    }
    Ok(())
}

/// No sum of these fits into 64 bits, and no two packings of them differ by much.
#[test]
fn the_largest_numbers_there_are() -> Result<(), PackingError> {
    let third = u64::MAX / 3;
    // Six bins to the brim: a bit more than a third, a third, and a bit less.
    let sizes: Vec<u64> =
        (0..6).flat_map(|bin| [third + (7 << (50 + bin)), third, third - (7 << (50 + bin))]).collect();
    for (name, search) in SEARCHES {
        let (packing, _) = search(&sizes, u64::MAX, 1, &[3_000])?;
        packing.validate(&sizes)?;
        assert_eq!(packing.bin_count(), 6, "{name}");
    }
    Ok(())
}

#[test]
fn a_hundred_thousand_items() -> Result<(), PackingError> {
    let sizes: Vec<u64> = (0..100_000u64).map(|item| 200 + item.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 150).collect();
    let tiny = vec![1; 100_000];
    for (name, search) in SEARCHES {
        for (sizes, capacity) in [(&sizes, 1_000), (&tiny, 50_000), (&tiny, 33_333)] {
            let (packing, _) = search(sizes, capacity, 1, &[1, 5])?;
            packing.validate(sizes)?;
            assert!(packing.bin_count() >= packing.lower_bound(), "{name}");
        }
    }
    Ok(())
}
