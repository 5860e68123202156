//! Simulated networks.

mod analysis;
mod closed_forms;
mod copula;
mod differential;
mod distributions;
mod enumeration;
mod golden;
mod hostile;

use ansatz_planning::{
    LinkKind::FinishToStart,
    Network,
    risk::{Distribution, RiskModel},
};
use ansatz_testkit::statistics::DEVIATIONS;

/// Tasks that wait for nothing.
fn parallel(durations: &[Distribution]) -> RiskModel {
    let mut network = Network::new();
    for _ in durations {
        network.add_task(0);
    }
    RiskModel::new(&network, durations).unwrap()
}

/// Tasks of which each waits for the one before.
fn chain(durations: &[Distribution]) -> RiskModel {
    let mut network = Network::new();
    for task in 0..durations.len() {
        network.add_task(0);
        if task > 0 {
            network.link(task - 1, task, FinishToStart, 0).unwrap();
        }
    }
    RiskModel::new(&network, durations).unwrap()
}

/// What was found of so many draws is what theory says, up to chance; `deviation` is that of one draw.
fn assert_found(what: &str, found: f64, expected: f64, deviation: f64, draws: u64) {
    let allowed = DEVIATIONS * deviation / (draws as f64).sqrt();
    assert!((found - expected).abs() <= allowed, "{what}: {found}, expected {expected} within {allowed}");
}
