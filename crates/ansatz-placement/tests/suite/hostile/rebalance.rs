//! Damaged and made-up bytes for layouts, plans, executions and migrations.

use ansatz_placement::{
    Balance, Execution, Fleet, Layout, Member, Migration, MigrationConfig, MigrationInput, MigrationOutput, Plan,
    RebalanceError, Step,
};
use ansatz_testkit::hostile::{assert_survives_damage, decode_counted};
use core::time::Duration;
use proptest::prelude::*;

fn layouts() -> [Layout<String>; 3] {
    let fleet = || {
        let member = Member::new("b".to_string()).with_weight(2.0).with_zone("west");
        Fleet::with_members([Member::new("a".to_string()), member]).unwrap()
    };
    [
        Layout::slots(fleet(), [0, 1, 1, 1]).unwrap().with_bytes([5, 4, 4, 1]).unwrap(),
        Layout::hash_ranges(fleet(), [(0, 0), (7, 1), (1 << 40, 0)]).unwrap(),
        Layout::key_ranges(fleet(), [("", 0, 5), ("m", 1, 70), ("t", 1, 7)]).unwrap(),
    ]
}

fn plan(layout: &Layout<String>) -> Plan<String> {
    let new = Fleet::new(["b".to_string(), "c".to_string()]).unwrap();
    let new = match layout.part_of_hash(0).or(layout.part_of_key(b"").map(|_| 1)) {
        None => Layout::slots(new, [1, 1, 0, 0]).unwrap(),
        Some(0) => Layout::hash_ranges(new, [(0, 0), (99, 1)]).unwrap(),
        Some(_) => Layout::key_ranges(new, [("", 0, 5), ("p", 1, 7)]).unwrap(),
    };
    Plan::between(layout, &new, &Balance::within(0.2)).unwrap()
}

fn accepts_layout(bytes: &[u8]) -> bool {
    Layout::<String>::from_bytes(bytes).is_ok_and(|layout| {
        assert_eq!(layout.to_bytes(), bytes, "an accepted value is written differently");
        layout.total_bytes() == layout.loads().iter().sum::<u128>()
    })
}

fn accepts_plan(bytes: &[u8]) -> bool {
    Plan::<String>::from_bytes(bytes).is_ok_and(|plan| {
        assert_eq!(plan.to_bytes(), bytes, "an accepted value is written differently");
        plan.moves().all(|moved| moved.from != moved.to)
    })
}

fn accepts_execution(bytes: &[u8]) -> bool {
    Execution::<String>::from_bytes(bytes).is_ok_and(|mut execution| {
        assert_eq!(execution.to_bytes(), bytes, "an accepted value is written differently");
        while !execution.is_finished() {
            execution.ready().into_iter().for_each(|id| execution.start(id).unwrap());
            execution.running().collect::<Vec<_>>().into_iter().for_each(|id| execution.done(id).unwrap());
        }
        true
    })
}

fn accepts_migration(bytes: &[u8]) -> bool {
    Migration::from_bytes(bytes).is_ok_and(|mut migration| {
        assert_eq!(migration.to_bytes(), bytes, "an accepted value is written differently");
        migration.handle(Duration::MAX, MigrationInput::Abort);
        let _ = migration.poll_output(Duration::ZERO);
        let _ = migration.poll_output(Duration::MAX);
        true
    })
}

#[test]
fn damaged_bytes_are_survived() {
    for layout in layouts() {
        assert_survives_damage(&layout.to_bytes(), accepts_layout);
        let plan = plan(&layout);
        assert_survives_damage(&plan.to_bytes(), accepts_plan);
        let mut execution = plan.execute(2).unwrap();
        execution.start(execution.ready()[0]).unwrap();
        assert_survives_damage(&execution.to_bytes(), accepts_execution);
    }
    let migration = Migration::new(7, MigrationConfig::default()).unwrap();
    assert_survives_damage(&migration.to_bytes(), accepts_migration);
}

