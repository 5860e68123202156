//! The loader against known answers and damaged input, and the tour over the smallest files.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufReader, Cursor, Read, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};
use indicatif::ProgressBar;

use crate::{
    Tour,
    batch::Batch,
    exact::{ExactCounts, ExactSet, ExactValues},
    rows::{InputError, Malformed, Rows},
};

const HEADER: &str = "year,month,day,sched_dep_time,dep_delay,carrier,tailnum,origin,dest\n";
const ROW: &str = "2013,1,1,517,2,UA,N14228,EWR,IAH\n";

/// What the loader makes of `text`: carrier, tail number, route and delay of each row, and what it left out.
fn load(text: impl AsRef<[u8]>) -> Result<(Vec<String>, Malformed), InputError> {
    let mut rows = Rows::new(Cursor::new(text.as_ref().to_vec()))?;
    let (mut batch, mut found) = (Batch::default(), Vec::new());
    while rows.next_batch(&mut batch)? {
        let columns = batch.carrier.iter().zip(batch.tailnum.iter()).zip(batch.route.iter()).zip(&batch.dep_delay);
        found.extend(columns.map(|(((carrier, tail), route), delay)| format!("{carrier} {tail} {route} {delay:?}")));
    }
    Ok((found, rows.into_malformed()))
}

fn own_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/flights.csv.gz")
}

fn tour(text: &str) -> Result<Tour, Box<dyn std::error::Error>> {
    Tour::take(Rows::new(Cursor::new(text.to_owned()))?, &ProgressBar::hidden())
}

#[test]
fn the_year_is_the_one_that_is_known() {
    let mut rows = Rows::open(&own_data(), &ProgressBar::hidden()).unwrap();
    let (mut aircraft, mut carriers, mut destinations) = (ExactSet::default(), ExactSet::default(), BTreeSet::new());
    let (mut routes, mut delays) = (ExactCounts::default(), ExactValues::default());
    let (mut count, mut without_tail, mut days) = (0, 0, BTreeMap::<String, (u32, u32)>::new());
    let mut batch = Batch::default();
    while rows.next_batch(&mut batch).unwrap() {
        count += batch.len();
        without_tail += batch.tailnum.iter().filter(|tail| tail.is_empty()).count();
        batch.tailnum.present().for_each(|tail| aircraft.insert(tail));
        batch.carrier.iter().for_each(|carrier| carriers.insert(carrier));
        batch.route.iter().for_each(|route| routes.update(route));
        destinations.extend(batch.route.iter().filter_map(|route| Some(route.split_once('-')?.1.to_owned())));
        delays.extend(&batch.dep_delay.iter().flatten().copied().collect::<Vec<_>>());
        for (date, delay) in batch.date.iter().zip(&batch.dep_delay) {
            let day = days.entry(date.to_string()).or_default();
            day.0 += u32::from(delay.is_none());
            day.1 += 1;
        }
    }
    delays.sort();

    assert_eq!((count, rows.into_malformed().count), (336_776, 0));
    assert_eq!((aircraft.len(), without_tail), (4_043, 2_512));
    assert_eq!((destinations.len(), carriers.len()), (105, 16));
    assert_eq!((routes.total(), routes.top(usize::MAX).len()), (336_776, 224));
    assert_eq!(routes.top(3), [("JFK-LAX", 11_262), ("LGA-ATL", 10_263), ("LGA-ORD", 8_857)]);
    assert_eq!((delays.len(), delays.first(), delays.last()), (328_521, Some(-43.0), Some(1_301.0)));
    let percentiles = [0.5, 0.9, 0.95, 0.99, 0.999].map(|q| delays.quantile(q).unwrap());
    assert_eq!(percentiles, [-2.0, 49.0, 88.0, 191.0, 340.0]);
    assert_eq!(days.values().map(|day| day.0).sum::<u32>(), 8_255);
    assert_eq!(days["2013-02-08"], (472, 930));
}

#[test]
fn a_day_that_its_month_does_not_have_is_malformed() {
    let row = |date: &str| format!("{date},517,2,UA,N14228,EWR,IAH\n");
    let text = [HEADER.to_owned(), row("2013,2,29"), row("2012,2,29"), row("1900,2,29"), row("2013,4,31")].concat();
    let (rows, malformed) = load(text).unwrap();
    let lines: Vec<_> = malformed.first.iter().map(|(line, _)| *line).collect();
    assert_eq!((rows.len(), lines), (1, vec![2, 4, 5]));
}

