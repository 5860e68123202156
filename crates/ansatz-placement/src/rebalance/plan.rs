//! Plans: the moves that lead from one layout to another, or to a balanced one.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{
    DecodeError,
    bytes::{Kind, Reader, Writer},
};
use ansatz_hash::{DecodeKey, Key};

use super::{
    assign::Problem,
    balance::{Balance, imbalance},
    error::RebalanceError,
    execution::Execution,
    layout::Layout,
    refine::Refined,
    rounds::rounds,
    space::Part,
};
use crate::Fleet;

/// One part that changes its node.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Move<'a, N> {
    /// Its number in the plan.
    pub id: usize,
    /// The part.
    pub part: Part<'a>,
    /// The node that owns it before.
    pub from: &'a N,
    /// The node that owns it after.
    pub to: &'a N,
    /// What is to be copied.
    pub bytes: u64,
}

/// What became of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// There are moves to make.
    Moves,
    /// Everything is where it should be.
    NothingToDo,
    /// There would be moves, but they improve the imbalance by less than the threshold: the plan is empty.
    BelowThreshold,
}

/// How good a plan is.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Balance, Fleet, Layout, Plan};
///
/// let old = Layout::slots(Fleet::new(["a", "b"])?, [0, 0, 0, 1])?.with_bytes([4, 3, 2, 1])?;
/// let plan = Plan::between(&old, &old, &Balance::within(0.01))?;
/// // Shares of 5, and 4 to 6 are near enough: 3 bytes must leave "a", and one part of 3 does it.
/// let report = plan.report();
/// assert_eq!((report.moved_bytes, report.lower_bound, report.gap(), report.balanced), (3, 3, 0.0, true));
/// # Ok::<(), ansatz_placement::RebalanceError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// Whether there is anything to do, and why not.
    pub verdict: Verdict,
    /// The bytes of all moves.
    pub moved_bytes: u128,
    /// No plan to the same goal moves fewer bytes.
    pub lower_bound: u128,
    /// Whether every load is within the tolerance after the plan; always so for parts of equal sizes, and not where a
    /// part is larger than what a node may hold. Where the new layout is the goal it is true.
    pub balanced: bool,
    /// The imbalance as it is; infinite if a node holds something that has left.
    pub imbalance_before: f64,
    /// The imbalance after the plan, or, if that is below the threshold, as it would be.
    pub imbalance_after: f64,
}

impl Report {
    /// By which fraction of the lower bound the plan moves more; 0 means that no plan moves less.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let layout = Layout::slots(Fleet::new(["a", "b"])?, [0, 0, 0])?;
    /// assert_eq!(Plan::between(&layout, &layout, &Balance::even())?.report().gap(), 0.0);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn gap(&self) -> f64 {
        let excess = self.moved_bytes.saturating_sub(self.lower_bound);
        match (excess, self.lower_bound) {
            (0, _) => 0.0,
            (_, 0) => f64::INFINITY,
            (excess, bound) => excess as f64 / bound as f64,
        }
    }
}

