//! The byte codec behind every format of the family: little-endian, bounded, versioned.
//!
//! Every value begins with the same ten bytes: the magic `ANSZ`, four ASCII letters that name the [`Kind`], a version
//! and a byte of flags. What follows is the kind's own; docs/formats.md states each.
//!
//! ```
//! use ansatz_core::bytes::{Kind, Reader, Writer};
//!
//! const TALLY: Kind = Kind::new(*b"TLLY");
//! let mut writer = Writer::new(TALLY, 1, 0);
//! writer.u64(42);
//! let bytes = writer.into_bytes();
//!
//! let mut reader = Reader::new(&bytes);
//! let header = reader.header(TALLY, 1)?;
//! assert_eq!((header.version, reader.u64()?), (1, 42));
//! reader.finish()?;
//! # Ok::<(), ansatz_core::DecodeError>(())
//! ```

mod codec;
mod header;
mod reader;
mod writer;

pub use codec::Codec;
pub use header::{Header, Kind};
pub use reader::Reader;
pub use writer::Writer;
