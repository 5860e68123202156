//! Order, replicas and bytes.

use ansatz_bandit::{Bandit, ConfidenceRadius, LinTs, LinUcb, LogisticThompson, ModelRule, WeightPrior};
use ansatz_random::{Stream, shuffle, unit};
use ansatz_testkit::hostile::{assert_survives_damage, decode_within};

use super::{assert_near, features};

/// What has been learnt of every arm, by its weights and by widths in a few directions.
fn summary<R: ModelRule>(arms: &Bandit<R>, dimension: usize) -> Vec<f64> {
    let mut rng = Stream::new(99, 0);
    let contexts: Vec<Vec<f64>> = (0..3).map(|_| features(&mut rng, dimension)).collect();
    let mut summary = Vec::new();
    for arm in arms.arms() {
        summary.extend(arms.weights(arm).unwrap());
        summary.extend(contexts.iter().map(|x| arms.predict(arm, x).unwrap().deviation));
    }
    summary
}

/// Rewards come at once, or late in any order; alone, or split over three replicas that are merged: the same is known.
fn order_and_replicas_do_not_matter<R: ModelRule>(empty: &Bandit<R>, dimension: usize) {
    let mut rng = Stream::new(1, 0);
    let mut at_once = empty.clone();
    let mut late = empty.clone();
    let mut replicas = [empty.clone(), empty.clone(), empty.clone()];
    let mut tickets = Vec::new();
    for round in 0..400 {
        let x = features(&mut rng, dimension);
        let choice = late.select_for(&x, &mut rng).unwrap();
        let reward = unit(&mut rng);
        at_once.record_for(&x, choice.arm, reward).unwrap();
        replicas[round % 3].record_for(&x, choice.arm, reward).unwrap();
        tickets.push((choice.ticket, reward));
        // Some come early enough to change decisions.
        if round % 50 == 49 {
            shuffle(&mut rng, &mut tickets);
            for (ticket, reward) in tickets.drain(..40) {
                late.observe(ticket, reward).unwrap();
            }
        }
    }
    for (ticket, reward) in tickets {
        late.observe(ticket, reward).unwrap();
    }
    let expected = summary(&at_once, dimension);
    assert_near("late", &summary(&late, dimension), &expected, 1e-12);
    let [mut merged, second, third] = replicas;
    merged.merge(&third).unwrap();
    merged.merge(&second).unwrap();
    assert_near("merged", &summary(&merged, dimension), &expected, 1e-12);
    // A replica that has learnt nothing changes nothing.
    let before = summary(&merged, dimension);
    merged.merge(empty).unwrap();
    assert_near("merged with nothing", &summary(&merged, dimension), &before, 1e-13);
}

#[test]
fn order_and_replicas() {
    order_and_replicas_do_not_matter(&LinUcb::new(3, 5, 1.0).unwrap(), 5);
    order_and_replicas_do_not_matter(&LinTs::new(2, 4, 0.5).unwrap(), 4);
    order_and_replicas_do_not_matter(&LogisticThompson::new(3, 4).unwrap(), 4);
    // More contexts than are kept.
    order_and_replicas_do_not_matter(&LogisticThompson::new(2, 3).unwrap().with_contexts(20).unwrap(), 3);
    let radius = ConfidenceRadius::new(0.5, 2.0, 0.1).unwrap();
    order_and_replicas_do_not_matter(
        &LinUcb::with_confidence(3, WeightPrior::ridge(7, 2.0).unwrap(), radius).unwrap(),
        7,
    );
}

/// What was saved goes on to the same bit, outstanding decisions included.
fn goes_on_to_the_same_bit<R: ModelRule>(mut arms: Bandit<R>, dimension: usize) {
    let mut rng = Stream::new(2, 0);
    let mut tickets = Vec::new();
    for _ in 0..300 {
        let x = features(&mut rng, dimension);
        tickets.push(arms.select_for(&x, &mut rng).unwrap().ticket);
        if tickets.len() == 7 {
            shuffle(&mut rng, &mut tickets);
            tickets.drain(..5).for_each(|ticket| arms.observe(ticket, unit(&mut rng)).unwrap());
        }
    }
    let mut again = Bandit::<R>::from_bytes(&arms.to_bytes()).unwrap();
    assert_eq!(again, arms);
    for ticket in tickets {
        arms.observe(ticket.clone(), 1.0).unwrap();
        again.observe(ticket, 1.0).unwrap();
    }
    for _ in 0..200 {
        let x = features(&mut rng, dimension);
        let (here, there) = (arms.select_logged_for(&x, &mut rng.clone()), again.select_logged_for(&x, &mut rng));
        assert_eq!(here, there);
        arms.observe(here.unwrap().ticket, 0.5).unwrap();
        again.observe(there.unwrap().ticket, 0.5).unwrap();
    }
    assert_eq!(again.to_bytes(), arms.to_bytes());
}

