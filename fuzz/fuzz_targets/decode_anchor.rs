//! Anchor from any bytes: an error, or a placer that is written as the same bytes and whose lookups and changes end.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_hash::DecodeKey;
use ansatz_placement::{Anchor, Placer};

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    decode::<u64>(data);
    decode::<String>(data);
    decode::<Option<(u8, Vec<u8>)>>(data);
}

fn decode<N: DecodeKey + Clone>(data: &[u8]) {
    let Ok(mut placer) = Anchor::<N>::from_bytes(data) else { return };
    assert_eq!(placer.to_bytes(), data, "an accepted value is written differently");
    // Down to one node and up again: the last to go is the first to come, and everything is as it was.
    let hashes = (0..50u64).map(|key| key.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let before: Vec<Vec<u8>> = hashes.clone().map(|hash| owner(&placer, hash)).collect();
    let mut gone = Vec::new();
    while placer.fleet().len() > 1 && gone.len() < 100 {
        let node = placer.fleet().node(placer.place(data.len() as u64)).clone();
        let removed = placer.remove(&node).expect("a node that is there");
        assert_eq!(placer.preference(1).count(), placer.fleet().len());
        gone.push(removed.member);
    }
    for member in gone.into_iter().rev() {
        placer.add(member).expect("there was room");
    }
    assert!(hashes.zip(before).all(|(hash, before)| owner(&placer, hash) == before));
}

fn owner<N: DecodeKey>(placer: &Anchor<N>, hash: u64) -> Vec<u8> {
    placer.locate_hash(hash).encoding().to_vec()
}
