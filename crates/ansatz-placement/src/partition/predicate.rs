//! Conditions on a shard key, and the exact set of keys that satisfy one.
//!
//! A condition is kept as its parts in postfix order, in one array: nothing here recurses, so that a condition of any
//! depth can be built, copied, evaluated and dropped. NOT is not applied to sets, but moved to the comparisons (De
//! Morgan), which gives SQL's three-valued logic for free: a comparison with NULL is true neither as it stands nor
//! negated. Sets are combined as described with `Intervals`.

use alloc::{vec, vec::Vec};
use core::{
    fmt,
    ops::{BitAnd, BitOr, Bound, Not, RangeBounds},
};

use super::{
    intervals::Intervals,
    selection::{Interval, Selection},
    shard_key::ShardKey,
};

/// A condition on the shard key, as a query states it: comparisons under AND, OR and NOT.
///
/// # NULL
///
/// The logic is SQL's, of three values. A comparison with a key that is NULL is unknown, and so is its negation;
/// `NULL AND false` is false, `NULL OR true` is true. A row is selected where the condition is true: a row without a
/// key by [`is_null`](Self::is_null), [`all`](Self::all), [`undetermined`](Self::undetermined) and what these make true, and
/// by no comparison.
///
/// # Complexity
///
/// [`selection`](Self::selection) of a condition with m comparisons and listed values takes O(m log^2 m) and its result
/// has at most m + 1 intervals, whatever the nesting; no depth overflows the stack. [`and`](Self::and) and
/// [`or`](Self::or) append the shorter condition to the longer one.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Predicate, RangeMap};
///
/// let mut orders = RangeMap::new("db-1");
/// orders.split(2024u16.to_be_bytes(), "db-2")?;
/// orders.split(2025u16.to_be_bytes(), "db-3")?;
///
/// // WHERE year >= 2024 AND NOT (year = 2024)
/// let query = Predicate::range(2024u16..) & !Predicate::eq(2024);
/// let asked: Vec<_> = orders.touched(&query.selection()).map(|range| *range.owner).collect();
/// assert_eq!(asked, ["db-3"]);
/// # Ok::<(), ansatz_placement::PartitionError>(())
/// ```
#[derive(Clone)]
pub struct Predicate<V> {
    nodes: Vec<Node<V>>,
}

/// A part of a condition; those that it combines stand before it.
#[derive(Clone)]
enum Node<V> {
    Constant(bool),
    Unknown,
    Undetermined,
    IsNull,
    OneOf(Vec<V>),
    Range(Bound<V>, Bound<V>),
    Not,
    And(usize),
    Or(usize),
}

impl<V: ShardKey> Predicate<V> {
    /// True of every row; what a query without any condition is.
    ///
    /// A condition on other columns is [`undetermined`](Self::undetermined) instead.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// assert!(Predicate::<u32>::all().matches(Some(&7)));
    /// ```
    #[must_use]
    pub fn all() -> Self {
        Self::leaf(Node::Constant(true))
    }

    /// True of no row.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// assert!(Predicate::<u32>::none().selection().is_empty());
    /// ```
    #[must_use]
    pub fn none() -> Self {
        Self::leaf(Node::Constant(false))
    }

    /// Neither true nor false of any row: a comparison with NULL, such as `key = NULL`.
    ///
    /// # Examples
    ///
    /// `key NOT IN (1, NULL)` selects nothing, to the surprise of many:
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// let query = !(Predicate::eq(1) | Predicate::unknown());
    /// assert!(query.selection().is_empty());
    /// ```
    #[must_use]
    pub fn unknown() -> Self {
        Self::leaf(Node::Unknown)
    }

    /// A condition on other columns: it may be true of any row, and so may its negation.
    ///
    /// # Examples
    ///
    /// `WHERE key = 5 AND colour = 'red'` asks for one key, but its negation for all: a row with the key 5 may be blue.
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// let query = Predicate::eq(5) & Predicate::undetermined();
    /// assert!(query.matches(Some(&5)) && !query.matches(Some(&6)));
    /// let others = !query;
    /// assert!(others.matches(Some(&5)) && others.matches(Some(&6)) && others.matches(None));
    /// ```
    #[must_use]
    pub fn undetermined() -> Self {
        Self::leaf(Node::Undetermined)
    }

    /// `key IS NULL`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// assert!(Predicate::<u32>::is_null().matches(None));
    /// assert!((!Predicate::is_null()).matches(Some(&7)));
    /// ```
    #[must_use]
    pub fn is_null() -> Self {
        Self::leaf(Node::IsNull)
    }

    /// `key = value`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// assert!(Predicate::eq(7).matches(Some(&7)));
    /// assert!(!Predicate::eq(7).matches(None));
    /// ```
    #[must_use]
    pub fn eq(value: V) -> Self {
        Self::leaf(Node::OneOf(vec![value]))
    }

