//! Whole files, up to a size.

use std::{
    io::{self, BufRead, Read},
    path::Path,
};

use crate::{
    csv::{BYTE_ORDER_MARK, unpacked},
    rows::{TableError, open},
};

/// What a file's name ends in, in small letters and but for `.gz`; empty without a dot.
pub fn extension(file: &Path) -> String {
    let name = file.to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_owned())
}

/// All of a file, gzipped or not, if it is not longer than `most`; `-` is what comes in.
///
/// # Errors
///
/// [`TableError::Open`]. Packed files can stand for any number of bytes, so that the limit is on what is in them.
pub fn bytes(file: &Path, most: u64) -> Result<Vec<u8>, TableError> {
    let input: Box<dyn BufRead> =
        if file.as_os_str() == "-" { unpacked(io::stdin().lock()).map_err(TableError::Open)? } else { open(file)? };
    let mut bytes = Vec::new();
    input.take(most + 1).read_to_end(&mut bytes).map_err(TableError::Open)?;
    if bytes.len() as u64 > most {
        return Err(TableError::Open(io::Error::other(format!("more than {} MiB of text", most >> 20))));
    }
    Ok(bytes)
}

/// The bytes as UTF-8, or the line where they are none and what is there; a byte order mark is not part of the text.
///
/// # Errors
///
/// The line, from 1, and the reason.
pub fn text(bytes: &[u8]) -> Result<&str, (u64, String)> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    str::from_utf8(bytes).map_err(|error| {
        let before = str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1) + 1;
        (line as u64, format!("not UTF-8 at byte {column}"))
    })
}
