//! The format of SpaceSaving, byte for byte.

use ansatz_sketch::TopK;

#[test]
fn the_bytes_are_pinned() {
    let mut top = TopK::<String>::new(1).unwrap();
    top.extend([("b", 5), ("a", 7), ("cc", 1)]);
    let words = |words: &[u64]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
    let expected = [
        b"ANSZTOPK\x01\x00XXH3\0\0\0\0\0\0\0\0\x01\0\0\0",
        // Total, floor, number of keys; count, error, length of the key, key.
        &words(&[13, 5, 2])[..],
        &words(&[7, 0, 1]),
        b"a",
        &words(&[6, 5, 2]),
        b"cc",
    ];
    assert_eq!(top.to_bytes(), expected.concat());
}

#[test]
fn ties_are_written_in_the_order_of_their_bytes() {
    let mut top = TopK::<String>::new(9).unwrap();
    top.extend([("b", 1), ("ab", 1), ("a", 1), ("c", 2)]);
    let order: String = top.top(9).into_iter().map(|counted| counted.item + " ").collect();
    assert_eq!(order, "c a ab b ");
}
