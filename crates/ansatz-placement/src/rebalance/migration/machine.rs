//! The coordinator of a migration, as a state machine without effects.
//!
//! Online migration by copying, writing to both and switching is folklore with careful instances (A. Elmore, S. Das, D.
//! Agrawal, A. El Abbadi, "Zephyr: live migration in shared nothing databases for elastic cloud platforms", SIGMOD
//! 2011); fencing by numbers that only grow goes back to C. Gray and D. Cheriton, "Leases: an efficient fault-tolerant
//! mechanism for distributed file cache consistency", SOSP 1989.

use alloc::vec::Vec;
use core::time::Duration;

use ansatz_core::{ParameterError, require_range};

use super::{
    bytes,
    step::{Command, Side, Step, Writes},
};
use crate::RebalanceError;

/// How patient a migration is.
///
/// # Examples
///
/// ```
/// use ansatz_placement::MigrationConfig;
/// use core::time::Duration;
///
/// let config = MigrationConfig::default().with_retry_after(Duration::from_secs(1)).with_verifications(5);
/// assert_eq!(config.verifications, 5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct MigrationConfig {
    /// What is not acknowledged is sent again after this time; 5 seconds by default.
    pub retry_after: Duration,
    /// A step before the switch that takes longer than this aborts the migration; a day by default. From the switch on
    /// nothing is given up.
    pub give_up_after: Duration,
    /// How often the copies may differ before the migration aborts; 3 by default.
    pub verifications: u8,
}

impl Default for MigrationConfig {
    fn default() -> Self {
        Self { retry_after: Duration::from_secs(5), give_up_after: Duration::from_secs(86_400), verifications: 3 }
    }
}

impl MigrationConfig {
    /// The same with another time after which something is sent again.
    ///
    /// # Examples
    ///
    /// ```
    /// use core::time::Duration;
    ///
    /// let config = ansatz_placement::MigrationConfig::default().with_retry_after(Duration::from_secs(1));
    /// assert_eq!(config.retry_after, Duration::from_secs(1));
    /// ```
    #[must_use]
    pub const fn with_retry_after(self, retry_after: Duration) -> Self {
        Self { retry_after, ..self }
    }

    /// The same with another time after which a step is given up.
    ///
    /// # Examples
    ///
    /// ```
    /// use core::time::Duration;
    ///
    /// let config = ansatz_placement::MigrationConfig::default().with_give_up_after(Duration::from_secs(60));
    /// assert_eq!(config.give_up_after, Duration::from_secs(60));
    /// ```
    #[must_use]
    pub const fn with_give_up_after(self, give_up_after: Duration) -> Self {
        Self { give_up_after, ..self }
    }

    /// The same with another number of comparisons.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_placement::MigrationConfig::default().with_verifications(1).verifications, 1);
    /// ```
    #[must_use]
    pub const fn with_verifications(self, verifications: u8) -> Self {
        Self { verifications, ..self }
    }

    pub(super) fn check(&self) -> Result<(), ParameterError> {
        require_range("verifications", self.verifications, 1..=u8::MAX)?;
        for (name, time) in [("retry_after", self.retry_after), ("give_up_after", self.give_up_after)] {
            if time.is_zero() {
                return Err(ParameterError::new(name, "0", "more than 0"));
            }
        }
        Ok(())
    }
}

/// What a migration is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MigrationInput {
    /// This state is stored. The step tells it from what another coordinator may have stored as the same revision.
    Saved {
        /// The revision, as [`MigrationOutput::Save`] gave it.
        revision: u64,
        /// The step, as it was given too.
        step: Step,
    },
    /// The node has done it.
    Done(Command),
    /// The node has compared, and the copies differ.
    Differs(Command),
    /// The node cannot do it: before the switch the migration aborts, afterwards it is tried again in time.
    Failed(Command),
    /// The migration is not wanted any more; too late from the switch on.
    Abort,
}

