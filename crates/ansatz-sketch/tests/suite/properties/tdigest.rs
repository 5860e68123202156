//! What holds of every digest, whatever was inserted, weighted and merged.

use ansatz_sketch::TDigest;
use proptest::{collection::vec, prelude::*};

/// One call.
#[derive(Debug, Clone)]
enum Step {
    Insert(f64),
    /// Many equal values.
    Repeat(f64, u16),
    /// Many different ones, from here on upwards.
    Run(f64, u16),
    Update(f64, f64),
    /// What was built so far is set aside and merged at the end.
    Cut,
    Flush,
    Reload,
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -100.0..100.0,
        4 => (-20i32..20).prop_map(f64::from),
        1 => any::<f64>().prop_filter("finite", |x| x.is_finite()),
        1 => prop::sample::select(vec![-f64::MAX, f64::MAX, -0.0, 0.0, 5e-324, -5e-324, f64::MIN_POSITIVE, 1e300]),
    ]
}

fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![
        2 => (1u32..1000).prop_map(f64::from),
        2 => 0.001..10.0,
        1 => prop::sample::select(vec![5e-324, 1e-300, f64::MIN_POSITIVE, 9e15, 1e100, 1e297]),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => value().prop_map(Step::Insert),
        1 => (value(), 1u16..2000).prop_map(|(x, n)| Step::Repeat(x, n)),
        2 => (value(), 1u16..2000).prop_map(|(x, n)| Step::Run(x, n)),
        3 => (value(), weight()).prop_map(|(x, w)| Step::Update(x, w)),
        1 => Just(Step::Cut),
        1 => Just(Step::Flush),
        1 => Just(Step::Reload),
    ]
}

/// What must be exact.
#[derive(Default)]
struct Exact {
    values: Vec<f64>,
    weight: f64,
    whole: bool,
}

impl Exact {
    fn add(&mut self, value: f64, weight: f64, times: u16) {
        self.values.extend(core::iter::repeat_n(value, usize::from(times)));
        self.weight += weight * f64::from(times);
        self.whole &= weight.fract() == 0.0 && self.weight <= 9_007_199_254_740_992.0;
    }
}

fn run(compression: f64, steps: &[Step]) -> (TDigest, Exact) {
    let mut digest = TDigest::new(compression).unwrap();
    let mut parts = Vec::new();
    let mut exact = Exact { whole: true, ..Exact::default() };
    for step in steps {
        match *step {
            Step::Insert(x) => {
                digest.insert(x);
                exact.add(x, 1.0, 1);
            }
            Step::Repeat(x, n) => {
                digest.extend(core::iter::repeat_n(x, usize::from(n)));
                exact.add(x, 1.0, n);
            }
            Step::Run(x, n) => {
                for i in 0..n {
                    // A step of 2^-8 of the value, so that large values move too; never beyond the floats.
                    let x = (x + f64::from(i) * (x.abs() / 256.0).max(1e-3)).clamp(-f64::MAX, f64::MAX);
                    digest.insert(x);
                    exact.add(x, 1.0, 1);
                }
            }
            Step::Update(x, w) => {
                digest.update(x, w).unwrap();
                exact.add(x, w, 1);
            }
            Step::Cut => parts.push(core::mem::replace(&mut digest, TDigest::new(compression).unwrap())),
            Step::Flush => digest.flush(),
            Step::Reload => digest = TDigest::from_bytes(&digest.to_bytes()).unwrap(),
        }
    }
    for part in &parts {
        digest.merge(part).unwrap();
    }
    (digest, exact)
}