#[test]
fn bytes_go_on_to_the_same_bit() {
    goes_on_to_the_same_bit(LinUcb::new(3, 5, 1.0).unwrap(), 5);
    goes_on_to_the_same_bit(LinTs::new(3, 4, 0.5).unwrap(), 4);
    goes_on_to_the_same_bit(LogisticThompson::new(2, 3).unwrap().with_contexts(20).unwrap(), 3);
    let radius = ConfidenceRadius::new(0.5, 2.0, 0.1).unwrap();
    goes_on_to_the_same_bit(LinUcb::with_confidence(2, WeightPrior::ridge(3, 2.0).unwrap(), radius).unwrap(), 3);
}

/// A context that was seen several times before it leaves for another takes all of its observations along.
#[test]
fn contexts_leave_with_all_that_was_seen_in_them() {
    let contexts = [[1.0, 2.0], [1.0, -1.0], [1.0, 0.5]];
    let learn = |order: [usize; 3]| {
        let mut arms = LogisticThompson::new(1, 2).unwrap().with_contexts(1).unwrap();
        for at in order {
            for round in 0..5 {
                arms.record_for(&contexts[at], 0, if round <= at { 0.9 } else { 0.25 }).unwrap();
            }
        }
        summary(&arms, 2)
    };
    let expected = learn([0, 1, 2]);
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_near("another order", &learn(order), &expected, 1e-12);
    }
}

/// Contexts that replicas share: counts and rewards of both. The two zeros are one feature.
#[test]
fn replicas_of_the_same_contexts_merge() {
    let empty = LogisticThompson::new(1, 2).unwrap().with_contexts(2).unwrap();
    let (mut one, mut other, mut both, mut signed) = (empty.clone(), empty.clone(), empty.clone(), empty);
    for round in 0..12 {
        let (feature, reward) = (f64::from(round % 2), f64::from(round % 5) / 4.0);
        both.record_for(&[1.0, feature], 0, reward).unwrap();
        signed.record_for(&[1.0, if feature == 0.0 { -0.0 } else { 1.0 }], 0, reward).unwrap();
        let replica = if round < 5 { &mut one } else { &mut other };
        replica.record_for(&[1.0, feature], 0, reward).unwrap();
    }
    assert_eq!(signed.to_bytes(), both.to_bytes());
    one.merge(&other).unwrap();
    assert_near("merged", &summary(&one, 2), &summary(&both, 2), 1e-12);
}

/// The inverse factor of this precision has a column of (1e20, 1e20) / sqrt(1.1); the context is across what that column
/// says of the first weight, so that its length stays, but all of it is in the second row: sqrt(2 / 1.1) 1e20.
#[test]
fn what_a_model_makes_of_the_weakest_prior_can_be_read() {
    let prior = WeightPrior::with_precision(2, &[1.1e-40, -1.1e-40, -1.1e-40, 2.2e-40]).unwrap();
    let mut linear = LinUcb::with_prior(1, prior.clone(), 1.0).unwrap();
    linear.record_for(&[1.0, -2.0], 0, 1.0).unwrap();
    assert_eq!(LinUcb::from_bytes(&linear.to_bytes()), Ok(linear));
    let mut logistic = LogisticThompson::with_prior(1, prior).unwrap();
    logistic.record_for(&[1.0, -2.0], 0, 0.5).unwrap();
    assert_eq!(LogisticThompson::from_bytes(&logistic.to_bytes()), Ok(logistic));
}

#[test]
fn replicas_of_another_kind_are_refused() {
    let mut arms = LinUcb::new(2, 2, 1.0).unwrap();
    arms.record_for(&[1.0, 2.0], 0, 1.0).unwrap();
    let before = arms.clone();
    let others = [
        LinUcb::new(2, 2, 2.0),
        LinUcb::new(2, 3, 1.0),
        LinUcb::new(3, 2, 1.0),
        LinUcb::with_prior(2, WeightPrior::ridge(2, 2.0).unwrap(), 1.0),
        LinUcb::with_confidence(2, WeightPrior::ridge(2, 1.0).unwrap(), ConfidenceRadius::new(1.0, 1.0, 0.1).unwrap()),
    ];
    for other in others {
        assert!(arms.merge(&other.unwrap()).is_err());
        assert_eq!(arms, before);
    }
    let mut arms = LinTs::new(2, 2, 1.0).unwrap();
    assert!(arms.merge(&LinTs::new(2, 2, 0.5).unwrap()).is_err());
    let [mut wide, narrow] = [0.1, 0.2].map(|delta| {
        let radius = ConfidenceRadius::new(1.0, 1.0, delta).unwrap();
        LinUcb::with_confidence(2, WeightPrior::ridge(2, 1.0).unwrap(), radius).unwrap()
    });
    assert!(wide.merge(&narrow).is_err());
}

