//! Laws of the curve and the figures, and the curve against sums over unit steps of time.

use ansatz_planning::earned_value::{
    Baseline, EarnedValue,
    PerformanceFactor::{CostAndSchedule, Planned, SoFar},
    Progress,
};
use proptest::prelude::*;

/// The start, duration and budget of each task.
fn plans() -> impl Strategy<Value = Vec<(u64, u64, u64)>> {
    prop::collection::vec((0_u64..30, 0_u64..12, 0_u64..1_000), 1..12)
}

fn baseline(plan: &[(u64, u64, u64)]) -> Baseline {
    let column = |of: fn(&(u64, u64, u64)) -> u64| plan.iter().map(of).collect::<Vec<_>>();
    Baseline::new(&column(|task| task.0), &column(|task| task.1), &column(|task| task.2)).unwrap()
}

fn status(baseline: &Baseline, now: u64, complete: &[f64], costs: &[u64]) -> EarnedValue {
    EarnedValue::new(baseline, &Progress::new(now, complete, costs).unwrap()).unwrap()
}

/// Of each task, what is planned by `now`, payments at `now` included.
fn planned_shares(plan: &[(u64, u64, u64)], now: u64) -> Vec<f64> {
    let share = |&(start, duration, _): &(u64, u64, u64)| match (now.checked_sub(start), duration) {
        (None, _) => 0.0,
        (Some(_), 0) => 1.0,
        (Some(passed), duration) => passed.min(duration) as f64 / duration as f64,
    };
    plan.iter().map(share).collect()
}

