//! Annealing and tempering: Boltzmann's distribution, the same reads however they are made, and hostile arguments.

use ansatz_quantum::{
    Ising, Qubo,
    solvers::{
        AnnealingConfig, ParallelTempering, Sample, SimulatedAnnealing, SimulatedBifurcation, TabuSearch,
        TemperingConfig,
    },
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
        let weight = |mask: usize| libm::exp(-model.energy(&spins_of(mask)).unwrap() / temperature);
        let total: f64 = (0..16).map(weight).sum();
        let probabilities: Vec<f64> = (0..16).map(|mask| weight(mask) / total).collect();
        assert_frequencies("states", &counts(&model, (temperature, temperature)), &probabilities);
    }
}

/// At temperatures far above all numbers all states are alike, and far below only minima are left.
#[test]
fn reads_follow_boltzmann_when_it_is_hot_and_when_it_is_cold() {
    for model in models() {
        for temperature in [1e6, 2e7, 1e9, 1e300] {
            assert_frequencies("hot states", &counts(&model, (temperature, temperature)), &[1.0 / 16.0; 16]);
        }
    }
    // Without turns that cost nothing, each read is stuck after at most sixteen sweeps.
    let [_, model] = models();
    let energies: Vec<f64> = (0..16).map(|mask| model.energy(&spins_of(mask)).unwrap()).collect();
    for temperature in [1e-3, 1e-30, 1e-300] {
        for (mask, count) in counts(&model, (temperature, temperature)).into_iter().enumerate() {
            let is_minimum = (0..4).all(|spin| energies[mask ^ (1 << spin)] > energies[mask]);
            assert_eq!(count > 0, is_minimum, "{mask}");
        }
    }
}

fn spins_of(mask: usize) -> Vec<i8> {
    (0..4).map(|i| if mask >> i & 1 == 1 { 1 } else { -1 }).collect()
}

/// How many of 40,000 reads are in each state before the descent.
fn counts(model: &Ising, (hot, cold): (f64, f64)) -> [u64; 16] {
    // One sweep fewer than the schedule has: the last is followed by a descent.
    let config = AnnealingConfig::default().sweeps(61).temperatures(hot, cold);
    let mut annealing = SimulatedAnnealing::with_config(model, &config, 40_000, 3).unwrap();
    annealing.step(60);
    let mut counts = [0; 16];
    for sample in annealing.samples() {
        counts[sample.bits().iter().enumerate().map(|(i, &bit)| usize::from(bit) << i).sum::<usize>()] += 1;
    }
    counts
}

/// Couplings of 1 and -1, or of sizes without a unit.
fn glass(spins: usize, whole: bool) -> Ising {
    let mut rng = Stream::new(1, 0);
    let pairs: Vec<_> = (0..spins)
        .flat_map(|i| (1..4).map(move |step| (i, (i + step * step) % spins)))
        .map(|(i, j)| {
            let sign = if unit(&mut rng) < 0.5 { 1.0 } else { -1.0 };
            (i, j, if whole { sign } else { sign * (1.0 + unit(&mut rng)) })
        })
        .collect();
    Ising::new(&vec![0.0; spins], pairs).unwrap()
}

/// Numbers of any size, in which 32 bits would be infinite or 0.
#[test]
fn a_model_times_a_power_of_two_has_the_same_reads() {
    for whole in [true, false] {
        let model = glass(60, whole);
        let reads = |exponent: i32| {
            let factor = libm::ldexp(1.0, exponent);
            let pairs = model.couplings().map(|(one, other, weight)| (one, other, weight * factor));
            let scaled = Ising::new(&[0.0; 60], pairs).unwrap();
            let config = AnnealingConfig::default().sweeps(20);
            let mut annealing = SimulatedAnnealing::with_config(&scaled, &config, 17, 5).unwrap();
            annealing.step(19);
            let mut tempering = ParallelTempering::new(&scaled, 2, 5).unwrap();
            tempering.step(10);
            let samples = annealing.samples().into_iter().chain(tempering.samples());
            samples.map(|sample| sample.spins().to_vec()).collect::<Vec<_>>()
        };
        let expected = reads(0);
        for exponent in [-960, -200, -130, 130, 200, 800] {
            assert_eq!(reads(exponent), expected, "{exponent}");
        }
    }
}

