//! Plans in TOML.

use ansatz_planning::ThreePoint;

use super::{error, read_as, with};
use crate::{
    arguments::Request,
    plan::{Correlation, Event},
};

const WHOLE: &str = r#"
name = "A shed"
unit = "hours"
hours_per_day = 8
deadline = 2027-03-12

[calendar]
start = 2027-03-03
working_days = ["Wed", "thu", "friday"]
holidays = ["2027-03-05", "2027-03-17..2027-03-18"]

[resources]
carpenter = 2
saw = 0x1

[[tasks]]
id = "cut"
duration = "2d"
resources = { carpenter = 1, saw = 1 }

[[tasks]]
id = "build"
name = "Put together"
optimistic = 4
most_likely = 6
pessimistic = "2d"
predecessors = ["cutSS+4h"]
resources = "carpenter:2"
start_no_earlier = 2027-03-04

[[events]]
name = "Rain"
probability = 0.25
tasks = ["build"]
delay = [2, 4, "1d"]

[[correlations]]
tasks = ["cut", "build"]
coefficient = -0.5
"#;

#[test]
fn all_of_a_plan_is_read() {
    let plan = read_as("a.toml", WHOLE).unwrap();
    let [cut, build] = &plan.tasks[..] else { panic!("two tasks") };
    assert_eq!((plan.name.as_str(), plan.clock.unit()), ("A shed", "working hour"));
    assert_eq!((&cut.demands[..], &build.demands[..]), (&[1, 1][..], &[2, 0][..]));
    assert_eq!((cut.estimate, build.estimate), (ThreePoint::certain(16), ThreePoint::new(4, 6, 16).unwrap()));
    assert_eq!((build.predecessors[0].lag, build.start_no_earlier), (4, Some(8)));
    // Wednesday and Thursday, and the week after it Wednesday to Friday.
    assert_eq!(plan.deadline, Some(5 * 8));
    assert_eq!((plan.clock.start(16), plan.clock.finish(40)), ("2027-03-10".to_owned(), "2027-03-12".to_owned()));
    let rain = Event {
        name: "Rain".into(),
        line: 31,
        probability: 0.25,
        tasks: vec![1],
        delay: ThreePoint::new(2, 4, 8).unwrap(),
    };
    assert_eq!(plan.events, [rain]);
    assert_eq!(plan.correlations, [Correlation { line: 37, tasks: vec![0, 1], coefficient: -0.5 }]);
}

#[test]
fn the_command_line_has_the_last_word() {
    let capacities = vec![("saw".to_owned(), 2), ("van".to_owned(), 1)];
    let request = Request {
        input: "a.toml".into(),
        capacities,
        start: crate::date::Date::parse("2027-03-10"),
        deadline: Some("3d".into()),
        ..Request::default()
    };
    let text = WHOLE.replace("start_no_earlier = 2027-03-04\n", "").replace("\"carpenter:2\"", "\"carpenter:2; van\"");
    let plan = with(&request, &text).unwrap();
    let resources: Vec<_> = plan.resources.iter().map(|resource| (&resource.name[..], resource.capacity)).collect();
    assert_eq!(resources, [("carpenter", 2), ("saw", 2), ("van", 1)]);
    assert_eq!((plan.clock.start(0), plan.deadline), ("2027-03-10".to_owned(), Some(24)));
}

