//! Files good and bad through the reader, and the whole program.

use std::{fmt::Write as _, fs, path::Path};

use ansatz_bandit::experiments::{Group, Verdict};
use ansatz_random::{Stream, below, standard_normal, unit};

use super::*;
use crate::{arguments::Columns, read::Row};

fn request() -> Request {
    Request::default()
}

fn read(text: &str, request: &Request) -> Result<Experiment, String> {
    Experiment::read(text.as_bytes(), request)
}

fn watched(text: &str, request: &Request) -> Watch {
    Watch::of(&read(text, request).unwrap(), request).unwrap()
}

#[test]
fn an_experiment_is_read() {
    let columns = Columns {
        group: "arm".into(),
        outcome: "paid".into(),
        time: Some("at".into()),
        user: Some("who".into()),
        covariate: Some("more".into()),
    };
    let request = Request { columns, control: "A".into(), ..request() };
    let text = "\u{feff}who, at ,paid,arm,more\n1,2026-03-01T10:00,2.5,A,7\n\n2,2026-03-01T11:00,-1,\"B\", 8\n3,2026-03-02,0, A ,-9\n";
    let experiment = read(text, &request).unwrap();
    let row = |group, outcome, covariate, date| Row { group, outcome, covariate, date };
    assert_eq!(
        experiment.rows,
        [row(Group::Control, 2.5, 7.0, 0), row(Group::Treatment, -1.0, 8.0, 0), row(Group::Control, 0.0, -9.0, 1)]
    );
    assert_eq!(
        (experiment.treatment.as_str(), experiment.dates),
        ("B", vec!["2026-03-01".into(), "2026-03-02".into()])
    );
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let mut request = request();
    request.columns.time = Some("day".into());
    request.columns.user = Some("user".into());
    let header = "user,day,variant,outcome\n";
    let good = "1,2026-03-01,control,0\n2,2026-03-01,new,1\n";
    for (lines, expected) in [
        ("3,2026-03-02,new\n", "line 4: 3 fields where the header has 4"),
        (
            "3,2026-03-02,new,yes\n",
            "line 4: \"outcome\" is \"yes\", allowed: a number in -1000000000000..=1000000000000",
        ),
        (
            "3,2026-03-02,new,NaN\n",
            "line 4: \"outcome\" is \"NaN\", allowed: a number in -1000000000000..=1000000000000",
        ),
        (
            "3,2026-03-02,newer,1\n",
            "line 4: \"variant\" is \"newer\", allowed: \"control\" and \"new\", a control and one treatment",
        ),
        ("3,2026-03-02,,1\n", "line 4: \"variant\" is \"\", allowed: \"control\", or what the treatment is called"),
        ("3,2026-02-28,new,1\n", "line 4: \"day\" is \"2026-02-28\", allowed: \"2026-03-01\" or later"),
        ("2,2026-03-02,new,1\n", "line 4: \"user\" is \"2\", allowed: one that line 3 does not have"),
        (",2026-03-02,new,1\n", "line 4: \"user\" is \"\", allowed: a name or a number"),
        ("3,2026-03-02,\"new,1\n", "line 4: a quote that is not closed on its line"),
    ] {
        assert_eq!(read(&format!("{header}{good}{lines}"), &request), Err(expected.to_owned()), "{lines}");
    }
    let many = "x,2026-03-01,new,no\n".repeat(12);
    let error = read(&format!("{header}{good}{many}"), &request).unwrap_err();
    assert_eq!((error.lines().count(), error.lines().last()), (11, Some("and 2 more")));
    for (text, expected) in [
        ("", "there is nothing, expected a header"),
        ("user,day,variant\n", "line 1: there is no column \"outcome\", allowed: user, day, variant"),
        (header, "there is no row below the header"),
        ("user,day,variant,outcome,day\n", "line 1: there are two columns \"day\", expected one"),
        (
            "user,day,variant,outcome\n1,1,A,0\n2,1,B,0\n",
            "line 3: \"variant\" is \"B\", allowed: \"control\" and \"A\", a control and one treatment; --control says what \
             the control is called",
        ),
        (
            "user,day,variant,outcome\n1,1,new,0\n",
            "no \"variant\" is \"control\": --control says what the control is called",
        ),
        ("user,day,variant,outcome\n1,1,control,0\n", "every \"variant\" is \"control\", expected two groups"),
    ] {
        assert_eq!(read(text, &request), Err(expected.to_owned()), "{text}");
    }
    let bounded = Request { bounds: Some(0.0..=5.0), ..Request::default() };
    let error = read("variant,outcome\ncontrol,1\nnew,5.5\n", &bounded).unwrap_err();
    assert_eq!(error, "line 3: \"outcome\" is \"5.5\", allowed: a number in 0..=5");
}

