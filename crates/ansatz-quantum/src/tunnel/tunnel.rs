//! Jumping to a predicted outcome, or computing it.

use alloc::collections::BTreeSet;
use core::fmt;

use ansatz_core::{Estimate, require_fraction, require_range};
use ansatz_random::{rand_core::Rng, unit};

use super::{
    Calibration, Decision, ErrorBudget, Passage, Ticket, TunnelConfig, TunnelCounters, audit::slipped_at_most,
};
use crate::QuantumError;

/// A shortcut through a costly computation: a cheap prediction is the answer where it can be trusted, and computed answers
/// hold it to a budget of errors.
///
/// A case comes with a prediction and a score of how sure its predictor is. If earlier outcomes make of the score a
/// [confidence](Calibration) above the threshold, the tunnel jumps to the prediction, except for a share of jumps that coins
/// choose: these are audited, which means that they are computed and that the computed answer is given. Everything else is
/// computed. Caught errors close the tunnel before the budget is used up.
///
/// # Guarantee
///
/// *The probability that there are ever more wrong answers than the [`ErrorBudget`] allows is at most `delta`, whatever the
/// predictor does*: it may drift, know everything about the cases and the tunnel, see what was audited and found, and answer
/// to it on purpose. It must not know a coin before it falls: the generator is to be none that it can see or foretell, and
/// whether a prediction is right must be settled before [`decide`](Self::decide). The audited case must be computed
/// rightly, and its answer given: a prediction that was wrong and caught is no wrong answer.
///
/// *Proof.* Every wrong prediction that the tunnel would take is audited with probability `a`, independently of all before.
/// Number those: their coins are independent, so that T(k), the count of wrong answers before the k-th is caught, is
/// negative binomial, and `P(T(k) > B)` is the probability that of B + k coins fewer than k show "audit". With a budget of B
/// the tunnel jumps while fewer than k are caught, for the largest k with `P(T(k) > B) <= delta`. With a share e of n answers
/// it jumps while `u(c) <= e n`, where n counts the one to come, c are caught and u(c) is the least number with
/// `P(T(c + 1) > u(c)) <= delta / ((c + 1)(c + 2))`: the right sides add up to `delta`, so that with probability 1 - `delta`
/// no T(c + 1) exceeds its u(c), and the wrong answers are at most u(c) at every moment. An audit that is outstanding counts
/// as one that has caught an error, here and everywhere, so that late and lost observations do no harm. No step asks when,
/// how often or why the predictor errs.
///
/// It is a promise to one tunnel. Each clone has the whole budget; and whoever stores a tunnel, and goes on from an older
/// state than its last, forgets what went wrong in between.
///
/// # Classical twin
///
/// This is its own: *speculative evaluation* by *selective prediction* (a reject option), with *acceptance sampling* of what
/// is taken. A particle tunnels with an amplitude that is continuous through a barrier; here numbers are compared and a coin
/// is tossed. No amplitude, no interference: "tunnelling" names that a case arrives behind the computation without having
/// climbed over it, and nothing more. What is quantum about tunnelling in search is in path-integral annealing.
///
/// F. W. Burton, *Speculative computation, parallelism, and functional programming*, IEEE Transactions on Computers C-34
/// (1985); C. K. Chow, *On optimum recognition error and reject tradeoff*, IEEE Transactions on Information Theory 16 (1970);
/// H. F. Dodge, *A sampling inspection plan for continuous production*, Annals of Mathematical Statistics 14 (1943).
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{ErrorBudget, Tunnel};
/// use ansatz_random::Stream;
///
/// // More than 100 wrong answers at most once in a thousand times.
/// let mut tunnel = Tunnel::new(ErrorBudget::Count(100), 1e-3)?;
/// let mut rng = Stream::new(42, 0);
/// let mut computations = 0;
/// for case in 0u64..10_000 {
///     // Multiples of 3 are guessed from the last digit's parity: right, as it happens, and the other scores are low.
///     let (predicted, score) = (case % 2, if case % 3 == 0 { 0.9 } else { 0.2 });
///     let answer = tunnel.evaluate(predicted, score, &mut rng, || {
///         computations += 1;
///         if case % 3 == 0 { case % 2 } else { 7 }
///     });
///     assert_eq!(answer, if case % 3 == 0 { case % 2 } else { 7 });
/// }
/// assert!(computations < 7_200);
/// assert_eq!(tunnel.counters().jumps, 10_000 - computations);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// A decision looks up a bin and draws a number. An observation goes through the 32 bins of its
/// [calibration](Calibration); with a share as budget, it and an audit also sum up a tail of the binomial distribution,
/// with about as many terms as the square root of the number of caught errors, some tens of times. 1.4 KiB, and
/// about 20 bytes an audit that is outstanding, of which there are at most 4,096.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "super::form::Form", into = "super::form::Form"))]
pub struct Tunnel {
    pub(super) budget: ErrorBudget,
    pub(super) delta: f64,
    pub(super) threshold: f64,
    pub(super) audit: f64,
    /// The caught error that closes it: never for a share.
    closes_at: u64,
    /// The most wrong answers there may be, for a share.
    slipped: u64,
    pub(super) calibration: Calibration,
    pub(super) counters: TunnelCounters,
    /// The numbers of audits that have not been observed.
    pub(super) outstanding: BTreeSet<u64>,
    /// The number of the next case.
    pub(super) next: u64,
}

