//! NSGA-II resumes, ends with a front, and keeps its constraints.

use ansatz_optimize::{Dimension, Evaluation, Nsga2, RealVector, Representation, Run, Space};
use ansatz_random::Stream;
use ansatz_testkit::statistics::assert_mean;

use crate::runs::{assert_order_does_not_matter, assert_resumes};

fn genomes() -> RealVector {
    RealVector::new(&Space::new([Dimension::real(0.0, 1.0).unwrap(), Dimension::integer(0..=20).unwrap()]).unwrap())
}

fn start() -> Run<Nsga2<RealVector, 2>, 2> {
    Nsga2::new(genomes(), 13).unwrap().start(150, 7).unwrap()
}

/// The first objective is the first coordinate; the front is where the second one is 0.
fn objectives(x: &Vec<f64>) -> [f64; 2] {
    [x[0], (1.0 + x[1]) * (1.0 - libm::sqrt(x[0] / (1.0 + x[1])))]
}

#[test]
fn a_stored_run_goes_on_to_the_bit() {
    assert_resumes(start, objectives, 150);
    assert_order_does_not_matter(start, objectives);
    let some = || Nsga2::new(genomes(), 8).unwrap().with_crossover_rate(0.5).unwrap().start(60, 7).unwrap();
    assert_resumes(some, objectives, 60);
}

/// ZDT1 of K. Deb's and E. Zitzler's test problems, as the issue of every comparison has it.
pub(crate) fn zdt1(x: &[f64]) -> [f64; 2] {
    let g = 1.0 + 9.0 * x[1..].iter().sum::<f64>() / (x.len() - 1) as f64;
    [x[0], g * (1.0 - libm::sqrt(x[0] / g))]
}

/// 100 evenly spaced points of the true front have 0.87141; all of it has 0.87667.
#[test]
fn the_front_of_zdt1_is_found() {
    let space = Space::real([(0.0, 1.0); 30]).unwrap();
    let front = Nsga2::new(RealVector::new(&space), 100).unwrap().minimize(25_000, 1, |x| zdt1(x)).unwrap();
    let volume = front.hypervolume(&[1.1, 1.1]).unwrap();
    assert!(volume > 0.866 && volume < 0.876_67, "{volume}");
    assert!(
        front.members.is_sorted_by(|a, b| a.objectives[0] <= b.objectives[0] && a.objectives[1] >= b.objectives[1])
    );
}

/// Of x and 1 - x, with at least 1/2 asked of x.
#[test]
fn the_front_holds_its_constraints() {
    let front = Nsga2::new(genomes(), 20).unwrap();
    let front = front.minimize(2_000, 1, |x| Evaluation::from([x[0], 1.0 - x[0]]).with_constraints([0.5 - x[0]]));
    let front = front.unwrap();
    assert!(front.members.len() == 20 && front.members.iter().all(|member| member.objectives[0] >= 0.5));
    assert!(front.members[0].objectives[0] < 0.51 && front.members[19].objectives[0] > 0.99);
    let none = Nsga2::<_, 2>::new(genomes(), 20).unwrap().minimize(100, 1, |_| None::<[f64; 2]>).unwrap();
    assert_eq!((none.members.len(), none.failures), (0, 100));
}

/// Before the first generation is complete, and in the middle of another one.
#[test]
fn whoever_has_been_told_is_in_the_front() {
    for evaluations in [1, 7, 26, 28] {
        let mut seen = Vec::new();
        let front = Nsga2::new(genomes(), 13).unwrap().minimize(evaluations, 7, |x| {
            seen.push(objectives(x));
            (seen.len() % 5 > 0).then(|| objectives(x))
        });
        let feasible: Vec<[f64; 2]> =
            seen.iter().enumerate().filter(|(at, _)| (at + 1) % 5 > 0).map(|(_, x)| *x).collect();
        let dominates = |a: &[f64; 2], b: &[f64; 2]| a[0] <= b[0] && a[1] <= b[1] && a != b;
        let mut best: Vec<[f64; 2]> =
            feasible.iter().filter(|x| feasible.iter().all(|other| !dominates(other, x))).copied().collect();
        best.sort_by(|a, b| a.partial_cmp(b).unwrap());
        let found: Vec<[f64; 2]> = front.unwrap().members.iter().map(|member| member.objectives).collect();
        assert_eq!(found, best, "after {evaluations} evaluations");
    }
}

/// Of genomes that recombine into what no mutation makes.
#[test]
fn parents_are_recombined_at_the_rate() {
    struct Marked;
    impl Representation for Marked {
        type Genome = bool;

        fn sample(&self, _: &mut Stream) -> bool {
            false
        }

        fn recombine(&self, _: &bool, _: &bool, _: &mut Stream) -> (bool, bool) {
            (true, true)
        }

        fn mutate(&self, _: &mut bool, _: &mut Stream) {}
    }
    for rate in [0.0, 0.3, 0.9, 1.0] {
        let search = Nsga2::<_, 1>::new(Marked, 4_000).unwrap().with_crossover_rate(rate).unwrap();
        let mut run = search.start(8_000, 5).unwrap();
        let mut children = Vec::new();
        while let Some(trial) = run.ask() {
            if trial.number >= 4_000 && trial.number % 2 == 0 {
                children.push(f64::from(u8::from(trial.candidate)));
            }
            run.tell(trial.number, 0.0).unwrap();
        }
        assert_eq!(children.len(), 2_000);
        assert_mean(&format!("children of pairs at {rate}"), &children, rate, 0.0);
    }
}

#[test]
fn impossible_settings_are_named() {
    for size in [0, 3, 1_000_001] {
        let error = Nsga2::<_, 2>::new(genomes(), size).unwrap_err();
        assert_eq!(error.to_string(), format!("`population` is {size}, allowed: 4..=1000000"));
    }
    assert_eq!(Nsga2::<_, 0>::new(genomes(), 9).unwrap_err().name(), "objectives");
    let error = Nsga2::<_, 256>::new(genomes(), 9).unwrap_err();
    assert_eq!(error.to_string(), "`objectives` is 256, allowed: 1..=255");
    let error = Nsga2::<_, 2>::new(genomes(), 9).unwrap().with_crossover_rate(f64::NAN).unwrap_err();
    assert_eq!(error.to_string(), "`crossover_rate` is NaN, allowed: 0..=1");
    assert_eq!(Nsga2::<_, 2>::new(genomes(), 9).unwrap().start(0, 1).unwrap_err().name(), "evaluations");
}

#[cfg(feature = "rayon")]
#[test]
fn threads_change_nothing() {
    let alone = Nsga2::new(genomes(), 20).unwrap().minimize(500, 3, objectives).unwrap();
    let many = Nsga2::new(genomes(), 20).unwrap().minimize_parallel(500, 3, objectives).unwrap();
    assert_eq!(many, alone);
}
