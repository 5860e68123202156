//! Simulated bifurcation: its time step, its scale, and how good small solutions are.

use ansatz_quantum::{
    Ising,
    solvers::{Bifurcation, BifurcationConfig, Sample, SimulatedBifurcation},
};
use ansatz_random::{Stream, below, rand_core::Rng, standard_normal, unit};

use crate::problems::minima;

const MOTIONS: [Bifurcation; 2] = [Bifurcation::Ballistic, Bifurcation::Discrete];

fn run(model: &Ising, motion: Bifurcation, steps: u64, reads: usize) -> SimulatedBifurcation {
    let config = BifurcationConfig::default().steps(steps).motion(motion);
    let mut bifurcation = SimulatedBifurcation::with_config(model, &config, reads, 11).unwrap();
    assert!(!bifurcation.step(u64::MAX));
    bifurcation
}

/// A model of whole numbers or of fractions, with fields or without.
fn random_model(variables: usize, seed: u64, whole: bool, fields: bool, scale: f64) -> Ising {
    let mut rng = Stream::new(seed, 0);
    let mut number = || if whole { below(&mut rng, 15) as f64 - 7.0 } else { standard_normal(&mut rng) };
    let mut couplings = Vec::new();
    for one in 0..variables {
        for other in 0..one {
            couplings.push((one, other, scale * number()));
        }
    }
    let fields: Vec<f64> = (0..variables).map(|_| if fields { scale * 3.0 * number() } else { 0.0 }).collect();
    Ising::new(&fields, couplings).unwrap()
}

#[test]
fn small_models_are_solved_by_one_of_the_motions() {
    for seed in 0..10 {
        for (whole, fields) in [(true, false), (true, true), (false, true)] {
            let model = random_model(12, seed, whole, fields, 1.0);
            let (least, _) = minima(&model);
            let reached = MOTIONS.map(|motion| run(&model, motion, 300, 32).best().energy());
            assert!(reached.iter().all(|energy| *energy >= least - 1e-9));
            assert!(reached.iter().any(|energy| *energy <= least + 1e-9), "{seed} {fields}: {reached:?} above {least}");
        }
    }
}

#[test]
fn reads_end_where_no_turn_helps() {
    for motion in MOTIONS {
        let model = random_model(40, 3, false, true, 1.0);
        for sample in run(&model, motion, 20, 20).samples() {
            assert_eq!(sample.energy(), model.energy(sample.spins()).unwrap());
            for variable in 0..model.len() {
                let mut turned = sample.spins().to_vec();
                turned[variable] *= -1;
                assert!(model.energy(&turned).unwrap() >= sample.energy() - 1e-9);
            }
        }
    }
}

#[test]
fn the_scale_of_a_model_is_of_no_importance() {
    for motion in MOTIONS {
        for (whole, fields) in [(true, true), (false, false), (false, true)] {
            let spins = |scale| {
                let model = random_model(30, 5, whole, fields, scale);
                run(&model, motion, 200, 20).samples().iter().map(|sample| sample.spins().to_vec()).collect::<Vec<_>>()
            };
            let expected = spins(1.0);
            assert_eq!(spins(1e-6), expected);
            assert_eq!(spins(1e6), expected);
            assert_eq!(spins(libm::ldexp(1.0, 800)), expected);
            assert_eq!(spins(libm::ldexp(1.0, -900)), expected);
        }
    }
}

/// The largest size that the linear motion without walls reaches in so many steps at pressure 0.
fn largest_swing(model: &Ising, time_step: f64, steps: usize) -> f64 {
    let n = model.len();
    let squares: f64 = model.couplings().map(|(_, _, weight)| 2.0 * weight * weight).sum();
    let strength = 0.5 * ((n - 1) as f64).sqrt() / squares.sqrt();
    let mut rng = Stream::new(1, 1);
    let mut positions: Vec<f64> = (0..n).map(|_| standard_normal(&mut rng)).collect();
    let mut momenta = vec![0.0; n];
    let mut largest: f64 = 0.0;
    for _ in 0..steps {
        let mut force: Vec<f64> = positions.iter().map(|position| -position).collect();
        for (one, other, weight) in model.couplings() {
            force[one] -= strength * weight * positions[other];
            force[other] -= strength * weight * positions[one];
        }
        for variable in 0..n {
            momenta[variable] += time_step * force[variable];
            positions[variable] += time_step * momenta[variable];
        }
        largest = positions.iter().fold(largest, |largest, position| largest.max(position.abs()));
    }
    largest
}

