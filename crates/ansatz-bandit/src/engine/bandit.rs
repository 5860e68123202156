//! A policy: a rule, the arms' numbers, and the decisions that wait for a reward.

use alloc::{format, string::String};
use core::fmt;

use ansatz_core::{MergeError, ParameterError};
use ansatz_random::rand_core::Rng;

use super::{Decision, Features, Lesson, LoggedDecision, Policy, Rule, Ticket, ledger::Ledger, roster::Roster};
use crate::BanditError;

/// A policy that chooses among arms by a [`Rule`], and learns from rewards that come late, in any order, or never.
///
/// Its names are those of the algorithms: [`Ucb1`](crate::Ucb1), [`Thompson`](crate::Thompson),
/// [`LinUcb`](crate::LinUcb), ...; each is a bandit with another rule, and has its own constructors.
///
/// Arms are numbered from 0; a number is not used again when its arm has gone. A decision is outstanding until its
/// reward comes, or until as many later decisions as the [window](Self::with_window) holds have been made.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::Thompson;
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = Thompson::new(3)?;
/// for _ in 0..2_000 {
///     let choice = arms.select(&mut rng);
///     let paid = choice.arm == 2; // your system's answer, now or later
///     arms.observe(choice.ticket, f64::from(u8::from(paid)))?;
/// }
/// assert_eq!(arms.select(&mut rng).arm, 2);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Gateways that learn together
///
/// Each gateway decides with its own bandit, and notes what it learns a second time in a journal: a fresh bandit of the
/// same kind, with [`record`](Self::record). Now and then it sends the journal (as bytes) to the others, starts a new
/// one, and [merges](Self::merge) the journals that have come in. So each reward counts once everywhere, and the
/// tickets of each gateway stay its own.
///
/// Arms are told apart by their numbers alone: add and remove them on all gateways in the same order, between two
/// exchanges of journals, and do so on the fresh bandit of which new journals are copies.
///
/// ```
/// use ansatz_bandit::Thompson;
/// # use ansatz_random::Stream;
///
/// let (mut here, mut there, blank) = (Thompson::new(2)?, Thompson::new(2)?, Thompson::new(2)?);
/// let mut journal = blank.clone();
/// let choice = here.select(&mut Stream::new(1, 0));
/// here.observe(choice.ticket, 1.0)?;
/// journal.record(choice.arm, 1.0)?;
/// there.merge(&Thompson::from_bytes(&journal.to_bytes())?)?;
/// assert_eq!(there.mean(choice.arm)?, here.mean(choice.arm)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Bandit<R: Rule> {
    pub(super) rule: R,
    pub(super) roster: Roster,
    pub(super) ledger: Ledger,
}

impl<R: Rule> Bandit<R> {
    pub(crate) fn from_rule(rule: R) -> Self {
        let roster = Roster::new(rule.arms());
        Self { rule, roster, ledger: Ledger::new() }
    }

    /// The same bandit with another window: so many decisions back a reward is still taken; 65,536 unless set. What has
    /// expired stays so if the window gets longer.
    ///
    /// Memory is taken for the decisions since the oldest outstanding one, 4 bytes each.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless it is from 1 to 2^30.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{BanditError, Ucb1};
    /// # use ansatz_random::Stream;
    ///
    /// let mut rng = Stream::new(1, 0);
    /// let mut arms = Ucb1::new(2)?.with_window(1)?;
    /// let early = arms.select(&mut rng);
    /// let late = arms.select(&mut rng);
    /// assert!(matches!(arms.observe(early.ticket, 1.0), Err(BanditError::Expired { .. })));
    /// arms.observe(late.ticket, 1.0)?;
    /// # Ok::<(), BanditError>(())
    /// ```
    pub fn with_window(mut self, decisions: u64) -> Result<Self, ParameterError> {
        self.ledger.set_window(decisions)?;
        Ok(self)
    }

