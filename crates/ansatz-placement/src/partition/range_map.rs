//! Range partitioning: contiguous ranges of keys, each with an owner.
//!
//! How Bigtable, `HBase`, `CockroachDB` and `TiKV` place keys: F. Chang et al., *Bigtable: A Distributed Storage System
//! for Structured Data*, OSDI 2006, whose tablets are such ranges.

use alloc::{boxed::Box, string::String, vec, vec::Vec};
use core::{fmt, ops::Range};

use ansatz_core::{
    DecodeError,
    bytes::{Kind, Reader, Writer},
};
use ansatz_hash::{DecodeKey, Key};

use super::{
    boundaries::Boundaries,
    error::{PartitionError, shown},
    selection::Selection,
    shard_key::ShardKey,
};

/// Ranges of keys in the order of their bytes, each with an owner; every key is in one of them.
///
/// The first range begins at the empty key and the last one has no end, so that there is no key without an owner, ever.
/// Numbers become keys by [`ShardKey::ordered_bytes`]; so do hashes, where a system places keys by ranges of hashes.
///
/// # Complexity
///
/// `find` takes O(log n) comparisons of words, and of whole keys only among those that have eight bytes in common after
/// what all have in common. `split` and `merge` move what stands behind: O(n). 24 bytes and the owner
/// for each range, and its key.
///
/// # Examples
///
/// ```
/// use ansatz_placement::RangeMap;
///
/// let mut map = RangeMap::new("db-1");
/// map.split("h", "db-2")?;
/// map.split("q", "db-3")?;
/// assert_eq!((map.find("bob"), map.find("h"), map.find("zoe")), (&"db-1", &"db-2", &"db-3"));
///
/// let ranges: Vec<_> = map.iter().map(|range| (range.start, range.end)).collect();
/// assert_eq!(ranges[1], (&b"h"[..], Some(&b"q"[..])));
/// # Ok::<(), ansatz_placement::PartitionError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RangeMap<N> {
    /// Where each range but the first begins.
    boundaries: Boundaries,
    /// One more.
    owners: Vec<N>,
}

/// A range of a [`RangeMap`] with its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyRange<'a, N> {
    /// The first key in it; empty for the first range.
    pub start: &'a [u8],
    /// The first key after it; none for the last range.
    pub end: Option<&'a [u8]>,
    /// Who owns it.
    pub owner: &'a N,
}

impl<N> RangeMap<N> {
    /// One range, of all keys.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_placement::RangeMap::new("db-1").find("anything"), &"db-1");
    /// ```
    pub fn new(owner: N) -> Self {
        Self { boundaries: Boundaries::default(), owners: vec![owner] }
    }

    /// Ranges from where each begins, in ascending order; `first` owns what precedes them.
    ///
    /// # Errors
    ///
    /// [`PartitionError`] if the keys do not ascend, or one is empty.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::RangeMap;
    ///
    /// let map = RangeMap::with_splits("db-1", [("h", "db-2"), ("q", "db-3")])?;
    /// assert_eq!(map.find("i"), &"db-2");
    /// assert!(RangeMap::with_splits(1, [("b", 2), ("a", 3)]).is_err());
    /// # Ok::<(), ansatz_placement::PartitionError>(())
    /// ```
    pub fn with_splits<K: AsRef<[u8]>>(
        first: N,
        splits: impl IntoIterator<Item = (K, N)>,
    ) -> Result<Self, PartitionError> {
        let mut owners = vec![first];
        let mut keys: Vec<Box<[u8]>> = Vec::new();
        for (key, owner) in splits {
            let key = key.as_ref();
            let before = keys.last().map_or(&[][..], |key| key);
            if key <= before {
                return Err(PartitionError::Order { key: shown(key), before: shown(before) });
            }
            keys.push(key.into());
            owners.push(owner);
        }
        Ok(Self { boundaries: Boundaries::from_ascending(keys), owners })
    }

