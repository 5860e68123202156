//! Several substreams side by side, so that a processor's vectors draw from all of them at once.

use crate::stream::start;

/// `L` consecutive substreams of a seed, which draw together: lane `l` has the numbers of
/// [`Stream::new`](crate::Stream::new)`(seed, first + l)`.
///
/// For runs that are computed in the lanes of vectors: what a run draws does not depend on which others go on beside it.
///
/// # Examples
///
/// ```
/// use ansatz_random::{Stream, Streams, rand_core::Rng};
///
/// let mut streams = Streams::<8>::new(7, 40);
/// let mut second = Stream::new(7, 41);
/// assert_eq!(streams.next_u64s()[1], second.next_u64());
/// assert_eq!(streams.next_u64s()[1], second.next_u64());
/// ```
///
/// # Complexity
///
/// 32 bytes a lane; where vectors have two lanes of 64 bits, a number takes about half as long as with a
/// [`Stream`](crate::Stream).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Streams<const L: usize> {
    /// The words of xoshiro256++, each for all lanes.
    state: [[u64; L]; 4],
}

impl<const L: usize> Streams<L> {
    /// The substreams `first`, `first + 1`, ... of `seed`; after the last index comes 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_random::Streams;
    ///
    /// assert_eq!(Streams::<4>::new(1, 2), Streams::new(1, 2));
    /// assert_ne!(Streams::<4>::new(1, 2), Streams::new(2, 2));
    /// ```
    #[must_use]
    pub fn new(seed: u64, first: u64) -> Self {
        let mut state = [[0; L]; 4];
        for lane in 0..L {
            for (words, word) in state.iter_mut().zip(start(seed, first.wrapping_add(lane as u64))) {
                words[lane] = word;
            }
        }
        Self { state }
    }

    /// The next number of each substream.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_random::Streams;
    ///
    /// let mut streams = Streams::<4>::new(1, 2);
    /// assert_ne!(streams.next_u64s(), streams.next_u64s());
    /// ```
    #[inline]
    pub fn next_u64s(&mut self) -> [u64; L] {
        let [s0, s1, s2, s3] = &mut self.state;
        let mut draws = [0; L];
        for lane in 0..L {
            draws[lane] = s0[lane].wrapping_add(s3[lane]).rotate_left(23).wrapping_add(s0[lane]);
            let shifted = s1[lane] << 17;
            s2[lane] ^= s0[lane];
            s3[lane] ^= s1[lane];
            s1[lane] ^= s2[lane];
            s0[lane] ^= s3[lane];
            s2[lane] ^= shifted;
            s3[lane] = s3[lane].rotate_left(45);
        }
        draws
    }
}