/// What a line of the good plan is, what it is instead, and what is said then.
const WRONG: &[(&str, &str, &str)] = &[
    ("unit = \"hours\"", "unit = \"weeks\"", "line 3: `unit` is \"weeks\", allowed: days or hours"),
    ("hours_per_day = 8", "hours_per_day = 0", "line 4: `hours_per_day` is \"0\", allowed: a whole number in 1..=24"),
    (
        "name = \"A shed\"",
        "title = 1",
        "line 2: the key \"title\", allowed: name, unit, hours_per_day, deadline, \
          calendar, resources, tasks, events, correlations",
    ),
    (
        "deadline = 2027-03-12",
        "deadline = 2027-03-01",
        "line 5: `deadline` is \"2027-03-01\", allowed: from \
          2027-03-03 on, the day on which the plan starts",
    ),
    ("start = 2027-03-03", "start = 3", "line 8: `start` is \"3\", allowed: a day as 2027-03-01"),
    ("\"thu\"", "\"day\"", "line 9: `working_days` is \"Wed;day;friday\", allowed: mon, tue, wed, thu, fri, sat, sun"),
    (
        "\"thu\"",
        "\"mon..fri\"",
        "line 9: `working_days` is \"Wed;mon..fri;friday\", allowed: mon, tue, wed, thu, fri, sat, sun",
    ),
    ("unit = \"hours\"", "", "line 4: `hours_per_day` where the unit is days, allowed: with `unit = \"hours\"`"),
    (
        "\"2027-03-05\"",
        "\"2027-13-05\"",
        "line 10: `holidays` is \"2027-13-05;2027-03-17..2027-03-18\", allowed: days \
          as 2027-12-24, or from one to another as 2027-12-24..2028-01-02",
    ),
    (
        "carpenter = 2",
        "carpenter = -2",
        "line 13: the capacity of \"carpenter\" is \"-2\", allowed: a whole number in \
          0..=18446744073709551615",
    ),
    (
        "duration = \"2d\"",
        "duration = 2.5",
        "line 18: `duration` is \"2.5\", allowed: a whole number of hours (5, 5h), \
          days (5d) or weeks (2w)",
    ),
    (
        "saw = 1 }",
        "hammer = 1 }",
        "line 19: `resources` is \"carpenter:1;hammer:1\", allowed: carpenter, saw, and \
          others with a capacity, as by --capacity hammer=3",
    ),
    (
        "optimistic = 4",
        "optimistic = 9",
        "line 21: `most_likely` is 6, allowed: 9..=16, from optimistic to \
          pessimistic",
    ),
    (
        "most_likely = 6",
        "likely = 6",
        "line 25: the key \"likely\" in tasks, allowed: id, name, duration, optimistic, \
          most_likely, pessimistic, predecessors, resources, start_no_earlier, finish_by, group",
    ),
    ("[\"cutSS+4h\"]", "[[1]]", "line 27: `predecessors` is nested, allowed: plain values"),
    (
        "[\"cutSS+4h\"]",
        "[\"cutSX\"]",
        "line 27: `predecessors` is \"cutSX\", allowed: ids of tasks, which \"cutSX\" is \
          not: cut, build",
    ),
    ("probability = 0.25", "probability = 25", "line 33: `probability` is \"25\", allowed: a number in 0..=1"),
    ("probability = 0.25", "probability = nan", "line 33: `probability` is \"nan\", allowed: a number in 0..=1"),
    (
        "tasks = [\"build\"]",
        "tasks = [\"shed\"]",
        "line 34: `tasks` is \"shed\", allowed: ids of tasks, which \"shed\" \
          is not: cut, build",
    ),
    (
        "delay = [2, 4, \"1d\"]",
        "delay = [4, 2, 8]",
        "line 35: `delay` is \"4;2;8\", allowed: three lengths that ascend",
    ),
    (
        "delay = [2, 4, \"1d\"]",
        "delay = [4, 2]",
        "line 35: `delay` is \"4;2\", allowed: one length or three that ascend",
    ),
    ("name = \"Rain\"", "", "line 31: `name` is missing"),
    (
        "[\"cut\", \"build\"]",
        "[\"cut\", \"cut\"]",
        "line 38: `tasks` is \"cut;cut\", allowed: 2 to 100 different tasks",
    ),
    ("coefficient = -0.5", "coefficient = -1.5", "line 39: `coefficient` is \"-1.5\", allowed: a number in -1..=1"),
    ("[[events]]", "[events]", "line 31: `events` is of type table, allowed: an array of tables"),
    ("[resources]", "[[resources]]", "line 12: `resources` is of type array, allowed: a table"),
    ("id = \"cut\"", "id = \"c\\u001bt\"", "line 17: `id` has a control character, allowed: none"),
    ("saw = 0x1", "\"s\\u0007aw\" = 1", "line 14: the name \"s\\u{7}aw\" has a control character, allowed: none"),
    ("duration = \"2d\"", "duration = ", "line 18: "),
    ("duration = \"2d\"", "id = \"two\"", "line 18: duplicate key"),
];

#[test]
fn what_is_wrong_is_said_with_its_line() {
    for &(line, other, expected) in WRONG {
        assert!(WHOLE.contains(line), "{line}");
        let message = error("a.toml", &WHOLE.replacen(line, other, 1));
        assert!(message.starts_with(expected), "{other}\n{message}\n{expected}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}

#[test]
fn calendars_need_a_start_and_a_day() {
    let tasks = "[[tasks]]\nid = \"a\"\nduration = 1\n";
    let message = error("a.toml", &format!("[calendar]\nholidays = [\"2027-03-05\"]\n{tasks}"));
    let expected = "a calendar without `start`, allowed: one with the day on which the plan starts";
    assert_eq!(message, format!("line 2: {expected}"));
    for none in ["[]", "\";\""] {
        let text = format!("[calendar]\nstart = 2027-03-03\nworking_days = {none}\n{tasks}");
        assert_eq!(error("a.toml", &text), "line 3: `working_days` is empty, allowed: at least one day");
    }
    assert_eq!(error("a.toml", "name = \"x\""), "line 1: there is no task, allowed: at least one");
    let text = "resources = { saw = 1 }\ntasks = [{ id = \"a\", duration = 1, resources = \"saw\" }]";
    let capacities = vec![("swa".to_owned(), 2)];
    let slip = with(&Request { input: "a.toml".into(), capacities, ..Request::default() }, text);
    assert_eq!(slip, Err("line 1: --capacity names \"swa\", which no task needs, allowed: saw".to_owned()));
}
