//! What holds for every method, whatever the space and the objective.

use std::{borrow::Borrow, fmt::Debug};

use ansatz_optimize::{
    BayesianConfig, BayesianSearch, BitCrossover, BitString, Budget, CmaEs, CmaEsConfig, Codec, Covariance, Dimension,
    Diversity, Evaluation, GeneticAlgorithm, GeneticConfig, Grouping, LShade, LShadeConfig, Method, NelderMead, Nsga2,
    Permutation, PermutationCrossover, PermutationMutation, RandomSearch, RealVector, Representation, Restarts, Run,
    SobolSearch, Space, Stop,
};

use super::FirstFit;
use crate::runs::{assert_resumes, outcome};

/// Calls `$act(name, method)` for each method that can search the space.
macro_rules! for_every_method {
    ($space:expr, $act:ident $(, $more:expr)*) => {{
        let space: &Space = $space;
        let continuous = space.dimensions().iter().all(Dimension::is_continuous);
        let ordered = space.dimensions().iter().all(|dimension| dimension.categories().is_none());
        let genetic = |config: GeneticConfig| GeneticAlgorithm::with_config(RealVector::new(space), config).unwrap();
        let config = GeneticConfig::default().population(7);
        $act("random", &RandomSearch::new(space) $(, $more)*);
        $act("sobol", &SobolSearch::new(space).unwrap() $(, $more)*);
        $act("genetic", &genetic(config) $(, $more)*);
        $act("generational", &genetic(config.diversity(Diversity::None).elitism(0)) $(, $more)*);
        $act("islands", &genetic(config.islands(3).migration_interval(2).migrants(2)) $(, $more)*);
        $act("crowding", &genetic(config.population(6).diversity(Diversity::Crowding)) $(, $more)*);
        $act("bayes", &BayesianSearch::new(space).unwrap() $(, $more)*);
        let bayesian = BayesianConfig::default().batch(5).fantasies(2).observations(10);
        $act("batches", &BayesianSearch::with_config(space, bayesian).unwrap() $(, $more)*);
        $act("nsga2", &Nsga2::<_, 1>::new(RealVector::new(space), 5).unwrap() $(, $more)*);
        if ordered {
            $act("lshade", &LShade::with_config(space, LShadeConfig::default().population(9)).unwrap() $(, $more)*);
            $act("plain", &LShade::new(space).unwrap() $(, $more)*);
        }
        if continuous {
            $act("simplex", &NelderMead::new(space).unwrap() $(, $more)*);
            let cma = |config: CmaEsConfig| CmaEs::with_config(space, config).unwrap();
            $act("cma", &cma(CmaEsConfig::default()) $(, $more)*);
            $act("ipop", &cma(CmaEsConfig::default().restarts(Restarts::Ipop).population(5)) $(, $more)*);
            $act("single", &cma(CmaEsConfig::default().restarts(Restarts::None)) $(, $more)*);
            $act("separable", &cma(CmaEsConfig::default().covariance(Covariance::Diagonal)) $(, $more)*);
        }
    }};
}

fn spaces() -> Vec<Space> {
    let real = |low, high| Dimension::real(low, high).unwrap();
    let integer = |low, high| Dimension::integer(low..=high).unwrap();
    let category = |count| Dimension::category(count).unwrap();
    let space = |dimensions: &[Dimension]| Space::new(dimensions.iter().copied()).unwrap();
    vec![
        space(&[real(-1.0, 1.0)]),
        space(&[real(-1.0, 1.0), real(0.0, 3.0)]),
        space(&[real(-8e307, 8e307), real(-8e307, 8e307), real(0.0, 1.7e308)]),
        space(&[real(0.0, 5e-324), real(1.0, 1.0 + f64::EPSILON)]),
        space(&[real(-1e-310, 1e-310), real(1e16, 1e16 + 2.0)]),
        space(&[Dimension::logarithmic(1e-150, 1e150).unwrap(), Dimension::logarithmic(1.0, 2.0).unwrap()]),
        space(&[integer(3, 3)]),
        space(&[integer(3, 3), integer(-(1 << 53), 1 << 53), real(0.0, 1.0)]),
        space(&[integer(0, 1), integer(-5, 5)]),
        space(&[category(1)]),
        space(&[category(1), category(u32::MAX), integer(0, 0), real(0.0, 1.0)]),
        space(&[category(3), category(2)]),
    ]
}

/// Enough for several generations, and for a model.
fn evaluations(name: &str) -> u64 {
    if ["bayes", "batches"].contains(&name) { 30 } else { 120 }
}

type Objective = fn(u64, &[f64]) -> Evaluation;