#[test]
fn times_of_day_are_read_and_checked() {
    let row = |time: &str| format!("2013,1,1,{time},2,UA,N14228,EWR,IAH\n");
    let text =
        [HEADER.to_owned(), ["5", "0", "2359", "NA", "", "0517", "2400", "1260", "-5", "5:17"].map(row).concat()];
    let mut rows = Rows::new(Cursor::new(text.concat())).unwrap();
    let mut batch = Batch::default();
    assert!(rows.next_batch(&mut batch).unwrap());
    assert_eq!(batch.scheduled, [Some(5), Some(0), Some(1_439), None, None, Some(317)]);
    let Malformed { count, first } = rows.into_malformed();
    assert_eq!((count, first[0].0), (4, 8));
    assert_eq!(first[0].1, "`sched_dep_time` is \"2400\", expected a time as HMM or HHMM, or NA");
}

#[test]
fn columns_are_found_by_name() {
    let text =
        "dest,extra,tailnum,origin,carrier,dep_delay,day,month,year,sched_dep_time\nIAH,x,NA,EWR,UA,NA,1,1,2013,\n";
    let (rows, malformed) = load(text).unwrap();
    assert_eq!((rows, malformed.count), (vec!["UA  EWR-IAH None".to_owned()], 0));
}

#[test]
fn quotes_carriage_returns_blank_lines_and_a_missing_last_line_end_are_read() {
    let text =
        format!("\u{feff}{HEADER}\n2013,1,1,5,-2.5,\"UA\",\"N\"\"1\",EWR,IAH\r\n  \r\n2013,12,31,NA,,\"A,B\",,JFK,LAX");
    let (rows, malformed) = load(text).unwrap();
    assert_eq!(rows, ["UA N\"1 EWR-IAH Some(-2.5)", "A,B  JFK-LAX None"]);
    assert_eq!(malformed.count, 0);
}

#[test]
fn each_malformed_line_is_reported_with_its_number_and_reason() {
    let mut text = HEADER.as_bytes().to_vec();
    text.extend(ROW.as_bytes()); // 2
    text.extend(b"2013,1,1,517,2,UA,N14228,EWR\r\n"); // 3
    text.extend(b"\n2013,1,1,517,late,UA,N14228,EWR,IAH\n"); // 5
    text.extend(b"2013,1,1,517,2,U\xff,N14228,EWR,IAH\n"); // 6
    text.extend(b"2013,1,1,517,2,,N14228,EWR,IAH\n"); // 7
    text.extend(b"2013,13,1,517,2,UA,N14228,EWR,IAH\n"); // 8
    text.extend(b"2013,1,1,517,2,\"UA,N14228,EWR,IAH\n"); // 9
    text.extend(ROW.as_bytes()); // 10
    text.extend(b"2013,1,1,517,inf,UA,N14228,EWR,IAH\n"); // 11
    text.extend(vec![b'x'; 100_000]); // 12
    text.extend(b"\n2013,1,1,517,2,UA,N14228,EWR,IAH,more\n"); // 13
    text.extend(b"2013,1,1,517,2,UA,N14228,EWR,IAH\r2013,1,1,517,2,UA,N14228,EWR,IAH\n"); // 14
    text.extend(ROW.as_bytes());
    let (rows, malformed) = load(text).unwrap();
    assert_eq!(rows, vec!["UA N14228 EWR-IAH Some(2.0)"; 3]);
    let reasons: Vec<_> = malformed.first.iter().map(|(line, reason)| (*line, reason.as_str())).collect();
    assert_eq!(
        reasons,
        [
            (3, "8 fields where the header has 9"),
            (5, "`dep_delay` is \"late\", expected a number of minutes or NA"),
            (6, "not UTF-8 at byte 17"),
            (7, "`carrier` is missing"),
            (8, "`month` is \"13\", expected a whole number in 1..=12"),
            (9, "a quote that is not closed on its line"),
            (11, "`dep_delay` is \"inf\", expected a number of minutes or NA"),
            (12, "longer than 65536 bytes"),
            (13, "10 fields where the header has 9"),
            (14, "a control character"),
        ]
    );
    assert_eq!(malformed.count, 10);
}

#[test]
fn every_line_of_any_bytes_is_a_row_or_reported() {
    // Rows with a byte overwritten here and there, by what matters to a reader of CSV.
    let mut state = 1_u64;
    let mut below = |bound: usize| {
        // Knuth's MMIX constants; its high bits are good enough to choose by.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    for _ in 0..300 {
        let mut body = ROW.repeat(20).into_bytes();
        for _ in 0..below(40) {
            let at = below(body.len());
            body[at] = b"\",\n\r\xff\xef\xbb\xbf-9\0N"[below(12)];
        }
        let lines = body.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count();
        let text = [HEADER.as_bytes(), &body].concat();
        let (rows, malformed) = load(text).unwrap();
        assert_eq!(rows.len() + malformed.count as usize, lines);
    }
}

