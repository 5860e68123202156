//! How much of the space up to a reference point a set of points dominates, exactly.
//!
//! E. Zitzler and L. Thiele, *Multiobjective optimization using evolutionary algorithms: a comparative case study*, PPSN
//! 1998. In three dimensions by the sweep of N. Beume, C. M. Fonseca, M. Lopez-Ibanez, L. Paquete and J. Vahrenhold, *On
//! the complexity of computing the hypervolume indicator*, IEEE Transactions on Evolutionary Computation 13 (2009).

use alloc::vec::Vec;

use ansatz_core::ParameterError;

/// The volume that points dominate up to a reference point, for up to three objectives, all minimised.
///
/// Points that are not below the reference in every objective, NaN among them, add nothing. One that is infinitely far
/// below it in some objective dominates an infinite volume.
///
/// E. Zitzler and L. Thiele, *Multiobjective optimization using evolutionary algorithms: a comparative case study*, PPSN
/// 1998; N. Beume, C. M. Fonseca, M. Lopez-Ibanez, L. Paquete and J. Vahrenhold, *On the complexity of computing the
/// hypervolume indicator*, IEEE Transactions on Evolutionary Computation 13 (2009).
///
/// # Errors
///
/// [`ParameterError`] if there are no objectives or more than three, or if the reference is not finite.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::hypervolume;
///
/// assert_eq!(hypervolume(&[[0.0, 0.5], [0.5, 0.0]], &[1.0, 1.0])?, 0.75);
/// assert_eq!(hypervolume(&[[0.5, 0.5, 0.5], [0.6, 0.5, 0.5]], &[1.0, 1.0, 1.0])?, 0.125);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// Exact but for the rounding of its sums and products.
///
/// # Complexity
///
/// O(n log n) for two objectives. For three the same for random points, and O(n^2) steps of a copy at worst.
pub fn hypervolume<const M: usize>(points: &[[f64; M]], reference: &[f64; M]) -> Result<f64, ParameterError> {
    if reference.iter().any(|value| !value.is_finite()) {
        return Err(ParameterError::new("reference", format_args!("{reference:?}"), "finite numbers"));
    }
    // Lengths from the reference down to the point: what dominates is large in all of them.
    let inside = points.iter().filter(|point| point.iter().zip(reference).all(|(value, end)| value < end));
    let reach = |index: usize| move |point: &[f64; M]| reference[index] - point[index];
    if (1..=3).contains(&M) && inside.clone().any(|point| (0..M).any(|index| reach(index)(point) == f64::INFINITY)) {
        return Ok(f64::INFINITY);
    }
    match M {
        1 => Ok(inside.map(reach(0)).fold(0.0, f64::max)),
        2 => Ok(area(inside.map(|point| [reach(0)(point), reach(1)(point)]).collect())),
        3 => Ok(volume(inside.map(|point| [reach(0)(point), reach(1)(point), reach(2)(point)]).collect())),
        _ => Err(ParameterError::new("objectives", M, "1..=3")),
    }
}

/// The area of the union of rectangles with a corner in the origin.
fn area(mut rectangles: Vec<[f64; 2]>) -> f64 {
    rectangles.sort_by(|a, b| b[0].total_cmp(&a[0]));
    let (mut area, mut height) = (0.0, 0.0);
    for [width, top] in rectangles {
        if top > height {
            area += width * (top - height);
            height = top;
        }
    }
    area
}

/// The volume of the union of boxes with a corner in the origin: slice by slice from the highest box down.
fn volume(mut boxes: Vec<[f64; 3]>) -> f64 {
    boxes.sort_by(|a, b| b[2].total_cmp(&a[2]));
    // The outline of the boxes so far: widths fall as tops rise.
    let mut outline: Vec<[f64; 2]> = Vec::new();
    let (mut volume, mut area) = (0.0, 0.0);
    let mut boxes = boxes.into_iter().peekable();
    while let Some([width, top, height]) = boxes.next() {
        area += add(&mut outline, width, top);
        let below = boxes.peek().map_or(0.0, |next| next[2]);
        // An area that is too large for a number is still nothing in a slice without height.
        if below < height {
            volume += area * (height - below);
        }
    }
    volume
}

/// Adds a rectangle to an outline; by how much the area grows.
fn add(outline: &mut Vec<[f64; 2]>, width: f64, top: f64) -> f64 {
    let begin = outline.partition_point(|step| step[0] >= width);
    // Up to here the wider ones cover it.
    let mut covered = begin.checked_sub(1).map_or(0.0, |wider| outline[wider][1]);
    if covered >= top {
        return 0.0;
    }
    let end = begin + outline[begin..].partition_point(|step| step[1] <= top);
    let mut growth = 0.0;
    for step in &outline[begin..end] {
        growth += (width - step[0]) * (step[1] - covered);
        covered = step[1];
    }
    let beyond = outline.get(end).map_or(0.0, |higher| higher[0]);
    growth += (width - beyond) * (top - covered);
    outline.splice(begin..end, [[width, top]]);
    growth
}
