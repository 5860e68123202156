//! The bytes of kinds `LAYT`, `PLAN`, `EXEC` and `MIGR`, version 1, field by field as docs/formats.md describes them.

use core::time::Duration;

use ansatz_placement::{
    Balance, Execution, Fleet, Layout, Member, Migration, MigrationConfig, MigrationInput, MigrationOutput, Plan, Step,
};

const ONE: &[u8] = b"\0\0\0\0\0\0\xf0\x3f";
const A: &[u8] = b"\x01\0\0\0\0\0\0\0a";
const B: &[u8] = b"\x01\0\0\0\0\0\0\0b";
const C: &[u8] = b"\x01\0\0\0\0\0\0\0c";
const NO_ZONE: &[u8] = b"\0\0\0\0\0\0\0\0\0";

fn fleet() -> Fleet<String> {
    let heavy = Member::new("b".to_string()).with_weight(2.0).with_zone("west");
    Fleet::with_members([Member::new("a".to_string()), heavy]).unwrap()
}

/// The header and the nodes of `fleet`.
fn head() -> Vec<u8> {
    let b: [&[u8]; 4] = [B, b"\0\0\0\0\0\0\0\x40", b"\x01\x04\0\0\0\0\0\0\0", b"west"];
    [b"ANSZLAYT\x01\0", &b"\x02\0\0\0\0\0\0\0"[..], A, ONE, NO_ZONE, &b.concat()].concat()
}

fn check_layout(layout: &Layout<String>, parts: &[&[u8]]) {
    let bytes = [head(), parts.concat()].concat();
    assert_eq!(layout.to_bytes(), bytes);
    assert_eq!(&Layout::from_bytes(&bytes).unwrap(), layout);
}

#[test]
fn layouts_of_slots() {
    let layout = Layout::slots(fleet(), [1, 0]).unwrap().with_bytes([0x0102, 7]).unwrap();
    let count = b"\0\x02\0\0\0\0\0\0\0";
    check_layout(&layout, &[count, b"\x01\0\0\0\x02\x01\0\0\0\0\0\0", b"\0\0\0\0\x07\0\0\0\0\0\0\0"]);
}

#[test]
fn layouts_of_hashes() {
    let layout = Layout::hash_ranges(fleet(), [(0, 0), (1 << 40, 1)]).unwrap();
    let first = b"\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0";
    let second = b"\x01\0\0\0\0\0\0\0\0\xff\xff\xff\0\0\0\0\0\x01\0\0";
    check_layout(&layout, &[b"\x01\x02\0\0\0\0\0\0\0", first, second]);
}

#[test]
fn layouts_of_keys() {
    let layout = Layout::key_ranges(fleet(), [(&b""[..], 1, 5), (b"m\xff", 0, 6)]).unwrap();
    let first = b"\x01\0\0\0\x05\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    let second = b"\0\0\0\0\x06\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0m\xff";
    check_layout(&layout, &[b"\x02\x02\0\0\0\0\0\0\0", first, second]);
}

/// "a" leaves and "c" comes: 5 bytes go from "a" to "c", and 4 from "b".
fn plan() -> Plan<String> {
    let old = Layout::slots(fleet(), [0, 1, 1, 1]).unwrap().with_bytes([5, 4, 4, 3]).unwrap();
    let new = Layout::slots(Fleet::new(["b", "c"].map(String::from)).unwrap(), [1, 1, 0, 0]).unwrap();
    Plan::between(&old, &new, &Balance::as_laid_out()).unwrap()
}

/// A plan after its header.
fn plan_bytes() -> Vec<u8> {
    let bytes: [&[u8]; 20] = [
        b"\x03\0\0\0\0\0\0\0",
        &[B, ONE, NO_ZONE].concat(),
        &[C, ONE, NO_ZONE].concat(),
        &[A, ONE, NO_ZONE].concat(),
        b"\0\x04\0\0\0\0\0\0\0",
        b"\x02\0\0\0\x05\0\0\0\0\0\0\0",
        b"\0\0\0\0\x04\0\0\0\0\0\0\0",
        b"\0\0\0\0\x04\0\0\0\0\0\0\0",
        b"\0\0\0\0\x03\0\0\0\0\0\0\0",
        // Two nodes stay; there are moves; the bounds hold; at least 9 bytes move.
        b"\x02\0\0\0",
        &[0, 1],
        b"\x09\0\0\0\0\0\0\0",
        b"\0\0\0\0\0\0\0\0",
        // A node is to be emptied; then 9 and 7 beside 8 are an eighth too many and too few.
        b"\0\0\0\0\0\0\xf0\x7f",
        b"\0\0\0\0\0\0\xc0\x3f",
        b"\x02\0\0\0\0\0\0\0",
        b"\0\0\0\0",
        b"\x01\0\0\0",
        b"\x01\0\0\0",
        b"\x01\0\0\0",
    ];
    bytes.concat()
}

#[test]
fn plans() {
    let bytes = [b"ANSZPLAN\x01\0", &plan_bytes()[..]].concat();
    assert_eq!(plan().to_bytes(), bytes);
    assert_eq!(Plan::from_bytes(&bytes).unwrap(), plan());
}

