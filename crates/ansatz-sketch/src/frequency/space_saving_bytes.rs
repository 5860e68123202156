//! SpaceSaving as bytes: see docs/formats.md, section `TOPK`.

use alloc::vec::Vec;

use ansatz_core::{
    DecodeError,
    bytes::{Kind, Reader, Writer},
    require_range,
};
use ansatz_hash::{DecodeKey, Identity, Key, KeyHasher, SeededHasher};

use super::{
    space_saving::TopK,
    summary::{Entry, Summary},
};

impl<K: Key, H: KeyHasher> TopK<K, H> {
    /// The summary as bytes, in the format that docs/formats.md describes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::TopK;
    ///
    /// let mut top = TopK::<String>::new(10)?;
    /// top.update("key", 2);
    /// assert_eq!(TopK::from_bytes(&top.to_bytes())?, top);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        self.hasher.identity().write(&mut writer);
        writer.u32(self.capacity() as u32);
        writer.u64(self.total);
        writer.u64(self.floor());
        writer.count(self.len());
        for entry in self.ranked() {
            writer.u64(entry.count);
            writer.u64(entry.error);
            entry.key.encoding().read_bytes(|bytes| {
                writer.count(bytes.len());
                writer.slice(bytes);
            });
        }
        writer.into_bytes()
    }

    /// The summary that [`to_bytes`](Self::to_bytes) wrote, with the hasher that it was built with.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if no summary of such keys with a hasher like `hasher` is written so.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    /// use ansatz_sketch::TopK;
    ///
    /// let bytes = TopK::<String, _>::with_hasher(10, SipHash::new([7; 16]))?.to_bytes();
    /// assert!(TopK::<String, _>::from_bytes_with(&bytes, SipHash::new([7; 16])).is_ok());
    /// assert!(TopK::<String, _>::from_bytes_with(&bytes, SipHash::new([8; 16])).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_bytes_with(bytes: &[u8], hasher: H) -> Result<Self, DecodeError>
    where
        K: DecodeKey,
    {
        Self::decode(bytes, |identity| identity.require(hasher))
    }

    fn decode(bytes: &[u8], hasher: impl FnOnce(Identity) -> Result<H, DecodeError>) -> Result<Self, DecodeError>
    where
        K: DecodeKey,
    {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let hasher = hasher(Identity::read(&mut reader)?)?;
        let mut top = Self::with_hasher(reader.u32()? as usize, hasher)?;
        top.total = reader.u64()?;
        let floor = reader.u64()?;
        let len = require_range("number of keys", reader.count(MIN_ENTRY_BYTES)?, 0..=top.summary.room())?;
        let mut entries: Vec<Entry<K>> = Vec::with_capacity(len);
        for _ in 0..len {
            let entry = read_entry(&mut reader, floor, &top.hasher)?;
            if entries.last().is_some_and(|last| last.rank(&entry).is_ge()) {
                return Err(DecodeError::field("key", "out of order", "after the one before it"));
            }
            entries.push(entry);
        }
        reader.finish()?;
        top.summary = Summary::from_entries(top.capacity(), floor, entries)
            .ok_or_else(|| DecodeError::field("key", "there twice", "different from all others"))?;
        top.validate()?;
        Ok(top)
    }

    /// Checks the invariant: (capacity + 1) floor + sum of (count - floor) <= total, and equality without a floor.
    fn validate(&self) -> Result<(), DecodeError> {
        let floor = self.floor();
        if floor > 0 && self.len() < self.capacity() {
            return Err(DecodeError::field("floor", floor, "0 while there is room"));
        }
        let above: u128 = self.summary.entries().iter().map(|entry| u128::from(entry.count - floor)).sum();
        let explained = above + (self.capacity() as u128 + 1) * u128::from(floor);
        let total = u128::from(self.total);
        if self.total < u64::MAX && (explained > total || (floor == 0 && explained < total)) {
            return Err(DecodeError::field("total", total, alloc::format!("{explained}, or more if there is a floor")));
        }
        Ok(())
    }
}

impl<K: DecodeKey, H: SeededHasher> TopK<K, H> {
    /// The summary that [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if no summary of such keys is written so.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::TopK;
    ///
    /// assert!(TopK::<String>::from_bytes(b"ANSZ").is_err());
    /// ```
    ///
    /// # Complexity
    ///
    /// Memory is linear in the input and time little more, O(n log n), whatever capacity it states and whatever hashes
    /// its keys have. The summary is as slow afterwards as its keys make it: where strangers write the bytes, a hasher
    /// with a secret key ([`from_bytes_with`](Self::from_bytes_with)) keeps updates fast.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::decode(bytes, Identity::hasher)
    }
}

fn read_entry<K: DecodeKey, H: KeyHasher>(
    reader: &mut Reader<'_>,
    floor: u64,
    hasher: &H,
) -> Result<Entry<K>, DecodeError> {
    let (count, error) = (reader.u64()?, reader.u64()?);
    let key_len = reader.count(1)?;
    let key = K::decode(reader.slice(key_len)?)?;
    if count == 0 || count < floor {
        return Err(DecodeError::field("count", count, "at least the floor, and at least 1"));
    }
    if error > floor {
        return Err(DecodeError::field("error", error, "at most the floor"));
    }
    Ok(Entry { hash: hasher.hash64(&key), key, count, error })
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([K: DecodeKey, H: SeededHasher] TopK<K, H>);

const KIND: Kind = Kind::new(*b"TOPK");

/// Version 1 is the first.
const VERSION: u8 = 1;

/// Count, error and the length of an empty key.
const MIN_ENTRY_BYTES: usize = 24;
