//! Successive elimination: right as often as it says, within the pulls that it says.

use ansatz_bandit::SuccessiveElimination;
use ansatz_random::{Stream, unit};
use ansatz_testkit::statistics::assert_rate_at_most;

/// The arm that is found, and with how many pulls.
fn find(means: &[f64], delta: f64, seed: u64) -> (usize, usize) {
    let mut rng = Stream::new(21, seed);
    let mut arms = SuccessiveElimination::new(means.len(), delta).unwrap();
    let mut pulls = 0;
    loop {
        if let Some(best) = arms.best() {
            return (best, pulls);
        }
        let choice = arms.select(&mut rng);
        let paid = unit(&mut rng) < means[choice.arm];
        arms.observe(choice.ticket, f64::from(u8::from(paid))).unwrap();
        pulls += 1;
    }
}

/// The fewest rewards with which four half widths are below the gap.
fn enough(gap: f64, arms: usize, delta: f64) -> usize {
    let half = |n: f64| {
        let odds = core::f64::consts::PI.powi(2) * arms as f64 * n * n / (3.0 * delta);
        libm::sqrt(libm::log(odds) / (2.0 * n))
    };
    (1..1_000_000).find(|n| 4.0 * half(f64::from(*n)) < gap).unwrap() as usize
}

#[test]
fn it_is_wrong_at_most_as_often_as_it_says_and_takes_at_most_as_long() {
    for (means, delta) in [(&[0.3, 0.7][..], 0.2), (&[0.2, 0.8, 0.5, 0.3], 0.1), (&[0.6, 0.1, 0.1, 0.1, 0.1], 0.5)] {
        let best = means.iter().copied().fold(0.0, f64::max);
        let needed: Vec<usize> =
            means.iter().filter(|mean| **mean < best).map(|mean| enough(best - mean, means.len(), delta)).collect();
        let bound = needed.iter().sum::<usize>() + needed.iter().max().unwrap();
        let found: Vec<(usize, usize)> = (0..400).map(|seed| find(means, delta, seed)).collect();
        let wrong = found.iter().filter(|(arm, _)| means[*arm] < best).count();
        let long = found.iter().filter(|(_, pulls)| *pulls > bound).count();
        assert_rate_at_most("wrong", wrong, 400, delta);
        assert_rate_at_most("long", long, 400, delta);
    }
}

#[test]
fn those_that_remain_take_turns_until_one_is_left() {
    let mut arms = SuccessiveElimination::new(3, 0.1).unwrap();
    let mut rng = Stream::new(1, 0);
    let mut count = [0; 3];
    for _ in 0..3_000 {
        let choice = arms.select(&mut rng);
        assert!(arms.remaining().any(|arm| arm == choice.arm));
        count[choice.arm] += 1;
        arms.observe(choice.ticket, [0.0, 0.8, 1.0][choice.arm]).unwrap();
    }
    // Rewards are always the same, so intervals part when both half widths together are below the distance.
    let parted = |gap: f64| enough(2.0 * gap, 3, 0.1);
    assert_eq!(count[..2], [parted(1.0), parted(0.2)]);
    assert_eq!((arms.best(), arms.remaining().collect::<Vec<_>>()), (Some(2), vec![2]));
    // A newcomer reopens the question.
    let new = arms.add_arm().unwrap();
    assert_eq!(arms.best(), None);
    assert_eq!(arms.select(&mut rng).arm, new);
    arms.remove_arm(new).unwrap();
    assert_eq!(arms.best(), Some(2));
}

/// With more arms all intervals are wider: what has just been decided is open again, until as many more rewards have come.
#[test]
fn arms_that_are_added_widen_all_intervals() {
    let mut arms = SuccessiveElimination::new(2, 0.1).unwrap();
    let mut pulls = 0;
    while arms.best().is_none() {
        arms.record(0, 0.0).unwrap();
        arms.record(1, 1.0).unwrap();
        pulls += 1;
    }
    assert_eq!(pulls, enough(2.0, 2, 0.1));
    for _ in 2..20 {
        arms.add_arm().unwrap();
    }
    let again = enough(2.0, 20, 0.1);
    assert!(again > pulls);
    for _ in pulls..again {
        assert_eq!(arms.remaining().next(), Some(0));
        arms.record(0, 0.0).unwrap();
        arms.record(1, 1.0).unwrap();
    }
    assert_eq!(arms.remaining().next(), Some(1));
}

#[test]
fn parameters_are_checked() {
    assert!(SuccessiveElimination::new(3, 1.0).is_err());
    assert!(SuccessiveElimination::new(0, 0.1).is_err());
    let mut arms = SuccessiveElimination::new(2, 0.1).unwrap();
    assert_eq!(arms.merge(&SuccessiveElimination::new(2, 0.2).unwrap()).unwrap_err().name(), "delta");
    // A merged bandit has seen as many arms as the one that has seen more.
    let (mut few, mut many) =
        (SuccessiveElimination::new(2, 0.1).unwrap(), SuccessiveElimination::new(2, 0.1).unwrap());
    let passing = many.add_arm().unwrap();
    many.remove_arm(passing).unwrap();
    // The rule's bytes are the last: delta, that number, and two arms of which nothing is known.
    let rule = |arms: &SuccessiveElimination| arms.to_bytes().split_off(arms.to_bytes().len() - (8 + 8 + 8 + 2 * 32));
    assert_ne!(rule(&few), rule(&many));
    few.merge(&many).unwrap();
    assert_eq!(rule(&few), rule(&many));
}