    /// Cuts the range that holds a key there; the owner keeps what precedes the key, and `owner` gets the rest of the
    /// range.
    ///
    /// # Errors
    ///
    /// [`PartitionError::Boundary`] if a range begins there already.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::RangeMap;
    ///
    /// let mut map = RangeMap::new("db-1");
    /// map.split("m", "db-2")?;
    /// assert_eq!((map.find("l"), map.find("m")), (&"db-1", &"db-2"));
    /// assert!(map.split("m", "db-3").is_err());
    /// # Ok::<(), ansatz_placement::PartitionError>(())
    /// ```
    pub fn split(&mut self, at: impl AsRef<[u8]>, owner: N) -> Result<(), PartitionError> {
        let at = at.as_ref();
        if self.begins_at(at).is_some() {
            return Err(PartitionError::Boundary { key: shown(at) });
        }
        let index = self.boundaries.below(at);
        self.boundaries.insert(index, at);
        self.owners.insert(index + 1, owner);
        Ok(())
    }

    /// Joins the two ranges that meet at a key; the owner of the one before it gets both, and the other one is
    /// returned.
    ///
    /// # Errors
    ///
    /// [`PartitionError::NoBoundary`] if no two ranges meet there.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::RangeMap;
    ///
    /// let mut map = RangeMap::with_splits("db-1", [("m", "db-2")])?;
    /// assert_eq!(map.merge("m"), Ok("db-2"));
    /// assert_eq!(map.find("z"), &"db-1");
    /// assert!(map.merge("m").is_err());
    /// # Ok::<(), ansatz_placement::PartitionError>(())
    /// ```
    pub fn merge(&mut self, at: impl AsRef<[u8]>) -> Result<N, PartitionError> {
        let at = at.as_ref();
        match self.begins_at(at) {
            Some(index) if index > 0 => {
                self.boundaries.remove(index - 1..index);
                Ok(self.owners.remove(index))
            }
            _ => Err(PartitionError::NoBoundary { key: shown(at) }),
        }
    }

    /// Joins all neighbours that have the same owner and returns how many ranges that has saved.
    ///
    /// # Complexity
    ///
    /// O(n).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::RangeMap;
    ///
    /// let mut map = RangeMap::with_splits("db-1", [("h", "db-1"), ("q", "db-2")])?;
    /// assert_eq!((map.coalesce(), map.len()), (1, 2));
    /// # Ok::<(), ansatz_placement::PartitionError>(())
    /// ```
    pub fn coalesce(&mut self) -> usize
    where
        N: PartialEq,
    {
        let before = self.owners.len();
        let mut keys = Vec::with_capacity(before);
        let mut owners: Vec<N> = Vec::with_capacity(before);
        let mut starts = self.boundaries.keys().iter();
        for owner in self.owners.drain(..) {
            // The first range has no boundary, and no one before it.
            let start = if owners.is_empty() { None } else { starts.next() };
            if owners.last() != Some(&owner) {
                keys.extend(start.cloned());
                owners.push(owner);
            }
        }
        self.owners = owners;
        self.boundaries = Boundaries::from_ascending(keys);
        before - self.owners.len()
    }

    /// Gives the whole range that holds a key to another owner, and returns the old one.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::RangeMap;
    ///
    /// let mut map = RangeMap::with_splits("db-1", [("m", "db-2")])?;
    /// assert_eq!(map.reassign("zoe", "db-3"), "db-2");
    /// assert_eq!(map.find("m"), &"db-3");
    /// # Ok::<(), ansatz_placement::PartitionError>(())
    /// ```
    pub fn reassign(&mut self, key: impl AsRef<[u8]>, owner: N) -> N {
        let index = self.position(key);
        core::mem::replace(&mut self.owners[index], owner)
    }

    /// Makes one range from `start` to `end`, which is left out, with this owner, whatever ranges were there: those
    /// that reach beyond it are cut. Without an end it is all from `start` on.
    ///
    /// # Errors
    ///
    /// [`PartitionError::Empty`] if the end is not after the start.
    ///
    /// # Complexity
    ///
    /// O(n).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::RangeMap;
    ///
    /// let mut map = RangeMap::with_splits("db-1", [("m", "db-2")])?;
    /// map.assign("h", Some(b"q"), "db-3")?;
    /// let owners: Vec<_> = map.iter().map(|range| *range.owner).collect();
    /// assert_eq!(owners, ["db-1", "db-3", "db-2"]);
    /// # Ok::<(), ansatz_placement::PartitionError>(())
    /// ```
    pub fn assign(&mut self, start: impl AsRef<[u8]>, end: Option<&[u8]>, owner: N) -> Result<(), PartitionError>
    where
        N: Clone,
    {
        let start = start.as_ref();
        if end.is_some_and(|end| end <= start) {
            return Err(PartitionError::Empty { start: shown(start), end: end.map_or_else(String::new, shown) });
        }
        for cut in [Some(start), end].into_iter().flatten() {
            if self.begins_at(cut).is_none() {
                let owner = self.find(cut).clone();
                self.split(cut, owner)?;
            }
        }
        let first = self.position(start);
        let behind = end.map_or(self.len(), |end| self.position(end));
        // The boundary of a range has the number before the range's own.
        self.boundaries.remove(first..behind - 1);
        self.owners.drain(first + 1..behind);
        self.owners[first] = owner;
        Ok(())
    }

