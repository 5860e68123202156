//! Problems: the minima of their models are the optima, by brute force.

use ansatz_quantum::{
    Ising,
    problems::{Assignment, Colouring, Knapsack, MaxCut, NumberPartitioning},
};
use proptest::prelude::*;

/// All settings of as many spins.
pub(crate) fn all_spins(n: usize) -> impl Iterator<Item = Vec<i8>> {
    (0u32..1 << n).map(move |mask| (0..n).map(|i| if mask >> i & 1 == 1 { 1 } else { -1 }).collect())
}

/// The least energy and all spins that have it.
pub(crate) fn minima(model: &Ising) -> (f64, Vec<Vec<i8>>) {
    let energies: Vec<f64> = all_spins(model.len()).map(|spins| model.energy(&spins).unwrap()).collect();
    let least = energies.iter().copied().fold(f64::INFINITY, f64::min);
    let all = all_spins(model.len()).zip(&energies).filter(|&(_, &energy)| energy == least).map(|(spins, _)| spins);
    (least, all.collect())
}

/// All ways to choose one of `choices` for each of `n`.
fn all_choices(n: usize, choices: usize) -> impl Iterator<Item = Vec<usize>> {
    (0..choices.pow(n as u32)).map(move |code| (0..n).map(|i| code / choices.pow(i as u32) % choices).collect())
}

fn sorted(mut solutions: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    solutions.sort();
    solutions.dedup();
    solutions
}

