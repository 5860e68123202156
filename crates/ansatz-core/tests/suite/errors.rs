//! Every way to fail, and what the message says.

use ansatz_core::{
    DecodeError, Estimate, MergeError, ParameterError,
    bytes::{Kind, Reader, Writer},
    require_fraction, require_positive, require_range,
};

const TALLY: Kind = Kind::new(*b"TLLY");

/// The error of reading a header from `bytes` in a release that knows versions 1 and 2; the cursor must not move.
fn header_error(bytes: &[u8]) -> DecodeError {
    let mut reader = Reader::new(bytes);
    let error = reader.header(TALLY, 2).unwrap_err();
    assert_eq!(reader.remaining(), bytes.len(), "{error}");
    error
}

#[test]
fn a_header_is_refused_for_the_first_thing_that_is_wrong() {
    for (bytes, message) in [
        (&b""[..], "truncated: 4 bytes needed, 0 available"),
        (b"ANS", "truncated: 4 bytes needed, 3 available"),
        (b"ansz", "the magic bytes are [61, 6e, 73, 7a], expected 41 4e 53 5a (\"ANSZ\")"),
        (b"ANSZTL", "truncated: 4 bytes needed, 2 available"),
        (b"ANSZTDIG\x01\x00", "the bytes hold a \"TDIG\", expected a \"TLLY\""),
        (b"ANSZ\xff\0\n\"\x01\x00", "the bytes hold a \"\\xff\\x00\\n\\\"\", expected a \"TLLY\""),
        (b"ANSZTLLY", "truncated: 1 bytes needed, 0 available"),
        (b"ANSZTLLY\x01", "truncated: 1 bytes needed, 0 available"),
        (b"ANSZTLLY\x00\x00", "format version 0 of \"TLLY\", readable: 1..=2"),
        (b"ANSZTLLY\x03\x00", "format version 3 of \"TLLY\", readable: 1..=2"),
    ] {
        assert_eq!(header_error(bytes).to_string(), message);
    }
}

#[test]
fn an_older_version_and_any_flags_are_read() {
    for version in [1, 2] {
        let bytes = Writer::new(TALLY, version, 0xa5).into_bytes();
        let mut reader = Reader::new(&bytes);
        let header = reader.header(TALLY, 2).unwrap();
        assert_eq!((header.version, header.flags, reader.remaining()), (version, 0xa5, 0));
    }
}

#[test]
fn a_read_past_the_end_says_how_much_is_missing_and_moves_nothing() {
    let bytes = [0; 1];
    let mut reader = Reader::new(&bytes);
    let truncated = |needed| DecodeError::Truncated { needed, available: 1 };
    assert_eq!(reader.u16(), Err(truncated(2)));
    assert_eq!(reader.u32(), Err(truncated(4)));
    assert_eq!(reader.u64(), Err(truncated(8)));
    assert_eq!(reader.f64(), Err(truncated(8)));
    assert_eq!(reader.slice(usize::MAX), Err(truncated(usize::MAX as u64)));
    assert_eq!(reader.array::<3>(), Err(truncated(3)));
    assert_eq!(reader.count(1), Err(truncated(8)));
    assert_eq!(reader.u8(), Ok(0));
    assert_eq!(reader.u8(), Err(DecodeError::Truncated { needed: 1, available: 0 }));
    assert_eq!(reader.finish(), Ok(()));
}

#[test]
fn a_count_that_cannot_follow_is_refused_however_large_it_is() {
    for (count, element_bytes, needed) in
        [(3, 2, 6), (6, 0, 6), (u64::MAX, 1, u64::MAX), (u64::MAX, usize::MAX, u64::MAX), (1 << 63, 2, u64::MAX)]
    {
        let mut bytes = u64::to_le_bytes(count).to_vec();
        bytes.extend([0; 5]);
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.count(element_bytes), Err(DecodeError::Truncated { needed, available: 5 }));
        assert_eq!(reader.remaining(), 13);
    }
}