    /// Learns the reward of a decision.
    ///
    /// The order in which rewards come does not matter: counts are equal, and sums up to rounding.
    ///
    /// # Errors
    ///
    /// [`BanditError::Expired`], [`AlreadyObserved`](BanditError::AlreadyObserved),
    /// [`UnknownTicket`](BanditError::UnknownTicket), [`UnknownArm`](BanditError::UnknownArm) if the arm has gone, or
    /// [`Reward`](BanditError::Reward) if the reward is none that the algorithm can learn from; nothing has changed
    /// then, and the ticket is still good.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{BanditError, Ucb1};
    /// # use ansatz_random::Stream;
    ///
    /// let mut arms = Ucb1::new(2)?;
    /// let choice = arms.select(&mut Stream::new(1, 0));
    /// assert!(matches!(arms.observe(choice.ticket, f64::NAN), Err(BanditError::Reward { .. })));
    /// arms.observe(choice.ticket, 1.0)?;
    /// assert_eq!(arms.observe(choice.ticket, 1.0), Err(BanditError::AlreadyObserved { sequence: 0 }));
    /// # Ok::<(), BanditError>(())
    /// ```
    #[allow(clippy::needless_pass_by_value)] // A ticket is handed in.
    pub fn observe(&mut self, ticket: Ticket<R::Note>, reward: f64) -> Result<(), BanditError> {
        self.ledger.require_outstanding(ticket.sequence(), ticket.id())?;
        let position = self.roster.position(ticket.id())?;
        let now = self.ledger.next();
        self.rule.learn(&Lesson { position, sequence: ticket.sequence(), now, note: ticket.note(), reward })?;
        self.ledger.settle(ticket.sequence());
        Ok(())
    }

