//! States as text and back.

use ansatz_quantum::{Complex, Superposition};
use ansatz_random::Stream;

use super::drawn;

#[test]
fn states_come_back_to_the_bit() {
    for seed in 0..50 {
        let state = drawn(20, &mut Stream::new(61, seed));
        // As values: text loses the last bit of some numbers on its way through `serde_json`.
        let value = serde_json::to_value(&state).unwrap();
        assert_eq!(serde_json::from_value::<Superposition<usize>>(value).unwrap(), state);
    }
    let state = Superposition::new(["a"], &[Complex::new(0.0, -1.0)]).unwrap();
    assert_eq!(serde_json::to_string(&state).unwrap(), r#"{"alternatives":["a"],"amplitudes":[[0.0,-1.0]]}"#);
}

#[test]
fn what_the_constructor_refuses_is_refused() {
    for (text, message) in [
        (r#"{"alternatives":[],"amplitudes":[]}"#, "add up to 0, allowed"),
        (r#"{"alternatives":[1],"amplitudes":[[0,0]]}"#, "add up to 0, allowed"),
        (r#"{"alternatives":[1],"amplitudes":[]}"#, "`amplitudes` is of length 0"),
        (r#"{"alternatives":[1],"amplitudes":[[1,0]],"phase":1}"#, "unknown field `phase`"),
    ] {
        let error = serde_json::from_str::<Superposition<u8>>(text).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
    // Whoever writes 3 and 4 by hand means 0.6 and 0.8.
    let state: Superposition<u8> =
        serde_json::from_str(r#"{"alternatives":[1,2],"amplitudes":[[3,0],[0,4]]}"#).unwrap();
    assert!((state.probability(|&x| x == 2) - 0.64).abs() < 1e-15);
}
