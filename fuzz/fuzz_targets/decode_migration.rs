//! A migration from any bytes: an error, or a machine that is written as the same bytes and goes on.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_placement::{Migration, MigrationInput, MigrationOutput};
use std::time::Duration;

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(mut migration) = Migration::from_bytes(data) else { return };
    assert_eq!(migration.to_bytes(), data);
    // All goes well from here: it ends, and where it must if the switch was decided.
    let is_committed = migration.step().is_committed();
    for _ in 0..100 {
        match migration.poll_output(Duration::ZERO) {
            Some(MigrationOutput::Save { revision, step, .. }) => {
                migration.handle(Duration::ZERO, MigrationInput::Saved { revision, step });
            }
            Some(MigrationOutput::Send(command)) => migration.handle(Duration::ZERO, MigrationInput::Done(command)),
            _ => break,
        }
    }
    assert!(migration.step().is_final() && (migration.step().is_committed() || !is_committed));
    assert!(migration.poll_output(Duration::MAX).is_none());
}
