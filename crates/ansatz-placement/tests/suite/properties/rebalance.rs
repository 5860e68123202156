//! Laws of plans and of their execution.

use std::collections::{BTreeMap, BTreeSet};

use ansatz_placement::{
    Anchor, Balance, Execution, Fleet, Jump, Layout, Member, MoveState, MultiProbe, Part, Placer, Plan, Rendezvous,
    Ring, Verdict,
};
use proptest::prelude::*;

/// A small problem: the owners of equal parts, where the new layout has them, and the members before and after. Nodes
/// are 0 to 3 before and 1 to 4 after, as many as there are.
#[derive(Debug, Clone)]
struct Small {
    old: Layout<u8>,
    new: Layout<u8>,
    sizes: Vec<u64>,
    tolerance: f64,
}

fn small(sizes: impl Strategy<Value = Vec<u64>>) -> impl Strategy<Value = Small> {
    // Tenths make shares whole that floats have a hair beside.
    let weight = prop_oneof![3 => Just(1.0), 2 => (1..10u8).prop_map(|tenths| f64::from(tenths) / 10.0), 1 => 0.5..3.0];
    let nodes = (1..4usize, 1..4usize, proptest::collection::vec(weight, 4));
    (nodes, sizes, any::<u64>(), prop_oneof![Just(0.0), 0.01..0.9]).prop_map(
        |((before, after, weights), sizes, seed, tolerance)| {
            let fleet = |first: u8, count: usize| {
                let member = |i: usize| Member::new(first + i as u8).with_weight(weights[i]);
                Fleet::with_members((0..count).map(member)).unwrap()
            };
            let owners = |count: usize, salt: u64| {
                let mixed =
                    move |i: usize| (seed ^ salt).wrapping_mul(2 * i as u64 + 3).rotate_left(29) as usize % count;
                (0..sizes.len()).map(mixed).collect::<Vec<_>>()
            };
            let old = Layout::slots(fleet(0, before), owners(before, 1)).unwrap().with_bytes(sizes.clone()).unwrap();
            let new = Layout::slots(fleet(1, after), owners(after, 99)).unwrap();
            Small { old, new, sizes, tolerance }
        },
    )
}

fn balance(tolerance: f64) -> Balance {
    if tolerance == 0.0 { Balance::even() } else { Balance::within(tolerance) }
}

/// The bounds as the documentation defines them, in the units that are counted.
fn bounds(small: &Small) -> Vec<(u128, u128)> {
    let equal = small.sizes.iter().all(|&size| size == small.sizes[0]);
    let total = if equal { small.sizes.len() as f64 } else { small.old.total_bytes() as f64 };
    let fleet = small.new.fleet();
    let share = |member: &Member<u8>| total * member.weight / fleet.total_weight();
    // Products that floats have a hair beside a whole number are that number.
    let bound = |share: f64| {
        let low = ((1.0 - small.tolerance) * share + 1e-9).floor();
        let high = ((1.0 + small.tolerance) * share - 1e-9).ceil();
        (low.max(0.0) as u128, high as u128)
    };
    fleet.members().iter().map(|member| bound(share(member))).collect()
}

/// All assignments within the bounds: the least that any moves, and the most wishes granted to movers among those.
fn best(small: &Small) -> Option<(u128, usize)> {
    let (equal, bounds) = (small.sizes.iter().all(|&size| size == small.sizes[0]), bounds(small));
    let (nodes, parts) = (bounds.len(), small.sizes.len());
    let mut best: Option<(u128, usize)> = None;
    for code in 0..nodes.pow(parts as u32) {
        let owner = |part: usize| code / nodes.pow(part as u32) % nodes;
        let mut loads = vec![0; nodes];
        let (mut moved, mut granted) = (0, 0);
        for part in 0..parts {
            loads[owner(part)] += if equal { 1 } else { u128::from(small.sizes[part]) };
            if small.new.fleet().node(owner(part)) != small.old.owner(part) {
                moved += u128::from(small.sizes[part]);
                granted += usize::from(small.new.fleet().node(owner(part)) == small.new.owner(part));
            }
        }
        let holds = loads.iter().zip(&bounds).all(|(load, (low, high))| low <= load && load <= high);
        if holds && best.is_none_or(|(least, most)| moved < least || moved == least && granted > most) {
            best = Some((moved, granted));
        }
    }
    best
}

