//! Simulated quantum annealing: small models, and what its reads depend on. (Its distribution: beside `lanes::Path`.)

use ansatz_quantum::{
    Ising,
    solvers::{QuantumAnnealingConfig, SimulatedQuantumAnnealing},
};

fn run(model: &Ising, config: &QuantumAnnealingConfig, reads: usize) -> SimulatedQuantumAnnealing {
    let mut annealing = SimulatedQuantumAnnealing::with_config(model, config, reads, 11).unwrap();
    assert!(!annealing.step(u64::MAX));
    annealing
}

/// A ring with couplings of both signs, long-range ones too; in whole numbers or not.
fn frustrated(variables: usize, factor: f64) -> Ising {
    let couplings = (0..variables).flat_map(|i| [1, 3, 4].map(|far| (i, (i + far) % variables, far)));
    let couplings = couplings.map(|(i, j, far)| (i, j, factor * ((7 * i + 3 * far) % 5) as f64 - 2.0 * factor));
    let fields: Vec<f64> = (0..variables).map(|i| factor * ((i % 3) as f64 - 1.0)).collect();
    Ising::new(&fields, couplings).unwrap()
}

#[test]
fn small_models_are_solved() {
    for (factor, slices) in [(1.0, 4), (0.1, 8), (1.0, 16), (0.1, 32)] {
        let model = frustrated(14, factor);
        let energy = |state: u32| {
            let spins: Vec<i8> = (0..14).map(|i| if state >> i & 1 == 1 { 1 } else { -1 }).collect();
            model.energy(&spins).unwrap()
        };
        let least = (0..1 << 14).map(energy).fold(f64::INFINITY, f64::min);
        let config = QuantumAnnealingConfig::default().sweeps(200).slices(slices);
        let annealing = run(&model, &config, 16);
        assert!((annealing.best().energy() - least).abs() < 1e-9, "{slices}: {:?} above {least}", annealing.best());
        // Slices end where no turn helps, and a read's sample is its best slice.
        for (read, sample) in annealing.samples().into_iter().enumerate() {
            let path = annealing.path(read).unwrap();
            assert!(path.contains(&sample) && path.iter().all(|slice| slice.energy() >= sample.energy()));
            for variable in 0..14 {
                let mut turned = sample.spins().to_vec();
                turned[variable] *= -1;
                assert!(model.energy(&turned).unwrap() >= sample.energy() - 1e-9);
            }
        }
    }
}

#[test]
fn reads_depend_on_nothing_but_seed_and_number() {
    for (factor, slices) in [(1.0, 4), (0.1, 8), (1.0, 16), (0.1, 32)] {
        let model = frustrated(11, factor);
        let config = QuantumAnnealingConfig::default().sweeps(30).slices(slices);
        let all = run(&model, &config, 9).samples();
        assert_eq!(run(&model, &config, 2).samples(), all[..2]);
        let mut split = SimulatedQuantumAnnealing::with_config(&model, &config, 9, 11).unwrap();
        assert!(split.step(1) && split.step(0) && split.step(28));
        let mut other = split.clone();
        assert!(!split.step(1) && !split.step(7));
        assert_eq!((split.samples(), split.steps_taken()), (all.clone(), 30));
        #[cfg(feature = "rayon")]
        {
            assert!(!other.step_parallel(100));
            assert_eq!(other.samples(), all);
        }
        #[cfg(not(feature = "rayon"))]
        other.step(1);
    }
}

#[test]
fn extreme_fields_are_no_trouble() {
    let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)]).unwrap();
    for (temperature, field) in [(1e300, 1e-300), (1e-300, 1e300), (1e-320, 1e-320), (f64::MAX, f64::MAX)] {
        let config = QuantumAnnealingConfig::default().sweeps(50).temperature(temperature).transverse_field(field);
        assert_eq!(run(&pair, &config, 1).best().energy(), -1.0);
    }
    let alone = Ising::new(&[0.0; 3], []).unwrap();
    assert_eq!(run(&alone, &QuantumAnnealingConfig::default().sweeps(10), 1).best().energy(), 0.0);
    let large = Ising::new(&[0.0; 2], [(0, 1, 1e250)]).unwrap();
    assert_eq!(run(&large, &QuantumAnnealingConfig::default().sweeps(10), 1).best().energy(), -1e250);
}

#[test]
fn bad_parameters_are_named() {
    let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)]).unwrap();
    let message =
        |config, reads| SimulatedQuantumAnnealing::with_config(&pair, &config, reads, 0).unwrap_err().to_string();
    let config = QuantumAnnealingConfig::default;
    assert!(message(config(), 0).contains("`reads` is 0"));
    assert!(message(config().sweeps(0), 1).contains("`sweeps` is 0"));
    assert!(message(config().slices(5), 1).contains("`slices` is 5, allowed: 4, 8, 16 or 32"));
    assert!(message(config().temperature(-1.0), 1).contains("`temperature` is -1"));
    assert!(message(config().transverse_field(0.0), 1).contains("`transverse field` is 0"));
    assert!(message(config().transverse_field(f64::NAN), 1).contains("`transverse field` is NaN"));
}
