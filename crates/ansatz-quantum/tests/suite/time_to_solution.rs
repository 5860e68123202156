//! Times to solution: the formula, and intervals beside tables.

use ansatz_quantum::solvers::time_to_solution;

#[test]
fn the_value_is_the_formula() {
    for (successes, reads) in [(1_u64, 3_u64), (50, 100), (99, 100), (1, 1_000_000)] {
        let p = successes as f64 / reads as f64;
        let expected = 2.5 * (libm::log(0.01) / libm::log(1.0 - p)).max(1.0);
        let found = time_to_solution(successes, reads, 2.5).unwrap().value;
        assert!((found / expected - 1.0).abs() < 1e-9, "{successes} of {reads}: {found}, {expected}");
    }
}

/// Ends of the interval for p by the quantiles of scipy.stats.beta.
#[test]
fn intervals_are_those_of_clopper_and_pearson() {
    for (successes, reads, lower, upper) in [
        (1, 20, 0.001_265_089_497_95, 0.248_732_762_772),
        (10, 100, 0.049_004_689_221_785, 0.176_222_597_749_2),
        (200_000, 1_000_000, 0.199_216_384_096, 0.200_785_353_955),
    ] {
        let found = time_to_solution(successes, reads, 1.0).unwrap();
        for (end, p) in [(found.upper, lower), (found.lower, upper)] {
            let expected = libm::log(0.01) / f64::ln_1p(-p);
            assert!((end / expected - 1.0).abs() < 1e-8, "{successes} of {reads}: {found:?}, {expected}");
        }
        assert!(found.lower < found.value && found.value < found.upper);
        assert_eq!(found.confidence, 0.95);
    }
}

/// With the most reads that there may be; the binomial distribution is then normal to 1e-4 of the interval.
#[test]
fn as_many_reads_as_may_be_are_soon_counted() {
    let (reads, half) = (1_u64 << 32, 0.5);
    let found = time_to_solution(reads / 2, reads, 1.0).unwrap();
    let width = 1.959_963_985 * (0.25 / reads as f64).sqrt();
    for (end, p) in [(found.upper, half - width), (found.lower, half + width)] {
        let expected = libm::log(0.01) / f64::ln_1p(-p);
        assert!(((end - found.value) / (expected - found.value) - 1.0).abs() < 1e-3, "{found:?} {expected}");
    }
    let error = time_to_solution(1, reads + 1, 1.0).unwrap_err();
    assert_eq!(error.to_string(), "`reads` is 4294967297, allowed: 1..=4294967296");
}

#[test]
fn none_and_all_are_the_ends_of_the_scale() {
    // At most 1 - 0.025^(1/100) of reads succeed.
    let none = time_to_solution(0, 100, 3.0).unwrap();
    assert_eq!((none.value, none.upper), (f64::INFINITY, f64::INFINITY));
    let longest_chance = 0.025_f64.powf(0.01);
    assert!((none.lower / (3.0 * libm::log(0.01) / longest_chance.ln()) - 1.0).abs() < 1e-12, "{none:?}");
    // A single read that succeeds says that p is at least 0.025.
    let all = time_to_solution(1, 1, 3.0).unwrap();
    assert_eq!((all.value, all.lower), (3.0, 3.0));
    assert!((all.upper / (3.0 * libm::log(0.01) / 0.975_f64.ln()) - 1.0).abs() < 1e-12, "{all:?}");
    // Nothing takes less than one read.
    assert_eq!(time_to_solution(999, 1000, 3.0).unwrap().value, 3.0);
}

#[test]
fn more_successes_take_less_time() {
    let times: Vec<_> = (0..=200).map(|successes| time_to_solution(successes, 200, 1.0).unwrap()).collect();
    for pair in times.windows(2) {
        assert!(pair[1].value <= pair[0].value && pair[1].lower <= pair[0].lower && pair[1].upper <= pair[0].upper);
    }
}

#[test]
fn what_cannot_be_is_refused() {
    for (successes, reads, time) in
        [(0, 0, 1.0), (3, 2, 1.0), (1, 2, 0.0), (1, 2, f64::NAN), (1, 2, f64::INFINITY), (1, u64::MAX, 1.0)]
    {
        assert!(time_to_solution(successes, reads, time).is_err(), "{successes} {reads} {time}");
    }
    let error = time_to_solution(3, 2, 1.0).unwrap_err();
    assert_eq!(error.to_string(), "`successes` is 3, allowed: 0..=2");
}
