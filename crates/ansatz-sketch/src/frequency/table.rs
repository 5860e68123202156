//! The counters that both Count-Min sketches stand on.
//!
//! **Counters as narrow as the total.** No counter exceeds the total, so that while the total fits 32 bits, so does
//! every counter, and the check costs one comparison an update, whatever the depth. The table is widened once, when the
//! total passes 2^32. Half the memory means half the cache misses until then.
//!
//! **`u64::MAX` stands for "at least".** A counter or a total that reaches it stays there, through merges and decay.

use alloc::{vec, vec::Vec};
use core::f64::consts::E;

use ansatz_core::{
    DecodeError, Estimate, MergeError, ParameterError,
    bytes::{Reader, Writer},
    require_fraction,
};
use libm::{ceil, exp, log, pow};

use super::{
    rounding::{rounded_down, rounded_down_wide, rounded_up, rounded_up_wide},
    rows::{MAX_DEPTH, column, multipliers},
};

/// `depth` rows of `width` counters, and the total of all weights.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    width: usize,
    depth: usize,
    total: u64,
    /// What rounding has taken at most from a decayed count or from the total: halving an exact table leaves less than
    /// 1/2 + 1/4 + ... = 1, and merging adds up.
    rounding: u32,
    /// 1 - e^-depth, which every estimate states.
    confidence: f64,
    /// Row after row; narrow exactly while the total is at most [`NARROW_TOTAL`], so that equal tables are equal data.
    cells: Cells,
}

#[derive(Debug, Clone, PartialEq)]
enum Cells {
    Narrow(Vec<u32>),
    Wide(Vec<u64>),
}

/// Runs `$body` with the counters, whichever type they have.
macro_rules! with_cells {
    ($cells:expr, $name:ident => $body:expr) => {
        match $cells {
            Cells::Narrow($name) => $body,
            Cells::Wide($name) => $body,
        }
    };
}

impl Table {
    pub(super) fn with_error(epsilon: f64, delta: f64) -> Result<Self, ParameterError> {
        let width = ceil(E / require_fraction("epsilon", epsilon)?);
        let depth = ceil(log(1.0 / require_fraction("delta", delta)?)).max(1.0);
        if depth > MAX_DEPTH as f64 {
            return Err(ParameterError::new("delta", delta, "at least e^-32, which is 1.27e-14"));
        }
        if width * depth > MAX_CELLS as f64 {
            let allowed = alloc::format!("at least {:e} at this delta", E * depth / MAX_CELLS as f64);
            return Err(ParameterError::new("epsilon", epsilon, allowed));
        }
        Self::with_dimensions(width as usize, depth as usize)
    }

    pub(super) fn with_dimensions(width: usize, depth: usize) -> Result<Self, ParameterError> {
        Self::check_dimensions(width, depth)?;
        let cells = Cells::Narrow(vec![0; width * depth]);
        Ok(Self { width, depth, total: 0, rounding: 0, confidence: confidence(depth), cells })
    }

    fn check_dimensions(width: usize, depth: usize) -> Result<(), ParameterError> {
        ansatz_core::require_range("depth", depth, 1..=MAX_DEPTH)?;
        ansatz_core::require_range("width", width, 1..=MAX_CELLS / depth)?;
        Ok(())
    }

    /// Adds `weight` to the key's counter in every row.
    #[inline]
    pub(super) fn add(&mut self, hash: u64, weight: u64) {
        self.add_to_total(weight);
        let (width, depth) = (self.width, self.depth);
        with_cells!(&mut self.cells, cells => for_each_cell(cells, width, depth, hash, |cell| cell.add(weight)));
    }

    /// Does the same for many keys, a row at a time: the additions of a row are independent of each other, and the
    /// processor overlaps their cache misses.
    #[inline]
    pub(super) fn add_all(&mut self, batch: &[(u64, u64)]) {
        for &(_, weight) in batch {
            self.add_to_total(weight);
        }
        let (width, depth) = (self.width, self.depth);
        with_cells!(&mut self.cells, cells => add_rows(cells, width, depth, batch));
    }

