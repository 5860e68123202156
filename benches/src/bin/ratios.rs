//! Prints how each peer compares with ours, from the results that Criterion left behind.
//!
//! One line for each pair, `group peer ours_ns peer_ns ratio`: medians in nanoseconds for one iteration of the bench, and
//! ratio = peer / ours, so that above 1 we are faster. With `--write`, the tables of docs/benchmarks.md are refreshed
//! too: what stands between `<!-- ratios:PREFIX -->` and `<!-- /ratios -->` becomes the table of the groups under
//! PREFIX, and the rest of the page is left alone.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::std_instead_of_alloc)]

use core::fmt::Write as _;
use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use serde_json::Value;

fn main() -> ExitCode {
    match run(&env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let write = match arguments {
        [] => false,
        [flag] if flag == "--write" => true,
        _ => return Err("usage: ratios [--write]".into()),
    };
    let workspace = Workspace::find()?;
    let pairs = pairs(&read_medians(&workspace.criterion)?);
    if pairs.is_empty() {
        return Err(format!("no group in {} has `{OURS}` and a peer; {HOW_TO_MEASURE}", workspace.criterion.display()));
    }
    for Pair { group, peer, ours_ns, peer_ns } in &pairs {
        println!("{group} {peer} {ours_ns:.2} {peer_ns:.2} {}", ratio(*ours_ns, *peer_ns));
    }
    if write {
        let page = workspace.root.join("docs/benchmarks.md");
        let old = fs::read_to_string(&page).map_err(|error| format!("{}: {error}", page.display()))?;
        let (new, kept) = refresh(&old, &pairs).map_err(|message| format!("{}: {message}", page.display()))?;
        for prefix in kept {
            eprintln!("no results under {prefix}: its table is left as it is");
        }
        fs::write(&page, new).map_err(|error| format!("{}: {error}", page.display()))?;
    }
    Ok(())
}

/// Where this workspace is and where its benches leave their results.
struct Workspace {
    root: PathBuf,
    criterion: PathBuf,
}

impl Workspace {
    /// Asks Cargo, and heeds the same variables as Criterion.
    fn find() -> Result<Self, String> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .output()
            .map_err(|error| format!("cargo metadata: {error}"))?;
        let metadata: Value = serde_json::from_slice(&output.stdout)
            .map_err(|_| format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)))?;
        let folder =
            |name: &str| metadata[name].as_str().map(PathBuf::from).ok_or(format!("cargo metadata: no {name}"));
        let criterion = match (env::var_os("CRITERION_HOME"), env::var_os("CARGO_TARGET_DIR")) {
            (Some(home), _) => PathBuf::from(home),
            (None, Some(target)) => PathBuf::from(target).join("criterion"),
            (None, None) => folder("target_directory")?.join("criterion"),
        };
        Ok(Self { root: folder("workspace_root")?, criterion })
    }
}

/// The median of each implementation by group.
type Medians = BTreeMap<String, BTreeMap<String, f64>>;

/// Every result under Criterion's folder: it nests them as deep as their names have slashes.
fn read_medians(criterion: &Path) -> Result<Medians, String> {
    let mut medians = Medians::new();
    let mut folders = vec![criterion.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).map_err(|error| format!("{}: {error}; {HOW_TO_MEASURE}", folder.display()))?;
        for entry in entries {
            let path = entry.map_err(|error| format!("{}: {error}", folder.display()))?.path();
            if path.is_dir() && path.file_name().is_some_and(|name| name == "new") {
                if let Some((group, implementation, median)) = read_result(&path)? {
                    medians.entry(group).or_default().insert(implementation, median);
                }
            } else if path.is_dir() {
                folders.push(path);
            }
        }
    }
    if medians.is_empty() {
        return Err(format!("no results in {}; {HOW_TO_MEASURE}", criterion.display()));
    }
    Ok(medians)
}

/// Group, implementation and median of one result; none if it belongs to no group.
fn read_result(folder: &Path) -> Result<Option<(String, String, f64)>, String> {
    let benchmark = read_json(&folder.join("benchmark.json"))?;
    let (Some(group), Some(implementation)) = (benchmark["group_id"].as_str(), benchmark["function_id"].as_str())
    else {
        return Ok(None);
    };
    // A parameter given apart from the group is the last part of its name all the same.
    let group = match benchmark["value_str"].as_str() {
        Some(value) => format!("{group}/{value}"),
        None => group.to_owned(),
    };
    let estimates = folder.join("estimates.json");
    let median = read_json(&estimates)?["median"]["point_estimate"].as_f64();
    match median.filter(|&median| median > 0.0) {
        Some(median) => Ok(Some((group, implementation.to_owned(), median))),
        None => Err(format!("{}: no positive median.point_estimate", estimates.display())),
    }
}

