//! What a seed gives, to the last bit.

use ansatz_planning::{
    LinkKind::{FinishToFinish, FinishToStart, StartToFinish, StartToStart},
    Network,
    risk::{Distribution, Event, RiskModel},
};

fn model() -> RiskModel {
    let mut network = Network::new();
    for _ in 0..6 {
        network.add_task(0);
    }
    for (from, to, kind, lag) in [
        (0, 1, FinishToStart, 1),
        (0, 2, StartToStart, 2),
        (1, 3, FinishToFinish, -1),
        (2, 4, FinishToStart, 0),
        (3, 5, StartToFinish, 9),
        (4, 5, FinishToStart, 0),
    ] {
        network.link(from, to, kind, lag).unwrap();
    }
    network.start_no_earlier_than(2, 3).unwrap();
    let durations = [
        Distribution::pert(2.0, 3.0, 8.0),
        Distribution::lognormal(5.0, 2.0),
        Distribution::triangular(1.0, 2.0, 6.0),
        Distribution::uniform(2.0, 7.0),
        Distribution::empirical(&[3.0, 4.0, 4.0, 9.0]),
        Distribution::constant(2.0),
    ];
    let mut model = RiskModel::new(&network, &durations.map(Result::unwrap)).unwrap();
    model.correlate(1, 2, 0.6).unwrap();
    model.correlate(0, 4, -0.3).unwrap();
    model.add_event(Event::delay(0.2, Distribution::uniform(1.0, 4.0).unwrap(), &[1, 2]).unwrap()).unwrap();
    model.add_event(Event::factor(0.4, Distribution::triangular(1.0, 1.2, 2.0).unwrap(), &[2, 4]).unwrap()).unwrap();
    model
}

/// These change with a minor version only.
#[test]
fn answers_for_a_seed_are_pinned() {
    let analysis = model().simulate(1_000, 42).unwrap();
    let found = [
        analysis.finish().mean,
        analysis.finish().variance,
        analysis.min(),
        analysis.max(),
        analysis.quantile(0.8).unwrap().value,
        analysis.task(1).unwrap().cruciality,
        analysis.task(2).unwrap().sensitivity,
        analysis.task(3).unwrap().total_float,
        analysis.tornado()[0].high,
        analysis.event(1).unwrap().mean_with.unwrap(),
    ];
    assert_eq!(found, PINNED);
    assert_eq!(analysis.event(0).unwrap().occurrences, 201);
}

const PINNED: [f64; 10] = [
    15.785_019_494_981_691,
    11.563_510_226_316_174,
    9.302_172_800_825_826,
    32.186_468_815_703_79,
    18.049_384_022_700_31,
    0.464_213_491_438_571_7,
    0.292_640_402_639_622_8,
    2.241_688_080_442_867,
    18.912_408_572_743_83,
    17.152_034_709_156_33,
];