    /// A new arm, of which nothing is known; its number.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if there are as many as the constructor allows: 2^24, or less where an arm has a model.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::Ucb1::new(2)?;
    /// assert_eq!(arms.add_arm()?, 2);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn add_arm(&mut self) -> Result<usize, ParameterError> {
        self.rule.require_room(self.arms().len() + 1)?;
        let id = self.roster.add()?;
        self.rule.add_arm(self.ledger.next());
        Ok(id as usize)
    }

    /// Removes an arm and what is known of it; rewards of its decisions are not taken any more.
    ///
    /// # Errors
    ///
    /// [`BanditError::UnknownArm`] or [`BanditError::LastArm`].
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::Ucb1::new(3)?;
    /// arms.remove_arm(1)?;
    /// assert!(arms.arms().eq([0, 2]));
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(arms).
    pub fn remove_arm(&mut self, arm: usize) -> Result<(), BanditError> {
        let position = self.roster.locate(arm)?;
        self.roster.remove(position)?;
        self.rule.remove_arm(position);
        Ok(())
    }

    /// Takes over what `other` has learnt, as if its rewards had come here; its outstanding decisions stay its own.
    ///
    /// Counts add up exactly and sums to rounding, in any order of replicas. Merging the same evidence twice counts it
    /// twice: see [gateways that learn together](Self#gateways-that-learn-together).
    ///
    /// # Errors
    ///
    /// [`MergeError`] if the arms or the parameters differ, or an arm comes to more rewards than can be counted; nothing has
    /// changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::Ucb1;
    ///
    /// let (mut here, mut there, mut both) = (Ucb1::new(2)?, Ucb1::new(2)?, Ucb1::new(2)?);
    /// here.record(0, 1.0)?;
    /// there.record(1, 0.5)?;
    /// here.merge(&there)?;
    /// both.record(0, 1.0)?;
    /// both.record(1, 0.5)?;
    /// # let mut rng = ansatz_random::Stream::new(1, 0);
    /// assert_eq!(here.select(&mut rng).arm, both.select(&mut rng).arm);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        if self.roster.ids() != other.roster.ids() {
            let describe = |roster: &Roster| match roster.ids() {
                [.., last] => format!("{} up to number {last}", roster.ids().len()),
                [] => String::from("none"),
            };
            return Err(MergeError::new("arms", describe(&self.roster), describe(&other.roster)));
        }
        self.rule.merge(self.ledger.next(), &other.rule, other.ledger.next())
    }

    /// The numbers of the arms, rising.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::Ucb1::new(3)?.arms().eq(0..3));
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn arms(&self) -> impl ExactSizeIterator<Item = usize> + '_ {
        self.roster.ids().iter().map(|id| *id as usize)
    }

    /// How many decisions have been made, here; the sequence number of the next.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::Ucb1::new(2)?;
    /// arms.record(1, 0.5)?;
    /// assert_eq!(arms.decisions(), 1);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn decisions(&self) -> u64 {
        self.ledger.next()
    }

    /// How many decisions wait for their reward, and may still get it: not those whose arm has gone.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_random::Stream;
    /// let mut arms = ansatz_bandit::Ucb1::new(2)?;
    /// let choice = arms.select(&mut Stream::new(1, 0));
    /// assert_eq!(arms.outstanding(), 1);
    /// arms.observe(choice.ticket, 1.0)?;
    /// assert_eq!(arms.outstanding(), 0);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(decisions since the oldest outstanding one), times ln(arms) once an arm has gone.
    pub fn outstanding(&self) -> usize {
        self.ledger.arms().filter(|id| self.roster.position(*id).is_ok()).count()
    }

    pub(crate) const fn rule(&self) -> &R {
        &self.rule
    }

    /// The same bandit with another rule for the same arms: for constructors of more than one step.
    pub(crate) fn map_rule(self, change: impl FnOnce(R) -> R) -> Self {
        Self { rule: change(self.rule), ..self }
    }

    /// The rule, and where it has the statistics of `arm`: for what an algorithm tells of its arms.
    pub(crate) fn rule_at(&self, arm: usize) -> Result<(&R, usize), BanditError> {
        Ok((&self.rule, self.roster.locate(arm)?))
    }

    fn decide<G: Rng + ?Sized>(&mut self, context: &R::Context, rng: &mut G) -> Decision<R::Note> {
        let now = self.ledger.next();
        let (position, note) = self.rule.choose(now, context, rng);
        self.issue(now, position, note)
    }

    fn decide_logged<G: Rng + ?Sized>(&mut self, context: &R::Context, rng: &mut G) -> LoggedDecision<R::Note> {
        let now = self.ledger.next();
        let (position, note) = self.rule.choose(now, context, rng);
        let propensity = self.rule.propensity(now, context, (position, &note), rng);
        let Decision { arm, ticket } = self.issue(now, position, note);
        LoggedDecision { arm, ticket, propensity }
    }

    fn issue(&mut self, now: u64, position: usize, note: R::Note) -> Decision<R::Note> {
        self.rule.commit(now, position);
        let id = self.roster.id(position);
        Decision { arm: id as usize, ticket: Ticket::new(self.ledger.issue(id), id, note) }
    }

    /// A decision that somebody else made, with its reward.
    fn learn_at(&mut self, arm: usize, note: &R::Note, reward: f64) -> Result<(), BanditError> {
        let position = self.roster.locate(arm)?;
        let sequence = self.ledger.next();
        // The rule learns before it commits, so that what it refuses has changed nothing.
        self.rule.learn(&Lesson { position, sequence, now: sequence + 1, note, reward })?;
        self.rule.commit(sequence, position);
        self.ledger.issue(self.roster.id(position));
        self.ledger.settle(sequence);
        Ok(())
    }
}

impl<R: Rule<Context = ()>> Bandit<R> {
    /// Which arm to pull.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_random::Stream;
    /// let mut arms = ansatz_bandit::Ucb1::new(2)?;
    /// let choice = arms.select(&mut Stream::new(1, 0));
    /// arms.observe(choice.ticket, 1.0)?;
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    #[inline]
    pub fn select<G: Rng + ?Sized>(&mut self, rng: &mut G) -> Decision<R::Note> {
        self.decide(&(), rng)
    }

    /// Which arm to pull, and the probability with which it is this one: what a log needs to be of use for
    /// [evaluation](crate::evaluation). The arm is that of [`select`](Self::select) from the same state of `rng`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_random::Stream;
    /// let mut arms = ansatz_bandit::Ucb1::new(2)?;
    /// let choice = arms.select_logged(&mut Stream::new(1, 0));
    /// assert_eq!(choice.propensity.probability(), 1.0); // nothing is left to chance
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    #[inline]
    pub fn select_logged<G: Rng + ?Sized>(&mut self, rng: &mut G) -> LoggedDecision<R::Note> {
        self.decide_logged(&(), rng)
    }
}

