use ansatz_core::DecodeError;
use ansatz_hash::{DecodeKey, Key, KeyHasher, Murmur3, SeededHasher, SipHash, Xxh3};
use ansatz_testkit::hostile::assert_survives_damage;

#[test]
fn damaged_keys_are_errors_or_keys() {
    type Composite = (String, Option<u16>, Vec<u8>, (bool, char));
    let key: Composite = ("JFK".into(), Some(7), vec![1, 2, 3], (true, 'é'));
    assert_survives_damage(&key.encoding().to_vec(), |bytes| Composite::decode(bytes).is_ok());
}

#[test]
fn a_length_that_no_input_could_hold_is_refused() {
    let error = <(String,)>::decode(&[255; 16]).unwrap_err();
    assert!(matches!(error, DecodeError::Truncated { available: 8, .. }), "{error}");
}

#[test]
fn errors_name_the_value_and_what_is_allowed() {
    let message = |error: DecodeError| error.to_string();
    assert_eq!(
        message(u8::decode(&256u64.to_le_bytes()).unwrap_err()),
        "`key` is 256, allowed: an integer that is a u8"
    );
    assert_eq!(message(bool::decode(&2u64.to_le_bytes()).unwrap_err()), "`key` is 2, allowed: 0 or 1");
    assert!(message(char::decode(&0xd800u64.to_le_bytes()).unwrap_err()).contains("55296"));
    assert!(message(f64::decode(&(-0.0f64).to_le_bytes()).unwrap_err()).contains("canonical"));
    assert!(message(f64::decode(&(-f64::NAN).to_le_bytes()).unwrap_err()).contains("canonical"));
    assert!(message(f32::decode(&0.1f64.to_le_bytes()).unwrap_err()).contains("f32"));
    assert!(message(String::decode(&[0xff]).unwrap_err()).contains("UTF-8"));
    assert!(message(<[u8; 4]>::decode(&[1]).unwrap_err()).contains("allowed: 4"));
    assert!(message(std::net::IpAddr::decode(&[1; 5]).unwrap_err()).contains("4 or 16"));
    assert!(message(Option::<u8>::decode(&[2]).unwrap_err()).contains("tag"));
    let error = Murmur3::with_seed(7).identity().hasher::<Xxh3>().unwrap_err();
    assert_eq!(error.to_string(), "hashed by MUR3/0000000000000007, expected XXH3/0000000000000007");
    assert!(SipHash::new([1; 16]).identity().require(SipHash::new([2; 16])).is_err());
}
