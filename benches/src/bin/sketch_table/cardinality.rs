//! Bias, error and coverage of `HyperLogLog` for every precision and number of items.

use ansatz_random::{Stream, rand_core::Rng};
use ansatz_sketch::HyperLogLog;

/// What one setting has shown so far.
#[derive(Clone, Default)]
struct Tally {
    errors: f64,
    squares: f64,
    covered: u64,
    zeros: u64,
}

impl Tally {
    fn add(&mut self, sketch: &HyperLogLog, items: f64) {
        let estimate = sketch.estimate();
        let error = estimate.value / items - 1.0;
        self.errors += error;
        self.squares += error * error;
        self.covered += u64::from(estimate.contains(items));
        self.zeros += u64::from(estimate.value == 0.0);
    }
}

/// Prints, for precisions 4 to 18 and 1 to `largest` items, what `trials` streams of random hashes show.
pub(crate) fn print(trials: u64, largest: u64) {
    let checkpoints: Vec<u64> =
        (0..8).flat_map(|power| [1, 2, 5].map(|digit| digit * 10u64.pow(power))).filter(|n| *n <= largest).collect();
    let empty: Vec<HyperLogLog> = (4..=18).map(|p| HyperLogLog::new(p).unwrap()).collect();
    let mut tallies = vec![vec![Tally::default(); checkpoints.len()]; empty.len()];
    for trial in 0..trials {
        let mut hashes = Stream::new(1, trial);
        let mut sketches = empty.clone();
        let mut inserted = 0;
        for (column, &items) in checkpoints.iter().enumerate() {
            while inserted < items {
                let batch: [u64; 64] = core::array::from_fn(|_| hashes.next_u64());
                let used = (items - inserted).min(64) as usize;
                for sketch in &mut sketches {
                    batch[..used].iter().for_each(|hash| sketch.insert_hash(*hash));
                }
                inserted += used as u64;
            }
            for (sketch, row) in sketches.iter().zip(&mut tallies) {
                row[column].add(sketch, items as f64);
            }
        }
    }
    println!("precision items bias% standard_error_of_bias% rmse% rmse*sqrt(m) coverage% zeros");
    let n = trials as f64;
    for (sketch, row) in empty.iter().zip(&tallies) {
        let registers = f64::from(1u32 << sketch.precision());
        let mut worst: (f64, f64, f64) = (0.0, 0.0, 1.0);
        for (tally, items) in row.iter().zip(&checkpoints) {
            let (bias, rmse) = (tally.errors / n, (tally.squares / n).sqrt());
            let deviation = ((tally.squares / n - bias * bias) / n).max(0.0).sqrt();
            let (scaled, coverage) = (rmse * registers.sqrt(), tally.covered as f64 / n);
            println!(
                "{} {items} {:.3} {:.3} {:.3} {scaled:.3} {:.1} {}",
                sketch.precision(),
                bias * 100.0,
                deviation * 100.0,
                rmse * 100.0,
                coverage * 100.0,
                tally.zeros
            );
            worst = (worst.0.max(bias.abs() - 4.0 * deviation), worst.1.max(scaled), worst.2.min(coverage));
        }
        println!(
            "# precision {}: bias beyond 4 standard errors {:.3}%, largest rmse*sqrt(m) {:.3}, least coverage {:.1}%",
            sketch.precision(),
            worst.0.max(0.0) * 100.0,
            worst.1,
            worst.2 * 100.0
        );
    }
}
