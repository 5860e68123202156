//! The chapter against days that are worked by hand, and against the year counted without it.

use std::{fs::File, io::Cursor, path::Path};

use flate2::read::GzDecoder;

use super::{
    causes::{Cause, Day},
    evidence::Others,
    *,
};
use crate::{findings::Finding, rows::Rows as Table};

const HEADER: &str = "year,month,day,sched_dep_time,dep_delay,carrier,tailnum,origin,dest\n";

fn observed(input: impl std::io::Read) -> Quantum {
    let mut rows = Table::new(std::io::BufReader::new(input)).unwrap();
    let (mut batch, mut chapter) = (Batch::default(), Quantum::default());
    while rows.next_batch(&mut batch).unwrap() {
        chapter.observe(&batch);
    }
    chapter.departures.sort();
    chapter
}

fn of_text(text: &str) -> Quantum {
    observed(Cursor::new(format!("{HEADER}{text}")))
}

fn of_the_year() -> Quantum {
    let file = File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/flights.csv.gz")).unwrap();
    observed(GzDecoder::new(file))
}

fn finished(chapter: Quantum) -> Section {
    Box::new(chapter).finish().unwrap()
}

fn findings(section: &Section) -> Vec<&Finding> {
    section.studies.iter().flat_map(|study| &study.findings).collect()
}

/// Four flights at six, two of them to Boston, and one at seven.
const MORNING: &str = "\
2013,1,1,600,0,B6,N1,JFK,BOS\n2013,1,1,600,0,B6,N2,EWR,BOS\n2013,1,1,600,0,UA,N3,EWR,ORD\n2013,1,1,600,0,UA,N4,LGA,DEN\n\
2013,1,1,700,0,UA,N5,LGA,ORD\n2013,1,1,NA,0,UA,N6,EWR,LGA\n";

#[test]
fn networks_are_worked_by_hand() {
    let chapter = of_text(MORNING);
    let departures = &chapter.departures;
    let pairs = |network: &Network| {
        let name = |place: usize| departures.names.text(network.airports[place]);
        let mut pairs: Vec<_> = network
            .pairs
            .iter()
            .map(|&(one, other, count)| {
                let (one, other) = (name(one), name(other));
                (one.min(other).to_owned(), one.max(other).to_owned(), count)
            })
            .collect();
        pairs.sort();
        pairs.into_iter().map(|(one, other, count)| format!("{one} {other} {count}")).collect::<Vec<_>>()
    };
    let (flights, minutes) = (Network::of_flights(departures), Network::of_minutes(departures));
    assert_eq!(pairs(&flights), ["BOS EWR 1", "BOS JFK 1", "DEN LGA 1", "EWR LGA 1", "EWR ORD 1", "LGA ORD 1"]);
    assert_eq!(pairs(&minutes), ["BOS DEN 2", "BOS ORD 2", "DEN ORD 1"]);
    // Boston alone on its side: all but the pair of Denver and Chicago.
    let is_boston = |airport: u32| departures.names.text(airport) == "BOS";
    assert_eq!((minutes.counted)(departures, &is_boston), 4);
    assert_eq!((flights.counted)(departures, &is_boston), 2);
}

#[test]
fn a_triangle_of_flights_loses_one() {
    // Newark, La Guardia and Chicago are a triangle; all else can be cut.
    let section = finished(of_text(MORNING));
    let told: Vec<_> = findings(&section).iter().map(|finding| (finding.estimate.as_str(), finding.kept)).collect();
    assert_eq!((told[0], told[1]), (("5", Some(true)), ("1", Some(true))));
    assert_eq!((told[3], told[4]), (("4", Some(true)), ("1", Some(true))));
    assert_eq!(section.facts, [("days, and bad ones".to_owned(), "1, 0".to_owned())]);
}

#[test]
fn what_cannot_be_cut_is_said() {
    let section = finished(of_text("2013,1,1,600,0,B6,N1,JFK,JFK\n"));
    let names: Vec<_> = section.facts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["no cut by flights", "no cut by departures of a minute", "days, and bad ones"]);
    let many = (0..600).map(|dest| format!("2013,1,1,600,0,B6,N1,JFK,D{dest}\n")).collect::<Vec<_>>().concat();
    let section = finished(of_text(&many));
    assert_eq!((section.studies.len(), section.facts.len()), (0, 3));
}

/// Ten departures at ten and at six of the evening on each of 25 days, of which the last is bad: whoever `is_late` says
/// of the number of a departure, 0 to 9 in the morning and 10 to 19 in the evening, and whether it is cancelled.
fn a_month(is_late: impl Fn(usize) -> bool, delay: &str) -> (Vec<Day>, Quantum) {
    let row = |day: usize, number: usize| {
        let delay = if day == 25 && is_late(number) { delay } else { "0" };
        let hour = if number < 10 { 1000 } else { 1800 };
        let (carrier, origin) = (["UA", "B6", "EV", "DL", "AA"][number % 5], ["EWR", "JFK", "LGA"][number % 3]);
        format!("2013,1,{day},{hour},{delay},{carrier},N{},{origin},D{number}\n", number % 10)
    };
    let text: String =
        (1..=25).flat_map(|day| (0..20).map(move |number| (day, number))).map(|(d, n)| row(d, n)).collect();
    let chapter = of_text(&text);
    let days = causes::days(&chapter.departures, &Suspects::of(&chapter.departures));
    (days, chapter)
}

