//! The formats of both Count-Min sketches, byte for byte.

use ansatz_sketch::{ConservativeCountMin, CountMin};

/// The counters were computed by a Python program of its own over the package `xxhash`: the row constants and the range
/// reduction are part of the format.
#[test]
fn the_bytes_are_pinned() {
    let mut plain = CountMin::with_dimensions(4, 3).unwrap();
    let mut conservative = ConservativeCountMin::with_dimensions(4, 3).unwrap();
    let items = [(1u64, 1), (2, 10), (3, 100), (4, 1000), (5, 10_000), (6, 100_000)];
    plain.extend(items);
    conservative.extend(items);
    let expected = |kind: &[u8], cells: [[u32; 4]; 3]| {
        let dimensions = [4, 0, 0, 0, 3];
        let total = 111_111u64.to_le_bytes();
        let mut bytes = [b"ANSZ", kind, b"\x01\x00", b"XXH3", &[0; 8], &dimensions, &[0; 4], &total].concat();
        for cell in cells.as_flattened() {
            bytes.extend(cell.to_le_bytes());
        }
        bytes
    };
    let cells = [[0, 101, 0, 111_010], [100_000, 11_000, 10, 101], [10_000, 1, 100_100, 1010]];
    assert_eq!(plain.to_bytes(), expected(b"CMIN", cells));
    let cells = [[0, 100, 0, 100_000], [100_000, 10_000, 10, 100], [10_000, 1, 100_000, 1000]];
    assert_eq!(conservative.to_bytes(), expected(b"CMCU", cells));
}

#[test]
fn counters_are_wide_from_2_to_the_32() {
    let mut sketch = CountMin::with_dimensions(1, 1).unwrap();
    sketch.update("key", u64::from(u32::MAX));
    assert_eq!(sketch.to_bytes()[27..], [0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 255, 255, 255, 255]);
    sketch.update("key", 1);
    assert_eq!(sketch.to_bytes()[27..], [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
    sketch.halve();
    assert_eq!(sketch.to_bytes()[27..], [1, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 0, 0, 0, 0, 128]);
}
