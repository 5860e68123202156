//! All states that a migration and its surroundings can reach.
//!
//! The network is the set of everything ever sent: any of it may arrive at any time, any number of times, or never, so
//! that loss, delay, reordering and repetition are all in it. Time passes whenever it matters. The coordinator may crash
//! at any time and starts again from the storage. One client writes one value with any access that was ever told,
//! however old (writes do not touch each other, so that what holds for one holds for all). Copies may silently be
//! incomplete.

use std::{
    collections::{BTreeSet, HashSet, VecDeque},
    hash::{DefaultHasher, Hash, Hasher},
    time::Duration,
};

use ansatz_placement::{
    Access, Command, Guard, Migration, MigrationConfig, MigrationInput, MigrationOutput, Role, Side, Step, Task, Writes,
};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Message {
    Save(u64, Step, Vec<u8>),
    Saved(u64, Step),
    Do(Command),
    /// What the source held when it was asked to be copied.
    Copied(Command, bool),
    Done(Command),
    Differs(Command),
    Write(Side, u64),
}

/// What is in the world.
#[derive(Debug, Clone, Copy)]
struct Options {
    writes: bool,
    aborts: bool,
    heal: bool,
    verifications: u8,
}

/// What is wrong with the surroundings, to see that the search would find it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    None,
    /// Nodes obey and admit whatever comes.
    NoFences,
    /// Commands are sent before the state is stored.
    NoStorage,
    /// The source goes on serving when it is told to stop.
    NoYield,
    /// Writes to both are acknowledged when one has them.
    OneIsEnough,
    /// Copies are never compared: they are said to agree.
    NoComparison,
}

#[allow(clippy::struct_excessive_bools)] // Each is a thing of its own that has happened or not.
#[derive(Clone)]
struct World {
    machine: Migration,
    now: Duration,
    stored: (u64, Vec<u8>),
    network: BTreeSet<Message>,
    told: BTreeSet<Access>,
    guards: [Guard; 2],
    /// Whether each node holds the value.
    holds: [bool; 2],
    /// The client's access, and which nodes have accepted.
    access: Option<Access>,
    accepted: [bool; 2],
    acknowledged: bool,
    aborted: bool,
    writes: bool,
    aborts: bool,
    fault: Fault,
}

/// A state's hash of 128 bits: of a million states, two are the same with odds of 2^-88.
type Key = (u64, u64);

const RETRY: Duration = Duration::from_secs(1);

fn at(side: Side) -> usize {
    usize::from(side == Side::Target)
}

impl World {
    fn new(fault: Fault, options: Options) -> Self {
        let config = MigrationConfig::default().with_retry_after(RETRY).with_verifications(options.verifications);
        let machine = Migration::new(1, config).unwrap();
        let stored = (0, machine.to_bytes());
        let told = BTreeSet::from([machine.access()]);
        World {
            machine,
            now: Duration::ZERO,
            stored,
            network: BTreeSet::new(),
            told,
            guards: [Guard::new(1, Role::Owner), Guard::new(0, Role::None)],
            holds: [false; 2],
            access: None,
            accepted: [false; 2],
            acknowledged: false,
            aborted: false,
            writes: options.writes,
            aborts: options.aborts,
            fault,
        }
    }

    /// The state but for the time, which only matters as what is due.
    fn key(&mut self) -> Key {
        let mut machine = self.machine.clone();
        // What it says when it is due, and whether an abort waits.
        let output = match machine.poll_output(self.now + RETRY) {
            Some(MigrationOutput::Save { revision, step, .. }) => Some((revision, step)),
            _ => None,
        };
        let waits = format!("{:?}", self.machine).contains("abort: true");
        let hash = |salt: u64| {
            let mut hasher = DefaultHasher::new();
            (salt, self.machine.to_bytes(), output, waits, &self.stored, &self.network, &self.told).hash(&mut hasher);
            (self.guards, self.holds, self.access, self.accepted, self.acknowledged, self.aborted).hash(&mut hasher);
            hasher.finish()
        };
        (hash(1), hash(2))
    }

    /// Sends whatever is due.
    fn poll(&mut self) {
        while let Some(output) = self.machine.poll_output(self.now) {
            match output {
                MigrationOutput::Save { revision, step, bytes } => {
                    self.network.insert(Message::Save(revision, step, bytes));
                    if self.fault == Fault::NoStorage {
                        self.machine.handle(self.now, MigrationInput::Saved { revision, step });
                    }
                }
                MigrationOutput::Send(command) => drop(self.network.insert(Message::Do(command))),
                other => panic!("{other:?}"),
            }
        }
        self.told.insert(self.machine.access());
    }