/// The moves lead from the old owners, each part at most once, and nothing stays with a node that left.
fn check_moves(plan: &Plan<u8>, small: &Small) -> Result<(), TestCaseError> {
    let mut seen = BTreeSet::new();
    for moved in plan.moves() {
        let Part::Slot(slot) = moved.part else { panic!("{}", moved.part) };
        prop_assert!(seen.insert(slot));
        prop_assert_eq!(moved.from, small.old.owner(slot));
        prop_assert_ne!(moved.from, moved.to);
        prop_assert_eq!(moved.bytes, small.sizes[slot]);
    }
    let after = plan.after().unwrap();
    prop_assert_eq!(after.total_bytes(), small.old.total_bytes());
    prop_assert_eq!(after.fleet().len(), small.new.fleet().len());
    Ok(())
}

/// A node comes: what moves goes to it. One is lost: what moves comes from it.
fn check_needless<P: Placer<Node = u32>>(mut placer: P, slots: usize, lost: u32) -> Result<(), TestCaseError> {
    let before = Layout::of(&placer, slots).unwrap();
    let node = placer.fleet().len() as u32;
    placer.add(Member::new(node)).unwrap();
    let grown = Layout::of(&placer, slots).unwrap();
    let plan = Plan::between(&before, &grown, &Balance::as_laid_out()).unwrap();
    prop_assert!(plan.moves().all(|moved| *moved.to == node));
    placer.remove(&lost).unwrap();
    let plan = Plan::between(&grown, &Layout::of(&placer, slots).unwrap(), &Balance::as_laid_out()).unwrap();
    prop_assert!(plan.moves().all(|moved| *moved.from == lost));
    Ok(())
}