/// A file that is well, cut off and with every byte turned into others, at every place.
#[test]
fn damaged_files_are_errors_or_experiments() {
    let mut request = request();
    request.columns.time = Some("day".into());
    let whole = "day,variant,outcome\n2026-03-01,control,0\n2026-03-01,b,1\n2026-03-02,control,2.5\n2026-03-03,b,1e3\n";
    for end in 0..whole.len() {
        let _ = read(&whole[..end], &request);
    }
    for (index, byte) in whole.bytes().enumerate() {
        for other in [b'0', b'9', b'-', b'e', b'.', b',', b'"', b'\n', 0xff, byte ^ 1] {
            let mut changed = whole.as_bytes().to_vec();
            changed[index] = other;
            if let Ok(experiment) = Experiment::read(&changed[..], &request) {
                let watch = Watch::of(&experiment, &request).unwrap();
                let page = page::of_watch(&watch).unwrap();
                assert!(page.ends_with("</html>\n") && !page.contains("NaN"));
            }
        }
    }
}

/// Two weeks of 500 visitors, of whom a fifth buys, and nearly a quarter with the new variant.
fn own_data() -> String {
    let mut rng = Stream::new(2026, 0);
    let mut text = "day,variant,outcome\n".to_owned();
    for day in 2..16 {
        for _ in 0..500 {
            let is_new = below(&mut rng, 2) == 1;
            let rate = if is_new { 0.24 } else { 0.20 };
            let outcome = u8::from(unit(&mut rng) < rate);
            let variant = if is_new { "short_form" } else { "control" };
            writeln!(text, "2026-03-{day:02},{variant},{outcome}").unwrap();
        }
    }
    text
}

#[test]
fn the_experiment_that_comes_along_is_the_one_that_was_generated() {
    assert_eq!(fs::read_to_string(request().input).unwrap(), own_data());
}

#[test]
fn the_experiment_that_comes_along_finds_the_better_variant() {
    let mut request = request();
    request.columns.time = Some("day".into());
    let watch = watched(&own_data(), &request);
    assert_eq!((watch.test.verdict(), watch.is_split_well()), (Verdict::Higher, true));
    assert_eq!(watch.points.len(), 14);
    assert!(watch.decided.is_some_and(|row| row < 7_000));
    assert!(watch.test.estimate().contains(0.04));
}

#[test]
fn each_kind_of_outcome_has_its_test() {
    let mut rng = Stream::new(7, 0);
    let mut text = "variant,outcome\n".to_owned();
    for _ in 0..2_000 {
        let is_new = below(&mut rng, 2) == 1;
        let outcome = (0.5 + if is_new { 0.2 } else { 0.0 } + 0.1 * standard_normal(&mut rng)).clamp(0.0, 1.0);
        writeln!(text, "{},{outcome}", if is_new { "b" } else { "control" }).unwrap();
    }
    let any = watched(&text, &request());
    let bounded = watched(&text, &Request { bounds: Some(0.0..=1.0), ..request() });
    assert!(matches!((&any.test, &bounded.test), (test::Test::Means(_), test::Test::Bounded(..))));
    for watch in [any, bounded] {
        assert_eq!((watch.test.verdict(), watch.points.len()), (Verdict::Higher, 20));
        assert!(watch.test.estimate().contains(0.2), "{:?}", watch.test);
        assert_eq!(watch.points.last().map(|point| point.label.as_str()), Some("row 2000"));
    }
    // The other way round.
    let turned = watched(&text, &Request { control: "b".into(), bounds: Some(0.0..=1.0), ..request() });
    assert_eq!(turned.test.verdict(), Verdict::Lower);
}