    fn obey(&mut self, command: &Command) -> bool {
        if self.fault == Fault::NoYield && command.task == Task::Yield {
            return true;
        }
        let guard = &mut self.guards[at(command.to)];
        if self.fault == Fault::NoFences {
            *guard = Guard::new(0, guard.role());
        }
        guard.obey(command)
    }

    fn deliver(&mut self, message: &Message) {
        match message {
            Message::Save(revision, step, bytes) => {
                if *revision == self.stored.0 + 1 {
                    self.stored = (*revision, bytes.clone());
                }
                if self.stored == (*revision, bytes.clone()) {
                    self.network.insert(Message::Saved(*revision, *step));
                } else if *revision == self.stored.0 && self.machine.to_bytes() != self.stored.1 {
                    // Refused: somebody else's state is stored.
                    self.crash();
                }
            }
            Message::Saved(revision, step) => {
                self.machine.handle(self.now, MigrationInput::Saved { revision: *revision, step: *step });
            }
            Message::Do(command) => self.execute(command),
            Message::Copied(command, held) => {
                if self.obey(command) {
                    self.holds[1] |= held;
                    self.network.insert(Message::Done(*command));
                }
            }
            Message::Done(command) => self.machine.handle(self.now, MigrationInput::Done(*command)),
            Message::Differs(command) => self.machine.handle(self.now, MigrationInput::Differs(*command)),
            Message::Write(side, epoch) => {
                let guard = self.guards[at(*side)];
                let admitted =
                    guard.admits_write(*epoch) || self.fault == Fault::NoFences && guard.role() != Role::None;
                if admitted {
                    self.holds[at(*side)] = true;
                    self.accepted[at(*side)] = true;
                }
                let needed = match self.access.unwrap().write_to {
                    Writes::Source => self.accepted[0],
                    Writes::Target => self.accepted[1],
                    _ if self.fault == Fault::OneIsEnough => self.accepted[0] || self.accepted[1],
                    _ => self.accepted[0] && self.accepted[1],
                };
                self.acknowledged |= needed;
            }
        }
        self.poll();
    }

    fn execute(&mut self, command: &Command) {
        if !self.obey(command) {
            return;
        }
        match command.task {
            Task::Copy | Task::CatchUp => {
                // All of it, or not.
                self.network.insert(Message::Copied(*command, self.holds[0]));
                self.network.insert(Message::Copied(*command, false));
                return;
            }
            Task::Verify if self.holds[0] && !self.holds[1] && self.fault != Fault::NoComparison => {
                self.network.insert(Message::Differs(*command));
                return;
            }
            Task::Erase => self.holds[at(command.to)] = false,
            _ => {}
        }
        self.network.insert(Message::Done(*command));
    }

    fn crash(&mut self) {
        self.machine = Migration::from_bytes(&self.stored.1).unwrap();
        self.poll();
    }

    /// Every state that can be next.
    fn successors(&self) -> Vec<Self> {
        let mut next = Vec::new();
        let mut step = |change: &dyn Fn(&mut Self)| {
            let mut world = self.clone();
            change(&mut world);
            next.push(world);
        };
        for message in &self.network {
            step(&|world| world.deliver(message));
        }
        step(&|world| {
            world.now += RETRY;
            world.poll();
        });
        step(&Self::crash);
        if self.aborts && !self.aborted {
            step(&|world| {
                world.aborted = true;
                world.machine.handle(world.now, MigrationInput::Abort);
                world.poll();
            });
        }
        if self.writes && self.access.is_none() {
            for access in &self.told {
                step(&|world| {
                    world.access = Some(*access);
                    let sides: &[Side] = match access.write_to {
                        Writes::Source => &[Side::Source],
                        Writes::Target => &[Side::Target],
                        _ => &[Side::Source, Side::Target],
                    };
                    world.network.extend(sides.iter().map(|&side| Message::Write(side, access.epoch)));
                });
            }
        }
        next
    }

