//! Units and values are each other's inverse, and no unit leads out of a dimension.

use ansatz_optimize::{Dimension, Space};
use proptest::prelude::*;

fn dimension() -> impl Strategy<Value = Dimension> {
    prop_oneof![
        (-1e9..1e9f64, 1e-6..1e9f64).prop_map(|(low, width)| Dimension::real(low, low + width).unwrap()),
        (1e-200..1e-3f64, 1.5..1e200f64).prop_map(|(low, times)| Dimension::logarithmic(low, low * times).unwrap()),
        (-1000..1000i64, 0..100i64).prop_map(|(low, more)| Dimension::integer(low..=low + more).unwrap()),
        (1..50u32).prop_map(|count| Dimension::category(count).unwrap()),
    ]
}

proptest! {
    #[test]
    fn a_unit_gives_a_value_of_the_dimension(dimension in dimension(), unit in any::<f64>()) {
        prop_assert!(dimension.contains(dimension.from_unit(unit)));
    }

    #[test]
    fn the_ends_are_reached(dimension in dimension()) {
        let (low, high) = dimension.bounds();
        prop_assert_eq!((dimension.from_unit(0.0), dimension.from_unit(1.0)), (low, high));
    }

    #[test]
    fn a_value_is_found_again(dimension in dimension(), unit in 0.0..1.0f64) {
        let value = dimension.from_unit(unit);
        let again = dimension.from_unit(dimension.to_unit(value));
        let (low, high) = dimension.bounds();
        if dimension.is_continuous() {
            // A logarithm over 400 decades loses 2^-43 of its value at most, the linear map some units in the last place.
            prop_assert!((again - value).abs() <= 1e-12 * (high - low).max(low.abs()), "{value} {again}");
        } else {
            prop_assert_eq!(again, value);
        }
    }

    #[test]
    fn units_keep_their_order(dimension in dimension(), a in 0.0..1.0f64, b in 0.0..1.0f64) {
        prop_assert!((a <= b) == (dimension.from_unit(a) <= dimension.from_unit(b)) || dimension.from_unit(a) == dimension.from_unit(b));
    }
}

#[test]
fn integers_and_categories_have_equal_parts() {
    let dimensions = [Dimension::integer(-2..=2).unwrap(), Dimension::category(5).unwrap()];
    for dimension in dimensions {
        let mut counts = [0; 5];
        for step in 0..1_000 {
            let value = dimension.from_unit((f64::from(step) + 0.5) / 1_000.0);
            counts[(value - dimension.bounds().0) as usize] += 1;
        }
        assert_eq!(counts, [200; 5]);
    }
}

#[test]
fn the_widest_and_the_narrowest_dimensions_have_places() {
    let real = |(low, high): (f64, f64)| Dimension::real(low, high).unwrap();
    let logarithmic = |(low, high): (f64, f64)| Dimension::logarithmic(low, high).unwrap();
    let narrow = (1.0f64.next_down(), 1.0);
    let dimensions = [(-8e307, 8e307), (0.0, 5e-324), narrow].map(real).into_iter();
    for dimension in dimensions.chain([(1e-150, 1e150), (5e-324, 5e-16), narrow].map(logarithmic)) {
        let (low, high) = dimension.bounds();
        assert_eq!([0.0, 1.0].map(|unit| dimension.from_unit(unit)), [low, high]);
        assert_eq!([low, high].map(|value| dimension.to_unit(value)), [0.0, 1.0]);
        assert!(dimension.contains(dimension.from_unit(0.5)));
    }
}

#[test]
fn impossible_dimensions_are_named() {
    for (low, high) in [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY), (f64::NEG_INFINITY, 0.0)] {
        let error = Dimension::real(low, high).unwrap_err();
        assert_eq!(error.to_string(), format!("`bounds` is {low}..{high}, allowed: finite, low below high"));
        assert!(Space::real([(0.0, 1.0), (low, high)]).is_err());
    }
    let error = Dimension::real(-f64::MAX, f64::MAX).unwrap_err().to_string();
    assert_eq!(error, format!("`bounds` is {}..{}, allowed: of a finite difference", -f64::MAX, f64::MAX));
    assert!(Dimension::logarithmic(0.0, 1.0).is_err() && Dimension::logarithmic(1.0, f64::INFINITY).is_err());
    // Between them there would be no number.
    for (low, high) in [(1e-200, 1e200), (5e-324, 1.0)] {
        let error = Dimension::logarithmic(low, high).unwrap_err().to_string();
        assert_eq!(error, format!("`bounds` is {low}..{high}, allowed: of a finite ratio"));
    }
    let low = 1;
    assert!(Dimension::integer(0..=i64::MAX).is_err() && Dimension::integer(low..=low - 1).is_err());
    assert_eq!(Space::new([]).unwrap_err().to_string(), "`dimensions` is 0, allowed: 1..=65536");
    assert_eq!(Space::real((0..).map(|_| (0.0, 1.0))).unwrap_err().value(), "65537");
}
