//! What operators keep, whatever they draw.

use ansatz_optimize::{
    Dimension, Grouping, Permutation, PermutationCrossover, PermutationMutation, RealCrossover, RealMutation,
    RealVector, Representation, Space,
    operators::{
        UNASSIGNED, blend, edge_recombination, eliminate_groups, flip, inject_groups, insert, invert, one_point, order,
        polynomial, position, redraw, renumber_groups, simulated_binary, swap, two_point, uniform,
    },
};
use ansatz_random::{Stream, shuffle};
use proptest::{collection::vec, prelude::*};

fn permutation(n: usize, seed: u64) -> Vec<usize> {
    let mut items: Vec<usize> = (0..n).collect();
    shuffle(&mut Stream::new(seed, 0), &mut items);
    items
}

fn is_permutation(items: &[usize]) -> bool {
    let mut sorted = items.to_vec();
    sorted.sort_unstable();
    sorted.into_iter().eq(0..items.len())
}

fn edges(tour: &[usize]) -> Vec<(usize, usize)> {
    let next = tour.iter().cycle().skip(1);
    tour.iter().zip(next).map(|(a, b)| (*a.min(b), *a.max(b))).collect()
}

/// A tour by edge recombination is stuck where all neighbours of an item, in both parents, come before it.
fn is_stuck(child: &[usize], place: usize, parents: &[Vec<(usize, usize)>; 2]) -> bool {
    let is_edge = |a: usize, b: usize| parents.iter().any(|edges| edges.contains(&(a.min(b), a.max(b))));
    child[place + 1..].iter().all(|later| !is_edge(child[place], *later))
}

