//! A way in for types that only know `core::hash::Hash`.

use core::hash::{Hash, Hasher};

use super::{Composite, Encoding, Key};

/// A key made of what a type feeds to a `std` hasher.
///
/// For a type of another crate that derives [`Hash`] and nothing else. Its limits, which is why it is not the default:
///
/// * The byte stream of `Hash` is not specified. It may change with the release of Rust, of `std` and of the type's
///   crate, and then stored sketches and shards no longer fit.
/// * Integers of a fixed width and `usize` are written here little-endian and platform-independent, but slices of
///   integers (`[u32]`, `Vec<u64>`) reach a hasher as raw memory, which differs by the machine's byte order, and `usize`
///   elements among them by its word size.
/// * It is not the same key as the value itself: `StdHash("a")` is not `"a"`.
///
/// Use it within one build of one program; implement [`Key`] for anything that is stored or sent.
///
/// # Examples
///
/// ```
/// use ansatz_hash::{KeyHasher, StdHash, Xxh3};
///
/// #[derive(Hash)]
/// enum Plan { Free, Paid { seats: u32 } }
///
/// let hasher = Xxh3::default();
/// assert_ne!(hasher.hash64(&StdHash(Plan::Free)), hasher.hash64(&StdHash(Plan::Paid { seats: 3 })));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct StdHash<T: ?Sized>(pub T);

impl<T: Hash + ?Sized> Key for StdHash<T> {
    fn append_to(&self, composite: &mut Composite) {
        self.encoding().read_bytes(|bytes| composite.push_string(bytes));
    }

    fn encoding(&self) -> Encoding<'_> {
        let mut recorder = Recorder(Composite::new());
        self.0.hash(&mut recorder);
        Encoding::Composite(recorder.0)
    }
}

/// A hasher that keeps what it is fed, integers little-endian.
struct Recorder(Composite);

macro_rules! little_endian {
    ($($method:ident($type:ty) as $wide:ty;)+) => {$(
        fn $method(&mut self, value: $type) {
            self.0.push_bytes(&(value as $wide).to_le_bytes());
        }
    )+};
}

impl Hasher for Recorder {
    fn write(&mut self, bytes: &[u8]) {
        self.0.push_bytes(bytes);
    }

    little_endian! {
        write_u8(u8) as u8;
        write_u16(u16) as u16;
        write_u32(u32) as u32;
        write_u64(u64) as u64;
        write_u128(u128) as u128;
        write_usize(usize) as u64;
        write_i8(i8) as i8;
        write_i16(i16) as i16;
        write_i32(i32) as i32;
        write_i64(i64) as i64;
        write_i128(i128) as i128;
        write_isize(isize) as i64;
    }

    /// Unused: the bytes are what is wanted.
    fn finish(&self) -> u64 {
        0
    }
}
