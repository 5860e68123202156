//! What a tunnel's caller may set.

use ansatz_core::ParameterError;

/// When a [`Tunnel`](crate::Tunnel) jumps, and how often it looks.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{ErrorBudget, Tunnel, TunnelConfig};
///
/// let config = TunnelConfig::default().threshold(0.99).audit(0.2);
/// let tunnel = Tunnel::with_config(ErrorBudget::Count(100), 1e-3, config)?;
/// assert_eq!(tunnel.audit(), 0.2);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct TunnelConfig {
    /// The calibrated confidence above which a prediction is taken: from 0 to less than 1. 0.95 unless it is set.
    pub threshold: f64,
    /// The share of jumps that are computed all the same: more than 0 and less than 1. Unless it is set, the least with
    /// which the third caught error closes a tunnel with a count as its budget, and a tenth for a share.
    pub audit: Option<f64>,
}

impl Default for TunnelConfig {
    fn default() -> Self {
        Self { threshold: 0.95, audit: None }
    }
}

impl TunnelConfig {
    /// Takes predictions with a calibrated confidence above this.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::TunnelConfig::default().threshold(0.5).threshold, 0.5);
    /// ```
    #[must_use]
    pub const fn threshold(self, threshold: f64) -> Self {
        Self { threshold, ..self }
    }

    /// Computes this share of jumps all the same.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::TunnelConfig::default().audit(0.5).audit, Some(0.5));
    /// ```
    #[must_use]
    pub const fn audit(self, audit: f64) -> Self {
        Self { audit: Some(audit), ..self }
    }

    pub(super) fn require_threshold(&self) -> Result<f64, ParameterError> {
        if (0.0..1.0).contains(&self.threshold) {
            return Ok(self.threshold);
        }
        Err(ParameterError::new("threshold", self.threshold, "0 or more and less than 1"))
    }
}
