//! Operators have the distributions of their papers.

use ansatz_optimize::{
    Dimension, RealCrossover, RealMutation, RealVector, Representation, Space,
    operators::{blend, edge_recombination, flip, order, polynomial, position, redraw, simulated_binary, two_point},
};
use ansatz_random::Stream;

/// Counts that have these probabilities are as they are: by Pearson's statistic, which with k cells exceeds
/// k - 1 + 2 sqrt((k - 1) x) + 2 x with a probability below e^-x (Laurent and Massart 2000), here 1e-6.
pub(crate) fn assert_counts(what: &str, counts: &[usize], probabilities: &[f64]) {
    let total = counts.iter().sum::<usize>() as f64;
    assert!(total >= 400.0 && counts.len() == probabilities.len());
    assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{what}: {probabilities:?}");
    assert!(probabilities.iter().all(|p| p * total >= 5.0), "{what}: cells are too small for the statistic");
    let cells = counts.iter().zip(probabilities);
    let statistic: f64 = cells.map(|(count, p)| libm::pow(*count as f64 - p * total, 2.0) / (p * total)).sum();
    let (freedom, x) = (counts.len() as f64 - 1.0, 6.0 * std::f64::consts::LN_10);
    let most = freedom + 2.0 * (freedom * x).sqrt() + 2.0 * x;
    assert!(statistic <= most, "{what}: {statistic} above {most}, {counts:?}");
}

/// Numbers that are uniform between 0 and 1 fill twenty cells evenly.
fn assert_uniform(what: &str, numbers: impl Iterator<Item = f64>) {
    let mut counts = [0; 20];
    for number in numbers {
        assert!((-1e-6..=1.0 + 1e-6).contains(&number), "{what}: {number}");
        counts[((number.max(0.0) * 20.0) as usize).min(19)] += 1;
    }
    assert_counts(what, &counts, &[0.05; 20]);
}

const TRIALS: u64 = 20_000;

/// Below which share of spread factors one lies: the integral of (eta + 1) / 2 b^eta up to 1 and of
/// (eta + 1) / 2 b^-(eta + 2) beyond.
fn spread_share(factor: f64, eta: f64) -> f64 {
    if factor <= 1.0 { 0.5 * libm::pow(factor, eta + 1.0) } else { 1.0 - 0.5 * libm::pow(factor, -(eta + 1.0)) }
}

#[test]
fn simulated_binary_crossover_has_its_density() {
    for (eta, a, b, bounds) in [
        (2.0, 0.4, 0.6, (-1e9, 1e9)),
        (15.0, 0.6, 0.4, (-1e9, 1e9)),
        (2.0, 0.2, 0.5, (0.0, 1.0)),
        (5.0, 0.9, 0.1, (0.0, 0.95)),
        (0.0, 0.0, 1.0, (0.0, 1.5)),
    ] {
        let children = |seed| {
            let (mut one, mut other) = ([a], [b]);
            simulated_binary(&mut one, &mut other, &[bounds], eta, 1.0, &mut Stream::new(seed, 0));
            (one[0], other[0])
        };
        let (least, most) = (f64::min(a, b), f64::max(a, b));
        let (middle, half) = (0.5 * (a + b), 0.5 * (most - least));
        // A child is as far as its bound at most: the distribution is cut there.
        let share = |distance: f64, room: f64| spread_share(distance / half, eta) / spread_share(room / half, eta);
        let low = |seed| middle - f64::min(children(seed).0, children(seed).1);
        let high = |seed| f64::max(children(seed).0, children(seed).1) - middle;
        let lower = (0..TRIALS).map(|seed| share(low(seed), middle - bounds.0));
        // A parent on its bound has its child no farther: all of the distribution below 1.
        assert_uniform(&format!("lower child, {eta} in {bounds:?}"), lower);
        let upper = (0..TRIALS).map(|seed| share(high(seed), bounds.1 - middle));
        assert_uniform(&format!("upper child, {eta} in {bounds:?}"), upper);
        let first = (0..TRIALS).filter(|seed| children(*seed).0 < middle).count();
        assert_counts("which child is the lower one", &[first, TRIALS as usize - first], &[0.5, 0.5]);
    }
}

