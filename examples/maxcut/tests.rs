//! Graphs good and bad through the reader, and the whole program.

use std::{fs, path::Path};

use ansatz_quantum::{problems::MaxCut, solvers::ExactSearch};
use ansatz_random::{Stream, below};

use super::*;

fn parse(text: &str) -> Result<Graph, (u64, String)> {
    Graph::parse("graph".to_owned(), text)
}

fn error(text: &str) -> String {
    let (line, reason) = parse(text).unwrap_err();
    format!("line {line}: {reason}")
}

fn raced(graph: Graph, seconds: f64) -> Race {
    Race::run(graph, &Request { seconds, ..Request::default() }).unwrap()
}

#[test]
fn a_graph_is_read() {
    let graph = parse("\n 3 2 \r\n1 2 -1\n\n3\t1 0.5\n").unwrap();
    assert_eq!((graph.vertices, graph.edges.as_slice()), (3, &[(0, 1, -1.0), (2, 0, 0.5)][..]));
    assert_eq!([[1, 1, 1], [1, 1, -1], [1, -1, -1]].map(|spins| graph.cut(&spins)), [0.0, 0.5, -0.5]);
    assert_eq!(parse("1 0").unwrap().edges, []);
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    for (text, expected) in [
        ("", "line 1: there is nothing, expected two: VERTICES EDGES"),
        ("\n\n", "line 1: there is nothing, expected two: VERTICES EDGES"),
        ("3 2 1\n", "line 1: 3 numbers, expected two: VERTICES EDGES"),
        ("0 0\n", "line 1: the number of vertices is \"0\", expected a whole number in 1..=100000"),
        ("100001 0\n", "line 1: the number of vertices is \"100001\", expected a whole number in 1..=100000"),
        ("9 2000001\n", "line 1: the number of edges is \"2000001\", expected a whole number in 0..=2000000"),
        ("9 -1\n", "line 1: the number of edges is \"-1\", expected a whole number in 0..=2000000"),
        ("3 1\n1 2\n", "line 2: 2 numbers, expected three: VERTEX VERTEX WEIGHT"),
        ("3 1\n\n0 2 1\n", "line 3: the vertex is \"0\", expected a whole number in 1..=3"),
        ("3 1\n1 4 1\n", "line 2: the vertex is \"4\", expected a whole number in 1..=3"),
        ("3 1\n2 2 1\n", "line 2: vertex 2 is joined to itself, expected two different vertices"),
        ("3 1\n1 2 NaN\n", "line 2: the weight is \"NaN\", expected a number of a size up to 1e12"),
        ("3 1\n1 2 -1e13\n", "line 2: the weight is \"-1e13\", expected a number of a size up to 1e12"),
        ("3 2\n1 2 1\n2 1 1\n", "line 3: the pair 2 1 stands there again, expected once"),
        ("3 1\n1 2 1\n2 3 1\n", "line 3: one more than the 1 edges of the header, expected the end"),
        ("3 2\n1 2 1\n\n", "line 2: the text ends after 1 edges, expected 2 as in the header"),
    ] {
        assert_eq!(error(text), expected, "{text:?}");
    }
}

#[test]
fn hostile_texts_are_refused_soon() {
    // A header that promises what does not come, words without end, and a word that has none.
    assert!(error("100000 2000000\n").ends_with("expected 2000000 as in the header"));
    assert_eq!(error(&"1 ".repeat(10 << 20)), "line 1: 10485760 numbers, expected two: VERTICES EDGES");
    assert!(error(&format!("{} 1\n", "9".repeat(30 << 20))).len() < 200);
    let folder = std::env::temp_dir().join(format!("ansatz-maxcut-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let opened = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        let reason = Graph::open(&path).map(|graph| graph.edges.len());
        reason.map_err(|error| error.strip_prefix(&format!("{}: ", path.display())).unwrap().to_owned())
    };
    assert_eq!(opened("a.txt", b"2 1\n1 \xff 1\n"), Err("line 2: not UTF-8 at byte 3".to_owned()));
    assert_eq!(opened("b.txt", b"\xef\xbb\xbf2 1\n1 2 1\n"), Ok(1));
    assert_eq!(
        opened("c.txt", b"2 1\n1 2 1 1\n"),
        Err("line 2: 4 numbers, expected three: VERTEX VERTEX WEIGHT".to_owned())
    );
    assert!(opened("d.txt", &[0x1f, 0x8b, 8, 0]).is_err());
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b'\n'; 1 << 20];
    (0..65).for_each(|_| packed.write_all(&block).unwrap());
    assert_eq!(opened("e.txt.gz", &packed.finish().unwrap()), Err("more than 64 MiB of text".to_owned()));
    assert!(Graph::open(&folder.join("nowhere")).is_err_and(|error| error.contains("nowhere: ")));
    fs::remove_dir_all(&folder).unwrap();
}

