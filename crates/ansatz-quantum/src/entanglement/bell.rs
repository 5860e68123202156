//! The four Bell states.

use core::f64::consts::FRAC_1_SQRT_2;

use super::BipartiteState;
use crate::Complex;

/// One of the four maximally entangled states of two qubits that have names.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Bell, BipartiteState};
///
/// // Always different along z, whatever comes first.
/// let singlet = BipartiteState::bell(Bell::PsiMinus);
/// assert_eq!(singlet.amplitudes()[0].norm_sqr(), 0.0);
/// assert!((singlet.amplitudes()[1].norm_sqr() - 0.5).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bell {
    /// `(|00> + |11>) / sqrt 2`.
    PhiPlus,
    /// `(|00> - |11>) / sqrt 2`.
    PhiMinus,
    /// `(|01> + |10>) / sqrt 2`.
    PsiPlus,
    /// `(|01> - |10>) / sqrt 2`, the singlet.
    PsiMinus,
}

impl BipartiteState {
    /// A Bell state.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Bell, BipartiteState, ChshSettings};
    ///
    /// let state = BipartiteState::bell(Bell::PhiPlus);
    /// assert!((state.chsh(&ChshSettings::tsirelson())? - 8f64.sqrt()).abs() < 1e-12);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn bell(which: Bell) -> Self {
        let half = Complex::from(FRAC_1_SQRT_2);
        let (same, first, second) = match which {
            Bell::PhiPlus => (true, half, half),
            Bell::PhiMinus => (true, half, -half),
            Bell::PsiPlus => (false, half, half),
            Bell::PsiMinus => (false, half, -half),
        };
        let zero = Complex::ZERO;
        let amplitudes = if same { [first, zero, zero, second] } else { [zero, first, second, zero] };
        Self::from_parts(2, 2, amplitudes.into())
    }
}
