//! The execution of a plan, event by event.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Kind, Reader, Writer},
};
use ansatz_hash::{DecodeKey, Key};

use super::{
    error::RebalanceError,
    layout::Layout,
    plan::{Move, Plan},
};

/// How far a move is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MoveState {
    /// It waits; its part is on the old node.
    Waiting,
    /// It runs; its part is on the old node until it is done.
    Running,
    /// It is done; its part is on the new node.
    Done,
    /// It was given up; its part is on the old node.
    Abandoned,
}

/// A plan that is being carried out.
///
/// It says which moves may start, so that no node takes part in more than its limit, and is told what became of them. A
/// move that fails waits again behind the others, which go on. At any time each part has one owner, the one that
/// [`owner_of`](Self::owner_of) names; [`to_bytes`](Self::to_bytes) saves where things stand, and from there a restarted
/// process goes on: what it finds running it asks the nodes about, and reports as done or failed.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Balance, Fleet, Layout, Plan};
///
/// let old = Layout::slots(Fleet::new(["a", "b"])?, [0; 6])?;
/// let mut execution = Plan::between(&old, &old, &Balance::even())?.execute(2)?;
/// while !execution.is_finished() {
///     for id in execution.ready() {
///         execution.start(id)?;
///         // Here the caller copies `execution.get(id)`, and reports what became of it.
///         execution.done(id)?;
///     }
/// }
/// assert_eq!(execution.layout().loads(), [3, 3]);
/// # Ok::<(), ansatz_placement::RebalanceError>(())
/// ```
#[derive(Clone)]
pub struct Execution<N> {
    plan: Plan<N>,
    limit: u32,
    states: Vec<MoveState>,
    /// How often each move has failed.
    failures: Vec<u32>,
    /// The round of each move: those of early rounds start first.
    rounds: Vec<u32>,
    /// How many moves run at each node.
    running: Vec<u32>,
    /// The move of each part, or none.
    moves: Vec<u32>,
}

impl<N> Execution<N> {
    pub(super) fn new(plan: Plan<N>, limit: usize) -> Result<Self, RebalanceError> {
        if limit == 0 {
            return Err(ParameterError::new("limit", limit, "at least 1").into());
        }
        // No node takes part in more moves than there are.
        let limit = limit.min(plan.len().max(1));
        let waiting = alloc::vec![MoveState::Waiting; plan.len()];
        Ok(Self::with_states(plan, limit as u32, waiting))
    }

    fn with_states(plan: Plan<N>, limit: u32, states: Vec<MoveState>) -> Self {
        let (rounds, _) = plan.round_numbers(limit as usize);
        let mut running = alloc::vec![0; plan.before().fleet.len()];
        let mut moves = alloc::vec![NONE; plan.before().len()];
        for (id, &state) in states.iter().enumerate() {
            moves[plan.part_of(id)] = id as u32;
            if state == MoveState::Running {
                let (from, to) = plan.ends(id);
                running[from as usize] += 1;
                running[to as usize] += 1;
            }
        }
        Self { limit, failures: alloc::vec![0; states.len()], states, rounds, running, moves, plan }
    }

    /// Notes that a move has started.
    ///
    /// # Errors
    ///
    /// [`RebalanceError`] if there is no such move, it does not wait, or one of its ends is busy.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0; 6])?;
    /// let mut execution = Plan::between(&old, &old, &Balance::even())?.execute(1)?;
    /// let first = execution.ready()[0];
    /// execution.start(first)?;
    /// assert!(execution.start(first).is_err());
    /// assert!(execution.ready().is_empty());
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn start(&mut self, id: usize) -> Result<(), RebalanceError> {
        self.require(id, &[MoveState::Waiting], "waiting")?;
        let (from, to) = self.plan.ends(id);
        let running = self.running[from as usize].max(self.running[to as usize]);
        if running >= self.limit {
            return Err(RebalanceError::Busy { id: id as u64, running: running.into(), limit: self.limit.into() });
        }
        self.running[from as usize] += 1;
        self.running[to as usize] += 1;
        self.states[id] = MoveState::Running;
        Ok(())
    }

    /// Notes that a move is done: from now on the new node owns the part.
    ///
    /// # Errors
    ///
    /// [`RebalanceError`] if there is no such move, or it does not run.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0, 0])?;
    /// let mut execution = Plan::between(&old, &old, &Balance::even())?.execute(1)?;
    /// execution.start(0)?;
    /// assert_eq!(execution.owner_of(0), &"a");
    /// execution.done(0)?;
    /// assert_eq!(execution.owner_of(0), &"b");
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn done(&mut self, id: usize) -> Result<(), RebalanceError> {
        self.stop(id, MoveState::Done)
    }

