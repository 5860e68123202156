//! Annealing and tempering: Boltzmann's distribution, the same reads however they are made, and hostile arguments.

use ansatz_quantum::{
    Ising,
    solvers::{AnnealingConfig, ParallelTempering, Sample, SimulatedAnnealing, TemperingConfig},
};
use ansatz_random::{Stream, unit};
use ansatz_testkit::statistics::assert_frequencies;

/// A model in whole numbers, and one that needs floats.
fn models() -> [Ising; 2] {
    let pairs = [(0, 1, 1.0), (1, 2, -2.0), (2, 3, 1.0), (3, 0, 1.0), (0, 2, 1.0)];
    let whole = Ising::new(&[1.0, 0.0, -1.0, 0.0], pairs).unwrap();
    let floats = Ising::new(&[0.3, 0.0, -0.7, 0.1], pairs.map(|(i, j, weight)| (i, j, weight * 1.1))).unwrap();
    [whole, floats]
}

#[test]
fn reads_follow_boltzmann_at_a_constant_temperature() {
    for (model, temperature) in models().into_iter().zip([2.0, 1.5]) {
        let weight = |mask: usize| {
            let spins: Vec<i8> = (0..4).map(|i| if mask >> i & 1 == 1 { 1 } else { -1 }).collect();
            libm::exp(-model.energy(&spins).unwrap() / temperature)
        };
        let total: f64 = (0..16).map(weight).sum();
        let reads = 40_000;
        // One sweep fewer than the schedule has: the last is followed by a descent.
        let config = AnnealingConfig::default().sweeps(61).temperatures(temperature, temperature);
        let mut annealing = SimulatedAnnealing::with_config(&model, &config, reads, 3).unwrap();
        annealing.step(60);
        let mut counts = [0; 16];
        for sample in annealing.samples() {
            let mask: usize = sample.bits().iter().enumerate().map(|(i, &bit)| usize::from(bit) << i).sum();
            counts[mask] += 1;
        }
        let probabilities: Vec<f64> = (0..16).map(|mask| weight(mask) / total).collect();
        assert_frequencies("states", &counts, &probabilities);
    }
}

fn glass(spins: usize, scale: f64) -> Ising {
    let mut rng = Stream::new(1, 0);
    let pairs: Vec<_> = (0..spins)
        .flat_map(|i| (1..4).map(move |step| (i, (i + step * step) % spins)))
        .map(|(i, j)| (i, j, if unit(&mut rng) < 0.5 { scale } else { -scale }))
        .collect();
    Ising::new(&vec![0.0; spins], pairs).unwrap()
}

#[test]
fn a_read_is_the_same_whichever_others_there_are_and_however_it_is_stepped() {
    for scale in [1.0, 1.0 / 3.0] {
        let model = glass(60, scale);
        let config = AnnealingConfig::default().sweeps(50);
        let all = {
            let mut annealing = SimulatedAnnealing::with_config(&model, &config, 37, 5).unwrap();
            while annealing.step(7) {}
            annealing.samples()
        };
        for reads in [1, 3, 16, 21] {
            let mut annealing = SimulatedAnnealing::with_config(&model, &config, reads, 5).unwrap();
            assert!(!annealing.step(u64::MAX));
            assert_eq!(annealing.samples(), all[..reads]);
            assert_eq!(annealing.steps_taken(), 50);
        }
        let mut tempering = ParallelTempering::new(&model, 3, 5).unwrap();
        tempering.step(11);
        let mut again = ParallelTempering::new(&model, 2, 5).unwrap();
        (0..11).for_each(|_| assert!(again.step(1)));
        assert_eq!(again.samples(), tempering.samples()[..2]);
    }
}

#[cfg(feature = "rayon")]
#[test]
fn threads_change_nothing() {
    let model = glass(60, 1.0);
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (mut one, mut other) =
            (SimulatedAnnealing::new(&model, 40, 2).unwrap(), SimulatedAnnealing::new(&model, 40, 2).unwrap());
        one.step(u64::MAX);
        pool.install(|| other.step_parallel(u64::MAX));
        assert_eq!(one.samples(), other.samples());
        let (mut one, mut other) =
            (ParallelTempering::new(&model, 4, 2).unwrap(), ParallelTempering::new(&model, 4, 2).unwrap());
        one.step(20);
        pool.install(|| other.step_parallel(20));
        assert_eq!(one.samples(), other.samples());
    }
}

#[test]
fn results_for_a_seed_are_pinned() {
    let model = glass(200, 1.0);
    let mut annealing = SimulatedAnnealing::with_config(&model, &AnnealingConfig::default().sweeps(30), 4, 1).unwrap();
    annealing.step(u64::MAX);
    let energies: Vec<f64> = annealing.samples().iter().map(Sample::energy).collect();
    assert_eq!(energies, [-340.0, -340.0, -332.0, -340.0]);
    let mut tempering =
        ParallelTempering::with_config(&model, &TemperingConfig::default().clusters(true), 2, 1).unwrap();
    tempering.step(10);
    let energies: Vec<f64> = tempering.samples().iter().map(Sample::energy).collect();
    assert_eq!(energies, [-336.0, -340.0]);
}

#[test]
fn what_is_wrong_is_named() {
    let model = glass(10, 1.0);
    let message = |config: AnnealingConfig, reads| {
        SimulatedAnnealing::with_config(&model, &config, reads, 1).unwrap_err().to_string()
    };
    let fine = AnnealingConfig::default;
    assert_eq!(message(fine(), 0), format!("`reads` is 0, allowed: 1..={}", usize::MAX));
    assert_eq!(message(fine().sweeps(0), 1), format!("`sweeps` is 0, allowed: 1..={}", u64::MAX));
    assert_eq!(message(fine().temperatures(1.0, 2.0), 1), "`hot temperature` is 1, allowed: at least 2, the cold one");
    assert_eq!(message(fine().temperatures(1.0, 0.0), 1), "`cold temperature` is 0, allowed: finite and more than 0");
    assert!(message(fine().temperatures(f64::NAN, 1.0), 1).contains("NaN"));
    for rungs in [0, 8, 17, 1040] {
        let error = ParallelTempering::with_config(&model, &TemperingConfig::default().rungs(rungs), 1, 1).unwrap_err();
        assert_eq!(error.to_string(), format!("`rungs` is {rungs}, allowed: a multiple of 16 from 16 to 1024"));
    }
}

#[test]
fn extreme_models_are_solved_too() {
    let pairs = [(0, 1, 1e250), (1, 2, -1e-250)];
    for model in [Ising::new(&[0.0; 3], pairs).unwrap(), Ising::new(&[0.0], []).unwrap()] {
        let mut annealing = SimulatedAnnealing::new(&model, 2, 1).unwrap();
        annealing.step(10);
        assert!(!annealing.step(u64::MAX));
        assert_eq!(annealing.best().energy(), if model.len() == 3 { -1e250 } else { 0.0 });
        let mut tempering = ParallelTempering::new(&model, 1, 1).unwrap();
        tempering.step(10);
        assert_eq!(tempering.best().energy(), annealing.best().energy());
    }
}
