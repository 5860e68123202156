//! A node's name in an error.

use alloc::{format, string::String};

use ansatz_hash::{Encoding, Key};

/// A node as a reader knows it: a number as its value, bytes in quotes.
pub(crate) fn name_of<K: Key + ?Sized>(node: &K) -> String {
    match node.encoding() {
        Encoding::Word(word) => format!("{word}"),
        Encoding::Wide(wide) => format!("{wide}"),
        other => other.read_bytes(|bytes| format!("\"{}\"", bytes.escape_ascii())),
    }
}
