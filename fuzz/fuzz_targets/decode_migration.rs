//! A migration from any bytes: an error, or a machine that is written as the same bytes and goes on.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_placement::Migration;
use std::time::Duration;

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(mut migration) = Migration::from_bytes(data) else { return };
    assert_eq!(migration.to_bytes(), data);
    assert_eq!(migration.poll_output(Duration::MAX).is_none(), migration.step().is_final());
}