/// The moves from an old layout to a new one, or to a balanced one near it.
///
/// Parts of two range layouts with different boundaries are cut where either has a boundary, and the old layout's bytes
/// are split in proportion; the new layout's sizes do not matter, since what is there is what moves.
///
/// # Accuracy
///
/// With [`Balance::as_laid_out`] the moves are the difference of the layouts, and there can be no fewer. With
/// [`Balance::within`] and parts of equal sizes, no plan within the bounds has fewer moves, and among those that have as
/// few, this one has the most moves that lead to the new layout's owner. The proof: let node i hold c(i) parts and be
/// bound to l(i)..=h(i), and a node that left to 0..=0. At least O = sum of max(0, c(i) - h(i)) parts must leave and
/// U = sum of max(0, l(i) - c(i)) must arrive, so that max(O, U) moves are needed. They suffice: if O is larger, the
/// surplus fills all needs, and the rest finds room, since the h(i) add up to at least the number of parts; if U is
/// larger, the surplus and what other nodes can spare fill the needs, since the l(i) add up to at most that number. Who
/// sends to whom is open, and a maximum flow from senders to receivers through the moves that the new layout wants
/// chooses as many of them as can be. Whole quotas that lie within the bounds exist always (the bounds hold the shares
/// rounded down and up).
///
/// With unequal sizes the least is NP-hard to find (subset sum); the plan is a heuristic's, [`Report::lower_bound`] is
/// what every plan within the bounds must move, and [`Report::balanced`] says whether the bounds are met.
///
/// # Complexity
///
/// O(parts + nodes) for the difference; O(parts * sqrt(nodes)) in the worst case, and about linear in fact, for equal
/// sizes; O(parts * log(parts)) for unequal ones, and up to O(parts * nodes) in the worst case, where parts are so large
/// that nodes which hold too much have to exchange theirs.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Balance, Layout, Member, Plan, Rendezvous};
///
/// let mut placer = Rendezvous::new(["a", "b", "c"])?;
/// let old = Layout::of(&placer, 16_384)?;
/// placer.add(Member::new("d"))?;
/// let new = Layout::of(&placer, 16_384)?;
///
/// // As the placer has it: all moves lead to "d".
/// let plan = Plan::between(&old, &new, &Balance::as_laid_out())?;
/// assert!(plan.moves().all(|moved| *moved.to == "d"));
///
/// // Within 5% of the shares, moving as little as can be.
/// let less = Plan::between(&old, &new, &Balance::within(0.05))?;
/// assert!(less.len() < plan.len() && less.report().balanced);
/// # Ok::<(), ansatz_placement::RebalanceError>(())
/// ```
#[derive(Clone)]
pub struct Plan<N> {
    /// The parts with their owners before; the new fleet's nodes in their slots, then those that left.
    before: Layout<N>,
    staying: usize,
    moves: Vec<Step>,
    report: Report,
}

/// A move: a part and the slot that it goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    part: u32,
    to: u32,
}

impl<N: Key + Clone> Plan<N> {
    /// The plan from `old` to `new`, as `balance` has it.
    ///
    /// # Errors
    ///
    /// [`RebalanceError`] if the layouts are over different spaces or numbers of slots, or `balance` has a parameter out
    /// of range.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Part, Plan};
    ///
    /// let old = Layout::key_ranges(Fleet::new(["a", "b"])?, [("", 0, 100), ("m", 1, 100)])?;
    /// let new = Layout::key_ranges(Fleet::new(["a", "b"])?, [("", 0, 0), ("t", 1, 0)])?;
    /// let plan = Plan::between(&old, &new, &Balance::as_laid_out())?;
    /// let moved = plan.moves().next().unwrap();
    /// assert_eq!(moved.part, Part::Keys { start: b"m", end: Some(b"t") });
    /// assert_eq!((moved.from, moved.to), (&"b", &"a"));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn between(old: &Layout<N>, new: &Layout<N>, balance: &Balance) -> Result<Self, RebalanceError> {
        balance.check()?;
        let refined = Refined::of(old, new)?;
        let (fleet, slots) = united(old.fleet(), new.fleet())?;
        let owners: Vec<u32> = refined.old.iter().map(|&owner| slots[owner as usize]).collect();
        let staying = new.fleet().len();
        let problem =
            Problem { staying, nodes: fleet.len(), owners: &owners, wishes: &refined.new, bytes: &refined.bytes };
        let weights: Vec<f64> = new.fleet().members().iter().map(|member| member.weight).collect();
        let assigned = balance.tolerance().map(|tolerance| problem.solve(&weights, tolerance));
        let goal = assigned.as_ref().map_or(&refined.new, |assigned| &assigned.owners);
        let changed = owners.iter().zip(goal).enumerate().filter(|(_, (before, after))| before != after);
        let mut moves: Vec<Step> = changed.map(|(part, (_, &to))| Step { part: part as u32, to }).collect();
        let mut report = measured(&problem, goal, &weights);
        if let Some(assigned) = &assigned {
            (report.lower_bound, report.balanced) = (assigned.lower_bound, assigned.balanced);
        }
        let improvement = report.imbalance_before - report.imbalance_after;
        // Without a threshold a plan may make things worse, if that is what was laid out.
        if report.verdict == Verdict::Moves && balance.threshold() > 0.0 && improvement < balance.threshold() {
            (report.verdict, report.moved_bytes) = (Verdict::BelowThreshold, 0);
            moves.clear();
        }
        // The largest first: it takes longest, and others run beside it.
        moves.sort_by_key(|step| (core::cmp::Reverse(refined.bytes[step.part as usize]), step.part));
        let before = Layout { fleet, space: refined.space, owners, bytes: refined.bytes };
        Ok(Self { before, staying, moves, report })
    }

    /// The layout when all moves are made, of the nodes that stay.
    ///
    /// # Errors
    ///
    /// [`RebalanceError::Owner`] if something stays on a node that left, which only a plan from foreign bytes can want.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Layout, Plan, Rendezvous};
    ///
    /// let (old, new) = (Rendezvous::new(["a", "b"])?, Rendezvous::new(["a", "b", "c"])?);
    /// let (old, new) = (Layout::of(&old, 100)?, Layout::of(&new, 100)?);
    /// assert_eq!(Plan::between(&old, &new, &Balance::as_laid_out())?.after()?, new);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn after(&self) -> Result<Layout<N>, RebalanceError> {
        let mut owners = self.before.owners.clone();
        for step in &self.moves {
            owners[step.part as usize] = step.to;
        }
        let stays = self.before.fleet.members().iter().take(self.staying).cloned();
        let fleet = Fleet::with_members(stays)?;
        if let Some(part) = owners.iter().position(|&owner| owner as usize >= self.staying) {
            let (part, owner) = (part as u64, u64::from(owners[part]));
            return Err(RebalanceError::Owner { part, owner, nodes: self.staying as u64 });
        }
        Ok(Layout { fleet, space: self.before.space.clone(), owners, bytes: self.before.bytes.clone() })
    }

    /// The plan's execution with at most `limit` moves at once at each node, both ends counted.
    ///
    /// # Errors
    ///
    /// [`RebalanceError::Parameter`] if `limit` is 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0; 8])?;
    /// let execution = Plan::between(&old, &old, &Balance::even())?.execute(2)?;
    /// assert_eq!(execution.ready().len(), 2);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn execute(self, limit: usize) -> Result<Execution<N>, RebalanceError> {
        Execution::new(self, limit)
    }
}

