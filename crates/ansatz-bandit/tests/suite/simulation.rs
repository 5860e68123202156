//! Environments against what is known of them, and curves of regret against closed forms.

use std::{cell::RefCell, rc::Rc};

use ansatz_bandit::{
    BanditError, Decision, LoggedDecision, Policy, Ticket, Ucb1,
    simulation::{
        Adversarial, Bernoulli, Contextual, Delayed, Drifting, Environment, Gaussian, Simulation,
        StochasticallyConstrained,
    },
};
use ansatz_random::{Stream, below, rand_core::Rng};
use ansatz_testkit::statistics::{DEVIATIONS, assert_frequencies, assert_mean, assert_rate_at_most};

const TEN: [f64; 10] = [0.1, 0.05, 0.05, 0.05, 0.02, 0.02, 0.02, 0.01, 0.01, 0.01];

/// Pulls any arm, whatever it has learnt.
struct Uniform {
    tickets: Ucb1,
    arms: u64,
}

impl Uniform {
    fn new(arms: u64) -> Result<Self, BanditError> {
        Ok(Self { tickets: Ucb1::new(1)?, arms })
    }
}

impl Policy for Uniform {
    type Context = ();
    type Note = ();

    fn select<R: Rng + ?Sized>(&mut self, (): &(), rng: &mut R) -> Result<Decision, BanditError> {
        let ticket = self.tickets.select(rng).ticket;
        Ok(Decision { arm: below(rng, self.arms) as usize, ticket })
    }

    fn select_logged<R: Rng + ?Sized>(&mut self, (): &(), rng: &mut R) -> Result<LoggedDecision, BanditError> {
        Ok(self.tickets.select_logged(rng))
    }

    fn observe(&mut self, ticket: Ticket, reward: f64) -> Result<(), BanditError> {
        self.tickets.observe(ticket, reward)
    }
}

/// What happened to a policy, in its order.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Event {
    Selected(u64),
    Observed(u64),
}

/// Notes what happens to it.
struct Diary(Uniform, Rc<RefCell<Vec<Event>>>);

impl Policy for Diary {
    type Context = ();
    type Note = ();

    fn select<R: Rng + ?Sized>(&mut self, (): &(), rng: &mut R) -> Result<Decision, BanditError> {
        let decision = Policy::select(&mut self.0, &(), rng)?;
        self.1.borrow_mut().push(Event::Selected(decision.ticket.sequence()));
        Ok(decision)
    }

    fn select_logged<R: Rng + ?Sized>(&mut self, (): &(), rng: &mut R) -> Result<LoggedDecision, BanditError> {
        self.0.select_logged(&(), rng)
    }

    fn observe(&mut self, ticket: Ticket, reward: f64) -> Result<(), BanditError> {
        self.1.borrow_mut().push(Event::Observed(ticket.sequence()));
        self.0.observe(ticket, reward)
    }
}

/// What happens in the first of two runs.
fn diary<E: Environment<Context = ()> + Clone>(environment: &E, rounds: u64, seed: u64) -> Vec<Event> {
    let events = Rc::default();
    let arms = environment.arms() as u64;
    let policy = |run| Ok(Diary(Uniform::new(arms)?, if run == 0 { Rc::clone(&events) } else { Rc::default() }));
    Simulation::new(rounds, 2).unwrap().regret(environment, seed, policy).unwrap();
    events.take()
}

fn rewards(environment: &mut impl Environment, round: u64, arm: usize) -> Vec<f64> {
    let mut rng = Stream::new(5, arm as u64);
    environment.begin(round, &mut rng);
    (0..4_000).map(|_| environment.reward(arm, &mut rng)).collect()
}

