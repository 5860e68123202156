//! The whole program on tables good and bad.

use std::{collections::BTreeSet, path::Path};

use ansatz_examples::rows::TableError;

use crate::{OWN_DATA, arguments::Request, condition, router::Router, run, table::Table};

fn read(text: impl AsRef<[u8]>) -> Result<Table, TableError> {
    Table::read(text.as_ref())
}

fn aircraft() -> Table {
    Table::of_aircraft(Path::new(OWN_DATA)).unwrap()
}

#[test]
fn the_aircraft_are_those_that_are_known() {
    let table = aircraft();
    // 336,776 flights, of which 2,512 name no aircraft.
    assert_eq!((table.rows.len(), table.bytes), (4_043, (336_776 - 2_512) * 128));
    assert_eq!(table.rows["N725MQ"], 575 * 128);
}

#[test]
fn columns_are_found_by_name_and_the_rest_is_left_alone() {
    let table = read("\u{feff}note,bytes,key\nx,5,b\n\n\"y, z\", 7 ,\"a,\"\"1\"\r\nx,0,c").unwrap();
    let rows: Vec<_> = table.rows.iter().map(|(key, &bytes)| (key.as_str(), bytes)).collect();
    assert_eq!((rows, table.bytes), (vec![("a,\"1", 7), ("b", 5), ("c", 0)], 12));
}

#[test]
fn what_is_wrong_with_a_table_is_said_with_its_lines() {
    let mut text = b"key,bytes\na,1\n".to_vec();
    text.extend(b"b\n"); // 3
    text.extend(b"a,2\n"); // 4
    text.extend(b"c,-1\nd,1e3\ne,\n"); // 5 to 7
    text.extend(b",1\nf\xff,1\n\"g,1\nh,1\ti\n"); // 8 to 11
    text.extend(b"j,18446744073709551615\nk,1,2\nl,1\n"); // 12 and 13
    let message = read(text).unwrap_err().to_string();
    let lines: Vec<_> = message.lines().collect();
    assert_eq!(
        lines,
        [
            "11 lines are no rows of the table:",
            "  line 3: 1 fields where the header has 2",
            "  line 4: `key` \"a\" is there already, on line 2",
            "  line 5: `bytes` is \"-1\", expected a whole number from 0",
            "  line 6: `bytes` is \"1e3\", expected a whole number from 0",
            "  line 7: `bytes` is \"\", expected a whole number from 0",
            "  line 8: `key` is empty",
            "  line 9: not UTF-8 at byte 2",
            "  line 10: a quote that is not closed on its line",
            "  line 11: `bytes` is \"1\\ti\", expected a whole number from 0",
            "  line 12: with `bytes` of 18446744073709551615 the table has more than 2^64 in all",
            "  and 1 more",
        ]
    );
    for (text, expected) in [
        ("", "the input is empty: its first line must name the columns key and bytes"),
        ("\n\n", "the input is empty: its first line must name the columns key and bytes"),
        ("key,size\na,1\n", "missing in the header, line 1: column bytes"),
        ("a,1\n", "missing in the header, line 1: column key, column bytes"),
        ("key,bytes\n", "there is no row below the header"),
    ] {
        assert_eq!(read(text).unwrap_err().to_string(), expected);
    }
    assert!(read(b"\xff\n").unwrap_err().to_string().starts_with("line 1, which must name"));
    assert!(matches!(Table::open(Path::new("no/such/file.csv")), Err(TableError::Open(_))));
}

/// Lines that no one writes by hand: each is told with its number, and the lines behind it are read.
#[test]
fn a_line_without_an_end_is_an_error_of_its_own() {
    let huge = "x".repeat(1 << 20);
    for text in
        [format!("key,bytes\n{huge},1\nb,2\n"), format!("key,bytes\nb,2\n\"{huge}\",1"), format!("key,bytes\n{huge}")]
    {
        let message = read(text).unwrap_err().to_string();
        assert!(message.starts_with("one line is no row of the table:\n  line "), "{message}");
        assert!(message.ends_with("longer than 65536 bytes"), "{message}");
    }
    let message = read(huge).unwrap_err().to_string();
    assert_eq!(message, "line 1, which must name the columns key and bytes: longer than 65536 bytes");
    // As long as a line may be, the longest key is a key.
    let longest = "y".repeat((1 << 16) - 2);
    assert_eq!(read(format!("key,bytes\n{longest},7\n")).unwrap().rows[&longest], 7);
}