impl<N> Plan<N> {
    /// How many moves there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0, 0])?;
    /// assert_eq!(Plan::between(&old, &old, &Balance::even())?.len(), 1);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.moves.len()
    }

    /// Whether there is nothing to move; the [`report`](Self::report) says why.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan, Verdict};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0, 1])?;
    /// let plan = Plan::between(&old, &old, &Balance::even())?;
    /// assert!(plan.is_empty() && plan.report().verdict == Verdict::NothingToDo);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty()
    }

    /// The moves, the largest first.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0, 0])?;
    /// for moved in Plan::between(&old, &old, &Balance::even())?.moves() {
    ///     println!("{}: {} -> {}, {} bytes", moved.part, moved.from, moved.to, moved.bytes);
    /// }
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn moves(&self) -> impl ExactSizeIterator<Item = Move<'_, N>> {
        (0..self.moves.len()).map(|id| self.step(id))
    }

    /// The moves in rounds, so that in none a node takes part in more than `limit`, both ends counted; a `limit` of 0
    /// counts as 1.
    ///
    /// With m moves at the busiest node there are ceil(m / limit) rounds, the fewest that can be, if no node both sends
    /// and receives: always in a plan that a tolerance made for parts of equal sizes. If one does, there are at most
    /// 2 * floor((m - 1) / limit) + 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// // "a" gives up six of its eight slots.
    /// let old = Layout::slots(Fleet::new(["a", "b", "c", "d"])?, [0; 8])?;
    /// let plan = Plan::between(&old, &old, &Balance::even())?;
    /// assert_eq!((plan.rounds(1).len(), plan.rounds(4).len()), (6, 2));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn rounds(&self, limit: usize) -> Vec<Vec<Move<'_, N>>> {
        let (chosen, count) = self.round_numbers(limit);
        let mut rounds = alloc::vec![Vec::new(); count];
        for (id, &round) in chosen.iter().enumerate() {
            rounds[round as usize].push(self.step(id));
        }
        rounds
    }

    /// What the plan costs and what it is good for.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0, 0])?;
    /// let plan = Plan::between(&old, &old, &Balance::even())?;
    /// assert_eq!((plan.report().imbalance_before, plan.report().imbalance_after), (1.0, 0.0));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The layout before the first move, in the parts that the plan moves: the new fleet's nodes in their slots, then
    /// those that left.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0, 1])?;
    /// let new = Layout::slots(Fleet::new(["b"])?, [0, 0])?;
    /// let plan = Plan::between(&old, &new, &Balance::as_laid_out())?;
    /// assert_eq!((plan.before().fleet().slot_of("a"), plan.before().owner(0)), (Some(1), &"a"));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn before(&self) -> &Layout<N> {
        &self.before
    }

    /// The round of each move, and how many rounds there are.
    pub(super) fn round_numbers(&self, limit: usize) -> (Vec<u32>, usize) {
        let ends: Vec<(u32, u32)> = (0..self.moves.len()).map(|id| self.ends(id)).collect();
        rounds(&ends, self.before.fleet.len(), limit.max(1))
    }

    /// The slots that a move leads from and to.
    pub(super) fn ends(&self, id: usize) -> (u32, u32) {
        let step = self.moves[id];
        (self.before.owners[step.part as usize], step.to)
    }

    /// The index of the part that a move moves.
    pub(super) fn part_of(&self, id: usize) -> usize {
        self.moves[id].part as usize
    }

    pub(super) fn step(&self, id: usize) -> Move<'_, N> {
        let (from, to) = self.ends(id);
        let part = self.part_of(id);
        let node = |slot: u32| self.before.fleet.node(slot as usize);
        Move { id, part: self.before.part(part), from: node(from), to: node(to), bytes: self.before.bytes[part] }
    }
}