#[test]
fn constants_of_lai_and_robbins() {
    let constant = |means: &[f64]| Bernoulli::new(means).unwrap().lai_robbins();
    // Both to the digits that were published with the reference figures.
    assert!((constant(&[0.9, 0.8]) - 2.252).abs() < 0.0005);
    assert!((constant(&TEN) - 17.445).abs() < 0.0005);
    // KL(0, 1/2) = ln 2; whoever is best without fail is found out at once.
    assert!((constant(&[0.0, 0.5]) - 0.5 / core::f64::consts::LN_2).abs() < 1e-15);
    assert_eq!((constant(&[1.0, 0.3, 0.0]), constant(&[0.4, 0.4])), (0.0, 0.0));
    // KL(1/2 - g, 1/2) = 2 g^2 + 4 g^4 / 3 + ..., whose terms are far smaller than those of its definition.
    for power in 8..50 {
        let gap = 0.5_f64.powi(power);
        let expected = 1.0 / (2.0 * gap + 4.0 / 3.0 * gap.powi(3));
        assert!((constant(&[0.5 - gap, 0.5]) / expected - 1.0).abs() < 3.0 * gap.powi(4) + 1e-13, "{gap}");
    }
    // Nothing pays less.
    assert!((constant(&[5e-324, 0.5]) - 0.5 / core::f64::consts::LN_2).abs() < 1e-15);
    // 2 variance / gap, for each.
    let gaussian = Gaussian::new(&[-1.0, 1.0, 0.0, 1.0], 3.0).unwrap();
    assert!((gaussian.lai_robbins() - (9.0 + 18.0)).abs() < 1e-12);
}

#[test]
fn rewards_have_their_means() {
    let phases = [[0.8, 0.1], [0.2, 0.3]];
    let mut bernoulli = Bernoulli::new(&TEN).unwrap();
    let mut gaussian = Gaussian::new(&[3.0, -2.0], 0.7).unwrap();
    let mut abrupt = Drifting::abrupt(&phases, 10).unwrap();
    let mut gradual = Drifting::gradual(&phases, 10).unwrap();
    let mut constrained = StochasticallyConstrained::new(2, 0.25).unwrap();
    let mut linear = Contextual::linear(&[[0.5, -1.0], [2.0, 0.0]], 0.3).unwrap();
    let mut logistic = Contextual::logistic(&[[0.5, -1.0], [2.0, 0.0]]).unwrap();
    for arm in 0..2 {
        assert_mean("Bernoulli", &rewards(&mut bernoulli, 0, arm), TEN[arm], 0.0);
        assert_mean("Gaussian", &rewards(&mut gaussian, 0, arm), [3.0, -2.0][arm], 0.0);
        assert_mean("abrupt", &rewards(&mut abrupt, 10, arm), [0.2, 0.3][arm], 0.0);
        assert_mean("gradual", &rewards(&mut gradual, 5, arm), [0.5, 0.2][arm], 0.0);
        assert_mean("constrained", &rewards(&mut constrained, 1, arm), [0.75, 1.0][arm], 1e-9);
        let of_linear = rewards(&mut linear, 0, arm);
        assert_mean("linear", &of_linear, linear.mean(arm), 0.0);
        let of_logistic = rewards(&mut logistic, 0, arm);
        assert_mean("logistic", &of_logistic, logistic.mean(arm), 0.0);
        assert!(of_logistic.iter().all(|reward| [0.0, 1.0].contains(reward)));
    }
    let squares: Vec<f64> = rewards(&mut gaussian, 0, 0).iter().map(|reward| (reward - 3.0) * (reward - 3.0)).collect();
    assert_mean("the variance", &squares, 0.49, 0.0);
}

#[test]
fn features_lie_on_the_sphere_and_arms_weigh_them() {
    let weights = [[1.0, 2.0, -0.5], [0.0, -1.0, 3.0]];
    let mut linear = Contextual::linear(&weights, 1.0).unwrap();
    let mut logistic = Contextual::logistic(&weights).unwrap();
    let mut rng = Stream::new(6, 0);
    let mut squares = vec![Vec::new(); 3];
    for round in 0..4_000 {
        let mut same = rng.clone();
        linear.begin(round, &mut rng);
        logistic.begin(round, &mut same);
        let x = linear.context();
        assert_eq!(x, logistic.context());
        assert!((x.iter().map(|x| x * x).sum::<f64>() - 1.0).abs() < 1e-12);
        let product = |arm: usize| x.iter().zip(&weights[arm]).map(|(x, w)| x * w).sum::<f64>();
        for arm in 0..2 {
            assert_eq!(linear.mean(arm), product(arm));
            assert!((logistic.mean(arm) - 1.0 / (1.0 + (-product(arm)).exp())).abs() < 1e-15);
        }
        assert_eq!(linear.best(), product(0).max(product(1)));
        assert_eq!(logistic.best(), logistic.mean(0).max(logistic.mean(1)));
        squares.iter_mut().zip(x).for_each(|(squares, x)| squares.push(x * x));
    }
    for squares in squares {
        assert_mean("no direction is preferred", &squares, 1.0 / 3.0, 0.0);
    }
}

