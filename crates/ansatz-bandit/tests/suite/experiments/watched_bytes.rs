//! Stored in the middle of a test, read and gone on with: the same to the bit.

use ansatz_bandit::experiments::{
    AlphaSpending, Asymptotic, AsymptoticDifference, Betting, BettingDifference, ConfidenceSequence,
    EmpiricalBernstein, EmpiricalBernsteinDifference, Group, GroupSequential, MixtureSprt, ProportionTest,
    RandomizedDifference, Spending,
};
use ansatz_core::DecodeError;
use ansatz_random::{Stream, unit};
use ansatz_testkit::hostile::assert_survives_damage;

/// Goes through a stream twice, the second time by way of bytes at each step, and damages the bytes of the middle.
macro_rules! goes_on {
    ($name:ident, $type:ty, $new:expr, $feed:expr) => {
        #[test]
        fn $name() {
            let new: $type = $new;
            let feed: fn(&mut $type, Group, f64) = $feed;
            let (mut whole, mut stored) = (new.clone(), new);
            let mut rng = Stream::new(61, 0);
            let mut middle = Vec::new();
            for step in 0..300 {
                let group = if unit(&mut rng) < 0.5 { Group::Control } else { Group::Treatment };
                let outcome = unit(&mut rng);
                feed(&mut whole, group, outcome);
                feed(&mut stored, group, outcome);
                let bytes = stored.to_bytes();
                stored = <$type>::from_bytes(&bytes).unwrap();
                assert_eq!(stored.to_bytes(), bytes);
                if step == 40 {
                    middle = bytes;
                    #[cfg(feature = "serde")]
                    {
                        let text = serde_json::to_string(&stored).unwrap();
                        assert_eq!(serde_json::from_str::<$type>(&text).unwrap(), stored);
                    }
                }
            }
            assert_eq!(whole, stored);
            assert_eq!(whole.to_bytes(), stored.to_bytes());
            assert!(format!("{whole:?}").len() < 250, "no tables: {whole:?}");
            assert_survives_damage(&middle, |bytes| {
                let Ok(mut value) = <$type>::from_bytes(bytes) else { return false };
                feed(&mut value, Group::Control, 0.5);
                value.to_bytes().len() > 10
            });
        }
    };
}

goes_on!(mixture_sprt, MixtureSprt, MixtureSprt::new(0.05, 0.5).unwrap(), |test, group, outcome| {
    let _ = test.observe(group, outcome);
    assert!(!test.estimate().value.is_nan());
});
goes_on!(
    mixture_sprt_of_known_deviations,
    MixtureSprt,
    MixtureSprt::new(0.05, 0.5).unwrap().with_deviations(0.3, 0.4).unwrap(),
    |test, group, outcome| test.observe(group, outcome).unwrap()
);
goes_on!(proportion_test, ProportionTest, ProportionTest::new(0.05, 0.4, 0.3).unwrap(), |test, group, outcome| {
    test.observe(group, outcome < 0.3);
});
goes_on!(asymptotic, Asymptotic, Asymptotic::new(0.95, 100).unwrap(), |sequence, _, outcome| {
    let _ = sequence.observe(outcome);
});
goes_on!(
    asymptotic_difference,
    AsymptoticDifference,
    AsymptoticDifference::new(0.95, 100).unwrap(),
    |sequence, group, outcome| {
        let _ = sequence.observe(group, outcome);
    }
);
goes_on!(
    empirical_bernstein,
    EmpiricalBernstein,
    EmpiricalBernstein::new(0.95, 0.0..=1.0).unwrap(),
    |sequence, _, outcome| {
        let _ = sequence.observe(outcome);
        assert!(sequence.len() > 0);
    }
);
goes_on!(
    empirical_bernstein_difference,
    EmpiricalBernsteinDifference,
    EmpiricalBernsteinDifference::new(0.95, 0.0..=1.0).unwrap(),
    |sequence, group, outcome| {
        let _ = sequence.observe(group, outcome);
    }
);
goes_on!(betting, Betting, Betting::new(0.95, 0.0..=1.0).unwrap().with_grid(30).unwrap(), |sequence, _, outcome| {
    let _ = sequence.observe(outcome);
    let estimate = sequence.estimate();
    assert!(estimate.lower <= estimate.upper);
});
goes_on!(
    betting_difference,
    BettingDifference,
    BettingDifference::new(0.95, 0.0..=1.0).unwrap().with_grid(10).unwrap(),
    |sequence, group, outcome| {
        let _ = sequence.observe(group, outcome);
    }
);
goes_on!(
    randomized_difference,
    RandomizedDifference,
    RandomizedDifference::new(0.95, 0.5, 0.0..=1.0).unwrap().with_grid(5).unwrap(),
    |sequence, group, outcome| {
        let _ = sequence.observe(group, outcome);
        let estimate = sequence.estimate();
        assert!(estimate.lower <= estimate.upper && !estimate.value.is_nan());
    }
);
goes_on!(group_sequential, GroupSequential, GroupSequential::pocock(6, 0.05).unwrap(), |test, _, outcome| {
    let _ = test.look(outcome);
});
goes_on!(alpha_spending, AlphaSpending, AlphaSpending::new(Spending::Pocock, 0.05).unwrap(), |test, _, outcome| {
    // Eight looks, the others refused.
    let _ = test.look(0.12 * (1.0 + (test.to_bytes().len() / 24) as f64), outcome);
});

#[test]
fn one_kind_is_not_read_as_another() {
    let betting = BettingDifference::new(0.95, 0.0..=1.0).unwrap().to_bytes();
    let error = EmpiricalBernsteinDifference::from_bytes(&betting).unwrap_err().to_string();
    assert_eq!(error, "`sequence` is BettingDifference, allowed: EmpiricalBernsteinDifference");
    let test = MixtureSprt::new(0.05, 0.5).unwrap().to_bytes();
    assert!(matches!(ProportionTest::from_bytes(&test), Err(DecodeError::Kind { .. })));
}
