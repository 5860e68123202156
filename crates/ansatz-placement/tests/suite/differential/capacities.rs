//! The capacities of bounded loads beside ceil((1 + slack) m w / W) in whole numbers, at weights of any magnitude.

use ansatz_placement::{BoundedLoads, Fleet, Jump, Member, Skeleton};
use ansatz_random::{Stream, rand_core::Rng};

const BILLION: u128 = 1_000_000_000;

/// ceil((1 + slack) m w / W), with the slack in billionths and weights that are all in the same unit.
fn capacity(slack: u128, keys: usize, weight: u128, total: u128) -> usize {
    ((BILLION + slack) * keys as u128 * weight).div_ceil(BILLION * total) as usize
}

fn loads(weights: &[String], slack: u128, keys: u32) -> BoundedLoads<Skeleton<usize>, u32> {
    let member = |(node, text): (usize, &String)| Member::new(node).with_weight(text.parse().unwrap());
    let fleet = Fleet::with_members(weights.iter().enumerate().map(member)).unwrap();
    let slack = format!("{slack}e-9").parse().unwrap();
    let mut loads = BoundedLoads::new(Skeleton::with_fleet(fleet), slack).unwrap();
    (0..keys).for_each(|key| {
        loads.assign(key);
    });
    loads
}

/// Weights of up to nine digits with one power of ten, from 1e-100 to 1e100: what is written is what counts.
#[test]
fn capacities_are_exact_at_every_magnitude() {
    for (seed, power) in (0..).zip((-100..=91).chain([-100, 91].repeat(50))) {
        let mut rng = Stream::new(72, seed);
        let mut digits = |most: u32| 1 + u128::from(rng.next_u64() % 10u64.pow(1 + rng.next_u32() % most));
        // 10^9 is the heaviest that 1e100 allows in units of 1e91.
        let weights: Vec<u128> = (0..2 + seed % 7).map(|_| digits(9)).collect();
        let (slack, keys) = (digits(9), (digits(3) + 1) as u32);
        let texts: Vec<String> = weights.iter().map(|digits| format!("{digits}e{power}")).collect();
        let loads = loads(&texts, slack, keys);
        let total = weights.iter().sum();
        for (node, &weight) in weights.iter().enumerate() {
            let expected = capacity(slack, keys as usize, weight, total);
            assert_eq!(loads.capacity(&node), Some(expected), "{} of {texts:?}, {slack}e-9, {keys} keys", texts[node]);
            assert!(loads.load(&node) <= Some(expected));
        }
    }
}

/// Where every share is whole there is nothing to round, and a weight that floats have a billionth beside shows.
#[test]
fn whole_shares_are_not_rounded_up() {
    for (seed, power) in (0..).zip((-100..=97).cycle().take(600)) {
        let mut rng = Stream::new(73, seed);
        // Hundredths of all, by cuts, and a slack of tenths: (1 + slack) 1000 w / 100 is whole.
        let mut cuts: Vec<u128> = (0..seed % 6).map(|_| u128::from(rng.next_u64() % 99 + 1)).chain([0, 100]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let weights: Vec<u128> = cuts.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let tenths = u128::from(rng.next_u64() % 20 + 1);
        let texts: Vec<String> = weights.iter().map(|weight| format!("{weight}e{power}")).collect();
        let loads = loads(&texts, tenths * BILLION / 10, 1000);
        for (node, weight) in weights.iter().enumerate() {
            let expected = ((10 + tenths) * weight) as usize;
            assert_eq!(loads.capacity(&node), Some(expected), "{} of {texts:?}, {tenths} tenths", texts[node]);
        }
    }
}

/// A node that is nothing beside the heaviest counts as a billionth of it.
#[test]
fn the_lightest_counts_as_a_billionth_of_the_heaviest() {
    for (light, heavy) in [(-100, 100), (-100, -80), (80, 100), (0, 30), (-40, 100)] {
        for keys in [1, 10, 99, 1000] {
            for slack in [1, 100_000_000, 250_000_000, 1_000_000_000] {
                let loads = loads(&[format!("1e{light}"), format!("1e{heavy}")], slack, keys);
                let expected = [1, BILLION].map(|unit| Some(capacity(slack, keys as usize, unit, BILLION + 1)));
                let found = [0, 1].map(|node: usize| loads.capacity(&node));
                assert_eq!(found, expected, "1e{light} and 1e{heavy}, {slack}e-9, {keys} keys");
            }
        }
    }
}

/// The slack counts to nine decimals, to the least and to the most that is allowed.
#[test]
fn capacities_are_exact_at_every_slack() {
    for slack in [1, 2, 999_999_999, 10 * BILLION + 1, 999 * BILLION + 999_999_999, 1000 * BILLION] {
        for keys in 1..40usize {
            let slack_text: f64 = format!("{slack}e-9").parse().unwrap();
            let mut loads = BoundedLoads::new(Jump::new([0, 1, 2]).unwrap(), slack_text).unwrap();
            (0..keys).for_each(|key| {
                loads.assign(key);
            });
            assert_eq!(loads.capacity(&1), Some(capacity(slack, keys, 1, 3)), "{slack}e-9, {keys} keys");
        }
    }
    for slack in [0.0, -0.1, 0.9e-9, 1000.1, f64::NAN, f64::INFINITY] {
        let error = BoundedLoads::<_, u32>::new(Jump::new([0, 1, 2]).unwrap(), slack).unwrap_err().to_string();
        assert!(error.starts_with(&format!("`slack` is {slack}, allowed: ")), "{error}");
    }
}
