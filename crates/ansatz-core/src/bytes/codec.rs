//! How a state of many parts becomes bytes and comes back.

use alloc::{collections::BTreeMap, vec::Vec};

use super::{Reader, Writer};
use crate::DecodeError;

/// A part of a stored state: written without loss, and read with its checks.
///
/// It has no header of its own: that is the whole value's.
///
/// # Examples
///
/// ```
/// use ansatz_core::{DecodeError, bytes::{Codec, Reader, Writer}};
///
/// struct Route(Vec<u32>);
///
/// impl Codec for Route {
///     fn encode(&self, writer: &mut Writer) {
///         self.0.encode(writer);
///     }
///
///     fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
///         Ok(Self(Codec::decode(reader)?))
///     }
/// }
/// # let _ = Route(vec![]);
/// ```
pub trait Codec: Sized {
    /// Writes the value.
    fn encode(&self, writer: &mut Writer);

    /// Reads what [`encode`](Self::encode) has written, from bytes that may be anything.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if no value of the type was written so.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;
}

/// [`Codec`] for a struct by its fields, in this order; what was read must pass the type's own
/// `check(&self) -> Result<(), DecodeError>`.
#[doc(hidden)] // For the crates of the family.
#[macro_export]
macro_rules! codec {
    ([$($generics:tt)*] $type:ty { $($field:ident),* $(,)? }) => {
        impl<$($generics)*> $crate::bytes::Codec for $type {
            fn encode(&self, writer: &mut $crate::bytes::Writer) {
                $($crate::bytes::Codec::encode(&self.$field, writer);)*
            }

            fn decode(
                reader: &mut $crate::bytes::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::DecodeError> {
                let value = Self { $($field: $crate::bytes::Codec::decode(reader)?),* };
                value.check()?;
                Ok(value)
            }
        }
    };
}

macro_rules! number {
    ($($type:ident)*) => {
        $(impl Codec for $type {
            fn encode(&self, writer: &mut Writer) {
                writer.$type(*self);
            }

            fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                reader.$type()
            }
        })*
    };
}
number!(u8 u16 u32 u64 f64);

impl Codec for () {
    fn encode(&self, _writer: &mut Writer) {}

    fn decode(_reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(())
    }
}

impl Codec for usize {
    fn encode(&self, writer: &mut Writer) {
        writer.u64(*self as u64);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let value = reader.u64()?;
        Self::try_from(value).map_err(|_| DecodeError::field("size", value, "what this platform can count to"))
    }
}

impl Codec for bool {
    fn encode(&self, writer: &mut Writer) {
        writer.u8(u8::from(*self));
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(DecodeError::field("flag", other, "0..=1")),
        }
    }
}

impl<A: Codec, B: Codec> Codec for (A, B) {
    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
        self.1.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok((A::decode(reader)?, B::decode(reader)?))
    }
}

impl<T: Codec> Codec for Option<T> {
    fn encode(&self, writer: &mut Writer) {
        self.is_some().encode(writer);
        if let Some(value) = self {
            value.encode(writer);
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(if bool::decode(reader)? { Some(T::decode(reader)?) } else { None })
    }
}

impl<T: Codec, const N: usize> Codec for [T; N] {
    fn encode(&self, writer: &mut Writer) {
        for item in self {
            item.encode(writer);
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let items = (0..N).map(|_| T::decode(reader)).collect::<Result<Vec<T>, DecodeError>>()?;
        items.try_into().map_err(|_| DecodeError::field("array", "too short", N))
    }
}

impl<T: Codec> Codec for Vec<T> {
    fn encode(&self, writer: &mut Writer) {
        writer.count(self.len());
        for item in self {
            item.encode(writer);
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        // Every item takes a byte at least; memory is taken as items really arrive.
        let count = reader.count(1)?;
        let mut items = Vec::new();
        for _ in 0..count {
            items.push(T::decode(reader)?);
        }
        Ok(items)
    }
}

impl<T: Codec> Codec for BTreeMap<u64, T> {
    fn encode(&self, writer: &mut Writer) {
        writer.count(self.len());
        for (key, value) in self {
            key.encode(writer);
            value.encode(writer);
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let pairs = Vec::<(u64, T)>::decode(reader)?;
        if !pairs.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(DecodeError::field("map", "keys out of order", "rising keys"));
        }
        Ok(pairs.into_iter().collect())
    }
}
