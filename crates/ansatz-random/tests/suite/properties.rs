//! What holds for every seed and every index.

use ansatz_random::{Stream, Streams, rand_core::Rng};
use proptest::prelude::*;

fn first(seed: u64, index: u64) -> [u64; 4] {
    let mut stream = Stream::new(seed, index);
    [(); 4].map(|()| stream.next_u64())
}

fn draws_what_each_draws_alone<const L: usize>(seed: u64, first: u64) -> Result<(), TestCaseError> {
    let mut streams = Streams::<L>::new(seed, first);
    let mut alone: [Stream; L] = core::array::from_fn(|lane| Stream::new(seed, first.wrapping_add(lane as u64)));
    for _ in 0..50 {
        prop_assert_eq!(streams.next_u64s(), alone.each_mut().map(Rng::next_u64));
    }
    Ok(())
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

    /// Whatever the number of lanes, and past the last index.
    #[test]
    fn streams_side_by_side_draw_what_each_draws_alone(seed: u64, first: u64, before_the_last in 0u64..20) {
        for first in [first, u64::MAX - before_the_last] {
            draws_what_each_draws_alone::<1>(seed, first)?;
            draws_what_each_draws_alone::<3>(seed, first)?;
            draws_what_each_draws_alone::<16>(seed, first)?;
        }
        prop_assert_eq!(Streams::<0>::new(seed, first).next_u64s(), []);
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
