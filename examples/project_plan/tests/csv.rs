//! Tasks as spreadsheets write them.

use ansatz_planning::{LinkKind, ThreePoint};

use super::{read_as, request_for_csv, with};
use crate::{arguments::Request, date::Date, plan::Predecessor};

const HEADER: &str = "id,duration,predecessors,resources,start_no_earlier,finish_by\n";

fn error(rows: &str) -> String {
    with(&request_for_csv(), &format!("{HEADER}{rows}")).unwrap_err()
}

#[test]
fn tasks_are_read() {
    let text = "\u{feff}name, id ,optimistic,most_likely,pessimistic,duration,predecessors,resources,group,finish_by\n\
                \"Dig, deep\",dig,2,3d,1w,,,mason:2;crane,Shell,\n\
                \n\
                ,pour,,,,2,\"digSS+1d, dig\",mason : 1,,9\n";
    let plan = with(&request_for_csv(), text).unwrap();
    let [dig, pour] = &plan.tasks[..] else { panic!("two tasks") };
    assert_eq!((plan.name.as_str(), dig.name.as_str(), pour.name.as_str()), ("plan", "Dig, deep", "pour"));
    assert_eq!((dig.estimate, pour.estimate), (ThreePoint::new(2, 3, 5).unwrap(), ThreePoint::certain(2)));
    assert_eq!((&dig.demands[..], &pour.demands[..]), (&[2, 1][..], &[1, 0][..]));
    assert_eq!((dig.line, pour.line, pour.finish_by, dig.group.as_deref()), (2, 4, Some(9), Some("Shell")));
    let waits = [(LinkKind::StartToStart, 1), (LinkKind::FinishToStart, 0)];
    assert_eq!(pour.predecessors, waits.map(|(kind, lag)| Predecessor { task: 0, kind, lag }));
}

#[test]
fn dates_are_days_once_it_is_said_on_which_the_plan_starts() {
    let rows = format!("{HEADER}a,3,,,2027-03-05,2027-03-09\nb,1,,,2,\n");
    let start = Date::parse("2027-03-03");
    let request = Request { start, deadline: Some("2027-03-12".into()), ..request_for_csv() };
    let plan = with(&request, &rows).unwrap();
    // Wednesday, Thursday; Friday, Monday and Tuesday.
    assert_eq!((plan.tasks[0].start_no_earlier, plan.tasks[0].finish_by, plan.deadline), (Some(2), Some(5), Some(8)));
    let request = Request { start, deadline: Some("soon".into()), ..request_for_csv() };
    assert!(
        with(&request, &rows).is_err_and(|error| error.starts_with("line 1: --deadline is \"soon\", allowed: a whole"))
    );
}

/// One thing wrong in each: the line, what it is, and what is allowed.
#[test]
fn what_is_wrong_is_said_with_its_line() {
    for (rows, expected) in [
        ("a,x,,,,\n", "line 2: `duration` is \"x\", allowed: a whole number of days (5, 5d) or weeks (2w)"),
        ("a,-1,,,,\n", "line 2: `duration` is \"-1\", allowed: a whole number of days (5, 5d) or weeks (2w)"),
        ("a,4h,,,,\n", "line 2: `duration` is \"4h\", allowed: a whole number of days (5, 5d) or weeks (2w)"),
        (
            "a,,,,,\n",
            "line 2: `duration` is missing, allowed: one duration, or all of `optimistic`, `most_likely`, `pessimistic`",
        ),
        (",1,,,,\n", "line 2: `id` is missing"),
        ("a;b,1,,,,\n", "line 2: `id` is \"a;b\", allowed: no comma, semicolon or colon"),
        ("a,1,,,,\nb,1,,,,\na,2,,,,\n", "line 4: `id` is \"a\", allowed: one that line 2 does not have"),
        ("a,1,,,,\n\nb,1,c,,,\n", "line 4: `predecessors` is \"c\", allowed: ids of tasks, which \"c\" is not: a, b"),
        ("a,1,aFS+,,,\n", PERCENT),
        ("a,1,,mason:4,,\n", "line 2: `resources` is \"mason:4\", allowed: 0 to 3 of \"mason\", all there is"),
        (
            "a,1,,mason:2;mason:2,,\n",
            "line 2: `resources` is \"mason:2;mason:2\", allowed: 0 to 3 of \"mason\", all there is",
        ),
        ("a,1,,mason:x,,\n", "line 2: `resources` is \"mason:x\", allowed: 0 to 3 of \"mason\", all there is"),
        (
            "a,1,,roofer,,\n",
            "line 2: `resources` is \"roofer\", allowed: mason, crane, and others with a capacity, as by --capacity roofer=3",
        ),
        ("a,1,a,,,\n", "line 2: the tasks a -> a wait for each other, allowed: no task that waits for itself"),
        (
            "x,1,,,,\na,1,c,,,\nb,1,a;x,,,\nc,1,b,,,\n",
            "line 3: the tasks a -> b -> c -> a wait for each other, allowed: no task that waits for itself",
        ),
        ("a,1,,,5,3\n", "line 2: task a may not start before 5, must finish by 3, allowed: a finish after it"),
        (
            "a,1,,,2027-03-01,\n",
            "line 2: `start_no_earlier` is \"2027-03-01\", allowed: a number, since it is not said on which day the plan \
             starts",
        ),
        (
            "a,1,,,,\nb,300000000000000000,,,,\n",
            "line 3: task b takes 300000000000000000, and all durations and lags come to more than 288230376151711744, \
             allowed: less than that",
        ),
        (
            "a,1,,,,\nb,1,aFF-300000000000000000,,,\n",
            "line 3: task b waits for a by -300000000000000000, and all durations and lags come to more than \
             288230376151711744, allowed: less",
        ),
        (
            "a,1,,,400000000000000000,\n",
            "line 2: task a has the date 400000000000000000, allowed: at most 288230376151711744",
        ),
        ("a,1\n", "line 2: 2 fields where the header has 6"),
        ("a,\"1,,,,\n", "line 2: a quote that is not closed on its line"),
        ("\u{1b}[2J,1,,,,\n", "line 2: a control character"),
        ("", "line 1: there is no task, allowed: at least one"),
    ] {
        assert_eq!(error(rows), expected, "{rows}");
    }
}

