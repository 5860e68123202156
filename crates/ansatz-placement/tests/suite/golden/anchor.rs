//! Anchor's format and placements, pinned when they were first written.

use ansatz_placement::{Anchor, Member};

fn placer() -> Anchor<String> {
    let mut placer = Anchor::new(["a", "bc", "d"].map(String::from), 6).unwrap();
    placer.add(Member::new("e".to_string()).with_zone("west")).unwrap();
    placer.remove("bc").unwrap();
    placer
}

#[test]
fn bytes() {
    let bytes: [&[u8]; 11] = [
        b"ANSZANCH\x01\x00",
        b"XXH3\0\0\0\0\0\0\0\0",
        &[6, 0, 0, 0],
        &[3, 0, 0, 0, 0, 0, 0, 0],
        b"\0\0\0\0\x01\0\0\0\0\0\0\0a\0",
        b"\x03\0\0\0\x01\0\0\0\0\0\0\0e\x01",
        b"\x04\0\0\0\0\0\0\0west",
        b"\x02\0\0\0\x01\0\0\0\0\0\0\0d\0",
        &[5, 0, 0, 0],
        &[4, 0, 0, 0],
        &[1, 0, 0, 0],
    ];
    let bytes = bytes.concat();
    assert_eq!(placer().to_bytes(), bytes);
    assert_eq!(Anchor::from_bytes(&bytes).unwrap(), placer());
}

#[test]
fn owners() {
    let owners: String = (0..24u64).map(|key| placer().locate(&key).clone()).collect();
    assert_eq!(owners, "daaddedeeadaeaadaeaaeded");
}

#[cfg(feature = "serde")]
#[test]
fn serde_carries_the_bytes() {
    let json = serde_json::to_string(&placer()).unwrap();
    assert_eq!(json, serde_json::to_string(&placer().to_bytes()).unwrap());
    assert_eq!(serde_json::from_str::<Anchor<String>>(&json).unwrap(), placer());
    assert!(serde_json::from_str::<Anchor<String>>("[65]").is_err());
}
