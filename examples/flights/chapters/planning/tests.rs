//! The chapter against a day that is worked by hand, and against the year counted without it.

use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io::{Cursor, Read as _},
    path::Path,
};

use ansatz_random::{Stream, below};
use flate2::read::GzDecoder;

use super::*;
use crate::rows::Rows as Table;

const HEADER: &str = "year,month,day,sched_dep_time,dep_delay,carrier,tailnum,origin,dest\n";

fn own_data() -> String {
    let mut text = String::new();
    let file = File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/flights.csv.gz")).unwrap();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text
}

fn observed(text: String) -> Planning {
    let mut rows = Table::new(Cursor::new(text)).unwrap();
    let (mut batch, mut chapter) = (Batch::default(), Planning::default());
    while rows.next_batch(&mut batch).unwrap() {
        chapter.observe(&batch);
    }
    chapter
}

fn section(text: String) -> Section {
    Box::new(observed(text)).finish().unwrap()
}

/// Twenty days of three departures that are scheduled 240 minutes apart, all on time but those of two days: so of the 40
/// gaps 210 and 220 are the least, and the second least is what one in twenty does not exceed.
fn twenty_days() -> String {
    let delays = |day| match day {
        19 => [20, 0, 0],
        20 => [30, 30, 0],
        _ => [0, 0, 0],
    };
    let row = |day, (time, delay)| format!("2013,1,{day},{time},{delay},B6,N1,JFK,BOS\n");
    let rows =
        (1..=20).flat_map(|day| ["600", "1000", "1400"].into_iter().zip(delays(day)).map(move |leg| row(day, leg)));
    rows.fold(HEADER.to_owned(), |text, row| text + &row)
}

#[test]
fn a_day_is_worked_by_hand() {
    let (days, names, broken) = observed(twenty_days()).rows.into_days();
    assert_eq!((days.len(), broken), (20, 0));
    let past = Past::of(&days).unwrap();
    // The second leg of the last day could have left at 10:10 and left at 10:30; no other was late by itself.
    let own = past.own(days[0].legs[1].carrier).unwrap();
    assert_eq!((past.least(days[0].legs[0]), &own.counts), (Some(220), &BTreeMap::from([(0, 39), (20, 1)])));

    let busiest = Busiest::of(&days, &past, &names).unwrap().unwrap();
    let floats: Vec<_> = busiest.times.iter().map(|times| (times.free_float, times.total_float)).collect();
    assert_eq!(floats, [(20, 40), (20, 20), (0, 0)]);
    assert_eq!(exact::most(&busiest.plan), Some(40));
    // From 50 minutes 10 are left behind two slacks, and either own delay makes the last leg late; from 60 they are 20.
    let either = 1.0 - (39.0_f64 / 40.0).powi(2);
    // From 35 only one of the last leg does, or of the one before: 35 - 20 + 20 - 20 = 15 is not late.
    for (first, chance) in [(35, 1.0 / 40.0), (50, either), (55, either), (56, 1.0), (60, 1.0), (2_000, 1.0)] {
        assert!((exact::risk(&busiest.plan, first) - chance).abs() < 1e-12, "{first}");
        // At 99%, for a seed that is fixed.
        assert!(busiest.plan.risk(first, 10_000, 1).unwrap().contains(chance), "{first}");
    }
}

#[test]
fn the_day_of_a_small_file_is_told() {
    let section = section(twenty_days());
    let facts: Vec<_> = section.facts.iter().map(|(_, value)| value.as_str()).collect();
    let slack = "40 min, 20 min behind leg 1";
    assert_eq!(facts, ["20", "0", "N1 on 2013-01-01, 3 departures", slack, "up to 40 min"]);
    let rows = &section.grids[0].rows;
    assert_eq!(rows[0], ["1. 06:00 JFK to BOS", "220 min", "20 min", "40 min", "0 min", "-"]);
    assert_eq!(rows[2], ["3. 14:00 JFK to BOS", "-", "-", "0 min", "0 min", "0 min"]);
    assert!(section.studies[0].findings.iter().all(|finding| finding.kept == Some(true)), "{:?}", section.studies);
    assert_eq!(section.charts.len(), 2);
}

