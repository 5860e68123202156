//! KL-UCB against a plain loop over all arms: whatever has happened, its screen of tangents and twins changes no choice.

use ansatz_bandit::{BanditError, Decision, KlUcb};
use ansatz_random::{Stream, below, unit};

/// Rewards that make equal statistics, sums that differ by the order in which they are added up, means at both ends of the
/// range, and anything.
fn reward(kind: u64, rng: &mut Stream) -> f64 {
    match kind {
        0 => below(rng, 2) as f64,
        1 => [0.0, 0.5, 1.0][below(rng, 3) as usize],
        2 => 0.1 * (1 + below(rng, 3)) as f64,
        3 => [0.0, 1e-300, 1e-17, 1.0, 1.0 - f64::EPSILON][below(rng, 5) as usize],
        _ => unit(rng),
    }
}

/// The arm of a plain loop over the indices, the first of equals; none while something is unknown.
fn plain(arms: &KlUcb) -> Option<usize> {
    let all: Vec<(usize, f64)> = arms.arms().map(|arm| (arm, arms.index(arm).unwrap())).collect();
    let highest = all.iter().fold(f64::NEG_INFINITY, |highest, (_, index)| highest.max(*index));
    all.iter().find(|(_, index)| *index == highest && highest < f64::INFINITY).map(|(arm, _)| *arm)
}

struct History {
    arms: KlUcb,
    /// What is learnt elsewhere; it has the same arms.
    journal: KlUcb,
    waiting: Vec<Decision>,
    kind: u64,
}

impl History {
    fn new(seed: u64, rng: &mut Stream) -> Self {
        // Seldom more than fit into one group of the search, which are 256.
        let count = if seed.is_multiple_of(29) { 200 + below(rng, 400) } else { 1 + below(rng, 24) } as usize;
        let arms = match seed % 3 {
            0 => KlUcb::bernoulli(count),
            1 => KlUcb::gaussian(count, [1e-6, 0.25, 1e4][below(rng, 3) as usize]),
            _ => KlUcb::exponential(count),
        };
        let exploration = [0.0, 0.0, 0.5, 3.0, 100.0][below(rng, 5) as usize];
        let arms = arms.unwrap().with_exploration(exploration).unwrap();
        Self { journal: arms.clone(), arms, waiting: Vec::new(), kind: below(rng, 5) }
    }

    fn decide(&mut self, seed: u64) {
        let (expected, family) = (plain(&self.arms), seed % 3);
        let before = self.arms.clone();
        let mut rebuilt = KlUcb::from_bytes(&self.arms.to_bytes()).unwrap();
        let choice = self.arms.select(&mut Stream::new(0, 0));
        // One that knows of no earlier decision.
        assert_eq!(rebuilt.select(&mut Stream::new(0, 0)).arm, choice.arm, "seed {seed}");
        if let Some(expected) = expected {
            // What is compared for the exponential family is the logarithm, of up to 700 in magnitude: so many units in the
            // last place the index is off by.
            let found = |arm| before.index(arm).unwrap();
            let close = family == 2 && found(choice.arm) >= found(expected) * (1.0 - 1e3 * f64::EPSILON);
            assert!(choice.arm == expected || close, "seed {seed}: {choice:?}, not {expected}");
        }
        self.waiting.push(choice);
        if seed.is_multiple_of(2) {
            self.arms = rebuilt;
        }
    }

    fn observe(&mut self, rng: &mut Stream) {
        while !self.waiting.is_empty() && below(rng, 4) > 0 {
            let choice = self.waiting.swap_remove(below(rng, self.waiting.len() as u64) as usize);
            let result = self.arms.observe(choice.ticket, reward(self.kind, rng));
            assert!(matches!(result, Ok(()) | Err(BanditError::UnknownArm { .. })), "{result:?}");
        }
    }

    fn happen(&mut self, rng: &mut Stream) {
        let any = self.arms.arms().nth(below(rng, self.arms.arms().len() as u64) as usize).unwrap();
        match below(rng, 60) {
            0 => {
                self.arms.add_arm().unwrap();
                self.journal.add_arm().unwrap();
            }
            1 if self.arms.arms().len() > 1 => {
                self.arms.remove_arm(any).unwrap();
                self.journal.remove_arm(any).unwrap();
            }
            2 => self.arms.merge(&self.journal).unwrap(),
            3..=20 => self.arms.record(any, reward(self.kind, rng)).unwrap(),
            21..=30 => self.journal.record(any, reward(self.kind, rng)).unwrap(),
            _ => (),
        }
    }
}

#[test]
fn no_choice_depends_on_earlier_decisions() {
    for seed in 0..400 {
        let mut rng = Stream::new(seed, 0);
        let mut history = History::new(seed, &mut rng);
        for _ in 0..250 {
            history.decide(seed);
            history.observe(&mut rng);
            history.happen(&mut rng);
        }
    }
}

/// Arms that are all the same for long, then part one by one, in any order: twins and their heirs.
#[test]
fn twins_that_part_leave_an_heir() {
    for seed in 0..60 {
        let mut rng = Stream::new(seed, 1);
        let count = 2 + below(&mut rng, 30) as usize;
        let mut arms = if seed % 2 == 0 { KlUcb::bernoulli(count) } else { KlUcb::gaussian(count, 0.25) }.unwrap();
        for arm in 0..count {
            arms.record(arm, 1.0).unwrap();
        }
        for _ in 0..200 {
            let expected = plain(&arms);
            let choice = arms.select(&mut rng);
            assert_eq!(Some(choice.arm), expected, "seed {seed}");
            let some = below(&mut rng, count as u64) as usize;
            arms.record(some, below(&mut rng, 2) as f64).unwrap();
        }
    }
}