#[test]
fn the_limit_of_the_time_step_is_that_of_linear_stability() {
    let mut rng = Stream::new(9, 0);
    let star = Ising::new(&[0.0; 7], (1..7).map(|leaf| (0, leaf, 1.0))).unwrap();
    let complete = Ising::new(&[0.0; 9], (0..9).flat_map(|i| (0..i).map(move |j| (i, j, 1.0)))).unwrap();
    let pairs = (0..60_usize).flat_map(|i| (0..i).map(move |j| (i, j)));
    let uneven = Ising::new(&[0.0; 60], pairs.map(|(i, j)| (i, j, unit(&mut rng))).collect::<Vec<_>>()).unwrap();
    for model in [star, complete, uneven] {
        let limit = SimulatedBifurcation::new(&model, 1, 0).unwrap().time_step() / 0.6;
        // No mode grows at pressure 0 by itself: all couplings are positive, and the least eigenvalues of these small.
        // At 0.999 of the limit the fastest mode swings to at most 1 / sqrt(1 - (2 * 0.999^2 - 1)^2) = 11.2 times its start,
        // by the invariant of a matrix of determinant 1; at 1.001 it grows by acosh(2 * 1.001^2 - 1) = 0.089 a step.
        assert!(largest_swing(&model, 0.999 * limit, 5_000) < 200.0);
        assert!(largest_swing(&model, 1.001 * limit, 5_000) > 1e50);
    }
}

/// The equations of the motion as they are published, in floats of 64 bits, for one read.
struct Motion {
    /// With one oscillator more where there are fields.
    couplings: Vec<(usize, usize, f64)>,
    positions: Vec<f64>,
    momenta: Vec<f64>,
    strength: f64,
}

impl Motion {
    fn new(model: &Ising, seed: u64, read: u64) -> Self {
        let n = model.len();
        let mut couplings: Vec<_> = model.couplings().collect();
        let fields = model.fields().iter().enumerate().map(|(variable, &field)| (variable, n, field));
        couplings.extend(fields.filter(|&(_, _, field)| field != 0.0));
        let oscillators = couplings.iter().fold(n, |most, &(_, other, _)| most.max(other + 1));
        let squares: f64 = couplings.iter().map(|(_, _, weight)| 2.0 * weight * weight).sum();
        let mut stream = Stream::new(seed, read);
        // Between -0.1 and 0.1.
        let start = |bits: u64| 0.1 * (((bits >> 40) as f64 + 0.5) / 8_388_608.0 - 1.0);
        let momenta = (0..oscillators).map(|_| start(stream.next_u64())).collect();
        let strength = 0.5 * ((oscillators - 1) as f64).sqrt() / squares.sqrt();
        Self { couplings, positions: vec![0.0; oscillators], momenta, strength }
    }

    fn step(&mut self, motion: Bifurcation, time_step: f64, pressure: f64) {
        // Nothing has a side in the middle: what moves there counts as where it will be.
        let side = |variable: usize| {
            let position = self.positions[variable];
            (if position == 0.0 { self.momenta[variable] } else { position }).signum()
        };
        let felt =
            |variable: usize| if motion == Bifurcation::Ballistic { self.positions[variable] } else { side(variable) };
        let mut force: Vec<f64> = self.positions.iter().map(|position| -(1.0 - pressure) * position).collect();
        for &(one, other, weight) in &self.couplings {
            force[one] -= self.strength * weight * felt(other);
            force[other] -= self.strength * weight * felt(one);
        }
        for (variable, force) in force.into_iter().enumerate() {
            self.momenta[variable] += time_step * force;
            self.positions[variable] += time_step * self.momenta[variable];
            if self.positions[variable].abs() > 1.0 {
                (self.positions[variable], self.momenta[variable]) = (self.positions[variable].signum(), 0.0);
            }
        }
    }

    /// Whether floats of 32 bits leave no doubt of the side of any oscillator.
    fn is_clear(&self) -> bool {
        self.positions.iter().all(|position| position.abs() > 1e-4)
    }
}