#[test]
fn many_moves_from_one_node_stay_within_the_memory_bound() {
    let fleet = Fleet::new((0..2000).map(|node| format!("{node}"))).unwrap();
    let old = Layout::slots(fleet.clone(), [0; 2000]).unwrap();
    let plan = Plan::between(&old, &Layout::slots(fleet, [0; 2000]).unwrap(), &Balance::even()).unwrap();
    assert_eq!(plan.len(), 1999);
    assert_eq!(plan.rounds(10).len(), 200);
    let mut decode = |bytes: &[u8]| Execution::<String>::from_bytes(bytes).is_ok();
    assert!(decode_counted(&plan.execute(1).unwrap().to_bytes(), &mut decode));
}

/// A hub that sends to all others and gets one part back: no bipartite graph, and node i is busy in round i only.
#[test]
fn many_rounds_of_few_moves_stay_within_the_memory_bound() {
    let fleet = Fleet::new((0..3000).map(|node| format!("{node}"))).unwrap();
    let old = Layout::slots(fleet.clone(), (0..3000).map(|part| usize::from(part == 0))).unwrap();
    let new = Layout::slots(fleet, 0..3000).unwrap();
    let plan = Plan::between(&old, &new, &Balance::as_laid_out()).unwrap();
    assert_eq!((plan.len(), plan.rounds(1).len()), (3000, 3000));
    let mut decode = |bytes: &[u8]| Execution::<String>::from_bytes(bytes).is_ok();
    assert!(decode_counted(&plan.execute(1).unwrap().to_bytes(), &mut decode));
}

#[test]
fn a_migration_that_cannot_be_is_refused() {
    let bytes = |revision: u64, epoch: u64, step: u8, differed: u8| {
        let mut bytes = Migration::new(7, MigrationConfig::default()).unwrap().to_bytes();
        bytes[10..18].copy_from_slice(&revision.to_le_bytes());
        bytes[18..26].copy_from_slice(&epoch.to_le_bytes());
        (bytes[26], bytes[27]) = (step, differed);
        Migration::from_bytes(&bytes)
    };
    let last = u64::MAX - 8;
    // Copying, catching up for the first and the third time, done, and the way back from copying and from verifying.
    for (revision, step, differed) in
        [(0, 0, 0), (1, 0, 0), (3, 2, 0), (7, 2, 2), (8, 7, 0), (2, 8, 0), (9, 8, 2), (11, 10, 2)]
    {
        assert!(bytes(revision, 8, step, differed).is_ok(), "{revision} {step} {differed}");
    }
    for (revision, step, differed) in
        [(2, 0, 0), (1, 0, 1), (0, 1, 0), (0, 8, 0), (4, 2, 0), (5, 2, 2), (2, 8, 1), (u64::MAX, 6, 0)]
    {
        assert!(bytes(revision, 8, step, differed).is_err(), "{revision} {step} {differed}");
    }
    assert!(bytes(1, last + 1, 0, 0).is_ok() && bytes(1, last + 2, 0, 0).is_err() && bytes(1, 0, 0, 0).is_err());
    let error = bytes(1, u64::MAX, 0, 0).unwrap_err().to_string();
    assert!(error.starts_with("`revision` is 1, in epoch 18446744073709551615"), "{error}");
}

/// What was never stored is stored first, whoever read the bytes.
#[test]
fn a_migration_that_was_not_stored_begins_by_storing() {
    let bytes = Migration::new(7, MigrationConfig::default()).unwrap().to_bytes();
    let mut again = Migration::from_bytes(&bytes).unwrap();
    let output = again.poll_output(Duration::ZERO);
    assert!(matches!(output, Some(MigrationOutput::Save { revision: 1, step: Step::Copying, .. })), "{output:?}");
    assert_eq!(again.epoch(), 8);
}

