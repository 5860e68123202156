//! Tests and sequences as bytes.

use alloc::vec::Vec;

use ansatz_core::{
    DecodeError,
    bytes::{Codec, Kind, Reader, Writer},
};

pub(super) fn written(kind: Kind, value: &impl Codec) -> Vec<u8> {
    let mut writer = Writer::new(kind, VERSION, 0);
    value.encode(&mut writer);
    writer.into_bytes()
}

pub(super) fn read<T: Codec>(kind: Kind, bytes: &[u8]) -> Result<T, DecodeError> {
    let mut reader = Reader::new(bytes);
    reader.header(kind, VERSION)?.require_flags(0)?;
    let value = T::decode(&mut reader)?;
    reader.finish()?;
    Ok(value)
}

const VERSION: u8 = 1;