/// The first move has failed once and waits; the second runs.
fn execution() -> Execution<String> {
    let mut execution = plan().execute(2).unwrap();
    execution.start(0).unwrap();
    execution.failed(0).unwrap();
    execution.start(1).unwrap();
    execution
}

#[test]
fn executions() {
    let end: [&[u8]; 3] = [b"\x02\0\0\0", b"\0\x01\0\0\0", b"\x01\0\0\0\0"];
    let bytes = [b"ANSZEXEC\x01\0", &plan_bytes()[..], &end.concat()].concat();
    assert_eq!(execution().to_bytes(), bytes);
    assert_eq!(Execution::from_bytes(&bytes).unwrap(), execution());
    let mut ended = execution();
    ended.done(1).unwrap();
    ended.abandon(0).unwrap();
    let end: [&[u8]; 3] = [b"\x02\0\0\0", b"\x03\x01\0\0\0", b"\x02\0\0\0\0"];
    assert_eq!(ended.to_bytes(), [b"ANSZEXEC\x01\0", &plan_bytes()[..], &end.concat()].concat());
}

fn migration() -> Migration {
    let config = MigrationConfig::default().with_verifications(4).with_retry_after(Duration::from_millis(1_500));
    Migration::new(7, config.with_give_up_after(Duration::from_secs(258))).unwrap()
}

fn migration_bytes(revision: u8, epoch: u8, step: u8, differed: u8) -> Vec<u8> {
    let bytes: [&[u8]; 6] = [
        b"ANSZMIGR\x01\0",
        &[revision, 0, 0, 0, 0, 0, 0, 0],
        &[epoch, 0, 0, 0, 0, 0, 0, 0],
        &[step, differed, 4],
        b"\x01\0\0\0\0\0\0\0\0\x65\xcd\x1d",
        b"\x02\x01\0\0\0\0\0\0\0\0\0\0",
    ];
    bytes.concat()
}

/// The bytes of every state on the way to a comparison that fails once, as they are stored.
#[test]
fn migrations() {
    let mut machine = migration();
    assert_eq!(machine.to_bytes(), migration_bytes(0, 8, 0, 0));
    assert_eq!(Migration::from_bytes(&machine.to_bytes()).unwrap().to_bytes(), machine.to_bytes());
    let (mut saved, mut has_differed) = (Vec::new(), false);
    while let Some(output) = machine.poll_output(Duration::ZERO) {
        let input = match output {
            MigrationOutput::Save { bytes, revision, step, .. } => {
                saved.push(bytes);
                MigrationInput::Saved { revision, step }
            }
            MigrationOutput::Send(command) if machine.step() == Step::Verifying && !has_differed => {
                has_differed = true;
                MigrationInput::Differs(command)
            }
            MigrationOutput::Send(command) => MigrationInput::Done(command),
            _ => continue,
        };
        machine.handle(Duration::ZERO, input);
    }
    // Copying, dual writing, catching up, verifying, both again, switching, activating, cleaning up, done.
    let expected = [
        (1, 8, 0, 0),
        (2, 9, 1, 0),
        (3, 9, 2, 0),
        (4, 9, 3, 0),
        (5, 9, 2, 1),
        (6, 9, 3, 1),
        (7, 10, 4, 1),
        (8, 10, 5, 1),
        (9, 10, 6, 1),
        (10, 10, 7, 1),
    ];
    let expected = expected.map(|(revision, epoch, step, differed)| migration_bytes(revision, epoch, step, differed));
    assert_eq!(saved, expected);
    for bytes in saved {
        assert_eq!(Migration::from_bytes(&bytes).unwrap().to_bytes(), bytes);
    }
}

#[cfg(feature = "serde")]
#[test]
fn serde_carries_the_bytes() {
    use serde_json::{from_str, to_string};
    let layout = Layout::slots(fleet(), [1, 0]).unwrap();
    let texts = [&layout.to_bytes(), &plan().to_bytes(), &execution().to_bytes(), &migration().to_bytes()];
    let texts = texts.map(|bytes| to_string(bytes).unwrap());
    assert_eq!(to_string(&layout).unwrap(), texts[0]);
    assert_eq!(to_string(&plan()).unwrap(), texts[1]);
    assert_eq!(to_string(&execution()).unwrap(), texts[2]);
    assert_eq!(to_string(&migration()).unwrap(), texts[3]);
    assert_eq!(from_str::<Layout<String>>(&texts[0]).unwrap(), layout);
    assert_eq!(from_str::<Plan<String>>(&texts[1]).unwrap(), plan());
    assert_eq!(from_str::<Execution<String>>(&texts[2]).unwrap(), execution());
    assert_eq!(from_str::<Migration>(&texts[3]).unwrap().to_bytes(), migration().to_bytes());
    // Through the checks of `from_bytes`: another kind, and nothing at all.
    assert!(from_str::<Plan<String>>(&texts[0]).is_err() && from_str::<Layout<String>>(&texts[1]).is_err());
    assert!(from_str::<Execution<String>>(&texts[1]).is_err() && from_str::<Migration>("[]").is_err());
}
