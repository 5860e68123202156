//! Any bytes give an error or an anchor that works, in bounded memory.

use ansatz_hash::{SipHash, Xxh3};
use ansatz_placement::{Anchor, Member, Placer};
use ansatz_testkit::hostile::{assert_survives_damage, decode_counted, decode_within};
use proptest::{collection::vec, prelude::*};

/// Decodes, and uses what it got: written again it is the same, and every lookup and change ends.
fn decode(bytes: &[u8]) -> bool {
    let Ok(mut placer) = Anchor::<String, Xxh3>::from_bytes(bytes) else { return false };
    assert_eq!(placer.to_bytes(), bytes, "an accepted value is written differently");
    let nodes = placer.fleet().len();
    for hash in (0..64u64).map(|key| key.wrapping_mul(0x9E37_79B9_7F4A_7C15)) {
        assert!(placer.place(hash) < nodes);
    }
    assert_eq!(placer.preference(7).count(), nodes);
    let first = placer.fleet().node(0).clone();
    assert_eq!(placer.remove(&first).is_ok(), nodes > 1);
    assert_eq!(placer.add(Member::new("a name that no golden bytes have".into())).is_ok(), placer.capacity() > 1);
    true
}

fn golden() -> Vec<u8> {
    let mut placer = Anchor::new(["a", "b", "c", "d"].map(String::from), 9).unwrap();
    placer.add(Member::new("e".to_string()).with_zone("west")).unwrap();
    placer.remove("b").unwrap();
    placer.remove("a").unwrap();
    placer.to_bytes()
}

#[test]
fn damage_is_survived() {
    assert_survives_damage(&golden(), decode);
}

proptest! {
    #[test]
    fn arbitrary_bytes_after_a_header_are_survived(bytes in vec(any::<u8>(), 0..300)) {
        decode_counted(&bytes, &mut decode);
        decode_counted(&[b"ANSZANCH\x01\x00XXH3\0\0\0\0\0\0\0\0", &bytes[..]].concat(), &mut decode);
    }

    /// Well-formed but for the buckets, which are any small numbers.
    #[test]
    fn arbitrary_buckets_are_survived(capacity in 1..6u32, nodes in 1..6usize, buckets in vec(0..6u32, 12)) {
        let mut bytes = b"ANSZANCH\x01\x00XXH3\0\0\0\0\0\0\0\0".to_vec();
        bytes.extend(capacity.to_le_bytes());
        bytes.extend((nodes as u64).to_le_bytes());
        for (name, bucket) in (b'a'..).zip(&buckets[..nodes]) {
            bytes.extend(bucket.to_le_bytes());
            bytes.extend([1, 0, 0, 0, 0, 0, 0, 0, name, 0]);
        }
        let removed = &buckets[nodes..nodes + (capacity as usize).saturating_sub(nodes)];
        bytes.extend(removed.iter().flat_map(|bucket| bucket.to_le_bytes()));
        let mut all: Vec<u32> = buckets[..nodes].iter().chain(removed).copied().collect();
        all.sort_unstable();
        let is_permutation = all.into_iter().eq(0..capacity);
        prop_assert_eq!(decode_counted(&bytes, &mut decode), is_permutation);
    }
}

/// So many that what each takes counts, and not what is there once.
#[test]
fn many_short_names_stay_within_the_declared_memory_bound() {
    let names = (b'a'..=b'z').flat_map(|a| (0..100u8).map(move |b| format!("{}{}", char::from(a), char::from(b))));
    let bytes = Anchor::new(names, 2_600).unwrap().to_bytes();
    assert!(decode_within(&bytes, 16, &mut |bytes| Anchor::<String>::from_bytes(bytes).is_ok()));
}

#[test]
fn each_field_is_checked() {
    let golden = golden();
    let message = |at: usize, byte: u8| {
        let mut bytes = golden.clone();
        bytes[at] = byte;
        Anchor::<String>::from_bytes(&bytes).unwrap_err().to_string()
    };
    assert_eq!(message(9, 1), "`flags` is 1, allowed: 0");
    assert_eq!(message(22, 0), "`capacity` is 0, allowed: 1..=268435456");
    assert_eq!(message(26, 0), "`number of nodes` is 0, allowed: 1..=9");
    assert!(message(26, 200).starts_with("truncated"));
    assert_eq!(message(34, 9), "`bucket` is 9, allowed: below 9 and there once");
    let last = golden.len() - 4;
    assert!(message(last, 1).starts_with("`removed bucket` is"), "{}", message(last, 1));
    // The second node of the golden bytes gets the first one's name.
    let names: Vec<usize> = (0..golden.len()).filter(|&at| [b'e', b'd'].contains(&golden[at])).take(2).collect();
    assert!(message(names[1], golden[names[0]]).starts_with('`'), "{}", message(names[1], golden[names[0]]));
    let error = Anchor::<String, _>::from_bytes_with(&golden, SipHash::new([0; 16])).unwrap_err();
    assert!(error.to_string().starts_with("hashed by XXH3/"), "{error}");
}