#[test]
fn means_drift_from_phase_to_phase_and_back_to_the_first() {
    let phases = [vec![0.2, 0.9], vec![0.6, 0.1], vec![0.6, 0.5]];
    let mut rng = Stream::new(1, 0);
    let (mut abrupt, mut gradual) = (Drifting::abrupt(&phases, 4).unwrap(), Drifting::gradual(&phases, 4).unwrap());
    // Twice, as each run starts anew.
    for round in (0..30_usize).chain(0..30) {
        abrupt.begin(round as u64, &mut rng);
        gradual.begin(round as u64, &mut rng);
        let (from, to, part) = (&phases[round / 4 % 3], &phases[(round / 4 + 1) % 3], (round % 4) as f64 / 4.0);
        for arm in 0..2 {
            assert_eq!(abrupt.mean(arm), from[arm], "round {round}");
            assert!((gradual.mean(arm) - (from[arm] * (1.0 - part) + to[arm] * part)).abs() < 1e-15, "round {round}");
        }
        assert_eq!(abrupt.best(), from[0].max(from[1]));
        assert_eq!(gradual.best(), gradual.mean(0).max(gradual.mean(1)));
    }
    let mut each = Drifting::abrupt(&phases, 1).unwrap();
    each.begin(u64::MAX, &mut rng);
    // 2^64 - 1 is a multiple of 3.
    assert_eq!(each.mean(0), phases[0][0]);
}

#[test]
fn constrained_means_jump_and_their_gap_stays() {
    let mut arms = StochasticallyConstrained::new(3, 0.125).unwrap();
    let mut rng = Stream::new(1, 0);
    // Phases of 1, 1.6, 2.56, 4.096, 6.5536, ... rounds end at 1, 2.6, 5.16, 9.256, 15.8096, ...
    let ends = [1, 3, 6, 10, 16];
    for round in (0..16).chain(0..16) {
        arms.begin(round, &mut rng);
        let high = ends.iter().filter(|end| round >= **end).count() % 2 == 1;
        let (worse, best) = if high { (0.875, 1.0) } else { (0.0, 0.125) };
        assert_eq!([0, 1, 2].map(|arm| arms.mean(arm)), [worse, worse, best], "round {round}");
        assert_eq!(arms.best(), best);
    }
}

#[test]
fn a_trap_takes_everything_from_a_policy_without_chance() {
    let rounds = 2_000;
    for arms in [2, 3, 7] {
        let trap = Adversarial::against(arms, rounds, &mut Ucb1::new(arms).unwrap()).unwrap();
        // The same by hand: every reward was 0.
        let (mut victim, mut pulls, mut rng) = (Ucb1::new(arms).unwrap(), vec![0_u64; arms], Stream::new(9, 9));
        for _ in 0..rounds {
            let choice = victim.select(&mut rng);
            pulls[choice.arm] += 1;
            victim.observe(choice.ticket, 0.0).unwrap();
        }
        let most = rounds - pulls.iter().min().unwrap();
        assert!(most as f64 >= rounds as f64 * (1.0 - 1.0 / arms as f64));
        let simulation = Simulation::new(rounds, 2).unwrap();
        let caught = simulation.regret(&trap, 1, |_| Ucb1::new(arms)).unwrap();
        assert_eq!((caught.last().mean, caught.last().standard_error), (most as f64, 0.0));
        // Chance is not foreseen: each round pays 1 - 1 / arms in the mean.
        let runs = 400;
        let free = Simulation::new(rounds, runs).unwrap();
        let free = free.regret(&trap, 1, |_| Uniform::new(arms as u64)).unwrap();
        let expected = most as f64 - rounds as f64 * (1.0 - 1.0 / arms as f64);
        assert!((free.last().mean - expected).abs() <= DEVIATIONS * free.last().standard_error, "{free:?}");
    }
}

#[test]
fn uniform_choice_has_the_regret_of_a_binomial_number() {
    let runs = 2_000;
    let simulation = Simulation::new(900, runs).unwrap().with_linear_points(3).unwrap();
    let curve = simulation.regret(&Bernoulli::new(&[0.9, 0.8, 0.9]).unwrap(), 3, |_| Uniform::new(3)).unwrap();
    assert_eq!((curve.runs(), curve.points().len()), (runs, 3));
    for (point, rounds) in curve.points().iter().zip([300.0, 600.0, 900.0_f64]) {
        assert_eq!(point.round as f64, rounds);
        // 0.1 times Binomial(rounds, 1/3).
        let variance = 0.01 * rounds * (1.0 / 3.0) * (2.0 / 3.0) / runs as f64;
        assert!((point.mean - 0.1 * rounds / 3.0).abs() <= DEVIATIONS * variance.sqrt(), "{point:?}");
        // The variance of a sample variance of n nearly normal numbers is 2 / (n - 1), relative.
        let ratio = point.standard_error * point.standard_error / variance;
        assert!((ratio - 1.0).abs() <= DEVIATIONS * (2.0 / (runs - 1) as f64).sqrt(), "{point:?}: {ratio}");
    }
}