/// Couplings of very different sizes; no turn gains more than rounding can explain, however small the spin's couplings are.
#[test]
fn after_the_last_sweep_no_turn_helps() {
    for seed in 0..50 {
        let mut rng = Stream::new(seed, 0);
        let mut number = || (unit(&mut rng) - 0.5) * libm::exp(-60.0 * unit(&mut rng));
        let fields: Vec<f64> = (0..30).map(|spin| if spin % 3 == 0 { number() } else { 0.0 }).collect();
        let pairs: Vec<_> =
            (0..29).map(|spin| (spin, 29 - spin / 2, number())).filter(|pair| pair.0 != pair.1).collect();
        let model = Ising::new(&fields, pairs).unwrap();
        let config = AnnealingConfig::default().sweeps(3);
        let mut annealing = SimulatedAnnealing::with_config(&model, &config, 20, seed).unwrap();
        assert!(!annealing.step(3));
        for sample in annealing.samples() {
            let spins = sample.spins();
            for variable in 0..30 {
                let neighbours: Vec<_> = model.neighbours(variable).unwrap().collect();
                let coupled: f64 = neighbours.iter().map(|&(to, weight)| weight * f64::from(spins[to])).sum();
                let size: f64 = neighbours.iter().map(|&(_, weight)| weight.abs()).sum();
                let fall = f64::from(spins[variable]) * (fields[variable] + coupled);
                assert!(fall <= (size + fields[variable].abs()) * 1e-13, "{seed} {variable} {fall}");
            }
        }
    }
}

#[test]
fn a_read_is_the_same_whichever_others_there_are_and_however_it_is_stepped() {
    for whole in [true, false] {
        let model = glass(60, whole);
        let config = AnnealingConfig::default().sweeps(50);
        let mut annealed = SimulatedAnnealing::with_config(&model, &config, 37, 5).unwrap();
        while annealed.step(7) {}
        let all = annealed.samples();
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
        assert_eq!((again.steps_taken(), tempering.steps_taken()), (11, 11));
        for (best, samples) in [(tempering.best(), tempering.samples()), (annealed.best(), annealed.samples())] {
            let least = samples.iter().map(Sample::energy).fold(f64::INFINITY, f64::min);
            assert_eq!(&best, samples.iter().find(|sample| sample.energy() == least).unwrap());
        }
    }
}