#[test]
fn beyond_the_first_ten_malformed_lines_are_counted() {
    let text = format!("{HEADER}{}{ROW}", "nonsense\n".repeat(30_000));
    let (rows, malformed) = load(text).unwrap();
    assert_eq!((rows.len(), malformed.count, malformed.first.len()), (1, 30_000, 10));
    assert_eq!(malformed.first[9].0, 11);
    let shown = tour(&format!("{HEADER}{}", "nonsense\n".repeat(12))).unwrap().remarks();
    assert_eq!(shown.last().map(String::as_str), Some("  and 2 more"));
}

#[test]
fn an_input_without_what_is_needed_is_an_error_that_says_so() {
    assert!(matches!(load(""), Err(InputError::Empty)));
    assert!(matches!(load("\n\r\n"), Err(InputError::Empty)));
    let Err(error) = load("year,month,day,sched_dep_time,dep_delay,origin,dest\n") else {
        panic!("two columns are missing")
    };
    assert_eq!(error.to_string(), "missing in the header: column carrier, column tailnum");
    let Err(error) = load(b"\xffyear\n") else { panic!("the header is not text") };
    assert!(error.to_string().contains("not UTF-8"));
    let nowhere = Rows::open(Path::new("no/such/file.csv"), &ProgressBar::hidden());
    assert!(matches!(nowhere, Err(InputError::Open(_))));
}

#[test]
fn a_header_alone_is_a_file_without_rows() {
    let (rows, malformed) = load(HEADER).unwrap();
    assert_eq!((rows.len(), malformed.count), (0, 0));
}

#[test]
fn gzip_is_recognised_by_its_bytes_and_damage_to_it_is_an_error() {
    let text = format!("{HEADER}{}", ROW.repeat(20_000));
    // Two members, as `cat a.gz b.gz` makes them.
    let (front, back) = text.as_bytes().split_at(text.len() / 2);
    let mut packed = Vec::new();
    for part in [front, back] {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(part).unwrap();
        packed.extend(encoder.finish().unwrap());
    }
    let count = |bytes: &[u8]| -> Result<u64, String> {
        let input: Box<dyn Read> = Box::new(Cursor::new(bytes.to_vec()));
        let rows = Rows::unpack(BufReader::new(input)).map_err(|error| error.to_string())?;
        Tour::take(rows, &ProgressBar::hidden()).map(|tour| tour.rows).map_err(|error| error.to_string())
    };
    assert_eq!(count(&packed), Ok(20_000));
    assert_eq!(count(text.as_bytes()), Ok(20_000));
    let cut = count(&packed[..packed.len() - 100]).unwrap_err();
    assert!(cut.starts_with("after line "), "{cut}");
}

#[test]
fn the_tour_takes_any_number_of_rows() {
    for text in [HEADER.to_owned(), format!("{HEADER}{ROW}"), format!("{HEADER}2013,2,28,2359,5,<u>,NA,&,\"\"\"\"\n")] {
        let rows = text.lines().count() as u64 - 1;
        let tour = tour(&text).unwrap();
        assert_eq!((tour.rows, tour.malformed.count), (rows, 0));
        let mut table = Vec::new();
        tour.print(&mut table).unwrap();
        assert!(String::from_utf8(table).unwrap().contains("promises kept"));
        assert!(tour.sections.iter().flat_map(|section| &section.charts).all(|chart| chart.svg.ends_with("</svg>\n")));
        let page = crate::report::page(&[], &tour.remarks(), &tour.sections);
        assert_eq!((page.contains("<u>"), page.contains("&lt;u&gt;")), (false, text.contains("<u>")));
    }
}

