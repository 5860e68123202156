//! The chapter against days that are worked by hand, and against the year.

use std::{fmt::Write as _, fs::File, io::Cursor, path::Path};

use flate2::read::GzDecoder;

use super::*;
use crate::{findings::Finding, rows::Rows as Table};

const HEADER: &str = "year,month,day,sched_dep_time,dep_delay,carrier,tailnum,origin,dest\n";

fn observed(input: impl std::io::Read) -> Carrier {
    let mut rows = Table::new(std::io::BufReader::new(input)).unwrap();
    let (mut batch, mut chapter) = (Batch::default(), Carrier::default());
    while rows.next_batch(&mut batch).unwrap() {
        chapter.observe(&batch);
    }
    chapter
}

fn of_text(text: &str) -> Carrier {
    observed(Cursor::new(format!("{HEADER}{text}")))
}

/// January: B6 and UA each morning, of which UA's second flight does not count, and DL on the first day alone; an evening
/// without UA.
fn january() -> String {
    let mut text =
        "2013,1,1,900,0,DL,N,JFK,BOS\n2013,1,1,NA,0,DL,N,JFK,BOS\n2013,1,2,1800,60,B6,N,JFK,BOS\n".to_owned();
    for day in 1..=31 {
        writeln!(text, "2013,1,{day},1100,170,UA,N,JFK,BOS\n2013,1,{day},600,-5,B6,N,JFK,BOS").unwrap();
        writeln!(text, "2013,1,{day},700,{},UA,N,JFK,BOS", if day == 31 { "NA" } else { "18" }).unwrap();
    }
    text
}

#[test]
fn choices_are_worked_by_hand() {
    let chapter = of_text(&january());
    assert_eq!(chapter.flights.unscheduled, 1);
    let routes = Route::largest(chapter.flights, 5);
    let [route] = &routes[..] else { panic!("{routes:?}") };
    assert_eq!((route.name.as_str(), &route.carriers[..]), ("JFK-BOS", &["B6".to_owned(), "UA".to_owned()][..]));
    assert_eq!(route.rounds.len(), 31);
    // On the last day UA was cancelled, on the fifth it was Saturday.
    assert_eq!((&route.rounds[30].lost[..], route.rounds[30].features), (&[0.0, 180.0][..], [1.0, 0.0, 0.0, 0.0]));
    assert_eq!((&route.rounds[4].lost[..], route.rounds[4].features), (&[0.0, 18.0][..], [1.0, 0.0, 0.0, 1.0]));
    assert_eq!((route.best(), route.mean(0), route.flights.len()), (0, 0.0, 94));
    assert!((route.mean(1) - (30.0 * 18.0 + 180.0) / 31.0).abs() < 1e-12);
    assert_eq!(route.coverage(), "62 of 95, 65.26%");
    let outcomes = Outcomes::of(route).unwrap();
    for outcome in &outcomes.all {
        // UA is all that there is to regret.
        let regret = outcome.regret(route);
        assert!(regret.windows(2).all(|pair| pair[0] <= pair[1]) && regret[30] <= 720.0, "{}", outcome.name);
        assert_eq!((outcome.drawn.rounds, outcome.as_it_is.rounds), (31, 94));
    }
}

#[test]
fn a_route_with_one_carrier_is_no_choice() {
    let section = Box::new(of_text("2013,1,1,900,0,DL,N,JFK,BOS\n")).finish().unwrap();
    assert_eq!((section.studies.len(), section.grids.len(), section.charts.len()), (0, 0, 0));
}

#[test]
fn the_year_is_as_told() {
    let file = File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/flights.csv.gz")).unwrap();
    let routes = Route::largest(observed(GzDecoder::new(file)).flights, ROUTES);
    let lax = &routes[0];
    // Counted without the program, by a few lines of Python.
    assert_eq!((lax.name.as_str(), lax.carriers.len(), lax.rounds.len()), ("JFK-LAX", 5, 1_053));
    assert_eq!(lax.carriers[lax.best()], "DL");
    for route in &routes {
        let outcomes = Outcomes::of(route).unwrap();
        let studies = evidence::studies(route, &outcomes).unwrap();
        let findings: Vec<&Finding> = studies.iter().flat_map(|study| &study.findings).collect();
        assert_eq!(findings.len(), 5);
        assert!(findings.iter().all(|finding| finding.kept == Some(true)), "{findings:?}");
        // Nobody does worse than by chance, but for what a year of noise adds.
        let uniform = (0..route.carriers.len()).map(|carrier| route.mean(carrier)).sum::<f64>();
        let uniform = uniform / route.carriers.len() as f64;
        assert!(outcomes.all.iter().all(|outcome| outcome.mean() < uniform * 1.05));
    }
}