    /// Raises the key's counters to the least that `weight` more of it implies (Estan and Varghese 2002).
    #[inline]
    pub(super) fn raise(&mut self, hash: u64, weight: u64) {
        self.add_to_total(weight);
        let (width, depth) = (self.width, self.depth);
        with_cells!(&mut self.cells, cells => {
            let mut least = minimum(cells, width, depth, hash);
            least.add(weight);
            for_each_cell(cells, width, depth, hash, |cell| *cell = least.max(*cell));
        });
    }

    /// Raises the counters of many keys, one after the other: the outcome depends on the order.
    #[inline]
    pub(super) fn raise_all(&mut self, batch: &[(u64, u64)]) {
        for &(hash, weight) in batch {
            self.raise(hash, weight);
        }
    }

    /// Adds another table, counter by counter.
    pub(super) fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        self.require_same_dimensions(other)?;
        self.add_to_total(other.total);
        self.rounding = self.rounding.saturating_add(other.rounding);
        match (&mut self.cells, &other.cells) {
            (Cells::Narrow(ours), Cells::Narrow(theirs)) => merge_cells(ours, theirs),
            (Cells::Wide(ours), Cells::Narrow(theirs)) => merge_cells(ours, theirs),
            (Cells::Wide(ours), Cells::Wide(theirs)) => merge_cells(ours, theirs),
            // A wide table's total does not fit a narrow one's, which has just been widened for it.
            (Cells::Narrow(_), Cells::Wide(_)) => {}
        }
        Ok(())
    }

    /// Halves every counter and the total, rounding down; what has saturated stays.
    pub(super) fn halve(&mut self) {
        with_cells!(&mut self.cells, cells => cells.iter_mut().for_each(Cell::halve));
        self.total.halve();
        // A total of 0 leaves no counter above 0: the table is as new.
        self.rounding = if self.total > 0 { self.rounding / 2 + 1 } else { 0 };
        if self.total <= NARROW_TOTAL
            && let Cells::Wide(cells) = &self.cells
        {
            self.cells = Cells::Narrow(cells.iter().map(|&cell| cell as u32).collect());
        }
    }

    pub(super) fn clear(&mut self) {
        self.total = 0;
        self.rounding = 0;
        match &mut self.cells {
            Cells::Narrow(cells) => cells.fill(0),
            Cells::Wide(cells) => self.cells = Cells::Narrow(vec![0; cells.len()]),
        }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    pub(super) fn total(&self) -> u64 {
        self.total
    }

    pub(super) fn memory_bytes(&self) -> usize {
        let heap = match &self.cells {
            Cells::Narrow(cells) => size_of_val(cells.as_slice()),
            Cells::Wide(cells) => size_of_val(cells.as_slice()),
        };
        size_of::<Self>() + heap
    }

    /// The key's least counter, with the interval of the confidence that comes with the dimensions.
    #[inline]
    pub(super) fn estimate(&self, hash: u64) -> Estimate {
        self.interval(self.minimum(hash), E, self.confidence)
    }

    /// The same with the interval that belongs to another confidence.
    ///
    /// By Markov's inequality a row's error exceeds k times its expectation with probability at most 1/k, all rows'
    /// with probability at most k^-depth.
    pub(super) fn estimate_at(&self, hash: u64, confidence: f64) -> Result<Estimate, ParameterError> {
        let miss = 1.0 - require_fraction("confidence", confidence)?;
        Ok(self.interval(self.minimum(hash), pow(miss, -1.0 / self.depth as f64), confidence))
    }

    /// The least inner product of corresponding rows, with its interval.
    pub(super) fn inner_product(&self, other: &Self) -> Result<Estimate, MergeError> {
        self.require_same_dimensions(other)?;
        let value = match (&self.cells, &other.cells) {
            (Cells::Narrow(a), Cells::Narrow(b)) => least_product(a, b, self.width),
            (Cells::Narrow(a), Cells::Wide(b)) => least_product(a, b, self.width),
            (Cells::Wide(a), Cells::Narrow(b)) => least_product(a, b, self.width),
            (Cells::Wide(a), Cells::Wide(b)) => least_product(a, b, self.width),
        };
        let saturated = self.total == u64::MAX || other.total == u64::MAX;
        let nearest = value as f64;
        let upper = if saturated && value > 0 { f64::INFINITY } else { rounded_up_wide(value) };
        let lower = if saturated { 0.0 } else { (rounded_down_wide(value) - self.product_slack(other)).max(0.0) };
        Ok(Estimate::new(nearest, lower, upper, self.confidence))
    }

    fn minimum(&self, hash: u64) -> u64 {
        with_cells!(&self.cells, cells => minimum(cells, self.width, self.depth, hash).value())
    }

    /// From `value` less the error that is exceeded with probability k^-depth, `k` times the expected one, to `value`.
    fn interval(&self, value: u64, k: f64, confidence: f64) -> Estimate {
        let nearest = value as f64;
        let upper = if value == u64::MAX { f64::INFINITY } else { rounded_up(value) };
        let rounding = f64::from(self.rounding);
        let expected = (self.total as f64 + rounding) / self.width as f64;
        // What is lost above u64::MAX is unknown: a saturated total bounds nothing from below.
        let slack = if self.total == u64::MAX { u64::MAX } else { (k * expected + rounding) as u64 };
        Estimate::new(nearest, rounded_down(value.saturating_sub(slack)), upper, confidence)
    }

    /// The error of an inner product that is exceeded with probability e^-depth.
    fn product_slack(&self, other: &Self) -> f64 {
        let (r, s) = (f64::from(self.rounding), f64::from(other.rounding));
        let (ours, theirs) = (self.total as f64 + r, other.total as f64 + s);
        // In an order that gives the same float for both sides: an inner product is symmetric.
        E / self.width as f64 * (ours * theirs) + (s * ours + r * theirs)
    }

    #[inline]
    fn add_to_total(&mut self, weight: u64) {
        self.total = self.total.saturating_add(weight);
        if self.total > NARROW_TOTAL && matches!(self.cells, Cells::Narrow(_)) {
            self.widen();
        }
    }

    /// Once in a table's life; apart from the updates, which would save registers for it.
    #[cold]
    #[inline(never)]
    fn widen(&mut self) {
        if let Cells::Narrow(cells) = &self.cells {
            self.cells = Cells::Wide(cells.iter().map(|&cell| cell.value()).collect());
        }
    }

    fn require_same_dimensions(&self, other: &Self) -> Result<(), MergeError> {
        MergeError::unless_equal("width", self.width, other.width)?;
        MergeError::unless_equal("depth", self.depth, other.depth)
    }
}