    /// The owner of a key.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::RangeMap;
    ///
    /// let map = RangeMap::with_splits("db-1", [([0x80], "db-2")])?;
    /// assert_eq!(map.find([0x7f, 0xff]), &"db-1");
    /// # Ok::<(), ansatz_placement::PartitionError>(())
    /// ```
    #[inline]
    pub fn find(&self, key: impl AsRef<[u8]>) -> &N {
        &self.owners[self.position(key)]
    }

    /// The number of the range that holds a key, counted in their order from 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::RangeMap;
    ///
    /// let map = RangeMap::with_splits("db-1", [("h", "db-2"), ("q", "db-3")])?;
    /// assert_eq!(map.position("i"), 1);
    /// # Ok::<(), ansatz_placement::PartitionError>(())
    /// ```
    #[inline]
    pub fn position(&self, key: impl AsRef<[u8]>) -> usize {
        self.boundaries.not_above(key.as_ref())
    }

    /// The range of a number, if there are so many.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::RangeMap;
    ///
    /// let map = RangeMap::with_splits("db-1", [("h", "db-2")])?;
    /// assert_eq!(map.range(1).map(|range| range.start), Some(&b"h"[..]));
    /// assert!(map.range(2).is_none());
    /// # Ok::<(), ansatz_placement::PartitionError>(())
    /// ```
    pub fn range(&self, index: usize) -> Option<KeyRange<'_, N>> {
        let keys = self.boundaries.keys();
        let owner = self.owners.get(index)?;
        let start = index.checked_sub(1).and_then(|before| keys.get(before)).map_or(&[][..], |key| key);
        Some(KeyRange { start, end: keys.get(index).map(|key| &**key), owner })
    }

    /// All ranges in their order.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::RangeMap;
    ///
    /// let map = RangeMap::with_splits("db-1", [("h", "db-2")])?;
    /// let owners: Vec<_> = map.iter().map(|range| *range.owner).collect();
    /// assert_eq!(owners, ["db-1", "db-2"]);
    /// # Ok::<(), ansatz_placement::PartitionError>(())
    /// ```
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = KeyRange<'_, N>> {
        self.ranges(0..self.len())
    }

    /// The ranges that hold a key from `start` to `end`, which is left out, or any from `start` on; a scan visits
    /// these.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::RangeMap;
    ///
    /// let map = RangeMap::with_splits("db-1", [("h", "db-2"), ("q", "db-3")])?;
    /// assert_eq!(map.overlapping("a", Some(b"h")).count(), 1);
    /// assert_eq!(map.overlapping("i", None).count(), 2);
    /// # Ok::<(), ansatz_placement::PartitionError>(())
    /// ```
    pub fn overlapping(
        &self,
        start: impl AsRef<[u8]>,
        end: Option<&[u8]>,
    ) -> impl DoubleEndedIterator<Item = KeyRange<'_, N>> {
        self.ranges(self.span(start.as_ref(), end))
    }

    /// The ranges that a query must ask, each once, in their order: those with a selected key in them.
    ///
    /// Rows whose key is NULL have no place here; whoever holds them must be asked too if the selection
    /// [includes](Selection::includes_null) them. Where ranges begin at keys of the selection's type, no range is named
    /// needlessly.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Predicate, RangeMap, ShardKey};
    ///
    /// let map = RangeMap::with_splits("db-1", [(100i64.ordered_bytes(), "db-2"), (200.ordered_bytes(), "db-3")])?;
    /// let query = Predicate::one_of([-5i64, 150]).selection();
    /// let asked: Vec<_> = map.touched(&query).map(|range| *range.owner).collect();
    /// assert_eq!(asked, ["db-1", "db-2"]);
    /// # Ok::<(), ansatz_placement::PartitionError>(())
    /// ```
    pub fn touched<V: ShardKey>(
        &self,
        selection: &Selection<V>,
    ) -> impl Iterator<Item = KeyRange<'_, N>> + use<'_, N, V> {
        let mut spans: Vec<Range<usize>> = Vec::new();
        for interval in selection.intervals() {
            let end = interval.end.as_ref().map(ShardKey::ordered_bytes);
            let span = self.span(&interval.start.ordered_bytes(), end.as_deref());
            match spans.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => spans.push(span),
            }
        }
        spans.into_iter().flat_map(|span| self.ranges(span))
    }

    /// How many ranges there are; never 0.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_placement::RangeMap::new("db-1").len(), 1);
    /// ```
    #[allow(clippy::len_without_is_empty)] // It never is.
    pub fn len(&self) -> usize {
        self.owners.len()
    }

    /// The number of the range that begins at a key, if one does.
    fn begins_at(&self, key: &[u8]) -> Option<usize> {
        let index = self.position(key);
        self.range(index).filter(|range| range.start == key).map(|_| index)
    }

    /// The numbers of the ranges that hold a key from `start` to `end`.
    fn span(&self, start: &[u8], end: Option<&[u8]>) -> Range<usize> {
        if end.is_some_and(|end| end <= start) {
            return 0..0;
        }
        self.position(start)..end.map_or(self.len(), |end| self.boundaries.below(end) + 1)
    }

    fn ranges(&self, span: Range<usize>) -> impl DoubleEndedIterator<Item = KeyRange<'_, N>> + use<'_, N> {
        span.filter_map(|index| self.range(index))
    }
}