#[cfg(feature = "rayon")]
#[test]
fn threads_change_nothing() {
    let model = glass(60, true);
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
    let model = glass(200, true);
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
fn samples_are_minima_whatever_the_temperature() {
    // So hot that a spin points against its field as often as not: no state of two rounds is a minimum.
    let model = Ising::new(&[0.01; 40], [(0, 1, 1.0)]).unwrap();
    let config = TemperingConfig::default().temperatures(2.0, 1.0);
    let mut tempering = ParallelTempering::with_config(&model, &config, 4, 3).unwrap();
    tempering.step(2);
    for sample in tempering.samples() {
        for variable in 0..40 {
            let mut turned = sample.spins().to_vec();
            turned[variable] = -turned[variable];
            assert!(model.energy(&turned).unwrap() >= sample.energy());
        }
    }
}

#[test]
fn what_is_wrong_is_named() {
    let model = glass(10, true);
    let message = |config: AnnealingConfig, reads| {
        SimulatedAnnealing::with_config(&model, &config, reads, 1).unwrap_err().to_string()
    };
    let fine = AnnealingConfig::default;
    // 2^30 spins, of at least 64 a read.
    assert_eq!(message(fine(), 0), "`reads` is 0, allowed: 1..=16777216");
    assert_eq!(message(fine(), 1_000_000_000), "`reads` is 1000000000, allowed: 1..=16777216");
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
fn what_takes_too_much_memory_is_an_error() {
    let large = Ising::new(&vec![1.0; 1 << 20], []).unwrap();
    let config = TemperingConfig::default;
    let message = |config: TemperingConfig, reads| {
        ParallelTempering::with_config(&large, &config, reads, 1).unwrap_err().to_string()
    };
    assert_eq!(message(config().rungs(528), 1), "`rungs` is 528, allowed: a multiple of 16 from 16 to 512");
    assert_eq!(message(config().rungs(512), 2), "`reads` is 2, allowed: 1..=1");
    assert_eq!(message(config().rungs(16).clusters(false), 65), "`reads` is 65, allowed: 1..=64");
    let too_many = [
        SimulatedAnnealing::new(&large, 1025, 1).map(|_| ()),
        SimulatedBifurcation::new(&large, 1025, 1).map(|_| ()),
        TabuSearch::new(&large, 1025, 1).map(|_| ()),
    ];
    for error in too_many {
        assert_eq!(error.unwrap_err().to_string(), "`reads` is 1025, allowed: 1..=1024");
    }
    let pair = Ising::new(&[1.0, 2.0], []).unwrap();
    for reads in [1 << 25, usize::MAX] {
        assert!(SimulatedAnnealing::new(&pair, reads, 1).is_err());
        assert!(ParallelTempering::new(&pair, reads, 1).is_err());
        assert!(SimulatedBifurcation::new(&pair, reads, 1).is_err());
        assert!(TabuSearch::new(&pair, reads, 1).is_err());
    }
}

/// A sum of what a constructor takes may be more than it takes; a finding of the fuzzer.
#[test]
fn sums_above_the_largest_number_are_solved() {
    let pairs = [(0, 1, -2.0), (1, 2, -1.0), (0, 2, -1.0), (2, 2, -2.0), (2, 2, -2.0)];
    let halves = pairs.into_iter().chain(pairs).map(|(one, other, cost)| (one, other, cost * 5e249));
    let qubo = Qubo::new(&[1e250; 3], halves).unwrap();
    let model = qubo.to_ising();
    let doubled = Ising::new(&[0.0, 1e250], [(0, 1, 1e250), (1, 0, 1e250)]).unwrap().to_qubo().to_ising();
    for (model, least) in [(model, -5e250), (doubled, -3e250)] {
        let mut bifurcation = SimulatedBifurcation::new(&model, 20, 1).unwrap();
        bifurcation.step(u64::MAX);
        let mut annealing = SimulatedAnnealing::new(&model, 20, 1).unwrap();
        annealing.step(u64::MAX);
        for found in [bifurcation.best().energy(), annealing.best().energy()] {
            assert!((found - least).abs() < 1e237, "{found}");
        }
    }
}

#[test]
fn temperatures_fall_by_the_same_factor() {
    let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)]).unwrap();
    for (hot, cold) in [(5.0, 0.5), (2.0, 2.0), (1e300, 1e-300)] {
        let config = TemperingConfig::default().temperatures(hot, cold);
        let tempering = ParallelTempering::with_config(&pair, &config, 1, 1).unwrap();
        for (rung, temperature) in tempering.temperatures().iter().enumerate() {
            let expected = libm::log(hot) + (libm::log(cold) - libm::log(hot)) * rung as f64 / 15.0;
            // A few units in the last place of a logarithm of at most 691.
            assert!((libm::log(*temperature) - expected).abs() < 1e-12, "{temperature}");
        }
    }
}