#[test]
fn days_that_do_not_hang_together_are_left_out() {
    let row = |day, time, delay| format!("2013,1,{day},{time},{delay},B6,N1,JFK,BOS\n");
    let more = [
        // A cancelled flight, one without a scheduled time, and one that left before the one that was to leave first.
        [row(21, "600", "0"), row(21, "1000", "NA"), row(21, "1400", "0")],
        [row(22, "600", "0"), row(22, "NA", "0"), row(22, "1400", "0")],
        [row(23, "600", "300"), row(23, "1000", "0"), row(23, "1400", "0")],
        // Two departures do not count, and a tail number that is not known is none.
        [row(24, "600", "0"), row(24, "1000", "NA"), row(24, "1400", "0").replace("N1", "NA")],
    ];
    let text = twenty_days() + &more.concat().concat();
    let facts = section(text).facts;
    assert_eq!((facts[0].1.as_str(), facts[1].1.as_str()), ("20", "3"));
}

#[test]
fn without_enough_gaps_there_is_no_plan() {
    let few: String = twenty_days().lines().take(1 + 3 * 9).flat_map(|line| [line, "\n"]).collect();
    let section = section(few);
    assert_eq!((section.facts.len(), section.studies.len(), section.charts.len()), (2, 0, 0));
}

/// A departure: scheduled, left, carrier, origin, destination.
type Flight<'a> = (i64, i64, &'a str, &'a str, &'a str);

/// The departures of an aircraft on a day: month, day, tail number.
type Days<'a> = BTreeMap<(u32, u32, &'a str), Vec<Flight<'a>>>;

/// The days of two departures or more, and how many of three and more are left out.
fn days_of(text: &str) -> (Days<'_>, usize) {
    let mut all: BTreeMap<(u32, u32, &str), Vec<Option<Flight<'_>>>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [_, month, day, time, delay, carrier, tail, origin, dest, _] = fields[..] else { panic!("{line}") };
        if tail != "NA" {
            let flight = time.parse::<i64>().ok().zip(delay.parse::<i64>().ok()).map(|(time, delay)| {
                let scheduled = time / 100 * 60 + time % 100;
                (scheduled, scheduled + delay, carrier, origin, dest)
            });
            all.entry((month.parse().unwrap(), day.parse().unwrap(), tail)).or_default().push(flight);
        }
    }
    let (mut days, mut left_out) = (BTreeMap::new(), 0);
    for (day, flights) in all {
        let count = flights.len();
        let mut flights: Vec<_> = flights.into_iter().flatten().collect();
        flights.sort_unstable();
        if flights.len() == count && (1..count).all(|i| flights[i - 1].1 < flights[i].1) {
            if count > 1 {
                days.insert(day, flights);
            }
        } else if count > 2 {
            left_out += 1;
        }
    }
    (days, left_out)
}

/// What a leg after the first of a day may be late, drawn from all that carrier's own delays.
struct Year<'a> {
    least: HashMap<(&'a str, &'a str), i64>,
    own: HashMap<&'a str, Vec<i64>>,
}

impl<'a> Year<'a> {
    fn of(days: &Days<'a>) -> Self {
        let mut gaps: HashMap<_, Vec<i64>> = HashMap::new();
        for pair in days.values().flat_map(|flights| flights.windows(2)) {
            gaps.entry((pair[0].2, pair[0].4)).or_default().push(pair[1].1 - pair[0].1);
        }
        gaps.retain(|_, gaps| gaps.len() >= 20);
        for gaps in gaps.values_mut() {
            gaps.sort_unstable();
        }
        // The first rank that is a twentieth of all, or more.
        let least: HashMap<_, _> =
            gaps.iter().map(|(route, gaps)| (*route, gaps[gaps.len().div_ceil(20) - 1])).collect();
        let mut own: HashMap<_, Vec<i64>> = HashMap::new();
        for pair in days.values().flat_map(|flights| flights.windows(2)) {
            if let Some(least) = least.get(&(pair[0].2, pair[0].4)) {
                let could = pair[1].0.max(pair[0].1 + least);
                own.entry(pair[1].2).or_default().push((pair[1].1 - could).max(0));
            }
        }
        Self { least, own }
    }

