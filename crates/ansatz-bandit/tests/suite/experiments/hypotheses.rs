//! Hypotheses in parallel: Bayes' rule, the guarantees of the sequential test, pruning and its account.

use ansatz_bandit::experiments::Hypotheses;
use ansatz_random::{Stream, below, unit};
use ansatz_testkit::{hostile::assert_survives_damage, statistics::assert_rate_at_most};

fn heads(rates: &mut Hypotheses<f64>, is_head: bool) {
    rates.observe_with(|rate| if is_head { rate.ln() } else { (1.0 - rate).ln() }).unwrap();
}

#[test]
fn weights_are_those_of_bayes() {
    let (priors, rates) = ([2.0, 1.0, 5.0], [0.1, 0.5, 0.7]);
    let mut hypotheses = Hypotheses::new(rates.into_iter().zip(priors), 0.999_999).unwrap();
    let mut products = priors;
    for toss in 0..40 {
        let is_head = toss % 3 == 0;
        heads(&mut hypotheses, is_head);
        for (product, rate) in products.iter_mut().zip(rates) {
            *product *= if is_head { rate } else { 1.0 - rate };
        }
        let sum: f64 = products.iter().sum();
        for (index, (product, (_, weight))) in products.iter().zip(hypotheses.iter()).enumerate() {
            assert!((weight - product / sum).abs() < 1e-13, "{toss} {index}");
            assert_eq!(hypotheses.weight(index), Some(weight));
        }
    }
    assert_eq!((hypotheses.observations(), hypotheses.live(), hypotheses.weight(3)), (40, 3, None));
}

#[test]
fn a_verdict_is_made_at_the_threshold() {
    let pair = Hypotheses::new([('a', 1.0), ('b', 1.0)], 0.9).unwrap();
    assert_eq!((pair.best(), pair.verdict()), ((0, 0.5), None));
    for (odds, verdict) in [(8.999_f64, None), (9.001, Some(&'b'))] {
        let mut seen = pair.clone();
        seen.observe(&[0.0, odds.ln()]).unwrap();
        assert_eq!((seen.best().0, seen.verdict()), (1, verdict), "{odds}");
    }
}

/// Tosses a coin of the first hypothesis' rate until there is a verdict, 400 times at most.
fn watch(mut rates: Hypotheses<f64>, truth: f64, rng: &mut Stream) -> (Option<f64>, Hypotheses<f64>) {
    for _ in 0..400 {
        if let Some(rate) = rates.verdict() {
            return (Some(*rate), rates);
        }
        heads(&mut rates, unit(rng) < truth);
    }
    (None, rates)
}

#[test]
fn a_wrong_one_seldom_passes_however_long_one_watches() {
    // The true one has a quarter of the weight: (1 - w) (1 - c) / (w c) = 3 * 0.05 / 0.95.
    let (runs, threshold) = (3_000, 0.95);
    let mut wrong = 0;
    for seed in 0..runs {
        let mut rates = Hypotheses::new([(0.5, 1.0), (0.4, 1.0), (0.55, 2.0)], threshold).unwrap();
        let mut rng = Stream::new(seed, 0);
        // Even a verdict for the true one does not end it.
        let mut ever = false;
        for _ in 0..600 {
            heads(&mut rates, unit(&mut rng) < 0.5);
            ever |= rates.verdict().is_some_and(|rate| *rate != 0.5);
        }
        wrong += usize::from(ever);
    }
    assert_rate_at_most("ever wrong", wrong, runs as usize, 3.0 * (1.0 - threshold) / threshold);
    // The bound is not far off: less than half of it would mean that something else is watched.
    assert!(wrong as f64 > 0.3 * 3.0 * 0.05 / 0.95 * runs as f64, "{wrong}");
}

