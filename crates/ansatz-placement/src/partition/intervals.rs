//! Sets of values as disjoint intervals, and what union and intersection cost.
//!
//! Every set is kept in its one shortest form: intervals that neither overlap nor touch. An insertion or a removal
//! takes O(log n) for itself and for each interval that it swallows, and what is swallowed had been made before.
//! Combining two sets changes the larger one by the intervals of the smaller one, so that any formula over m values
//! takes O(m log^2 m), however it is nested: an interval is moved into a set at least twice as large O(log m) times.

use alloc::collections::BTreeMap;

use super::shard_key::ShardKey;

/// Intervals `[start, end)`, by their starts; without an end they hold all from the start on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Intervals<V>(BTreeMap<V, Option<V>>);

impl<V: ShardKey> Intervals<V> {
    pub(super) fn empty() -> Self {
        Self(BTreeMap::new())
    }

    pub(super) fn all() -> Self {
        Self(BTreeMap::from([(V::least(), None)]))
    }

    pub(super) fn insert(&mut self, start: V, end: Option<V>) {
        if is_empty(&start, end.as_ref()) {
            return;
        }
        let (mut start, mut end) = (start, end);
        if let Some((before, reach)) = self.0.range(..=&start).next_back()
            && reaches(reach.as_ref(), &start)
        {
            start = before.clone();
        }
        while let Some((swallowed, reach)) = self.first_from(&start, end.as_ref(), true) {
            self.0.remove(&swallowed);
            end = later(end, reach);
        }
        self.0.insert(start, end);
    }

    pub(super) fn remove(&mut self, start: &V, end: Option<&V>) {
        if is_empty(start, end) {
            return;
        }
        if let Some((_, reach)) = self.0.range_mut(..start).next_back()
            && reach.as_ref().is_none_or(|reach| reach > start)
        {
            let reach = reach.replace(start.clone());
            self.keep_rest(end, reach);
        }
        while let Some((swallowed, reach)) = self.first_from(start, end, false) {
            self.0.remove(&swallowed);
            self.keep_rest(end, reach);
        }
    }

    pub(super) fn union(self, other: Self) -> Self {
        let (mut large, small) = by_size(self, other);
        for (start, end) in small.0 {
            large.insert(start, end);
        }
        large
    }

    pub(super) fn intersection(self, other: Self) -> Self {
        let (mut large, small) = by_size(self, other);
        for (start, end) in small.complement().0 {
            large.remove(&start, end.as_ref());
        }
        large
    }

    pub(super) fn complement(&self) -> Self {
        let mut gaps = BTreeMap::new();
        let mut from = Some(V::least());
        for (start, end) in &self.0 {
            if let Some(from) = from.take().filter(|from| from < start) {
                gaps.insert(from, Some(start.clone()));
            }
            from.clone_from(end);
        }
        if let Some(from) = from {
            gaps.insert(from, None);
        }
        Self(gaps)
    }

    pub(super) fn into_ascending(self) -> impl Iterator<Item = (V, Option<V>)> {
        self.0.into_iter()
    }

    /// The first interval that starts in `[start, end)`, or at `end` too if `touching`.
    fn first_from(&self, start: &V, end: Option<&V>, touching: bool) -> Option<(V, Option<V>)> {
        let (found, reach) = self.0.range(start..).next()?;
        let inside = end.is_none_or(|end| found < end || (touching && found == end));
        inside.then(|| (found.clone(), reach.clone()))
    }

    /// Of an interval that reached up to `reach` and is cut, what lies from `end` on.
    fn keep_rest(&mut self, end: Option<&V>, reach: Option<V>) {
        if let Some(end) = end
            && !is_empty(end, reach.as_ref())
        {
            self.0.insert(end.clone(), reach);
        }
    }
}

fn by_size<V>(one: Intervals<V>, other: Intervals<V>) -> (Intervals<V>, Intervals<V>) {
    if one.0.len() < other.0.len() { (other, one) } else { (one, other) }
}

fn is_empty<V: Ord>(start: &V, end: Option<&V>) -> bool {
    end.is_some_and(|end| end <= start)
}

/// Whether an interval with this end holds or touches the value after its start.
fn reaches<V: Ord>(end: Option<&V>, value: &V) -> bool {
    end.is_none_or(|end| end >= value)
}

fn later<V: Ord>(one: Option<V>, other: Option<V>) -> Option<V> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.max(other)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use alloc::{vec, vec::Vec};

    use super::*;

    fn listed(intervals: &Intervals<u8>) -> Vec<(u8, Option<u8>)> {
        intervals.clone().into_ascending().collect()
    }

    #[test]
    fn what_touches_becomes_one() {
        let mut set = Intervals::empty();
        set.insert(5, Some(7));
        set.insert(9, Some(10));
        set.insert(7, Some(7));
        assert_eq!(listed(&set), [(5, Some(7)), (9, Some(10))]);
        set.insert(7, Some(9));
        assert_eq!(listed(&set), [(5, Some(10))]);
        set.insert(3, None);
        assert_eq!(listed(&set), [(3, None)]);
        set.remove(&4, Some(&6));
        set.remove(&200, None);
        assert_eq!(listed(&set), [(3, Some(4)), (6, Some(200))]);
    }

    #[test]
    fn complements_are_their_own_opposite() {
        assert_eq!(Intervals::<u8>::all().complement(), Intervals::empty());
        assert_eq!(Intervals::<u8>::empty().complement(), Intervals::all());
        let mut set = Intervals::empty();
        set.insert(0u8, Some(3));
        set.insert(8, Some(9));
        assert_eq!(listed(&set.complement()), vec![(3, Some(8)), (9, None)]);
        assert_eq!(set.complement().complement(), set);
    }
}