fn read_json(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// A peer beside ours, on the same input.
#[derive(Debug, PartialEq)]
struct Pair {
    group: String,
    peer: String,
    ours_ns: f64,
    peer_ns: f64,
}

/// Every peer in a group that has one of ours, by group and peer.
fn pairs(medians: &Medians) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (group, implementations) in medians {
        let Some(&ours_ns) = implementations.get(OURS) else { continue };
        for (peer, &peer_ns) in implementations.iter().filter(|(peer, _)| *peer != OURS) {
            pairs.push(Pair { group: group.clone(), peer: peer.clone(), ours_ns, peer_ns });
        }
    }
    pairs.sort_by_cached_key(|pair| (by_size(&pair.group), pair.peer.clone()));
    pairs
}

/// A group's name as a sort key that puts size 9 before size 10.
fn by_size(group: &str) -> Vec<(u64, String)> {
    group.split('/').map(|part| part.parse().map_or((0, part.to_owned()), |size| (size, String::new()))).collect()
}

/// The page with its tables written anew, and the prefixes that have no results, whose tables are kept.
fn refresh(page: &str, pairs: &[Pair]) -> Result<(String, Vec<String>), String> {
    let mut fresh = String::new();
    let mut kept = Vec::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(OPENING) {
        let (prefix, after) = after.split_once(CLOSE_COMMENT).ok_or("a marker without its end")?;
        let (old, after) = after.split_once(CLOSING).ok_or(format!("the table of {prefix} has no `{CLOSING}`"))?;
        if old.contains(OPENING) {
            return Err(format!("the table of {prefix} has no `{CLOSING}`"));
        }
        fresh.extend([before, OPENING, prefix, CLOSE_COMMENT]);
        let table = table(prefix, pairs);
        if table.is_none() {
            kept.push(prefix.to_owned());
        }
        fresh.push_str(table.as_deref().unwrap_or(old));
        fresh.push_str(CLOSING);
        rest = after;
    }
    fresh.push_str(rest);
    Ok((fresh, kept))
}

/// The table of the groups under `prefix`, if there are any.
fn table(prefix: &str, pairs: &[Pair]) -> Option<String> {
    let mut rows = String::new();
    for Pair { group, peer, ours_ns, peer_ns } in pairs {
        let Some(name) = group.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('/')) else { continue };
        let (ours, theirs) = (duration(*ours_ns), duration(*peer_ns));
        writeln!(rows, "| `{name}` | {peer} | {ours} | {theirs} | {} |", ratio(*ours_ns, *peer_ns)).ok()?;
    }
    (!rows.is_empty()).then(|| format!("\n{TABLE_HEAD}{rows}"))
}

/// Peer / ours to two places, or as many more as two digits need: a loss by a thousand must not look like one by ten.
fn ratio(ours_ns: f64, peer_ns: f64) -> String {
    let ratio = peer_ns / ours_ns;
    let places = (2u8..9).find(|&places| ratio * libm::exp10(f64::from(places)) >= 9.5).unwrap_or(9);
    format!("{ratio:.*}", usize::from(places))
}

/// Nanoseconds in the unit that leaves one to three digits before the point.
fn duration(nanoseconds: f64) -> String {
    let units = [(1e9, "s"), (1e6, "ms"), (1e3, "us")];
    let (size, unit) = units.into_iter().find(|&(size, _)| nanoseconds >= size).unwrap_or((1.0, "ns"));
    format!("{:.2} {unit}", nanoseconds / size)
}