#[test]
fn polynomial_mutation_has_its_density() {
    for (eta, at) in [(20.0, 0.5), (20.0, 0.01), (3.0, 0.9), (0.0, 0.3)] {
        // From -3 to 5, where places between the bounds are an eighth of distances.
        let from = -3.0 + 8.0 * at;
        let moved = |seed| {
            let mut x = [from];
            polynomial(&mut x, &[(-3.0, 5.0)], eta, 1.0, &mut Stream::new(seed, 0));
            (x[0] - from) / 8.0
        };
        // Half of the moves go each way, with a density of (1 - move)^eta that ends at the bound.
        let share = |step: f64| {
            let power = |x: f64| libm::pow(x, eta + 1.0);
            let room = if step < 0.0 { at } else { 1.0 - at };
            let side = (1.0 - power(1.0 - step.abs())) / (1.0 - power(1.0 - room));
            if step < 0.0 { 0.5 - 0.5 * side } else { 0.5 + 0.5 * side }
        };
        assert_uniform(&format!("mutation, {eta} at {at}"), (0..TRIALS).map(|seed| share(moved(seed))));
    }
}

#[test]
fn blend_crossover_is_uniform_up_to_the_bounds() {
    let children = |seed| {
        let (mut one, mut other) = ([0.5], [0.1]);
        blend(&mut one, &mut other, &[(0.0, 0.9)], 0.5, 1.0, &mut Stream::new(seed, 0));
        [one[0], other[0]]
    };
    // From 0.1 - 0.2, cut at 0, to 0.5 + 0.2.
    for which in 0..2 {
        assert_uniform("blend", (0..TRIALS).map(|seed| children(seed)[which] / 0.7));
    }
}

/// The number of places that are chosen is binomial, by gaps as by draws: its mean and the place of the first.
#[test]
fn rates_are_probabilities() {
    for rate in [0.005, 0.05, 0.0999, 0.1, 0.5] {
        let bits = |seed| {
            let mut bits = [false; 40];
            flip(&mut bits, rate, &mut Stream::new(seed, 0));
            bits
        };
        let mut each = [0.0; 40];
        let mut counts = [0, 0, 0, 0];
        for seed in 0..TRIALS {
            let bits = bits(seed);
            bits.iter().zip(&mut each).for_each(|(bit, sum)| *sum += f64::from(u8::from(*bit)));
            counts[2 * usize::from(bits[7]) + usize::from(bits[8])] += 1;
        }
        for (place, sum) in each.iter().enumerate() {
            // A normal deviate beyond 5.4 has probability 6.7e-8; forty places and five rates make 1.4e-5 in all.
            let deviation = (sum / TRIALS as f64 - rate).abs() / (rate * (1.0 - rate) / TRIALS as f64).sqrt();
            assert!(deviation < 5.4, "{rate} at {place}: {deviation} standard errors");
        }
        // Neighbours are independent.
        if rate >= 0.05 {
            let (no, yes) = (1.0 - rate, rate);
            assert_counts("neighbours", &counts, &[no * no, no * yes, yes * no, yes * yes]);
        }
    }
}