/// Bytes: see docs/formats.md, sections `CMIN` and `CMCU`.
impl Table {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.reserve(17 + self.memory_bytes());
        writer.u32(self.width as u32);
        writer.u8(self.depth as u8);
        writer.u32(self.rounding);
        writer.u64(self.total);
        match &self.cells {
            Cells::Narrow(cells) => cells.iter().for_each(|&cell| writer.u32(cell)),
            Cells::Wide(cells) => cells.iter().for_each(|&cell| writer.u64(cell)),
        }
    }

    /// The table that comes next and ends the input; `exact_rows` if every row of an undecayed one sums to the total.
    pub(super) fn read(mut reader: Reader<'_>, exact_rows: bool) -> Result<Self, DecodeError> {
        let width = reader.u32()? as usize;
        let depth = usize::from(reader.u8()?);
        Self::check_dimensions(width, depth)?;
        let rounding = reader.u32()?;
        let total = reader.u64()?;
        let cells = if total <= NARROW_TOTAL {
            Cells::Narrow(
                reader.slice(width * depth * 4)?.as_chunks().0.iter().map(|b| u32::from_le_bytes(*b)).collect(),
            )
        } else {
            Cells::Wide(reader.slice(width * depth * 8)?.as_chunks().0.iter().map(|b| u64::from_le_bytes(*b)).collect())
        };
        reader.finish()?;
        let table = Self { width, depth, total, rounding, confidence: confidence(depth), cells };
        table.validate(exact_rows)?;
        Ok(table)
    }

    fn validate(&self, exact_rows: bool) -> Result<(), DecodeError> {
        if self.rounding > 0 && self.total == 0 {
            return Err(DecodeError::field("rounding", self.rounding, "0 in an empty sketch"));
        }
        if self.total == u64::MAX {
            return Ok(());
        }
        let total = u128::from(self.total);
        let exact = exact_rows && self.rounding == 0;
        for sum in with_cells!(&self.cells, cells => row_sums(cells, self.width)) {
            if sum > total || (exact && sum < total) {
                let allowed = if exact { "the total" } else { "at most the total" };
                return Err(DecodeError::field("sum of a row", sum, allowed));
            }
        }
        Ok(())
    }
}