#[test]
fn intervals_are_those_of_student() {
    // scipy.stats.t.ppf((1 + confidence) / 2, runs - 1).
    for (runs, confidence, quantile) in [
        (2, 0.95, 12.706_204_736_174_694),
        (3, 0.95, 4.302_652_729_749_462),
        (10, 0.99, 3.249_835_541_592_126),
        (400, 0.95, 1.965_927_295_920_882),
        (400, 0.5, 0.675_105_123_919_781),
    ] {
        let curve = Simulation::new(50, runs).unwrap();
        let curve = curve.regret(&Bernoulli::new(&[0.9, 0.8]).unwrap(), 1, |_| Uniform::new(2)).unwrap();
        let point = curve.last();
        let interval = point.estimate_at(confidence).unwrap();
        assert!(((interval.upper - point.mean) / point.standard_error / quantile - 1.0).abs() < 1e-9, "{runs}");
        assert!(((point.mean - interval.lower) / point.standard_error / quantile - 1.0).abs() < 1e-9, "{runs}");
        assert_eq!((interval.value, interval.confidence), (point.mean, confidence));
    }
}

#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let environment = Bernoulli::new(&[0.9, 0.8]).unwrap();
    let simulation = Simulation::new(400, 5).unwrap().with_linear_points(1).unwrap();
    let missed = |seed| {
        let curve = simulation.regret(&environment, seed, |_| Uniform::new(2)).unwrap();
        !curve.last().estimate().contains(0.1 * 200.0)
    };
    let misses = (0..1_000).filter(|seed| missed(*seed)).count();
    assert_rate_at_most("misses", misses, 1_000, 0.05);
}

#[test]
fn rewards_come_when_they_are_due_and_in_their_order() {
    for delay in [0, 1, 5] {
        let events = diary(&Delayed::fixed(Bernoulli::new(&[0.5, 0.5]).unwrap(), delay), 50, 1);
        let mut expected = Vec::new();
        for round in 0..50 {
            expected.push(Event::Selected(round));
            expected.extend(round.checked_sub(delay).map(Event::Observed));
        }
        assert_eq!(events, expected);
    }
    let environment = Delayed::geometric(Bernoulli::new(&[0.5, 0.5]).unwrap(), 3.0).unwrap();
    for seed in 0..20 {
        let (mut selected, mut last) = (0, None);
        for event in diary(&environment, 200, seed) {
            match event {
                Event::Selected(sequence) => (selected, last) = (sequence, None),
                // Those of one moment in the order of their decisions, none from the future.
                Event::Observed(sequence) => {
                    assert!(sequence <= selected && last < Some(sequence));
                    last = Some(sequence);
                }
            }
        }
    }
}

#[test]
fn delays_have_their_distribution_and_some_rewards_are_lost() {
    let mut rng = Stream::new(8, 0);
    let mut environment = Delayed::geometric(Bernoulli::new(&[0.5]).unwrap(), 3.0).unwrap().with_lost(0.2).unwrap();
    let mut counts = [0; 7];
    for _ in 0..10_000 {
        counts[environment.delay(&mut rng).map_or(6, |delay| delay.min(5) as usize)] += 1;
    }
    // P(delay = k) = p (1 - p)^k with p = 1 / 4.
    let coming = [0.25, 0.1875, 0.140_625, 0.105_468_75, 0.079_101_562_5, 0.237_304_687_5].map(|p| 0.8 * p);
    assert_frequencies("delays", &counts, &[&coming[..], &[0.2]].concat());
    let mut at_once = Delayed::geometric(Bernoulli::new(&[0.5]).unwrap(), 0.0).unwrap();
    assert!((0..1_000).all(|_| at_once.delay(&mut rng) == Some(0)));
    // One on top of the other.
    let mut twice = Delayed::fixed(Delayed::fixed(Bernoulli::new(&[0.5]).unwrap(), 2), 3);
    assert_eq!(twice.delay(&mut rng), Some(5));
    let never = Delayed::fixed(Bernoulli::new(&[0.5]).unwrap(), 0).with_lost(1.0).unwrap();
    assert!(diary(&never, 50, 1).iter().all(|event| matches!(event, Event::Selected(_))));
    let after_the_end = Delayed::fixed(Bernoulli::new(&[0.5]).unwrap(), u64::MAX);
    assert!(diary(&after_the_end, 50, 1).iter().all(|event| matches!(event, Event::Selected(_))));
}

