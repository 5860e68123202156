//! The exact solver and both searches on any items: laws of every step, portions that do not matter, and the optimum
//! where there are few items.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_packing::{
    BranchAndPrice, ConsistentNeighborhoodSearch, GroupingGenetic, Packing, PackingError, best_fit_decreasing,
    column_generation_bound, first_fit_decreasing, modified_first_fit_decreasing,
};

#[path = "../../crates/ansatz-packing/tests/suite/differential/oracle.rs"]
mod oracle;

ansatz_fuzz::target!(|data| run(data));

/// What the three have in common.
trait Solver: Sized {
    fn start(items: &Items<'_>) -> Result<Self, PackingError>;
    fn advance(&mut self, steps: u64) -> bool;
    fn found(&self) -> (&Packing, u64);
}

macro_rules! solver {
    ($solver:ident $(, $seed:ident)?) => {
        impl Solver for $solver {
            fn start(items: &Items<'_>) -> Result<Self, PackingError> {
                Self::new(items.sizes, items.capacity $(, items.$seed)?)
            }
            fn advance(&mut self, steps: u64) -> bool {
                self.step(steps)
            }
            fn found(&self) -> (&Packing, u64) {
                (self.best(), self.steps_taken())
            }
        }
    };
}

solver!(BranchAndPrice);
solver!(ConsistentNeighborhoodSearch, seed);
solver!(GroupingGenetic, seed);

struct Items<'a> {
    sizes: &'a [u64],
    capacity: u64,
    seed: u64,
    /// The fewest bins, where there are few items.
    fewest: Option<usize>,
}

/// How wide sizes are, the capacity, the seed, the sizes of portions of steps, and then a byte for each item.
fn run(data: &[u8]) {
    let Some((&[wide, capacity, seed, first, second], sizes)) = data.split_first_chunk::<5>() else { return };
    let unit = [1, 1, 1 << 32, u64::MAX / 255][usize::from(wide % 4)];
    let sizes: Vec<u64> = sizes.iter().take(MOST).map(|&size| u64::from(size) * unit).collect();
    let capacity = u64::from(capacity) * unit;
    let all = Items { sizes: &sizes, capacity, seed: seed.into(), fewest: None };
    if capacity == 0 || sizes.iter().any(|&size| size == 0 || size > capacity) {
        let error = first_fit_decreasing(&sizes, capacity).unwrap_err();
        assert_eq!(BranchAndPrice::start(&all).unwrap_err(), error);
        assert_eq!(ConsistentNeighborhoodSearch::start(&all).unwrap_err(), error);
        assert_eq!(GroupingGenetic::start(&all).unwrap_err(), error);
    }
    let fitting: Vec<u64> = sizes.iter().copied().filter(|&size| size > 0 && size <= capacity).collect();
    if capacity == 0 {
        return;
    }
    let fewest = (fitting.len() <= FEW).then(|| oracle::optimum(&fitting, capacity));
    let items = Items { sizes: &fitting, fewest, ..all };
    let portions = [first, second].map(|steps| u64::from(steps % 64));
    solve::<ConsistentNeighborhoodSearch>(&items, portions);
    solve::<GroupingGenetic>(&items, portions);
    let mut exact = solve::<BranchAndPrice>(&items, portions);
    let bound = column_generation_bound(&fitting, capacity, seed.into()).unwrap();
    assert!(bound <= exact.best().bin_count());
    if let Some(fewest) = fewest {
        assert!(bound <= fewest);
        // So few items are no work.
        assert!(!exact.step(PROVED));
        assert_eq!((exact.best().bin_count(), exact.best().lower_bound()), (fewest, fewest));
        check(&exact, &items);
    }
}

/// The same in two portions and step by step.
fn solve<S: Solver>(items: &Items<'_>, portions: [u64; 2]) -> S {
    let (mut whole, mut single) = (S::start(items).unwrap(), S::start(items).unwrap());
    check(&whole, items);
    for method in [first_fit_decreasing, best_fit_decreasing, modified_first_fit_decreasing] {
        assert!(whole.found().0.bin_count() <= method(items.sizes, items.capacity).unwrap().bin_count());
    }
    for steps in portions {
        let (before, taken) = (whole.found().0.clone(), whole.found().1);
        let may_improve = whole.advance(steps);
        let (after, now) = whole.found();
        assert_eq!(may_improve, !after.is_proved());
        assert!(now - taken == steps || (now - taken < steps && after.is_proved()));
        assert!(after.bin_count() <= before.bin_count() && after.lower_bound() >= before.lower_bound());
        assert!(now > taken || *after == before);
        check(&whole, items);
        (0..steps).for_each(|_| {
            single.advance(1);
        });
        assert_eq!(single.found(), whole.found());
    }
    whole
}

fn check(solver: &impl Solver, items: &Items<'_>) {
    let packing = solver.found().0;
    assert_eq!(packing.validate(items.sizes), Ok(()));
    assert!(packing.lower_bound() <= packing.bin_count());
    if let Some(fewest) = items.fewest {
        assert!(packing.lower_bound() <= fewest && packing.bin_count() >= fewest);
    }
}

/// Items: a step's time grows with them.
const MOST: usize = 60;

/// Items of which all packings are looked at.
const FEW: usize = 8;

/// Steps within which few items are proved.
const PROVED: u64 = 10_000;
