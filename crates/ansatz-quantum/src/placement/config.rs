//! Settings of the search.

use core::f64::consts::PI;

use ansatz_core::{ParameterError, require_range};

/// How candidates that agree on what a node holds come together.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::placement::{Combination, SuperposedConfig};
///
/// assert_eq!(SuperposedConfig::default().combination, Combination::Amplitudes);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Combination {
    /// Their amplitudes are added, and the sum is squared: interference.
    #[default]
    Amplitudes,
    /// Their probabilities are added: the classical twin.
    Probabilities,
}

/// Settings of [`SuperposedPlacement`](super::SuperposedPlacement).
///
/// # Examples
///
/// ```
/// use ansatz_quantum::placement::{Combination, SuperposedConfig};
///
/// let twin = SuperposedConfig::default().candidates(20).combination(Combination::Probabilities);
/// assert_eq!((twin.candidates, twin.phase), (20, 0.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct SuperposedConfig {
    /// How many placements are carried: 1 to 10,000. 32 unless it is set.
    pub candidates: usize,
    /// The angle between the best candidate's amplitude and the worst one's, those between them in proportion to their
    /// ranks: from 0 to half a turn, in radians. 0 unless it is set; at half a turn what good and bad placements have in
    /// common cancels. Of no effect on probabilities.
    pub phase: f64,
    /// How candidates that agree come together: as amplitudes unless it is set.
    pub combination: Combination,
}

impl Default for SuperposedConfig {
    fn default() -> Self {
        Self { candidates: 32, phase: 0.0, combination: Combination::Amplitudes }
    }
}

impl SuperposedConfig {
    /// With so many placements.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::placement::SuperposedConfig::default().candidates(7).candidates, 7);
    /// ```
    #[must_use]
    pub const fn candidates(self, candidates: usize) -> Self {
        Self { candidates, ..self }
    }

    /// With this angle between the best and the worst.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::placement::SuperposedConfig::default().phase(1.0).phase, 1.0);
    /// ```
    #[must_use]
    pub const fn phase(self, phase: f64) -> Self {
        Self { phase, ..self }
    }

    /// With what agrees combined like this.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::placement::{Combination, SuperposedConfig};
    ///
    /// let twin = SuperposedConfig::default().combination(Combination::Probabilities);
    /// assert_eq!(twin.combination, Combination::Probabilities);
    /// ```
    #[must_use]
    pub const fn combination(self, combination: Combination) -> Self {
        Self { combination, ..self }
    }

    pub(super) fn require_valid(self) -> Result<Self, ParameterError> {
        require_range("candidates", self.candidates, 1..=MOST_CANDIDATES)?;
        require_range("phase", self.phase, 0.0..=PI)?;
        Ok(self)
    }
}

/// More would take longer to fill than searches go on.
const MOST_CANDIDATES: usize = 10_000;
