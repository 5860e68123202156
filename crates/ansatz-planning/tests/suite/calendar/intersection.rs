//! What is open where both are.

use ansatz_planning::Calendar;
use proptest::prelude::*;

use super::{calendar, is_open, parts};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn open_where_both_are(one in parts(), other in parts()) {
        let open: Vec<_> = (0..600).map(|moment| is_open(&one, moment) && is_open(&other, moment)).collect();
        match calendar(&one).intersection(&calendar(&other)) {
            Ok(both) => {
                let mut worked = 0;
                for (moment, &open) in open.iter().enumerate() {
                    prop_assert_eq!(both.working(moment as u64), worked);
                    worked += u64::from(open);
                }
            }
            // Periods are at most 20, so that all that can be has been by then.
            Err(_) => prop_assert!(!open.contains(&true)),
        }
    }

    #[test]
    fn with_itself_and_with_what_never_closes(parts in parts()) {
        let calendar = calendar(&parts);
        let same = [
            calendar.intersection(&calendar),
            Calendar::always().intersection(&calendar),
            calendar.intersection(&Calendar::always()),
        ];
        for same in same.map(Result::unwrap) {
            prop_assert!((0..200).all(|moment| same.working(moment) == calendar.working(moment)));
        }
    }
}

#[test]
fn periods_that_are_rarely_in_step() {
    // 2^17 + 1 periods of one shift before the two begin together.
    let (one, other) = (Calendar::new(1 << 17, &[(0, 5)]).unwrap(), Calendar::new((1 << 17) + 1, &[(0, 5)]).unwrap());
    assert_eq!(
        one.intersection(&other).unwrap_err().to_string(),
        "`shifts` is 131073, allowed: at most 65536 until the periods of both begin together"
    );
    // Exactly as many are allowed.
    let (odd, long) = (Calendar::new(2, &[(1, 2)]).unwrap(), Calendar::new(1 << 17, &[(0, 1 << 16)]).unwrap());
    assert_eq!(odd.intersection(&long).unwrap().working(1 << 17), 1 << 15);
    let (one, other) = (Calendar::new(u64::MAX, &[(0, 5)]).unwrap(), Calendar::new(u64::MAX - 1, &[(0, 5)]).unwrap());
    let multiple = u128::from(u64::MAX) * u128::from(u64::MAX - 1);
    assert_eq!(
        one.intersection(&other).unwrap_err().to_string(),
        format!("`period` is {multiple}, allowed: at most 2^64 - 1 for both")
    );
    // What never closes is in step with everything.
    assert_eq!(one.intersection(&Calendar::always()).unwrap(), one);
    assert_eq!(Calendar::always().intersection(&one).unwrap(), one);
    let full = Calendar::new(u64::MAX - 1, &[(0, 5), (5, u64::MAX - 1)]).unwrap();
    assert_eq!(full.intersection(&one).unwrap(), one);
}

#[test]
fn never_both() {
    let (day, night) = (Calendar::new(24, &[(6, 18)]).unwrap(), Calendar::new(24, &[(0, 6), (18, 24)]).unwrap());
    let message = "`shifts` is empty, allowed: a moment at which both calendars are open";
    assert_eq!(day.intersection(&night).unwrap_err().to_string(), message);
}