/// What a migration wants to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MigrationOutput {
    /// Store these bytes if, and only if, the stored revision is the one before, or these bytes are stored already.
    ///
    /// Then say [`MigrationInput::Saved`]. If something else is stored, another coordinator is at work: drop this
    /// machine, and make one of what is stored.
    Save {
        /// The revision.
        revision: u64,
        /// The step that is entered.
        step: Step,
        /// The state, for [`Migration::from_bytes`].
        bytes: Vec<u8>,
    },
    /// Send a command to a node.
    Send(Command),
}

/// Where a part's reads and writes go, for those who send them; everything they send carries the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Access {
    /// Where reads go.
    pub read_from: Side,
    /// Where writes go.
    pub write_to: Writes,
    /// The epoch that they carry.
    pub epoch: u64,
}

/// A state of the machine, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct State {
    pub(super) revision: u64,
    pub(super) step: Step,
    pub(super) epoch: u64,
    /// How often the copies differed.
    pub(super) differed: u8,
}

impl State {
    /// Whether some migration comes to this state: its revision counts the steps since the first, and its epoch is none
    /// of the last of all.
    pub(super) fn is_reachable(self) -> bool {
        let (rounds, begun) = (2 * u64::from(self.differed), self.step.epochs_begun());
        // The way back begins after any step that can be aborted.
        let turned =
            |revision: u64| (2..=3).contains(&revision) && rounds == 0 || (4 + rounds..=5 + rounds).contains(&revision);
        let counted = match self.step {
            Step::Copying | Step::DualWriting => rounds == 0 && self.revision == self.step as u64 + 1,
            Step::Restoring => turned(self.revision),
            Step::Discarding => turned(self.revision.saturating_sub(1)),
            Step::Aborted => turned(self.revision.saturating_sub(2)),
            forward => self.revision == forward as u64 + 1 + rounds,
        };
        counted && (1..=LAST_EPOCH + begun).contains(&self.epoch)
    }

    fn then(self, step: Step) -> Self {
        let epoch = self.epoch.saturating_add(u64::from(step.begins_epoch()));
        Self { revision: self.revision.saturating_add(1), step, epoch, ..self }
    }
}

/// The migration of one part from its old owner, the source, to the new one, the target, while it is in use.
///
/// Copying, dual writes, verification, the switch, and cleaning up, as [`Step`] has them. The machine does nothing
/// itself: it is told what happened, and says what is to be stored and sent. Commands may be lost, late and repeated, and
/// so may their acknowledgements; the coordinator may crash at any time, and starts again from what was stored last.
///
/// The loop: after every input, and when [`next_deadline`](Self::next_deadline) has come, do what
/// [`poll_output`](Self::poll_output) gives out until there is nothing, and tell readers and writers where
/// [`access`](Self::access) leads them. Every node has a [`Guard`](crate::Guard).
///
/// # Accuracy
///
/// What is promised, and checked in the tests by visiting all reachable states with everything lost, repeated and
/// delayed:
///
/// * At no time do both nodes serve reads to anybody, however old the access that he knows.
/// * Who can be read holds every acknowledged write. (A write to both is acknowledged when both have accepted it.)
/// * A migration that ends before the switch, the step [`Step::Switching`], leaves the part to the source, any other to
///   the target; what was begun ends, if messages arrive at last.
///
/// What it relies on: nodes do what their guard says and store it; copying never replaces a newer version by an older
/// one; storage replaces the state only as [`MigrationOutput::Save`] says. If the source is lost for good during the
/// switch, somebody must make sure that it serves no more, and acknowledge in its place.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Migration, MigrationConfig, MigrationInput, MigrationOutput, Side, Step};
/// use core::time::Duration;
///
/// let now = Duration::ZERO;
/// let mut migration = Migration::new(7, MigrationConfig::default())?; // The part's epoch so far.
/// let mut stored = Vec::new();
/// while let Some(output) = migration.poll_output(now) {
///     let input = match output {
///         MigrationOutput::Save { revision, step, bytes } => {
///             stored = bytes;
///             MigrationInput::Saved { revision, step }
///         }
///         // Here the caller sends it; the node does it, and the answer comes later.
///         MigrationOutput::Send(command) => MigrationInput::Done(command),
///         _ => continue,
///     };
///     migration.handle(now, input);
/// }
/// assert_eq!((migration.step(), migration.access().read_from, migration.epoch()), (Step::Done, Side::Target, 10));
/// assert_eq!(Migration::from_bytes(&stored)?.step(), Step::Done);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Migration {
    pub(super) config: MigrationConfig,
    /// The last state that is known to be stored: what the world may see.
    pub(super) saved: State,
    /// The state to be stored next.
    unsaved: Option<State>,
    abort: bool,
    /// When the step began, and when its output was last given out.
    began: Option<Duration>,
    sent: Option<Duration>,
}