const PERCENT: &str = "line 2: `predecessors` is \"aFS+\", allowed: an id, or an id with FS, SS, FF or SF and a lag or \
                       lead, as 3FS+2d or 3SS-1, unlike \"aFS+\"";

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let message = error("a,x,,,,\nb,1,c,roofer,,\nc\n");
    assert_eq!(message, "line 4: 1 fields where the header has 6");
    let message = error("a,x,,,,\nb,1,d,roofer,,\n");
    let lines: Vec<_> = message.lines().collect();
    assert_eq!(lines[0], "3 things are wrong");
    assert!(lines[1].starts_with("  line 2: `duration` is \"x\""));
    assert!(lines[2].starts_with("  line 3: `predecessors` is \"d\""));
    assert!(lines[3].starts_with("  line 3: `resources` is \"roofer\""));
    let many = error(&"a,x,,,,\n".repeat(30));
    assert!(many.starts_with("59 things are wrong\n") && many.ends_with("\n  and 39 more"), "{many}");
}

#[test]
fn headers_are_checked() {
    let known = "id, name, duration, optimistic, most_likely, pessimistic, predecessors, resources, start_no_earlier, \
                 finish_by, group";
    for (header, expected) in [
        ("", format!("line 1: the file is empty, allowed: a header of {known}")),
        ("id,length\n", format!("line 1: the column \"length\", allowed: {known}")),
        ("id,duration,\n", format!("line 1: the column \"\", allowed: {known}")),
        ("duration\n", "line 1: the column \"id\" is missing".to_owned()),
        ("id,id\n", "line 1: the column \"id\" is there twice, allowed: once".to_owned()),
    ] {
        assert_eq!(super::error("a.csv", header), expected);
    }
    let text = "id,duration,optimistic\na,3,1\n";
    let expected = "line 2: `duration` beside `optimistic`, allowed: one duration, or all of `optimistic`, \
                    `most_likely`, `pessimistic`";
    assert_eq!(super::error("a.csv", text), expected);
    let text = "id,optimistic,most_likely,pessimistic\na,3,1,4\nb,1,,3\n";
    let expected = "2 things are wrong\n  line 2: `most_likely` is 1, allowed: 3..=4, from optimistic to pessimistic\n  \
                    line 3: `most_likely` is missing";
    assert_eq!(super::error("a.csv", text), expected);
    let message = super::error("a.csv", "id,duration,resources\na,1,mason\n");
    assert_eq!(
        message,
        "line 2: `resources` is \"mason\", allowed: \"mason\" with a capacity, as by --capacity mason=3"
    );
    assert!(read_as("A.CSV", "id,duration\na,1\n").is_ok());
    assert!(super::error("a.mpp", "").contains("a file of another kind, allowed: .csv, .toml, .sm and .rcp"));
}
