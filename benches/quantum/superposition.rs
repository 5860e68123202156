//! A state of a million alternatives, re-weighted by evidence, interfered in pairs and observed; throughput is in
//! alternatives. The `floor` beside each is the plain loop over the same array, which checks nothing: it multiplies by
//! square roots and adds up squares, then adds and subtracts neighbours and divides by the norm, then goes through the
//! squares up to a draw.

use core::{f64::consts::FRAC_1_SQRT_2, hint::black_box};

use ansatz_quantum::{Complex, Superposition, Unitary};
use ansatz_random::{Stream, standard_normal, unit};
use criterion::{BatchSize, Criterion, Throughput};

pub(crate) fn bench(criterion: &mut Criterion) {
    let mut stream = Stream::new(SEED, 0);
    let amplitudes: Vec<Complex> =
        (0..ALTERNATIVES).map(|_| Complex::new(standard_normal(&mut stream), standard_normal(&mut stream))).collect();
    let state = Superposition::new(0..ALTERNATIVES, &amplitudes).unwrap();
    let likelihoods: Vec<f64> = (0..ALTERNATIVES).map(|_| unit(&mut stream)).collect();
    let hadamard = Unitary::hadamard();
    run(
        criterion,
        "reweight",
        &state,
        |state, _| {
            state.reweight(&likelihoods).unwrap();
        },
        |amplitudes, _| {
            let total = reweight(amplitudes, &likelihoods);
            scale(amplitudes, 1.0 / total.sqrt());
        },
    );
    run(
        criterion,
        "interfere",
        &state,
        |state, _| state.apply_blocks(&hadamard).unwrap(),
        |amplitudes, _| interfere(amplitudes, FRAC_1_SQRT_2),
    );
    run(
        criterion,
        "observe",
        &state,
        |state, stream| {
            black_box(*state.sample(stream));
        },
        |amplitudes, stream| {
            black_box(observe(amplitudes, unit(stream)));
        },
    );
    run(
        criterion,
        "together",
        &state,
        |state, stream| {
            state.reweight(&likelihoods).unwrap();
            state.apply_blocks(&hadamard).unwrap();
            black_box(*state.sample(stream));
        },
        |amplitudes, stream| {
            let total = reweight(amplitudes, &likelihoods);
            interfere(amplitudes, FRAC_1_SQRT_2 / total.sqrt());
            black_box(observe(amplitudes, unit(stream)));
        },
    );
}

/// Both on a copy of the state, as evidence that comes again and again leaves amplitudes too small for their format.
fn run(
    criterion: &mut Criterion,
    operation: &str,
    state: &Superposition<u32>,
    ours: impl Fn(&mut Superposition<u32>, &mut Stream),
    floor: impl Fn(&mut [Complex], &mut Stream),
) {
    let mut group = criterion.benchmark_group(format!("quantum/superposition/{operation}/{ALTERNATIVES}"));
    group.throughput(Throughput::Elements(u64::from(ALTERNATIVES))).sample_size(50);
    let mut stream = Stream::new(SEED, 1);
    group.bench_function("ansatz", |b| {
        b.iter_batched_ref(|| state.clone(), |state| ours(black_box(state), &mut stream), BatchSize::PerIteration);
    });
    let mut stream = Stream::new(SEED, 1);
    group.bench_function("floor", |b| {
        let copy = || state.amplitudes().to_vec();
        b.iter_batched_ref(copy, |amplitudes| floor(black_box(amplitudes), &mut stream), BatchSize::PerIteration);
    });
    group.finish();
}

fn reweight(amplitudes: &mut [Complex], likelihoods: &[f64]) -> f64 {
    let mut total = 0.0;
    for (amplitude, likelihood) in amplitudes.iter_mut().zip(likelihoods) {
        let factor = likelihood.sqrt();
        amplitude.re *= factor;
        amplitude.im *= factor;
        total += amplitude.re * amplitude.re + amplitude.im * amplitude.im;
    }
    total
}

fn scale(amplitudes: &mut [Complex], factor: f64) {
    for amplitude in amplitudes {
        amplitude.re *= factor;
        amplitude.im *= factor;
    }
}

fn interfere(amplitudes: &mut [Complex], factor: f64) {
    for pair in amplitudes.chunks_exact_mut(2) {
        let (one, other) = (pair[0], pair[1]);
        pair[0] = Complex::new((one.re + other.re) * factor, (one.im + other.im) * factor);
        pair[1] = Complex::new((one.re - other.re) * factor, (one.im - other.im) * factor);
    }
}

fn observe(amplitudes: &[Complex], draw: f64) -> usize {
    let mut left = draw;
    for (position, amplitude) in amplitudes.iter().enumerate() {
        left -= amplitude.re * amplitude.re + amplitude.im * amplitude.im;
        if left < 0.0 {
            return position;
        }
    }
    amplitudes.len() - 1
}

const SEED: u64 = 71;

const ALTERNATIVES: u32 = 1_000_000;