impl Migration {
    /// A migration of a part whose owner serves it in this epoch; it uses the next three.
    ///
    /// # Errors
    ///
    /// [`RebalanceError::Parameter`] if a time or the number of comparisons is 0, or the epoch is among the last of all.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Migration, MigrationConfig, Step};
    ///
    /// assert_eq!(Migration::new(0, MigrationConfig::default())?.step(), Step::Copying);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn new(epoch: u64, config: MigrationConfig) -> Result<Self, RebalanceError> {
        config.check()?;
        let epoch = require_range("epoch", epoch, 0..=LAST_EPOCH)?;
        let first = State { revision: 1, step: Step::Copying, epoch: epoch + 1, differed: 0 };
        // Before the first state is stored, what can be seen is the part as it was: the source's alone.
        let before = State { revision: 0, ..first };
        Ok(Self { unsaved: Some(first), ..Self::resumed(config, before) })
    }

    /// A machine in a state that is stored.
    pub(super) const fn resumed(config: MigrationConfig, saved: State) -> Self {
        Self { config, saved, unsaved: None, abort: false, began: None, sent: None }
    }

    /// Takes note of what happened; what is late or repeated changes nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Migration, MigrationConfig, MigrationInput, Step};
    /// use core::time::Duration;
    ///
    /// let mut migration = Migration::new(7, MigrationConfig::default())?;
    /// migration.handle(Duration::ZERO, MigrationInput::Saved { revision: 1, step: Step::Copying });
    /// migration.handle(Duration::ZERO, MigrationInput::Abort);
    /// migration.handle(Duration::ZERO, MigrationInput::Saved { revision: 2, step: Step::Restoring });
    /// assert_eq!(migration.step(), Step::Restoring);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn handle(&mut self, now: Duration, input: MigrationInput) {
        match input {
            MigrationInput::Saved { revision, step } => {
                // A state is told by its revision and its step: of one state there is one way to each step.
                if let Some(state) = self.unsaved.filter(|state| (state.revision, state.step) == (revision, step)) {
                    (self.saved, self.unsaved) = (state, None);
                    (self.began, self.sent) = (Some(now), None);
                }
            }
            MigrationInput::Abort => self.abort |= !self.saved.step.is_committed(),
            MigrationInput::Done(command) if self.awaits(command) => self.go(self.saved.step.next()),
            MigrationInput::Differs(command) if self.awaits(command) && self.saved.step == Step::Verifying => {
                let differed = self.saved.differed.saturating_add(1);
                if differed < self.config.verifications {
                    self.unsaved = Some(State { differed, ..self.saved.then(Step::CatchingUp) });
                    self.sent = None;
                } else {
                    self.abort = true;
                }
            }
            MigrationInput::Failed(command) if self.awaits(command) => self.abort |= self.saved.step.can_abort(),
            MigrationInput::Done(_) | MigrationInput::Differs(_) | MigrationInput::Failed(_) => {}
        }
        self.turn_back();
    }

    /// What is to be done now, if anything.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Migration, MigrationConfig, MigrationOutput};
    /// use core::time::Duration;
    ///
    /// let mut migration = Migration::new(7, MigrationConfig::default())?;
    /// assert!(matches!(migration.poll_output(Duration::ZERO), Some(MigrationOutput::Save { revision: 1, .. })));
    /// assert_eq!(migration.poll_output(Duration::ZERO), None);
    /// // Again, if it is not confirmed in time.
    /// assert_eq!(migration.next_deadline(), Some(Duration::from_secs(5)));
    /// assert!(migration.poll_output(Duration::from_secs(5)).is_some());
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn poll_output(&mut self, now: Duration) -> Option<MigrationOutput> {
        let began = *self.began.get_or_insert(now);
        if now.saturating_sub(began) >= self.config.give_up_after && self.saved.step.can_abort() {
            self.abort = true;
            self.turn_back();
        }
        let is_due = self.sent.is_none_or(|sent| now.saturating_sub(sent) >= self.config.retry_after);
        let output = self.output().filter(|_| is_due)?;
        self.sent = Some(now);
        Some(output)
    }

    /// When [`poll_output`](Self::poll_output) has something next, if nothing is handled before; a time that is past
    /// means at once, none means never.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Migration, MigrationConfig};
    /// use core::time::Duration;
    ///
    /// assert_eq!(Migration::new(7, MigrationConfig::default())?.next_deadline(), Some(Duration::ZERO));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn next_deadline(&self) -> Option<Duration> {
        if self.unsaved.is_none() && self.saved.step.is_final() {
            return None;
        }
        let Some((began, sent)) = self.began.zip(self.sent) else { return Some(Duration::ZERO) };
        let retry = sent.saturating_add(self.config.retry_after);
        if self.unsaved.is_some() || !self.saved.step.can_abort() {
            return Some(retry);
        }
        Some(retry.min(began.saturating_add(self.config.give_up_after)))
    }

    /// Where reads and writes go now; it never runs ahead of what is stored.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Migration, MigrationConfig, Side, Writes};
    ///
    /// let access = Migration::new(7, MigrationConfig::default())?.access();
    /// assert_eq!((access.read_from, access.write_to, access.epoch), (Side::Source, Writes::Source, 8));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn access(&self) -> Access {
        Access { read_from: self.read_from(), write_to: self.write_to(), epoch: self.epoch() }
    }

    /// Where reads go now: the part's owner.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Migration, MigrationConfig, Side};
    ///
    /// assert_eq!(Migration::new(7, MigrationConfig::default())?.read_from(), Side::Source);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn read_from(&self) -> Side {
        self.saved.step.read_from()
    }

    /// Where writes go now.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Migration, MigrationConfig, Writes};
    ///
    /// assert_eq!(Migration::new(7, MigrationConfig::default())?.write_to(), Writes::Source);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn write_to(&self) -> Writes {
        self.saved.step.write_to()
    }

    /// The epoch that reads and writes carry now; when the migration has ended, the one from which the next begins.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Migration, MigrationConfig};
    ///
    /// assert_eq!(Migration::new(7, MigrationConfig::default())?.epoch(), 8);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn epoch(&self) -> u64 {
        self.saved.epoch
    }

    /// The step that is stored.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Migration, MigrationConfig, Step};
    ///
    /// assert_eq!(Migration::new(7, MigrationConfig::default())?.step(), Step::Copying);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn step(&self) -> Step {
        self.saved.step
    }

    fn output(&self) -> Option<MigrationOutput> {
        if let Some(state) = self.unsaved {
            let bytes = bytes::of(&self.config, &state);
            return Some(MigrationOutput::Save { revision: state.revision, step: state.step, bytes });
        }
        self.command().map(MigrationOutput::Send)
    }

    /// What is commanded in the step that is stored.
    fn command(&self) -> Option<Command> {
        let (to, task) = self.saved.step.task()?;
        Some(Command::new(self.saved.revision, self.saved.epoch, to, task))
    }

    /// Whether an answer to this command is awaited: nothing is while a state is being stored.
    fn awaits(&self, command: Command) -> bool {
        self.unsaved.is_none() && self.command() == Some(command)
    }

    fn go(&mut self, step: Step) {
        self.unsaved = Some(self.saved.then(step));
        self.sent = None;
    }

    /// Begins the way back, if it is wanted and possible now. A state that is being stored may be stored already, so
    /// that it has to be waited for.
    fn turn_back(&mut self) {
        if self.abort && self.unsaved.is_none() {
            self.abort = false;
            if self.saved.step.can_abort() {
                self.go(Step::Restoring);
            }
        }
    }
}

/// Each migration begins three epochs at most.
pub(super) const LAST_EPOCH: u64 = u64::MAX - 8;
