//! Probabilities, late rewards, replicas, arms that come, and states that cannot be.

use ansatz_bandit::{Bandit, BanditError, Chance, Exp3, Exp3Ix, Rule, Ticket};
use ansatz_random::{Stream, shuffle, unit};
use ansatz_testkit::{hostile::assert_survives_damage, statistics::assert_frequencies};

use super::{assert_close, distribution};

type Tickets = Vec<(Ticket<Chance>, f64)>;

/// So many decisions, whose rewards are still to come.
fn decide<R: Rule<Context = (), Note = Chance>>(arms: &mut Bandit<R>, count: usize, seed: u64) -> Tickets {
    let mut rng = Stream::new(seed, 3);
    (0..count).map(|_| (arms.select(&mut rng).ticket, unit(&mut rng))).collect()
}

fn observe<R: Rule<Context = (), Note = Chance>>(arms: &mut Bandit<R>, tickets: &Tickets) {
    for (ticket, reward) in tickets {
        arms.observe(*ticket, *reward).unwrap();
    }
}

fn chance(ticket: &Ticket<Chance>) -> f64 {
    f64::from_le_bytes(*ticket.to_bytes().last_chunk().unwrap())
}

/// The definition of figure 1, with the weights themselves.
fn exp3_by_hand(gamma: f64, arms: usize, tickets: &Tickets) -> Vec<f64> {
    let mut weights = vec![1.0; arms];
    for (ticket, reward) in tickets {
        weights[ticket.arm()] *= libm::exp(gamma * reward / chance(ticket) / arms as f64);
    }
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| (1.0 - gamma) * weight / total + gamma / arms as f64).collect()
}

