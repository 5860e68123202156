//! Layouts: who owns which part, and how large it is.

use alloc::{boxed::Box, format, vec::Vec};
use core::fmt;

use ansatz_core::{
    DecodeError,
    bytes::{Kind, Reader, Writer},
};
use ansatz_hash::{DecodeKey, Key};

use super::{
    error::RebalanceError,
    space::{Part, Space},
};
use crate::{Fleet, Member, Placer};

/// Who owns which part, and how many bytes each holds.
///
/// The parts are numbered slots, or contiguous ranges over 64-bit hashes, or contiguous ranges over keys (byte strings
/// in their order). Together they cover their space, and each has one owner, by construction.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Fleet, Layout, Rendezvous};
///
/// // From any placer,
/// let layout = Layout::of(&Rendezvous::new(["a", "b", "c"])?, 16_384)?;
/// assert_eq!(layout.len(), 16_384);
///
/// // or by hand: slot 0 is on "b", slot 1 on "a", with so many bytes.
/// let layout = Layout::slots(Fleet::new(["a", "b"])?, [1, 0])?.with_bytes([700, 300])?;
/// assert_eq!((layout.owner(0), layout.bytes(0), layout.total_bytes()), (&"b", 700, 1000));
/// # Ok::<(), ansatz_placement::RebalanceError>(())
/// ```
#[derive(Clone)]
pub struct Layout<N> {
    pub(super) fleet: Fleet<N>,
    pub(super) space: Space,
    pub(super) owners: Vec<u32>,
    pub(super) bytes: Vec<u64>,
}

impl<N> Layout<N> {
    /// Numbered slots, each with the fleet's slot of its owner and one byte.
    ///
    /// # Errors
    ///
    /// [`RebalanceError`] if there is no slot, more than 2^32 - 1, or an owner that is not in the fleet.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Layout};
    ///
    /// let layout = Layout::slots(Fleet::new(["a", "b"])?, [0, 1, 1])?;
    /// assert_eq!(layout.owner(2), &"b");
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn slots(fleet: Fleet<N>, owners: impl IntoIterator<Item = usize>) -> Result<Self, RebalanceError> {
        let owners = checked_owners(owners, fleet.len())?;
        let bytes = alloc::vec![1; owners.len()];
        Self { fleet, space: Space::Slots, owners, bytes }.checked()
    }

    /// Ranges of hashes, each with its first hash and the fleet's slot of its owner; a range ends where the next begins.
    ///
    /// A range's size is its number of hashes, so that loads are shares of the hashes (2^64 itself is one too large for
    /// a size, and counts as 2^64 - 1); [`with_bytes`](Self::with_bytes) says what it holds really.
    ///
    /// # Errors
    ///
    /// [`RebalanceError`] if the first range does not start at 0, one does not start after the one before, an owner is
    /// not in the fleet, or there are more than 2^32 - 1 ranges.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Layout, Part};
    ///
    /// let layout = Layout::hash_ranges(Fleet::new(["a", "b"])?, [(0, 0), (1 << 63, 1)])?;
    /// assert_eq!(layout.part(0), Part::Hashes { first: 0, last: (1 << 63) - 1 });
    /// assert_eq!(layout.owner(layout.part_of_hash(u64::MAX).unwrap()), &"b");
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn hash_ranges(
        fleet: Fleet<N>,
        ranges: impl IntoIterator<Item = (u64, usize)>,
    ) -> Result<Self, RebalanceError> {
        let (starts, owners): (Vec<u64>, Vec<usize>) = ranges.into_iter().unzip();
        let owners = checked_owners(owners, fleet.len())?;
        require_ascending(&starts, |start| *start == 0, |start| format!("{start}"), "0")?;
        Self::of_circle(fleet, starts, owners).checked()
    }

