//! Integrals over short panels.

/// The 16 points of Gauss and Legendre between two ends, each with its weight: exact for polynomials up to degree 31, and
/// to the last digit for a bell curve over a panel as wide as its deviation.
pub(super) fn points(from: f64, to: f64) -> impl Iterator<Item = (f64, f64)> {
    let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
    NODES
        .iter()
        .flat_map(move |(node, weight)| [(middle - half * node, half * weight), (middle + half * node, half * weight)])
}

/// The integral over one panel.
pub(super) fn panel(from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
    points(from, to).map(|(x, weight)| weight * f(x)).sum()
}

/// The positive zeros of the Legendre polynomial of degree 16, and 2 / ((1 - x^2) P'(x)^2).
const NODES: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_58),
    (0.458_016_777_657_227_37, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_8, 0.149_595_988_816_576_74),
    (0.755_404_408_355_003, 0.124_628_971_255_533_88),
    (0.865_631_202_387_831_8, 0.095_158_511_682_492_79),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_096),
];