/// Quantiles in rising order: a grid, the outermost, and those where the line has its corners.
fn quantiles(digest: &TDigest) -> Vec<f64> {
    let total = digest.total_weight();
    let mut rank = 0.0;
    let mut qs = vec![0.0, 5e-324, 1e-12, 1e-6, 1.0 - 1e-12, 1.0 - f64::EPSILON, 1.0];
    qs.extend((0..=200).map(|i| f64::from(i) / 200.0));
    for (_, weight) in digest.centroids() {
        qs.extend([rank / total, (rank + weight / 2.0) / total]);
        rank += weight;
    }
    qs.retain(|q| (0.0..=1.0).contains(q));
    qs.sort_by(f64::total_cmp);
    qs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn answers_are_monotone_and_the_ends_exact(
        compression in prop_oneof![Just(20.0), Just(50.5), Just(200.0)],
        steps in vec(step(), 1..40),
    ) {
        let (mut digest, exact) = run(compression, &steps);
        digest.flush();
        let min = exact.values.iter().copied().min_by(f64::total_cmp);
        let max = exact.values.iter().copied().max_by(f64::total_cmp);
        prop_assert_eq!(digest.min().map(f64::to_bits), min.map(f64::to_bits));
        prop_assert_eq!(digest.max().map(f64::to_bits), max.map(f64::to_bits));
        prop_assert_eq!(digest.quantile(0.0).map(f64::to_bits), min.map(f64::to_bits));
        prop_assert_eq!(digest.quantile(1.0).map(f64::to_bits), max.map(f64::to_bits));
        prop_assert_eq!(digest.count(), exact.values.len() as u64);
        prop_assert!(digest.centroids().len() <= compression as usize);
        let slack = if exact.whole { 0.0 } else { exact.weight * exact.values.len() as f64 * f64::EPSILON };
        prop_assert!((digest.total_weight() - exact.weight).abs() <= slack);

        let answers: Vec<f64> = quantiles(&digest).iter().filter_map(|&q| digest.quantile(q)).collect();
        prop_assert!(answers.is_sorted(), "{:?}", answers);
        prop_assert!(answers.iter().all(|x| x.is_finite()));
        let mut points: Vec<f64> = exact.values.iter().step_by(1 + exact.values.len() / 300).copied().collect();
        points.extend(digest.centroids().iter().flat_map(|(mean, _)| [mean.next_down(), *mean, mean.next_up()]));
        points.extend(&answers);
        points.sort_by(f64::total_cmp);
        let fractions: Vec<f64> = points.iter().filter_map(|&x| digest.cdf(x)).collect();
        prop_assert!(fractions.is_sorted(), "{:?}", fractions);
        prop_assert!(fractions.iter().all(|fraction| (0.0..=1.0).contains(fraction)));
        if let (Some(min), Some(max)) = (min, max) {
            prop_assert_eq!(digest.cdf(max), Some(1.0));
            prop_assert_eq!(digest.cdf(f64::INFINITY), Some(1.0));
            prop_assert_eq!(digest.cdf(f64::NEG_INFINITY), Some(0.0));
            if min.next_down().is_finite() {
                prop_assert_eq!(digest.cdf(min.next_down()), Some(0.0));
            }
        }
    }

    /// Both directions walk one line, and round. With u = 2^-53, T the total and S the largest value:
    ///
    /// * `cdf` finds the line's rank at x by a share (3 roundings), a product with the segment's ranks (2), a sum and a
    ///   quotient (2): within 8 u of it, as a fraction of the total.
    /// * `quantile` looks for a rank of q T less 6 u T at most, and more never. From there to the value it is a fraction
    ///   (3 roundings) of a distance of at most 2 S (1), a product and a sum (2), or as many with halves of it: within
    ///   13 u S of the line's value at that rank; below the normal floats, within two of the smallest.
    ///
    /// Neither bounds the other's error: a segment may be so steep that no float lies between its ends, or so flat that
    /// no rank does. So each is held to the line at a value moved by twice its rounding, and to ranks within twice both.
    #[test]
    fn each_direction_is_the_inverse_of_the_other(steps in vec(step(), 1..20)) {
        let (mut digest, exact) = run(50.0, &steps);
        digest.flush();
        let largest = exact.values.iter().fold(0.0f64, |largest, x| largest.max(x.abs()));
        let moved = 13.0 * f64::EPSILON * largest + 4.0 * 5e-324;
        // Ranks of a total below the normal floats are whole numbers of the smallest one.
        let ranks = 14.0 * f64::EPSILON + 4.0 * 5e-324 / digest.total_weight();
        for &x in exact.values.iter().step_by(1 + exact.values.len() / 100) {
            let fraction = digest.cdf(x).unwrap();
            let back = digest.quantile(fraction).unwrap();
            let before = digest.cdf(back - moved).unwrap();
            prop_assert!(before <= fraction + ranks, "{} at {}, but {} before {}", fraction, x, before, back);
        }
        for q in quantiles(&digest) {
            let Some(x) = digest.quantile(q) else { continue };
            let reached = digest.cdf(x + moved).unwrap();
            prop_assert!(reached >= q - ranks, "{} only at {}, for {}", reached, x, q);
        }
    }

    #[test]
    fn waiting_values_change_no_answer_and_no_byte(steps in vec(step(), 1..30), q in 0.0..=1.0, x in value()) {
        let (waiting, _) = run(30.0, &steps);
        let mut flushed = waiting.clone();
        flushed.flush();
        let decoded = TDigest::from_bytes(&waiting.to_bytes()).unwrap();
        for other in [&flushed, &decoded] {
            prop_assert_eq!(&waiting, other);
            prop_assert_eq!(waiting.to_bytes(), other.to_bytes());
            prop_assert_eq!(waiting.quantile(q), other.quantile(q));
            prop_assert_eq!(waiting.cdf(x), other.cdf(x));
            prop_assert_eq!(waiting.min(), other.min());
            prop_assert_eq!(waiting.max(), other.max());
            prop_assert_eq!(waiting.total_weight(), other.total_weight());
        }
    }

    #[test]
    fn a_merge_takes_in_the_same_as_inserts(left in vec(value(), 0..300), right in vec(value(), 0..300)) {
        let of = |values: &[f64]| {
            let mut digest = TDigest::new(700.0).unwrap();
            digest.extend(values);
            digest
        };
        // Fewer different values than centroids: nothing is approximate.
        let mut merged = of(&left);
        merged.merge(&of(&right)).unwrap();
        prop_assert_eq!(merged, of(&[left, right].concat()));
    }
}

#[cfg(feature = "serde")]
#[test]
fn serde_makes_the_round_trip() {
    let mut digest = TDigest::new(50.0).unwrap();
    digest.extend((0..1000).map(f64::from));
    digest.update(-3.0, 0.5).unwrap();
    let json = serde_json::to_string(&digest).unwrap();
    assert_eq!(serde_json::from_str::<TDigest>(&json).unwrap(), digest);
    assert!(serde_json::from_str::<TDigest>("[65,78,83,90]").is_err());
}
