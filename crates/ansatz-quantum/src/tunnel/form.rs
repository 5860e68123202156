//! What is stored of a tunnel, and its checks.

use alloc::{format, vec::Vec};

use ansatz_core::ParameterError;

use super::{Calibration, ErrorBudget, Tunnel, TunnelConfig, TunnelCounters, tunnel::MOST_OUTSTANDING};
use crate::QuantumError;

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Tunnel", deny_unknown_fields)]
pub(super) struct Form {
    budget: ErrorBudget,
    delta: f64,
    threshold: f64,
    audit: f64,
    calibration: Calibration,
    counters: TunnelCounters,
    outstanding: Vec<u64>,
    next: u64,
}

impl From<Tunnel> for Form {
    fn from(tunnel: Tunnel) -> Self {
        let Tunnel { budget, delta, threshold, audit, calibration, counters, outstanding, next, .. } = tunnel;
        Self {
            budget,
            delta,
            threshold,
            audit,
            calibration,
            counters,
            outstanding: outstanding.into_iter().collect(),
            next,
        }
    }
}

impl TryFrom<Form> for Tunnel {
    type Error = QuantumError;

    fn try_from(form: Form) -> Result<Self, QuantumError> {
        let config = TunnelConfig::default().threshold(form.threshold).audit(form.audit);
        let mut tunnel = Self::with_config(form.budget, form.delta, config)?;
        let TunnelCounters { jumps, audits, caught, computed } = form.counters;
        // Far from where counting on would overflow, and the sum of three is below it.
        let most = u64::MAX / 4;
        let bounded = [jumps, audits, computed, form.next].into_iter().all(|count| count < most);
        if !bounded || form.counters.cases() > form.next || caught > audits {
            let allowed = "counts that add up to no more than the number of cases, with no more caught than audits";
            let found = format!("{jumps}, {audits}, {caught}, {computed} of {}", form.next);
            return Err(ParameterError::new("counters", found, allowed).into());
        }
        let horizon = form.next - form.counters.cases();
        let known = form.outstanding.is_sorted_by(|a, b| a < b)
            && form.outstanding.len() <= MOST_OUTSTANDING
            && form.outstanding.len() as u64 <= audits - caught
            && form.outstanding.iter().all(|number| (horizon..form.next).contains(number));
        if !known {
            let allowed = "at most 4096 rising numbers of audits of this horizon";
            return Err(ParameterError::new("outstanding", form.outstanding.len(), allowed).into());
        }
        tunnel.calibration = form.calibration;
        tunnel.counters = form.counters;
        tunnel.outstanding = form.outstanding.into_iter().collect();
        tunnel.next = form.next;
        tunnel.bound();
        Ok(tunnel)
    }
}
