//! A small network of durations with few values, of which all combinations can be tried.

use ansatz_planning::{
    LinkKind::{FinishToFinish, FinishToStart, StartToStart},
    Network,
    risk::{Distribution, RiskModel},
};

use super::assert_found;

const RUNS: u64 = 100_000;

/// Values of each of the five tasks, each as likely as the others. Paths are equally long in some of the combinations.
const VALUES: [&[f64]; 5] = [&[2.0, 5.0], &[3.0, 4.0, 8.0], &[1.0, 6.0], &[2.0, 2.0, 7.0], &[4.0]];

/// The finish, by hand, if one of the tasks starts later than it could: 0 and 1 begin at once; 2 after 0; 3 a day after 1
/// has begun, and not so early that it would end before 0 does; 4 when 2 and 1 are finished.
fn finish_with(d: &[f64; 5], delayed: usize, delay: f64) -> f64 {
    let late = |task| if task == delayed { delay } else { 0.0 };
    let (s0, s1) = (late(0), late(1));
    let s2 = s0 + d[0] + late(2);
    let s3 = (s1 + 1.0).max(s0 + d[0] - d[3]) + late(3);
    let s4 = (s2 + d[2]).max(s1 + d[1]) + late(4);
    [s0 + d[0], s1 + d[1], s2 + d[2], s3 + d[3], s4 + d[4]].into_iter().fold(0.0, f64::max)
}

fn finish(d: &[f64; 5]) -> f64 {
    finish_with(d, 0, 0.0)
}

#[test]
fn indices_are_those_of_all_combinations() {
    let mut network = Network::new();
    for _ in VALUES {
        network.add_task(0);
    }
    for (from, to, kind, lag) in
        [(0, 2, FinishToStart, 0), (1, 3, StartToStart, 1), (0, 3, FinishToFinish, 0), (2, 4, FinishToStart, 0)]
    {
        network.link(from, to, kind, lag).unwrap();
    }
    network.link(1, 4, FinishToStart, 0).unwrap();
    let durations = VALUES.map(|values| Distribution::empirical(values).unwrap());
    let analysis = RiskModel::new(&network, &durations).unwrap().simulate(RUNS, 11).unwrap();

    let counts = VALUES.map(<[f64]>::len);
    let all: Vec<[f64; 5]> = (0..counts.iter().product())
        .map(|mut number: usize| {
            core::array::from_fn(|task| {
                let value = VALUES[task][number % counts[task]];
                number /= counts[task];
                value
            })
        })
        .collect();
    let mean = |of: &dyn Fn(&[f64; 5]) -> f64| all.iter().map(of).sum::<f64>() / all.len() as f64;
    let middle = mean(&finish);
    let variance = mean(&|d| square(finish(d) - middle));
    let fourth = mean(&|d| square(square(finish(d) - middle)));
    assert_found("mean", analysis.finish().mean, middle, variance.sqrt(), RUNS);
    assert_found("variance", analysis.finish().variance, variance, (fourth - variance * variance).sqrt(), RUNS);
    for day in 5..20 {
        let day = f64::from(day);
        let share = mean(&|d| f64::from(u8::from(finish(d) <= day)));
        assert_found("share", analysis.probability_by(day).value, share, (share * (1.0 - share)).sqrt(), RUNS);
    }
    for task in 0..5 {
        // A task is critical if the plan does not bear any delay of it.
        let share = mean(&|d| f64::from(u8::from(finish_with(d, task, 0.001) > finish(d))));
        let found = analysis.task(task).unwrap().criticality;
        assert_found("criticality", found, share, (share * (1.0 - share)).sqrt(), RUNS);
        let average = mean(&|d| d[task]);
        let spread = mean(&|d| square(d[task] - average));
        let covariance = mean(&|d| (d[task] - average) * (finish(d) - middle));
        let exact = if spread > 0.0 { covariance / (spread * variance).sqrt() } else { 0.0 };
        assert_found("cruciality", analysis.task(task).unwrap().cruciality, exact, 1.0, RUNS);
    }
}

fn square(x: f64) -> f64 {
    x * x
}
