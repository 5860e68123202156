//! Product states of bits beside their twins and a genetic algorithm, at equal numbers of evaluations.

use ansatz_benches::positive;
use ansatz_optimize::{BitString, Evaluation, GeneticAlgorithm, Method, Run};
use ansatz_quantum::evolution::{CompactGa, Pbil, Qiea};
use ansatz_random::{Stream, unit};

/// Prints the mean value that each method has found; `None` if the arguments are none that it knows.
pub(crate) fn run(arguments: &[&str]) -> Option<Result<(), String>> {
    match *arguments {
        [] => Some(table(40)),
        ["--seeds", text] => Some(table(positive(text)?)),
        _ => None,
    }
}

fn table(seeds: u64) -> Result<(), String> {
    let knapsack = Knapsack::drawn();
    let problems: [(&str, Problem<'_>); 4] = [
        ("onemax", &ones),
        ("traps_of_5", &traps_of_five),
        ("traps_of_3", &traps_of_three),
        ("knapsack", &|bits| knapsack.value(bits)),
    ];
    println!("problem evaluations method mean error");
    for (name, problem) in problems {
        for evaluations in [2_000, 10_000, 50_000] {
            for (method, (mean, error)) in [
                ("qiea", found(&|| Qiea::new(BITS).map_err(|error| error.to_string()), problem, evaluations, seeds)?),
                ("pbil", found(&|| Pbil::new(BITS).map_err(|error| error.to_string()), problem, evaluations, seeds)?),
                (
                    "cga",
                    found(
                        &|| CompactGa::new(BITS, 100).map_err(|error| error.to_string()),
                        problem,
                        evaluations,
                        seeds,
                    )?,
                ),
                ("ga", found(&genetic, problem, evaluations, seeds)?),
            ] {
                println!("{name} {evaluations} {method} {mean:.2} {error:.2}");
            }
        }
    }
    println!("# means of {seeds} runs on {BITS} bits and their standard errors; higher is better");
    println!("# no knapsack is worth more than {:.1}", knapsack.bound());
    Ok(())
}

/// What bits are worth, negated: everything is minimised.
type Problem<'a> = &'a dyn Fn(&[bool]) -> Evaluation;

fn genetic() -> Result<GeneticAlgorithm<BitString>, String> {
    Ok(GeneticAlgorithm::new(BitString::new(BITS).map_err(|error| error.to_string())?))
}

/// The mean of the best values of runs, and its standard error; what breaks the constraint is worth nothing.
fn found<A: Method<Candidate = Vec<bool>>>(
    method: &dyn Fn() -> Result<A, String>,
    problem: Problem<'_>,
    evaluations: u64,
    seeds: u64,
) -> Result<(f64, f64), String> {
    let mut values = Vec::new();
    for seed in 0..seeds {
        let mut run = Run::new(method()?, evaluations, 1000 + seed).map_err(|error| error.to_string())?;
        run.drive(|bits| problem(bits));
        let best = run.best().map(|(_, evaluation)| evaluation);
        values.push(best.filter(|best| best.is_feasible()).map_or(0.0, |best| -best.value()));
    }
    let mean = values.iter().sum::<f64>() / seeds as f64;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Ok((mean, (squares / (seeds.max(2) - 1) as f64 / seeds as f64).sqrt()))
}

fn count(bits: &[bool]) -> usize {
    bits.iter().filter(|&&bit| bit).count()
}

fn ones(bits: &[bool]) -> Evaluation {
    Evaluation::from(-(count(bits) as f64))
}

/// Each five bits are worth 5 if all are set, and otherwise the more the fewer are.
fn traps_of_five(bits: &[bool]) -> Evaluation {
    let worth = |five: &[bool]| if count(five) == 5 { 5.0 } else { 4.0 - count(five) as f64 };
    Evaluation::from(-bits.chunks(5).map(worth).sum::<f64>())
}

/// Goldberg's deceptive function: the last bit does not matter.
fn traps_of_three(bits: &[bool]) -> Evaluation {
    let worth = |three: &[bool]| [0.9, 0.8, 0.0, 1.0][count(three)];
    Evaluation::from(-bits.chunks_exact(3).map(worth).sum::<f64>())
}

/// As by Han and Kim: profits 5 above weights from 1 to 10, and room for half of the items.
struct Knapsack {
    weights: Vec<f64>,
    capacity: f64,
}

impl Knapsack {
    fn drawn() -> Self {
        let mut stream = Stream::new(77, 0);
        let weights: Vec<f64> = (0..BITS).map(|_| 1.0 + 9.0 * unit(&mut stream)).collect();
        let capacity = weights.iter().sum::<f64>() / 2.0;
        Self { weights, capacity }
    }

    fn value(&self, bits: &[bool]) -> Evaluation {
        let taken = || self.weights.iter().zip(bits).filter(|&(_, &bit)| bit).map(|(weight, _)| weight);
        let profit: f64 = taken().map(|weight| weight + 5.0).sum();
        Evaluation::from(-profit).with_constraints([taken().sum::<f64>() - self.capacity])
    }

    /// Dantzig's: the items with most profit for their weight, the last one in part.
    fn bound(&self) -> f64 {
        let mut lightest = self.weights.clone();
        lightest.sort_by(f64::total_cmp);
        let (mut room, mut profit) = (self.capacity, 0.0);
        for weight in lightest {
            let taken = weight.min(room);
            profit += taken * (weight + 5.0) / weight;
            room -= taken;
        }
        profit
    }
}

const BITS: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_worth_what_their_definitions_say() {
        let (none, all) = (vec![false; BITS], vec![true; BITS]);
        let of = |problem: fn(&[bool]) -> Evaluation| [&none, &all].map(|bits| -problem(bits).value());
        assert_eq!(of(ones), [0.0, 100.0]);
        assert_eq!(of(traps_of_five), [80.0, 100.0]);
        let [none, all] = of(traps_of_three);
        assert!((none - 29.7).abs() < 1e-12 && (all - 33.0).abs() < 1e-12, "{none} {all}");
    }

    #[test]
    fn no_knapsack_is_worth_more_than_its_bound() {
        let knapsack = Knapsack::drawn();
        assert!(!knapsack.value(&[true; BITS]).is_feasible());
        let (mean, _) = found(&genetic, &|bits| knapsack.value(bits), 2_000, 3).unwrap();
        assert!(mean > 0.8 * knapsack.bound() && mean <= knapsack.bound(), "{mean}");
    }

    #[test]
    fn arguments_that_it_does_not_know_are_none() {
        assert!(run(&["--seeds"]).is_none() && run(&["--seeds", "0"]).is_none() && run(&["x"]).is_none());
    }
}
