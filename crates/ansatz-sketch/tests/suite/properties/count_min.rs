//! Laws of both Count-Min sketches, beside exact counts.

use ansatz_hash::{SeededHasher, Xxh3};
use ansatz_sketch::{ConservativeCountMin, CountMin};
use proptest::prelude::*;

const KEYS: usize = 12;

#[derive(Debug, Clone)]
enum Step {
    Update(usize, u64),
    Halve,
}

/// Small weights that collide, those around the change of the counters' width, and those that saturate.
fn weights() -> impl Strategy<Value = u64> {
    prop_oneof![8 => 0u64..10, 1 => (1u64 << 31)..(1 << 33), 1 => (u64::MAX - 9)..=u64::MAX]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let update = (0..KEYS, weights()).prop_map(|(key, weight)| Step::Update(key, weight));
    proptest::collection::vec(prop_oneof![9 => update, 1 => Just(Step::Halve)], 0..60)
}

fn streams(n: usize) -> impl Strategy<Value = Vec<Vec<(usize, u64)>>> {
    proptest::collection::vec(proptest::collection::vec((0..KEYS, weights()), 0..30), n)
}

fn empty(seed: u64) -> CountMin {
    CountMin::with_hasher(5, 3, Xxh3::with_seed(seed)).unwrap()
}

fn sketch_of(stream: &[(usize, u64)]) -> CountMin {
    let mut sketch = empty(1);
    sketch.extend(stream.iter().copied());
    sketch
}

proptest! {
    #[test]
    fn truth_is_below_conservative_is_below_plain(steps in steps(), seed in any::<u64>()) {
        let mut plain = empty(seed);
        let mut conservative = ConservativeCountMin::with_hasher(5, 3, Xxh3::with_seed(seed)).unwrap();
        // What has saturated is "u64::MAX or more": the exact counts are wide.
        let mut truth = [0u128; KEYS];
        for step in steps {
            match step {
                Step::Update(key, weight) => {
                    plain.update(&key, weight);
                    conservative.update(&key, weight);
                    truth[key] += u128::from(weight);
                }
                Step::Halve => {
                    plain.halve();
                    conservative.halve();
                    for count in &mut truth {
                        *count /= 2;
                    }
                }
            }
            prop_assert_eq!(plain.total(), conservative.total());
            for (key, &count) in truth.iter().enumerate() {
                let (above, below) = (plain.estimate(&key), conservative.estimate(&key));
                prop_assert!(count as f64 <= below.upper, "{} is above {}", count, below);
                prop_assert!(below.value <= above.value && below.upper <= above.upper);
                prop_assert!(below.lower <= below.value && below.value <= below.upper);
            }
        }
    }

    #[test]
    fn merging_is_the_sketch_of_both_streams(streams in streams(3)) {
        let [a, b, c] = [0, 1, 2].map(|i| sketch_of(&streams[i]));
        let merged = |a: &CountMin, b: &CountMin| {
            let mut merged = a.clone();
            merged.merge(b).unwrap();
            merged
        };
        prop_assert_eq!(merged(&a, &b), sketch_of(&streams[..2].concat()));
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &b).to_bytes(), sketch_of(&streams[..2].concat()).to_bytes());
        prop_assert_eq!(merged(&a, &empty(1)), a);
    }

    #[test]
    fn a_batch_is_the_same_as_one_by_one(stream in proptest::collection::vec((0..KEYS, weights()), 0..100)) {
        let mut one_by_one = empty(1);
        for (key, weight) in &stream {
            one_by_one.update(key, *weight);
        }
        prop_assert_eq!(sketch_of(&stream), one_by_one);
    }

    #[test]
    fn an_inner_product_is_never_too_small(streams in streams(2)) {
        let [a, b] = [0, 1].map(|i| sketch_of(&streams[i]));
        let exact = |stream: &[(usize, u64)]| {
            let mut counts = [0.0; KEYS];
            for &(key, weight) in stream {
                counts[key] += weight as f64;
            }
            counts
        };
        let truth: f64 = exact(&streams[0]).iter().zip(exact(&streams[1])).map(|(a, b)| a * b).sum();
        let product = a.inner_product(&b).unwrap();
        // The exact side is summed in floats: 24 additions and products, each within 2^-53 of its result.
        prop_assert!(product.upper >= truth * (1.0 - 50.0 * f64::EPSILON), "{} is below {}", product, truth);
        prop_assert!(product.lower <= product.value);
        prop_assert_eq!(product, b.inner_product(&a).unwrap());
    }

    #[test]
    fn bytes_make_the_round_trip(steps in steps(), seed in any::<u64>()) {
        let mut plain = empty(seed);
        let mut conservative = ConservativeCountMin::with_hasher(5, 3, Xxh3::with_seed(seed)).unwrap();
        for step in steps {
            if let Step::Update(key, weight) = step {
                plain.update(&key, weight);
                conservative.update(&key, weight);
            } else {
                plain.halve();
                conservative.halve();
            }
        }
        prop_assert_eq!(CountMin::from_bytes(&plain.to_bytes()).unwrap(), plain);
        prop_assert_eq!(ConservativeCountMin::from_bytes(&conservative.to_bytes()).unwrap(), conservative);
    }
}

#[cfg(feature = "serde")]
#[test]
fn serde_makes_the_round_trip() {
    let mut plain = empty(3);
    plain.update("key", 1 << 40);
    let json = serde_json::to_string(&plain).unwrap();
    assert_eq!(serde_json::from_str::<CountMin>(&json).unwrap(), plain);
    let mut conservative = ConservativeCountMin::new(0.1, 0.1).unwrap();
    conservative.update("key", 5);
    let json = serde_json::to_string(&conservative).unwrap();
    assert_eq!(serde_json::from_str::<ConservativeCountMin>(&json).unwrap(), conservative);
    assert!(serde_json::from_str::<CountMin>(&json).is_err());
}