#[test]
fn rewards_that_are_late_for_the_window_are_lost() {
    let environment = Delayed::fixed(Bernoulli::new(&[0.5, 0.5]).unwrap(), 10);
    let narrow = |_| Ok(Ucb1::new(2)?.with_window(5)?);
    assert!(Simulation::new(100, 2).unwrap().regret(&environment, 1, narrow).is_ok());
}

/// Draws more than it needs, and notes which arm paid what.
struct Thirsty {
    policy: Uniform,
    draws: usize,
    arm: usize,
    paid: Rc<RefCell<Vec<(usize, f64)>>>,
}

impl Policy for Thirsty {
    type Context = ();
    type Note = ();

    fn select<R: Rng + ?Sized>(&mut self, (): &(), rng: &mut R) -> Result<Decision, BanditError> {
        let decision = Policy::select(&mut self.policy, &(), rng)?;
        for _ in 0..self.draws {
            rng.next_u64();
        }
        self.arm = decision.arm;
        Ok(decision)
    }

    fn select_logged<R: Rng + ?Sized>(&mut self, (): &(), rng: &mut R) -> Result<LoggedDecision, BanditError> {
        self.policy.select_logged(&(), rng)
    }

    fn observe(&mut self, ticket: Ticket, reward: f64) -> Result<(), BanditError> {
        self.paid.borrow_mut().push((self.arm, reward));
        self.policy.observe(ticket, reward)
    }
}

#[test]
fn chance_of_the_policy_and_of_the_world_are_apart() {
    let paid = |draws, arms: u64| {
        let paid = Rc::new(RefCell::default());
        let policy = |_| Ok(Thirsty { policy: Uniform::new(arms)?, draws, arm: 0, paid: Rc::clone(&paid) });
        let environment = Bernoulli::new(&vec![0.5; arms as usize]).unwrap();
        Simulation::new(2_000, 2).unwrap().regret(&environment, 1, policy).unwrap();
        paid.take()
    };
    assert_eq!(paid(0, 1), paid(5, 1));
    let mut counts = [0; 4];
    for (arm, reward) in paid(0, 2) {
        counts[2 * arm + usize::from(reward > 0.5)] += 1;
    }
    assert_frequencies("arms and rewards", &counts, &[0.25; 4]);
}

#[cfg(feature = "rayon")]
#[test]
fn threads_change_nothing() {
    let environment = Delayed::geometric(Bernoulli::new(&TEN).unwrap(), 20.0).unwrap();
    let simulation = Simulation::new(300, 101).unwrap();
    let one = simulation.regret(&environment, 7, |_| Ucb1::new(10)).unwrap();
    for threads in [1, 2, 3, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let many = pool.install(|| simulation.regret_parallel(&environment, 7, |_| Ucb1::new(10))).unwrap();
        assert_eq!(many, one, "{threads} threads");
    }
    let other = simulation.regret(&environment, 8, |_| Ucb1::new(10)).unwrap();
    assert_ne!(other, one);
    // The first run that fails is the one that is told of.
    let failing = |run| Ucb1::new(if run < 50 { 10 } else { 50 - run as usize % 50 + 10 });
    let wrong = simulation.regret(&environment, 7, failing);
    assert!(matches!(wrong, Err(BanditError::UnknownArm { .. })));
    assert_eq!(simulation.regret_parallel(&environment, 7, failing), wrong);
}

#[test]
fn points_are_rounds_of_the_simulation_each_once() {
    let rounds = |horizon, points| {
        let simulation = Simulation::new(horizon, 2).unwrap();
        let logarithmic = simulation.clone().with_logarithmic_points(points).unwrap().rounds().to_vec();
        (logarithmic, simulation.with_linear_points(points).unwrap().rounds().to_vec())
    };
    assert_eq!(rounds(1, 5), (vec![1], vec![1]));
    assert_eq!(rounds(1_000_000, 3), (vec![100, 10_000, 1_000_000], vec![333_333, 666_667, 1_000_000]));
    assert_eq!(rounds(4, 100), (vec![1, 2, 3, 4], vec![1, 2, 3, 4]));
    let (logarithmic, linear) = rounds(1 << 40, 1_000);
    assert!(logarithmic.is_sorted_by(|a, b| a < b) && linear.is_sorted_by(|a, b| a < b));
    assert_eq!((logarithmic.last(), linear.last()), (Some(&(1 << 40)), Some(&(1 << 40))));
}