/// Budgets come to less than 2^14 here, so each of 12 products and their sum is rounded by at most 2^-40.
const MONEY: f64 = 13.0 / (1_u64 << 40) as f64;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn planned_value_is_the_sum_of_unit_steps(plan in plans()) {
        let baseline = baseline(&plan);
        let mut spent = plan.iter().filter(|task| task.1 == 0 && task.0 == 0).map(|task| task.2 as f64).sum::<f64>();
        prop_assert!((baseline.planned_value(0) - spent).abs() <= MONEY);
        for now in 1..50 {
            for &(start, duration, budget) in &plan {
                if duration == 0 && start == now {
                    spent += budget as f64;
                } else if start < now && now <= start + duration {
                    spent += budget as f64 / duration as f64;
                }
            }
            // 11 steps at most of 11 tasks at most, each of them rounded.
            prop_assert!((baseline.planned_value(now) - spent).abs() <= 12.0 * MONEY, "at {}", now);
        }
    }

    #[test]
    fn planned_value_rises_from_nothing_to_everything(plan in plans()) {
        let baseline = baseline(&plan);
        let total = plan.iter().map(|task| task.2).sum::<u64>();
        prop_assert_eq!(baseline.budget_at_completion(), total);
        prop_assert_eq!(baseline.start().checked_sub(1).map_or(0.0, |before| baseline.planned_value(before)), 0.0);
        prop_assert_eq!(baseline.planned_value(baseline.finish()), total as f64);
        prop_assert_eq!(baseline.planned_value(u64::MAX), total as f64);
        for now in 0..50 {
            prop_assert!(baseline.planned_value(now) <= baseline.planned_value(now + 1));
        }
    }

    /// ES is the inverse of the curve, SPI and SPI(t) are 1, and all forecasts are the plan.
    #[test]
    fn on_plan(plan in plans(), now in 0_u64..50) {
        let baseline = baseline(&plan);
        let now = now.clamp(baseline.start(), baseline.finish());
        let status = status(&baseline, now, &planned_shares(&plan, now), &vec![0; plan.len()]);
        prop_assert!((status.ev() - status.pv()).abs() <= MONEY);
        if status.pv() > 0.0 {
            prop_assert!((status.spi().unwrap() - 1.0).abs() <= MONEY / status.pv());
        }
        // Where the curve rises, it does so by at least 1 in 11 units of time, so that an error in money is 11 times that
        // in time. Where it is level all tasks are done or not begun, and nothing is rounded.
        let at = (now - baseline.start()) as f64;
        if now < baseline.finish() && status.ev() < status.bac() as f64 {
            prop_assert!((status.es() - at).abs() <= 12.0 * MONEY, "{} at {}", status.es(), at);
            // That is the same error in money on the way back, and four roundings of a time below 2^6, by 2^-48 each, at a
            // rate of less than 2^14 in all: 2^-32, or 20 of MONEY.
            let error = 21.0 * MONEY / status.ev();
            prop_assert!(status.p_factor().is_none_or(|p| (1.0 - error..=1.0).contains(&p)));
        } else if now == baseline.finish() {
            prop_assert_eq!(status.es(), at);
            prop_assert_eq!(status.sv_t(), 0.0);
        }
    }

    #[test]
    fn money_on_plan_stays_on_plan(plan in plans(), done in 0_usize..12) {
        let baseline = baseline(&plan);
        let complete: Vec<_> = (0..plan.len()).map(|task| f64::from(u8::from(task <= done))).collect();
        let costs: Vec<_> = plan.iter().zip(&complete).map(|(task, &share)| task.2 * share as u64).collect();
        let status = status(&baseline, baseline.finish(), &complete, &costs);
        prop_assert_eq!(status.cv(), 0.0);
        let nothing_earned = status.ev() == 0.0 && status.bac() > 0;
        prop_assert_eq!(status.eac(Planned), Some(status.bac() as f64));
        prop_assert_eq!(status.eac(SoFar), (!nothing_earned).then_some(status.bac() as f64));
        prop_assert_eq!(status.vac(SoFar), (!nothing_earned).then_some(0.0));
        if !nothing_earned && status.ev() < status.bac() as f64 {
            prop_assert_eq!(status.cpi(), Some(1.0));
            prop_assert_eq!(status.tcpi(status.bac() as f64), Some(1.0));
        }
    }

    #[test]
    fn complete(plan in plans(), now in 0_u64..99, cost in 0_u64..2_000) {
        let baseline = baseline(&plan);
        let mut costs = vec![0; plan.len()];
        costs[0] = cost;
        let status = status(&baseline, now, &vec![1.0; plan.len()], &costs);
        prop_assert_eq!(status.ev(), status.bac() as f64);
        prop_assert_eq!(status.es(), baseline.planned_duration() as f64);
        let at = now.saturating_sub(baseline.start()) as f64;
        prop_assert_eq!(status.spi_t(), (at > 0.0).then(|| baseline.planned_duration() as f64 / at));
        prop_assert_eq!(status.p_factor(), (status.bac() > 0).then_some(1.0));
        for factor in [Planned, SoFar, CostAndSchedule] {
            prop_assert_eq!(status.eac(factor), Some(cost as f64));
            prop_assert_eq!(status.ieac_t(factor), Some(at));
        }
    }

    /// By the definitions, whatever the progress; and nothing is infinite or not a number.
    #[test]
    fn definitions(plan in plans(), now in 0_u64..50, report in prop::collection::vec((0.0..=1.0, 0_u64..900), 12)) {
        let baseline = baseline(&plan);
        let complete: Vec<_> = report.iter().take(plan.len()).map(|task| task.0).collect();
        let costs: Vec<_> = report.iter().take(plan.len()).map(|task| task.1).collect();
        let status = status(&baseline, now, &complete, &costs);
        let earned: f64 = plan.iter().zip(&complete).map(|(task, share)| task.2 as f64 * share).sum();
        prop_assert!((status.ev() - earned).abs() <= MONEY);
        // ES lies where the curve passes EV.
        prop_assert!((0.0..=baseline.planned_duration() as f64).contains(&status.es()));
        let date = baseline.start() + status.es() as u64;
        if status.es().fract() > 0.0 {
            prop_assert!(baseline.planned_value(date) <= status.ev() && status.ev() <= baseline.planned_value(date + 1));
        }
        let (bac, ac) = (status.bac() as f64, status.ac() as f64);
        let cpi_spi = status.cpi().zip(status.spi());
        let close = |found: Option<f64>, expected: Option<f64>| match (found, expected) {
            // A handful of roundings.
            (Some(found), Some(expected)) => (found - expected).abs() <= 8.0 * f64::EPSILON * (expected.abs() + bac),
            (found, expected) => found == expected,
        };
        if status.ev() > 0.0 && status.ev() < bac && ac > 0.0 {
            prop_assert!(close(status.eac(SoFar), status.cpi().map(|cpi| bac / cpi)));
            let worst = cpi_spi.map(|(cpi, spi)| ac + (bac - status.ev()) / (cpi * spi));
            prop_assert!(close(status.eac(CostAndSchedule), worst));
        }
        for figure in [status.spi(), status.cpi(), status.spi_t(), status.eac(SoFar), status.ieac_t(CostAndSchedule)] {
            prop_assert!(figure.is_none_or(f64::is_finite));
        }
        prop_assert!(status.p_factor().is_none_or(|p| (0.0..=1.0).contains(&p)));
    }
}