fn exp3_ix_by_hand(eta: impl Fn(u64) -> f64, (arms, now): (usize, u64), tickets: &Tickets) -> Vec<f64> {
    let mut losses = vec![0.0; arms];
    for (ticket, reward) in tickets {
        losses[ticket.arm()] += (1.0 - reward) / (chance(ticket) + eta(ticket.sequence() + 1) / 2.0);
    }
    let weights: Vec<f64> = losses.iter().map(|loss| libm::exp(-eta(now + 1) * loss)).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

#[test]
fn probabilities_are_those_of_the_definition() {
    let mut arms = Exp3::new(3, 0.3).unwrap();
    let tickets = decide(&mut arms, 40, 1);
    observe(&mut arms, &tickets);
    assert_close(&distribution(&arms), &exp3_by_hand(0.3, 3, &tickets));

    let mut arms = Exp3Ix::new(3, 0.05).unwrap();
    let tickets = decide(&mut arms, 40, 1);
    observe(&mut arms, &tickets);
    assert_close(&distribution(&arms), &exp3_ix_by_hand(|_| 0.05, (3, 40), &tickets));

    let mut arms = Exp3Ix::anytime(3).unwrap();
    let tickets = decide(&mut arms, 40, 1);
    observe(&mut arms, &tickets);
    let eta = |t: u64| libm::sqrt(libm::log(3.0) / (3.0 * t as f64));
    assert_close(&distribution(&arms), &exp3_ix_by_hand(eta, (3, 40), &tickets));
}

#[test]
fn arms_are_drawn_with_the_probability_that_is_stated() {
    fn check<R: Rule<Context = (), Note = Chance>>(what: &str, mut arms: Bandit<R>) {
        let tickets = decide(&mut arms, 30, 2);
        observe(&mut arms, &tickets);
        let mut rng = Stream::new(5, 0);
        let mut counts = vec![0; 4];
        for _ in 0..50_000 {
            counts[arms.clone().select(&mut rng).arm] += 1;
        }
        let probabilities = distribution(&arms);
        assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_frequencies(what, &counts, &probabilities);
    }
    check("exp3", Exp3::new(4, 0.2).unwrap());
    check("exp3, uniform", Exp3::new(4, 1.0).unwrap());
    check("exp3-ix", Exp3Ix::new(4, 0.05).unwrap());
    check("exp3-ix, anytime", Exp3Ix::anytime(4).unwrap());
}

#[test]
fn late_rewards_in_any_order_come_to_the_same() {
    fn check<R: Rule<Context = (), Note = Chance>>(arms: &Bandit<R>) {
        let mut expected = arms.clone();
        let mut tickets = decide(&mut expected, 300, 3);
        let waiting = expected.clone();
        observe(&mut expected, &tickets);
        for seed in 0..20 {
            shuffle(&mut Stream::new(seed, 4), &mut tickets);
            let mut shuffled = waiting.clone();
            observe(&mut shuffled, &tickets);
            assert_close(&distribution(&shuffled), &distribution(&expected));
        }
    }
    check(&Exp3::new(3, 0.1).unwrap());
    check(&Exp3Ix::new(3, 0.002).unwrap());
    check(&Exp3Ix::anytime(3).unwrap());
}

#[test]
fn replicas_come_to_what_all_their_tickets_come_to() {
    let (mut here, mut there) = (Exp3::new(3, 0.3).unwrap(), Exp3::new(3, 0.3).unwrap());
    let (mut ours, theirs) = (decide(&mut here, 30, 5), decide(&mut there, 50, 6));
    observe(&mut here, &ours);
    observe(&mut there, &theirs);
    let mut both = here.clone();
    both.merge(&there).unwrap();
    there.merge(&here).unwrap();
    ours.extend(theirs);
    assert_close(&distribution(&both), &exp3_by_hand(0.3, 3, &ours));
    assert_close(&distribution(&there), &distribution(&both));
    let before = both.to_bytes();
    let error = both.merge(&Exp3::new(3, 0.2).unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "cannot merge: `gamma` is 0.3 here and 0.2 there");
    assert!(both.merge(&Exp3::new(2, 0.3).unwrap()).is_err());
    assert_eq!(both.to_bytes(), before);

    let (mut here, mut there) = (Exp3Ix::anytime(3).unwrap(), Exp3Ix::anytime(3).unwrap());
    let (mut ours, theirs) = (decide(&mut here, 30, 5), decide(&mut there, 50, 6));
    observe(&mut here, &ours);
    observe(&mut there, &theirs);
    // Decisions that have come to a replica by a merge go on to others.
    let mut third = Exp3Ix::anytime(3).unwrap();
    decide(&mut third, 20, 12);
    there.merge(&third).unwrap();
    here.merge(&there).unwrap();
    ours.extend(theirs);
    let eta = |t: u64| libm::sqrt(libm::log(3.0) / (3.0 * t as f64));
    assert_close(&distribution(&here), &exp3_ix_by_hand(eta, (3, 100), &ours));
    let error = here.merge(&Exp3Ix::new(3, 0.5).unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "cannot merge: `eta` is falling here and 0.5 there");
}

#[test]
fn an_arm_that_comes_has_its_share() {
    fn check<R: Rule<Context = (), Note = Chance>>(mut arms: Bandit<R>) {
        let tickets = decide(&mut arms, 60, 7);
        observe(&mut arms, &tickets);
        assert_eq!(arms.add_arm(), Ok(3));
        let after = distribution(&arms);
        assert!((after[3] - 0.25).abs() < 1e-12, "{after:?}");
        assert!(after.iter().any(|probability| (probability - 0.25).abs() > 0.01), "{after:?}");
        // Rewards from before, and the removal of an arm, find their arms.
        let late = decide(&mut arms, 20, 8);
        arms.remove_arm(1).unwrap();
        for (ticket, reward) in late {
            assert_eq!(arms.observe(ticket, reward).is_ok(), ticket.arm() != 1);
        }
        assert!((distribution(&arms).iter().filter(|p| !p.is_nan()).sum::<f64>() - 1.0).abs() < 1e-12);
    }
    check(Exp3::new(3, 0.3).unwrap());
    check(Exp3Ix::new(3, 0.01).unwrap());
    check(Exp3Ix::anytime(3).unwrap());
}

/// Doubling by merging: 2^200 times the gains of a short run, or the most that they are kept to.
#[test]
fn weights_neither_overflow_nor_vanish() {
    fn check<R: Rule<Context = (), Note = Chance>>(mut arms: Bandit<R>) {
        let tickets = decide(&mut arms, 100, 9);
        observe(&mut arms, &tickets);
        for doubling in 0..200 {
            arms.merge(&arms.clone()).unwrap();
            let choice = arms.select_logged(&mut Stream::new(doubling, 0));
            assert!(choice.propensity.probability() > 0.0 && choice.propensity.probability() <= 1.0);
            arms.observe(choice.ticket, 0.5).unwrap();
            assert_eq!(Bandit::<R>::from_bytes(&arms.to_bytes()).as_ref(), Ok(&arms));
        }
        arms.add_arm().unwrap();
        let choice = arms.select_logged(&mut Stream::new(1, 0));
        assert!(choice.propensity.probability() > 0.0);
    }
    check(Exp3::new(3, 0.3).unwrap());
    check(Exp3::new(3, 1e-13).unwrap());
    check(Exp3Ix::new(3, 1e-13).unwrap());
    check(Exp3Ix::new(3, 1.0).unwrap());
    check(Exp3Ix::anytime(3).unwrap());
}

fn forged(ticket: &Ticket<Chance>, probability: f64) -> Ticket<Chance> {
    let mut bytes = ticket.to_bytes();
    let at = bytes.len() - 8;
    bytes[at..].copy_from_slice(&probability.to_le_bytes());
    Ticket::from_bytes(&bytes).unwrap()
}

#[test]
fn a_forged_probability_is_refused() {
    let mut arms = Exp3::new(4, 0.2).unwrap();
    let (ticket, _) = decide(&mut arms, 1, 10)[0];
    let before = arms.to_bytes();
    for probability in [0.05 - 1e-12, 0.85 + 1e-12, 1e-300, 1.0] {
        let error = arms.observe(forged(&ticket, probability), 1.0).unwrap_err();
        assert!(matches!(error, BanditError::Chance { .. }), "{error}");
        let text = format!("the ticket's probability is {probability}, allowed: 0.05 to 0.8500000000000001");
        assert_eq!(error.to_string(), text);
    }
    assert_eq!(arms.to_bytes(), before);
    // With more arms, a lower one is possible; with fewer, a higher one.
    arms.add_arm().unwrap();
    arms.clone().observe(forged(&ticket, 0.04), 1.0).unwrap();
    arms.remove_arm((ticket.arm() + 1) % 4).unwrap();
    arms.remove_arm((ticket.arm() + 2) % 4).unwrap();
    arms.observe(forged(&ticket, 0.86), 1.0).unwrap();
}

#[test]
fn parameters_are_named() {
    let text = |result: Result<Exp3, BanditError>| result.unwrap_err().to_string();
    assert_eq!(text(Exp3::new(0, 0.1)), "`arms` is 0, allowed: 1..=16777216");
    assert_eq!(text(Exp3::new(2, f64::NAN)), "`gamma` is NaN, allowed: 0.0000000000001..=1");
    assert_eq!(text(Exp3::for_horizon(2, 0)), "`horizon` is 0, allowed: 1..=18446744073709551615");
    let text = |result: Result<Exp3Ix, BanditError>| result.unwrap_err().to_string();
    assert_eq!(text(Exp3Ix::new(2, 1.5)), "`eta` is 1.5, allowed: 0.0000000000001..=1");
    assert_eq!(text(Exp3Ix::anytime(0)), "`arms` is 0, allowed: 1..=16777216");
    for arms in [1, 2, 1 << 12] {
        for horizon in [1, 1000, u64::MAX] {
            Exp3::for_horizon(arms, horizon).unwrap();
            Exp3Ix::for_horizon(arms, horizon).unwrap();
        }
    }
}

#[test]
fn damaged_bytes_are_refused_or_go_on() {
    fn check<R: Rule<Context = (), Note = Chance>>(mut arms: Bandit<R>) {
        let mut tickets = decide(&mut arms, 6, 11);
        let waiting = tickets.pop().unwrap();
        observe(&mut arms, &tickets);
        assert_survives_damage(&arms.to_bytes(), |bytes| {
            let Ok(mut read) = Bandit::<R>::from_bytes(bytes) else { return false };
            assert_eq!(read.to_bytes(), bytes);
            let _ = read.observe(waiting.0, 0.5);
            let choice = read.select(&mut Stream::new(1, 0));
            read.observe(choice.ticket, 1.0).unwrap();
            read.add_arm().is_ok()
        });
    }
    check(Exp3::new(3, 0.3).unwrap());
    check(Exp3Ix::anytime(3).unwrap());
    check(Exp3Ix::new(3, 0.1).unwrap());
}