/// A counter: 32 bits that cannot overflow, or 64 that saturate.
trait Cell: Copy + Ord {
    const MAX: Self;

    fn add(&mut self, weight: u64);
    fn halve(&mut self);
    fn value(self) -> u64;
}

impl Cell for u32 {
    const MAX: Self = Self::MAX;

    #[inline]
    fn add(&mut self, weight: u64) {
        // The total, which is at least the sum, fits: the table would have been widened otherwise.
        *self += weight as Self;
    }

    #[inline]
    fn halve(&mut self) {
        *self /= 2;
    }

    #[inline]
    fn value(self) -> u64 {
        self.into()
    }
}

impl Cell for u64 {
    const MAX: Self = Self::MAX;

    #[inline]
    fn add(&mut self, weight: u64) {
        *self = self.saturating_add(weight);
    }

    #[inline]
    fn halve(&mut self) {
        if *self < Self::MAX {
            *self /= 2;
        }
    }

    #[inline]
    fn value(self) -> u64 {
        self
    }
}

#[inline]
fn for_each_cell<C>(cells: &mut [C], width: usize, depth: usize, hash: u64, mut change: impl FnMut(&mut C)) {
    let mut begin = 0;
    for &multiplier in multipliers(depth) {
        if let Some(cell) = cells.get_mut(begin + column(hash, multiplier, width)) {
            change(cell);
        }
        begin += width;
    }
}

fn add_rows<C: Cell>(cells: &mut [C], width: usize, depth: usize, batch: &[(u64, u64)]) {
    for (row, &multiplier) in cells.chunks_exact_mut(width).zip(multipliers(depth)) {
        for &(hash, weight) in batch {
            if let Some(cell) = row.get_mut(column(hash, multiplier, width)) {
                cell.add(weight);
            }
        }
    }
}

#[inline]
fn minimum<C: Cell>(cells: &[C], width: usize, depth: usize, hash: u64) -> C {
    let mut begin = 0;
    let mut least = C::MAX;
    for &multiplier in multipliers(depth) {
        least = least.min(cells[begin + column(hash, multiplier, width)]);
        begin += width;
    }
    least
}

/// The probability that not every row exceeds e times its expected error.
fn confidence(depth: usize) -> f64 {
    1.0 - exp(-(depth as f64))
}

fn merge_cells<A: Cell, B: Cell>(ours: &mut [A], theirs: &[B]) {
    for (our, their) in ours.iter_mut().zip(theirs) {
        our.add(their.value());
    }
}

