//! Hypervolumes beside brute force: cells of a grid that some point dominates.

use ansatz_optimize::hypervolume;
use proptest::{array::uniform1, collection::vec, prelude::*};

const CELLS: u8 = 9;

/// Points and reference are integers, so that the volume is a number of unit cells.
fn by_counting<const M: usize>(points: &[[u8; M]], reference: [u8; M]) -> u64 {
    let cells = u64::from(CELLS).pow(M as u32);
    let dominated = |cell: &u64| {
        let mut rest = *cell;
        let corner = [0; M].map(|_: u8| {
            let digit = rest % u64::from(CELLS);
            rest /= u64::from(CELLS);
            digit as u8
        });
        let within = corner.iter().zip(&reference).all(|(low, end)| low < end);
        within && points.iter().any(|point| point.iter().zip(&corner).all(|(value, low)| value <= low))
    };
    (0..cells).filter(dominated).count() as u64
}

fn agree<const M: usize>(points: &[[u8; M]], reference: [u8; M]) {
    let as_floats: Vec<[f64; M]> = points.iter().map(|point| point.map(f64::from)).collect();
    let expected = by_counting(points, reference) as f64;
    assert_eq!(hypervolume(&as_floats, &reference.map(f64::from)).unwrap(), expected, "{points:?} {reference:?}");
}

proptest! {
    #[test]
    fn one_dimension(points in vec(uniform1(0..CELLS), 0..9), reference in uniform1(1..CELLS)) {
        agree(&points, reference);
    }

    #[test]
    fn two_dimensions(points in vec([0..CELLS, 0..CELLS], 0..20), reference in [1..CELLS, 1..CELLS]) {
        agree(&points, reference);
    }

    #[test]
    fn three_dimensions(
        points in vec([0..CELLS, 0..CELLS, 0..CELLS], 0..30),
        reference in [1..CELLS, 1..CELLS, 1..CELLS],
    ) {
        agree(&points, reference);
    }
}

#[test]
fn what_adds_nothing_adds_nothing() {
    let beyond = [[f64::NAN, 0.0], [2.0, 0.0], [0.0, 1.0], [f64::INFINITY, f64::NEG_INFINITY]];
    assert_eq!(hypervolume(&beyond, &[1.0, 1.0]), Ok(0.0));
    assert_eq!(hypervolume::<2>(&[], &[1.0, 1.0]), Ok(0.0));
}

#[test]
fn what_is_too_large_is_infinite() {
    const LOW: f64 = f64::NEG_INFINITY;
    assert_eq!(hypervolume(&[[LOW], [0.0]], &[1.0]), Ok(f64::INFINITY));
    assert_eq!(hypervolume(&[[LOW, 0.5], [0.0, LOW], [LOW, 0.9]], &[1.0, 1.0]), Ok(f64::INFINITY));
    let points = [[LOW, 0.0, 0.0], [0.0, LOW, 0.0], [0.0, 0.0, LOW], [0.5, LOW, LOW], [LOW, 0.0, 0.0]];
    for count in 1..=points.len() {
        assert_eq!(hypervolume(&points[..count], &[1.0; 3]), Ok(f64::INFINITY));
    }
    // Lengths are finite and an area is not; two boxes are equally high.
    let huge = [[-1e200, -1e200, 0.0], [-1e199, -1e201, 0.0], [-1e200, -1e200, 0.5]];
    assert_eq!(hypervolume(&huge, &[0.0, 0.0, 1.0]), Ok(f64::INFINITY));
    assert_eq!(hypervolume(&[[-1e308]], &[1e308]), Ok(f64::INFINITY));
}

#[test]
fn what_cannot_be_measured_is_named() {
    let error = hypervolume(&[[0.0; 4]], &[1.0; 4]).unwrap_err();
    assert_eq!(error.to_string(), "`objectives` is 4, allowed: 1..=3");
    let error = hypervolume(&[[0.0]], &[f64::INFINITY]).unwrap_err();
    assert_eq!(error.to_string(), "`reference` is [inf], allowed: finite numbers");
}
