//! Experiments under any arguments and any bytes: each answer is an error, or a number that can be.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_bandit::experiments::{
    AlphaSpending, Asymptotic, AsymptoticDifference, Betting, BettingDifference, Conversions, Cuped,
    EmpiricalBernstein, Group, GroupSequential, Hypotheses, MixtureSprt, ProportionTest, RandomizedDifference,
    Spending, TestDesign, benjamini_hochberg, benjamini_yekutieli, compare_conversions, compare_means,
    e_benjamini_hochberg, holm, sample_ratio_mismatch,
};
use ansatz_core::Estimate;

ansatz_fuzz::target!(|data| run(&mut Source { bytes: data }));

/// Numbers out of the bytes; zeros once they have ended.
struct Source<'a> {
    bytes: &'a [u8],
}

impl Source<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        *first
    }

    fn word(&mut self) -> u64 {
        u64::from_le_bytes([(); 8].map(|()| self.byte()))
    }

    /// Small, or of any size.
    fn count(&mut self) -> u64 {
        match self.byte() {
            tag @ 0..200 => u64::from(tag),
            200..240 => self.word() >> 40,
            _ => self.word(),
        }
    }

    /// A fraction, a small number, what hostile callers send, or any bits.
    fn number(&mut self) -> f64 {
        const HOSTILE: [f64; 12] =
            [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, 1.0, 1e300, -1e300, 1e-300, 1e100, 5e-324, 0.05];
        match self.byte() {
            tag @ 0..100 => f64::from(tag) / 100.0,
            tag @ 100..160 => (f64::from(tag) - 130.0) * f64::from(self.byte()),
            160..200 => f64::from(self.byte()) / 65_536.0,
            tag @ 200..224 => HOSTILE[usize::from(tag % 12)],
            _ => f64::from_bits(self.word()),
        }
    }

    fn numbers(&mut self, most: u8) -> Vec<f64> {
        (0..self.byte() % (most + 1)).map(|_| self.number()).collect()
    }
}

fn run(source: &mut Source<'_>) {
    for _ in 0..4 {
        match source.byte() % 10 {
            0 => ratio(source),
            1 => discoveries(source),
            2 => design(source),
            3 => cuped(source),
            4 => hypotheses(source),
            5 => conversions(source),
            6 => means(source),
            7 => tests(source),
            8 => sequences(source),
            _ => decoded(source),
        }
    }
}

fn ratio(source: &mut Source<'_>) {
    let counts: Vec<u64> = (0..source.byte() % 6).map(|_| source.count()).collect();
    let ratios = source.numbers(5);
    if let Ok(p) = sample_ratio_mismatch(&counts, &ratios) {
        assert!((0.0..=1.0).contains(&p), "{p}");
    }
}

fn discoveries(source: &mut Source<'_>) {
    let values = source.numbers(20);
    let adjusted =
        [benjamini_hochberg(&values), benjamini_yekutieli(&values), holm(&values), e_benjamini_hochberg(&values)];
    for adjusted in adjusted.into_iter().flatten() {
        assert_eq!(adjusted.len(), values.len());
        assert!(adjusted.iter().all(|p| (0.0..=1.0).contains(p)), "{adjusted:?}");
    }
}

fn design(source: &mut Source<'_>) {
    let mut design = TestDesign::default();
    if source.byte().is_multiple_of(2) {
        design = design.alpha(source.number()).power(source.number()).allocation(source.number());
    }
    if source.byte().is_multiple_of(2) {
        design = design.one_sided();
    }
    let (one, other, visitors) = (source.number(), source.number(), source.number());
    for size in [design.size_for_proportions(one, other), design.size_for_means(one, other)].into_iter().flatten() {
        assert!(size.control >= 0.0 && size.control.is_finite() && size.variant.is_finite(), "{size:?}");
        let _ = size.visitors();
    }
    let powers = [design.power_for_proportions(one, other, visitors), design.power_for_means(one, other, visitors)];
    for power in powers.into_iter().flatten() {
        assert!((0.0..=1.0).contains(&power), "{power}");
    }
    if let Ok(least) = design.detectable_proportion(one, visitors) {
        assert!(least > one && least < 1.0, "{least}");
    }
    if let Ok(least) = design.detectable_difference(other, visitors) {
        assert!(least > 0.0, "{least}");
    }
}