/// The function id of our own implementation in every group.
const OURS: &str = "ansatz";
const HOW_TO_MEASURE: &str = "measure first: cargo bench -p ansatz-benches";
const OPENING: &str = "<!-- ratios:";
const CLOSE_COMMENT: &str = " -->";
const CLOSING: &str = "<!-- /ratios -->";
const TABLE_HEAD: &str = "| operation | peer | ours | peer's | ratio |\n|---|---|---:|---:|---:|\n";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// A folder of made-up results that goes when the test ends.
    struct Results(PathBuf);

    impl Results {
        fn new(name: &str) -> Self {
            let folder = env::temp_dir().join(format!("ansatz-ratios-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        fn add(&self, group: &str, implementation: &str, value: Option<&str>, median: &str) {
            let folder =
                self.0.join(group.replace('/', "_")).join(implementation).join(value.unwrap_or("")).join("new");
            fs::create_dir_all(&folder).unwrap();
            let benchmark = serde_json::json!({
                "group_id": group, "function_id": implementation, "value_str": value, "throughput": null
            });
            fs::write(folder.join("benchmark.json"), benchmark.to_string()).unwrap();
            let estimates = format!(r#"{{"mean":{{"point_estimate":99.0}},"median":{{"point_estimate":{median}}}}}"#);
            fs::write(folder.join("estimates.json"), estimates).unwrap();
        }

        fn pairs(&self) -> Vec<Pair> {
            pairs(&read_medians(&self.0).unwrap())
        }
    }

    impl Drop for Results {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    fn pair(group: &str, peer: &str, ours_ns: f64, peer_ns: f64) -> Pair {
        Pair { group: group.into(), peer: peer.into(), ours_ns, peer_ns }
    }

    #[test]
    fn a_peer_is_paired_with_ours_by_the_median() {
        let results = Results::new("pair");
        results.add("sketch/bloom/insert/1000", "ansatz", None, "2.0");
        results.add("sketch/bloom/insert/1000", "fastbloom", None, "5.0");
        results.add("sketch/bloom/insert/1000", "floor", None, "1.5");
        let expected = ["fastbloom", "floor"]
            .map(|peer| pair("sketch/bloom/insert/1000", peer, 2.0, if peer == "floor" { 1.5 } else { 5.0 }));
        assert_eq!(results.pairs(), expected);
    }

    #[test]
    fn groups_come_in_the_order_of_their_sizes() {
        let results = Results::new("order");
        for size in ["1000", "90", "200"] {
            results.add("sketch/bloom/insert", "ansatz", Some(size), "1.0");
            results.add("sketch/bloom/insert", "peer", Some(size), "1.0");
        }
        let groups: Vec<String> = results.pairs().into_iter().map(|pair| pair.group).collect();
        assert_eq!(groups, ["90", "200", "1000"].map(|size| format!("sketch/bloom/insert/{size}")));
    }

    #[test]
    fn a_group_without_ours_has_no_pair() {
        let results = Results::new("orphan");
        results.add("sketch/bloom/insert/1000", "fastbloom", None, "5.0");
        assert_eq!(results.pairs(), []);
    }

    #[test]
    fn no_results_and_broken_results_are_errors_that_say_where() {
        let results = Results::new("broken");
        assert!(read_medians(&results.0.join("absent")).unwrap_err().contains("cargo bench -p ansatz-benches"));
        assert!(read_medians(&results.0).unwrap_err().contains("cargo bench -p ansatz-benches"));
        results.add("sketch/bloom/insert/1000", "ansatz", None, "null");
        assert!(read_medians(&results.0).unwrap_err().contains("estimates.json: no positive median"));
        results.add("sketch/bloom/insert/1000", "ansatz", None, "{");
        assert!(read_medians(&results.0).unwrap_err().contains("estimates.json: "));
    }

    #[test]
    fn only_the_tables_with_results_are_written_anew() {
        let page = "Prose.\n<!-- ratios:sketch/bloom -->\nold\n<!-- /ratios -->\nMore.\n\
                    <!-- ratios:sketch/blo -->\nkept\n<!-- /ratios -->\n";
        let pairs = [pair("sketch/bloom/insert/1000", "fastbloom", 2000.0, 5000.0)];
        let (fresh, kept) = refresh(page, &pairs).unwrap();
        let expected = "Prose.\n<!-- ratios:sketch/bloom -->\n\
                        | operation | peer | ours | peer's | ratio |\n|---|---|---:|---:|---:|\n\
                        | `insert/1000` | fastbloom | 2.00 us | 5.00 us | 2.50 |\n<!-- /ratios -->\nMore.\n\
                        <!-- ratios:sketch/blo -->\nkept\n<!-- /ratios -->\n";
        assert_eq!(fresh, expected);
        assert_eq!(kept, ["sketch/blo"]);
        assert_eq!(refresh(&fresh, &pairs).unwrap().0, expected, "a second run changes nothing");
    }

    #[test]
    fn an_unclosed_table_is_an_error_and_not_a_lost_page() {
        for page in ["<!-- ratios:a", "<!-- ratios:a -->", "<!-- ratios:a --> <!-- ratios:b --> <!-- /ratios -->"] {
            assert!(refresh(page, &[]).is_err(), "{page}");
        }
    }

    #[test]
    fn a_great_loss_keeps_two_digits() {
        assert_eq!(
            [(2.0, 5.0), (10.0, 1.0), (14_290.0, 4.02), (1e12, 1.0)].map(|(ours, peer)| ratio(ours, peer)),
            ["2.50", "0.10", "0.00028", "0.000000000"]
        );
    }

    #[test]
    fn durations_are_shown_in_the_unit_that_fits() {
        assert_eq!(
            [0.5, 999.0, 1500.0, 2e6, 3e9].map(duration),
            ["0.50 ns", "999.00 ns", "1.50 us", "2.00 ms", "3.00 s"]
        );
    }
}
