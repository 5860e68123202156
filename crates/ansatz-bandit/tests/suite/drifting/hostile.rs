//! Parameters and bytes that cannot be.

use ansatz_bandit::{
    Bandit, BanditError, DiscountedThompson, DiscountedUcb, NormalInverseGamma, Rule, SlidingWindowThompson,
    SlidingWindowUcb,
};
use ansatz_random::Stream;
use ansatz_testkit::hostile::assert_survives_damage;

#[test]
fn parameters_are_named() {
    fn text<T>(result: Result<T, BanditError>) -> String {
        result.err().unwrap().to_string()
    }
    assert_eq!(text(DiscountedUcb::new(0, 0.5)), "`arms` is 0, allowed: 1..=16777216");
    assert_eq!(text(DiscountedUcb::new(2, 1.1)), "`discount` is 1.1, allowed: 0..=1");
    assert_eq!(text(DiscountedThompson::new(2, f64::NAN)), "`discount` is NaN, allowed: 0..=1");
    assert_eq!(text(DiscountedUcb::for_horizon(2, 10, 11)), "`changes` is 11, allowed: 1..=10");
    assert_eq!(text(SlidingWindowUcb::new(0, 1)), "`arms` is 0, allowed: 1..=16777216");
    assert_eq!(text(SlidingWindowUcb::new(2, 0)), "`sliding window` is 0, allowed: 1..=16777216");
    assert_eq!(text(SlidingWindowThompson::new(2, 0)), "`sliding window` is 0, allowed: 1..=16777216");
    assert_eq!(text(SlidingWindowUcb::for_horizon(2, 10, 0)), "`changes` is 0, allowed: 1..=10");
    assert!(SlidingWindowUcb::for_horizon(2, u64::MAX, 1).is_err());
    SlidingWindowUcb::for_horizon(2, 1, 1).unwrap();
    let error = SlidingWindowUcb::new(2, 5).unwrap().with_xi(-1.0).unwrap_err();
    assert_eq!(error.to_string(), "`xi` is -1, allowed: 0..=1000000");
    assert!(DiscountedUcb::new(2, 0.5).unwrap().with_xi(f64::INFINITY).is_err());
}

fn played<R: Rule<Context = (), Note = ()>>(mut arms: Bandit<R>) -> Bandit<R> {
    let mut rng = Stream::new(1, 0);
    arms.select(&mut rng);
    for reward in [0.0, 1.0, 0.5, 0.25, 1.0, 0.75] {
        let choice = arms.select(&mut rng);
        arms.observe(choice.ticket, reward).unwrap();
    }
    arms
}

#[test]
fn damaged_bytes_are_refused_or_go_on() {
    fn check<R: Rule<Context = (), Note = ()>>(arms: Bandit<R>) {
        let arms = played(arms);
        assert_survives_damage(&arms.to_bytes(), |bytes| {
            let Ok(mut read) = Bandit::<R>::from_bytes(bytes) else { return false };
            assert_eq!(read.to_bytes(), bytes);
            let mut rng = Stream::new(2, 0);
            for _ in 0..5 {
                let choice = read.select(&mut rng);
                read.observe(choice.ticket, 1.0).unwrap();
            }
            let _ = read.add_arm();
            let _ = read.merge(&read.clone());
            let last = read.arms().max().unwrap();
            read.remove_arm(last).unwrap();
            assert_eq!(Bandit::<R>::from_bytes(&read.to_bytes()).as_ref(), Ok(&read));
            true
        });
    }
    check(DiscountedUcb::new(2, 0.5).unwrap());
    check(DiscountedUcb::new(2, 0.0).unwrap());
    check(SlidingWindowUcb::new(2, 4).unwrap());
    check(DiscountedThompson::new(2, 0.5).unwrap());
    check(SlidingWindowThompson::with_prior(2, 4, NormalInverseGamma::new(0.0, 1.0, 1.0).unwrap()).unwrap());
}

/// The states are consistent in themselves, but not with the number of decisions.
#[test]
fn a_state_of_another_time_is_refused() {
    fn text<R: Rule<Context = (), Note = ()>>(arms: Bandit<R>) -> String {
        let mut bytes = played(arms).to_bytes();
        // Behind the header, the name, the next arm, and the arms: the ledger's window and its first decision.
        let name = usize::try_from(u64::from_le_bytes(*bytes[10..].first_chunk().unwrap())).unwrap();
        let first = 10 + 8 + name + 4 + 8 + 2 * 4 + 8;
        assert_eq!(bytes[first], 0);
        bytes[first] = 1;
        Bandit::<R>::from_bytes(&bytes).err().unwrap().to_string()
    }
    let expected = "`decisions` is 8, allowed: at least those that the statistics are of";
    assert_eq!(text(SlidingWindowUcb::new(2, 4).unwrap()), expected);
    assert_eq!(text(SlidingWindowThompson::new(2, 4).unwrap()), expected);
}

/// Replicas that merge each other double what they have: whatever is reached by that, rewards may still come, and what is
/// written can be read.
#[test]
fn merges_leave_room_for_rewards() {
    let mut arms = DiscountedUcb::new(1, 1.0).unwrap();
    // Bit by bit, the most that evidence in memory can weigh.
    let most = 1_000_000_000_000_000_u64;
    for bit in (0..50).rev() {
        if arms.merge(&arms.clone()).is_err() {
            break;
        }
        if most >> bit & 1 == 1 {
            arms.record(0, 1.0).unwrap();
        }
    }
    for _ in 0..3 {
        arms.record(0, 1.0).unwrap();
        assert!(Bandit::from_bytes(&arms.to_bytes()).as_ref() == Ok(&arms));
    }
    let error = arms.merge(&arms.clone()).unwrap_err();
    assert_eq!(error.name(), "weight");
}
