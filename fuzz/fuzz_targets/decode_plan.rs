//! A layout, a plan and an execution from any bytes: an error, or a value that is written as the same bytes.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_fuzz::assert_round_trip;
use ansatz_placement::{Balance, Execution, Layout, Plan};

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    if let Ok(layout) = Layout::<String>::from_bytes(data) {
        assert_round_trip(&layout, Layout::to_bytes, Layout::<String>::from_bytes);
        rebalance(&layout);
    }
    if let Ok(plan) = Plan::<String>::from_bytes(data) {
        assert_round_trip(&plan, Plan::to_bytes, Plan::<String>::from_bytes);
        assert_eq!(plan.rounds(2).iter().map(Vec::len).sum::<usize>(), plan.len());
    }
    if let Ok(execution) = Execution::<String>::from_bytes(data) {
        assert_round_trip(&execution, Execution::to_bytes, Execution::<String>::from_bytes);
    }
}

/// Whatever sizes and weights the bytes state: nothing is lost, no less moves than must, and the bounds hold if it says so.
fn rebalance(layout: &Layout<String>) {
    if layout.len() > 200 || layout.fleet().len() > 50 {
        return;
    }
    for balance in [Balance::even(), Balance::within(0.25), Balance::as_laid_out()] {
        let plan = Plan::between(layout, layout, &balance).expect("a layout fits itself");
        let (report, after) = (plan.report(), plan.after().expect("nobody left"));
        assert_eq!(after.total_bytes(), layout.total_bytes());
        assert_eq!(report.moved_bytes, plan.moves().map(|moved| u128::from(moved.bytes)).sum::<u128>());
        assert!(report.lower_bound <= report.moved_bytes || !report.balanced);
    }
    assert!(Plan::between(layout, layout, &Balance::as_laid_out()).is_ok_and(|plan| plan.is_empty()));
}