#[test]
fn bad_parameters_are_named() {
    let layout = Layout::slots(Fleet::new([1, 2]).unwrap(), [0, 1]).unwrap();
    let error = |balance: Balance| Plan::between(&layout, &layout, &balance).unwrap_err().to_string();
    assert_eq!(error(Balance::within(0.0)), "`tolerance` is 0, allowed: finite and more than 0");
    assert_eq!(error(Balance::within(f64::NAN)), "`tolerance` is NaN, allowed: finite and more than 0");
    assert_eq!(error(Balance::even().with_threshold(-1.0)), "`threshold` is -1, allowed: finite and at least 0");
    let other = Layout::hash_ranges(Fleet::new([1, 2]).unwrap(), [(0, 0)]).unwrap();
    let spaces = Plan::between(&layout, &other, &Balance::even()).unwrap_err();
    assert_eq!(spaces, RebalanceError::Spaces { old: "slots", new: "hash ranges" });
    let fewer = Layout::slots(Fleet::new([1]).unwrap(), [0]).unwrap();
    assert!(matches!(Plan::between(&layout, &fewer, &Balance::even()), Err(RebalanceError::Slots { old: 2, new: 1 })));
    assert!(matches!(Layout::slots(Fleet::new([1]).unwrap(), []), Err(RebalanceError::Parts(0))));
    assert!(matches!(layout.with_bytes([1]), Err(RebalanceError::Sizes { given: 1, parts: 2 })));
    let late = Layout::hash_ranges(Fleet::new([1]).unwrap(), [(5, 0)]).unwrap_err();
    assert_eq!(late.to_string(), "range 0 starts at 5, allowed: 0");
    let same = Layout::key_ranges(Fleet::new([1]).unwrap(), [("", 0, 1), ("b", 0, 1), ("b", 0, 1)]).unwrap_err();
    assert_eq!(same.to_string(), "range 2 starts at \"b\", allowed: after \"b\"");
    assert!(Migration::new(u64::MAX, MigrationConfig::default()).is_err());
    assert!(Migration::new(0, MigrationConfig::default().with_verifications(0)).is_err());
    assert!(Migration::new(0, MigrationConfig::default().with_retry_after(Duration::ZERO)).is_err());
    assert_eq!(Migration::new(0, MigrationConfig::default()).unwrap().step(), Step::Copying);
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..300), kind in 0..4usize) {
        let heads: [&[u8]; 4] = [b"ANSZLAYT\x01\0", b"ANSZPLAN\x01\0", b"ANSZEXEC\x01\0", b"ANSZMIGR\x01\0"];
        let bytes = [heads[kind], &bytes].concat();
        let mut decode = [accepts_layout, accepts_plan, accepts_execution, accepts_migration][kind];
        decode_counted(&bytes, &mut decode);
    }
}

/// Writes the golden files of the fuzz targets' corpora, if a folder is named.
#[test]
fn the_corpus_is_written_on_demand() {
    let Some(folder) = std::env::var_os("ANSATZ_CORPUS").map(std::path::PathBuf::from) else { return };
    let save =
        |target: &str, name: String, bytes: &[u8]| std::fs::write(folder.join(target).join(name), bytes).unwrap();
    for (index, layout) in layouts().iter().enumerate() {
        save("decode_plan", format!("plan_{index}"), &plan(layout).to_bytes());
        save("decode_plan", format!("execution_{index}"), &plan(layout).execute(1).unwrap().to_bytes());
        save("decode_plan", format!("layout_{index}"), &layout.to_bytes());
    }
    save("decode_migration", "first".into(), &Migration::new(7, MigrationConfig::default()).unwrap().to_bytes());
    save("ops_plan", "mixed".into(), &(0..200u8).map(|i| i.wrapping_mul(37)).collect::<Vec<_>>());
    save("ops_migration", "forward".into(), &[0, 1].repeat(20));
    save("ops_migration", "mixed".into(), &(0..200u8).map(|i| i.wrapping_mul(73) % 8).collect::<Vec<_>>());
}
