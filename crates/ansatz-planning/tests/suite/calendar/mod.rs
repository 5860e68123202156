//! Calendars beside a count of their moments, and plans on them.

mod golden;
mod intersection;
mod oracle;
mod plans;

use ansatz_planning::Calendar;
use proptest::prelude::*;

/// A period, its shifts from gaps and lengths, and holidays.
pub(crate) type Parts = (u64, Vec<(u64, u64)>, Vec<(u64, u64)>);

pub(crate) fn parts() -> impl Strategy<Value = Parts> {
    let shifts = prop::collection::vec((0..3u64, 1..4u64), 1..4);
    let holidays = prop::collection::vec((0..60u64, 0..12u64), 0..5);
    (shifts, 0..3u64, holidays).prop_map(|(shifts, rest, holidays)| {
        let mut end = 0;
        let shifts: Vec<_> = shifts
            .into_iter()
            .map(|(gap, length)| {
                let start = end + gap;
                end = start + length;
                (start, end)
            })
            .collect();
        (end + rest, shifts, holidays.into_iter().map(|(start, length)| (start, start + length)).collect())
    })
}

/// Whether a moment is in a shift and in no holiday.
pub(crate) fn is_open((period, shifts, holidays): &Parts, moment: u64) -> bool {
    let within = |spans: &[(u64, u64)], moment| spans.iter().any(|&(from, to)| (from..to).contains(&moment));
    within(shifts, moment % period) && !within(holidays, moment)
}

pub(crate) fn calendar((period, shifts, holidays): &Parts) -> Calendar {
    Calendar::new(*period, shifts).unwrap().with_holidays(holidays).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn each_moment_is_worked_or_not(parts in parts()) {
        let calendar = calendar(&parts);
        let mut worked = 0;
        let mut free_since = 0;
        for moment in 0..200 {
            prop_assert_eq!(calendar.working(moment), worked);
            if is_open(&parts, moment) {
                // Whatever ends here ended when the last work did; what starts now starts here.
                prop_assert_eq!((calendar.finish(worked), calendar.start(worked)), (free_since, moment));
                worked += 1;
                free_since = moment + 1;
            }
        }
    }
}

#[test]
fn shifts_and_holidays_that_cannot_be() {
    for (shifts, message) in [
        (&[][..], "`shifts` is empty, allowed: at least one shift"),
        (&[(3, 3)], "`shifts` is 3..3, allowed: not empty, from 0 on and up to 10"),
        (&[(5, 3)], "`shifts` is 5..3, allowed: not empty, from 0 on and up to 10"),
        (&[(2, 5), (4, 6)], "`shifts` is 4..6, allowed: not empty, from 5 on and up to 10"),
        (&[(2, 11)], "`shifts` is 2..11, allowed: not empty, from 0 on and up to 10"),
    ] {
        assert_eq!(Calendar::new(10, shifts).unwrap_err().to_string(), message);
    }
    assert!(Calendar::new(0, &[(0, 0)]).is_err());
    let error = Calendar::new(10, &[(2, 5)]).unwrap().with_holidays(&[(0, 1), (9, 8)]).unwrap_err();
    assert_eq!(error.to_string(), "`holidays` is 9..8, allowed: an end that is not before the start");
}

#[test]
fn holidays_are_replaced() {
    let week = Calendar::new(7, &[(0, 5)]).unwrap();
    let with = |holidays: &[(u64, u64)]| week.clone().with_holidays(holidays).unwrap();
    assert_eq!(with(&[(0, 2)]).with_holidays(&[(7, 9)]).unwrap(), with(&[(7, 9)]));
    assert_eq!(with(&[(0, 2)]).with_holidays(&[]).unwrap(), week);
}

#[test]
fn the_end_of_time() {
    // One moment of work in all of them, and none at all.
    let rare = Calendar::new(u64::MAX, &[(7, 8)]).unwrap();
    assert_eq!((rare.finish(1), rare.finish(2), rare.finish(u64::MAX)), (8, u64::MAX, u64::MAX));
    assert_eq!((rare.start(0), rare.start(u64::MAX), rare.working(u64::MAX)), (7, u64::MAX, 1));
    let none = rare.with_holidays(&[(0, u64::MAX)]).unwrap();
    assert_eq!((none.finish(0), none.finish(1), none.working(u64::MAX)), (0, u64::MAX, 0));
    let always = Calendar::always();
    assert_eq!(always, Calendar::new(1, &[(0, 1)]).unwrap());
    assert_eq!((always.finish(u64::MAX), always.start(5), always.working(u64::MAX)), (u64::MAX, 5, u64::MAX));
}