#[test]
fn bytes_after_the_end_are_counted() {
    let error = Reader::new(&[1, 2, 3]).finish().unwrap_err();
    assert_eq!(error.to_string(), "3 bytes after the end of the value");
}

#[test]
fn a_refused_parameter_is_a_refused_field_when_it_comes_from_bytes() {
    let error = require_range("precision", 3, 4..=18).unwrap_err();
    assert_eq!(DecodeError::from(error), DecodeError::field("precision", 3, "4..=18"));
}

#[test]
fn a_hasher_that_differs_is_named_on_both_sides() {
    let error = DecodeError::Hasher { expected: "XXH3/0".into(), found: "XXH3/1".into() };
    assert_eq!(error.to_string(), "hashed by XXH3/1, expected XXH3/0");
}

#[test]
fn ranges_include_their_ends_and_no_nan() {
    assert_eq!(require_range("x", 4, 4..=18), Ok(4));
    assert_eq!(require_range("x", 18, 4..=18), Ok(18));
    assert!(require_range("x", 19, 4..=18).is_err());
    let error = require_range("q", f64::NAN, 0.0..=1.0).unwrap_err();
    assert_eq!(error, ParameterError::new("q", f64::NAN, "0..=1"));
    assert_eq!((error.name(), error.value(), error.allowed()), ("q", "NaN", "0..=1"));
}

#[test]
fn fractions_and_positive_numbers_exclude_their_ends() {
    for bad in [0.0, 1.0, -0.5, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let message = require_fraction("fpr", bad).unwrap_err().to_string();
        assert_eq!(message, format!("`fpr` is {bad}, allowed: more than 0 and less than 1"));
    }
    for bad in [0.0, -0.0, -1.0, f64::NAN, f64::INFINITY] {
        let message = require_positive("weight", bad).unwrap_err().to_string();
        assert_eq!(message, format!("`weight` is {bad}, allowed: finite and more than 0"));
    }
    assert_eq!(require_fraction("fpr", f64::MIN_POSITIVE), Ok(f64::MIN_POSITIVE));
    assert_eq!(require_positive("weight", f64::MAX), Ok(f64::MAX));
}

#[test]
fn a_merge_error_names_both_sides() {
    let error = MergeError::unless_equal("seed", 1, 2).unwrap_err();
    assert_eq!((error.name(), error.to_string().as_str()), ("seed", "cannot merge: `seed` is 1 here and 2 there"));
}

#[test]
fn errors_fit_into_a_box_and_cross_threads() {
    fn is_error<E: core::error::Error + Send + Sync + 'static>() {}
    is_error::<ParameterError>();
    is_error::<MergeError>();
    is_error::<DecodeError>();
}

#[test]
fn an_estimate_shows_its_interval_in_the_precision_asked_for() {
    let estimate = Estimate::new(1.25, 1.0, 1.5, 0.57);
    assert_eq!(format!("{estimate:.2}"), "1.25 (1.00 to 1.50 at 57%)");
    assert_eq!(Estimate::exact(3.0).to_string(), "3 (3 to 3 at 100%)");
    assert_eq!(Estimate::new(1.0, 0.0, 2.0, 0.999).to_string(), "1 (0 to 2 at 99.9%)");
}

#[test]
fn an_estimate_contains_its_ends_and_no_nan() {
    let estimate = Estimate::new(5.0, 4.0, 7.0, 0.95);
    assert!(estimate.contains(4.0) && estimate.contains(7.0));
    assert!(!estimate.contains(3.9) && !estimate.contains(7.1) && !estimate.contains(f64::NAN));
}

#[test]
fn an_unknown_flag_is_refused() {
    let bytes = Writer::new(TALLY, 1, 0b110).into_bytes();
    let header = Reader::new(&bytes).header(TALLY, 1).unwrap();
    assert_eq!(header.require_flags(0b111), Ok(0b110));
    let message = header.require_flags(0b010).unwrap_err().to_string();
    assert_eq!(message, "`flags` is 6, allowed: bits of 0b00000010");
    assert_eq!(header.require_flags(0).unwrap_err().to_string(), "`flags` is 6, allowed: 0");
}