    /// What is wrong with this state, if anything.
    fn violation(&self) -> Option<&'static str> {
        let readable = |side: Side| {
            self.told.iter().any(|access| {
                let guard = &self.guards[at(side)];
                let admits =
                    guard.admits_read(access.epoch) || self.fault == Fault::NoFences && guard.role() == Role::Owner;
                access.read_from == side && admits
            })
        };
        let both = [Side::Source, Side::Target].map(readable);
        if both == [true, true] {
            return Some("two nodes serve reads");
        }
        for (readable, holds) in both.into_iter().zip(self.holds) {
            if readable && self.acknowledged && !holds {
                return Some("an acknowledged write cannot be read");
            }
        }
        match self.machine.step() {
            Step::Done if !both[1] => Some("done, and the target does not serve"),
            Step::Aborted if !both[0] => Some("aborted, and the source does not serve"),
            _ => None,
        }
    }

    /// With everything delivered once and in order, and copies complete, the migration ends where its step says.
    fn heals(&self) -> bool {
        let (mut world, committed) = (self.clone(), self.machine.step().is_committed());
        let mut may_commit =
            committed || world.stored.0 != 0 && Migration::from_bytes(&world.stored.1).unwrap().step().is_committed();
        for _ in 0..40 {
            if world.machine.step().is_final() {
                let expected = if world.machine.step() == Step::Done { Side::Target } else { Side::Source };
                return (!may_commit || expected == Side::Target)
                    && world.machine.read_from() == expected
                    && world.violation().is_none();
            }
            world.network.retain(|message| matches!(message, Message::Write(..)));
            world.now += RETRY;
            world.poll();
            for _ in 0..3 {
                for message in world.network.clone() {
                    match message {
                        Message::Write(..) | Message::Copied(_, false) if world.holds[0] => {}
                        other => world.deliver(&other),
                    }
                }
            }
            may_commit |= world.machine.step().is_committed();
        }
        false
    }
}

/// Visits every state, and returns how many there are, or what is wrong with one.
fn explore(fault: Fault, options: Options) -> Result<usize, &'static str> {
    let mut first = World::new(fault, options);
    first.poll();
    let mut seen = HashSet::from([first.key()]);
    let mut queue = VecDeque::from([first]);
    let mut finals = BTreeSet::new();
    while let Some(world) = queue.pop_front() {
        if let Some(violation) = world.violation() {
            return Err(violation);
        }
        if options.heal && !world.heals() {
            return Err("it does not end");
        }
        if world.machine.step().is_final() {
            finals.insert(world.machine.step());
        }
        for mut next in world.successors() {
            if seen.insert(next.key()) {
                queue.push_back(next);
            }
        }
        if seen.len() > MOST {
            return if fault == Fault::None { Err("too many states") } else { Ok(seen.len()) };
        }
    }
    assert!(finals.contains(&Step::Done) && (!options.aborts || finals.contains(&Step::Aborted)), "{finals:?}");
    Ok(seen.len())
}

const MOST: usize = 400_000;

const QUIET: Options = Options { writes: false, aborts: true, heal: true, verifications: 1 };

#[test]
fn every_state_with_aborts_is_safe_and_ends() {
    explore(Fault::None, QUIET).unwrap();
}

#[test]
fn every_state_with_a_write_is_safe_and_ends() {
    explore(Fault::None, Options { writes: true, aborts: false, ..QUIET }).unwrap();
}

#[test]
fn every_state_with_both_is_safe_and_ends() {
    explore(Fault::None, Options { writes: true, ..QUIET }).unwrap();
}

/// Copies may differ once, so that the target catches up again.
#[test]
fn every_state_with_a_second_comparison_is_safe_and_ends() {
    explore(Fault::None, Options { writes: true, verifications: 2, ..QUIET }).unwrap();
}

#[test]
fn faults_of_the_surroundings_are_found() {
    let found = |fault: Fault, writes: bool, aborts: bool| {
        explore(fault, Options { writes, aborts, heal: false, verifications: 1 }).map(drop)
    };
    assert_eq!(found(Fault::NoYield, false, false), Err("two nodes serve reads"));
    assert_eq!(found(Fault::NoStorage, false, true), Err("two nodes serve reads"));
    assert_eq!(found(Fault::NoFences, false, true), Err("done, and the target does not serve"));
    assert_eq!(found(Fault::OneIsEnough, true, false), Err("an acknowledged write cannot be read"));
    assert_eq!(found(Fault::NoComparison, true, false), Err("an acknowledged write cannot be read"));
}