fn cuped(source: &mut Source<'_>) {
    let Ok(mut cuped) = Cuped::new(usize::from(source.byte() % 4)) else { return };
    let mut other = cuped.clone();
    for _ in 0..source.byte() % 32 {
        let group = usize::from(source.byte() % 4);
        let half = if source.byte().is_multiple_of(2) { &mut cuped } else { &mut other };
        let before = half.clone();
        if half.observe(group, source.number(), source.number()).is_err() {
            assert_eq!(*half, before);
        }
    }
    cuped.merge(&other).expect("as many groups");
    judge_cuped(&cuped, source.number());
    assert_eq!(Cuped::from_bytes(&cuped.to_bytes()), Ok(cuped));
}

fn judge_cuped(cuped: &Cuped, confidence: f64) {
    assert!(cuped.theta().is_finite());
    for group in 0..4 {
        let estimates =
            [cuped.difference(group), cuped.difference_at(group, confidence), cuped.unadjusted_difference(group)];
        estimates.into_iter().flatten().for_each(check);
        if let Ok(reduction) = cuped.variance_reduction(group) {
            assert!(reduction <= 1.0, "{reduction}");
        }
    }
}

fn hypotheses(source: &mut Source<'_>) {
    let weights = source.numbers(6);
    let threshold = if source.byte().is_multiple_of(2) { 0.9 } else { source.number() };
    let Ok(start) = Hypotheses::new(weights.iter().copied().enumerate(), threshold) else { return };
    let mut set = start.clone();
    if let Ok(floored) = start.with_floor(source.number()) {
        set = floored;
    }
    let mut other = set.clone();
    for _ in 0..source.byte() % 16 {
        let half = if source.byte().is_multiple_of(2) { &mut set } else { &mut other };
        let before = half.clone();
        if half.observe_with(|_| source.number()).is_err() {
            assert_eq!(*half, before);
        }
        check_weights(half);
    }
    let before = set.clone();
    if set.merge(&other).is_err() {
        assert_eq!(set, before);
    }
    check_weights(&set);
    assert_eq!(Hypotheses::from_bytes(0..set.len(), &set.to_bytes()).map(|read| read.best()), Ok(set.best()));
}

fn check_weights<H>(set: &Hypotheses<H>) {
    let sum: f64 = set.iter().map(|(_, weight)| weight).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    assert!(set.live() >= 1 && (0.0..=1.0).contains(&set.dropped_weight()));
    let _ = set.verdict();
}

fn conversions(source: &mut Source<'_>) {
    let mut variants = vec![];
    for _ in 0..source.byte() % 4 {
        let (successes, trials) = (source.count(), source.count());
        let Ok(mut one) = Conversions::new(successes.min(trials), trials) else { continue };
        if source.byte().is_multiple_of(2) {
            one = one.with_prior(source.number(), source.number()).unwrap_or(one);
        }
        variants.push(one);
    }
    if let Ok(standings) = compare_conversions(&variants) {
        let sum: f64 = standings.iter().map(|standing| standing.probability_best).sum();
        assert!((sum - 1.0).abs() < 1e-5, "{standings:?} {variants:?}");
        assert!(standings.iter().all(|standing| (0.0..=1.0 + 1e-9).contains(&standing.expected_loss)), "{standings:?}");
        check(variants[0].lift_over(&variants[1]));
        if let Ok(lift) = variants[1].lift_over_at(&variants[0], source.number()) {
            check(lift);
        }
    }
}

fn means(source: &mut Source<'_>) {
    let variants: Vec<(f64, f64)> = (0..source.byte() % 5).map(|_| (source.number(), source.number().abs())).collect();
    if let Ok(standings) = compare_means(&variants) {
        let sum: f64 = standings.iter().map(|standing| standing.probability_best).sum();
        // A standard error of 1e-12 of the mean is rounded to a thousandth.
        assert!((sum - 1.0).abs() < 0.01, "{standings:?} {variants:?}");
        assert!(standings.iter().all(|standing| standing.expected_loss >= 0.0), "{standings:?}");
    }
}