#[test]
fn a_verdict_is_as_sure_as_it_says() {
    let (weights, rates, threshold) = ([0.5, 0.3, 0.2], [0.2, 0.5, 0.6], 0.9);
    for floor in [0.0, 0.02] {
        let (mut wrong, mut verdicts, mut dropped) = (0, 0, 0.0);
        for seed in 0..3_000 {
            let mut rng = Stream::new(seed, 1);
            let u = unit(&mut rng);
            let truth = rates[usize::from(u > weights[0]) + usize::from(u > weights[0] + weights[1])];
            let set = Hypotheses::new(rates.into_iter().zip(weights), threshold).unwrap().with_floor(floor).unwrap();
            let (verdict, set) = watch(set, truth, &mut rng);
            verdicts += usize::from(verdict.is_some());
            wrong += usize::from(verdict.is_some_and(|rate| rate != truth));
            dropped += set.dropped_weight();
        }
        assert!(verdicts > 2_900, "{verdicts}");
        assert_rate_at_most("wrong verdicts", wrong, 3_000, 1.0 - threshold + dropped / 3_000.0);
        assert_eq!(floor > 0.0, dropped > 0.0);
    }
}

#[test]
fn what_is_dropped_is_accounted_for() {
    let mut rates = Hypotheses::new([(0.1, 1.0), (0.5, 1.0), (0.9, 1.0)], 0.999).unwrap().with_floor(0.05).unwrap();
    heads(&mut rates, true);
    assert_eq!((rates.live(), rates.dropped_weight()), (3, 0.0));
    // 0.1^2, 0.5^2, 0.9^2 of 1.07: the first has 0.01 / 1.07, below the floor.
    heads(&mut rates, true);
    assert_eq!((rates.live(), rates.weight(0)), (2, Some(0.0)));
    assert!((rates.dropped_weight() - 0.01 / 1.07).abs() < 1e-15);
    assert!((rates.weight(2).unwrap() - 0.81 / 1.06).abs() < 1e-15);
    // It is not asked any more.
    let mut asked = Vec::new();
    rates
        .observe_with(|rate| {
            asked.push(*rate);
            0.0
        })
        .unwrap();
    assert_eq!(asked, [0.5, 0.9]);
}

#[test]
fn all_that_is_dropped_is_added_up() {
    let start = Hypotheses::new([('a', 1.0), ('b', 1.0), ('c', 1.0)], 0.999).unwrap().with_floor(0.05).unwrap();
    let (small, smaller) = ((-5.0_f64).exp(), (-9.0_f64).exp());
    let first = small / (2.0 + small);
    // One after the other.
    let mut single = start.clone();
    single.observe(&[-5.0, 0.0, 0.0]).unwrap();
    single.observe(&[0.0, -9.0, 0.0]).unwrap();
    let both = first + smaller / (1.0 + smaller);
    assert!((single.dropped_weight() - both).abs() < 1e-15 && single.live() == 1, "{}", single.dropped_weight());
    // Each on another side: either may have been wrong.
    let (mut here, mut there) = (start.clone(), start.clone());
    here.observe(&[-5.0, 0.0, 0.0]).unwrap();
    there.observe(&[0.0, -9.0, 0.0]).unwrap();
    let both = first + smaller / (2.0 + smaller);
    here.merge(&there).unwrap();
    assert!((here.dropped_weight() - both).abs() < 1e-15 && here.live() == 1, "{}", here.dropped_weight());
    // What only the evidence of both makes small is dropped by the merge.
    let (mut here, mut there) = (start.clone(), start);
    here.observe(&[-2.0, 0.0, 0.0]).unwrap();
    there.observe(&[-2.0, 0.0, 0.0]).unwrap();
    assert_eq!((here.live(), there.live()), (3, 3));
    here.merge(&there).unwrap();
    let product = (-4.0_f64).exp();
    assert_eq!(here.live(), 2);
    assert!((here.dropped_weight() - product / (2.0 + product)).abs() < 1e-15, "{}", here.dropped_weight());
}