impl<R: Rule<Context = (), Note = ()>> Bandit<R> {
    /// Learns from a pull of `arm` that was decided elsewhere: history, a default that is in place, another gateway.
    ///
    /// It counts as a decision that was observed at once.
    ///
    /// # Errors
    ///
    /// [`BanditError::UnknownArm`] or [`BanditError::Reward`]; nothing has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::Ucb1::new(2)?;
    /// arms.record(1, 0.5)?;
    /// assert!(arms.record(2, 0.5).is_err());
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn record(&mut self, arm: usize, reward: f64) -> Result<(), BanditError> {
        self.learn_at(arm, &(), reward)
    }
}

impl<R: Rule<Context = [f64], Note = Features>> Bandit<R> {
    /// Which arm to pull in this context.
    ///
    /// # Errors
    ///
    /// [`BanditError::Dimension`] or [`BanditError::Feature`] if the context does not fit.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_random::Stream;
    /// let mut arms = ansatz_bandit::LinUcb::new(2, 3, 1.0)?;
    /// let choice = arms.select_for(&[1.0, 0.2, 0.7], &mut Stream::new(1, 0))?;
    /// arms.observe(choice.ticket, 1.0)?;
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    #[inline]
    pub fn select_for<G: Rng + ?Sized>(
        &mut self,
        context: &[f64],
        rng: &mut G,
    ) -> Result<Decision<Features>, BanditError> {
        self.rule.check(context)?;
        Ok(self.decide(context, rng))
    }

    /// Which arm to pull in this context, and the probability with which it is this one.
    ///
    /// # Errors
    ///
    /// [`BanditError::Dimension`] or [`BanditError::Feature`] if the context does not fit.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_random::Stream;
    /// let mut arms = ansatz_bandit::LinUcb::new(2, 3, 1.0)?;
    /// let choice = arms.select_logged_for(&[1.0, 0.2, 0.7], &mut Stream::new(1, 0))?;
    /// assert_eq!(choice.propensity.probability(), 1.0);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    #[inline]
    pub fn select_logged_for<G: Rng + ?Sized>(
        &mut self,
        context: &[f64],
        rng: &mut G,
    ) -> Result<LoggedDecision<Features>, BanditError> {
        self.rule.check(context)?;
        Ok(self.decide_logged(context, rng))
    }

    /// Learns from a pull of `arm` in this context that was decided elsewhere.
    ///
    /// It counts as a decision that was observed at once.
    ///
    /// # Errors
    ///
    /// [`BanditError`] if the context, the arm or the reward does not fit; nothing has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::LinUcb::new(2, 3, 1.0)?;
    /// arms.record_for(&[1.0, 0.2, 0.7], 1, 0.5)?;
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn record_for(&mut self, context: &[f64], arm: usize, reward: f64) -> Result<(), BanditError> {
        self.rule.check(context)?;
        self.learn_at(arm, &Features::copy(context), reward)
    }
}

impl<R: Rule> Policy for Bandit<R> {
    type Context = R::Context;
    type Note = R::Note;

    fn select<G: Rng + ?Sized>(
        &mut self,
        context: &Self::Context,
        rng: &mut G,
    ) -> Result<Decision<Self::Note>, BanditError> {
        self.rule.check(context)?;
        Ok(self.decide(context, rng))
    }

    fn select_logged<G: Rng + ?Sized>(
        &mut self,
        context: &Self::Context,
        rng: &mut G,
    ) -> Result<LoggedDecision<Self::Note>, BanditError> {
        self.rule.check(context)?;
        Ok(self.decide_logged(context, rng))
    }

    fn observe(&mut self, ticket: Ticket<Self::Note>, reward: f64) -> Result<(), BanditError> {
        Self::observe(self, ticket, reward)
    }
}

impl<R: Rule> fmt::Debug for Bandit<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(R::NAME)
            .field("arms", &self.roster.ids().len())
            .field("decisions", &self.decisions())
            .field("outstanding", &self.outstanding())
            .finish_non_exhaustive()
    }
}
