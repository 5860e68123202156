//! Packers on any items, limits and conflicts: one by one beside the rules as they are stated, all at once beside checks
//! and bounds.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_packing::{
    BestFit, Conflicts, FirstFit, Limits, NextFit, Online, Packing, PackingError, SkippingRule, WorstFit,
    best_fit_decreasing, dual_feasible_bound, first_fit_decreasing, martello_toth_bound, modified_first_fit_decreasing,
    next_fit_decreasing, volume_bound, worst_fit_decreasing,
};

ansatz_fuzz::target!(|data| run(data));

/// The capacity's kind, the two limits, and then of each item its size and how far back two conflicts are (0 is none).
fn run(data: &[u8]) {
    let Some((&[wide, items_per_bin, bins], items)) = data.split_first_chunk::<3>() else { return };
    // Sizes in units: of 1 in 200, or of that many in the largest capacity there is.
    let (unit, capacity) = if wide % 2 == 0 { (1, 200) } else { (u64::MAX / 200, u64::MAX) };
    let limit = |byte: u8| if byte == 255 { usize::MAX } else { usize::from(byte) };
    let limits = Limits::default().items_per_bin(limit(items_per_bin)).bins(limit(bins));
    let items: Vec<Item> = items.chunks_exact(3).take(MOST).map(|bytes| Item::of(bytes, unit)).collect();

    if items_per_bin == 0 || bins == 0 {
        assert!(FirstFit::with_limits(capacity, limits).is_err());
        return;
    }
    one_by_one(
        WorstFit::with_limits(capacity, limits),
        (capacity, limits),
        &items,
        Choice::Worst,
        |packer, item, _| packer.assign(item.size),
    );
    one_by_one(FirstFit::with_limits(capacity, limits), (capacity, limits), &items, Choice::First, apart);
    one_by_one(BestFit::with_limits(capacity, limits), (capacity, limits), &items, Choice::Best, apart);
    one_by_one(NextFit::with_limits(capacity, limits), (capacity, limits), &items, Choice::Next, apart);

    let fitting: Vec<Item> = items.into_iter().filter(|item| item.size > 0 && item.size <= capacity).collect();
    all_at_once(&fitting, capacity);
    within_limits(&fitting, capacity, limits);
}

#[derive(Clone, Copy)]
struct Item {
    size: u64,
    back: [u8; 2],
}

impl Item {
    fn of(bytes: &[u8], unit: u64) -> Self {
        // Above 200 units it fits into no bin of 200, and into one of the largest capacity.
        Self { size: u64::from(bytes[0]).saturating_mul(unit), back: [bytes[1], bytes[2]] }
    }

