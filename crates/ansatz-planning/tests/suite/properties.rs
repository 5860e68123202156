//! Laws of floats and paths.

use ansatz_planning::{Cpm, PlanningError};
use proptest::prelude::*;

use crate::plan::{kinds, plans};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn floats_without_deadlines(plan in plans(20)) {
        let plan = plan.without_deadlines();
        let cpm = Cpm::new(&plan.network()).unwrap();
        for task in 0..plan.durations.len() {
            let times = cpm.times(task).unwrap();
            prop_assert!(times.free_float as i64 <= times.total_float);
            prop_assert_eq!(times.early_finish - times.early_start, plan.durations[task]);
            // The total float is what the finish bears, and not a unit more.
            let mut late = plan.clone();
            late.starts[task] = times.late_start as u64;
            prop_assert_eq!(late.finish(), plan.finish());
            late.starts[task] += 1;
            prop_assert_eq!(late.finish(), plan.finish() + 1);
        }
    }

    #[test]
    fn paths_are_made_of_critical_tasks(plan in plans(12)) {
        let plan = plan.without_deadlines();
        let cpm = Cpm::new(&plan.network()).unwrap();
        let critical: Vec<_> = cpm.critical().collect();
        prop_assert!(cpm.critical_paths().next().is_some());
        for path in cpm.critical_paths().take(100) {
            prop_assert!(path.iter().all(|task| critical.contains(task)));
        }
        let drags = cpm.drags();
        for (task, &drag) in drags.iter().enumerate() {
            prop_assert!(drag <= 0 || critical.contains(&task), "only critical tasks make a plan longer");
            prop_assert!(drag <= plan.durations[task] as i64);
        }
    }

    #[test]
    fn a_cycle_is_made_of_links(
        plan in plans(12),
        more in prop::collection::vec((0..12usize, 0..12usize, kinds()), 1..12),
    ) {
        let mut network = plan.network();
        let tasks = network.len();
        for (from, to, kind) in more {
            if from % tasks != to % tasks {
                network.link(from % tasks, to % tasks, kind, 0).unwrap();
            }
        }
        let is_linked = |from, to| network.links().iter().any(|link| (link.from, link.to) == (from, to));
        match Cpm::new(&network) {
            Err(PlanningError::Cycle { tasks }) => {
                prop_assert_eq!(tasks.iter().min(), tasks.first());
                let next = tasks.iter().cycle().skip(1);
                prop_assert!(tasks.iter().zip(next).all(|(&from, &to)| is_linked(from, to)), "{:?}", tasks);
                let mut once = tasks.clone();
                once.sort_unstable();
                once.dedup();
                prop_assert_eq!(once.len(), tasks.len());
            }
            Err(error) => prop_assert!(false, "{}", error),
            Ok(cpm) => {
                // There is an order: every link goes from an earlier round of peeling to a later one.
                prop_assert_eq!(cpm.len(), tasks);
                let mut left: Vec<_> = network.links().to_vec();
                while !left.is_empty() {
                    let before = left.len();
                    let waiting: Vec<_> = left.iter().map(|link| link.to).collect();
                    left.retain(|link| waiting.contains(&link.from));
                    prop_assert!(left.len() < before, "a cycle was not found");
                }
            }
        }
    }
}