    /// Ranges of keys, each with its first key, the fleet's slot of its owner and its bytes; a range ends where the next
    /// begins.
    ///
    /// # Errors
    ///
    /// [`RebalanceError`] if the first range does not start at the empty key, one does not start after the one before,
    /// an owner is not in the fleet, or there are more than 2^32 - 1 ranges.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Layout};
    ///
    /// let layout = Layout::key_ranges(Fleet::new(["a", "b"])?, [("", 0, 64), ("m", 1, 32)])?;
    /// assert_eq!(layout.owner(layout.part_of_key(b"zebra").unwrap()), &"b");
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn key_ranges<K: AsRef<[u8]>>(
        fleet: Fleet<N>,
        ranges: impl IntoIterator<Item = (K, usize, u64)>,
    ) -> Result<Self, RebalanceError> {
        let (mut starts, mut owners, mut bytes) = (Vec::<Box<[u8]>>::new(), Vec::new(), Vec::new());
        for (start, owner, size) in ranges {
            starts.push(start.as_ref().into());
            owners.push(owner);
            bytes.push(size);
        }
        let owners = checked_owners(owners, fleet.len())?;
        #[allow(clippy::borrowed_box)] // What a start is.
        let text = |start: &Box<[u8]>| format!("\"{}\"", start.escape_ascii());
        require_ascending(&starts, |start| start.is_empty(), text, "the empty key")?;
        Self { fleet, space: Space::Keys(starts), owners, bytes }.checked()
    }

    /// The same parts and owners with other sizes, in the parts' order.
    ///
    /// # Errors
    ///
    /// [`RebalanceError::Sizes`] if there are not as many as parts.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Layout};
    ///
    /// let layout = Layout::slots(Fleet::new(["a"])?, [0, 0])?.with_bytes([5, 7])?;
    /// assert_eq!(layout.total_bytes(), 12);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn with_bytes(self, bytes: impl IntoIterator<Item = u64>) -> Result<Self, RebalanceError> {
        let bytes: Vec<u64> = bytes.into_iter().collect();
        if bytes.len() != self.owners.len() {
            return Err(RebalanceError::Sizes { given: bytes.len() as u64, parts: self.owners.len() as u64 });
        }
        Ok(Self { bytes, ..self })
    }

    /// How many parts there are; never 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Layout};
    ///
    /// assert_eq!(Layout::slots(Fleet::new(["a"])?, [0, 0, 0])?.len(), 3);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    #[allow(clippy::len_without_is_empty)] // It never is.
    pub fn len(&self) -> usize {
        self.owners.len()
    }

    /// The nodes with their weights.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Layout};
    ///
    /// assert_eq!(Layout::slots(Fleet::new(["a", "b"])?, [0, 0, 1])?.fleet().len(), 2);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn fleet(&self) -> &Fleet<N> {
        &self.fleet
    }

    /// The part of this index.
    ///
    /// # Panics
    ///
    /// If the index is not below [`len`](Self::len).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Layout, Part};
    ///
    /// assert_eq!(Layout::slots(Fleet::new(["a"])?, [0, 0])?.part(1), Part::Slot(1));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn part(&self, index: usize) -> Part<'_> {
        self.space.part(index)
    }

    /// The node that owns the part of this index.
    ///
    /// # Panics
    ///
    /// If the index is not below [`len`](Self::len).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Layout};
    ///
    /// assert_eq!(Layout::slots(Fleet::new(["a", "b"])?, [1, 0])?.owner(0), &"b");
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn owner(&self, index: usize) -> &N {
        self.fleet.node(self.owners[index] as usize)
    }

    /// The bytes of the part of this index.
    ///
    /// # Panics
    ///
    /// If the index is not below [`len`](Self::len).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Layout};
    ///
    /// assert_eq!(Layout::slots(Fleet::new(["a"])?, [0])?.with_bytes([9])?.bytes(0), 9);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn bytes(&self, index: usize) -> u64 {
        self.bytes[index]
    }

    /// The bytes of all parts.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Layout};
    ///
    /// // All hashes but for the one that a size cannot hold.
    /// let whole = Layout::hash_ranges(Fleet::new(["a"])?, [(0, 0)])?;
    /// assert_eq!(whole.total_bytes(), u128::from(u64::MAX));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn total_bytes(&self) -> u128 {
        self.bytes.iter().map(|&bytes| u128::from(bytes)).sum()
    }

    /// The bytes on each node, in the order of the fleet's slots.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Layout};
    ///
    /// let layout = Layout::slots(Fleet::new(["a", "b"])?, [0, 1, 1])?.with_bytes([5, 7, 8])?;
    /// assert_eq!(layout.loads(), [5, 15]);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn loads(&self) -> Vec<u128> {
        let mut loads = alloc::vec![0; self.fleet.len()];
        for (&owner, &bytes) in self.owners.iter().zip(&self.bytes) {
            loads[owner as usize] += u128::from(bytes);
        }
        loads
    }

    /// The index of the part that holds a hash, if the parts are ranges of hashes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Layout};
    ///
    /// let layout = Layout::hash_ranges(Fleet::new(["a", "b"])?, [(0, 0), (100, 1)])?;
    /// assert_eq!((layout.part_of_hash(99), layout.part_of_hash(100)), (Some(0), Some(1)));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn part_of_hash(&self, hash: u64) -> Option<usize> {
        match &self.space {
            Space::Hashes(starts) => Some(starts.partition_point(|&start| start <= hash) - 1),
            _ => None,
        }
    }

    /// The index of the part that holds a key, if the parts are ranges of keys.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Layout};
    ///
    /// let layout = Layout::key_ranges(Fleet::new(["a", "b"])?, [("", 0, 1), ("m", 1, 1)])?;
    /// assert_eq!((layout.part_of_key(b"lion"), layout.part_of_key(b"m")), (Some(0), Some(1)));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn part_of_key(&self, key: &[u8]) -> Option<usize> {
        match &self.space {
            Space::Keys(starts) => Some(starts.partition_point(|start| &**start <= key) - 1),
            _ => None,
        }
    }

    /// Ranges that begin at 0 and ascend, of owners that are in the fleet.
    pub(super) fn of_circle(fleet: Fleet<N>, starts: Vec<u64>, owners: Vec<u32>) -> Self {
        let end_of = |index: usize| starts.get(index + 1).map_or(1 << 64, |&next| u128::from(next));
        let size = |(index, &start)| u64::try_from(end_of(index) - u128::from(start)).unwrap_or(u64::MAX);
        let bytes = starts.iter().enumerate().map(size).collect();
        Self { fleet, space: Space::Hashes(starts), owners, bytes }
    }

    fn checked(self) -> Result<Self, RebalanceError> {
        match self.owners.len() as u64 {
            0 => Err(RebalanceError::Parts(0)),
            parts if parts > u64::from(u32::MAX) => Err(RebalanceError::Parts(parts)),
            _ => Ok(self),
        }
    }
}