/// Every child that an operator can make, from a parent of three or four, comes as often as it should.
#[test]
fn small_cases_are_as_frequent_as_counted() {
    let mut segments = [0; 6];
    for seed in 0..TRIALS {
        let (mut one, mut other) = ([0; 4], [1; 4]);
        two_point(&mut one, &mut other, &mut Stream::new(seed, 0));
        let from = one.iter().position(|gene| *gene == 1).unwrap();
        let len = one.iter().filter(|gene| **gene == 1).count();
        segments[match (from, len) {
            (0, 1) => 0,
            (0, 2) => 1,
            (0, 3) => 2,
            (1, 1) => 3,
            (1, 2) => 4,
            _ => 5,
        }] += 1;
    }
    assert_counts("segments of two points", &segments, &[1.0 / 6.0; 6]);

    // Of 0 1 2 the segments 0, 01, 012 and 12 are completed to 0 1 2 by 2 1 0, from behind the segment on and round; 1
    // alone to 2 1 0, and 2 alone to 1 0 2.
    let mut orders = [0; 3];
    for seed in 0..TRIALS {
        let (child, _) = order(&[0, 1, 2], &[2, 1, 0], &mut Stream::new(seed, 0));
        orders[match child[..] {
            [2, 1, 0] => 0,
            [1, 0, 2] => 1,
            _ => 2,
        }] += 1;
    }
    assert_counts("order crossover", &orders, &[1.0 / 6.0, 1.0 / 6.0, 2.0 / 3.0]);

    // Of 0 1 2, with 2 1 0 in the places that are not kept: no place is kept, 2 1 0; the first, 0 2 1; the second, 2 1 0;
    // the third, 1 0 2; two or three, 0 1 2.
    let mut positions = [0; 4];
    for seed in 0..TRIALS {
        let (child, _) = position(&[0, 1, 2], &[2, 1, 0], &mut Stream::new(seed, 0));
        positions[match child[..] {
            [2, 1, 0] => 0,
            [0, 2, 1] => 1,
            [1, 0, 2] => 2,
            _ => 3,
        }] += 1;
    }
    assert_counts("position crossover", &positions, &[0.25, 0.125, 0.125, 0.5]);

    // Of five, with the parents' edges all different, the four neighbours of the first are equals.
    let mut seconds = [0; 4];
    for seed in 0..TRIALS {
        let child = edge_recombination(&[0, 1, 2, 3, 4], &[0, 2, 4, 1, 3], &mut Stream::new(seed, 0));
        seconds[child[1] - 1] += 1;
    }
    assert_counts("edge recombination", &seconds, &[0.25; 4]);
}

/// A category becomes any other by each mutation, and an integer by being drawn anew.
#[test]
fn categories_become_any_other() {
    let (category, integer) = (Dimension::category(5).unwrap(), Dimension::integer(0..=4).unwrap());
    let (polynomial, uniform) =
        (RealMutation::Polynomial { eta: 20.0, rate: None }, RealMutation::Uniform { rate: None });
    for (dimension, mutation) in [(category, polynomial), (category, uniform), (integer, uniform)] {
        let space = Space::new([dimension]).unwrap();
        let crossover = RealCrossover::Blend { alpha: 0.5 };
        let genomes = RealVector::with_operators(&space, crossover, mutation).unwrap();
        let mut counts = [0; 5];
        for seed in 0..TRIALS {
            let mut genome = vec![2.0];
            genomes.mutate(&mut genome, &mut Stream::new(seed, 0));
            counts[genome[0] as usize] += 1;
        }
        let others = [counts[0], counts[1], counts[3], counts[4]];
        assert_eq!(counts[2], 0);
        assert_counts("others", &others, &[0.25; 4]);
    }
}

#[test]
fn redrawn_numbers_are_uniform() {
    let drawn = |seed| {
        let mut x = [3.5];
        redraw(&mut x, &[(3.0, 7.0)], 1.0, &mut Stream::new(seed, 0));
        (x[0] - 3.0) / 4.0
    };
    assert_uniform("redrawn", (0..TRIALS).map(drawn));
    // By their order of magnitude, if that is what is searched for.
    let space = Space::new([Dimension::logarithmic(1e-3, 1e3).unwrap()]).unwrap();
    let (crossover, mutation) = (RealCrossover::Uniform { rate: 0.5 }, RealMutation::Uniform { rate: Some(1.0) });
    let genomes = RealVector::with_operators(&space, crossover, mutation).unwrap();
    let magnitude = |seed| {
        let mut genome = vec![1.0];
        genomes.mutate(&mut genome, &mut Stream::new(seed, 0));
        (libm::log10(genome[0]) + 3.0) / 6.0
    };
    assert_uniform("redrawn by magnitude", (0..TRIALS).map(magnitude));
}
