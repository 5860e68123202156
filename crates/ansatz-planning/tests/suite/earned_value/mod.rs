//! Baselines and earned value.

mod golden;
mod hostile;
mod properties;

use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};

/// The figures of tasks that one after the other take one unit of time each.
fn in_a_row(budgets: &[u64], now: u64, complete: &[f64], costs: &[u64]) -> EarnedValue {
    let starts: Vec<u64> = (0..budgets.len() as u64).collect();
    let baseline = Baseline::new(&starts, &vec![1; budgets.len()], budgets).unwrap();
    EarnedValue::new(&baseline, &Progress::new(now, complete, costs).unwrap()).unwrap()
}
