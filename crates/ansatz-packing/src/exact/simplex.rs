//! The revised simplex method on a covering problem: rows are classes, columns are patterns.

use alloc::{vec, vec::Vec};

/// What stands in a row's place in the basis.
#[derive(Clone, Copy)]
pub(super) enum Member {
    /// The column of this number.
    Column(usize),
    /// More of the row's class than is asked for.
    Surplus(usize),
}

/// A basic solution with the inverse of its basis.
#[derive(Clone)]
pub(super) struct Basis {
    rows: usize,
    members: Vec<Member>,
    /// Row by row.
    inverse: Vec<f64>,
    /// How often each member is used.
    values: Vec<f64>,
    /// What one more of each class would cost.
    duals: Vec<f64>,
    asked: Vec<f64>,
    /// Of the column that enters.
    direction: Vec<f64>,
    since_refresh: usize,
}

impl Basis {
    /// The basis in which each row has the column of its own number, with `copies` of its class and of no other.
    pub(super) fn new(demand: &[usize], copies: &[usize]) -> Self {
        let rows = demand.len();
        let mut inverse = vec![0.0; rows * rows];
        for (row, &copies) in copies.iter().enumerate() {
            inverse[row * rows + row] = 1.0 / copies as f64;
        }
        // A little more than is asked for, and different in each row, so that no two rows leave at once and no basis
        // comes twice. Duals remain right, since they do not depend on what is asked for.
        let asked: Vec<f64> =
            demand.iter().enumerate().map(|(row, &count)| count as f64 + PERTURBATION * (1.0 + scatter(row))).collect();
        Self {
            rows,
            members: (0..rows).map(Member::Column).collect(),
            inverse,
            values: asked.iter().zip(copies).map(|(asked, &copies)| asked / copies as f64).collect(),
            duals: copies.iter().map(|&copies| 1.0 / copies as f64).collect(),
            asked,
            direction: vec![0.0; rows],
            since_refresh: 0,
        }
    }

    pub(super) fn duals(&self) -> &[f64] {
        &self.duals
    }

    /// The columns in the basis and how often each is used.
    pub(super) fn columns(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.members.iter().zip(&self.values).filter_map(|(member, &value)| match member {
            Member::Column(column) => Some((*column, value)),
            Member::Surplus(_) => None,
        })
    }

    /// The row whose surplus saves most, and what it saves.
    pub(super) fn best_surplus(&self) -> (usize, f64) {
        let least = self.duals.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        least.map_or((0, 0.0), |(row, &dual)| (row, -dual))
    }

    /// Takes `entering`, which saves `saving` for each use, into the basis; false if rounding errors forbid it.
    pub(super) fn enter(&mut self, entering: Member, entries: &[(usize, f64)], saving: f64) -> bool {
        self.aim(entering, entries);
        let Some(leaving) = self.leaving() else { return false };
        self.pivot(leaving, saving);
        self.members[leaving] = entering;
        self.since_refresh += 1;
        if self.since_refresh == REFRESH {
            self.refresh();
        }
        true
    }

    /// How the members change with the column that enters.
    fn aim(&mut self, entering: Member, entries: &[(usize, f64)]) {
        for (row, change) in self.direction.iter_mut().enumerate() {
            let inverse = &self.inverse[row * self.rows..(row + 1) * self.rows];
            *change = match entering {
                Member::Surplus(class) => -inverse[class],
                Member::Column(_) => entries.iter().map(|&(class, copies)| inverse[class] * copies).sum(),
            };
        }
    }

    /// The member that is used up first.
    fn leaving(&self) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for (row, (&value, &change)) in self.values.iter().zip(&self.direction).enumerate() {
            if change > SMALLEST_PIVOT {
                let ratio = value.max(0.0) / change;
                let better = best
                    .is_none_or(|(least, other)| ratio < least || (ratio == least && change > self.direction[other]));
                if better {
                    best = Some((ratio, row));
                }
            }
        }
        best.map(|(_, row)| row)
    }

    fn pivot(&mut self, leaving: usize, saving: f64) {
        let rows = self.rows;
        let (before, rest) = self.inverse.split_at_mut(leaving * rows);
        let (pivot, after) = rest.split_at_mut(rows);
        let factor = 1.0 / self.direction[leaving];
        for entry in pivot.iter_mut() {
            *entry *= factor;
        }
        let used = self.values[leaving] * factor;
        let others = before.chunks_exact_mut(rows).chain(after.chunks_exact_mut(rows));
        let changes = (0..rows).filter(|&row| row != leaving);
        for (row, inverse) in changes.zip(others) {
            let change = self.direction[row];
            if change != 0.0 {
                for (entry, pivot) in inverse.iter_mut().zip(pivot.iter()) {
                    *entry -= change * pivot;
                }
                self.values[row] -= change * used;
            }
        }
        self.values[leaving] = used;
        for (dual, pivot) in self.duals.iter_mut().zip(pivot.iter()) {
            *dual -= saving * pivot;
        }
    }

    /// Values and duals anew from the inverse.
    fn refresh(&mut self) {
        self.since_refresh = 0;
        self.duals.fill(0.0);
        for ((inverse, value), member) in self.inverse.chunks_exact(self.rows).zip(&mut self.values).zip(&self.members)
        {
            *value = inverse.iter().zip(&self.asked).map(|(entry, asked)| entry * asked).sum();
            if matches!(member, Member::Column(_)) {
                for (dual, entry) in self.duals.iter_mut().zip(inverse) {
                    *dual += entry;
                }
            }
        }
    }
}

/// A number in 0 to 1 that differs from row to row.
fn scatter(row: usize) -> f64 {
    // Multiples of the golden ratio, modulo 1.
    ((row as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 11) as f64 / (1u64 << 53) as f64
}

/// What is asked for beyond the count.
const PERTURBATION: f64 = 1e-7;

/// Smaller entries are rounding errors of 0.
const SMALLEST_PIVOT: f64 = 1e-9;

/// Pivots from one computation of values and duals to the next.
const REFRESH: usize = 64;