/// A file that is well, cut off and with every byte turned into others, at every place.
#[test]
fn damaged_texts_are_errors_or_graphs() {
    let whole = "12 5\n1 2 1\n3 4 -1\n5 6 0.5\n7 8 1e3\n11 12 1\n";
    let mut accepted = 0;
    for end in 0..whole.len() {
        accepted += u32::from(parse(&whole[..end]).is_ok());
    }
    // Without the last line's end, and nowhere else.
    assert_eq!(accepted, 1);
    for (index, byte) in whole.bytes().enumerate() {
        for other in [b'0', b'9', b'-', b'e', b'.', b' ', b'\n', byte ^ 1] {
            let mut changed = whole.as_bytes().to_vec();
            changed[index] = other;
            if let Ok(graph) = parse(str::from_utf8(&changed).unwrap()) {
                let inside = |&(one, other, weight): &(usize, usize, f64)| {
                    one != other && one.max(other) < graph.vertices && weight.is_finite()
                };
                assert!(graph.edges.len() <= 5 && graph.edges.iter().all(inside));
            }
        }
    }
}

/// A graph in which every vertex has six neighbours on average, with weights of 1 and -1.
fn generated(vertices: usize, edges: usize) -> String {
    let mut rng = Stream::new(2013, 0);
    let mut pairs = std::collections::BTreeMap::new();
    while pairs.len() < edges {
        let (one, other) = (below(&mut rng, vertices as u64) + 1, below(&mut rng, vertices as u64) + 1);
        if one < other {
            pairs.entry((one, other)).or_insert_with(|| if below(&mut rng, 2) == 0 { -1 } else { 1 });
        }
    }
    let lines = pairs.into_iter().map(|((one, other), weight)| format!("{one} {other} {weight}\n"));
    format!("{vertices} {edges}\n") + &lines.collect::<String>()
}

#[test]
fn the_graph_that_comes_along_is_the_one_that_was_generated() {
    let own = fs::read_to_string(&Request::default().input).unwrap();
    assert_eq!(own, generated(600, 1_800));
}

#[test]
fn every_solver_finds_the_best_cut_of_a_small_graph() {
    let graph = parse(&generated(20, 60)).unwrap();
    let problem = MaxCut::new(graph.vertices, graph.edges.iter().copied()).unwrap();
    let mut exact = ExactSearch::new(problem.model()).unwrap();
    exact.step(u64::MAX);
    let best = problem.cut(exact.best().spins()).unwrap();
    let race = raced(graph, 0.1);
    assert!(best <= race.bound);
    for runner in &race.runners {
        let (_, cut) = runner.course.best().unwrap();
        assert_eq!((cut, race.graph.cut(&runner.spins)), (best, best), "{}", runner.name);
        assert!(runner.course.end() >= 0.1, "{}", runner.name);
    }
}

#[test]
fn graphs_without_much_in_them_are_cut_too() {
    for (text, best, gap) in [
        ("1 0\n", 0.0, "none: it is the best"),
        ("2 1\n1 2 -3\n", 0.0, "none: it is the best"),
        ("2 1\n1 2 0.125\n", 0.125, "none: it is the best"),
        // No multiple of a power of two that leaves room: the bound allows for rounding.
        ("2 1\n1 2 1e-9\n", 1e-9, "0.000%"),
        ("4 3\n1 2 1e12\n2 3 -1e12\n3 4 0.5\n", 1e12 + 0.5, "none: it is the best"),
    ] {
        let race = raced(parse(text).unwrap(), 0.01);
        assert_eq!(race.best(), best, "{text}");
        let facts = print::facts(&race);
        assert!(facts.contains(&("gap, at most".to_owned(), gap.to_owned())), "{facts:?}");
        let page = page::of_race(&race).unwrap();
        assert!(page.ends_with("</html>\n") && page.matches("</svg>").count() == 2 && !page.contains("NaN"));
    }
}

#[test]
fn a_triangle_cannot_be_cut_whole() {
    let race = raced(parse("3 3\n1 2 1\n2 3 1\n1 3 1\n").unwrap(), 0.01);
    assert_eq!((race.best(), race.runners.len()), (2.0, search::SOLVERS.len()));
}

#[test]
fn the_program_prints_a_line_for_each_solver_and_writes_its_page() {
    let folder = std::env::temp_dir().join(format!("ansatz-maxcut-run-{}", std::process::id()));
    let file = folder.join("<i>.txt");
    fs::create_dir_all(&folder).unwrap();
    fs::write(&file, generated(30, 90)).unwrap();
    let request = Request { input: file, output: folder.clone(), seconds: 0.02, seed: 1 };
    let mut out = Vec::new();
    run(&request, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    for solver in &search::SOLVERS {
        let line = out.lines().find(|line| line.trim_start().starts_with(&format!("{} (", solver.name))).unwrap();
        assert!(line.contains(solver.title), "{line}");
    }
    let page = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(page.contains("&lt;i&gt;.txt") && !page.contains("<i>.txt"));
    fs::remove_dir_all(&folder).unwrap();
    let missing = Request { input: Path::new("no/such/file.txt").into(), ..request };
    assert!(run(&missing, &mut Vec::new()).is_err_and(|error| error.to_string().starts_with("no/such/file.txt: ")));
}

#[test]
fn times_and_weights_are_written_for_people() {
    assert_eq!(
        [0.0, 2e-5, 0.0042, 0.25, 2.0, 20.0].map(print::seconds),
        ["0.0 \u{b5}s", "20 \u{b5}s", "4.2 ms", "250 ms", "2.0 s", "20 s"]
    );
    assert_eq!([13_359.0, -2.5, 1e300].map(print::weight), ["13,359", "-2.5", "1e300"]);
}
