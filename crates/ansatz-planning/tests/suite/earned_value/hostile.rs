//! What cannot be, the largest numbers there are, and divisions by zero.

use ansatz_planning::earned_value::{
    Baseline, EarnedValue,
    PerformanceFactor::{CostAndSchedule, Planned, SoFar},
    Progress,
};

const LATEST: u64 = 1 << 58;
const MOST: u64 = 1 << 53;

fn refused<T, E: ToString>(result: Result<T, E>) -> String {
    result.err().unwrap().to_string()
}

#[test]
fn what_cannot_be_is_named() {
    let of = Baseline::new;
    assert_eq!(refused(of(&[0], &[], &[1])), "there are 0 durations, allowed: 1, one for each task");
    assert_eq!(refused(of(&[0], &[1], &[1, 2])), "there are 2 budgets, allowed: 1, one for each task");
    let late = "the date of task 1 is 288230376151711745, allowed: at most 288230376151711744";
    assert_eq!(refused(of(&[0, LATEST], &[0, 1], &[0, 0])), late);
    assert_eq!(refused(of(&[0, 1], &[0, LATEST], &[0, 0])), late);
    assert!(refused(of(&[u64::MAX], &[u64::MAX], &[0])).starts_with("the date of task 0 is"));
    let dear = "`budgets` is 9007199254740993 with 1 of task 1, allowed: at most 2^53 together";
    assert_eq!(refused(of(&[0; 2], &[1; 2], &[MOST, 1])), dear);
    let dear = "`budgets` is 18446744073709551616 with 18446744073709551615 of task 1, allowed: at most 2^53 together";
    assert_eq!(refused(of(&[0; 2], &[1; 2], &[1, u64::MAX])), dear);

    assert_eq!(refused(Progress::new(0, &[0.0], &[])), "there are 0 actual costs, allowed: 1, one for each task");
    let costs = "`actual_costs` is 9007199254740993 with 9007199254740992 of task 1, allowed: at most 2^53 together";
    assert_eq!(refused(Progress::new(0, &[0.0; 2], &[1, MOST])), costs);
    for share in [f64::NAN, f64::INFINITY, -f64::MIN_POSITIVE, 1.0 + f64::EPSILON] {
        let error = refused(Progress::new(0, &[0.0, share], &[0, 0]));
        assert_eq!(error, format!("`complete` is {share} of task 1, allowed: 0..=1"));
    }
    let baseline = of(&[0], &[1], &[1]).unwrap();
    let error = refused(EarnedValue::new(&baseline, &Progress::new(0, &[], &[]).unwrap()));
    assert_eq!(error, "there are 0 shares of progress, allowed: 1, one for each task");
}

#[test]
fn nothing_at_all() {
    let baseline = Baseline::new(&[], &[], &[]).unwrap();
    assert_eq!((baseline.start(), baseline.finish(), baseline.planned_value(7)), (0, 0, 0.0));
    let status = EarnedValue::new(&baseline, &Progress::new(7, &[], &[]).unwrap()).unwrap();
    assert_eq!((status.pv(), status.ev(), status.es(), status.at()), (0.0, 0.0, 0.0, 7));
    assert_eq!((status.spi(), status.cpi(), status.p_factor(), status.tcpi(0.0)), (None, None, None, None));
    assert_eq!((status.eac(SoFar), status.ieac_t(SoFar), status.spi_t()), (Some(0.0), Some(7.0), Some(0.0)));
}

#[test]
fn what_is_not_defined_yet() {
    let baseline = Baseline::new(&[10], &[10], &[100]).unwrap();
    let status =
        |now, share, cost| EarnedValue::new(&baseline, &Progress::new(now, &[share], &[cost]).unwrap()).unwrap();
    for now in [0, 10] {
        let unborn = status(now, 0.0, 0);
        assert_eq!((unborn.at(), unborn.spi(), unborn.cpi(), unborn.spi_t()), (0, None, None, None));
        assert_eq!((unborn.eac(SoFar), unborn.eac(CostAndSchedule), unborn.ieac_t(SoFar)), (None, None, None));
        assert_eq!((unborn.eac(Planned), unborn.ieac_t(Planned)), (Some(100.0), Some(10.0)));
        assert_eq!((unborn.finish(Planned), unborn.finish(SoFar)), (Some(20.0), None));
    }
    // Money is spent and nothing is done: the indices are 0, and say nothing of the rest.
    let stuck = status(15, 0.0, 30);
    assert_eq!((stuck.spi(), stuck.cpi(), stuck.spi_t()), (Some(0.0), Some(0.0), Some(0.0)));
    assert_eq!((stuck.eac(SoFar), stuck.etc(SoFar), stuck.vac(SoFar), stuck.ieac_t(SoFar)), (None, None, None, None));
    assert_eq!((stuck.eac(Planned), stuck.ieac_t(Planned)), (Some(130.0), Some(15.0)));
    // The budget is spent already.
    let dear = status(15, 0.5, 100);
    assert_eq!(
        (dear.tcpi(100.0), dear.tcpi(99.0), dear.tcpi(f64::NAN), dear.tcpi(200.0)),
        (None, None, None, Some(0.5))
    );
}

