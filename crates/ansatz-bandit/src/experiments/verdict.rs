//! What a test says.

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Codec, Reader, Writer},
    require_fraction,
};

/// What a test says of the treatment beside the control.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{GroupSequential, Verdict};
///
/// let mut test = GroupSequential::pocock(2, 0.05)?;
/// assert_eq!(test.look(1.2)?, Verdict::Undecided);
/// assert_eq!(test.look(2.9)?, Verdict::Higher);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Go on: nothing is shown yet.
    Undecided,
    /// The treatment's mean is the higher one.
    Higher,
    /// The treatment's mean is the lower one.
    Lower,
    /// The test is over and has shown no difference; only a test with a last look says so.
    NoDifference,
}

impl Verdict {
    /// Whether the test is over.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::Verdict;
    ///
    /// assert!(Verdict::Lower.is_final() && Verdict::NoDifference.is_final() && !Verdict::Undecided.is_final());
    /// ```
    pub fn is_final(self) -> bool {
        self != Self::Undecided
    }

    pub(super) fn of(difference: f64) -> Self {
        if difference > 0.0 { Self::Higher } else { Self::Lower }
    }
}

impl Codec for Verdict {
    fn encode(&self, writer: &mut Writer) {
        let code = VERDICTS.iter().position(|verdict| verdict == self).unwrap_or_default();
        writer.u8(code as u8);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let code = reader.u8()?;
        let found = VERDICTS.get(usize::from(code)).copied();
        found.ok_or_else(|| DecodeError::field("verdict", code, "0..=3"))
    }
}

/// By their codes.
const VERDICTS: [Verdict; 4] = [Verdict::Undecided, Verdict::Higher, Verdict::Lower, Verdict::NoDifference];

/// The most evidence against no difference that there was at any time, and what follows from it.
///
/// Evidence is the logarithm of a process that starts at 1 and has an expectation of at most 1 at any time of stopping
/// if there is no difference; such a process reaches 1 / alpha with probability alpha at most (Ville's inequality).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alarm {
    alpha: f64,
    most: f64,
    verdict: Verdict,
}

impl Alarm {
    pub(super) fn new(alpha: f64) -> Result<Self, ParameterError> {
        Ok(Self { alpha: require_fraction("alpha", alpha)?, most: 0.0, verdict: Verdict::Undecided })
    }

    /// What is known now, for a difference of this sign.
    pub(super) fn note(&mut self, evidence: f64, difference: f64) {
        if evidence > self.most {
            self.most = evidence;
            if self.verdict == Verdict::Undecided && self.p_value() <= self.alpha {
                self.verdict = Verdict::of(difference);
            }
        }
    }

    pub(super) fn alpha(&self) -> f64 {
        self.alpha
    }

    pub(super) fn p_value(&self) -> f64 {
        libm::exp(-self.most)
    }

    pub(super) fn verdict(&self) -> Verdict {
        self.verdict
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_fraction("alpha", self.alpha)?;
        let is_decided = matches!(self.verdict, Verdict::Higher | Verdict::Lower);
        if self.most >= 0.0 && self.verdict != Verdict::NoDifference && is_decided == (self.p_value() <= self.alpha) {
            return Ok(());
        }
        Err(DecodeError::field("evidence", self.most, "at least 0, and a verdict where it is enough"))
    }
}

ansatz_core::codec!([] Alarm { alpha, most, verdict });