    /// `key IN (values)`; false of every row if there is no value.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// assert!(Predicate::one_of([3, 7]).matches(Some(&7)));
    /// assert!(!Predicate::one_of([3, 7]).matches(Some(&5)));
    /// ```
    #[must_use]
    pub fn one_of(values: impl IntoIterator<Item = V>) -> Self {
        let values: Vec<V> = values.into_iter().collect();
        // `IN ()` is false of NULL too, in PostgreSQL's `= ANY ('{}')` and in SQLite.
        if values.is_empty() { Self::none() } else { Self::leaf(Node::OneOf(values)) }
    }

    /// The key lies in a range: `key >= 3 AND key < 7` is `range(3..7)`, `BETWEEN 3 AND 7` is `range(3..=7)`.
    ///
    /// A range whose end lies before its start is empty, as `BETWEEN 7 AND 3` is.
    ///
    /// # Examples
    ///
    /// ```
    /// use core::ops::Bound;
    ///
    /// use ansatz_placement::Predicate;
    ///
    /// assert!(Predicate::range(3..7).matches(Some(&6)));
    /// // key > 3
    /// let above = Predicate::range((Bound::Excluded(3), Bound::Unbounded));
    /// assert!(!above.matches(Some(&3)));
    /// ```
    #[must_use]
    pub fn range(bounds: impl RangeBounds<V>) -> Self {
        Self::leaf(Node::Range(bounds.start_bound().cloned(), bounds.end_bound().cloned()))
    }

    /// Both conditions; `a & b` is the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// let query = Predicate::range(3..).and(Predicate::range(..7));
    /// assert!(query.matches(Some(&5)) && !query.matches(Some(&7)));
    /// ```
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.combine(other, Node::And)
    }

    /// One of the conditions at least; `a | b` is the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// let query = Predicate::eq(3).or(Predicate::range(7..));
    /// assert!(query.matches(Some(&3)) && query.matches(Some(&8)));
    /// ```
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.combine(other, Node::Or)
    }

    /// The keys of which the condition is true, exactly; where it is [`undetermined`](Self::undetermined), of which it may
    /// be.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// let query = Predicate::range(3..=9) & !Predicate::one_of([4, 5, 9]);
    /// let selection = query.selection();
    /// let intervals: Vec<_> = selection.intervals().iter().map(|i| (i.start, i.end)).collect();
    /// assert_eq!(intervals, [(3, Some(4)), (6, Some(9))]);
    /// assert!(!selection.includes_null());
    /// ```
    pub fn selection(&self) -> Selection<V> {
        let mut stack: Vec<Truth<V>> = Vec::new();
        for (node, negated) in self.nodes.iter().zip(self.negations()) {
            let (arity, is_and) = match (node, negated) {
                (Node::Not, _) => continue,
                (&Node::And(arity), false) | (&Node::Or(arity), true) => (arity, true),
                (&Node::Or(arity), false) | (&Node::And(arity), true) => (arity, false),
                (leaf, _) => {
                    stack.push(Truth::of(leaf, negated));
                    continue;
                }
            };
            let operands = stack.split_off(stack.len().saturating_sub(arity));
            let combined = if is_and { Truth::intersection(operands) } else { Truth::union(operands) };
            stack.push(combined);
        }
        let Truth { values, null } = stack.pop().unwrap_or_else(|| Truth { values: Intervals::empty(), null: false });
        let intervals = values.into_ascending().map(|(start, end)| Interval { start, end }).collect();
        Selection::new(intervals, null)
    }

    /// Whether a row with this key, or without one, is selected: the condition itself, evaluated.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// let query = !Predicate::eq(7);
    /// assert!(query.matches(Some(&3)));
    /// assert!(!query.matches(None)); // NOT (NULL = 7) is unknown
    /// ```
    pub fn matches(&self, key: Option<&V>) -> bool {
        // Whether a part may be true, and whether it may be false; what is neither is SQL's unknown.
        let mut stack: Vec<(bool, bool)> = Vec::new();
        for node in &self.nodes {
            let compared = |of: &dyn Fn(&V) -> bool| key.map_or((false, false), |key| (of(key), !of(key)));
            let operands = |stack: &mut Vec<_>, arity: usize| stack.split_off(stack.len().saturating_sub(arity));
            let truth = match node {
                Node::Constant(truth) => (*truth, !truth),
                Node::Unknown => (false, false),
                Node::Undetermined => (true, true),
                Node::IsNull => (key.is_none(), key.is_some()),
                Node::OneOf(values) => compared(&|key| values.contains(key)),
                Node::Range(start, end) => compared(&|key| (start.as_ref(), end.as_ref()).contains(key)),
                Node::Not => stack.pop().map_or((false, false), |(yes, no)| (no, yes)),
                Node::And(arity) => {
                    operands(&mut stack, *arity).into_iter().fold((true, false), |a, b| (a.0 && b.0, a.1 || b.1))
                }
                Node::Or(arity) => {
                    operands(&mut stack, *arity).into_iter().fold((false, true), |a, b| (a.0 || b.0, a.1 && b.1))
                }
            };
            stack.push(truth);
        }
        stack.pop().is_some_and(|(yes, _)| yes)
    }

    /// For each node whether it stands under an odd number of NOTs.
    fn negations(&self) -> Vec<bool> {
        let mut negations = vec![false; self.nodes.len()];
        // From the end, a node precedes its operands; the stack holds what is known of those that are to come.
        let mut stack = vec![false];
        for (node, negation) in self.nodes.iter().zip(&mut negations).rev() {
            *negation = stack.pop().unwrap_or_default();
            match node {
                Node::Not => stack.push(!*negation),
                &Node::And(arity) | &Node::Or(arity) => stack.resize(stack.len() + arity, *negation),
                _ => {}
            }
        }
        negations
    }
}