    /// Notes that a move has failed: the old node owns the part still, and the move waits again, behind those that have
    /// failed less often.
    ///
    /// # Errors
    ///
    /// [`RebalanceError`] if there is no such move, or it does not run.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0; 4])?;
    /// let mut execution = Plan::between(&old, &old, &Balance::even())?.execute(1)?;
    /// execution.start(0)?;
    /// execution.failed(0)?;
    /// // The other one has its turn.
    /// assert_eq!((execution.failures(0), execution.ready()), (1, vec![1]));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn failed(&mut self, id: usize) -> Result<(), RebalanceError> {
        self.stop(id, MoveState::Waiting)?;
        self.failures[id] = self.failures[id].saturating_add(1);
        Ok(())
    }

    /// Gives up a move that waits or runs: the old node keeps the part.
    ///
    /// # Errors
    ///
    /// [`RebalanceError`] if there is no such move, or it is done or given up already.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0; 2])?;
    /// let mut execution = Plan::between(&old, &old, &Balance::even())?.execute(1)?;
    /// execution.abandon(0)?;
    /// assert!(execution.is_finished());
    /// assert_eq!(execution.owner_of(0), &"a");
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn abandon(&mut self, id: usize) -> Result<(), RebalanceError> {
        self.require(id, &[MoveState::Waiting, MoveState::Running], "waiting or running")?;
        if self.states[id] == MoveState::Running {
            return self.stop(id, MoveState::Abandoned);
        }
        self.states[id] = MoveState::Abandoned;
        Ok(())
    }

    /// The moves that may start now, all of them at once, in the order in which they should.
    ///
    /// # Complexity
    ///
    /// O(m log m) for m waiting moves: ask once for several that have ended.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b", "c"])?, [0; 9])?;
    /// let execution = Plan::between(&old, &old, &Balance::even())?.execute(2)?;
    /// assert_eq!(execution.ready().len(), 2);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn ready(&self) -> Vec<usize> {
        let mut waiting: Vec<usize> =
            (0..self.states.len()).filter(|&id| self.states[id] == MoveState::Waiting).collect();
        waiting.sort_by_key(|&id| (self.failures[id], self.rounds[id], id));
        let mut running = self.running.clone();
        waiting.retain(|&id| {
            let (from, to) = self.plan.ends(id);
            let free = running[from as usize] < self.limit && running[to as usize] < self.limit;
            running[from as usize] += u32::from(free);
            running[to as usize] += u32::from(free);
            free
        });
        waiting
    }

    /// The moves that run, in the order of their numbers: what a restarted process asks the nodes about.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0; 4])?;
    /// let mut execution = Plan::between(&old, &old, &Balance::even())?.execute(1)?;
    /// execution.start(1)?;
    /// assert_eq!(execution.running().collect::<Vec<_>>(), [1]);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn running(&self) -> impl Iterator<Item = usize> {
        (0..self.states.len()).filter(|&id| self.states[id] == MoveState::Running)
    }

    /// A move, if there is one of this number.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0; 4])?;
    /// let execution = Plan::between(&old, &old, &Balance::even())?.execute(1)?;
    /// assert_eq!(execution.get(0).map(|moved| *moved.to), Some("b"));
    /// assert_eq!(execution.get(2), None);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn get(&self, id: usize) -> Option<Move<'_, N>> {
        (id < self.plan.len()).then(|| self.plan.step(id))
    }

    /// How far a move is, if there is one of this number.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, MoveState, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0; 4])?;
    /// let execution = Plan::between(&old, &old, &Balance::even())?.execute(1)?;
    /// assert_eq!((execution.state(0), execution.state(2)), (Some(MoveState::Waiting), None));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn state(&self, id: usize) -> Option<MoveState> {
        self.states.get(id).copied()
    }

    /// How often a move has failed; 0 for one that does not exist.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0; 4])?;
    /// assert_eq!(Plan::between(&old, &old, &Balance::even())?.execute(1)?.failures(0), 0);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn failures(&self, id: usize) -> u32 {
        self.failures.get(id).copied().unwrap_or(0)
    }

    /// Whether every move is done or given up.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0, 1])?;
    /// assert!(Plan::between(&old, &old, &Balance::even())?.execute(1)?.is_finished());
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn is_finished(&self) -> bool {
        self.states.iter().all(|state| matches!(state, MoveState::Done | MoveState::Abandoned))
    }

    /// The node that owns the part of this index now; the parts are those of [`Plan::before`].
    ///
    /// # Panics
    ///
    /// If the index is not below their number.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0, 1])?;
    /// assert_eq!(Plan::between(&old, &old, &Balance::even())?.execute(1)?.owner_of(1), &"b");
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn owner_of(&self, part: usize) -> &N {
        self.plan.before().fleet.node(self.owner_slot(part) as usize)
    }

    /// The plan.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0, 0])?;
    /// assert_eq!(Plan::between(&old, &old, &Balance::even())?.execute(1)?.plan().len(), 1);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn plan(&self) -> &Plan<N> {
        &self.plan
    }

    fn owner_slot(&self, part: usize) -> u32 {
        let id = self.moves[part];
        if id != NONE && self.states[id as usize] == MoveState::Done {
            return self.plan.ends(id as usize).1;
        }
        self.plan.before().owners[part]
    }

    fn stop(&mut self, id: usize, state: MoveState) -> Result<(), RebalanceError> {
        self.require(id, &[MoveState::Running], "running")?;
        let (from, to) = self.plan.ends(id);
        self.running[from as usize] -= 1;
        self.running[to as usize] -= 1;
        self.states[id] = state;
        Ok(())
    }

    fn require(&self, id: usize, states: &[MoveState], allowed: &'static str) -> Result<(), RebalanceError> {
        let Some(state) = self.states.get(id) else {
            return Err(RebalanceError::UnknownMove { id: id as u64, moves: self.states.len() as u64 });
        };
        if states.contains(state) {
            return Ok(());
        }
        let state = match state {
            MoveState::Waiting => "waiting",
            MoveState::Running => "running",
            MoveState::Done => "done",
            MoveState::Abandoned => "given up",
        };
        Err(RebalanceError::State { id: id as u64, state, allowed })
    }
}

