//! What a writer writes, a reader reads, and nothing else.

use ansatz_core::bytes::{Kind, Reader, Writer};
use proptest::prelude::*;

/// A field of a format.
#[derive(Debug, Clone)]
enum Field {
    U8(u8),
    U16(u16),
    U32(u32),
    U64(u64),
    F64(f64),
    /// A count of bytes, then the bytes.
    Bytes(Vec<u8>),
}

impl Field {
    fn any() -> impl Strategy<Value = Self> {
        prop_oneof![
            any::<u8>().prop_map(Self::U8),
            any::<u16>().prop_map(Self::U16),
            any::<u32>().prop_map(Self::U32),
            any::<u64>().prop_map(Self::U64),
            // Every bit pattern: NaNs keep their payload.
            any::<u64>().prop_map(|bits| Self::F64(f64::from_bits(bits))),
            any::<Vec<u8>>().prop_map(Self::Bytes),
        ]
    }

    fn len(&self) -> usize {
        match self {
            Self::U8(_) => 1,
            Self::U16(_) => 2,
            Self::U32(_) => 4,
            Self::U64(_) | Self::F64(_) => 8,
            Self::Bytes(bytes) => 8 + bytes.len(),
        }
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::U8(value) => writer.u8(*value),
            Self::U16(value) => writer.u16(*value),
            Self::U32(value) => writer.u32(*value),
            Self::U64(value) => writer.u64(*value),
            Self::F64(value) => writer.f64(*value),
            Self::Bytes(bytes) => {
                writer.count(bytes.len());
                writer.slice(bytes);
            }
        }
    }

    /// Whether the next field is this one.
    fn is_next(&self, reader: &mut Reader<'_>) -> bool {
        match self {
            Self::U8(value) => reader.u8() == Ok(*value),
            Self::U16(value) => reader.u16() == Ok(*value),
            Self::U32(value) => reader.u32() == Ok(*value),
            Self::U64(value) => reader.u64() == Ok(*value),
            Self::F64(value) => reader.f64().map(f64::to_bits) == Ok(value.to_bits()),
            Self::Bytes(bytes) => reader.count(1).and_then(|len| reader.slice(len)) == Ok(bytes),
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        code: [u8; 4],
        version in 1u8..,
        flags: u8,
        room in 0usize..1_000,
        fields in proptest::collection::vec(Field::any(), 0..20),
    ) {
        let kind = Kind::new(code);
        let mut writer = Writer::new(kind, version, flags);
        writer.reserve(room);
        for field in &fields {
            field.write(&mut writer);
        }
        let bytes = writer.into_bytes();
        prop_assert_eq!(bytes.len(), 10 + fields.iter().map(Field::len).sum::<usize>());

        let mut reader = Reader::new(&bytes);
        let header = reader.header(kind, version).unwrap();
        prop_assert_eq!((header.version, header.flags), (version, flags));
        for field in &fields {
            let left = reader.remaining();
            prop_assert!(field.is_next(&mut reader), "{field:?}");
            prop_assert_eq!(left - reader.remaining(), field.len());
        }
        prop_assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn a_count_never_promises_more_than_is_there(bytes: Vec<u8>, element_bytes in 0usize..100) {
        let mut reader = Reader::new(&bytes);
        if let Ok(count) = reader.count(element_bytes) {
            prop_assert!(count * element_bytes.max(1) <= reader.remaining());
        }
    }

    #[test]
    fn kinds_are_shown_as_printable_text(code: [u8; 4]) {
        let shown = format!("{:?}", Kind::new(code));
        prop_assert!(shown.starts_with("Kind(\"") && shown.is_ascii() && !shown.contains(char::is_control));
    }
}
