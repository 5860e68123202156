//! Worked examples, with their numbers recomputed by hand.

use ansatz_planning::earned_value::{
    Baseline, EarnedValue,
    PerformanceFactor::{CostAndSchedule, Planned, SoFar},
    Progress,
};

use super::in_a_row;

/// A few roundings of numbers below 10^4.
fn assert_close(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() <= 1e-11, "{found} is not {expected}");
}

/// R. Mulcahy, *PMP Exam Prep*, exercise "The Fence #1": four sides, a day and 1000 each. The book rounds CPI to 0.893
/// first and so has 4479, 1679 and -479 instead of 4480, 1680 and -480.
#[test]
fn the_first_fence() {
    let status = in_a_row(&[1_000; 4], 3, &[1.0, 1.0, 0.5, 0.0], &[1_000, 1_200, 600, 0]);
    assert_eq!((status.pv(), status.ev(), status.ac(), status.bac()), (3_000.0, 2_500.0, 2_800, 4_000));
    assert_eq!((status.cv(), status.sv()), (-300.0, -500.0));
    assert_close(status.cpi(), 25.0 / 28.0);
    assert_close(status.spi(), 5.0 / 6.0);
    assert_close(status.eac(SoFar), 4_480.0);
    assert_close(status.etc(SoFar), 1_680.0);
    assert_close(status.vac(SoFar), -480.0);
    assert_close(status.eac(Planned), 4_300.0);
    // 2800 + 1500 / (25/28 x 5/6) = 2800 + 2016.
    assert_close(status.eac(CostAndSchedule), 4_816.0);
    // 1500 are left to be earned; 1200 of the budget are there, and 1680 of what it will cost.
    assert_close(status.tcpi(4_000.0), 1.25);
    assert_close(status.tcpi(4_480.0), 25.0 / 28.0);
    // Two and a half days' work in three: 4 x 3 / 2.5 in all.
    assert_eq!((status.es(), status.at(), status.pd(), status.sv_t()), (2.5, 3, 4, -0.5));
    assert_close(status.spi_t(), 5.0 / 6.0);
    assert_close(status.ieac_t(SoFar), 4.8);
    assert_close(status.ieac_t(Planned), 4.5);
    // 3 + 1.5 / (25/28 x 5/6) = 3 + 2.016.
    assert_close(status.ieac_t(CostAndSchedule), 5.016);
    assert_eq!(status.p_factor(), Some(1.0));
}

/// The same, "The Fence #2": work has gone on side by side, so 750 of 3250 were earned out of order.
#[test]
fn the_second_fence() {
    let status = in_a_row(&[1_000; 4], 3, &[1.0, 1.0, 0.5, 0.75], &[1_000, 900, 600, 600]);
    assert_eq!((status.pv(), status.ev(), status.ac()), (3_000.0, 3_250.0, 3_100));
    assert_eq!((status.cv(), status.sv()), (150.0, 250.0));
    assert_close(status.cpi(), 65.0 / 62.0);
    assert_close(status.spi(), 13.0 / 12.0);
    // 4000 x 3100 / 3250.
    assert_close(status.eac(SoFar), 49_600.0 / 13.0);
    // By 3.25 all of the third side and a quarter of the fourth were to be done: 1000 + 1000 + 500 + 250 are in order.
    assert_eq!(status.es(), 3.25);
    assert_close(status.p_factor(), 2_750.0 / 3_250.0);
}

/// M. Vanhoucke, "Measuring time: earned value or earned schedule?", PM Knowledge Center: in week 7, EV is 90, where 85
/// were planned for week 5 and 120 for week 6; ES = 5 + (90 - 85) / (120 - 85) = 5.14.
#[test]
fn earned_schedule_between_two_weeks() {
    let status = in_a_row(&[17, 17, 17, 17, 17, 35], 7, &[1.0, 1.0, 1.0, 1.0, 1.0, 1.0 / 7.0], &[20; 6]);
    assert_close(Some(status.es()), 5.0 + 1.0 / 7.0);
    assert_close(Some(status.sv_t()), 1.0 / 7.0 - 2.0);
    assert_close(status.spi_t(), 36.0 / 49.0);
    // CPI and SPI are 90 / 120, since 120 have been spent and were planned; SPI(t) is another.
    // 120 + 30 / (3/4 x 3/4), and 7 + 6/7 / (3/4 x 36/49) = 7 + 14/9.
    assert_close(status.eac(CostAndSchedule), 120.0 + 160.0 / 3.0);
    assert_close(status.ieac_t(CostAndSchedule), 7.0 + 14.0 / 9.0);
}

