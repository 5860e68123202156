//! Ballistic and discrete bifurcation of sixteen reads beside `separatrix`'s, for as many steps on one thread.
//!
//! It measures only at the end, which is faster; its time step of 0.1 is short for so few steps, and becomes 0.5. The mean
//! energies of both are printed.

use std::hint::black_box;

use ansatz_quantum::solvers::{Bifurcation, BifurcationConfig, Sample, SimulatedBifurcation};
use criterion::{Criterion, Throughput};
use separatrix::{SbConfig, SbVariant, sb};

use crate::input::{self, Input, READS};

pub(crate) fn bench(criterion: &mut Criterion) {
    for Input { name, ours, theirs } in input::all() {
        for (kind, motion, variant) in [
            ("ballistic", Bifurcation::Ballistic, SbVariant::Ballistic),
            ("discrete", Bifurcation::Discrete, SbVariant::Discrete),
        ] {
            let config = BifurcationConfig::default().steps(STEPS).motion(motion);
            let ours = || {
                let mut search = SimulatedBifurcation::with_config(&ours, &config, READS, 1).unwrap();
                while search.step(STEPS) {}
                input::mean(search.samples().iter().map(Sample::energy))
            };
            let steps = STEPS as usize;
            let config = SbConfig { variant, steps, dt: 0.5, replicas: 1, measure_every: 0, ..SbConfig::default() };
            let read = |seed| f64::from(sb::solve(&theirs, &SbConfig { seed, ..config.clone() }).energy);
            let theirs = || input::mean((0..READS).map(|seed| read(seed as u64)));
            println!(
                "{name}, {kind}: mean energy after {STEPS} steps: ansatz {:.1}, separatrix {:.1}",
                ours(),
                theirs()
            );

            let mut group = criterion.benchmark_group(format!("quantum/simulated_bifurcation/{kind}/{name}/{STEPS}"));
            group.throughput(Throughput::Elements(READS as u64)).sample_size(10);
            group.bench_function("ansatz", |b| b.iter(|| black_box(ours())));
            group.bench_function("separatrix", |b| b.iter(|| black_box(theirs())));
            group.finish();
        }
    }
}

const STEPS: u64 = 300;
