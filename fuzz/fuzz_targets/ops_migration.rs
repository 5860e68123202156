//! A migration under any sequence of inputs: it never turns back after the switch, and epochs never fall.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_placement::{Migration, MigrationConfig, MigrationInput, MigrationOutput};
use std::time::Duration;

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let mut machine = Migration::new(1, MigrationConfig::default()).expect("the defaults are allowed");
    let (mut now, mut inputs) = (Duration::ZERO, Vec::new());
    for &operation in data {
        let (committed, epoch, ended) = (machine.step().is_committed(), machine.epoch(), machine.step().is_final());
        match operation % 8 {
            0 => match machine.poll_output(now) {
                Some(MigrationOutput::Save { revision, step, .. }) => {
                    inputs.push(MigrationInput::Saved { revision, step });
                }
                Some(MigrationOutput::Send(command)) => {
                    inputs.extend([MigrationInput::Failed(command), MigrationInput::Differs(command)]);
                    inputs.push(MigrationInput::Done(command));
                }
                _ => {}
            },
            1 => inputs.last().into_iter().for_each(|&input| machine.handle(now, input)),
            2 => machine.handle(now, MigrationInput::Abort),
            3 => now += machine.next_deadline().unwrap_or_default().saturating_sub(now),
            4 => machine = Migration::from_bytes(&machine.to_bytes()).expect("it reads what it writes"),
            _ => {
                if let Some(&input) = inputs.get(usize::from(operation / 8)) {
                    machine.handle(now, input);
                }
            }
        }
        assert!(!committed || machine.step().is_committed());
        assert!(!ended || machine.step().is_final());
        assert!(epoch <= machine.epoch() && machine.epoch() <= 4);
    }
}
