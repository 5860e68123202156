//! What the fuzz targets share: the macro that makes a program of each.
//!
//! With the feature `libfuzzer` (default) the program is libFuzzer's, as `cargo fuzz` builds it. Without it the program
//! feeds the target every file that it is given, or every file in a folder, once: a finding and the committed corpus
//! can be replayed by a plain compiler. `cargo run --no-default-features --bin decode_reader corpus/decode_reader`

#[cfg(feature = "libfuzzer")]
pub use libfuzzer_sys;

/// The program that feeds bytes to a target: `target!(|data| { ... })`.
#[cfg(feature = "libfuzzer")]
#[macro_export]
macro_rules! target {
    (|$data:ident| $body:expr) => {
        $crate::libfuzzer_sys::fuzz_target!(|$data: &[u8]| { $body });
    };
}

/// The program that feeds bytes to a target: `target!(|data| { ... })`.
#[cfg(not(feature = "libfuzzer"))]
#[macro_export]
macro_rules! target {
    (|$data:ident| $body:expr) => {
        fn main() -> std::io::Result<()> {
            $crate::replay(|$data: &[u8]| $body)
        }
    };
}

/// Feeds `target` each file named on the command line, and each file of each folder named there.
///
/// # Errors
///
/// If a file or a folder cannot be read, or if there is no file at all: a replay of nothing proves nothing.
#[cfg(not(feature = "libfuzzer"))]
pub fn replay(target: impl Fn(&[u8])) -> std::io::Result<()> {
    let mut files = Vec::new();
    for argument in std::env::args_os().skip(1) {
        let path = std::path::PathBuf::from(argument);
        if path.is_dir() {
            for entry in std::fs::read_dir(path)? {
                files.push(entry?.path());
            }
        } else {
            files.push(path);
        }
    }
    files.sort();
    for file in &files {
        target(&std::fs::read(file)?);
    }
    if files.is_empty() {
        return Err(std::io::Error::other("no file to replay: name files or folders"));
    }
    println!("{} files replayed", files.len());
    Ok(())
}

/// Writes an accepted value and reads it again: the same value comes back, and the same bytes.
///
/// # Panics
///
/// If not.
pub fn assert_round_trip<T: PartialEq + std::fmt::Debug, E: std::fmt::Debug>(
    value: &T,
    to_bytes: impl Fn(&T) -> Vec<u8>,
    from_bytes: impl Fn(&[u8]) -> Result<T, E>,
) {
    let bytes = to_bytes(value);
    let again = from_bytes(&bytes).expect("a value writes what it cannot read");
    assert_eq!(&again, value);
    assert_eq!(to_bytes(&again), bytes);
}
