//! Keys from bytes: an error, or a key whose encoding is those bytes again.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_hash::DecodeKey;

type Composite = (String, Option<u16>, Vec<u8>, (bool, char), f64);

ansatz_fuzz::target!(|data| run(data));

/// The first byte chooses the type.
fn run(data: &[u8]) {
    let Some((&choice, bytes)) = data.split_first() else { return };
    match choice % 8 {
        0 => decode::<i8>(bytes),
        1 => decode::<u32>(bytes),
        2 => decode::<i128>(bytes),
        3 => decode::<f32>(bytes),
        4 => decode::<String>(bytes),
        5 => decode::<std::net::IpAddr>(bytes),
        6 => decode::<[u8; 16]>(bytes),
        _ => decode::<Composite>(bytes),
    }
}

fn decode<K: DecodeKey>(bytes: &[u8]) {
    if let Ok(key) = K::decode(bytes) {
        assert_eq!(key.encoding().to_vec(), bytes);
    }
}
