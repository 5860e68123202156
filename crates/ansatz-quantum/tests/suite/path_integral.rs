//! Simulated quantum annealing: small models, and what its reads depend on. (Its distribution: beside `lanes::Path`.)

use ansatz_quantum::{
    Ising,
    solvers::{AnnealingConfig, QuantumAnnealingConfig, Sample, SimulatedAnnealing, SimulatedQuantumAnnealing},
};

use crate::problems::minima;

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
        let (least, _) = minima(&model);
        let config = QuantumAnnealingConfig::default().sweeps(200).slices(slices);
        let annealing = run(&model, &config, 16);
        assert!((annealing.best().energy() - least).abs() < 1e-9, "{slices}: {:?} above {least}", annealing.best());
        // Slices end where no turn helps, and a read's sample is its best slice.
        for (read, sample) in annealing.samples().into_iter().enumerate() {
            let path = annealing.path(read).unwrap();
            assert!(path.contains(&sample) && path.iter().all(|slice| slice.energy() >= sample.energy()));
            for (slice, variable) in path.iter().flat_map(|slice| (0..14).map(move |variable| (slice, variable))) {
                let mut turned = slice.spins().to_vec();
                turned[variable] *= -1;
                assert!(model.energy(&turned).unwrap() >= slice.energy() - 1e-9);
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
fn reads_and_slices_are_drawn_each_for_itself() {
    let model = frustrated(64, 1.0);
    let annealing = SimulatedQuantumAnnealing::new(&model, 3, 11).unwrap();
    let mut starts: Vec<_> = (0..3).flat_map(|read| annealing.path(read).unwrap()).map(|slice| slice.bits()).collect();
    starts.sort();
    starts.dedup();
    assert_eq!(starts.len(), 3 * 32);
    let error = annealing.path(3).unwrap_err().to_string();
    assert_eq!(error, "`read` is 3, allowed: 0..=2");
}

/// Weak clusters of four spins beside strong ones in a ring, as V. S. Denchev et al. (2016) have them: with all spins up the
/// energy is least, but each weak cluster would rather be down until the strong one beside it is up, and is then held by a
/// barrier of 3.75, seven and a half times what is gained on its other side.
fn clusters(pairs: usize) -> Ising {
    let fields = (0..8 * pairs).map(|spin| if spin % 8 < 4 { -1.0 } else { 0.4375 }).collect::<Vec<_>>();
    let inside = (0..2 * pairs).flat_map(|cluster| {
        [(0, 2), (0, 3), (1, 2), (1, 3)].map(|(one, other)| (4 * cluster + one, 4 * cluster + other, -1.0))
    });
    let between = (0..pairs).flat_map(|pair| {
        let (strong, next) = (8 * pair, 8 * ((pair + 1) % pairs));
        [(strong, strong + 4), (strong + 1, strong + 5), (strong + 2, next + 2), (strong + 3, next + 3)]
    });
    Ising::new(&fields, inside.chain(between.map(|(one, other)| (one, other, -1.0)))).unwrap()
}

#[test]
fn tall_and_thin_barriers_are_crossed_that_annealing_does_not_cross() {
    let model = clusters(32);
    let least = model.energy(&[1; 256]).unwrap();
    let reached = |samples: Vec<Sample>| samples.iter().filter(|sample| sample.energy() == least).count();
    let crossed = reached(run(&model, &QuantumAnnealingConfig::default(), 20).samples());
    let mut annealing =
        SimulatedAnnealing::with_config(&model, &AnnealingConfig::default().sweeps(10_000), 20, 11).unwrap();
    while annealing.step(1_000) {}
    let annealed = reached(annealing.samples());
    // If nine of ten reads cross them, and one of twenty is annealed to the other side, this fails with less than 1e-6.
    assert!(crossed >= 10 && annealed < 10, "{crossed} {annealed}");
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
