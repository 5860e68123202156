//! A layout, a plan and an execution from any bytes: an error, or a value that is written as the same bytes.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_fuzz::assert_round_trip;
use ansatz_placement::{Execution, Layout, Plan};

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    if let Ok(layout) = Layout::<String>::from_bytes(data) {
        assert_round_trip(&layout, Layout::to_bytes, Layout::<String>::from_bytes);
    }
    if let Ok(plan) = Plan::<String>::from_bytes(data) {
        assert_round_trip(&plan, Plan::to_bytes, Plan::<String>::from_bytes);
        assert_eq!(plan.rounds(2).iter().map(Vec::len).sum::<usize>(), plan.len());
    }
    if let Ok(execution) = Execution::<String>::from_bytes(data) {
        assert_round_trip(&execution, Execution::to_bytes, Execution::<String>::from_bytes);
    }
}
