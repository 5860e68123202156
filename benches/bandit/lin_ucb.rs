//! `LinUCB` with 32 features and ten arms, a decision and its reward. `solve` is the loop that keeps each arm's matrix and
//! solves its system for every decision, by Cholesky's method in vectors; `solve_changed` keeps the factors of those arms that
//! have learnt nothing since.

use ansatz_bandit::LinUcb;
use ansatz_random::{Stream, standard_normal};
use criterion::Criterion;
use irithyll::bandits::{ContextualBandit as _, LinUCB};
use rill_ml::bandit::{ContextualBandit as _, LinUcbConfig, LinUcbFast};

use crate::floor::highest;

pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("bandit/lin_ucb/select_observe/32");
    group.bench_function("ansatz", |b| {
        let (mut arms, mut rounds) = (LinUcb::new(ARMS, DIMENSION, 1.0).unwrap(), Rounds::new());
        let mut rng = Stream::new(SEED, 1);
        b.iter(|| {
            let (context, rewards) = rounds.next();
            let choice = arms.select_for(context, &mut rng).unwrap();
            arms.observe(choice.ticket, rewards[choice.arm]).unwrap();
        });
    });
    for (name, lazy) in [("solve", false), ("solve_changed", true)] {
        group.bench_function(name, |b| {
            let mut arms: Vec<System> = (0..ARMS).map(|_| System::new()).collect();
            let mut rounds = Rounds::new();
            b.iter(|| {
                let (context, rewards) = rounds.next();
                let arm = highest(arms.iter_mut().map(|arm| arm.index(context, lazy)));
                arms[arm].learn(context, rewards[arm]);
            });
        });
    }
    group.bench_function("rill-ml", |b| {
        let mut config = LinUcbConfig::default();
        (config.alpha, config.arm_count, config.feature_count) = (1.0, ARMS, DIMENSION);
        let (mut arms, mut rounds) = (LinUcbFast::new(config).unwrap(), Rounds::new());
        b.iter(|| {
            let (context, rewards) = rounds.next();
            let arm = arms.select_deterministic(context).unwrap();
            arms.update(arm, context, rewards[arm]).unwrap();
        });
    });
    group.bench_function("irithyll", |b| {
        let (mut arms, mut rounds) = (LinUCB::new(ARMS, DIMENSION, 1.0), Rounds::new());
        b.iter(|| {
            let (context, rewards) = rounds.next();
            let arm = arms.select_arm(context);
            arms.update(arm, context, rewards[arm]);
        });
    });
    group.bench_function("trashpanda", |b| {
        let policy = trashpanda::policies::LinUcb::new(1.0, 1.0, DIMENSION);
        let mut arms = trashpanda::Bandit::new(0..ARMS, policy).unwrap();
        let mut rng = <rand_09::rngs::SmallRng as rand_09::SeedableRng>::seed_from_u64(SEED);
        let inputs = Rounds::new();
        let mut rounds = inputs.0.iter().cycle();
        b.iter(|| {
            let (context, rewards) = rounds.next().unwrap();
            let arm = arms.predict(&context[..], &mut rng).unwrap();
            arms.partial_fit(&[arm], &context[..], &[rewards[arm]]).unwrap();
        });
    });
    group.finish();
}

/// The ridge regression of one arm.
struct System {
    /// The upper triangle, row by row.
    matrix: [[f64; DIMENSION]; DIMENSION],
    moments: [f64; DIMENSION],
    /// The factor U with U'U = matrix, and the solution of U'z = moments.
    factor: [[f64; DIMENSION]; DIMENSION],
    solved: [f64; DIMENSION],
    stale: bool,
}

impl System {
    fn new() -> Self {
        let mut matrix = [[0.0; DIMENSION]; DIMENSION];
        (0..DIMENSION).for_each(|i| matrix[i][i] = 1.0);
        Self { factor: matrix, matrix, moments: [0.0; DIMENSION], solved: [0.0; DIMENSION], stale: true }
    }

    fn index(&mut self, context: &[f64], lazy: bool) -> f64 {
        if self.stale || !lazy {
            self.factor = cholesky(&self.matrix);
            self.solved = solve(&self.factor, &self.moments);
            self.stale = false;
        }
        let y = solve(&self.factor, context);
        let (mut mean, mut variance) = (0.0, 0.0);
        for (y, z) in y.iter().zip(&self.solved) {
            mean += y * z;
            variance += y * y;
        }
        mean + variance.sqrt()
    }

    fn learn(&mut self, context: &[f64], reward: f64) {
        for (i, row) in self.matrix.iter_mut().enumerate() {
            row[i..].iter_mut().zip(&context[i..]).for_each(|(entry, x)| *entry += context[i] * x);
            self.moments[i] += context[i] * reward;
        }
        self.stale = true;
    }
}

/// U, upper triangular, with U'U = A; row by row, so that the innermost loop goes along memory without waiting for itself.
fn cholesky(matrix: &[[f64; DIMENSION]; DIMENSION]) -> [[f64; DIMENSION]; DIMENSION] {
    let mut u = *matrix;
    for k in 0..DIMENSION {
        let (above, below) = u.split_at_mut(k + 1);
        let row = &mut above[k];
        let scale = 1.0 / row[k].sqrt();
        row[k..].iter_mut().for_each(|entry| *entry *= scale);
        for (i, other) in (k + 1..).zip(below) {
            let factor = row[i];
            other[i..].iter_mut().zip(&row[i..]).for_each(|(entry, x)| *entry -= factor * x);
        }
    }
    u
}

/// The solution of U'y = b.
fn solve(u: &[[f64; DIMENSION]; DIMENSION], b: &[f64]) -> [f64; DIMENSION] {
    let mut y = [0.0; DIMENSION];
    y.copy_from_slice(b);
    for (k, row) in u.iter().enumerate() {
        let value = y[k] / row[k];
        y[k] = value;
        y[k + 1..].iter_mut().zip(&row[k + 1..]).for_each(|(y, entry)| *y -= value * entry);
    }
    y
}

/// Contexts, and what each arm pays in them.
struct Rounds(Vec<(Vec<f64>, Vec<f64>)>, usize);

impl Rounds {
    fn new() -> Self {
        let mut rng = Stream::new(SEED, 0);
        let mut point = || {
            let point: Vec<f64> = (0..DIMENSION).map(|_| standard_normal(&mut rng)).collect();
            let length = point.iter().map(|x| x * x).sum::<f64>().sqrt();
            point.iter().map(|x| x / length).collect::<Vec<f64>>()
        };
        let weights: Vec<Vec<f64>> = (0..ARMS).map(|_| point()).collect();
        let contexts: Vec<Vec<f64>> = (0..4_096).map(|_| point()).collect();
        let mut noise = || 0.1 * standard_normal(&mut rng);
        let of = |context: Vec<f64>| {
            let dot = |weights: &Vec<f64>| weights.iter().zip(&context).map(|(w, x)| w * x).sum::<f64>();
            let rewards = weights.iter().map(|weights| dot(weights) + noise()).collect();
            (context, rewards)
        };
        Self(contexts.into_iter().map(of).collect(), 0)
    }

    fn next(&mut self) -> (&[f64], &[f64]) {
        self.1 = (self.1 + 1) % self.0.len();
        let (context, rewards) = &self.0[self.1];
        (context, rewards)
    }
}

const ARMS: usize = 10;

const DIMENSION: usize = 32;

const SEED: u64 = 75;
