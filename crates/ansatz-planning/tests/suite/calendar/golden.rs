//! Plans on calendars, worked by hand.

use ansatz_planning::{
    Calendar, CalendarCpm,
    LinkKind::{FinishToFinish, FinishToStart, StartToFinish, StartToStart},
    Network, PlanningError,
};

/// Early start and finish, late start and finish, total and free float of each task.
fn rows(cpm: &CalendarCpm) -> Vec<(u64, u64, i64, i64, i64, u64)> {
    let times = (0..cpm.len()).map(|task| cpm.times(task).unwrap());
    let row = times.map(|times| {
        let early = (times.early_start, times.early_finish);
        (early.0, early.1, times.late_start, times.late_finish, times.total_float, times.free_float)
    });
    row.collect()
}

/// In days from a Monday on. Weeks begin on 0, 7, 14 and 21; the five-day crew has a holiday on Tuesday the 8th.
fn calendars() -> Result<[Calendar; 3], PlanningError> {
    Ok([Calendar::new(7, &[(0, 5)])?.with_holidays(&[(8, 9)])?, Calendar::new(7, &[(0, 4)])?, Calendar::always()])
}

#[test]
fn a_four_day_crew_after_a_five_day_crew() -> Result<(), PlanningError> {
    let mut network = Network::new();
    let [walls, roof, survey, papers, done] = [6, 5, 2, 9, 0].map(|days| network.add_task(days));
    network.link(walls, roof, FinishToStart, 0)?;
    network.link(walls, survey, FinishToStart, 1)?;
    for last in [roof, survey, papers] {
        network.link(last, done, FinishToStart, 0)?;
    }
    let cpm = CalendarCpm::new(&network, &calendars()?, &[0, 1, 0, 2, 2])?;
    // Walls (five days): 0 to 4, 7; done at 8. Roof (four days): 8, 9, 10, 14, 15; done at 16.
    // Survey (five days, a day after the walls): 8 is a holiday, 9 is waited for, 10 and 11; done at 12.
    // Papers (always): 0 to 9.
    // Latest. Roof: as it is. Survey: by 16, on 14 and 15; from 10 on these are 10, 11, 14: three later starts would be
    // 11, 14, so two days of float. Walls: the roof starts at 8. Papers: 7 to 16.
    assert_eq!(
        rows(&cpm),
        [(0, 8, 0, 8, 0, 0), (8, 16, 8, 16, 0, 0), (10, 12, 14, 16, 2, 2), (0, 9, 7, 16, 7, 7), (16, 16, 16, 16, 0, 0)]
    );
    assert_eq!(cpm.finish(), 16);
    assert!(cpm.critical().eq([walls, roof, done]));
    assert_eq!(format!("{cpm:?}"), "CalendarCpm { tasks: 5, groups: 0, finish: 16, .. }");
    Ok(())
}

/// A machine (always) of 6 days, then a five-day crew with 2, by each kind of link without a lag.
#[test]
fn all_kinds_of_links() -> Result<(), PlanningError> {
    let ends = |kind, lag| {
        let mut network = Network::new();
        let (machine, crew) = (network.add_task(6), network.add_task(2));
        network.start_no_earlier_than(machine, 6)?;
        network.link(machine, crew, kind, lag)?;
        let times = CalendarCpm::new(&network, &calendars()?, &[2, 0])?.times(crew)?;
        Ok::<_, PlanningError>((times.early_start, times.early_finish))
    };
    // The machine works from Sunday the 6th to the end of Friday the 11th, at 12.
    // From its finish: the crew is away on 12 and 13.
    assert_eq!(ends(FinishToStart, 0)?, (14, 16));
    // A day of the crew later is a Tuesday; a day or two of it sooner are Friday and Thursday.
    assert_eq!(ends(FinishToStart, 1)?, (15, 17));
    assert_eq!(ends(FinishToStart, -1)?, (11, 15));
    assert_eq!(ends(FinishToStart, -2)?, (10, 12));
    // From its start on a Sunday: Monday, and Wednesday, since Tuesday is a holiday.
    assert_eq!(ends(StartToStart, 0)?, (7, 10));
    assert_eq!(ends(StartToStart, 1)?, (9, 11));
    // Until its finish: Thursday and Friday end at 12, too.
    assert_eq!(ends(FinishToFinish, 0)?, (10, 12));
    assert_eq!(ends(FinishToFinish, 1)?, (11, 15));
    assert_eq!(ends(FinishToFinish, -1)?, (9, 11));
    // Not to finish before that Sunday: what ends on Friday, at 5, would.
    assert_eq!(ends(StartToFinish, 0)?, (4, 8));
    assert_eq!(ends(StartToFinish, 1)?, (4, 8));
    assert_eq!(ends(StartToFinish, -1)?, (2, 4));
    Ok(())
}

/// A date that cannot be kept: the five-day crew would have to begin before the plan does.
#[test]
fn deadlines_make_floats_negative() -> Result<(), PlanningError> {
    let mut network = Network::new();
    let [walls, roof] = [4, 3].map(|days| network.add_task(days));
    network.link(walls, roof, FinishToStart, 0)?;
    network.finish_by(roof, 6)?;
    let house = network.add_group(&[walls, roof])?;
    let cpm = CalendarCpm::new(&network, &calendars()?, &[0, 1])?;
    // Walls: 0 to 3. Roof: not on 4 to 6, but on 7 to 9. By 6 it is 1 to 3, the fourth day of its week being the last.
    // So the walls are 0 and three days before. With the dates as they are, they may take day 4 as well before 7.
    assert_eq!(rows(&cpm), [(0, 4, -3, 1, -3, 1), (7, 10, 1, 4, -3, 0)]);
    let span = cpm.span(house)?;
    assert_eq!((span.early_start, span.early_finish, span.late_start, span.late_finish), (0, 10, -3, 4));
    assert_eq!(span.total_float, -3);
    assert!(cpm.critical().eq([walls, roof]));
    Ok(())
}