impl Tunnel {
    /// A tunnel whose wrong answers exceed the budget with a probability of at most `delta`; it takes predictions with a
    /// calibrated confidence above 95%, and chooses its audit as [`TunnelConfig`] says.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] if the budget is out of its range, or `delta` is not from 1e-12 to 0.5.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{ErrorBudget, Tunnel};
    ///
    /// let tunnel = Tunnel::new(ErrorBudget::Count(1_000), 1e-3)?;
    /// // Errors are caught by looking at one jump in ninety.
    /// assert_eq!(format!("{:.4}", tunnel.audit()), "0.0111");
    /// assert_eq!(
    ///     Tunnel::new(ErrorBudget::Share(0.0), 1e-3).unwrap_err().to_string(),
    ///     "`budget` is 0, allowed: more than 0 and less than 1",
    /// );
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn new(budget: ErrorBudget, delta: f64) -> Result<Self, QuantumError> {
        Self::with_config(budget, delta, TunnelConfig::default())
    }

    /// The same with a threshold and an audit of the caller's: a larger audit saves less, and bears more errors before it
    /// closes.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] as for [`new`](Self::new), if the threshold or the audit is out of its range, or if the
    /// audit is too small for the budget: then a single error that it catches would come too late.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{ErrorBudget, Tunnel, TunnelConfig};
    ///
    /// let config = TunnelConfig::default().threshold(0.9).audit(0.02);
    /// let tunnel = Tunnel::with_config(ErrorBudget::Count(1_000), 1e-3, config)?;
    /// assert_eq!(tunnel.closes_at(), Some(8));
    /// let error = Tunnel::with_config(ErrorBudget::Count(10), 1e-3, config).unwrap_err();
    /// assert!(error.to_string().starts_with("`audit` is 0.02, allowed: 0.466"));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn with_config(budget: ErrorBudget, delta: f64, config: TunnelConfig) -> Result<Self, QuantumError> {
        let budget = budget.require_valid()?;
        require_range("delta", delta, 1e-12..=0.5)?;
        let audit = config.audit.unwrap_or_else(|| budget.default_audit(delta));
        require_fraction("audit", audit)?;
        let mut tunnel = Self {
            budget,
            delta,
            threshold: config.require_threshold()?,
            audit,
            closes_at: budget.closes_at(delta, audit)?,
            slipped: 0,
            calibration: Calibration::new(),
            counters: TunnelCounters::default(),
            outstanding: BTreeSet::new(),
            next: 0,
        };
        tunnel.bound();
        Ok(tunnel)
    }

    /// Whether to jump to a prediction with this score, or to compute. A score that is not from 0 to 1 is none, and its case
    /// is computed.
    ///
    /// One number is drawn for every case, whatever becomes of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Decision, ErrorBudget, Tunnel};
    ///
    /// let mut tunnel = Tunnel::new(ErrorBudget::Count(100), 1e-3)?;
    /// // Nothing is known of the predictor yet.
    /// let decision = tunnel.decide(0.999, &mut ansatz_random::Stream::new(1, 0));
    /// assert!(matches!(decision, Decision::Compute(_)));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn decide<R: Rng + ?Sized>(&mut self, score: f64, rng: &mut R) -> Decision {
        let audited = unit(rng) < self.audit;
        let takes = self.passage() == Passage::Open && self.calibration.confidence(score) > self.threshold;
        let ticket = Ticket { number: self.next, score, audit: takes };
        self.next += 1;
        if !takes {
            self.counters.computed += 1;
            return Decision::Compute(ticket);
        }
        if !audited {
            self.counters.jumps += 1;
            return Decision::Jump;
        }
        self.counters.audits += 1;
        self.outstanding.insert(ticket.number);
        self.bound();
        Decision::Audit(ticket)
    }

    /// Learns whether the prediction of an audited or computed case was right: at once, late, or in any order.
    ///
    /// A computed case may be left unobserved. An audit that is left so counts as if it had caught an error: too many of
    /// them, and the tunnel waits until [`renew`](Self::renew). One from before the last renewal is no longer counted, and
    /// only says something of its score.
    ///
    /// # Errors
    ///
    /// [`QuantumError::UnknownTicket`] for an audit of this horizon that is not outstanding: a ticket of another tunnel, or
    /// one that was stored and has been observed already. Then nothing has changed.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Decision, ErrorBudget, Tunnel};
    ///
    /// let mut tunnel = Tunnel::new(ErrorBudget::Count(100), 1e-3)?;
    /// let mut rng = ansatz_random::Stream::new(1, 0);
    /// if let Decision::Compute(ticket) = tunnel.decide(0.9, &mut rng) {
    ///     tunnel.observe(ticket, true)?;
    /// }
    /// assert!(tunnel.calibration().confidence(0.9) > 0.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "a ticket is used up")]
    pub fn observe(&mut self, ticket: Ticket, right: bool) -> Result<(), QuantumError> {
        if ticket.audit && ticket.number >= self.horizon() {
            if !self.outstanding.remove(&ticket.number) {
                return Err(QuantumError::UnknownTicket { ticket: ticket.number });
            }
            self.counters.caught += u64::from(!right);
            self.bound();
        }
        self.calibration.observe(ticket.score, right);
        Ok(())
    }

    /// The answer to a case: `prediction`, or what `compute` gives, which is observed at once.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{ErrorBudget, Tunnel};
    ///
    /// let mut tunnel = Tunnel::new(ErrorBudget::Count(100), 1e-3)?;
    /// let mut rng = ansatz_random::Stream::new(1, 0);
    /// assert_eq!(tunnel.evaluate("spam", 0.8, &mut rng, || "no spam"), "no spam");
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn evaluate<T: PartialEq, R: Rng + ?Sized>(
        &mut self,
        prediction: T,
        score: f64,
        rng: &mut R,
        compute: impl FnOnce() -> T,
    ) -> T {
        match self.decide(score, rng) {
            Decision::Jump => prediction,
            Decision::Audit(ticket) | Decision::Compute(ticket) => {
                let answer = compute();
                // It cannot fail: the ticket is this tunnel's own, and a moment old.
                let _ = self.observe(ticket, answer == prediction);
                answer
            }
        }
    }

    /// Begins another horizon, with the whole budget, and with a `delta` of its own: over h horizons the probability of
    /// exceeding any of them is at most h times `delta`.
    ///
    /// Counters start from 0; what is known of scores stays. Audits that are outstanding are waited for no longer: whatever
    /// they find, they bounded the wrong answers of a horizon that has none to come.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{ErrorBudget, Tunnel};
    ///
    /// let mut tunnel = Tunnel::new(ErrorBudget::Count(100), 1e-3)?;
    /// tunnel.evaluate(1, 0.9, &mut ansatz_random::Stream::new(1, 0), || 1);
    /// tunnel.renew();
    /// assert_eq!(tunnel.counters().cases(), 0);
    /// assert!(tunnel.calibration().confidence(0.9) > 0.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn renew(&mut self) {
        self.counters = TunnelCounters::default();
        self.outstanding.clear();
        self.bound();
    }

    /// Whether the next case may be a jump.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{ErrorBudget, Passage, Tunnel};
    ///
    /// assert_eq!(Tunnel::new(ErrorBudget::Count(100), 1e-3)?.passage(), Passage::Open);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn passage(&self) -> Passage {
        if self.counters.caught >= self.closes_at {
            return Passage::Closed;
        }
        let affords = match self.budget {
            ErrorBudget::Count(_) => self.perhaps_caught() < self.closes_at,
            // The next answer is one of them.
            ErrorBudget::Share(share) => self.slipped as f64 <= share * (self.counters.cases() + 1) as f64,
        };
        if affords && self.outstanding.len() < MOST_OUTSTANDING { Passage::Open } else { Passage::Waiting }
    }

    /// What has become of the cases of this horizon.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{ErrorBudget, Tunnel};
    ///
    /// assert_eq!(Tunnel::new(ErrorBudget::Count(100), 1e-3)?.counters().jumps, 0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn counters(&self) -> TunnelCounters {
        self.counters
    }

    /// How many answers of this horizon were wrong.
    ///
    /// # Accuracy
    ///
    /// The value is unbiased where audits are observed, up to being at most the upper end: for each error that was
    /// caught, `(1 - audit) / audit` were not. The upper end holds with a probability of 95% at all moments together, by the same bound as the guarantee.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{ErrorBudget, Tunnel};
    ///
    /// assert_eq!(Tunnel::new(ErrorBudget::Count(100), 1e-3)?.wrong_jumps().upper, 0.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn wrong_jumps(&self) -> Estimate {
        let jumps = self.counters.jumps as f64;
        let most = slipped_at_most(self.perhaps_caught(), 1.0 - CONFIDENCE, self.audit) as f64;
        let upper = most.min(jumps);
        let value = self.counters.caught as f64 * (1.0 - self.audit) / self.audit;
        Estimate::new(value.min(upper), 0.0, upper, CONFIDENCE)
    }

    /// How many computations this horizon has saved by jumps that were right.
    ///
    /// # Accuracy
    ///
    /// All jumps but [`wrong_jumps`](Self::wrong_jumps).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{ErrorBudget, Tunnel};
    ///
    /// let mut tunnel = Tunnel::new(ErrorBudget::Count(1_000), 1e-3)?;
    /// let mut rng = ansatz_random::Stream::new(1, 0);
    /// for case in 0..100_000 {
    ///     tunnel.evaluate(case, 0.9, &mut rng, || case);
    /// }
    /// let saved = tunnel.saving();
    /// assert!(saved.value > 98_000.0 && saved.lower > 97_000.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn saving(&self) -> Estimate {
        let (jumps, wrong) = (self.counters.jumps as f64, self.wrong_jumps());
        Estimate::new(jumps - wrong.value, jumps - wrong.upper, jumps - wrong.lower, wrong.confidence)
    }

    /// What scores have been worth.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{ErrorBudget, Tunnel};
    ///
    /// assert_eq!(Tunnel::new(ErrorBudget::Count(100), 1e-3)?.calibration().confidence(0.9), 0.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// The probability with which a jump is audited.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{ErrorBudget, Tunnel};
    ///
    /// assert_eq!(Tunnel::new(ErrorBudget::Share(0.01), 1e-3)?.audit(), 0.1);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn audit(&self) -> f64 {
        self.audit
    }

    /// The number of caught errors that closes the tunnel; none for a share.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{ErrorBudget, Tunnel};
    ///
    /// assert_eq!(Tunnel::new(ErrorBudget::Count(100), 1e-3)?.closes_at(), Some(3));
    /// assert_eq!(Tunnel::new(ErrorBudget::Share(0.01), 1e-3)?.closes_at(), None);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn closes_at(&self) -> Option<u64> {
        matches!(self.budget, ErrorBudget::Count(_)).then_some(self.closes_at)
    }

    /// The number of the first case of this horizon.
    pub(super) fn horizon(&self) -> u64 {
        self.next - self.counters.cases()
    }

    /// Errors that are caught if all audits that are outstanding catch one.
    fn perhaps_caught(&self) -> u64 {
        self.counters.caught + self.outstanding.len() as u64
    }

    /// After the counts of audits have changed.
    pub(super) fn bound(&mut self) {
        if let ErrorBudget::Share(_) = self.budget {
            self.slipped = slipped_at_most(self.perhaps_caught(), self.delta, self.audit);
        }
    }
}

impl fmt::Debug for Tunnel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tunnel")
            .field("budget", &self.budget)
            .field("delta", &self.delta)
            .field("threshold", &self.threshold)
            .field("audit", &self.audit)
            .field("passage", &self.passage())
            .field("counters", &self.counters)
            .finish_non_exhaustive()
    }
}

/// Whoever loses observations shall not fill the memory.
pub(super) const MOST_OUTSTANDING: usize = 4_096;

const CONFIDENCE: f64 = 0.95;