impl<N: Key> RangeMap<N> {
    /// The bytes of the map; docs/formats.md states them.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::RangeMap;
    ///
    /// let map = RangeMap::with_splits("db-1".to_string(), [("h", "db-2".to_string())])?;
    /// assert_eq!(RangeMap::from_bytes(&map.to_bytes())?, map);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        writer.count(self.boundaries.keys().len());
        let mut owners = self.owners.iter();
        for owner in owners.by_ref().take(1) {
            write_owner(&mut writer, owner);
        }
        for (key, owner) in self.boundaries.keys().iter().zip(owners) {
            writer.count(key.len());
            writer.slice(key);
            write_owner(&mut writer, owner);
        }
        writer.into_bytes()
    }
}

impl<N: DecodeKey> RangeMap<N> {
    /// The map that these bytes hold.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if they hold none: they are damaged, of another kind, or of a later version.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::RangeMap;
    ///
    /// let bytes = RangeMap::new(7u32).to_bytes();
    /// assert_eq!(RangeMap::<u32>::from_bytes(&bytes)?, RangeMap::new(7));
    /// assert!(RangeMap::<u32>::from_bytes(&bytes[1..]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        // A boundary takes two lengths and a byte at least.
        let count = reader.count(17)?;
        let mut owners = Vec::with_capacity(count + 1);
        let mut keys: Vec<Box<[u8]>> = Vec::with_capacity(count);
        owners.push(read_owner(&mut reader)?);
        for _ in 0..count {
            let len = reader.count(1)?;
            let key = reader.slice(len)?;
            let before = keys.last().map_or(&[][..], |key| key);
            if key <= before {
                return Err(DecodeError::field("key", shown(key), format_args!("after {}", shown(before))));
            }
            keys.push(key.into());
            owners.push(read_owner(&mut reader)?);
        }
        reader.finish()?;
        Ok(Self { boundaries: Boundaries::from_ascending(keys), owners })
    }
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([N: DecodeKey] RangeMap<N>);

impl<N> fmt::Debug for RangeMap<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RangeMap").field("ranges", &self.len()).finish_non_exhaustive()
    }
}

fn write_owner<N: Key>(writer: &mut Writer, owner: &N) {
    owner.encoding().read_bytes(|bytes| {
        writer.count(bytes.len());
        writer.slice(bytes);
    });
}

fn read_owner<N: DecodeKey>(reader: &mut Reader<'_>) -> Result<N, DecodeError> {
    let len = reader.count(1)?;
    N::decode(reader.slice(len)?)
}

const KIND: Kind = Kind::new(*b"RNGM");
const VERSION: u8 = 1;
