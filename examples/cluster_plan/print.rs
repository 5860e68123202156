//! The plan as text.

use std::io::{self, Write};

use ansatz_examples::figures::{Grid, grouped, milliseconds, percent, write_rest};
use ansatz_packing::cluster::{Eviction, Load, Move, Step};

use crate::planned::{Planned, Stranded};

/// Writes what is to be done, and what cannot be.
pub(crate) fn write(out: &mut impl Write, planned: &Planned) -> io::Result<()> {
    writeln!(out, "{}", summary(planned))?;
    for remark in planned.remarks.lines() {
        writeln!(out, "  {remark}")?;
    }
    writeln!(out)?;
    loads(planned).write(out)?;
    let [_, evicted, placed, _] = planned.counts();
    for (grid, count) in [(evictions(planned, LISTED), evicted), (placements(planned, LISTED), placed)] {
        if count > 0 {
            writeln!(out)?;
            grid.write(out)?;
            write_rest(out, count, LISTED, "pods")?;
        }
    }
    let stranded = &planned.stranded;
    if !stranded.is_empty() {
        writeln!(out, "\nNo place for")?;
        for group in stranded.iter().take(LISTED) {
            writeln!(out, "  {}: {}", names(planned, group), group.verdict)?;
        }
        write_rest(out, stranded.len(), LISTED, "reasons")?;
    }
    if let Some((summary, moves)) = moves(planned, LISTED) {
        writeln!(out, "\n{summary}")?;
        if !moves.rows.is_empty() {
            moves.write(out)?;
        }
        write_rest(out, planned.consolidation.as_ref().map_or(0, |found| found.moves.len()), LISTED, "moves")?;
    }
    writeln!(out, "\nplaced in {}", milliseconds(planned.time))
}

/// The plan in a line.
pub(crate) fn summary(planned: &Planned) -> String {
    let [kept, evicted, placed, stranded] = planned.counts().map(|count| grouped(count as f64));
    let nodes = grouped(planned.nodes.len() as f64);
    format!("nodes: {nodes}; pods: {kept} stay, {evicted} must go, {placed} come, {stranded} find no place")
}

/// How the load of each resource is distributed over the nodes.
pub(crate) fn loads(planned: &Planned) -> Grid {
    let mut names: Vec<String> =
        (0..planned.nodes.len()).flat_map(|node| planned.plan.usage(node)).map(|usage| usage.name).collect();
    names.sort_unstable();
    names.dedup();
    let row = |name: String| {
        let Load { nodes, total, mean, max, deviation, .. } = planned.plan.load(&name)?;
        Some([&[name, grouped(nodes as f64)][..], &[total, mean, max, deviation].map(percent)].concat())
    };
    Grid {
        caption: "What is taken of the nodes".to_owned(),
        header: ["", "nodes", "of all", "mean", "fullest", "deviation"].map(str::to_owned).to_vec(),
        rows: names.into_iter().filter_map(row).collect(),
    }
}

/// Who has to go, and for whom; the first of very many.
pub(crate) fn evictions(planned: &Planned, most: usize) -> Grid {
    let row = |step: Eviction| {
        vec![planned.pod_name(step.pod), planned.nodes[step.node].name.clone(), planned.pod_name(step.by)]
    };
    Grid {
        caption: "To go first".to_owned(),
        header: ["pod", "from", "for"].map(str::to_owned).to_vec(),
        rows: planned.plan.evictions().take(most).map(row).collect(),
    }
}

/// Who comes where; the first of very many.
pub(crate) fn placements(planned: &Planned, most: usize) -> Grid {
    let row = |step: Step| match step {
        Step::Place { pod, place } => {
            let devices: Vec<_> = place.devices.iter().map(|(name, which)| format!("{name} {which:?}")).collect();
            Some(vec![planned.pod_name(pod), planned.nodes[place.node].name.clone(), devices.join(" ")])
        }
        Step::Evict(_) => None,
    };
    Grid {
        caption: "To be placed".to_owned(),
        header: ["pod", "node", "devices"].map(str::to_owned).to_vec(),
        rows: planned.plan.steps().filter_map(row).take(most).collect(),
    }
}

/// The moves that empty nodes, in their order, if they were asked for; the first of very many.
pub(crate) fn moves(planned: &Planned, most: usize) -> Option<(String, Grid)> {
    let found = planned.consolidation.as_ref()?;
    let [moves, before, after, bound] = [found.moves.len(), found.nodes_before, found.nodes_after, found.lower_bound]
        .map(|count| grouped(count as f64));
    let summary = format!("{moves} moves leave {after} of {before} nodes in use; no plan needs less than {bound}");
    let name = |node: usize| planned.nodes[node].name.clone();
    let row = |step: &Move| vec![planned.pod_name(step.pod), name(step.from), name(step.to.node)];
    let grid = Grid {
        caption: "Moves, one after the other".to_owned(),
        header: ["pod", "from", "to"].map(str::to_owned).to_vec(),
        rows: found.moves.iter().take(most).map(row).collect(),
    };
    Some((summary, grid))
}

/// The pods of a group.
pub(crate) fn names(planned: &Planned, group: &Stranded) -> String {
    first(group.pods.iter().map(|&pod| planned.pod_name(pod)), NAMED)
}

/// The first of some names: `web-1, web-2, web-3 and 9 more`.
pub(crate) fn first(mut names: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let first: Vec<_> = names.by_ref().take(most).collect();
    let (first, more) = (first.join(", "), names.len());
    if more > 0 { format!("{first} and {} more", grouped(more as f64)) } else { first }
}

/// More do not fit a screen.
const LISTED: usize = 24;
const NAMED: usize = 3;
