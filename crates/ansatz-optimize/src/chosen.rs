//! Places that are chosen at random, each with the same probability.

use ansatz_random::{rand_core::Rng, unit};

/// Calls `act` for each place below `len` that is chosen with this probability, independently of the others.
#[inline]
pub(crate) fn for_chosen<R: Rng + ?Sized>(len: usize, rate: f64, rng: &mut R, mut act: impl FnMut(usize, &mut R)) {
    if rate >= FEW {
        for begin in (0..len).step_by(64) {
            let mut chosen = coins(rate, len - begin, rng);
            while chosen != 0 {
                act(begin + chosen.trailing_zeros() as usize, rng);
                chosen &= chosen - 1;
            }
        }
    } else if rate > 0.0 {
        // The gaps between chosen places are geometric, so that what is left out costs nothing.
        let scale = 1.0 / libm::log1p(-rate);
        let mut place = 0.0;
        loop {
            place += libm::floor(libm::log(1.0 - unit(rng)) * scale);
            if place >= len as f64 {
                return;
            }
            act(place as usize, rng);
            place += 1.0;
        }
    }
}

/// `count` bits, 64 at most, each of them 1 with exactly this probability, which is at least [`FEW`].
///
/// A number at random is below the rate if, where their binary digits first differ, the rate has the 1. Each digit of all
/// numbers is drawn at once: one is enough for a half, and about eight for most rates.
#[inline]
fn coins<R: Rng + ?Sized>(rate: f64, count: usize, rng: &mut R) -> u64 {
    let count = count.min(64);
    let mut equal = u64::MAX >> (64 - count);
    if rate >= 1.0 {
        return equal;
    }
    // All of the rate's 53 digits, since at most eight zeros are before them. No number is below it once they have ended.
    let zeros = 1022 - (rate.to_bits() >> 52);
    let mut digits = (rate.to_bits() << 11 | 1 << 63) >> zeros;
    let (mut below, mut draw, mut left) = (0, 0, 0);
    while equal != 0 && digits != 0 {
        if left < count {
            (draw, left) = (rng.next_u64(), 64);
        }
        let digit = ((digits as i64) >> 63) as u64;
        below |= equal & digit & !draw;
        equal &= !(digit ^ draw);
        digits <<= 1;
        // The other bits are as good.
        draw = draw.unbounded_shr(count as u32);
        left -= count;
    }
    below
}

/// Below this rate two logarithms, and one for each chosen place, are cheaper than [`coins`] in genomes that are long enough
/// to have any: a logarithm takes about as long as the coins of 64 places.
const FEW: f64 = 1.0 / 256.0;

#[cfg(test)]
mod tests {
    use alloc::{format, vec, vec::Vec};

    use ansatz_random::Stream;
    use ansatz_testkit::statistics::assert_mean;

    use super::*;

    /// Each place is chosen at the rate, and with its neighbour at the square of it: for numbers of places of which a draw
    /// has several digits, one, and not even that.
    #[test]
    fn every_place_has_the_rate_and_knows_of_no_other() {
        for (len, rate) in [(1, 0.3), (20, 0.05), (20, 0.9), (21, 1.0 / 3.0), (33, 0.2), (64, 0.98), (70, 0.5)] {
            let mut rng = Stream::new(3, len as u64);
            let draws: Vec<Vec<f64>> = (0..20_000)
                .map(|_| {
                    let mut chosen = vec![0.0; len];
                    for_chosen(len, rate, &mut rng, |place, _| chosen[place] += 1.0);
                    chosen
                })
                .collect();
            for place in 0..len {
                let alone: Vec<f64> = draws.iter().map(|chosen| chosen[place]).collect();
                assert_mean(&format!("place {place} of {len} at {rate}"), &alone, rate, 0.0);
                // Where there are 400 such pairs or more.
                if len > 1 && rate >= 0.15 {
                    let both: Vec<f64> = draws.iter().map(|chosen| chosen[place] * chosen[(place + 1) % len]).collect();
                    let what = format!("places {place} and next of {len} at {rate}");
                    assert_mean(&what, &both, rate * rate, 0.0);
                }
            }
        }
    }

    #[test]
    fn rates_that_are_none_choose_nothing_or_all() {
        for (rate, expected) in [(f64::NAN, 0), (-1.0, 0), (0.0, 0), (1.0, 100), (f64::INFINITY, 100)] {
            let mut chosen = 0;
            for_chosen(100, rate, &mut Stream::new(1, 0), |_, _| chosen += 1);
            assert_eq!(chosen, expected, "{rate}");
        }
        assert_eq!(coins(0.5, 64, &mut Stream::new(1, 0)), !Stream::new(1, 0).next_u64());
    }
}
