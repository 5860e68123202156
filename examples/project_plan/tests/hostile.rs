//! Texts that nobody writes by accident. Each is an error or a plan, soon and in little memory; nothing panics.

use super::{error, library, read_as};

/// Good files, cut off and with every byte turned into others, at every place.
#[test]
fn damaged_texts_are_errors_or_plans() {
    let document = include_str!("../../data/clinic.toml");
    let (start, end) = (document.find("[[events]]").unwrap(), document.find("[[tasks]]\nid = \"detail\"").unwrap());
    let short = document[..end].to_owned() + &document[start..].replace("\"order\"", "\"site\"");
    let short = short.split("[[correlations]]").next().unwrap().replace("\"dig\", \"found\"", "\"survey\"");
    let csv =
        include_str!("../../data/kitchen.csv").replace("helper", "").replace("plumber", "").replace("electrician", "");
    let csv = csv.replace(":2", "");
    let files = library::FILES.iter().copied().chain([("a.toml", &short[..]), ("a.csv", &csv[..])]);
    for (name, text) in files {
        assert!(read_as(name, text).is_ok(), "{name}: {:?}", read_as(name, text));
        let mut accepted = 0;
        for end in 0..text.len() {
            accepted += u32::from(read_as(name, &text[..end]).is_ok());
        }
        for index in 0..text.len() {
            for other in
                [b'0', b'9', b'-', b';', b':', b',', b'"', b'\n', b'[', b'=', b'\t', text.as_bytes()[index] ^ 1]
            {
                let mut changed = text.as_bytes().to_vec();
                changed[index] = other;
                if let Ok(text) = String::from_utf8(changed) {
                    accepted += u32::from(read_as(name, &text).is_ok());
                }
            }
        }
        // A digit may be another; most of all else may not.
        assert!(accepted > 0 && accepted < text.len() as u32 * 12, "{name}: {accepted}");
    }
}

#[test]
fn large_texts_are_read_or_refused() {
    let row = |index: usize| format!("{index},1,{}\n", index.checked_sub(1).map_or(String::new(), |b| b.to_string()));
    let rows =
        |count: usize| (0..count).map(row).fold("id,duration,predecessors\n".to_owned(), |text, row| text + &row);
    assert_eq!(read_as("a.csv", &rows(10_000)).unwrap().tasks.len(), 10_000);
    assert_eq!(error("a.csv", &rows(10_001)), "line 10002: more than 10000 tasks");
    assert_eq!(error("a.csv", &rows(50_000)), "line 10002: more than 10000 tasks");
    let resources = (0..101).fold("[resources]\n".to_owned(), |text, index| text + &format!("r{index} = 1\n"));
    assert_eq!(error("a.toml", &resources), "line 102: more than 100 resources");
    for (name, text) in [
        ("a.csv", "x".repeat(1 << 20)),
        ("a.csv", "id,".repeat(1 << 18)),
        ("a.csv", "\"".repeat(1 << 20)),
        ("a.toml", "[".repeat(1 << 20)),
        ("a.toml", "a = ".to_owned() + &"[".repeat(1 << 20)),
        ("a.toml", "a.".repeat(1 << 19)),
        ("a.toml", "{a=".repeat(1 << 18)),
        ("a.toml", "[[tasks]]\n".repeat(1 << 16)),
        ("a.toml", "x".repeat(1 << 20)),
        ("a.sm", "jobs: 9999\n".to_owned() + &"1 ".repeat(1 << 19)),
        ("a.rcp", "10000 100 ".to_owned() + &"1 ".repeat(1 << 19)),
        ("a.rcp", "10000 0 0 10000 ".to_owned()),
    ] {
        let message = error(name, &text);
        assert!(message.contains("line ") && message.len() < 5_000, "{name}: {message}");
    }
    let wrong =
        (0..10_000).fold("id,duration,predecessors\n".to_owned(), |text, id| text + &format!("t{id},1,x{id}\n"));
    let message = error("a.csv", &wrong);
    assert!(
        message.contains("10000 things are wrong\n  line 2: `predecessors` is \"x0\", allowed: ids of tasks"),
        "{message}"
    );
    assert!(
        message.contains("which \"x0\" is not: t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, ...\n"),
        "{message}"
    );
}
