//! Indices against closed forms and recorded roots.

use ansatz_bandit::{Bandit, BanditError, Index, IndexRule, KlUcb, Moss, Ucb1, UcbV};

fn assert_close(found: f64, expected: f64) {
    // A few units in the last place.
    assert!((found - expected).abs() <= 8.0 * f64::EPSILON * expected.abs(), "{found}, expected {expected}");
}

/// Three arms: rewards 0.25 and 0.75; 1, 1, 0 and 0; and none.
fn teach<I: Index<N>, const N: usize>(mut arms: Bandit<IndexRule<I, N>>) -> Bandit<IndexRule<I, N>> {
    for (arm, reward) in [(0, 0.25), (1, 1.0), (1, 1.0), (0, 0.75), (1, 0.0), (1, 0.0)] {
        arms.record(arm, reward).unwrap();
    }
    arms
}

#[test]
fn indices_are_their_closed_forms() {
    let ln_t = libm::log(6.0);
    let arms = teach(Ucb1::new(3).unwrap());
    assert_close(arms.index(0).unwrap(), 0.5 + libm::sqrt(2.0 * ln_t / 2.0));
    assert_close(arms.index(1).unwrap(), 0.5 + libm::sqrt(2.0 * ln_t / 4.0));
    assert_eq!(arms.index(2).unwrap(), f64::INFINITY);
    assert_eq!(arms.index(3), Err(BanditError::UnknownArm { arm: 3, arms: 3 }));
    // Decisions for an arm that has gone are forgotten with it.
    let mut fewer = arms.clone();
    fewer.remove_arm(0).unwrap();
    assert_close(fewer.index(1).unwrap(), 0.5 + libm::sqrt(2.0 * libm::log(4.0) / 4.0));
    let arms = teach(UcbV::new(3).unwrap());
    assert_close(arms.index(0).unwrap(), 0.5 + libm::sqrt(2.0 * 0.0625 * ln_t / 2.0) + 3.0 * ln_t / 2.0);
    assert_close(arms.index(1).unwrap(), 0.5 + libm::sqrt(2.0 * 0.25 * ln_t / 4.0) + 3.0 * ln_t / 4.0);
    let mut arms = teach(Moss::new(3, 60).unwrap());
    assert_close(arms.index(0).unwrap(), 0.5 + libm::sqrt(libm::log(60.0 / 6.0) / 2.0));
    // With two arms less, each has a larger share of the horizon; with rewards beyond it, nothing is left to explore.
    arms.remove_arm(2).unwrap();
    assert_close(arms.index(1).unwrap(), 0.5 + libm::sqrt(libm::log(60.0 / 8.0) / 4.0));
    let mut beyond = Moss::new(1, 2).unwrap();
    (0..3).for_each(|_| beyond.record(0, 0.5).unwrap());
    assert_eq!(beyond.index(0), Ok(0.5));
}

/// The first arm is pulled `pulls` times for `sum` in all, and another until t decisions have been made.
fn index_after(mut arms: KlUcb, pulls: u32, sum: f64, t: u32) -> f64 {
    (0..pulls).for_each(|_| arms.record(0, sum / f64::from(pulls)).unwrap());
    (pulls..t).for_each(|_| arms.record(1, 1.0).unwrap());
    arms.index(0).unwrap()
}

/// Bisection of the divergence with mpmath 1.3 at 40 digits; scipy 1.17, `optimize.brentq`, agrees to its 1e-12.
#[test]
fn roots_are_those_of_bisection_with_many_digits() {
    for (pulls, sum, t, root) in [
        (1, 0.0, 100, 0.99),
        (1, 1.0, 100, 1.0),
        (2, 1.0, 100, 0.997_493_718_553_31),
        (10, 1.0, 1_000, 0.661_350_780_179_942_9),
        (100, 90.0, 10_000, 0.981_804_830_564_803_2),
        (3, 2.0, 4, 0.959_795_080_523_938_9),
        (7, 0.0, 7, 0.242_693_457_875_446_83),
        (5, 1.0, 100_000, 0.969_682_731_465_475_8),
        (65_536, 1.0, 65_537, 0.000_225_560_835_701_048),
    ] {
        let found = index_after(KlUcb::bernoulli(2).unwrap(), pulls, sum, t);
        // The mean itself is rounded in each of the pulls that make the sum.
        let rounding = f64::from(pulls) * f64::EPSILON;
        assert!(
            (found - root).abs() <= (8.0 * f64::EPSILON + rounding) * root,
            "{pulls} {sum} {t}: {found}, not {root}"
        );
    }
    for (pulls, sum, t, root) in [
        (1, 2.5, 100, 677.065_835_924_855_8),
        (4, 10.0, 1_000, 35.625_248_060_200_71),
        (100, 250.0, 10_000, 3.968_982_622_714_24),
        (2, 0.0, 50, 0.0),
    ] {
        let found = index_after(KlUcb::exponential(2).unwrap(), pulls, sum, t);
        // What is rounded is the logarithm of the root.
        assert!((found - root).abs() <= 32.0 * f64::EPSILON * root, "{pulls} {sum} {t}: {found}, not {root}");
    }
    let found = index_after(KlUcb::gaussian(2, 4.0).unwrap(), 8, -4.0, 100);
    assert_close(found, -0.5 + libm::sqrt(2.0 * 4.0 * libm::log(100.0) / 8.0));
}

#[test]
fn exploration_adds_to_what_is_allowed() {
    let (plain, more) =
        (KlUcb::gaussian(2, 1.0).unwrap(), KlUcb::gaussian(2, 1.0).unwrap().with_exploration(3.0).unwrap());
    let ln_t = libm::log(100.0);
    assert_close(index_after(plain, 10, 0.0, 100), libm::sqrt(2.0 * ln_t / 10.0));
    assert_close(index_after(more, 10, 0.0, 100), libm::sqrt(2.0 * (ln_t + 3.0 * libm::log(ln_t)) / 10.0));
    assert!(KlUcb::bernoulli(2).unwrap().with_exploration(-1.0).is_err());
}

/// Of a mean that is next to nothing the divergence is -ln(1 - q).
#[test]
fn a_mean_of_next_to_nothing_has_its_closed_form() {
    for sum in [0.0, 1e-290, 1e-200, 1e-60] {
        for pulls in [10, 1_000, 4_096, 65_536] {
            let found = index_after(KlUcb::bernoulli(2).unwrap(), pulls, sum, pulls + 1);
            assert_close(found, -libm::expm1(-libm::log(f64::from(pulls + 1)) / f64::from(pulls)));
        }
    }
}