#[test]
fn the_largest_numbers() {
    // A task with nearly all the money over all the time, and one unit of money at its end.
    let baseline = Baseline::new(&[0, LATEST, 0], &[LATEST, 0, LATEST], &[MOST - 2, 1, 1]).unwrap();
    assert_eq!(baseline.planned_value(LATEST), MOST as f64);
    assert_eq!(baseline.planned_value(LATEST / 2), (MOST / 2) as f64 - 0.5);
    assert_eq!(baseline.planned_value(u64::MAX), MOST as f64);
    // Of a rate that is rounded down, a hundredth of a unit would be missing at the end.
    let long = LATEST - 12_345_678_901_234_567;
    assert_eq!(Baseline::new(&[0], &[long], &[3]).unwrap().planned_value(long), 3.0);
    let progress = Progress::new(u64::MAX, &[f64::MIN_POSITIVE, 0.0, 1e-19], &[MOST, 0, 0]).unwrap();
    let status = EarnedValue::new(&baseline, &progress).unwrap();
    // 10^-19 of a unit is one part of 2^64; less is nothing.
    assert_eq!(status.ev(), 1.0 / (u64::MAX as f64));
    for factor in [Planned, SoFar, CostAndSchedule] {
        assert!(status.eac(factor).is_some_and(f64::is_finite));
        assert!(status.ieac_t(factor).is_some_and(f64::is_finite));
    }
}

#[test]
fn many_tasks_lose_no_money() {
    // Most budgets are no multiple of their duration.
    let tasks = 100_000;
    let starts: Vec<u64> = (0..tasks).map(|task| task * 7 % 1_000).collect();
    let durations: Vec<u64> = (0..tasks).map(|task| 1 + task % 997).collect();
    let budgets: Vec<u64> = (0..tasks).map(|task| MOST / tasks - task % 2).collect();
    let baseline = Baseline::new(&starts, &durations, &budgets).unwrap();
    assert_eq!(baseline.planned_value(baseline.finish()), budgets.iter().sum::<u64>() as f64);
    assert!(format!("{baseline:?}").len() < 200);
}

#[cfg(feature = "serde")]
#[test]
fn serde_goes_through_the_checks() {
    let baseline = Baseline::new(&[0, 4], &[4, 6], &[400, 600]).unwrap();
    let text = serde_json::to_string(&baseline).unwrap();
    assert_eq!(text, r#"{"starts":[0,4],"durations":[4,6],"budgets":[400,600]}"#);
    assert_eq!(serde_json::from_str::<Baseline>(&text).unwrap(), baseline);
    let error = refused(serde_json::from_str::<Baseline>(&text.replace("[4,6]", "[4]")));
    assert!(error.contains("there are 1 durations, allowed: 2"), "{error}");

    let progress = Progress::new(5, &[1.0, 0.5], &[500, 200]).unwrap();
    let text = serde_json::to_string(&progress).unwrap();
    assert_eq!(text, r#"{"now":5,"complete":[1.0,0.5],"actual_costs":[500,200]}"#);
    assert_eq!(serde_json::from_str::<Progress>(&text).unwrap(), progress);
    let error = refused(serde_json::from_str::<Progress>(&text.replace("0.5", "1.5")));
    assert!(error.contains("`complete` is 1.5 of task 1"), "{error}");
    assert_eq!(
        serde_json::to_string(&[Planned, SoFar, CostAndSchedule]).unwrap(),
        r#"["planned","so_far","cost_and_schedule"]"#
    );
}
