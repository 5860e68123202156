//! Models of a few spins, by all searches: energies that are what the model says, none below the least, and the same reads
//! in other steps.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_quantum::{
    Ising, Qubo,
    solvers::{
        AnnealingConfig, BifurcationConfig, ExactSearch, ParallelTempering, QuantumAnnealingConfig, Sample,
        SimulatedAnnealing, SimulatedBifurcation, SimulatedQuantumAnnealing, TabuConfig, TabuSearch, TemperingConfig,
    },
};

ansatz_fuzz::target!(|data| run(data));

/// The number of bits and how their costs are scaled; a cost for each bit; then pairs with costs.
fn run(data: &[u8]) {
    let Some((&[bits, scale], rest)) = data.split_first_chunk::<2>() else { return };
    let (linear, pairs) = rest.split_at(rest.len().min(usize::from(bits % 13)));
    let cost = |byte: u8| scaled(byte, scale);
    let linear: Vec<f64> = linear.iter().map(|&byte| cost(byte)).collect();
    let pairs = pairs.chunks_exact(2).map(|pair| ((pair[0] / 16).into(), (pair[0] % 16).into(), cost(pair[1])));
    let Ok(qubo) = Qubo::new(&linear, pairs) else { return };
    let model = qubo.to_ising();
    let least = check_states(&qubo, &model);
    let is_exact = matches!(scale / 32, 0 | 1 | 5);
    let tolerance = if is_exact { 0.0 } else { sizes(&model) * 1e-12 };
    assert!(model.lower_bound() <= least, "{} {least}", model.lower_bound());

    let mut exact = ExactSearch::new(&model).expect("at most 12 spins");
    while exact.step(3) {}
    assert!((exact.best().energy() - least).abs() <= tolerance, "{} {least}", exact.best().energy());

    let temperatures = [None, Some((1e9, 1e-3)), Some((1e7, 1e7)), Some((1e300, 1e-300))][usize::from(bits / 64)];
    let mut config = AnnealingConfig::default().sweeps(u64::from(bits) + 1);
    config.temperatures = temperatures;
    let anneal = |reads, step| {
        let mut annealing = SimulatedAnnealing::with_config(&model, &config, reads, 7).expect("some reads");
        while annealing.step(step) {}
        annealing.samples()
    };
    let reads = anneal(18, 5);
    assert_eq!(anneal(3, u64::MAX), reads[..3]);
    let temper = |reads, steps: &[u64]| {
        let mut config = TemperingConfig::default().clusters(bits % 2 == 0);
        config.temperatures = temperatures;
        let mut tempering = ParallelTempering::with_config(&model, &config, reads, 7).expect("some reads");
        for &step in steps {
            assert!(tempering.step(step));
        }
        tempering.samples()
    };
    let tempered = temper(2, &[3, 2]);
    assert_eq!(temper(1, &[5]), tempered[..1]);
    let config = QuantumAnnealingConfig::default().sweeps(u64::from(bits) + 1).slices(4_usize << (scale % 4));
    let anneal_paths = |step| {
        let mut annealing = SimulatedQuantumAnnealing::with_config(&model, &config, 2, 7).expect("two reads");
        while annealing.step(step) {}
        annealing.samples()
    };
    let paths = anneal_paths(5);
    assert_eq!(anneal_paths(u64::MAX), paths);
    let config = BifurcationConfig::default().steps(u64::from(bits) + 1);
    let mut bifurcation = SimulatedBifurcation::with_config(&model, &config, 3, 7).expect("some reads");
    while bifurcation.step(50) {}
    let config = TabuConfig::default().iterations(u64::from(bits) + 1);
    let mut tabu = TabuSearch::with_config(&model, &config, 3, 7).expect("some reads");
    while tabu.step(50) {}
    let others = [bifurcation.samples(), tabu.samples()].concat();
    for sample in reads.iter().chain(&tempered).chain(&paths).chain(&others) {
        check_sample(&model, sample, least - tolerance);
    }
}

/// Small whole numbers, in quarters, thirds, near the largest that a model takes, as small, the smallest that can be
/// halved twice, of two sizes, or of one size without a unit among powers of two.
fn scaled(byte: u8, scale: u8) -> f64 {
    let small = f64::from(byte) - 128.0;
    match scale / 32 {
        0 => small,
        1 => small / 4.0,
        2 => small / 3.0,
        3 => small * 1e247,
        4 => small * 1e-250,
        5 => small * f64::from_bits(4),
        6 if byte.is_multiple_of(2) => small * 1e100,
        6 => small * 1e-100,
        _ => f64::from(byte % 3) * 0.1 - 0.1,
    }
}

/// The least energy; bits and spins agree about each.
fn check_states(qubo: &Qubo, model: &Ising) -> f64 {
    let back = model.to_qubo();
    let tolerance = sizes(model) * 1e-12;
    (0_u32..1 << model.len())
        .map(|mask| {
            let bits: Vec<bool> = (0..model.len()).map(|i| mask >> i & 1 == 1).collect();
            let spins: Vec<i8> = bits.iter().map(|&bit| if bit { 1 } else { -1 }).collect();
            let energy = model.energy(&spins).expect("spins of the model");
            for bits_energy in [qubo, &back].map(|qubo| qubo.energy(&bits).expect("bits of the model")) {
                assert!((energy - bits_energy).abs() <= tolerance, "{energy} {bits_energy}");
            }
            energy
        })
        .fold(f64::INFINITY, f64::min)
}

fn sizes(model: &Ising) -> f64 {
    let numbers = model.fields().iter().copied().chain(model.couplings().map(|(_, _, weight)| weight));
    numbers.chain([model.offset()]).map(f64::abs).sum()
}

fn check_sample(model: &Ising, sample: &Sample, least: f64) {
    let energy = model.energy(sample.spins()).expect("spins of the model");
    assert_eq!(energy.to_bits(), sample.energy().to_bits());
    assert!(sample.energy() >= least);
}