const OBJECTIVES: [(&str, Objective); 12] = [
    ("sum", |_, x| x.iter().sum::<f64>().into()),
    ("constant", |_, _| 7.0.into()),
    ("failures", |_, _| Evaluation::failed()),
    ("NaN", |_, _| f64::NAN.into()),
    ("infinite", |number, _| if number % 2 == 0 { f64::INFINITY } else { f64::NEG_INFINITY }.into()),
    ("huge", |number, _| if number % 2 == 0 { f64::MAX } else { f64::MIN }.into()),
    ("tiny", |number, _| (5e-324 * (number % 3) as f64).into()),
    ("one success", |number, x| (number == 9).then(|| x[0]).into()),
    ("infeasible", |number, x| Evaluation::from(x[0]).with_constraints([1.0 + (number % 4) as f64, f64::MAX])),
    ("huge constraints", |number, _| {
        Evaluation::from(1.0).with_constraints([if number % 2 == 0 { f64::MAX } else { f64::MIN }; 2])
    }),
    ("varying constraints", |number, x| Evaluation::from(x[0]).with_constraints(vec![-1.0; (number % 3) as usize])),
    ("mixed", |number, x| outcome(number, [x[0]])),
];

#[test]
fn any_objective_on_any_space_is_searched() {
    fn searches<A>(name: &str, method: &A, space: &Space)
    where
        A: Method<Candidate: ToOwned<Owned: Codec + AsRef<[f64]>>> + Codec + Clone,
    {
        for (what, objective) in OBJECTIVES {
            let mut run = Run::new(method.clone(), evaluations(name), 7).unwrap();
            loop {
                run = Run::from_bytes(&run.to_bytes())
                    .unwrap_or_else(|error| panic!("{name}, {what}, {space:?}: {error}"));
                let trials: Vec<_> = std::iter::from_fn(|| run.ask()).take(30).collect();
                if trials.is_empty() {
                    break;
                }
                for trial in trials.into_iter().rev() {
                    let candidate = trial.candidate.as_ref();
                    assert!(space.contains(candidate), "{name}, {what}, {space:?}: {candidate:?}");
                    run.tell(trial.number, objective(trial.number, candidate)).unwrap();
                }
            }
            let stop = run.stop();
            assert!(matches!(stop, Some(Stop::Evaluations | Stop::Converged)), "{name}, {what}, {space:?}: {stop:?}");
        }
    }
    for space in spaces() {
        for_every_method!(&space, searches, &space);
    }
}

#[test]
fn every_method_resumes_and_goes_on_with_more() {
    fn resumes<A>(_: &str, method: &A)
    where
        A: Method<Candidate: ToOwned<Owned: Codec + AsRef<[f64]> + PartialEq + Debug>> + Codec + Clone,
    {
        let value = |x: &<A::Candidate as ToOwned>::Owned| [x.as_ref().iter().map(|x| x * x).sum()];
        assert_resumes(|| Run::new(method.clone(), 60, 7).unwrap(), value, 60);
        let extended = || {
            let mut run = Run::new(method.clone(), 30, 7).unwrap();
            while let Some(trial) = run.ask() {
                run.tell(trial.number, outcome(trial.number, value(&trial.candidate))).unwrap();
            }
            run.extend(90).unwrap();
            run
        };
        assert_resumes(extended, value, 90);
    }
    for space in [&spaces()[1], &spaces()[8], &spaces()[11]] {
        for_every_method!(space, resumes);
    }
}

/// Whoever asked for trials and lost them, and whoever had less at first, ends as a run that was never disturbed.
#[test]
fn a_disturbed_run_is_driven_to_the_same_end() {
    fn agrees<A>(name: &str, method: &A)
    where
        A: Method<Candidate: ToOwned<Owned: Codec> + AsRef<[f64]>> + Codec + Clone,
    {
        let objective = |x: &A::Candidate| {
            let value = x.as_ref().iter().map(|x| x * x).sum::<f64>();
            (value.to_bits() % 7 > 0).then_some(value)
        };
        let evaluations = evaluations(name);
        let mut whole = Run::new(method.clone(), evaluations, 7).unwrap();
        whole.drive(objective);
        for first in [1, 13, evaluations - 1] {
            // L-SHADE plans ahead.
            let limit = if ["lshade", "plain"].contains(&name) { evaluations } else { first };
            let mut run = Run::new(method.clone(), limit, 7).unwrap();
            while run.evaluations() + 3 < first
                && let Some(trial) = run.ask()
            {
                run.tell(trial.number, objective(trial.candidate.borrow())).unwrap();
            }
            // A batch knows what was outstanding when it began.
            while name != "batches" && run.outstanding().count() < 3 && run.ask().is_some() {}
            let mut run = Run::<A>::from_bytes(&run.to_bytes()).unwrap();
            run.drive(objective);
            run.extend(evaluations).unwrap();
            run.drive(objective);
            assert!(run.to_bytes() == whole.to_bytes(), "{name} after {first}");
        }
    }
    for space in [&spaces()[1], &spaces()[8], &spaces()[11]] {
        for_every_method!(space, agrees);
    }
}