#[test]
fn what_cannot_be_simulated_is_refused() {
    let none: [&[f64]; 0] = [];
    let uneven: [&[f64]; 2] = [&[0.1, 0.2], &[0.1]];
    let fine = Bernoulli::new(&[0.5]).unwrap();
    let wrong = [
        Bernoulli::new(&[]).map(|_| ()),
        Bernoulli::new(&[f64::NAN]).map(|_| ()),
        Bernoulli::new(&[-0.1]).map(|_| ()),
        Gaussian::new(&[], 1.0).map(|_| ()),
        Gaussian::new(&[1e51], 1.0).map(|_| ()),
        Gaussian::new(&[0.0], f64::NAN).map(|_| ()),
        Contextual::linear(&none, 1.0).map(|_| ()),
        Contextual::linear(&uneven, 1.0).map(|_| ()),
        Contextual::linear(&[[0.0]], 0.0).map(|_| ()),
        Contextual::logistic(&[[f64::INFINITY]]).map(|_| ()),
        Contextual::logistic(&[[0.0; 0]]).map(|_| ()),
        Drifting::abrupt(&none, 5).map(|_| ()),
        Drifting::abrupt(&uneven, 5).map(|_| ()),
        Drifting::gradual(&[[0.5]], 0).map(|_| ()),
        Drifting::gradual(&[[1.5]], 5).map(|_| ()),
        StochasticallyConstrained::new(1, 0.5).map(|_| ()),
        StochasticallyConstrained::new(2, 0.0).map(|_| ()),
        Adversarial::new(0, [0]).map(|_| ()),
        Adversarial::new(2, []).map(|_| ()),
        Adversarial::new(2, [0, 2]).map(|_| ()),
        Delayed::geometric(fine.clone(), f64::NAN).map(|_| ()),
        Delayed::fixed(fine.clone(), 1).with_lost(1.1).map(|_| ()),
        Simulation::new(0, 2).map(|_| ()),
        Simulation::new(u64::MAX, 2).map(|_| ()),
        Simulation::new(9, 1).map(|_| ()),
        Simulation::new(9, u64::MAX).map(|_| ()),
        Simulation::new(9, 2).unwrap().with_linear_points(0).map(|_| ()),
        Simulation::new(9, 2).unwrap().with_logarithmic_points(usize::MAX).map(|_| ()),
    ];
    for (place, wrong) in wrong.into_iter().enumerate() {
        let error = wrong.expect_err(&place.to_string()).to_string();
        assert!(error.contains(", allowed: "), "{error}");
    }
    let simulation = Simulation::new(9, 2).unwrap();
    let unknown = simulation.regret(&fine, 1, |_| Ucb1::new(2));
    assert_eq!(unknown.unwrap_err(), BanditError::UnknownArm { arm: 1, arms: 1 });
    let reward = simulation.regret(&Gaussian::new(&[9.0], 1.0).unwrap(), 1, |_| Ucb1::new(1));
    assert!(matches!(reward, Err(BanditError::Reward { .. })));
    assert!(simulation.regret(&fine, 1, |_| Ucb1::new(0)).is_err());
    assert!(Adversarial::against(2, 0, &mut Ucb1::new(2).unwrap()).is_err());
    let curve = simulation.regret(&fine, 1, |_| Ucb1::new(1)).unwrap();
    assert!(curve.last().estimate_at(1.0).is_err());
}

#[test]
fn debug_summarises() {
    let phases = vec![vec![0.5; 200]; 300];
    let described = [
        format!("{:?}", Bernoulli::new(&phases[0]).unwrap()),
        format!("{:?}", Gaussian::new(&phases[0], 1.0).unwrap()),
        format!("{:?}", Contextual::logistic(&phases).unwrap()),
        format!("{:?}", Drifting::abrupt(&phases, 5).unwrap()),
        format!("{:?}", Adversarial::new(1, vec![0; 1_000]).unwrap()),
    ];
    assert!(described.iter().all(|text| text.len() < 100), "{described:?}");
}