    /// The items that the one with number `item` is in conflict with, all of them before it.
    fn conflicts(&self, item: usize) -> Vec<usize> {
        let earlier = |back: u8| (back > 0).then(|| item.checked_sub(usize::from(back))).flatten();
        self.back.iter().filter_map(|&back| earlier(back)).collect()
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Choice {
    First,
    Best,
    Worst,
    Next,
}

fn apart<R: SkippingRule>(packer: &mut Online<R>, item: &Item, conflicts: &[usize]) -> Result<usize, PackingError> {
    packer.assign_apart(item.size, conflicts)
}

/// Every item goes where the rule says, or is refused and changes nothing.
fn one_by_one<P>(
    packer: Result<Online<P>, PackingError>,
    (capacity, limits): (u64, Limits),
    items: &[Item],
    choice: Choice,
    assign: impl Fn(&mut Online<P>, &Item, &[usize]) -> Result<usize, PackingError>,
) where
    P: ansatz_packing::Rule,
{
    let mut packer = packer.expect("the limits are not 0");
    let mut model: Vec<Bin> = Vec::new();
    let mut sizes = Vec::new();
    for item in items {
        let number = sizes.len();
        let conflicts = if choice == Choice::Worst { Vec::new() } else { item.conflicts(number) };
        let found = assign(&mut packer, item, &conflicts);
        if item.size == 0 || item.size > capacity {
            assert_eq!(found, Err(PackingError::Size { item: number, size: item.size, capacity }));
            continue;
        }
        let bin = chosen(&model, item.size, &conflicts, limits.items_per_bin, choice).unwrap_or(model.len());
        if bin == limits.bins {
            assert_eq!(found, Err(PackingError::NoBin { item: number, bins: limits.bins }));
            continue;
        }
        assert_eq!(found, Ok(bin));
        if bin == model.len() {
            model.push(Bin { free: capacity, items: Vec::new() });
        }
        model[bin].free -= item.size;
        model[bin].items.push(number);
        sizes.push(item.size);
    }
    assert!(packer.free().iter().eq(model.iter().map(|bin| &bin.free)));
    let packing = packer.into_packing();
    check(&packing, &sizes);
    assert_eq!(limits.validate(&packing, &Conflicts::default()), Ok(()));
}

struct Bin {
    free: u64,
    items: Vec<usize>,
}

fn chosen(bins: &[Bin], size: u64, conflicts: &[usize], items_per_bin: usize, choice: Choice) -> Option<usize> {
    let open = bins.iter().enumerate().filter(|(_, bin)| {
        bin.free >= size && bin.items.len() < items_per_bin && !bin.items.iter().any(|item| conflicts.contains(item))
    });
    let mut open = open.map(|(at, bin)| (at, bin.free));
    match choice {
        Choice::First => open.next(),
        Choice::Best => open.min_by_key(|&(at, free)| (free, at)),
        Choice::Worst => open.min_by_key(|&(at, free)| (u64::MAX - free, at)),
        Choice::Next => open.next_back().filter(|&(at, _)| at + 1 == bins.len()),
    }
    .map(|(at, _)| at)
}

fn all_at_once(items: &[Item], capacity: u64) {
    let sizes: Vec<u64> = items.iter().map(|item| item.size).collect();
    let (volume, l2) = (volume_bound(&sizes, capacity).unwrap(), martello_toth_bound(&sizes, capacity).unwrap());
    let rounded = dual_feasible_bound(&sizes, capacity, 20).unwrap();
    assert!(volume <= l2 && l2 <= rounded);
    for method in [
        first_fit_decreasing,
        best_fit_decreasing,
        worst_fit_decreasing,
        next_fit_decreasing,
        modified_first_fit_decreasing,
    ] {
        let packing = method(&sizes, capacity).expect("every item fits into a bin");
        check(&packing, &sizes);
        assert!(packing.lower_bound() == l2 && packing.bin_count() >= rounded);
        assert_eq!(Packing::from_assignment(&sizes, capacity, packing.assignment().to_vec()).as_ref(), Ok(&packing));
    }
}

fn within_limits(items: &[Item], capacity: u64, limits: Limits) {
    let sizes: Vec<u64> = items.iter().map(|item| item.size).collect();
    let pairs =
        items.iter().enumerate().flat_map(|(item, of)| of.conflicts(item).into_iter().map(move |other| (item, other)));
    let conflicts = Conflicts::new(items.len(), pairs).expect("both items are there");
    let clique = conflicts.clique();
    assert!(clique.iter().all(|a| clique.iter().all(|b| a == b || conflicts.of(*a).contains(b))));
    let bound = limits.lower_bound(&sizes, capacity, &conflicts).unwrap();
    assert!(bound >= clique.len());
    for method in [Limits::first_fit_decreasing, Limits::best_fit_decreasing] {
        match method(limits, &sizes, capacity, &conflicts) {
            Ok(packing) => {
                check(&packing, &sizes);
                assert_eq!(limits.validate(&packing, &conflicts), Ok(()));
                assert_eq!(packing.lower_bound(), bound);
            }
            Err(error) => assert!(matches!(error, PackingError::NoBin { item, .. } if item < items.len())),
        }
        let packing = method(limits.bins(usize::MAX), &sizes, capacity, &conflicts).expect("there are bins for all");
        assert_eq!(limits.bins(usize::MAX).validate(&packing, &conflicts), Ok(()));
    }
}

fn check(packing: &Packing, sizes: &[u64]) {
    assert_eq!(packing.validate(sizes), Ok(()));
    assert!(packing.lower_bound() <= packing.bin_count());
    assert_eq!(Packing::from_bytes(&packing.to_bytes()).as_ref(), Ok(packing));
}

/// Items; the models are quadratic.
const MOST: usize = 200;
