//! What a node lets in.

use super::step::{Command, Task};

/// What a node is for a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Nothing: it serves neither reads nor writes.
    None,
    /// It is being filled: it takes writes, and serves no reads.
    Receiving,
    /// It serves reads and writes.
    Owner,
}

/// The gate of one node for one part: commands, reads and writes pass it with their epoch, and what is late is refused.
///
/// A node keeps it with its data, stores it before it acknowledges a command, and asks it about everything that comes
/// in; so that a write of the old owner's time cannot be accepted once the new one serves.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Guard, Role};
///
/// let guard = Guard::new(7, Role::Owner);
/// assert!(guard.admits_write(7) && guard.admits_read(8) && !guard.admits_write(6));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guard {
    epoch: u64,
    role: Role,
}

impl Guard {
    /// A guard at an epoch in a role: (0, `Role::None`) on a node that has never heard of the part.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Guard, Role};
    ///
    /// assert!(!Guard::new(0, Role::None).admits_read(1));
    /// ```
    #[must_use]
    pub const fn new(epoch: u64, role: Role) -> Self {
        Self { epoch, role }
    }

    /// Whether a command is to be done; if so, the guard has taken its epoch, and the role that it leads to.
    ///
    /// Whatever a command copies is let in by the same command, asked again when the data arrives: a copy that was under
    /// way when a later epoch began is dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Guard, Migration, MigrationConfig, MigrationOutput, MigrationInput, Role, Step};
    /// use core::time::Duration;
    ///
    /// let mut migration = Migration::new(7, MigrationConfig::default())?;
    /// migration.handle(Duration::ZERO, MigrationInput::Saved { revision: 1, step: Step::Copying });
    /// let Some(MigrationOutput::Send(copy)) = migration.poll_output(Duration::ZERO) else { unreachable!() };
    /// let mut target = Guard::new(3, Role::None);
    /// assert!(target.obey(&copy));
    /// assert_eq!((target.epoch(), target.role()), (8, Role::Receiving));
    /// assert!(!Guard::new(9, Role::None).obey(&copy));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn obey(&mut self, command: &Command) -> bool {
        if command.epoch < self.epoch {
            return false;
        }
        // Within an epoch a node that serves is not made to receive again by a copy that comes late.
        let is_late = command.epoch == self.epoch && self.role == Role::Owner;
        self.role = match command.task {
            Task::Copy | Task::CatchUp if is_late => return false,
            Task::Copy | Task::CatchUp => Role::Receiving,
            Task::Fence | Task::Verify => self.role,
            Task::Yield | Task::Erase => Role::None,
            Task::Serve => Role::Owner,
        };
        self.epoch = command.epoch;
        true
    }

    /// Whether a write that was sent in this epoch is accepted.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Guard, Role};
    ///
    /// assert!(Guard::new(8, Role::Receiving).admits_write(9));
    /// ```
    #[must_use]
    pub fn admits_write(&self, epoch: u64) -> bool {
        epoch >= self.epoch && self.role != Role::None
    }

    /// Whether a read that was sent in this epoch is served.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Guard, Role};
    ///
    /// assert!(!Guard::new(8, Role::Receiving).admits_read(9));
    /// ```
    #[must_use]
    pub fn admits_read(&self, epoch: u64) -> bool {
        epoch >= self.epoch && self.role == Role::Owner
    }

    /// The highest epoch that the node knows.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Guard, Role};
    ///
    /// assert_eq!(Guard::new(8, Role::Owner).epoch(), 8);
    /// ```
    #[must_use]
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// What the node is for the part.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Guard, Role};
    ///
    /// assert_eq!(Guard::new(8, Role::Owner).role(), Role::Owner);
    /// ```
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }
}