impl<N: Clone> Execution<N> {
    /// Who owns what now, from which another plan can be drawn up; nodes that left are in its fleet.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0; 4])?;
    /// let mut execution = Plan::between(&old, &old, &Balance::even())?.execute(1)?;
    /// execution.start(0)?;
    /// execution.done(0)?;
    /// // Half done; a plan from here moves the rest.
    /// let rest = Plan::between(&execution.layout(), &old, &Balance::even())?;
    /// assert_eq!(rest.len(), 1);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn layout(&self) -> Layout<N> {
        let owners = (0..self.moves.len()).map(|part| self.owner_slot(part)).collect();
        Layout { owners, ..self.plan.before().clone() }
    }
}

impl<N: Key> Execution<N> {
    /// Where things stand, as bytes, as docs/formats.md states them.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Execution, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new([1u32, 2])?, [0; 4])?;
    /// let mut execution = Plan::between(&old, &old, &Balance::even())?.execute(1)?;
    /// execution.start(0)?;
    /// assert_eq!(Execution::from_bytes(&execution.to_bytes()), Ok(execution));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        self.plan.write(&mut writer);
        writer.u32(self.limit);
        for (&state, &failures) in self.states.iter().zip(&self.failures) {
            writer.u8(state as u8);
            writer.u32(failures);
        }
        writer.into_bytes()
    }
}

impl<N: DecodeKey> Execution<N> {
    /// An execution from the bytes of [`to_bytes`](Self::to_bytes).
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if that is not what they are.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Execution;
    ///
    /// assert!(Execution::<String>::from_bytes(b"ANSZ").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let plan = Plan::<N>::read(&mut reader)?;
        let limit = reader.u32()?;
        if limit == 0 || limit as usize > plan.len().max(1) {
            return Err(DecodeError::field("limit", limit, "1 to the number of moves"));
        }
        let (mut states, mut failures) = (Vec::with_capacity(plan.len()), Vec::with_capacity(plan.len()));
        for _ in 0..plan.len() {
            states.push(match reader.u8()? {
                0 => MoveState::Waiting,
                1 => MoveState::Running,
                2 => MoveState::Done,
                3 => MoveState::Abandoned,
                other => return Err(DecodeError::field("state", other, "0 to 3")),
            });
            failures.push(reader.u32()?);
        }
        reader.finish()?;
        let execution = Self { failures, ..Self::with_states(plan, limit, states) };
        match execution.running.iter().max() {
            Some(&most) if most > limit => {
                Err(DecodeError::field("state", most, "at most the limit running at a node"))
            }
            _ => Ok(execution),
        }
    }
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([N: DecodeKey] Execution<N>);

impl<N: Key> PartialEq for Execution<N> {
    /// Whether the plan, the limit and the states of all moves are the same.
    fn eq(&self, other: &Self) -> bool {
        self.to_bytes() == other.to_bytes()
    }
}

impl<N> fmt::Debug for Execution<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |wanted: MoveState| self.states.iter().filter(|&&state| state == wanted).count();
        f.debug_struct("Execution")
            .field("waiting", &count(MoveState::Waiting))
            .field("running", &count(MoveState::Running))
            .field("done", &count(MoveState::Done))
            .field("abandoned", &count(MoveState::Abandoned))
            .finish_non_exhaustive()
    }
}

const NONE: u32 = u32::MAX;
const KIND: Kind = Kind::new(*b"EXEC");
const VERSION: u8 = 1;