/// From 0.7 of the root of the mean square of local fields to where one in a hundred turns against the weakest coupling or
/// field of a spin, in the mean, is made.
#[test]
fn temperatures_are_chosen_from_the_strongest_and_the_weakest() {
    let model = Ising::new(&[0.0, 0.5, 0.0], [(0, 1, 2.0), (1, 2, -1.0)]).unwrap();
    let tempering = ParallelTempering::new(&model, 1, 1).unwrap();
    let (hot, cold) = (tempering.temperatures()[0], *tempering.temperatures().last().unwrap());
    let squares = [4.0, 4.0 + 1.0 + 0.25, 1.0].iter().sum::<f64>() / 3.0;
    assert!((hot / 0.7 - libm::sqrt(squares)).abs() < 1e-12, "{hot}");
    let weakest = (2.0 + 0.5 + 1.0) / 3.0;
    assert!((libm::exp(-2.0 * weakest / cold) - 0.01).abs() < 1e-12, "{cold}");
    // A tenth of the smallest of all numbers is 0, and a factor from there to anywhere is none.
    let mut fields = [0.0; 100];
    fields[7] = f64::from_bits(1);
    let tempering = ParallelTempering::new(&Ising::new(&fields, []).unwrap(), 1, 1).unwrap();
    assert!(tempering.temperatures().iter().all(|&temperature| temperature >= 0.0));
}

/// More sweeps than anybody lives to see are begun like any others.
#[test]
fn a_search_that_never_ends_can_be_begun() {
    let model = glass(20, true);
    let config = AnnealingConfig::default().sweeps(u64::MAX);
    let mut annealing = SimulatedAnnealing::with_config(&model, &config, 3, 1).unwrap();
    assert!(annealing.step(5) && annealing.step(0));
    assert_eq!(annealing.steps_taken(), 5);
}

#[test]
fn extreme_models_are_solved_too() {
    let smallest = f64::from_bits(1);
    let complete = |n: usize, weight: f64| (0..n).flat_map(move |i| (0..i).map(move |j| (i, j, weight)));
    let models = [
        (Ising::new(&[0.0; 3], [(0, 1, 1e250), (1, 2, -1e-250)]), -1e250),
        (Ising::new(&[0.0], []), 0.0),
        (Ising::new(&[-1e250], []), -1e250),
        (Ising::new(&[smallest], []), -smallest),
        (Ising::new(&[0.0, smallest, 0.0], [(0, 1, smallest), (1, 2, 3.0 * smallest)]), -5.0 * smallest),
        (Ising::new(&[0.0; 4], [(0, 1, 1e-310), (1, 2, 3.3e-310), (2, 3, -1.7e-310)]), -1e-310 - 3.3e-310 - 1.7e-310),
        // Ten spins up and ten down: 100 pairs that differ, and 90 that are alike.
        (Ising::new(&[0.0; 20], complete(20, 1.0)), -10.0),
        (Ising::new(&[0.0; 20], complete(20, 1e250)), -1e251),
        (Ising::new(&[0.0; 20], complete(20, 0.1)), -1.0),
        (Ising::new(&[0.0; 20], complete(20, -1e-250)), -190e-250),
        (Ising::new(&vec![0.0; 100_000], []), 0.0),
        (Ising::new(&vec![0.1; 10_000], []), -1000.0),
    ];
    for (model, least) in models {
        let model = model.unwrap();
        let config = AnnealingConfig::default().sweeps(50);
        let mut annealing = SimulatedAnnealing::with_config(&model, &config, 20, 1).unwrap();
        annealing.step(10);
        assert!(!annealing.step(u64::MAX));
        let mut tempering = ParallelTempering::new(&model, 1, 1).unwrap();
        tempering.step(if model.len() < 100 { 50 } else { 2 });
        for found in [annealing.best().energy(), tempering.best().energy()] {
            // Sums of at most 10,000 numbers, each of which rounds by at most 2^-53.
            assert!((found - least).abs() <= 2e-12 * least.abs() || model.len() == 10_000, "{found} {least} {model:?}");
        }
        assert!((annealing.best().energy() - least).abs() <= 2e-12 * least.abs());
    }
}
