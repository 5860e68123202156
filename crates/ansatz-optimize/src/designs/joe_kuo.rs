//! The direction numbers behind Sobol points: the published table, and what follows from it.
//!
//! S. Joe and F. Y. Kuo, *Constructing Sobol sequences with better two-dimensional projections*, SIAM Journal on
//! Scientific Computing 30 (2008); their table `new-joe-kuo-6.21201`, as far as its polynomials of degree 13 go. Its licence
//! stands beside it.

use alloc::vec::Vec;

/// How many dimensions the table has.
pub(super) const MOST_DIMENSIONS: usize = 1_111;

/// The direction numbers of the first dimensions, for the bits of an index from the lowest on.
pub(super) fn directions(dimensions: usize) -> Vec<[u32; 32]> {
    let mut numbers = TABLE.chunks_exact(2).map(|pair| u32::from(u16::from_le_bytes([pair[0], pair[1]])));
    let first = core::iter::once(core::array::from_fn(|bit| 1 << (31 - bit)));
    let others = core::iter::from_fn(|| {
        let polynomial = numbers.next()?;
        let degree = 31 - polynomial.leading_zeros() as usize;
        let mut of = [0; 32];
        for (bit, (direction, initial)) in of.iter_mut().zip(numbers.by_ref().take(degree)).enumerate() {
            *direction = initial << (31 - bit);
        }
        for bit in degree..32 {
            let oldest = of[bit - degree];
            let taps = (1..degree).filter(|back| polynomial >> (degree - back) & 1 == 1);
            of[bit] = taps.fold(oldest ^ (oldest >> degree), |sum, back| sum ^ of[bit - back]);
        }
        Some(of)
    });
    first.chain(others).take(dimensions).collect()
}

/// For each dimension from the second on: its polynomial over two elements, all bits of it, and as many initial numbers as
/// its degree; all of 16 bits, little-endian.
const TABLE: &[u8] = include_bytes!("joe_kuo.bin");
