//! Anchor as bytes: see docs/formats.md, section `ANCH`.

use alloc::{format, string::String, vec::Vec};

use ansatz_core::{
    DecodeError,
    bytes::{Kind, Reader, Writer},
    require_range,
};
use ansatz_hash::{DecodeKey, Identity, Key, KeyHasher, SeededHasher};

use super::{
    anchor::{Anchor, MAX_CAPACITY},
    anchor_buckets::Buckets,
};
use crate::{Fleet, Member};

impl<N: Key, H: KeyHasher> Anchor<N, H> {
    /// The nodes with their zones and the history that the placement depends on, in the format that docs/formats.md
    /// describes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Anchor;
    ///
    /// let mut placer = Anchor::new(["a".to_string(), "b".to_string(), "c".to_string()], 9)?;
    /// placer.remove("b")?;
    /// let elsewhere = Anchor::<String>::from_bytes(&placer.to_bytes())?;
    /// assert_eq!(elsewhere.locate("session:42"), placer.locate("session:42"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        self.hasher.identity().write(&mut writer);
        writer.u32(self.capacity() as u32);
        writer.count(self.fleet.len());
        for (member, &bucket) in self.fleet.members().iter().zip(&self.bucket_of) {
            writer.u32(bucket);
            member.node.encoding().read_bytes(|bytes| {
                writer.count(bytes.len());
                writer.slice(bytes);
            });
            member.zone.encoding().read_bytes(|bytes| writer.slice(bytes));
        }
        for &bucket in self.buckets.removed() {
            writer.u32(bucket);
        }
        writer.into_bytes()
    }

    /// The placer that [`to_bytes`](Self::to_bytes) wrote, with the hasher that it was built with.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if no placer of such nodes with a hasher like `hasher` is written so.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    /// use ansatz_placement::{Anchor, Fleet};
    ///
    /// let bytes = Anchor::with_hasher(Fleet::new([1u32, 2])?, 9, SipHash::new([7; 16]))?.to_bytes();
    /// assert!(Anchor::<u32, _>::from_bytes_with(&bytes, SipHash::new([7; 16])).is_ok());
    /// assert!(Anchor::<u32, _>::from_bytes_with(&bytes, SipHash::new([8; 16])).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_bytes_with(bytes: &[u8], hasher: H) -> Result<Self, DecodeError>
    where
        N: DecodeKey,
    {
        Self::decode(bytes, |identity| identity.require(hasher))
    }

    fn decode(bytes: &[u8], hasher: impl FnOnce(Identity) -> Result<H, DecodeError>) -> Result<Self, DecodeError>
    where
        N: DecodeKey,
    {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let hasher = hasher(Identity::read(&mut reader)?)?;
        let capacity = require_range("capacity", reader.u32()? as usize, 1..=MAX_CAPACITY)?;
        let nodes = require_range("number of nodes", reader.count(MIN_MEMBER_BYTES)?, 1..=capacity)?;
        let (fleet, bucket_of) = read_members(&mut reader, nodes)?;
        let removed = reader.slice(4 * (capacity - nodes))?;
        reader.finish()?;
        let removed = removed.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes));
        let mut buckets = Buckets::with_removed(capacity, removed)
            .ok_or_else(|| DecodeError::field("removed bucket", "there twice or too great", "below the capacity"))?;
        take_places(&mut buckets, &bucket_of)?;
        Ok(Self { fleet, buckets, bucket_of, hasher })
    }
}

impl<N: DecodeKey, H: SeededHasher> Anchor<N, H> {
    /// The placer that [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if no placer of such nodes is written so.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Anchor;
    ///
    /// assert!(Anchor::<String>::from_bytes(b"ANSZ").is_err());
    /// ```
    ///
    /// # Complexity
    ///
    /// Memory is linear in the input, whatever capacity it states: every bucket stands in it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::decode(bytes, Identity::hasher)
    }
}

/// The members in their slots, and the bucket of each.
fn read_members<N: DecodeKey>(reader: &mut Reader<'_>, nodes: usize) -> Result<(Fleet<N>, Vec<u32>), DecodeError> {
    let mut fleet = Fleet::empty();
    let mut bucket_of = Vec::with_capacity(nodes);
    for _ in 0..nodes {
        bucket_of.push(reader.u32()?);
        let len = reader.count(1)?;
        let node = N::decode(reader.slice(len)?)?;
        let zone = Option::<String>::decode_part(reader)?;
        let member = Member { zone, ..Member::new(node) };
        fleet.add(member).map_err(|error| DecodeError::field("node", error, "different from all others"))?;
    }
    Ok((fleet, bucket_of))
}

/// Gives every slot its bucket; there are as many working buckets as slots.
fn take_places(buckets: &mut Buckets, bucket_of: &[u32]) -> Result<(), DecodeError> {
    let mut is_taken = alloc::vec![false; buckets.capacity()];
    for (slot, &bucket) in bucket_of.iter().enumerate() {
        if !buckets.is_working(bucket) || core::mem::replace(&mut is_taken[bucket as usize], true) {
            let allowed = format!("below {} and there once", buckets.capacity());
            return Err(DecodeError::field("bucket", bucket, allowed));
        }
        buckets.renumber(bucket, slot);
    }
    Ok(())
}

impl<N: Key, H: KeyHasher> PartialEq for Anchor<N, H> {
    /// Whether both have the same nodes, hasher and history: they place every key alike, and go on to do so after the
    /// same changes.
    fn eq(&self, other: &Self) -> bool {
        self.to_bytes() == other.to_bytes()
    }
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([N: DecodeKey, H: SeededHasher] Anchor<N, H>);

const KIND: Kind = Kind::new(*b"ANCH");

/// Version 1 is the first.
const VERSION: u8 = 1;

/// The bucket, the length of an empty encoding, and no zone.
const MIN_MEMBER_BYTES: usize = 13;