    /// Whether all that is needed is known.
    fn knows(&self, flights: &[Flight<'_>]) -> bool {
        flights[..flights.len() - 1].iter().all(|flight| self.least.contains_key(&(flight.2, flight.4)))
    }

    fn slacks(&self, flights: &[Flight<'_>]) -> Vec<i64> {
        flights.windows(2).map(|pair| pair[1].0 - pair[0].0 - self.least[&(pair[0].2, pair[0].4)]).collect()
    }

    /// In how many of so many days the last leg is late.
    fn late(&self, flights: &[Flight<'_>], first: i64, runs: u32, rng: &mut Stream) -> u32 {
        let slacks = self.slacks(flights);
        let is_late = |rng: &mut Stream| {
            let mut late = first;
            for (slack, flight) in slacks.iter().zip(&flights[1..]) {
                let own = &self.own[flight.2];
                late = (late - slack).max(0) + own[below(rng, own.len() as u64) as usize];
            }
            late > 15
        };
        (0..runs).map(|_| u32::from(is_late(rng))).sum()
    }
}

fn share(cell: &str) -> f64 {
    cell.trim_end_matches('%').parse::<f64>().unwrap() / 100.0
}

#[test]
fn the_year_is_as_it_is_without_the_chapter() {
    let text = own_data();
    let (days, left_out) = days_of(&text);
    let year = Year::of(&days);
    let section = section(text.clone());
    let long = days.values().filter(|flights| flights.len() >= 3).count();
    assert_eq!(section.facts[0].1.replace(',', ""), long.to_string());
    assert_eq!(section.facts[1].1.replace(',', ""), left_out.to_string());

    // Most departures, least slack in all, latest at its end.
    let held = days.iter().filter(|(_, flights)| year.knows(flights));
    let held = held.filter(|(_, flights)| flights.len() >= 3 && year.slacks(flights).iter().all(|slack| *slack >= 0));
    let busiest = held.max_by_key(|(_, flights)| {
        let last = flights[flights.len() - 1];
        (flights.len(), -year.slacks(flights).iter().sum::<i64>(), last.1 - last.0)
    });
    let (&(month, day, tail), flights) = busiest.unwrap();
    let name = format!("{tail} on 2013-{month:02}-{day:02}, {} departures", flights.len());
    assert_eq!((section.facts[2].1.as_str(), name.as_str()), ("N298JB on 2013-07-12, 5 departures", name.as_str()));
    let slacks = year.slacks(flights);
    let told: Vec<_> = section.grids[0].rows.iter().map(|row| [row[2].as_str(), row[3].as_str()]).collect();
    let minutes = |slack: i64| format!("{slack} min");
    for (leg, told) in told[..slacks.len()].iter().enumerate() {
        assert_eq!(*told, [minutes(slacks[leg]), minutes(slacks[leg..].iter().sum())]);
    }

    // 4.9 standard deviations are exceeded once in a million.
    let mut rng = Stream::new(1, 0);
    let findings = &section.studies[0].findings;
    for (finding, first) in findings[2..].iter().zip([0, 30, 60, 120, 180]) {
        const RUNS: u32 = 100_000;
        let drawn = f64::from(year.late(flights, first, RUNS, &mut rng)) / f64::from(RUNS);
        let exact = share(&finding.exact);
        // The cell is rounded to 0.005%.
        let most = 4.9 * (exact * (1.0 - exact) / f64::from(RUNS)).sqrt() + 5e-5;
        assert!((drawn - exact).abs() <= most && finding.kept == Some(true), "{finding:?}, drawn {drawn}");
    }
}

#[test]
fn the_model_is_too_flat_as_it_is_without_the_chapter() {
    const RUNS: u32 = 64;
    let text = own_data();
    let (days, _) = days_of(&text);
    let year = Year::of(&days);
    let section = section(text.clone());
    let mut rng = Stream::new(2, 0);
    let mut above = -1;
    let rows = &section.grids[1].rows;
    assert_eq!(rows.len(), 8);
    for (row, most) in rows.iter().zip([0, 15, 30, 45, 60, 90, 120, 180]) {
        let (mut count, mut seen, mut drawn) = (0, 0, 0);
        for flights in days.values().filter(|flights| flights.len() >= 3 && year.knows(flights)) {
            let first = (flights[0].1 - flights[0].0).max(0);
            if (above + 1..=most).contains(&first) {
                let last = flights[flights.len() - 1];
                count += 1;
                seen += u32::from(last.1 - last.0 > 15);
                drawn += year.late(flights, first, RUNS, &mut rng);
            }
        }
        above = most;
        assert_eq!(row[1].replace(',', ""), count.to_string());
        let (model, drawn) = (share(&row[2]), f64::from(drawn) / f64::from(count * RUNS));
        assert!((share(&row[3]) - f64::from(seen) / f64::from(count)).abs() <= 5.1e-5, "{row:?}");
        // Each run is one of a chance that is at most a half's variance, in either simulation (64 and 256 a day).
        let variance = 0.25 / f64::from(count) * (1.0 / f64::from(RUNS) + 1.0 / 256.0);
        assert!((model - drawn).abs() <= 4.9 * variance.sqrt() + 5e-5, "{row:?}, drawn {drawn}");
    }
    // Own delays are not apart from each other: a day that begins on time is a better one than most.
    assert_eq!((rows[0][5].as_str(), rows[1][5].as_str()), ("too high", "too low"));
}