#[test]
fn the_motion_is_that_of_the_equations() {
    for (motion, fields) in MOTIONS.into_iter().flat_map(|motion| [(motion, false), (motion, true)]) {
        let model = random_model(12, 4, false, fields, 1.0);
        let (reads, steps) = (40, 60);
        let config = BifurcationConfig::default().steps(steps).motion(motion);
        let mut bifurcation = SimulatedBifurcation::with_config(&model, &config, reads, 11).unwrap();
        let mut expected: Vec<_> = (0..reads as u64).map(|read| (Motion::new(&model, 11, read), true)).collect();
        let mut compared = 0;
        // The last step is followed by a descent.
        for step in 0..steps - 1 {
            bifurcation.step(1);
            for ((read, agrees), sample) in expected.iter_mut().zip(bifurcation.samples()) {
                read.step(motion, bifurcation.time_step(), step as f64 / (steps - 1) as f64);
                if motion == Bifurcation::Discrete && step > 0 {
                    // A side in doubt is a force in doubt, for ever after.
                    *agrees &= read.is_clear();
                }
                if *agrees && read.is_clear() {
                    let up = read.positions.get(model.len()).map_or(1.0, |position| position.signum());
                    let sides = read.positions[..model.len()].iter().map(|position| (up * position.signum()) as i8);
                    assert_eq!(sample.spins(), sides.collect::<Vec<_>>(), "{motion:?} {fields} {step}");
                    compared += 1;
                }
            }
        }
        // About one in a hundred states has one of twelve oscillators that near to the middle.
        assert!(compared > reads * steps as usize / 2, "{motion:?} {fields} {compared}");
    }
}

#[test]
fn reads_depend_on_nothing_but_seed_and_number() {
    for (motion, fields) in MOTIONS.into_iter().zip([true, false]) {
        let model = random_model(25, 8, true, fields, 1.0);
        let all = run(&model, motion, 60, 40).samples();
        for reads in [1, 4, 5, 16, 17, 33] {
            assert_eq!(run(&model, motion, 60, reads).samples(), all[..reads]);
        }
        let config = BifurcationConfig::default().steps(60).motion(motion);
        let mut split = SimulatedBifurcation::with_config(&model, &config, 40, 11).unwrap();
        assert!(split.step(1) && split.step(0) && split.step(58));
        let mut other = split.clone();
        assert!(!split.step(1) && !split.step(7));
        assert_eq!((split.samples(), split.steps_taken()), (all.clone(), 60));
        assert_eq!(split.best(), all.iter().cloned().reduce(lesser).unwrap());
        #[cfg(feature = "rayon")]
        {
            assert!(!other.step_parallel(100));
            assert_eq!(other.samples(), all);
        }
        #[cfg(not(feature = "rayon"))]
        other.step(1);
    }
}

fn lesser(one: Sample, other: Sample) -> Sample {
    if other.energy() < one.energy() { other } else { one }
}

#[test]
fn extreme_models_are_no_trouble() {
    for motion in MOTIONS {
        let alone = Ising::new(&[0.0; 3], []).unwrap();
        assert_eq!(run(&alone, motion, 10, 3).best().energy(), 0.0);
        let field = Ising::new(&[5.0], []).unwrap();
        assert_eq!(run(&field, motion, 1, 3).best().spins(), [-1]);
        let apart = Ising::new(&[1e250, 0.0, 1e-250], [(0, 1, -1e250), (1, 2, 1e-300)]).unwrap();
        assert_eq!(run(&apart, motion, 100, 3).best().spins()[..2], [-1, -1]);
        // Sums of what a model takes are more than it would take.
        let sums = Ising::new(&[1e250, 0.0], [(0, 1, 1e250), (1, 0, 1e250)]).unwrap();
        assert_eq!(run(&sums, motion, 100, 3).best().spins(), [-1, 1]);
    }
}

#[test]
fn bad_parameters_are_named() {
    let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)]).unwrap();
    let message = |config, reads| {
        let error = SimulatedBifurcation::with_config(&pair, &config, reads, 0).unwrap_err();
        error.to_string()
    };
    assert!(message(BifurcationConfig::default().steps(0), 1).contains("`steps` is 0"));
    assert!(message(BifurcationConfig::default(), 0).contains("`reads` is 0"));
}