#[test]
fn independent_evidence_merges_to_the_single_stream() {
    let start = Hypotheses::new([(0.2, 1.0), (0.5, 4.0), (0.6, 2.0)], 0.999_9).unwrap();
    let mut rng = Stream::new(5, 0);
    let (mut single, mut replicas) = (start.clone(), vec![start.clone(); 3]);
    for _ in 0..200 {
        let is_head = unit(&mut rng) < 0.55;
        heads(&mut single, is_head);
        heads(&mut replicas[below(&mut rng, 3) as usize], is_head);
    }
    let mut merged = start.clone();
    for replica in &replicas {
        merged.merge(replica).unwrap();
    }
    assert_eq!(merged.observations(), 200);
    for index in 0..3 {
        let (ours, theirs) = (merged.weight(index).unwrap(), single.weight(index).unwrap());
        assert!((ours - theirs).abs() <= 1e-12 * theirs, "{ours} {theirs}");
    }
    let others = [
        Hypotheses::new([(0.2, 1.0), (0.5, 4.0)], 0.999_9).unwrap(),
        Hypotheses::new([(0.2, 1.0), (0.5, 4.0), (0.6, 3.0)], 0.999_9).unwrap(),
        Hypotheses::new([(0.2, 1.0), (0.5, 4.0), (0.6, 2.0)], 0.999).unwrap(),
        start.clone().with_floor(0.01).unwrap(),
    ];
    let before = merged.clone();
    for other in others {
        assert!(merged.merge(&other).is_err());
    }
    // Each side has ruled out what the other has left.
    let (mut here, mut there) = (start.clone(), start);
    here.observe(&[0.0, f64::NEG_INFINITY, f64::NEG_INFINITY]).unwrap();
    there.observe(&[f64::NEG_INFINITY, 0.0, 0.0]).unwrap();
    let error = here.merge(&there).unwrap_err();
    assert!(error.to_string().contains("1, none of them on both sides"), "{error}");
    assert_eq!((here.live(), merged), (1, before));
}

#[test]
fn bytes_come_back_and_damage_is_survived() {
    let mut set = Hypotheses::new([('a', 1.0), ('b', 2.0), ('c', 1.0)], 0.99).unwrap().with_floor(0.01).unwrap();
    set.observe(&[-1.0, -2.5, -40.0]).unwrap();
    assert_eq!(set.live(), 2);
    let bytes = set.to_bytes();
    assert_eq!(Hypotheses::from_bytes(['a', 'b', 'c'], &bytes), Ok(set));
    assert!(Hypotheses::from_bytes(['a', 'b'], &bytes).is_err());
    assert!(Hypotheses::from_bytes('a'..='z', &bytes).is_err());
    assert_survives_damage(&bytes, |bytes| match Hypotheses::from_bytes(['a', 'b', 'c'], bytes) {
        Ok(mut read) => {
            read.observe(&[-1e308, 1e308, 0.0]).unwrap_or_default();
            let other = read.clone();
            read.merge(&other).unwrap();
            assert!((read.iter().map(|(_, weight)| weight).sum::<f64>() - 1.0).abs() < 1e-9);
            assert_eq!(Hypotheses::from_bytes(['a', 'b', 'c'], &read.to_bytes()), Ok(read));
            true
        }
        Err(_) => false,
    });
}

#[test]
fn what_cannot_be_is_an_error_and_changes_nothing() {
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-300] {
        assert!(Hypotheses::new([('a', 1.0), ('b', bad)], 0.9).is_err(), "{bad}");
    }
    for bad in [0.5, 1.0, f64::NAN, 0.0] {
        assert!(Hypotheses::new([('a', 1.0), ('b', 1.0)], bad).is_err(), "{bad}");
    }
    assert!(Hypotheses::<char>::new([], 0.9).is_err());
    let mut set = Hypotheses::new([('a', 1e300), ('b', 1e300)], 0.9).unwrap();
    for bad in [-0.1, 0.5, 1.0, f64::NAN] {
        assert!(set.clone().with_floor(bad).is_err(), "{bad}");
    }
    let before = set.clone();
    for bad in [&[f64::NAN, 0.0][..], &[0.0, f64::INFINITY], &[f64::NEG_INFINITY; 2], &[0.0], &[0.0; 3]] {
        assert!(set.observe(bad).is_err(), "{bad:?}");
    }
    assert_eq!(set, before);
    // The logarithms of likelihoods may be as large as they like.
    for _ in 0..5 {
        set.observe(&[f64::MAX, -f64::MAX]).unwrap();
    }
    assert_eq!((set.verdict(), set.live()), (Some(&'a'), 1));
}
