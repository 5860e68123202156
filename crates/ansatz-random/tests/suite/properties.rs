//! What holds for every seed and every index.

use ansatz_random::{Stream, rand_core::Rng};
use proptest::prelude::*;

fn first(seed: u64, index: u64) -> [u64; 4] {
    let mut stream = Stream::new(seed, index);
    [(); 4].map(|()| stream.next_u64())
}

proptest! {
    #[test]
    fn a_stream_depends_on_seed_and_index_alone(seed: u64, index: u64, draws in 0usize..100) {
        let mut stream = Stream::new(seed, index);
        let mut copy = stream.clone();
        for _ in 0..draws {
            prop_assert_eq!(stream.next_u64(), copy.next_u64());
        }
        prop_assert_eq!(&stream, &copy);
        prop_assert_eq!(first(seed, index), first(seed, index));
    }

    /// The substreams of a seed differ by construction; four equal numbers of two seeds have odds of 2^-256.
    #[test]
    fn neighbours_differ(seed: u64, index: u64) {
        let here = first(seed, index);
        prop_assert_ne!(here, first(seed, index.wrapping_add(1)));
        prop_assert_ne!(here, first(seed.wrapping_add(1), index));
        if seed != index {
            prop_assert_ne!(here, first(index, seed));
        }
    }
}