/// Each of these is one table of two rows.
#[test]
fn files_of_other_systems_are_read() {
    for text in [
        "key,bytes\r\na,1\r\nb,2\r\n",
        "\u{feff}key,bytes\na,1\nb,2",
        "\u{feff}\"bytes\",\"key\"\r\n\"1\",\"a\"\r\n\r\n2,b",
    ] {
        let rows: Vec<_> = read(text).unwrap().rows.into_iter().collect();
        assert_eq!(rows, [("a".to_owned(), 1), ("b".to_owned(), 2)], "{text:?}");
    }
    // UTF-16, as a spreadsheet may save it, and a carriage return in the place of a line end.
    assert!(read(b"\xff\xfek\0e\0y\0").unwrap_err().to_string().contains("not UTF-8 at byte 1"));
    assert!(read("key,bytes\ra,1\r").unwrap_err().to_string().contains("a control character"));
}

#[test]
fn no_shard_with_a_row_of_the_query_is_left_out() {
    let table = aircraft();
    let router = Router::new(&table, 12).unwrap();
    for (text, most) in [
        ("key = 'N725MQ'", [1, 1]),
        ("key in ('N725MQ', 'N722MQ', 'nowhere')", [3, 3]),
        ("key >= 'N1' and key < 'N2'", [12, 3]),
        ("key >= 'N1' and key < 'N2' or key in ('N725MQ', 'N722MQ')", [12, 4]),
        ("not (key > 'N2' or key < 'N1') or key = 'zebra'", [12, 4]),
        ("key < 'N2' and key > 'N3'", [0, 0]),
        ("not key = 'N725MQ'", [12, 12]),
    ] {
        let predicate = condition::parse(text).unwrap();
        let (by_hash, by_range, rows) = router.ask(&predicate);
        let selected = || table.rows.keys().filter(|key| predicate.matches(Some(key)));
        assert_eq!(selected().count() as u64, rows);
        let hashed: BTreeSet<_> = selected().map(|key| router.owner_by_hash(key)).collect();
        let ranged: BTreeSet<_> = selected().map(|key| router.owner_by_range(key)).collect();
        assert!(hashed.is_subset(&by_hash) && ranged.is_subset(&by_range), "{text}");
        assert!(by_hash.len() <= most[0] && by_range.len() <= most[1], "{text}: {by_hash:?} {by_range:?}");
    }
}

#[test]
fn a_plan_keeps_its_bounds_and_empties_the_shard_that_goes() {
    let table = aircraft();
    let router = Router::new(&table, 12).unwrap();
    for (add, remove) in [(vec!["shard-13".to_owned()], vec![]), (vec![], vec!["shard-5".to_owned()])] {
        let plan = router.plan(0.05, &add, &remove).unwrap();
        let report = plan.report();
        assert!(report.balanced && report.lower_bound > 0 && report.lower_bound <= report.moved_bytes);
        let after = plan.after().unwrap();
        assert_eq!(after.total_bytes(), u128::from(table.bytes));
        let shares = f64::from(if add.is_empty() { 11 } else { 13 });
        let most = (table.bytes as f64 / shares * 1.05).ceil() as u128;
        assert!(after.loads().iter().all(|&load| load <= most));
        assert!((0..after.len()).all(|slot| !remove.contains(after.owner(slot))));
        for round in plan.rounds(1) {
            let busy: Vec<_> = round.iter().flat_map(|moved| [moved.from, moved.to]).collect();
            assert_eq!(busy.iter().collect::<BTreeSet<_>>().len(), busy.len());
        }
    }
}

#[test]
fn the_program_takes_tables_and_shards_of_any_size() {
    let folder = std::env::temp_dir().join(format!("ansatz-shard-router-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let input = folder.join("table.csv");
    for text in ["key,bytes\na,1\n", "key,bytes\na,0\nb,0\n", "key,bytes\na,18446744073709551615\nb,0\n"] {
        std::fs::write(&input, text).unwrap();
        for (shards, within) in [(1, 0.05), (2, 0.0), (1_024, 1.0)] {
            let keys = vec!["a".to_owned(), "nowhere".to_owned()];
            let request = Request { input: Some(input.clone()), shards, within, keys, ..Request::default() };
            let mut out = Vec::new();
            run(&request, &mut out).unwrap();
            assert!(String::from_utf8(out).unwrap().contains("plan for + shard-"));
        }
    }
    let fails = |request: Request| run(&request, &mut Vec::new()).unwrap_err().to_string();
    let own = || Request { input: Some(input.clone()), ..Request::default() };
    assert!(fails(Request { remove: vec!["shard-99".into()], ..own() }).contains("\"shard-99\" is not in the fleet"));
    assert!(fails(Request { add: vec!["shard-1".into()], ..own() }).contains("\"shard-1\" is there already"));
    assert!(fails(Request { predicate: "key".into(), ..own() }).contains("in --where at character 4"));
    assert!(fails(Request { input: Some("no/such.csv".into()), ..own() }).starts_with("no/such.csv: "));
    let last = Request { shards: 1, remove: vec!["shard-1".into()], ..own() };
    assert!(fails(last).contains("no node left"));
    std::fs::remove_dir_all(&folder).unwrap();
}