/// That the minima of the model are the optima among `solutions`, each with its cost, and have their cost as energies.
fn assert_same_optima(
    model: &Ising,
    solutions: impl IntoIterator<Item = (Vec<usize>, f64)>,
    decode: impl Fn(&[i8]) -> Option<Vec<usize>>,
) -> Result<(), TestCaseError> {
    let solutions: Vec<_> = solutions.into_iter().collect();
    let least = solutions.iter().map(|(_, cost)| *cost).fold(f64::INFINITY, f64::min);
    let optima = solutions.into_iter().filter(|(_, cost)| *cost == least).map(|(solution, _)| solution).collect();
    let (energy, minima) = minima(model);
    let decoded: Option<Vec<_>> = minima.iter().map(|spins| decode(spins)).collect();
    prop_assert_eq!(energy, least);
    prop_assert!(decoded.is_some(), "a minimum that breaks a rule");
    prop_assert_eq!(sorted(decoded.unwrap()), sorted(optima));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn the_energy_is_minus_the_cut(
        n in 1usize..11,
        edges in prop::collection::vec((0usize..10, 0usize..10, -5i32..=5), 0..40),
    ) {
        let edges: Vec<_> = edges.iter().map(|&(u, v, w)| (u % n, v % n, f64::from(w))).filter(|&(u, v, _)| u != v).collect();
        let problem = MaxCut::new(n, edges.iter().copied()).unwrap();
        for spins in all_spins(n) {
            let cut: f64 = edges.iter().filter(|&&(u, v, _)| spins[u] != spins[v]).map(|&(_, _, w)| w).sum();
            prop_assert_eq!(problem.model().energy(&spins).unwrap(), -cut);
            prop_assert_eq!(problem.cut(&spins).unwrap(), cut);
            let (up, down) = problem.decode(&spins).unwrap();
            prop_assert!(up.iter().all(|&u| spins[u] == 1) && down.iter().all(|&u| spins[u] == -1));
            prop_assert_eq!(up.len() + down.len(), n);
        }
    }

    #[test]
    fn the_energy_is_the_squared_difference(numbers in prop::collection::vec(0u64..9_000_000, 1..11)) {
        let problem = NumberPartitioning::new(&numbers).unwrap();
        for spins in all_spins(numbers.len()) {
            let difference: i64 = numbers.iter().zip(&spins).map(|(&a, &s)| a as i64 * i64::from(s)).sum();
            prop_assert_eq!(problem.difference(&spins).unwrap(), difference.unsigned_abs());
            // Squares of up to 2^53 are exact in floating point.
            prop_assert_eq!(problem.model().energy(&spins).unwrap(), (difference * difference) as f64);
        }
    }

    #[test]
    fn minima_are_the_best_assignments(
        items in 1usize..5,
        slots in 1usize..5,
        costs in prop::collection::vec(-6i32..=6, 16),
        is_flat: bool,
    ) {
        let costs: Vec<Vec<f64>> = (0..items)
            .map(|i| (0..slots).map(|s| if is_flat { 0.0 } else { f64::from(costs[4 * i + s]) }).collect())
            .collect();
        let cost = |chosen: &[usize]| chosen.iter().enumerate().map(|(i, &s)| costs[i][s]).sum::<f64>();
        let all = || all_choices(items, slots).map(|chosen| { let cost = cost(&chosen); (chosen, cost) });
        let shared = Assignment::new(&costs).unwrap();
        assert_same_optima(shared.model(), all(), |spins| shared.decode(spins).unwrap())?;
        let is_injective = |chosen: &[usize]| (0..items).all(|i| (0..i).all(|j| chosen[i] != chosen[j]));
        let exclusive = Assignment::exclusive(&costs);
        prop_assert_eq!(exclusive.is_ok(), items <= slots);
        if let Ok(problem) = exclusive {
            let injective = all().filter(|(chosen, _)| is_injective(chosen));
            assert_same_optima(problem.model(), injective, |spins| problem.decode(spins).unwrap())?;
            for spins in all_spins(items * slots) {
                if let Some(chosen) = problem.decode(&spins).unwrap() {
                    prop_assert_eq!(problem.model().energy(&spins).unwrap(), cost(&chosen));
                }
            }
        }
    }

    #[test]
    fn minima_are_the_best_colourings(
        shape in prop::sample::select(vec![(1usize, 1usize), (8, 1), (7, 2), (5, 3), (4, 4), (2, 5)]),
        edges in prop::collection::vec((0usize..8, 0usize..8), 0..20),
    ) {
        let (vertices, colours) = shape;
        let edges: Vec<_> = edges.iter().map(|&(u, v)| (u % vertices, v % vertices)).filter(|&(u, v)| u != v).collect();
        let mut different: Vec<_> = edges.iter().map(|&(u, v)| (u.min(v), u.max(v))).collect();
        different.sort_unstable();
        different.dedup();
        let problem = Colouring::new(vertices, edges, colours).unwrap();
        let conflicts = |chosen: &[usize]| different.iter().filter(|&&(u, v)| chosen[u] == chosen[v]).count();
        let all = all_choices(vertices, colours).map(|chosen| { let cost = conflicts(&chosen) as f64; (chosen, cost) });
        assert_same_optima(problem.model(), all, |spins| problem.decode(spins).unwrap())?;
        for spins in all_spins(vertices * colours) {
            if let Some(chosen) = problem.decode(&spins).unwrap() {
                prop_assert_eq!(problem.conflicts(&chosen).unwrap(), conflicts(&chosen));
                prop_assert_eq!(problem.model().energy(&spins).unwrap(), conflicts(&chosen) as f64);
            }
        }
    }

    #[test]
    fn minima_are_the_best_knapsacks(
        items in prop::collection::vec((0u64..12, 0u64..12), 1..8),
        capacity in 0u64..40,
    ) {
        let problem = Knapsack::new(&items, capacity).unwrap();
        let taken = |code: usize| (0..items.len()).filter(|i| code >> i & 1 == 1).collect::<Vec<_>>();
        let sum = |taken: &[usize], part: fn(&(u64, u64)) -> u64| taken.iter().map(|&i| part(&items[i])).sum::<u64>();
        let fitting = (0..1 << items.len())
            .map(taken)
            .filter(|taken| sum(taken, |item| item.1) <= capacity)
            .map(|taken| { let value = sum(&taken, |item| item.0); (taken, -(value as f64)) });
        assert_same_optima(problem.model(), fitting, |spins| problem.decode(spins).unwrap())?;
        // For every choice that fits there are spins with its value as their energy, and for others there are none.
        let mut least = vec![f64::INFINITY; 1 << items.len()];
        for spins in all_spins(problem.model().len()) {
            let code = (0..items.len()).filter(|&i| spins[i] > 0).map(|i| 1 << i).sum::<usize>();
            least[code] = least[code].min(problem.model().energy(&spins).unwrap());
            let fits = sum(&taken(code), |item| item.1) <= capacity;
            prop_assert_eq!(problem.decode(&spins).unwrap(), fits.then(|| taken(code)));
        }
        for (code, least) in least.into_iter().enumerate() {
            let value = sum(&taken(code), |item| item.0);
            prop_assert_eq!(problem.value(&taken(code)).unwrap(), u128::from(value));
            prop_assert_eq!(least == -(value as f64), sum(&taken(code), |item| item.1) <= capacity);
        }
    }
}