/// W. H. Lipke, "Schedule is different" (2003): of a project that ends late, SPI says 1 and SPI(t) says how late.
#[test]
fn late_at_the_end() {
    let status = in_a_row(&[300, 100, 200], 4, &[1.0; 3], &[300, 100, 250]);
    assert_eq!((status.spi(), status.sv()), (Some(1.0), 0.0));
    assert_eq!((status.spi_t(), status.sv_t()), (Some(0.75), -1.0));
    for factor in [Planned, SoFar, CostAndSchedule] {
        assert_eq!((status.eac(factor), status.etc(factor), status.vac(factor)), (Some(650.0), Some(0.0), Some(-50.0)));
        assert_eq!((status.ieac_t(factor), status.finish(factor)), (Some(4.0), Some(4.0)));
    }
    assert_eq!((status.p_factor(), status.tcpi(600.0), status.tcpi(700.0)), (Some(1.0), None, Some(0.0)));
}

/// 0 to 4: 10 a day; 4 to 6: nothing; 30 at 6; 6 to 8: 5 a day; then a task without a budget until 10.
fn with_gap_and_payment() -> Baseline {
    Baseline::new(&[4, 10, 12, 10, 8], &[4, 0, 2, 2, 2], &[40, 30, 0, 10, 0]).unwrap()
}

#[test]
fn curve_with_a_gap_and_a_payment() {
    let baseline = with_gap_and_payment();
    assert_eq!((baseline.start(), baseline.finish(), baseline.planned_duration()), (4, 14, 10));
    let curve: Vec<_> = (3..=15).map(|time| baseline.planned_value(time)).collect();
    assert_eq!(curve, [0.0, 0.0, 10.0, 20.0, 30.0, 40.0, 40.0, 70.0, 75.0, 80.0, 80.0, 80.0, 80.0]);
}

/// On a level stretch the time closest to now, on a step its time, and all of it once all is complete.
#[test]
fn earned_schedule_where_the_curve_is_level_or_steps() {
    let baseline = with_gap_and_payment();
    let es = |now, complete: [f64; 5]| {
        let status = EarnedValue::new(&baseline, &Progress::new(now, &complete, &[0; 5]).unwrap()).unwrap();
        (status.es(), status.p_factor())
    };
    let first_done = [1.0, 0.0, 0.0, 0.0, 0.0];
    assert_eq!(es(6, first_done), (4.0, Some(1.0)));
    assert_eq!(es(9, first_done), (5.0, Some(1.0)));
    assert_eq!(es(13, first_done), (6.0, Some(1.0)));
    // 55 is in the middle of the payment.
    assert_eq!(es(13, [1.0, 0.5, 0.0, 0.0, 0.0]), (6.0, Some(1.0)));
    assert_eq!(es(13, [1.0, 1.0, 0.0, 0.5, 0.0]), (7.0, Some(1.0)));
    // All is earned: the last task has no budget, but is not done.
    assert_eq!(es(7, [1.0, 1.0, 0.0, 1.0, 1.0]).0, 8.0);
    assert_eq!(es(13, [1.0, 1.0, 0.0, 1.0, 1.0]).0, 9.0);
    assert_eq!(es(99, [1.0, 1.0, 0.0, 1.0, 1.0]).0, 10.0);
    assert_eq!(es(7, [1.0; 5]), (10.0, Some(1.0)));
    // Nothing is earned, and before the start nothing was to be.
    assert_eq!(es(4, [0.0; 5]), (0.0, None));
    assert_eq!(es(13, [0.0; 5]), (0.0, None));
}
