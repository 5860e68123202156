//! Annealing of sixteen reads beside `separatrix`'s, for as many sweeps on one thread.
//!
//! It gets our range of temperatures, as its own spends two thirds of the sweeps where nothing moves; the mean energies of
//! both are printed.

use std::hint::black_box;

use ansatz_quantum::solvers::{AnnealingConfig, Sample, SimulatedAnnealing};
use criterion::{Criterion, Throughput};
use separatrix::{SaConfig, sa};

use crate::input::{self, Input, READS};

pub(crate) fn bench(criterion: &mut Criterion) {
    for Input { name, ours, theirs } in input::all() {
        // From where such a glass orders to where one spin in hundreds turns in a sweep: the couplings of a spin are
        // about 48 in the graph, and 255 in the glass.
        let scale = libm::sqrt(2.0 * ours.couplings_len() as f64 / ours.len() as f64);
        let (hot, cold) = (scale, 0.1 * scale);
        let config = AnnealingConfig::default().sweeps(SWEEPS).temperatures(hot, cold);
        let ours = || {
            let mut search = SimulatedAnnealing::with_config(&ours, &config, READS, 1).unwrap();
            while search.step(SWEEPS) {}
            input::mean(search.samples().iter().map(Sample::energy))
        };
        let config = SaConfig {
            sweeps: SWEEPS as usize,
            restarts: 1,
            t_initial: Some(hot),
            t_final: Some(cold),
            ..SaConfig::default()
        };
        let read = |seed| f64::from(sa::solve(&theirs, &SaConfig { seed, ..config.clone() }).energy);
        let theirs = || input::mean((0..READS).map(|seed| read(seed as u64)));
        println!("{name}: mean energy after {SWEEPS} sweeps: ansatz {:.1}, separatrix {:.1}", ours(), theirs());

        let mut group = criterion.benchmark_group(format!("quantum/simulated_annealing/{name}/{SWEEPS}"));
        group.throughput(Throughput::Elements(READS as u64)).sample_size(10);
        group.bench_function("ansatz", |b| b.iter(|| black_box(ours())));
        group.bench_function("separatrix", |b| b.iter(|| black_box(theirs())));
        group.finish();
    }
}

const SWEEPS: u64 = 300;