/// Whatever is accepted can be asked and taught.
fn survives_damage<R: ModelRule>(mut arms: Bandit<R>, dimension: usize) {
    let mut rng = Stream::new(3, 0);
    for _ in 0..6 {
        let x = features(&mut rng, dimension);
        let ticket = arms.select_for(&x, &mut rng).unwrap().ticket;
        arms.observe(ticket, unit(&mut rng)).unwrap();
    }
    arms.select_for(&vec![1.0; dimension], &mut rng).unwrap();
    assert_survives_damage(&arms.to_bytes(), |bytes| match Bandit::<R>::from_bytes(bytes) {
        Ok(mut arms) => {
            let ticket = arms.select_logged_for(&vec![1.0; dimension], &mut Stream::new(4, 0)).map(|it| it.ticket);
            if let Ok(ticket) = ticket {
                let _ = arms.observe(ticket, 1.0);
            }
            assert!(Bandit::<R>::from_bytes(&arms.to_bytes()).is_ok(), "what was accepted is refused later");
            true
        }
        Err(_) => false,
    });
}

#[test]
fn damaged_bytes() {
    survives_damage(LinUcb::new(2, 3, 1.0).unwrap(), 3);
    survives_damage(LinTs::new(3, 1, 1.0).unwrap(), 1);
    survives_damage(LogisticThompson::new(2, 2).unwrap().with_contexts(2).unwrap(), 2);
    let radius = ConfidenceRadius::new(0.5, 2.0, 0.1).unwrap();
    survives_damage(LinUcb::with_confidence(1, WeightPrior::ridge(2, 2.0).unwrap(), radius).unwrap(), 2);
}

/// With one feature, rows that are filled up to four take more than eight times their bytes: sixteen is the bound.
#[test]
fn many_small_models_take_little_more_than_their_bytes() {
    for bytes in [LinUcb::new(2_000, 1, 1.0).unwrap().to_bytes(), LinTs::new(500, 2, 1.0).unwrap().to_bytes()] {
        decode_within(&bytes, 16, &mut |bytes| LinUcb::from_bytes(bytes).is_ok() || LinTs::from_bytes(bytes).is_ok());
    }
    let bytes = LogisticThompson::new(1_000, 1).unwrap().to_bytes();
    assert!(decode_within(&bytes, 16, &mut |bytes| LogisticThompson::from_bytes(bytes).is_ok()));
    let mut header = LinUcb::new(1, 1, 1.0).unwrap().to_bytes();
    header.truncate(header.len() / 2);
    assert!(!decode_within(&header, 16, &mut |bytes| LinUcb::from_bytes(bytes).is_ok()));
}

/// Dependent features of very different size leave sums that rounding has made far from definite.
#[test]
fn what_a_model_makes_of_features_of_all_sizes_can_be_read() {
    let sizes = [1.0, -1.0, 0.0, 1e100, -1e100, 1e-100, 1e50, 1e9, 1.000_000_1e9, 1e16, 3e7, 0.5];
    for seed in 0..500 {
        let mut rng = Stream::new(seed, 11);
        let mut arms = LinUcb::new(1, 4, 1.0).unwrap();
        for _ in 0..30 {
            let x = [(); 4].map(|()| sizes[(unit(&mut rng) * 12.0) as usize]);
            arms.record_for(&x, 0, unit(&mut rng)).unwrap();
        }
        assert_eq!(LinUcb::from_bytes(&arms.to_bytes()), Ok(arms), "{seed}");
    }
}

/// A stored matrix that no observations sum up to: the sums of (3, 1) with a negative square in place of 9.
#[test]
fn a_stored_matrix_that_is_not_positive_definite_names_its_pivot() {
    let mut arms = LinUcb::new(1, 2, 1.0).unwrap();
    arms.record_for(&[3.0, 1.0], 0, 1.0).unwrap();
    let mut bytes = arms.to_bytes();
    let nine = bytes.windows(8).position(|window| window == 9.0_f64.to_le_bytes()).unwrap();
    bytes[nine + 7] ^= 0x80;
    let error = LinUcb::from_bytes(&bytes).unwrap_err().to_string();
    assert!(error.contains("-8 at pivot 0"), "{error}");
}