proptest! {
    #[test]
    fn permutations_stay_permutations(n in 0..40usize, seed in any::<u64>()) {
        let (a, b) = (permutation(n, seed), permutation(n, !seed));
        let mut rng = Stream::new(seed, 1);
        let rng = &mut rng;
        for child in [order(&a, &b, rng), position(&a, &b, rng)].into_iter().flat_map(|(one, other)| [one, other]) {
            prop_assert!(child.len() == n && is_permutation(&child));
        }
        prop_assert!(is_permutation(&edge_recombination(&a, &b, rng)));
        let mut child = a.clone();
        swap(&mut child, rng);
        prop_assert!(n < 2 || child != a && is_permutation(&child));
        let mut child = a.clone();
        insert(&mut child, rng);
        prop_assert!(n < 2 || child != a && is_permutation(&child));
        let mut child = a.clone();
        invert(&mut child, rng);
        prop_assert!(n < 2 || child != a && is_permutation(&child));
    }

    #[test]
    fn equal_parents_have_equal_children(n in 1..40usize, seed in any::<u64>()) {
        let parent = permutation(n, seed);
        let mut rng = Stream::new(seed, 1);
        prop_assert_eq!(order(&parent, &parent, &mut rng), (parent.clone(), parent.clone()));
        prop_assert_eq!(position(&parent, &parent, &mut rng), (parent.clone(), parent.clone()));
        let (mut parents, mut childs) = (edges(&parent), edges(&edge_recombination(&parent, &parent, &mut rng)));
        parents.sort_unstable();
        childs.sort_unstable();
        prop_assert_eq!(parents, childs);
    }

    #[test]
    fn edges_are_the_parents_except_where_stuck(n in 3..40usize, seed in any::<u64>()) {
        let (a, b) = (permutation(n, seed), permutation(n, !seed));
        let child = edge_recombination(&a, &b, &mut Stream::new(seed, 1));
        let parents = [edges(&a), edges(&b)];
        prop_assert_eq!(child[0], a[0]);
        for (place, edge) in edges(&child).into_iter().enumerate().take(n - 1) {
            let inherited = parents.iter().any(|edges| edges.contains(&edge));
            prop_assert!(inherited || is_stuck(&child, place, &parents), "{child:?} of {a:?} and {b:?} at {place}");
        }
    }

    /// The segment of one parent stays, and what is outside has the order of the other one, from the segment's end on.
    #[test]
    fn order_keeps_a_segment_and_an_order(n in 2..30usize, seed in any::<u64>()) {
        let (a, b) = (permutation(n, seed), permutation(n, !seed));
        let (child, _) = order(&a, &b, &mut Stream::new(seed, 1));
        let fits = |from: usize, to: usize| {
            let rest: Vec<usize> = child[to..].iter().chain(&child[..from]).copied().collect();
            let expected = b[to..].iter().chain(&b[..to]).filter(|item| !a[from..to].contains(item));
            child[from..to] == a[from..to] && rest.iter().eq(expected)
        };
        prop_assert!((0..n).any(|from| (from + 1..=n).any(|to| fits(from, to))));
    }

    #[test]
    fn genes_are_exchanged_in_place(len in 0..50usize, other_len in 0..50usize, seed in any::<u64>()) {
        let mut rng = Stream::new(seed, 0);
        let parents = || ((0..len).collect::<Vec<_>>(), (1_000..1_000 + other_len).collect::<Vec<_>>());
        for operator in 0..3 {
            let (mut one, mut other) = parents();
            match operator {
                0 => one_point(&mut one, &mut other, &mut rng),
                1 => two_point(&mut one, &mut other, &mut rng),
                _ => uniform(&mut one, &mut other, 0.5, &mut rng),
            }
            let exchanged: Vec<bool> = one.iter().map(|gene| *gene >= 1_000).collect();
            for (place, gene) in one.iter().enumerate() {
                prop_assert_eq!(*gene, if exchanged[place] { 1_000 + place } else { place });
            }
            for (place, gene) in other.iter().enumerate() {
                let came = exchanged.get(place).is_some_and(|is| *is);
                prop_assert_eq!(*gene, if came { place } else { 1_000 + place });
            }
            let cuts = exchanged[..len.min(other_len)].windows(2).filter(|pair| pair[0] != pair[1]).count();
            if len.min(other_len) > 1 && operator < 2 {
                prop_assert!((1..=operator + 1).contains(&cuts), "{cuts} cuts by operator {operator}");
            }
        }
    }

    #[test]
    fn rates_of_nothing_and_of_all(len in 0..50usize, seed in any::<u64>()) {
        let mut rng = Stream::new(seed, 0);
        let mut bits = vec![false; len];
        flip(&mut bits, 0.0, &mut rng);
        prop_assert_eq!(&bits, &vec![false; len]);
        flip(&mut bits, 1.0, &mut rng);
        prop_assert_eq!(&bits, &vec![true; len]);
    }

    #[test]
    fn reals_stay_between_their_bounds(
        genes in vec((-1e3..1e3f64, 1e-9..1e3f64, 0.0..=1.0f64, 0.0..=1.0f64), 1..8),
        eta in 0.0..60.0f64,
        seed in any::<u64>(),
    ) {
        let bounds: Vec<(f64, f64)> = genes.iter().map(|(low, width, ..)| (*low, low + width)).collect();
        let at = |which: fn(&(f64, f64, f64, f64)) -> f64| {
            genes.iter().map(|gene| (gene.0 + which(gene) * gene.1).min(gene.0 + gene.1)).collect::<Vec<f64>>()
        };
        let (mut one, mut other) = (at(|gene| gene.2), at(|gene| gene.3));
        let mut rng = Stream::new(seed, 0);
        let inside = |x: &[f64]| x.iter().zip(&bounds).all(|(x, (low, high))| (low..=high).contains(&x));
        for _ in 0..4 {
            simulated_binary(&mut one, &mut other, &bounds, eta, 1.0, &mut rng);
            prop_assert!(inside(&one) && inside(&other), "{one:?} {other:?} by SBX");
            polynomial(&mut one, &bounds, eta, 1.0, &mut rng);
            prop_assert!(inside(&one), "{one:?} by polynomial mutation");
            blend(&mut one, &mut other, &bounds, eta / 30.0, 1.0, &mut rng);
            prop_assert!(inside(&one) && inside(&other), "{one:?} {other:?} by BLX");
            redraw(&mut other, &bounds, 0.5, &mut rng);
            prop_assert!(inside(&other), "{other:?} by being drawn anew");
        }
    }

    #[test]
    fn candidates_stay_in_their_space(seed in any::<u64>(), kind in 0..3u8, redrawn in any::<bool>()) {
        let space = Space::new([
            Dimension::real(-1.0, 3.0).unwrap(),
            Dimension::logarithmic(1e-9, 1e3).unwrap(),
            Dimension::integer(-2..=2).unwrap(),
            Dimension::integer(7..=7).unwrap(),
            Dimension::integer(0..=1 << 53).unwrap(),
            Dimension::category(4).unwrap(),
            Dimension::category(1).unwrap(),
        ]).unwrap();
        let crossover = match kind {
            0 => RealCrossover::Blend { alpha: 0.5 },
            1 => RealCrossover::SimulatedBinary { eta: 2.0, rate: 1.0 },
            _ => RealCrossover::Uniform { rate: 0.5 },
        };
        let mutation = if redrawn {
            RealMutation::Uniform { rate: Some(1.0) }
        } else {
            RealMutation::Polynomial { eta: 20.0, rate: Some(1.0) }
        };
        let genomes = RealVector::with_operators(&space, crossover, mutation).unwrap();
        let mut rng = Stream::new(seed, 0);
        let (a, b) = (genomes.sample(&mut rng), genomes.sample(&mut rng));
        let (mut one, mut other) = genomes.recombine(&a, &b, &mut rng);
        for _ in 0..20 {
            prop_assert!(genomes.contains(&one) && genomes.contains(&other), "{one:?} {other:?}");
            let before = one.clone();
            genomes.mutate(&mut one, &mut rng);
            // A mutation of an integer or a category is a change, wherever there is another value.
            prop_assert!(one[2] != before[2] && one[5] != before[5], "{before:?} to {one:?}");
            (one, other) = genomes.recombine(&one, &other, &mut rng);
        }
    }

    /// Every coordinate of a uniform crossover's children is one parent's, and the other child has the other's.
    #[test]
    fn uniform_crossover_exchanges_coordinates(d in 1..100usize, rate in 0.0..=1.0f64, seed in any::<u64>()) {
        let space = Space::real(vec![(-1.0, 1.0); d]).unwrap();
        let mutation = RealMutation::Uniform { rate: None };
        let genomes = RealVector::with_operators(&space, RealCrossover::Uniform { rate }, mutation).unwrap();
        let mut rng = Stream::new(seed, 0);
        let (a, b) = (genomes.sample(&mut rng), genomes.sample(&mut rng));
        let (one, other) = genomes.recombine(&a, &b, &mut rng);
        for place in 0..d {
            let pair = [one[place], other[place]];
            prop_assert!(pair == [a[place], b[place]] || pair == [b[place], a[place]]);
        }
    }

    /// Against sets: chosen groups come whole, what they touch is dissolved, and everything else is as it was.
    #[test]
    fn groups_are_inherited_whole(
        items in vec((0..6usize, 0..6usize), 0..30),
        chosen in vec(0..6usize, 0..4),
        far in any::<bool>(),
    ) {
        // A caller's groups may have any numbers.
        let name = |group: usize| if far { usize::MAX - 1 - group } else { group };
        let a: Vec<usize> = items.iter().map(|item| name(item.0)).collect();
        let b: Vec<usize> = items.iter().map(|item| name(item.1)).collect();
        let chosen: Vec<usize> = chosen.into_iter().map(name).collect();
        let mut child = a.clone();
        let unassigned = inject_groups(&mut child, &b, &chosen);
        let comes = |item: usize| chosen.contains(&b[item]);
        let dissolved = |item: usize| (0..a.len()).any(|other| a[other] == a[item] && comes(other));
        for item in 0..a.len() {
            prop_assert_eq!(unassigned.contains(&item), !comes(item) && dissolved(item));
            prop_assert_eq!(child[item] == UNASSIGNED, unassigned.contains(&item));
            for other in 0..a.len() {
                let together = match (comes(item), comes(other)) {
                    (true, true) => b[item] == b[other],
                    (false, false) => a[item] == a[other] && !dissolved(item),
                    _ => false,
                };
                let are = child[item] == child[other] && child[item] != UNASSIGNED;
                prop_assert_eq!(are, together, "{} and {} of {:?} and {:?}: {:?}", item, other, a, b, child);
            }
        }
        let mut rest = a.clone();
        let freed = eliminate_groups(&mut rest, &chosen);
        for item in 0..a.len() {
            prop_assert_eq!(freed.contains(&item), chosen.contains(&a[item]));
            prop_assert_eq!(rest[item], if chosen.contains(&a[item]) { UNASSIGNED } else { a[item] });
        }
        let count = renumber_groups(&mut rest);
        let distinct: std::collections::BTreeSet<usize> = rest.into_iter().filter(|group| *group != UNASSIGNED).collect();
        prop_assert!(distinct.into_iter().eq(0..count));
    }

    /// Whatever a repair does, genomes are groupings, numbered by their first items.
    #[test]
    fn groupings_stay_groupings(n in 1..30usize, seed in any::<u64>(), kind in 0..4u8) {
        let repair = move |groups: &mut [usize], unassigned: &[usize], rng: &mut Stream| match kind {
            // Leaves everything out; puts all into one; invents numbers; moves others, and forgets them.
            0 => {}
            1 => unassigned.iter().for_each(|item| groups[*item] = 0),
            2 => unassigned.iter().for_each(|item| groups[*item] = ansatz_random::below(rng, u64::MAX) as usize),
            _ => groups.iter_mut().step_by(2).for_each(|group| *group = UNASSIGNED),
        };
        let genomes = Grouping::new(n, repair).unwrap();
        let mut rng = Stream::new(seed, 0);
        let (mut a, mut b) = (genomes.sample(&mut rng), genomes.sample(&mut rng));
        for _ in 0..5 {
            prop_assert!(genomes.contains(&a) && genomes.contains(&b), "{a:?} {b:?}");
            (a, b) = genomes.recombine(&a, &b, &mut rng);
            genomes.mutate(&mut a, &mut rng);
        }
        let together = |x: &[usize], one: usize, other: usize| x[one] == x[other];
        let pairs = (0..n).flat_map(|one| (0..n).map(move |other| (one, other)));
        let apart = pairs.filter(|(one, other)| together(&a, *one, *other) != together(&b, *one, *other)).count();
        prop_assert_eq!(genomes.distance(&a, &b), apart as f64);
    }
}