#[test]
fn bad_graphs_are_refused() {
    assert_eq!(MaxCut::new(0, []).unwrap_err().to_string(), "the model has no variable, allowed: at least one");
    let errors = [
        MaxCut::new(2, [(0, 0, 1.0)]).unwrap_err().to_string(),
        MaxCut::new(2, [(0, 2, 1.0)]).unwrap_err().to_string(),
        MaxCut::new(2, [(0, 1, f64::NAN)]).unwrap_err().to_string(),
        MaxCut::new(2, [(0, 1, -1.5e250)]).unwrap_err().to_string(),
        MaxCut::new(usize::MAX, []).unwrap_err().to_string(),
        Colouring::new(2, [(1, 1)], 2).unwrap_err().to_string(),
        Colouring::new(2, [(2, 1)], 2).unwrap_err().to_string(),
        Colouring::new(2, [], 0).unwrap_err().to_string(),
        Colouring::new(usize::MAX, [], usize::MAX).unwrap_err().to_string(),
        Colouring::new(2, [], 10_000).unwrap_err().to_string(),
    ];
    assert_eq!(
        errors,
        [
            "a coupling joins variable 0 to itself, allowed: two different variables",
            "the variable is 2, allowed: below 2, the number of variables",
            "`weight` is NaN, allowed: at most 1e250 in size",
            "`weight` is -1.5e250, allowed: at most 1e250 in size",
            "`variables` is 18446744073709551615, allowed: 0..=16777216",
            "a coupling joins variable 1 to itself, allowed: two different variables",
            "the variable is 2, allowed: below 2, the number of variables",
            "the model has no variable, allowed: at least one",
            "`variables` is 18446744073709551615, allowed: 0..=16777216",
            "`pairs` is 99990000, allowed: 0..=16777216",
        ]
    );
    let path = Colouring::new(2, [(0, 1)], 1).unwrap();
    assert!(path.conflicts(&[0]).is_err() && path.decode(&[1]).is_err() && path.decode(&[1, 0]).is_err());
}

#[test]
fn bad_numbers_are_refused() {
    assert!(NumberPartitioning::new(&[]).is_err());
    assert!(NumberPartitioning::new(&[94_906_265]).is_ok());
    assert!(NumberPartitioning::new(&[94_906_265, 1]).is_err());
    assert!(NumberPartitioning::new(&[u64::MAX; 3]).is_err());
    assert!(NumberPartitioning::new(&vec![0; 6_000]).is_err());
    let none: [[f64; 0]; 2] = [[], []];
    assert!(Assignment::new(&none).is_err() && Assignment::new::<[f64; 1]>(&[]).is_err());
    assert!(Assignment::new(&[[0.0, f64::NAN]]).is_err() && Assignment::new(&[[1e241]]).is_err());
    assert!(Assignment::new(&[vec![0.0; 2], vec![0.0; 3]]).is_err());
    assert!(Assignment::new(&[vec![0.0; 6_000]]).is_err());
    assert!(Knapsack::new(&[], 1).is_err());
    assert!(Knapsack::new(&[(u64::MAX, u64::MAX); 3], u64::MAX).is_err());
    assert!(Knapsack::new(&[(0, 0)], u64::MAX).is_err());
    assert!(Knapsack::new(&vec![(0, 0); 6_000], 1).is_err());
    // Of a capacity of 0 nothing can be left, and no spin says how much.
    let empty = Knapsack::new(&[(1, 1)], 0).unwrap();
    assert_eq!(empty.model().len(), 1);
    assert!(empty.value(&[1]).is_err());
}

/// Costs so small that a quarter of their differences is no number do not make rules void.
#[test]
fn the_smallest_costs_leave_rules_in_force() {
    let tiny = f64::from_bits(1);
    for costs in [[[0.0, tiny], [tiny, 0.0]], [[tiny, 0.0], [2.0 * tiny, 0.0]]] {
        for problem in [Assignment::new(&costs).unwrap(), Assignment::exclusive(&costs).unwrap()] {
            let (_, minima) = minima(problem.model());
            assert!(minima.iter().all(|spins| problem.decode(spins).unwrap().is_some()), "{costs:?} {problem:?}");
        }
    }
}

/// The largest numbers that are taken are exact, to the last bit.
#[test]
fn the_largest_knapsack_is_exact() {
    // With a fine of 2, a span of 2^25 would make 2^51, and the values come on top.
    let capacity = (1 << 24) - 1;
    let problem = Knapsack::new(&[(1, 1), (1, 0)], capacity).unwrap();
    assert!(Knapsack::new(&[(1, 1), (1, 1)], capacity).is_err());
    let nothing = vec![-1; problem.model().len()];
    assert_eq!(problem.model().energy(&nothing).unwrap(), 2.0 * (capacity as f64) * (capacity as f64));
    // One taken, and all but one of the capacity left.
    let mut full = vec![1; problem.model().len()];
    full[1] = -1;
    full[2] = -1;
    assert_eq!(problem.model().energy(&full).unwrap(), -1.0);
}

#[test]
fn costs_that_slots_do_not_change_are_not_swallowed() {
    let costs = [[3e-64], [-5e-64]];
    let (least, all) = minima(Assignment::new(&costs).unwrap().model());
    assert!((least - -2e-64).abs() < 1e-78, "{least}");
    assert_eq!(all, [[1, 1]]);
    let (least, all) = minima(Assignment::new(&[[3e64], [-5e64]]).unwrap().model());
    assert!((least - -2e64).abs() < 1e50, "{least}");
    assert_eq!(all, [[1, 1]]);
}