impl<N: Key> Plan<N> {
    /// The plan as bytes, as docs/formats.md states them.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new([1u32, 2])?, [0, 0])?;
    /// let plan = Plan::between(&old, &old, &Balance::even())?;
    /// assert_eq!(Plan::from_bytes(&plan.to_bytes()), Ok(plan));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        self.write(&mut writer);
        writer.into_bytes()
    }

    /// What follows the header, for the format of an execution.
    pub(super) fn write(&self, writer: &mut Writer) {
        self.before.write(writer);
        writer.u32(self.staying as u32);
        writer.u8(self.report.verdict as u8);
        writer.u8(u8::from(self.report.balanced));
        writer.u64(self.report.lower_bound as u64);
        writer.u64((self.report.lower_bound >> 64) as u64);
        writer.f64(self.report.imbalance_before);
        writer.f64(self.report.imbalance_after);
        writer.count(self.moves.len());
        for step in &self.moves {
            writer.u32(step.part);
            writer.u32(step.to);
        }
    }
}

impl<N: DecodeKey> Plan<N> {
    /// A plan from the bytes of [`to_bytes`](Self::to_bytes).
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if that is not what they are.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Plan;
    ///
    /// assert!(Plan::<String>::from_bytes(b"ANSZ").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let plan = Self::read(&mut reader)?;
        reader.finish()?;
        Ok(plan)
    }

    /// What follows the header.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let before = Layout::<N>::read(reader)?;
        let staying = reader.u32()? as usize;
        if !(1..=before.fleet.len()).contains(&staying) {
            return Err(DecodeError::field("staying", staying, "1 to the number of nodes"));
        }
        let verdict = match reader.u8()? {
            0 => Verdict::Moves,
            1 => Verdict::NothingToDo,
            2 => Verdict::BelowThreshold,
            other => return Err(DecodeError::field("verdict", other, "0, 1 or 2")),
        };
        let balanced = match reader.u8()? {
            0 => false,
            1 => true,
            other => return Err(DecodeError::field("balanced", other, "0 or 1")),
        };
        let lower_bound = u128::from(reader.u64()?) | u128::from(reader.u64()?) << 64;
        let (imbalance_before, imbalance_after) = (read_imbalance(reader)?, read_imbalance(reader)?);
        let moves = read_moves(reader, &before, staying)?;
        if moves.is_empty() == (verdict == Verdict::Moves) {
            return Err(DecodeError::field("verdict", verdict as u8, "0 if there are moves, 1 or 2 if not"));
        }
        let moved_bytes = moves.iter().map(|step| u128::from(before.bytes[step.part as usize])).sum();
        let report = Report { verdict, moved_bytes, lower_bound, balanced, imbalance_before, imbalance_after };
        Ok(Self { before, staying, moves, report })
    }
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([N: DecodeKey] Plan<N>);