#[test]
fn the_most_dimensions_are_searched() {
    let space = |dimensions: usize| Space::real(vec![(-1.0, 1.0); dimensions]).unwrap();
    let (most, sphere) = (space(65_536), |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>());
    let genetic = GeneticConfig::default().population(4);
    let found = [
        RandomSearch::new(&most).minimize(12, 1, sphere),
        LShade::with_config(&most, LShadeConfig::default().population(4)).unwrap().minimize(12, 1, sphere),
        GeneticAlgorithm::with_config(RealVector::new(&most), genetic).unwrap().minimize(12, 1, |x| sphere(x)),
        CmaEs::with_config(&most, CmaEsConfig::default().population(4)).unwrap().minimize(12, 1, sphere),
        SobolSearch::new(&space(1_111)).unwrap().minimize(12, 1, sphere),
        NelderMead::new(&space(1_000)).unwrap().minimize(1_010, 1, sphere),
        BayesianSearch::with_config(&space(128), BayesianConfig::default().initial(8)).unwrap().minimize(12, 1, sphere),
    ];
    for (method, found) in found.into_iter().enumerate() {
        let found = found.unwrap();
        assert!(found.stop == Stop::Evaluations && found.value == sphere(&found.candidate), "method {method}");
    }
}

#[test]
fn the_shortest_genomes_are_searched() {
    fn searches<R>(genomes: &R, value: impl Fn(&R::Genome) -> f64)
    where
        R: Representation<Genome: Codec + PartialEq + Debug> + Codec + Clone,
    {
        for diversity in [Diversity::None, Diversity::Duplicates, Diversity::Crowding] {
            for islands in [1, 3] {
                let config =
                    GeneticConfig::default().population(4).diversity(diversity).islands(islands).migration_interval(1);
                let search = || GeneticAlgorithm::with_config(genomes.clone(), config).unwrap();
                assert_resumes(|| search().start(60, 3).unwrap(), |genome| [value(genome)], 60);
            }
        }
        let search = || Nsga2::<_, 1>::new(genomes.clone(), 4).unwrap();
        assert_resumes(|| search().start(60, 3).unwrap(), |genome| [value(genome)], 60);
        let search = || Nsga2::<_, 4>::new(genomes.clone(), 5).unwrap();
        let objectives = |genome: &R::Genome| [1.0, -1.0, 0.0, 1e-320].map(|times| times * value(genome));
        assert_resumes(|| search().start(60, 3).unwrap(), objectives, 60);
    }
    for len in 1..=3 {
        for crossover in [BitCrossover::OnePoint, BitCrossover::TwoPoint, BitCrossover::Uniform] {
            let genomes = BitString::with_operators(len, crossover, 1.0).unwrap();
            searches(&genomes, |bits| bits.iter().filter(|bit| **bit).count() as f64);
        }
        for crossover in
            [PermutationCrossover::Order, PermutationCrossover::Position, PermutationCrossover::EdgeRecombination]
        {
            for mutation in [PermutationMutation::Swap, PermutationMutation::Insert, PermutationMutation::Invert] {
                searches(&Permutation::with_operators(len, crossover, mutation).unwrap(), |items| items[0] as f64);
            }
        }
        for (share, dissolved) in [(5e-324, 1), (0.5, 2), (1.0, 1 << 20)] {
            let genomes = Grouping::new(len, FirstFit).unwrap().with_share(share).unwrap();
            searches(&genomes.with_dissolved(dissolved).unwrap(), |groups| groups[len - 1] as f64);
        }
    }
}

#[cfg(feature = "rayon")]
#[test]
fn threads_change_nothing_of_any_method() {
    fn agrees<A>(name: &str, method: &A, limit: fn(Budget) -> Budget)
    where
        A: Method<Candidate: ToOwned<Owned: Codec + PartialEq + Debug + Send> + AsRef<[f64]> + Sync>
            + Codec
            + Clone
            + Send,
    {
        let budget = limit(Budget::evaluations(evaluations(name)));
        // Some fail, wherever they are evaluated.
        let objective = |x: &A::Candidate| {
            let x = x.as_ref();
            let value = x.iter().map(|x| x * x).sum::<f64>();
            (value.to_bits() % 7 > 0).then(|| Evaluation::from(value).with_constraints([x[0] - 0.5]))
        };
        let mut alone = Run::new(method.clone(), budget, 7).unwrap();
        alone.drive(objective);
        let found = |run: &Run<A>| (run.evaluations(), run.failures(), run.stop(), run.history().clone(), run.seed());
        for threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let mut many = Run::new(method.clone(), budget, 7).unwrap();
            pool.install(|| many.drive_parallel(objective));
            assert_eq!(found(&many), found(&alone), "{name} on {threads} threads");
            assert_eq!(many.best(), alone.best(), "{name} on {threads} threads");
            if alone.stop() == Some(Stop::Evaluations) {
                assert_eq!(many.to_bytes(), alone.to_bytes(), "{name} on {threads} threads");
            }
        }
    }
    for space in [&spaces()[1], &spaces()[8], &spaces()[11]] {
        let limits: [fn(Budget) -> Budget; 3] = [|all| all, |all| all.with_target(0.1), |all| all.with_patience(20)];
        for limit in limits {
            for_every_method!(space, agrees, limit);
        }
    }
}
