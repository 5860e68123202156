//! The formats of both Count-Min sketches, byte for byte.

use ansatz_sketch::{ConservativeCountMin, CountMin};

/// Rows of 3 counters: the layout, and with it the row constants and the range reduction, is a format.
#[test]
fn the_bytes_are_pinned() {
    let items = [(1u64, 1), (2, 10), (3, 100), (4, 1000)];
    let mut plain = CountMin::with_dimensions(3, 2).unwrap();
    plain.extend(items);
    let mut conservative = ConservativeCountMin::with_dimensions(3, 2).unwrap();
    conservative.extend(items);
    let expected = |kind: &[u8], cells: [u32; 6]| {
        let mut bytes =
            [b"ANSZ", kind, b"\x01\x00", b"XXH3", &[0; 8], &[3, 0, 0, 0, 2], &[0; 4], &[0x57, 4], &[0; 6]].concat();
        cells.iter().for_each(|cell| bytes.extend(cell.to_le_bytes()));
        bytes
    };
    assert_eq!(plain.to_bytes(), expected(b"CMIN", [0; 6]));
    assert_eq!(conservative.to_bytes(), expected(b"CMCU", [0; 6]));
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