proptest! {
    #[test]
    fn equal_parts_move_as_little_as_an_exhaustive_search_finds(
        small in small((1..8usize, 1..4u64).prop_map(|(parts, size)| vec![size; parts]))
    ) {
        let plan = Plan::between(&small.old, &small.new, &balance(small.tolerance)).unwrap();
        check_moves(&plan, &small)?;
        let (least, granted) = best(&small).expect("whole parts can always be within the bounds");
        prop_assert_eq!(plan.report().moved_bytes, least);
        prop_assert_eq!(plan.report().lower_bound, least);
        prop_assert!(plan.report().balanced);
        let wished = |part: Part<'_>, to: &u8| matches!(part, Part::Slot(slot) if small.new.owner(slot) == to);
        prop_assert_eq!(plan.moves().filter(|moved| wished(moved.part, moved.to)).count(), granted);
        let loads: BTreeMap<u8, u128> = plan.after().unwrap().fleet().members().iter()
            .map(|member| member.node).zip(plan.after().unwrap().loads()).collect();
        for ((load, (low, high)), size) in loads.values().zip(bounds(&small)).zip(std::iter::repeat(small.sizes[0])) {
            let load = load / u128::from(size);
            prop_assert!(low <= load && load <= high, "{} beside {}..={}", load, low, high);
        }
        // No node both sends and receives, and the rounds are as few as the busiest node needs.
        let (sends, gets): (BTreeSet<u8>, BTreeSet<u8>) = plan.moves().map(|moved| (*moved.from, *moved.to)).unzip();
        prop_assert!(sends.is_disjoint(&gets));
        for limit in 1..4 {
            let busiest = (0..5u8).map(|node| plan.moves().filter(|m| *m.from == node || *m.to == node).count()).max();
            prop_assert_eq!(plan.rounds(limit).len(), busiest.unwrap().div_ceil(limit));
        }
    }

    #[test]
    fn unequal_parts_keep_the_bounds_if_the_report_says_so(
        small in small(proptest::collection::vec(0..20u64, 1..8))
    ) {
        let plan = Plan::between(&small.old, &small.new, &balance(small.tolerance)).unwrap();
        check_moves(&plan, &small)?;
        let report = plan.report();
        prop_assert_eq!(report.moved_bytes, plan.moves().map(|moved| u128::from(moved.bytes)).sum::<u128>());
        let loads = plan.after().unwrap().loads();
        // Parts of one size are counted, not weighed.
        let unit = if small.sizes.iter().all(|&size| size == small.sizes[0]) { small.sizes[0].max(1) } else { 1 };
        let within = loads.iter().zip(bounds(&small)).all(|(load, (low, high))| {
            (low..=high).contains(&(load / u128::from(unit)))
        });
        prop_assert!(small.sizes[0] == 0 || report.balanced == within, "{:?} beside {:?}", loads, bounds(&small));
        if let Some((least, _)) = best(&small) {
            prop_assert!(report.lower_bound <= least, "{} above {}", report.lower_bound, least);
            prop_assert!(!report.balanced || report.moved_bytes >= least);
        } else {
            prop_assert!(!report.balanced);
        }
    }

    #[test]
    fn as_laid_out_moves_the_difference_and_nothing_else(small in small(proptest::collection::vec(0..20u64, 1..60))) {
        let plan = Plan::between(&small.old, &small.new, &Balance::as_laid_out()).unwrap();
        check_moves(&plan, &small)?;
        let differ = (0..small.sizes.len()).filter(|&slot| small.old.owner(slot) != small.new.owner(slot)).count();
        prop_assert_eq!(plan.len(), differ);
        prop_assert_eq!(plan.after().unwrap(), small.new.with_bytes(small.sizes).unwrap());
    }

    #[test]
    fn ranges_with_other_boundaries_lose_nothing(
        old in proptest::collection::btree_map(any::<u64>(), (0..3usize, any::<u64>()), 0..20),
        new in proptest::collection::btree_map(any::<u64>(), (0..3usize, any::<u64>()), 0..20),
        probes in proptest::collection::vec(any::<u64>(), 20),
    ) {
        let hashes = |ranges: &BTreeMap<u64, (usize, u64)>| {
            let mut ranges = ranges.clone();
            ranges.entry(0).or_insert((1, 7));
            let layout = Layout::hash_ranges(Fleet::new([0u8, 1, 2]).unwrap(), ranges.iter().map(|(&at, r)| (at, r.0)));
            layout.unwrap().with_bytes(ranges.values().map(|range| range.1)).unwrap()
        };
        let keys = |ranges: &BTreeMap<u64, (usize, u64)>| {
            let key = |at: u64| at.to_be_bytes()[..(at % 9) as usize].to_vec();
            let mut ranges: BTreeMap<_, _> = ranges.iter().map(|(&at, &range)| (key(at), range)).collect();
            ranges.entry(Vec::new()).or_insert((1, 7));
            let ranges = ranges.into_iter().map(|(at, (owner, size))| (at, owner, size));
            Layout::key_ranges(Fleet::new([0u8, 1, 2]).unwrap(), ranges).unwrap()
        };
        for (old, new) in [(hashes(&old), hashes(&new)), (keys(&old), keys(&new))] {
            let plan = Plan::between(&old, &new, &Balance::as_laid_out()).unwrap();
            prop_assert_eq!(plan.before().total_bytes(), old.total_bytes());
            prop_assert_eq!(plan.before().loads(), old.loads());
            let after = plan.after().unwrap();
            for &probe in &probes {
                let part = |layout: &Layout<u8>| {
                    layout.part_of_hash(probe).or(layout.part_of_key(&probe.to_be_bytes())).unwrap()
                };
                prop_assert_eq!(plan.before().owner(part(plan.before())), old.owner(part(&old)));
                prop_assert_eq!(after.owner(part(&after)), new.owner(part(&new)));
            }
        }
    }

    #[test]
    fn each_part_has_one_owner_at_every_step(
        small in small(proptest::collection::vec(0..20u64, 1..60)),
        limit in 1..4usize,
        events in proptest::collection::vec((any::<prop::sample::Index>(), 0..8u8), 0..300),
    ) {
        let plan = Plan::between(&small.old, &small.new, &balance(small.tolerance)).unwrap();
        let after = plan.after().unwrap();
        let mut owners: Vec<u8> = (0..small.sizes.len()).map(|part| *small.old.owner(part)).collect();
        let mut execution = plan.execute(limit).unwrap();
        for (index, event) in events {
            let (ready, running) = (execution.ready(), execution.running().collect::<Vec<_>>());
            let id = match (event, ready.is_empty(), running.is_empty()) {
                (0..4, false, _) => { let id = *index.get(&ready); execution.start(id).unwrap(); id }
                (4 | 5, _, false) => { let id = *index.get(&running); execution.done(id).unwrap(); id }
                (6, _, false) => { let id = *index.get(&running); execution.failed(id).unwrap(); id }
                (7, ..) => {
                    // A crash: what was saved is what there is.
                    let restored = Execution::from_bytes(&execution.to_bytes()).unwrap();
                    prop_assert_eq!(&restored, &execution);
                    execution = restored;
                    continue;
                }
                _ => continue,
            };
            let moved = execution.get(id).unwrap();
            if execution.state(id) == Some(MoveState::Done) {
                let Part::Slot(slot) = moved.part else { panic!("{}", moved.part) };
                owners[slot] = *moved.to;
            }
            let mut busy = [0; 5];
            for id in execution.running() {
                let moved = execution.get(id).unwrap();
                busy[usize::from(*moved.from)] += 1;
                busy[usize::from(*moved.to)] += 1;
            }
            prop_assert!(busy.iter().all(|&running| running <= limit));
            let now: Vec<u8> = (0..owners.len()).map(|part| *execution.owner_of(part)).collect();
            prop_assert_eq!(&now, &owners);
        }
        // What failed is tried again, and all ends where it should.
        while !execution.is_finished() {
            for id in execution.ready() { execution.start(id).unwrap(); }
            for id in execution.running().collect::<Vec<_>>() { execution.done(id).unwrap(); }
        }
        let now: Vec<u8> = (0..owners.len()).map(|part| *execution.owner_of(part)).collect();
        prop_assert_eq!(now, (0..owners.len()).map(|part| *after.owner(part)).collect::<Vec<_>>());
    }

    #[test]
    fn no_placer_of_least_movement_makes_a_needless_move(nodes in 2..9u32, slots in 1..500usize, lost in 0..9u32) {
        let fleet = || Fleet::new(0..nodes).unwrap();
        check_needless(Rendezvous::with_fleet(fleet()), slots, lost % nodes)?;
        check_needless(Ring::with_fleet(fleet()).unwrap(), slots, lost % nodes)?;
        check_needless(MultiProbe::with_fleet(fleet()).unwrap(), slots, lost % nodes)?;
        check_needless(Anchor::with_fleet(fleet(), 12).unwrap(), slots, lost % nodes)?;
        // At its end only.
        check_needless(Jump::with_fleet(fleet()).unwrap(), slots, nodes)?;
    }

    #[test]
    fn a_threshold_leaves_the_plan_empty_only_below_it(
        small in small((1..40usize).prop_map(|parts| vec![1; parts])), threshold in 0.0..0.5f64
    ) {
        let free = Plan::between(&small.old, &small.new, &balance(small.tolerance)).unwrap();
        let bound = balance(small.tolerance).with_threshold(threshold);
        let plan = Plan::between(&small.old, &small.new, &bound).unwrap();
        let report = free.report();
        let below = report.imbalance_before - report.imbalance_after < threshold;
        let expected = if report.verdict == Verdict::Moves && below { Verdict::BelowThreshold } else { report.verdict };
        prop_assert_eq!(plan.report().verdict, expected);
        prop_assert_eq!(plan.len(), if expected == Verdict::Moves { free.len() } else { 0 });
    }
}
