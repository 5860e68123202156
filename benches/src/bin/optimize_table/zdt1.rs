//! The front of ZDT1 after 25,000 evaluations: 30 coordinates, a population of 100, reference point (1.1, 1.1).

use ansatz_optimize::{Nsga2, RealVector, Space};

use crate::input::zdt1;

pub(crate) fn print(seeds: u64) {
    let space = Space::real([(0.0, 1.0); 30]).unwrap();
    println!("seed hypervolume");
    let volumes: Vec<f64> = (0..seeds)
        .map(|seed| {
            let search = Nsga2::new(RealVector::new(&space), 100).unwrap();
            let front = search.minimize(25_000, seed, |x| zdt1(x)).unwrap();
            let volume = front.hypervolume(&[1.1, 1.1]).unwrap();
            println!("{seed} {volume:.6}");
            volume
        })
        .collect();
    let mean = volumes.iter().sum::<f64>() / seeds as f64;
    let least = volumes.iter().copied().fold(f64::INFINITY, f64::min);
    println!("# mean {mean:.6}, least {least:.6}");
    let recorded: Vec<f64> =
        RECORDED.lines().skip(1).map(|line| line.split_once(',').unwrap().1.parse().unwrap()).collect();
    let recorded_mean = recorded.iter().sum::<f64>() / recorded.len() as f64;
    println!("# pymoo, as recorded: mean {recorded_mean:.6} over {} seeds", recorded.len());
    println!("# 100 even points of the front 0.871406, all of it 0.876667");
}

/// Of pymoo, by benches/optimize/peers.py.
const RECORDED: &str = include_str!("../../../optimize/recorded/zdt1.csv");
