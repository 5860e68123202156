//! Variable elimination: the sum over all states of most variables, one variable at a time.
//!
//! Which is next decides how large tables become. The one whose table is smallest goes first, a greedy rule that is exact
//! for trees; all sizes are known before a table is made.
//!
//! R. Dechter, *Bucket elimination: a unifying framework for reasoning*, Artificial Intelligence 113 (1999).

use alloc::{collections::BTreeSet, vec, vec::Vec};

use super::table::{Table, largest};
use crate::QuantumError;

/// The sum over all variables but `kept` of the product of tables, all given as logarithms.
///
/// The variables of `states` that are in no table count as well, except those in `fixed`.
pub(super) fn eliminated(
    states: &[usize],
    tables: Vec<Table>,
    kept: &[usize],
    fixed: &[Option<usize>],
) -> Result<Table, QuantumError> {
    let order = order(states, &tables, kept, fixed)?;
    let mut turns = vec![order.len(); states.len()];
    for (turn, &variable) in order.iter().enumerate() {
        turns[variable] = turn;
    }
    // A table waits for the first of its variables to go, or with the last list for the end.
    let mut waiting: Vec<Vec<Table>> = vec![Vec::new(); order.len() + 1];
    let turn = |table: &Table| table.variables.iter().map(|&variable| turns[variable]).min().unwrap_or(order.len());
    for table in tables {
        waiting[turn(&table)].push(table);
    }
    for (now, &variable) in order.iter().enumerate() {
        let those = core::mem::take(&mut waiting[now]);
        let scope: BTreeSet<usize> = those.iter().flat_map(|table| table.variables.iter().copied()).collect();
        // The variable itself comes last, so that what is added up lies side by side.
        let scope = scope.into_iter().filter(|&other| other != variable).chain([variable]).collect();
        let table = product(scope, states, &those).without_last();
        waiting[turn(&table)].push(table);
    }
    let left = product(kept.to_vec(), states, &waiting[order.len()]);
    if largest(&left.entries) == f64::NEG_INFINITY { Err(QuantumError::Impossible) } else { Ok(left) }
}

fn product(variables: Vec<usize>, states: &[usize], tables: &[Table]) -> Table {
    let mut product = Table::zeros(variables, states);
    for table in tables {
        product.add(table);
    }
    product
}

/// The order in which variables go, if tables stay within the limit.
fn order(
    states: &[usize],
    tables: &[Table],
    kept: &[usize],
    fixed: &[Option<usize>],
) -> Result<Vec<usize>, QuantumError> {
    let mut neighbours = vec![BTreeSet::new(); states.len()];
    for table in tables {
        for &variable in &table.variables {
            neighbours[variable].extend(table.variables.iter().copied().filter(|&other| other != variable));
        }
    }
    // What is kept is in the last table, whatever goes before.
    let mut entries = size(states, kept.iter().copied());
    if let Some(&variable) = kept.first().filter(|_| entries > MOST_ENTRIES) {
        return Err(QuantumError::Intractable { variable, most: MOST_ENTRIES });
    }
    let mut costs: Vec<Option<usize>> = (0..states.len())
        .map(|variable| {
            let goes = fixed[variable].is_none() && !kept.contains(&variable);
            goes.then(|| cost(states, &neighbours, variable))
        })
        .collect();
    let mut order = Vec::new();
    while let Some((cost_now, variable)) = cheapest(&costs) {
        entries = entries.saturating_add(cost_now);
        if entries > MOST_ENTRIES {
            return Err(QuantumError::Intractable { variable, most: MOST_ENTRIES });
        }
        costs[variable] = None;
        let scope = core::mem::take(&mut neighbours[variable]);
        for &one in &scope {
            neighbours[one].remove(&variable);
            neighbours[one].extend(scope.iter().copied().filter(|&other| other != one));
        }
        for &one in &scope {
            if costs[one].is_some() {
                costs[one] = Some(cost(states, &neighbours, one));
            }
        }
        order.push(variable);
    }
    Ok(order)
}

/// The variable whose elimination takes the smallest table, the first of them if there are several.
fn cheapest(costs: &[Option<usize>]) -> Option<(usize, usize)> {
    costs.iter().enumerate().filter_map(|(variable, &cost)| Some((cost?, variable))).min()
}

/// The entries of the table that a variable shares with its neighbours.
fn cost(states: &[usize], neighbours: &[BTreeSet<usize>], variable: usize) -> usize {
    size(states, neighbours[variable].iter().copied()).saturating_mul(states[variable])
}

/// The entries of a table of these variables.
pub(super) fn size(states: &[usize], variables: impl Iterator<Item = usize>) -> usize {
    variables.fold(1usize, |size, variable| size.saturating_mul(states[variable]))
}

/// The most entries of all tables of an elimination together: 128 MiB if all were there at once.
pub(super) const MOST_ENTRIES: usize = 1 << 24;
