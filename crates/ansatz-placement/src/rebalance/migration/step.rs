//! The steps of a migration, and what is commanded and allowed in each.

/// One of the two nodes between which a part migrates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The old owner.
    Source,
    /// The new one.
    Target,
}

/// Where a write goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Writes {
    /// To the old owner.
    Source,
    /// To both; it is acknowledged when both have it.
    Both,
    /// To the new owner.
    Target,
}

/// Where a migration stands.
///
/// The way forward is from the top; an abort leads from the first four to `Restoring`.
///
/// | step | command that is out | reads | writes | epoch |
/// |---|---|---|---|---|
/// | `Copying` | target: copy | source | source | +1 |
/// | `DualWriting` | source: refuse lower epochs | source | both | +2 |
/// | `CatchingUp` | target: copy what is missing | source | both | +2 |
/// | `Verifying` | target: compare | source | both | +2 |
/// | `Switching` | source: serve no more | source | both | +3 |
/// | `Activating` | target: serve | target | target | +3 |
/// | `CleaningUp` | source: erase | target | target | +3 |
/// | `Done` | | target | target | +3 |
/// | `Restoring` | source: serve alone | source | source | one more than before |
/// | `Discarding` | target: erase | source | source | the same |
/// | `Aborted` | | source | source | the same |
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Side, Step, Writes};
///
/// assert_eq!((Step::Verifying.read_from(), Step::Verifying.write_to()), (Side::Source, Writes::Both));
/// assert!(Step::Switching.is_committed() && !Step::Verifying.is_committed());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Step {
    /// The bulk is copied.
    Copying,
    /// Writes begin to go to both; the source must refuse those that do not.
    DualWriting,
    /// What the source gained since it was copied follows.
    CatchingUp,
    /// The two are compared.
    Verifying,
    /// The point of no return: the source stops serving.
    Switching,
    /// The target begins to serve.
    Activating,
    /// The source erases its copy.
    CleaningUp,
    /// The target owns the part.
    Done,
    /// The way back: the source serves alone again.
    Restoring,
    /// The target erases its copy.
    Discarding,
    /// The source owns the part, as before.
    Aborted,
}

impl Step {
    /// Where reads go; this side is the part's owner.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Side, Step};
    ///
    /// assert_eq!(Step::Activating.read_from(), Side::Target);
    /// ```
    #[must_use]
    pub const fn read_from(self) -> Side {
        match self {
            Self::Activating | Self::CleaningUp | Self::Done => Side::Target,
            _ => Side::Source,
        }
    }

    /// Where writes go.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Step, Writes};
    ///
    /// assert_eq!(Step::Copying.write_to(), Writes::Source);
    /// ```
    #[must_use]
    pub const fn write_to(self) -> Writes {
        match self {
            Self::DualWriting | Self::CatchingUp | Self::Verifying | Self::Switching => Writes::Both,
            Self::Activating | Self::CleaningUp | Self::Done => Writes::Target,
            _ => Writes::Source,
        }
    }

    /// Whether the switch is decided: from here on the migration only goes forward.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(!ansatz_placement::Step::Restoring.is_committed());
    /// ```
    #[must_use]
    pub const fn is_committed(self) -> bool {
        matches!(self, Self::Switching | Self::Activating | Self::CleaningUp | Self::Done)
    }

    /// Whether nothing is left to do.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_placement::Step::Aborted.is_final());
    /// ```
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Aborted)
    }

    /// Whether it can be left for the way back.
    pub(super) const fn can_abort(self) -> bool {
        matches!(self, Self::Copying | Self::DualWriting | Self::CatchingUp | Self::Verifying)
    }

    /// What is commanded in it, and whom.
    pub(super) const fn task(self) -> Option<(Side, Task)> {
        Some(match self {
            Self::Copying => (Side::Target, Task::Copy),
            Self::DualWriting => (Side::Source, Task::Fence),
            Self::CatchingUp => (Side::Target, Task::CatchUp),
            Self::Verifying => (Side::Target, Task::Verify),
            Self::Switching => (Side::Source, Task::Yield),
            Self::Activating => (Side::Target, Task::Serve),
            Self::CleaningUp => (Side::Source, Task::Erase),
            Self::Restoring => (Side::Source, Task::Serve),
            Self::Discarding => (Side::Target, Task::Erase),
            Self::Done | Self::Aborted => return None,
        })
    }

    /// The step after it, when what it commanded is done.
    pub(super) const fn next(self) -> Self {
        match self {
            Self::Copying => Self::DualWriting,
            Self::DualWriting => Self::CatchingUp,
            Self::CatchingUp => Self::Verifying,
            Self::Verifying => Self::Switching,
            Self::Switching => Self::Activating,
            Self::Activating => Self::CleaningUp,
            Self::CleaningUp | Self::Done => Self::Done,
            Self::Restoring => Self::Discarding,
            Self::Discarding | Self::Aborted => Self::Aborted,
        }
    }

    /// How many epochs a migration has begun in this step, at most.
    pub(super) const fn epochs_begun(self) -> u64 {
        match self {
            Self::Copying => 1,
            Self::DualWriting | Self::CatchingUp | Self::Verifying => 2,
            _ => 3,
        }
    }

    /// Whether it begins a new epoch.
    pub(super) const fn begins_epoch(self) -> bool {
        matches!(self, Self::DualWriting | Self::Switching | Self::Restoring)
    }
}

/// What a node is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Task {
    /// Copy all that the source holds.
    Copy,
    /// Refuse what carries a lower epoch, from now on.
    Fence,
    /// Copy what the source holds and the target lacks; what the target holds in a newer version stays.
    CatchUp,
    /// Compare: is what the source holds on the target?
    Verify,
    /// Serve neither reads nor writes, from now on.
    Yield,
    /// Serve reads and writes.
    Serve,
    /// Erase the copy, and serve nothing.
    Erase,
}

/// A command to a node; to be done any number of times is to be done once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Command {
    /// Which command of the migration it is: an acknowledgement names it.
    pub number: u64,
    /// The epoch in which it is given; a node that knows a higher one refuses.
    pub epoch: u64,
    /// Who is to do it.
    pub to: Side,
    /// What is to be done.
    pub task: Task,
}

impl Command {
    pub(super) const fn new(number: u64, epoch: u64, to: Side, task: Task) -> Self {
        Self { number, epoch, to, task }
    }
}
