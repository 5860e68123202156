//! Keys of several parts, put together on the stack while they are short.

use alloc::vec::Vec;
use core::fmt;

use super::Key;

/// The encoding of a key of several parts, while it is put together.
///
/// # Examples
///
/// ```
/// use ansatz_hash::{Composite, Key};
///
/// let mut composite = Composite::new();
/// ("JFK", "LAX").append_to(&mut composite);
/// assert_eq!(composite.as_bytes(), b"\x03\0\0\0\0\0\0\0JFK\x03\0\0\0\0\0\0\0LAX");
/// ```
///
/// # Complexity
///
/// Up to 64 bytes are held in place; a longer encoding moves to the heap once.
#[derive(Clone)]
pub struct Composite {
    inline: [u8; INLINE],
    inline_len: usize,
    // Holds everything once the encoding has outgrown `inline`, and is empty before.
    heap: Vec<u8>,
}

impl Composite {
    /// An encoding without parts.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_hash::Composite::new().as_bytes().is_empty());
    /// ```
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self { inline: [0; INLINE], inline_len: 0, heap: Vec::new() }
    }

    /// Appends bytes as they are; the caller sees to it that their end can be told.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut composite = ansatz_hash::Composite::new();
    /// composite.push_bytes(&[1, 2, 3]);
    /// assert_eq!(composite.as_bytes(), [1, 2, 3]);
    /// ```
    #[inline]
    pub fn push_bytes(&mut self, bytes: &[u8]) {
        if self.heap.is_empty() {
            let end = self.inline_len + bytes.len();
            if let Some(room) = self.inline.get_mut(self.inline_len..end) {
                room.copy_from_slice(bytes);
                self.inline_len = end;
                return;
            }
            self.heap.extend_from_slice(&self.inline[..self.inline_len]);
        }
        self.heap.extend_from_slice(bytes);
    }

    /// Appends the number of the bytes, as 8 bytes, and then the bytes: a string as a part.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut composite = ansatz_hash::Composite::new();
    /// composite.push_string(b"a");
    /// assert_eq!(composite.as_bytes(), b"\x01\0\0\0\0\0\0\0a");
    /// ```
    #[inline]
    pub fn push_string(&mut self, bytes: &[u8]) {
        self.push_bytes(&(bytes.len() as u64).to_le_bytes());
        self.push_bytes(bytes);
    }

    /// The bytes so far.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{Composite, Key};
    ///
    /// let mut composite = Composite::new();
    /// 5u8.append_to(&mut composite);
    /// assert_eq!(composite.as_bytes(), [5, 0, 0, 0, 0, 0, 0, 0]);
    /// ```
    #[must_use]
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        if self.heap.is_empty() { &self.inline[..self.inline_len] } else { &self.heap }
    }
}

impl Default for Composite {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Composite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Composite(\"{}\")", self.as_bytes().escape_ascii())
    }
}

macro_rules! tuple {
    ($($part:ident $index:tt),+) => {
        impl<$($part: Key),+> Key for ($($part,)+) {
            #[inline]
            fn append_to(&self, composite: &mut Composite) {
                $(self.$index.append_to(composite);)+
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

impl<K: Key> Key for Option<K> {
    #[inline]
    fn append_to(&self, composite: &mut Composite) {
        composite.push_bytes(&[u8::from(self.is_some())]);
        if let Some(key) = self {
            key.append_to(composite);
        }
    }
}

/// Two UUIDs, or a host name and a port, fit.
const INLINE: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_encodings_move_to_the_heap_and_stay_in_order() {
        let bytes: Vec<u8> = (0..=255).collect();
        for step in [1, 7, 63, 64, 65, 200] {
            let mut composite = Composite::new();
            for chunk in bytes.chunks(step) {
                composite.push_bytes(chunk);
            }
            assert_eq!(composite.as_bytes(), bytes, "in steps of {step}");
        }
    }
}