fn least_product<A: Cell, B: Cell>(a: &[A], b: &[B], width: usize) -> u128 {
    let row = |(a, b): (&[A], &[B])| {
        let products = a.iter().zip(b).map(|(a, b)| u128::from(a.value()) * u128::from(b.value()));
        products.fold(0, u128::saturating_add)
    };
    a.chunks_exact(width).zip(b.chunks_exact(width)).map(row).min().unwrap_or(0)
}

fn row_sums<C: Cell>(cells: &[C], width: usize) -> Vec<u128> {
    cells.chunks_exact(width).map(|row| row.iter().map(|cell| u128::from(cell.value())).sum()).collect()
}

/// The largest total at which counters have 32 bits.
const NARROW_TOTAL: u64 = u32::MAX as u64;

/// 4 GiB of narrow counters, on small machines what they can address of wide ones.
const MAX_CELLS: usize = if usize::BITS >= 64 { 1 << 30 } else { 1 << 27 };

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_widened_when_the_total_asks_for_it() {
        let mut table = Table::with_dimensions(8, 2).unwrap();
        table.add(1, NARROW_TOTAL);
        assert!(matches!(table.cells, Cells::Narrow(_)));
        table.add(1, 1);
        assert!(matches!(table.cells, Cells::Wide(_)));
        assert_eq!(table.minimum(1), 1 << 32);
        table.halve();
        assert!(matches!(table.cells, Cells::Narrow(_)));
        assert_eq!((table.minimum(1), table.total), (1 << 31, 1 << 31));
        table.add(1, u64::MAX);
        table.clear();
        assert_eq!(table, Table::with_dimensions(8, 2).unwrap());
    }

    #[test]
    fn a_batch_may_widen_the_table() {
        let mut table = Table::with_dimensions(8, 2).unwrap();
        table.add_all(&[(1, NARROW_TOTAL), (1, 7), (2, 9)]);
        assert!(table.minimum(1) >= NARROW_TOTAL + 7);
        assert_eq!(table.total, NARROW_TOTAL + 16);
    }

    #[test]
    fn saturation_is_never_taken_back() {
        let mut table = Table::with_dimensions(8, 2).unwrap();
        table.add(1, u64::MAX - 1);
        assert_eq!(table.estimate(1).upper, (u64::MAX - 1) as f64);
        table.add(1, 5);
        for _ in 0..3 {
            let estimate = table.estimate(1);
            assert_eq!((estimate.lower, estimate.upper, table.total), (0.0, f64::INFINITY, u64::MAX));
            table.halve();
            table.merge(&table.clone()).unwrap();
        }
        let product = table.inner_product(&table).unwrap();
        assert_eq!((product.lower, product.upper), (0.0, f64::INFINITY));
    }

    #[test]
    fn merging_adds_narrow_and_wide() {
        let (mut narrow, mut wide) = (Table::with_dimensions(8, 2).unwrap(), Table::with_dimensions(8, 2).unwrap());
        narrow.add(1, 3);
        wide.add(1, 1 << 40);
        let (mut left, mut right) = (narrow.clone(), wide.clone());
        left.merge(&wide).unwrap();
        right.merge(&narrow).unwrap();
        assert_eq!(left, right);
        assert_eq!(left.minimum(1), (1 << 40) + 3);
        assert_eq!(left.inner_product(&narrow).unwrap().value, narrow.inner_product(&left).unwrap().value);
    }

    #[test]
    fn decay_adds_its_rounding_to_the_interval() {
        let mut table = Table::with_dimensions(1000, 2).unwrap();
        table.add(1, 101);
        table.halve();
        let estimate = table.estimate(1);
        assert_eq!((estimate.lower, estimate.value, table.rounding), (49.0, 50.0, 1));
        table.merge(&table.clone()).unwrap();
        assert_eq!((table.rounding, table.estimate(1).lower), (2, 98.0));
        table.halve();
        assert_eq!(table.rounding, 2);
        (0..6).for_each(|_| table.halve());
        assert_eq!((table.total, table.rounding), (0, 0));
    }
}
