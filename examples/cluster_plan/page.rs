//! The plan as a page.

use std::{collections::BTreeMap, error::Error};

use ansatz_examples::{
    charts::{Axis, Mark, PINE, RUST, SLATE, Series, plane},
    figures::{Grid, grouped, milliseconds, percent},
    page::{END, begun, escaped, put, write_chart, write_facts, write_grid, write_remarks, write_rest},
};

use crate::{
    fill::{self, Tile},
    planned::{Planned, Stranded},
    print,
};

/// The whole page.
pub(crate) fn of_plan(planned: &Planned) -> Result<String, Box<dyn Error>> {
    let tiles = fill::tiles(planned);
    let mut html = begun("A plan for a cluster", STYLE);
    html += "<header><h1>A plan for a cluster</h1>\n<p class=\"lead\">Which pod goes where, who has to make way, and why \
             some find no place. Nothing has been changed.</p>\n";
    write_facts(&mut html, &facts(planned));
    let time = format!("placed in {}", milliseconds(planned.time));
    write_remarks(&mut html, planned.remarks.lines().chain([time]));
    html += "</header>\n<main>\n<section>\n<h2>The nodes with all that is placed</h2>\n";
    write_chart(&mut html, &fill::picture(&tiles));
    write_chart(
        &mut html,
        &plane(
            "From the emptiest to the fullest",
            parts("of the nodes, or of the devices"),
            parts("taken"),
            &series(&tiles),
        )?,
    );
    write_grid(&mut html, &print::loads(planned));
    html += "</section>\n";
    write_stranded(&mut html, planned);
    html += "<section>\n<h2>Who goes where</h2>\n";
    let [_, evicted, placed, _] = planned.counts();
    for (grid, count) in
        [(print::evictions(planned, MOST_ROWS), evicted), (print::placements(planned, MOST_ROWS), placed)]
    {
        if count > 0 {
            write_grid(&mut html, &grid);
            write_rest(&mut html, count, MOST_ROWS, "pods");
        }
    }
    html += "</section>\n";
    write_moves(&mut html, planned);
    html += "<section>\n<h2>Node by node</h2>\n";
    write_grid(&mut html, &each_node(planned, &tiles));
    write_rest(&mut html, tiles.len(), MOST_ROWS, "nodes");
    html += "</section>\n";
    html += END;
    Ok(html)
}

fn facts(planned: &Planned) -> Vec<(String, String)> {
    let [kept, evicted, placed, stranded] = planned.counts();
    let counts = [
        ("nodes", planned.nodes.len()),
        ("pods that stay", kept),
        ("that must go", evicted),
        ("that come", placed),
        ("without a place", stranded),
    ];
    counts.into_iter().map(|(name, count)| (name.to_owned(), grouped(count as f64))).collect()
}

/// The pods without a place, and for each group of them which nodes say what.
fn write_stranded(html: &mut String, planned: &Planned) {
    let stranded = &planned.stranded;
    if stranded.is_empty() {
        return;
    }
    *html += "<section>\n<h2>No place for</h2>\n";
    for group in stranded.iter().take(MOST_GROUPS) {
        let names = print::names(planned, group);
        let verdict = &group.verdict;
        put(html, format_args!("<details><summary><b>{}</b>: {}</summary>\n<ul>", escaped(&names), escaped(verdict)));
        for (reasons, nodes) in by_reasons(planned, group) {
            put(html, format_args!("<li>{}: {}</li>", escaped(&nodes), escaped(&reasons)));
        }
        *html += "</ul></details>\n";
    }
    write_rest(html, stranded.len(), MOST_GROUPS, "reasons");
    *html += "</section>\n";
}

fn write_moves(html: &mut String, planned: &Planned) {
    let Some((summary, moves)) = print::moves(planned, MOST_ROWS) else { return };
    put(html, format_args!("<section>\n<h2>Fewer nodes</h2>\n<p>{}.</p>\n", escaped(&summary)));
    write_grid(html, &moves);
    write_rest(html, planned.consolidation.as_ref().map_or(0, |found| found.moves.len()), MOST_ROWS, "moves");
    *html += "</section>\n";
}

/// The nodes that say the same, by what they say.
fn by_reasons(planned: &Planned, group: &Stranded) -> Vec<(String, String)> {
    let mut nodes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let Some(verdict) = planned.plan.verdict(group.pods[0]) else { return Vec::new() };
    for node in 0..verdict.nodes() {
        let reasons: Vec<_> = verdict.reasons(node).iter().map(ToString::to_string).collect();
        // A gang of which too few fit.
        let reasons = if reasons.is_empty() { "it fits".to_owned() } else { reasons.join("; ") };
        nodes.entry(reasons).or_default().push(node);
    }
    let listed = nodes.into_iter().take(MOST_REASONS).map(|(reasons, nodes)| {
        (reasons, print::first(nodes.iter().map(|&node| planned.nodes[node].name.clone()), NAMED))
    });
    listed.collect()
}

fn each_node(planned: &Planned, tiles: &[Tile]) -> Grid {
    let mut pods = vec![0u64; planned.nodes.len()];
    for node in (0..planned.pods.len()).filter_map(|pod| planned.plan.node_of(pod)) {
        pods[node] += 1;
    }
    let row = |(tile, pods): (&Tile, u64)| {
        let parts: Vec<_> = tile.devices.iter().map(|part| percent(*part)).collect();
        vec![tile.name.clone(), grouped(pods as f64), percent(tile.cpu), percent(tile.memory), parts.join(" ")]
    };
    Grid {
        caption: "What is taken".to_owned(),
        header: ["node", "pods", "cpu", "memory", "devices"].map(str::to_owned).to_vec(),
        rows: tiles.iter().zip(pods).take(MOST_ROWS).map(row).collect(),
    }
}

/// One line for each of what nodes have, over the nodes from the one where the least of it is taken.
fn series(tiles: &[Tile]) -> [Series<'static>; 3] {
    let line = |parts: &dyn Fn(&Tile) -> Vec<f64>| {
        let mut parts: Vec<f64> = tiles.iter().flat_map(parts).collect();
        parts.sort_by(f64::total_cmp);
        // A line needs two ends.
        parts.extend(if parts.len() == 1 { parts.first().copied() } else { None });
        let last = parts.len().saturating_sub(1).max(1) as f64;
        let point = |(rank, part): (usize, f64)| (rank as f64 / last, part);
        Mark::Line(parts.into_iter().enumerate().map(point).collect())
    };
    [
        Series { name: "cpu", colour: SLATE, mark: line(&|tile| vec![tile.cpu]) },
        Series { name: "memory", colour: PINE, mark: line(&|tile| vec![tile.memory]) },
        Series { name: "devices, one by one", colour: RUST, mark: line(&|tile| tile.devices.clone()) },
    ]
}

/// From nothing to all.
fn parts(label: &str) -> Axis<'static> {
    Axis::over(label, [0.0, 1.0], true, |part| format!("{:.0}%", part * 100.0))
}

/// More than a person looks at.
const MOST_ROWS: usize = 1_000;
/// Groups of pods without a place, each with its list of nodes.
const MOST_GROUPS: usize = 200;
/// Of one group of pods.
const MOST_REASONS: usize = 50;
const NAMED: usize = 12;
const STYLE: &str = "\
details { margin: 0 0 8px; }
summary { cursor: pointer; }
details ul { margin: 4px 0 12px; font-size: 15px; color: #444; }
";
