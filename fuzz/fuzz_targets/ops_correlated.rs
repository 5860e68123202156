//! Correlated quantities under any observations: whatever matrix is accepted, answers stay within what its variables
//! allow, and taking observations back leads to the states before, to the bit.
#![cfg_attr(feature = "libfuzzer", no_main)]
// Magnitudes of inputs may be the platform's; matrices are walked by row and column.
#![allow(clippy::disallowed_methods, clippy::needless_range_loop)]

use ansatz_quantum::Correlated;

ansatz_fuzz::target!(|data| run(data));

/// The number of variables and where correlations come from; the matrix; then operations of three bytes.
fn run(data: &[u8]) {
    let Some((&[variables, kind], rest)) = data.split_first_chunk::<2>() else { return };
    let n = usize::from(variables % 6) + 1;
    let Some((numbers, operations)) = rest.split_at_checked(n * n) else { return };
    let deviations: Vec<f64> = (0..n).map(|i| scaled(kind, i)).collect();
    let Ok(start) = Correlated::new(&vec![0.0; n], &deviations, &matrix(numbers, n, kind)) else { return };
    let mut model = start.clone();
    let mut before = vec![];
    for operation in operations.chunks_exact(3).take(64) {
        let (variable, size) = (usize::from(operation[0] / 16), f64::from(operation[1]) - 128.0);
        let deviation = deviations.get(variable).copied().unwrap_or(1.0);
        let value = deviation * size * 10f64.powi(i32::from(operation[2] % 8) - 6);
        let was = model.clone();
        let result = match operation[0] % 4 {
            0 => model.observe(variable, value),
            1 => model.observe_with_noise(variable, value, deviation * 10f64.powi(i32::from(operation[2] / 32) - 4)),
            2 => {
                assert_eq!(model.undo(), !before.is_empty());
                assert_eq!(model, before.pop().unwrap_or_else(|| start.clone()));
                continue;
            }
            // What would be observed that the model expects: no surprise, and no contradiction.
            _ => model.mean(variable).and_then(|mean| model.observe(variable, mean)),
        };
        match result {
            Ok(surprise) => {
                assert!(surprise.is_finite(), "{surprise}");
                before.push(was);
                assert_eq!(model.observations(), before.len());
            }
            Err(_) => assert_eq!(model, was),
        }
        check(&model, &deviations);
    }
    model.clear();
    assert_eq!(model, start);
}

/// Bytes as correlations, or those of variables that share a few causes: exact, or rounded.
fn matrix(numbers: &[u8], n: usize, kind: u8) -> Vec<f64> {
    let signed = |at: usize| (f64::from(numbers[at]) - 127.5) / 127.5;
    let causes = usize::from(kind / 8 % 4);
    let digits = 10f64.powi(i32::from(kind / 32) + 4);
    let entry = |row: usize, column: usize| {
        if row == column {
            return 1.0;
        }
        if causes == 0 {
            return signed(row.min(column) * n + row.max(column));
        }
        let causes = causes.min(n);
        let dot = |one: usize, other: usize| -> f64 {
            (0..causes).map(|cause| signed(one * n + cause) * signed(other * n + cause)).sum()
        };
        let exact = dot(row, column) / (dot(row, row) * dot(column, column)).sqrt();
        if kind / 32 == 7 { exact } else { (exact * digits).round() / digits }
    };
    (0..n * n).map(|at| entry(at / n, at % n)).collect()
}

/// Deviations that are alike, or spread over all magnitudes.
fn scaled(kind: u8, variable: usize) -> f64 {
    match kind % 8 {
        0..6 => 1.0,
        6 => [1e-8, 1.0, 1e8][variable % 3],
        _ => [1e-100, 1.0, 1e100][variable % 3],
    }
}

fn check(model: &Correlated, deviations: &[f64]) {
    for (one, &deviation) in deviations.iter().enumerate() {
        assert!(model.mean(one).expect("a variable").is_finite());
        let left = model.deviation(one).expect("a variable");
        assert!((0.0..=deviation * (1.0 + 1e-12)).contains(&left), "{left} of {deviation}");
        for other in 0..deviations.len() {
            let covariance = model.covariance(one, other).expect("two variables");
            assert_eq!(covariance.to_bits(), model.covariance(other, one).expect("two variables").to_bits());
            assert!(covariance.abs() <= deviation * deviations[other] * (1.0 + 1e-12), "{covariance}");
            assert!(model.correlation(one, other).expect("two variables").abs() <= 1.0);
        }
    }
}