impl<V> Predicate<V> {
    /// How many comparisons, listed values and connectives there are: a limit on this limits all costs.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// assert_eq!((Predicate::one_of([1, 2, 3]) & !Predicate::eq(2)).len(), 6);
    /// ```
    #[allow(clippy::len_without_is_empty)] // It never is.
    pub fn len(&self) -> usize {
        self.nodes.iter().map(|node| if let Node::OneOf(values) = node { values.len() } else { 1 }).sum()
    }

    fn leaf(node: Node<V>) -> Self {
        Self { nodes: vec![node] }
    }

    /// Puts two conditions under one connective; the order of its operands means nothing.
    fn combine(self, other: Self, connective: fn(usize) -> Node<V>) -> Self {
        let (mut large, mut small) = (self, other);
        if large.nodes.len() < small.nodes.len() {
            core::mem::swap(&mut large, &mut small);
        }
        let arity = large.open(connective) + small.open(connective);
        large.nodes.append(&mut small.nodes);
        large.nodes.push(connective(arity));
        large
    }

    /// Takes the outermost connective off if it is this one, and says how many operands are left standing.
    fn open(&mut self, connective: fn(usize) -> Node<V>) -> usize {
        match (self.nodes.last(), connective(0)) {
            (Some(&Node::And(arity)), Node::And(_)) | (Some(&Node::Or(arity)), Node::Or(_)) => {
                self.nodes.pop();
                arity
            }
            _ => 1,
        }
    }
}

impl<V: ShardKey> BitAnd for Predicate<V> {
    type Output = Self;

    /// Both conditions.
    fn bitand(self, other: Self) -> Self {
        self.and(other)
    }
}

impl<V: ShardKey> BitOr for Predicate<V> {
    type Output = Self;

    /// One of the conditions at least.
    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl<V> Not for Predicate<V> {
    type Output = Self;

    /// The condition negated; what is unknown stays so.
    fn not(mut self) -> Self {
        if self.nodes.last().is_some_and(|node| matches!(node, Node::Not)) {
            self.nodes.pop();
        } else {
            self.nodes.push(Node::Not);
        }
        self
    }
}

impl<V> fmt::Debug for Predicate<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Predicate").field("len", &self.len()).finish_non_exhaustive()
    }
}

/// Of which keys a part of the condition is true.
struct Truth<V> {
    values: Intervals<V>,
    /// Whether it is true of a key that is NULL.
    null: bool,
}

impl<V: ShardKey> Truth<V> {
    fn of(leaf: &Node<V>, negated: bool) -> Self {
        match leaf {
            Node::Constant(truth) if *truth != negated => Self { values: Intervals::all(), null: true },
            Node::Undetermined => Self { values: Intervals::all(), null: true },
            Node::IsNull if negated => Self { values: Intervals::all(), null: false },
            Node::IsNull => Self { values: Intervals::empty(), null: true },
            Node::OneOf(values) => Self::compared(one_of(values), negated),
            Node::Range(start, end) => Self::compared(range(start, end), negated),
            _ => Self { values: Intervals::empty(), null: false },
        }
    }

    /// A comparison that is true of these values and false of the others.
    fn compared(values: Intervals<V>, negated: bool) -> Self {
        Self { values: if negated { values.complement() } else { values }, null: false }
    }

    fn union(operands: Vec<Self>) -> Self {
        let null = operands.iter().any(|operand| operand.null);
        let values = operands.into_iter().map(|operand| operand.values).reduce(Intervals::union);
        Self { values: values.unwrap_or_else(Intervals::empty), null }
    }

    fn intersection(operands: Vec<Self>) -> Self {
        let null = operands.iter().all(|operand| operand.null);
        let values = operands.into_iter().map(|operand| operand.values).reduce(Intervals::intersection);
        Self { values: values.unwrap_or_else(Intervals::all), null }
    }
}

fn one_of<V: ShardKey>(values: &[V]) -> Intervals<V> {
    let mut set = Intervals::empty();
    for value in values {
        set.insert(value.clone(), value.successor());
    }
    set
}

fn range<V: ShardKey>(start: &Bound<V>, end: &Bound<V>) -> Intervals<V> {
    let mut set = Intervals::empty();
    let start = match start {
        Bound::Included(value) => Some(value.clone()),
        Bound::Excluded(value) => value.successor(),
        Bound::Unbounded => Some(V::least()),
    };
    let end = match end {
        Bound::Included(value) => value.successor(),
        Bound::Excluded(value) => Some(value.clone()),
        Bound::Unbounded => None,
    };
    // Without a start the range begins above the greatest value.
    if let Some(start) = start {
        set.insert(start, end);
    }
    set
}