fn read_imbalance(reader: &mut Reader<'_>) -> Result<f64, DecodeError> {
    let imbalance = reader.f64()?;
    if imbalance >= 0.0 && imbalance.is_sign_positive() {
        return Ok(imbalance);
    }
    Err(DecodeError::field("imbalance", imbalance, "at least 0"))
}

/// Moves of different parts, each to a node that stays and that does not own it, in the order that a plan has.
fn read_moves<N>(reader: &mut Reader<'_>, before: &Layout<N>, staying: usize) -> Result<Vec<Step>, DecodeError> {
    let count = reader.count(8)?;
    let mut moves = Vec::with_capacity(count);
    let mut last = None;
    for _ in 0..count {
        let step = Step { part: reader.u32()?, to: reader.u32()? };
        let (Some(&bytes), Some(&owner)) =
            (before.bytes.get(step.part as usize), before.owners.get(step.part as usize))
        else {
            return Err(DecodeError::field("part", step.part, "below the number of parts"));
        };
        let place = Some((core::cmp::Reverse(bytes), step.part));
        if place <= last {
            return Err(DecodeError::field("part", step.part, "each once, by descending size and ascending number"));
        }
        if step.to as usize >= staying || step.to == owner {
            return Err(DecodeError::field("to", step.to, "a node that stays and does not own the part"));
        }
        last = place;
        moves.push(step);
    }
    Ok(moves)
}

/// The members of the new fleet, then those of the old that are not among them, and where each of the old ones is.
fn united<N: Key + Clone>(old: &Fleet<N>, new: &Fleet<N>) -> Result<(Fleet<N>, Vec<u32>), RebalanceError> {
    let mut fleet = new.clone();
    let mut slots = Vec::with_capacity(old.len());
    for member in old.members() {
        let slot = match fleet.slot_of(&member.node) {
            Some(slot) => slot,
            None => fleet.add(member.clone())?,
        };
        slots.push(slot as u32);
    }
    Ok((fleet, slots))
}

/// The report on a plan that leads to these owners, as if nothing bound it.
fn measured(problem: &Problem<'_>, goal: &[u32], weights: &[f64]) -> Report {
    let (mut before, mut after) = (alloc::vec![0u128; problem.nodes], alloc::vec![0u128; problem.nodes]);
    let (mut total, mut moved_bytes, mut changed, mut left) = (0, 0, false, false);
    for ((&from, &to), &bytes) in problem.owners.iter().zip(goal).zip(problem.bytes) {
        let bytes = u128::from(bytes);
        total += bytes;
        before[from as usize] += bytes;
        after[to as usize] += bytes;
        left |= from as usize >= problem.staying;
        if from != to {
            changed = true;
            moved_bytes += bytes;
        }
    }
    let of = |loads: &[u128]| imbalance(&loads[..problem.staying], weights, total);
    Report {
        verdict: if changed { Verdict::Moves } else { Verdict::NothingToDo },
        moved_bytes,
        lower_bound: moved_bytes,
        balanced: true,
        imbalance_before: if left { f64::INFINITY } else { of(&before) },
        imbalance_after: of(&after),
    }
}

// Derived, they would ask it of the node, which is only referred to.
impl<N> Clone for Move<'_, N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for Move<'_, N> {}

impl<N: Key> PartialEq for Plan<N> {
    /// Whether the layouts, the moves and the reports are the same.
    fn eq(&self, other: &Self) -> bool {
        self.to_bytes() == other.to_bytes()
    }
}

impl<N> fmt::Debug for Plan<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan").field("moves", &self.moves.len()).field("report", &self.report).finish_non_exhaustive()
    }
}

const KIND: Kind = Kind::new(*b"PLAN");
const VERSION: u8 = 1;