/// Tests that may be watched: p-values that only fall, and verdicts that stay.
fn tests(source: &mut Source<'_>) {
    let (alpha, number, deviation) = (source.number(), source.number(), source.number());
    let rounds = source.byte() % 24;
    let looks = usize::from(source.byte() % 6);
    let planned = if source.byte().is_multiple_of(2) {
        GroupSequential::pocock(looks, alpha)
    } else {
        GroupSequential::obrien_fleming(looks, alpha)
    };
    let (mut planned, mut spending) = (planned.ok(), AlphaSpending::new(Spending::Pocock, alpha).ok());
    let (mut sprt, mut proportions) =
        (MixtureSprt::new(alpha, number).ok(), ProportionTest::new(alpha, number, 0.1).ok());
    if source.byte().is_multiple_of(2) {
        sprt = sprt.and_then(|sprt| sprt.with_deviations(deviation, deviation).ok());
    }
    for _ in 0..rounds {
        let group = if source.byte().is_multiple_of(2) { Group::Control } else { Group::Treatment };
        let (outcome, z) = (source.number(), source.number());
        if let Some(test) = &mut sprt {
            let (before, p) = (test.verdict(), test.p_value());
            let _ = test.observe(group, outcome);
            assert!((0.0..=p).contains(&test.p_value()), "{} after {p}", test.p_value());
            assert!(!before.is_final() || test.verdict() == before);
            check(test.estimate());
            assert_eq!(MixtureSprt::from_bytes(&test.to_bytes()).as_ref(), Ok(&*test));
        }
        if let Some(test) = &mut proportions {
            let p = test.p_value();
            test.observe(group, outcome > 0.5);
            assert!((0.0..=p).contains(&test.p_value()), "{} after {p}", test.p_value());
            assert_eq!(ProportionTest::from_bytes(&test.to_bytes()).as_ref(), Ok(&*test));
        }
        if let Some(test) = &mut planned {
            let _ = test.look(z);
            assert!((0.0..=1.0).contains(&test.p_value()), "{}", test.p_value());
            assert_eq!(GroupSequential::from_bytes(&test.to_bytes()).as_ref(), Ok(&*test));
        }
        if let Some(test) = &mut spending {
            let _ = test.look(outcome, z);
            assert!((0.0..=1.0).contains(&test.p_value()), "{}", test.p_value());
            assert_eq!(AlphaSpending::from_bytes(&test.to_bytes()).as_ref(), Ok(&*test));
        }
    }
}

/// Confidence sequences of bounded outcomes and of any.
fn sequences(source: &mut Source<'_>) {
    let (confidence, low, high) = (source.number(), source.number(), source.number());
    let narrowest = source.count();
    let (mut bernstein, mut betting) =
        (EmpiricalBernstein::new(confidence, low..=high).ok(), Betting::new(confidence, low..=high).ok());
    let (mut any, mut difference) =
        (Asymptotic::new(confidence, narrowest).ok(), AsymptoticDifference::new(confidence, narrowest).ok());
    for _ in 0..source.byte() % 24 {
        let group = if source.byte().is_multiple_of(2) { Group::Control } else { Group::Treatment };
        let outcome = source.number();
        if let Some(sequence) = &mut bernstein {
            let _ = sequence.observe(outcome);
            check(sequence.estimate());
            assert_eq!(EmpiricalBernstein::from_bytes(&sequence.to_bytes()).as_ref(), Ok(&*sequence));
        }
        if let Some(sequence) = &mut betting {
            let _ = sequence.observe(outcome);
            check(sequence.estimate());
            assert_eq!(Betting::from_bytes(&sequence.to_bytes()).as_ref(), Ok(&*sequence));
        }
        if let Some(sequence) = &mut any {
            let _ = sequence.observe(outcome);
            check(sequence.estimate());
        }
        if let Some(sequence) = &mut difference {
            let _ = sequence.observe(group, outcome);
            check(sequence.estimate());
        }
    }
}

/// The rest of the input as stored states.
fn decoded(source: &mut Source<'_>) {
    if let Ok(mut cuped) = Cuped::from_bytes(source.bytes) {
        assert_eq!(cuped.to_bytes(), source.bytes);
        let other = cuped.clone();
        cuped.merge(&other).expect("as many groups");
        judge_cuped(&cuped, 0.9);
    }
    if let Ok(mut test) = MixtureSprt::from_bytes(source.bytes) {
        let _ = test.observe(Group::Treatment, 1.0);
        check(test.estimate());
    }
    if let Ok(mut rates) = BettingDifference::from_bytes(source.bytes) {
        let _ = rates.observe(Group::Treatment, 1.0);
        check(rates.estimate());
    }
    if let Ok(mut difference) = RandomizedDifference::from_bytes(source.bytes) {
        let _ = difference.observe(Group::Treatment, 1.0);
        check(difference.estimate());
    }
    if let Ok(mut difference) = AsymptoticDifference::from_bytes(source.bytes) {
        let _ = difference.observe(Group::Treatment, 1.0);
        check(difference.estimate());
    }
    for hypotheses in 1..4 {
        if let Ok(mut set) = Hypotheses::from_bytes(0..hypotheses, source.bytes) {
            assert_eq!(set.to_bytes(), source.bytes);
            let other = set.clone();
            set.merge(&other).expect("the same ones are left");
            check_weights(&set);
        }
    }
    source.bytes = &[];
}

fn check(estimate: Estimate) {
    let Estimate { value, lower, upper, .. } = estimate;
    assert!(lower <= upper && !value.is_nan(), "{estimate:?}");
}