/// A third of the six pairs of one parent come whole into the other one's twelve groups of one.
#[test]
fn a_share_of_the_groups_is_inherited() {
    let alone = |_: &mut [usize], _: &[usize], _: &mut Stream| {};
    let genomes = Grouping::new(12, alone).unwrap().with_share(1.0 / 3.0).unwrap();
    let (ones, pairs): (Vec<usize>, Vec<usize>) = ((0..12).collect(), (0..12).map(|item| item / 2).collect());
    for seed in 0..400 {
        let (child, _) = genomes.recombine(&ones, &pairs, &mut Stream::new(seed, 0));
        let together = child.chunks_exact(2).filter(|pair| pair[0] == pair[1]).count();
        assert_eq!((together, child.iter().max()), (2, Some(&9)), "{child:?}");
    }
}

#[test]
fn distances_are_those_of_what_is_inherited() {
    let permutations = |crossover| Permutation::with_operators(5, crossover, PermutationMutation::Swap).unwrap();
    let (tour, turned, other) = (vec![0, 1, 2, 3, 4], vec![2, 1, 0, 4, 3], vec![0, 2, 1, 3, 4]);
    let places = permutations(PermutationCrossover::Position);
    assert_eq!([&tour, &turned, &other].map(|b| places.distance(&tour, b)), [0.0, 4.0, 2.0]);
    let circles = permutations(PermutationCrossover::EdgeRecombination);
    // Edges 0-1 and 2-3 are left for 0-2 and 1-3.
    assert_eq!([&tour, &turned, &other].map(|b| circles.distance(&tour, b)), [0.0, 0.0, 2.0]);
    let space = Space::new([
        Dimension::real(0.0, 10.0).unwrap(),
        Dimension::logarithmic(1.0, 1e4).unwrap(),
        Dimension::category(9).unwrap(),
    ]);
    let vectors = RealVector::new(&space.unwrap());
    assert_eq!(vectors.distance(&vec![1.0, 10.0, 3.0], &vec![1.0, 10.0, 3.0]), 0.0);
    // 0.3, 0.5 and another category.
    let distance = vectors.distance(&vec![1.0, 10.0, 3.0], &vec![4.0, 1e3, 8.0]);
    assert!((distance - 1.34f64.sqrt()).abs() < 1e-12, "{distance}");
}
