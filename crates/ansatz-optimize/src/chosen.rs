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
    let mut digits = (rate * TWO_TO_64) as u64;
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

const TWO_TO_64: f64 = 18_446_744_073_709_551_616.0;