impl<N: Key + Clone> Layout<N> {
    /// What a placer makes of `slots` numbered slots, of one byte each: slot i is placed as the key i, a `u64`.
    ///
    /// # Errors
    ///
    /// [`RebalanceError::Parts`] if `slots` is 0 or more than 2^32 - 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Layout, Rendezvous};
    ///
    /// let placer = Rendezvous::new(["a", "b", "c"])?;
    /// assert_eq!(Layout::of(&placer, 1024)?.owner(7), placer.locate(&7u64));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn of<P: Placer<Node = N>>(placer: &P, slots: usize) -> Result<Self, RebalanceError> {
        if slots as u64 > u64::from(u32::MAX) {
            return Err(RebalanceError::Parts(slots as u64));
        }
        Self::slots(placer.fleet().clone(), (0..slots as u64).map(|slot| placer.place(placer.hash(&slot))))
    }
}

impl<N: Key> Layout<N> {
    /// The layout as bytes, as docs/formats.md states them.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Layout};
    ///
    /// let layout = Layout::slots(Fleet::new([1u32, 2])?, [0, 1, 1])?;
    /// assert_eq!(Layout::from_bytes(&layout.to_bytes()), Ok(layout));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        self.write(&mut writer);
        writer.into_bytes()
    }

    /// What follows the header, for the formats that hold a layout.
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.count(self.fleet.len());
        for member in self.fleet.members() {
            write_counted(writer, &member.node.encoding().to_vec());
            writer.f64(member.weight);
            writer.u8(u8::from(member.zone.is_some()));
            write_counted(writer, member.zone.as_deref().unwrap_or_default().as_bytes());
        }
        writer.u8(match self.space {
            Space::Slots => 0,
            Space::Hashes(_) => 1,
            Space::Keys(_) => 2,
        });
        writer.count(self.owners.len());
        for (index, (&owner, &bytes)) in self.owners.iter().zip(&self.bytes).enumerate() {
            writer.u32(owner);
            writer.u64(bytes);
            match &self.space {
                Space::Slots => {}
                Space::Hashes(starts) => writer.u64(starts[index]),
                Space::Keys(starts) => write_counted(writer, &starts[index]),
            }
        }
    }
}

