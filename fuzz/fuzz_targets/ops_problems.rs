//! Problems of a few variables: no spins that break a rule are a minimum, and the minimum is the cost of the best solution.
#![cfg_attr(feature = "libfuzzer", no_main)]
// Magnitudes of inputs may be the platform's.
#![allow(clippy::disallowed_methods)]

use ansatz_quantum::{
    Ising,
    problems::{Assignment, Colouring, Knapsack, MaxCut, NumberPartitioning},
};

ansatz_fuzz::target!(|data| run(data));

/// Which problem, its size, how numbers are scaled; then numbers.
fn run(data: &[u8]) {
    let Some((&[kind, size, scale], rest)) = data.split_first_chunk::<3>() else { return };
    let pairs = || rest.chunks_exact(2).map(|pair| (pair[0], pair[1]));
    let (first, second) = (usize::from(size / 16), usize::from(size % 16));
    match kind % 6 {
        0 | 1 => {
            let numbers: Vec<f64> = rest.iter().map(|&byte| scaled(byte, scale)).collect();
            let slots = first.max(1);
            let costs: Vec<&[f64]> = numbers.chunks(slots).take(second).collect();
            let is_exclusive = kind % 6 == 1;
            let problem = if is_exclusive { Assignment::exclusive(&costs) } else { Assignment::new(&costs) };
            let Ok(problem) = problem else { return };
            let cost = |spins: &[i8]| {
                let rows: Vec<Vec<usize>> = spins.chunks(slots).map(ups).collect();
                let chosen: Vec<usize> = rows.iter().filter(|row| row.len() == 1).map(|row| row[0]).collect();
                let clash = (0..chosen.len()).any(|i| chosen[..i].contains(&chosen[i]));
                let allowed = chosen.len() == rows.len() && !(is_exclusive && clash);
                assert_eq!(problem.decode(spins).expect("spins"), allowed.then(|| chosen.clone()));
                allowed.then(|| chosen.iter().zip(&costs).map(|(&slot, row)| row[slot]).sum::<f64>())
            };
            check(problem.model(), cost, if scale < 128 { 0.0 } else { 1e-12 * sizes(&costs) });
        }
        2 => {
            let edges = || pairs().map(|(one, other)| (usize::from(one % 16), usize::from(other % 16)));
            let Ok(problem) = Colouring::new(first, edges(), second) else { return };
            let mut different: Vec<_> = edges().map(|(one, other)| (one.min(other), one.max(other))).collect();
            different.sort_unstable();
            different.dedup();
            let cost = |spins: &[i8]| {
                let rows: Vec<Vec<usize>> = spins.chunks(second).map(ups).collect();
                let conflicts = different.iter().filter(|&&(one, other)| rows[one] == rows[other]).count();
                let allowed = rows.iter().all(|row| row.len() == 1);
                let colours = allowed.then(|| rows.iter().map(|row| row[0]).collect::<Vec<usize>>());
                assert_eq!(problem.decode(spins).expect("spins"), colours);
                allowed.then_some(conflicts as f64)
            };
            check(problem.model(), cost, 0.0);
        }
        3 => {
            let items: Vec<(u64, u64)> = pairs().take(8).map(|(value, weight)| (value.into(), weight.into())).collect();
            let capacity = u64::from(size) << (scale % 4);
            let Ok(problem) = Knapsack::new(&items, capacity) else { return };
            let cost = |spins: &[i8]| {
                let taken = ups(&spins[..items.len()]);
                let sum = |part: fn(&(u64, u64)) -> u64| taken.iter().map(|&item| part(&items[item])).sum::<u64>();
                let fits = sum(|item| item.1) <= capacity;
                assert_eq!(problem.decode(spins).expect("spins"), fits.then(|| taken.clone()));
                fits.then(|| -(sum(|item| item.0) as f64))
            };
            check(problem.model(), cost, 0.0);
        }
        4 => {
            let numbers: Vec<u64> = rest.iter().take(10).map(|&byte| u64::from(byte) << (scale % 20)).collect();
            let Ok(problem) = NumberPartitioning::new(&numbers) else { return };
            let cost = |spins: &[i8]| {
                let signed = numbers.iter().zip(spins).map(|(&number, &spin)| i128::from(number) * i128::from(spin));
                let difference: i128 = signed.sum();
                let square = (difference * difference) as f64;
                assert_eq!(problem.model().energy(spins).expect("spins").to_bits(), square.to_bits());
                Some(square)
            };
            check(problem.model(), cost, 0.0);
        }
        _ => {
            let edges = || {
                let ends = |byte: u8| (usize::from(byte / 16), usize::from(byte % 16));
                pairs().map(move |(both, weight)| (ends(both).0, ends(both).1, scaled(weight, scale)))
            };
            let Ok(problem) = MaxCut::new(second.min(11), edges()) else { return };
            let cost = |spins: &[i8]| {
                Some(-edges().filter(|&(one, other, _)| spins[one] != spins[other]).map(|(_, _, w)| w).sum::<f64>())
            };
            let all: f64 = edges().map(|(_, _, weight)| weight.abs()).sum();
            check(problem.model(), cost, if scale < 128 { 0.0 } else { 1e-12 * all });
        }
    }
}

/// Small whole numbers, in quarters, thirds, or of all magnitudes.
fn scaled(byte: u8, scale: u8) -> f64 {
    let small = f64::from(byte) - 128.0;
    match scale / 64 {
        0 => small,
        1 => small / 4.0,
        2 => small / 3.0,
        _ => small * 10f64.powi(4 * (i32::from(scale % 64) - 32)),
    }
}

fn ups(spins: &[i8]) -> Vec<usize> {
    (0..spins.len()).filter(|&place| spins[place] == 1).collect()
}

fn sizes(costs: &[&[f64]]) -> f64 {
    costs.iter().flat_map(|row| row.iter()).map(|cost| cost.abs()).sum()
}

/// That the least energy is the least cost, and that all spins which have it are allowed; and the bound is not above it.
fn check(model: &Ising, cost: impl Fn(&[i8]) -> Option<f64>, tolerance: f64) {
    let n = model.len();
    if n > 12 {
        return;
    }
    let (mut least, mut cheapest) = ([f64::INFINITY; 2], f64::INFINITY);
    for mask in 0_u32..1 << n {
        let spins: Vec<i8> = (0..n).map(|i| if mask >> i & 1 == 1 { 1 } else { -1 }).collect();
        let energy = model.energy(&spins).expect("spins of the model");
        let cost = cost(&spins);
        cheapest = cheapest.min(cost.unwrap_or(f64::INFINITY));
        let kind = &mut least[usize::from(cost.is_some())];
        *kind = kind.min(energy);
    }
    let [broken, allowed] = least;
    // Without exact energies rounding may swallow what breaking a rule costs.
    assert!(allowed < broken || (tolerance > 0.0 && allowed <= broken + tolerance), "{allowed} {broken}");
    assert!((allowed - cheapest).abs() <= tolerance, "{allowed} {cheapest}");
    assert!(model.lower_bound() <= allowed + tolerance, "{} {allowed}", model.lower_bound());
}
