//! The numbers that instances are made of. Their generator is COCO's own, so that seeds mean what they mean there.

use core::f64::consts::PI;

use super::vectors::Matrix;

/// `count` numbers in (0, 1): the minimal standard generator, its outputs shuffled by a table of 32.
pub(super) fn uniforms(count: usize, seed: i64) -> Vec<f64> {
    let mut state = seed.abs().max(1);
    let mut table = [0; TABLE];
    for slot in (0..TABLE + WARM_UP).rev() {
        state = successor(state);
        if let Some(entry) = table.get_mut(slot) {
            *entry = state;
        }
    }
    let mut last = table[0];
    let mut draw = || {
        state = successor(state);
        last = core::mem::replace(&mut table[(last / SLOT_WIDTH) as usize], state);
        never_zero(last as f64 / MODULUS as f64)
    };
    (0..count).map(|_| draw()).collect()
}

/// `count` standard normal numbers, by Box and Muller; they are not the first ones of a longer sequence.
pub(super) fn normals(count: usize, seed: i64) -> Vec<f64> {
    let uniforms = uniforms(2 * count, seed);
    let (radii, angles) = uniforms.split_at(count);
    let normal = |(u, v): (&f64, &f64)| libm::sqrt(-2.0 * libm::log(*u)) * libm::cos(2.0 * PI * v);
    radii.iter().zip(angles).map(|pair| never_zero(normal(pair))).collect()
}

/// An orthogonal matrix: normal columns, each made orthogonal to those before it.
pub(super) fn rotation(dimension: usize, seed: i64) -> Matrix {
    let mut entries = normals(dimension * dimension, seed);
    for column in 0..dimension {
        let (earlier, rest) = entries.split_at_mut(column * dimension);
        let column = &mut rest[..dimension];
        for other in earlier.chunks_exact(dimension) {
            let product: f64 = column.iter().zip(other).map(|(a, b)| a * b).sum();
            column.iter_mut().zip(other).for_each(|(a, b)| *a -= product * b);
        }
        let length = libm::sqrt(column.iter().map(|a| a * a).sum());
        for entry in column {
            *entry /= length;
        }
    }
    Matrix::from_columns(dimension, entries)
}

/// The places of the least number, the next one and so on.
pub(super) fn ascending(numbers: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..numbers.len()).collect();
    places.sort_by(|a, b| numbers[*a].total_cmp(&numbers[*b]));
    places
}

/// 16,807 times the state, modulo 2^31 - 1, without a product that would not fit 32 bits (Schrage).
fn successor(state: i64) -> i64 {
    let quotient = state / 127_773;
    let next = 16_807 * (state - quotient * 127_773) - 2_836 * quotient;
    if next < 0 { next + MODULUS } else { next }
}

fn never_zero(number: f64) -> f64 {
    if number == 0.0 { 1e-99 } else { number }
}

const MODULUS: i64 = (1 << 31) - 1;
const TABLE: usize = 32;
const WARM_UP: usize = 8;

/// So much of the state's range falls to each entry of the table.
const SLOT_WIDTH: i64 = 67_108_865;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_behind_the_table_is_the_minimal_standard() {
        // S. K. Park and K. W. Miller, Communications of the ACM 31 (1988): from 1, the 10,000th is 1,043,618,065.
        assert_eq!((0..10_000).fold(1, |state, _| successor(state)), 1_043_618_065);
    }

    #[test]
    fn rotations_are_orthogonal() {
        let rotation = rotation(20, 10_001);
        let columns: Vec<&[f64]> = rotation.columns().collect();
        for (i, a) in columns.iter().enumerate() {
            for (j, b) in columns.iter().enumerate() {
                let product: f64 = a.iter().zip(*b).map(|(a, b)| a * b).sum();
                assert!((product - f64::from(u8::from(i == j))).abs() < 1e-13, "{i} {j}: {product}");
            }
        }
    }
}