impl<N: DecodeKey> Layout<N> {
    /// A layout from the bytes of [`to_bytes`](Self::to_bytes).
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if that is not what they are.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Layout;
    ///
    /// assert!(Layout::<String>::from_bytes(b"ANSZ").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let layout = Self::read(&mut reader)?;
        reader.finish()?;
        Ok(layout)
    }

    /// What follows the header.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let fleet = read_fleet(reader)?;
        let kind = reader.u8()?;
        let least = match kind {
            0 => 12,
            1 | 2 => 20,
            _ => return Err(DecodeError::field("space", kind, "0, 1 or 2")),
        };
        let parts = reader.count(least)?;
        let (mut owners, mut sizes) = (Vec::with_capacity(parts), Vec::with_capacity(parts));
        let (mut hashes, mut keys) = (Vec::new(), Vec::new());
        for _ in 0..parts {
            owners.push(reader.u32()? as usize);
            sizes.push(reader.u64()?);
            match kind {
                0 => {}
                1 => hashes.push(reader.u64()?),
                _ => keys.push(read_counted(reader)?),
            }
        }
        match kind {
            0 => Self::slots(fleet, owners),
            1 => Self::hash_ranges(fleet, hashes.into_iter().zip(owners)),
            _ => Self::key_ranges(fleet, keys.into_iter().zip(owners).map(|(key, owner)| (key, owner, 0))),
        }
        .and_then(|layout| layout.with_bytes(sizes))
        .map_err(|error| DecodeError::field("parts", error, "a layout"))
    }
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([N: DecodeKey] Layout<N>);

fn checked_owners(owners: impl IntoIterator<Item = usize>, nodes: usize) -> Result<Vec<u32>, RebalanceError> {
    let check = |(part, owner): (usize, usize)| {
        if owner < nodes {
            return Ok(owner as u32);
        }
        Err(RebalanceError::Owner { part: part as u64, owner: owner as u64, nodes: nodes as u64 })
    };
    owners.into_iter().enumerate().map(check).collect()
}

fn require_ascending<T: PartialOrd>(
    starts: &[T],
    is_first: impl Fn(&T) -> bool,
    text: impl Fn(&T) -> alloc::string::String,
    first: &str,
) -> Result<(), RebalanceError> {
    if let Some(start) = starts.first().filter(|start| !is_first(start)) {
        return Err(RebalanceError::Start { part: 0, start: text(start), allowed: first.into() });
    }
    match starts.windows(2).position(|pair| pair[0] >= pair[1]) {
        None => Ok(()),
        Some(before) => Err(RebalanceError::Start {
            part: before as u64 + 1,
            start: text(&starts[before + 1]),
            allowed: format!("after {}", text(&starts[before])),
        }),
    }
}

pub(super) fn write_counted(writer: &mut Writer, bytes: &[u8]) {
    writer.count(bytes.len());
    writer.slice(bytes);
}

fn read_counted<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], DecodeError> {
    let len = reader.count(1)?;
    reader.slice(len)
}

fn read_fleet<N: DecodeKey>(reader: &mut Reader<'_>) -> Result<Fleet<N>, DecodeError> {
    let mut members = Vec::new();
    for _ in 0..reader.count(25)? {
        let node = N::decode(read_counted(reader)?)?;
        let member = Member::new(node).with_weight(reader.f64()?);
        let labelled = reader.u8()?;
        let zone = read_counted(reader)?;
        members.push(match (labelled, core::str::from_utf8(zone)) {
            (0, Ok("")) => member,
            (1, Ok(zone)) => member.with_zone(zone),
            _ => {
                return Err(DecodeError::field(
                    "zone",
                    zone.escape_ascii(),
                    "a flag of 0 and nothing, or of 1 and text",
                ));
            }
        });
    }
    Fleet::with_members(members).map_err(|error| DecodeError::field("fleet", error, "a fleet"))
}

impl<N: Key> PartialEq for Layout<N> {
    /// Whether the members, the parts, the owners and the sizes are the same.
    fn eq(&self, other: &Self) -> bool {
        self.to_bytes() == other.to_bytes()
    }
}

impl<N> fmt::Debug for Layout<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layout")
            .field("nodes", &self.fleet.len())
            .field("parts", &self.owners.len())
            .field("over", &self.space.name())
            .finish_non_exhaustive()
    }
}

const KIND: Kind = Kind::new(*b"LAYT");
const VERSION: u8 = 1;