#[test]
fn causes_are_worked_by_hand() {
    let cause = |is_late: fn(usize) -> bool, delay: &str| {
        let (days, chapter) = a_month(is_late, delay);
        let name = |number| chapter.departures.names.text(number).to_owned();
        let who = match days[24].cause {
            Cause::Carrier(number) | Cause::Airport(number) => name(number),
            _ => String::new(),
        };
        let noon = days[24].noon;
        (days[24].cause.kind(), who, noon.level, noon.carrier.map(name), noon.airport.map(name))
    };
    let named = |name: &str| Some(name.to_owned());
    // Two of the morning's and two of the evening's are of United.
    let of_united = |number| number % 5 == 0;
    let (kind, who, level, carrier, _) = cause(of_united, "30");
    assert_eq!((kind, who, level, carrier), (Kind::Carrier, "UA".to_owned(), 3, named("UA")));
    // Newark's are of all carriers.
    let of_newark = |number| number % 3 == 0;
    assert_eq!(cause(of_newark, "15"), (Kind::Airport, "EWR".to_owned(), 3, None, named("EWR")));
    assert_eq!(cause(of_newark, "14"), (Kind::Ordinary, String::new(), 0, None, None));
    assert_eq!(cause(of_newark, "NA").0, Kind::Cancellations);
    // Of all carriers and airports, in the evening only: by aircraft that had left in the morning.
    assert_eq!(cause(|number| number >= 10, "30"), (Kind::Aircraft, String::new(), 0, None, None));
    assert_eq!(cause(|_| true, "30").0, Kind::Aircraft);
    assert_eq!(cause(|number| number < 15, "30").0, Kind::Everywhere);
}

#[test]
fn likelihoods_of_all_that_can_be_seen_add_up_to_one() {
    let (days, chapter) = a_month(|number| number % 5 == 0, "30");
    let suspects = Suspects::of(&chapter.departures);
    let hypotheses = suspects.hypotheses();
    let others = Others::than(0, &days, &suspects, &hypotheses);
    assert!((others.frequencies().iter().sum::<f64>() - 1.0).abs() < 1e-14);
    let noon = |level, carrier, airport| causes::Noon { level, carrier, airport };
    let sums = |seen: &[causes::Noon], piece: usize| -> Vec<f64> {
        let each: Vec<_> = seen.iter().map(|noon| others.evidence(*noon)[piece].clone()).collect();
        (0..hypotheses.len()).map(|place| each.iter().map(|likelihoods| likelihoods[place]).sum()).collect()
    };
    let levels: Vec<_> = (0..4).map(|level| noon(level, None, None)).collect();
    let somebody = |names: &[u32]| -> Vec<Option<u32>> { names.iter().copied().map(Some).chain([None]).collect() };
    let carriers: Vec<_> = somebody(&suspects.carriers).into_iter().map(|carrier| noon(0, carrier, None)).collect();
    let airports: Vec<_> = somebody(&suspects.airports).into_iter().map(|airport| noon(0, None, airport)).collect();
    for sum in [sums(&levels, 0), sums(&carriers, 1), sums(&airports, 2)].concat() {
        assert!((sum - 1.0).abs() < 1e-14, "{sum}");
    }
    // One of the other 24 days is of a carrier, a kind of six; and the carrier is one of five.
    let place = hypotheses.iter().position(|cause| *cause == days[24].cause).unwrap();
    assert!((others.frequencies()[place] - 2.0 / 30.0 * 2.0 / 6.0).abs() < 1e-15);
    // It was the carrier that had stood out: one of one, and one more of three.
    assert!((others.evidence(days[24].noon)[1][place] - 2.0 / 4.0).abs() < 1e-15);
}

/// Counted by a script that shares nothing with the chapter but the definitions.
#[test]
fn the_year_is_as_it_was_counted_elsewhere() {
    let chapter = of_the_year();
    let departures = &chapter.departures;
    let (flights, minutes) = (Network::of_flights(departures), Network::of_minutes(departures));
    assert_eq!((flights.airports.len(), flights.pairs.len(), flights.total()), (107, 224, 336_776));
    assert_eq!((minutes.pairs.len(), minutes.total()), (3_250, 708_121));
    let days = causes::days(departures, &Suspects::of(departures));
    let count = |kind| days.iter().filter(|day| day.cause.kind() == kind).count();
    assert_eq!(Kind::ALL.map(count), COUNTS);
}

#[test]
fn the_year_is_told() {
    let section = finished(of_the_year());
    let findings = findings(&section);
    assert!(findings.iter().all(|finding| finding.kept == Some(true)), "{findings:?}");
    // All flights but one leave New York, and that one closes triangles: nothing better is possible.
    assert_eq!([&findings[0].estimate, &findings[1].estimate, &findings[1].exact], ["336,775", "1", "1"]);
    assert_eq!((section.grids.len(), section.charts.len()), (4, 3));
    let [.., of_all] = &section.grids[..] else { panic!("no tables") };
    let bits: Vec<f64> = of_all.rows[Kind::ALL.len()][2..].iter().map(|bits| bits.parse().unwrap()).collect();
    // Seeing helps, and ways that are added where nothing interferes do not.
    assert!(bits[1] < bits[0] && bits[1] < bits[2], "{bits:?}");
}

/// Days of each kind.
const COUNTS: [usize; 6] = [292, 18, 10, 11, 13, 21];