#[test]
fn airports_that_are_on_no_map_are_left_out_and_named() {
    let optimized = |routes: &[[&str; 2]]| {
        let row = |[origin, dest]: &[&str; 2]| format!("2013,1,1,517,2,UA,N1,{origin},{dest}\n");
        let tour = tour(&[HEADER.to_owned(), routes.iter().map(row).collect()].concat()).unwrap();
        let section = tour.sections.into_iter().find(|section| section.title == "Optimize").unwrap();
        let facts: Vec<String> = section.facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let kept = section.studies.iter().flat_map(|study| &study.findings).all(|finding| finding.kept != Some(false));
        assert!(kept, "{:?}", section.studies);
        (section.studies.len(), section.charts.len(), facts)
    };
    let facts = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>();
    let left_out = "airports left out, whose place is not known: ";
    let (studies, charts, said) = optimized(&[["EWR", "BOS"], ["JFK", "LA-X"], ["<u>", "IAH"]]);
    assert_eq!((studies, charts), (2, 2));
    assert_eq!(said, facts(&["airports on a map: 4", &format!("{left_out}2 (<u>, LA-X)")]));
    let none = "no tour and no bases: they take 4 airports on a map";
    let unknown = [["P", "Q"], ["R", "S"], ["T", "U"], ["V", "JFK"]];
    let named = format!("{left_out}7 (P, Q, R, S, T, ...)");
    assert_eq!(optimized(&unknown), (0, 0, facts(&["airports on a map: 1", &named, none])));
    let departures = [["EWR", "X"], ["JFK", "X"], ["LGA", "X"], ["BOS", "X"], ["IAH", "X"]];
    let no_bases = "no bases: no flight lands at an airport on a map";
    let said = facts(&["airports on a map: 5", &format!("{left_out}1 (X)"), no_bases]);
    assert_eq!(optimized(&departures), (1, 1, said));
}

#[test]
fn a_day_of_too_many_departures_is_not_packed() {
    let packed = |rows: usize| {
        let text = format!("{HEADER}{}2013,1,2,NA,5,UA,N1,EWR,IAH\n", ROW.repeat(rows));
        let section = tour(&text).unwrap().sections.into_iter().find(|section| section.title == "Packing").unwrap();
        let facts: Vec<String> = section.facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let gates = section.studies.first().map(|study| study.findings[0].estimate.clone());
        (gates, section.charts.len(), facts)
    };
    let left_out = "left out, cancelled or without a scheduled time: 1".to_owned();
    assert_eq!(packed(300), (Some("300".to_owned()), 2, vec![left_out.clone()]));
    let crowded = "days left out, with more than 2,000 departures: 1".to_owned();
    assert_eq!(packed(2_001), (None, 0, vec![left_out, crowded]));
}

#[test]
fn the_tour_of_the_year_keeps_its_promises() {
    let rows = Rows::open(&own_data(), &ProgressBar::hidden()).unwrap();
    let tour = Tour::take(rows, &ProgressBar::hidden()).unwrap();
    let findings = || tour.sections.iter().flat_map(|section| &section.studies).flat_map(|study| &study.findings);
    // Hashes are seeded, so the outcome is one and the same everywhere; an interval at 95% could have missed.
    let broken: Vec<_> = findings().filter(|finding| finding.kept == Some(false)).collect();
    assert!(broken.is_empty(), "{broken:?}");
    assert_eq!(findings().filter(|finding| finding.promise.contains("bit for bit")).count(), 3);
    assert!(findings().any(|finding| finding.question == "JFK-LAX" && finding.exact == "11,262"));
    let placement = tour.sections.iter().find(|section| section.title == "Placement").unwrap();
    // 4,043 aircraft on 12 nodes, by each placer; all but jump and Maglev move the least, and those that do not move
    // more than they had to. The skeleton of so few nodes is flat, and moves the least as well.
    assert!(placement.studies.iter().all(|study| study.items == 4_043 && study.findings[0].exact == "337"));
    // Under a cap, keys move when it falls, which no placer alone has to.
    for study in placement.studies.iter().filter(|study| !study.sketch.starts_with("BoundedLoads")) {
        let moves_least = study.findings[1].estimate == study.findings[1].exact;
        assert_eq!(moves_least, !["Jump", "Maglev"].contains(&study.sketch.as_str()), "{}", study.sketch);
    }
    let [_, plan] = &placement.grids[..] else { panic!("two tables") };
    assert!(plan.caption.contains("have to") && plan.rows.len() == 8);
    let packing = tour.sections.iter().find(|section| section.title == "Packing").unwrap();
    let days: Vec<_> =
        packing.studies.iter().map(|study| (study.sketch.as_str(), study.findings[2].estimate.as_str())).collect();
    assert_eq!(
        days,
        ["EWR", "JFK", "LGA"]
            .map(|code| format!("FirstFit by starts, {code}"))
            .each_ref()
            .map(|name| (name.as_str(), "365"))
    );
    assert_eq!((packing.grids[0].rows.len(), packing.charts.len()), (12, 2));
    let optimize = tour.sections.iter().find(|section| section.title == "Optimize").unwrap();
    let [annealing, front] = &optimize.studies[..] else { panic!("two studies") };
    assert_eq!((annealing.findings[0].estimate.as_str(), optimize.facts.len()), ("107", 1));
    // Of one base, two and three the genetic search finds the best, which all choices were tried for.
    assert!(front.findings[..3].iter().all(|finding| finding.estimate == finding.exact), "{:?}", front.findings);
}