/// What is known before explains nine tenths of the variance: 0.9 = 9 / (9 + 1).
#[test]
fn what_was_known_before_sharpens_the_difference() {
    let mut rng = Stream::new(8, 0);
    let mut text = "variant,outcome,before\n".to_owned();
    for _ in 0..2_000 {
        let (is_new, before) = (below(&mut rng, 2) == 1, 3.0 * standard_normal(&mut rng));
        let outcome = before + standard_normal(&mut rng) + if is_new { 0.3 } else { 0.0 };
        writeln!(text, "{},{outcome},{before}", if is_new { "b" } else { "control" }).unwrap();
    }
    let mut asked = request();
    asked.columns.covariate = Some("before".to_owned());
    let watch = watched(&text, &asked);
    let adjusted = watch.adjusted.as_ref().unwrap();
    // A correlation is known to about 1 / sqrt(2,000).
    assert!((adjusted.reduction - 0.9).abs() < 0.03, "{adjusted:?}");
    assert!(adjusted.estimate.contains(0.3) && adjusted.estimate.lower > 0.0, "{adjusted:?}");
    let mut out = Vec::new();
    print::write(&mut out, &watch).unwrap();
    assert!(String::from_utf8(out).unwrap().contains("without before (95.00% at one look, now): "));
    assert!(page::of_watch(&watch).unwrap().contains("without before"));
    assert!(watched(&text, &request()).adjusted.is_none());
    let few = watched("variant,outcome,before\ncontrol,1,2\nb,0,1\n", &asked);
    assert!(few.adjusted.is_none());
    let empty = read("variant,outcome,before\ncontrol,1,\n", &asked).unwrap_err();
    assert_eq!(empty, "line 2: \"before\" is \"\", allowed: a number in -1000000000000..=1000000000000");
}

#[test]
fn groups_of_wrong_sizes_are_told_first() {
    let mut text = "variant,outcome\n".to_owned();
    for index in 0..1_000 {
        writeln!(text, "{},{}", if index % 5 < 2 { "b" } else { "control" }, index % 2).unwrap();
    }
    let watch = watched(&text, &request());
    assert!(!watch.is_split_well());
    let mut out = Vec::new();
    print::write(&mut out, &watch).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(out.lines().nth(1).is_some_and(|line| line.starts_with("groups: NOT as planned")), "{out}");
    assert!(out.contains("WARNING: 400 of 1,000 got the treatment where 50.00% were to"), "{out}");
    assert!(page::of_watch(&watch).unwrap().contains("WARNING: 400"));
    assert!(watched(&text, &Request { share: 0.4, ..request() }).is_split_well());
}

#[test]
fn the_program_prints_a_line_for_each_day_and_writes_its_page() {
    let folder = std::env::temp_dir().join(format!("ansatz-ab-test-{}", std::process::id()));
    let file = folder.join("<i>.csv");
    fs::create_dir_all(&folder).unwrap();
    fs::write(&file, own_data().replace("short_form", "<b>")).unwrap();
    let mut asked = Request { input: file, output: folder.clone(), ..request() };
    asked.columns.time = Some("day".into());
    let mut out = Vec::new();
    run(&asked, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert_eq!(out.lines().filter(|line| line.trim_start().starts_with("2026-03-")).count(), 14);
    assert!(out.contains("verdict: <b> is higher"), "{out}");
    let page = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(page.contains("&lt;b&gt; beside control") && page.matches("</svg>").count() == 1);
    assert!(!page.contains("<b>") && !page.contains("<i>.csv") && !page.contains("NaN"));
    fs::remove_dir_all(&folder).unwrap();
    let missing = Request { input: Path::new("no/such/file.csv").into(), ..asked };
    assert!(run(&missing, &mut Vec::new()).is_err_and(|error| error.to_string().starts_with("no/such/file.csv: ")));
}
