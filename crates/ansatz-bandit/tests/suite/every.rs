//! What holds for every policy, whatever is done to it in whatever order.

use core::fmt::Debug;

use ansatz_bandit::{
    Bandit, BanditError, BetaBernoulli, Chance, DiscountedThompson, DiscountedUcb, EpsilonGreedy, Exp3, Exp3Ix,
    ExploreThenCommit, Features, GammaPoisson, Gaussian, KlUcb, LinTs, LinUcb, LogisticThompson, Moss,
    NormalInverseGamma, Note, Policy, Rule, SlidingWindowThompson, SlidingWindowUcb, SuccessiveElimination, Thompson,
    Ticket, TopTwoThompson, Ucb1, UcbV,
};
use ansatz_random::{Stream, below, rand_core::Rng, unit};

/// How a kind of policy is told of decisions that were made elsewhere, if it can be.
trait Recorded: Note {
    type Context: ?Sized;

    fn context(rng: &mut Stream) -> Box<Self::Context>;

    fn record<R: Rule<Context = Self::Context, Note = Self>>(
        arms: &mut Bandit<R>,
        context: &R::Context,
        arm: usize,
        reward: f64,
    ) -> Option<Result<(), BanditError>>;
}

impl Recorded for () {
    type Context = ();

    fn context(_rng: &mut Stream) -> Box<()> {
        Box::new(())
    }

    fn record<R: Rule<Context = (), Note = ()>>(
        arms: &mut Bandit<R>,
        (): &(),
        arm: usize,
        reward: f64,
    ) -> Option<Result<(), BanditError>> {
        Some(arms.record(arm, reward))
    }
}

impl Recorded for Chance {
    type Context = ();

    fn context(_rng: &mut Stream) -> Box<()> {
        Box::new(())
    }

    fn record<R: Rule<Context = (), Note = Self>>(
        _arms: &mut Bandit<R>,
        (): &(),
        _arm: usize,
        _reward: f64,
    ) -> Option<Result<(), BanditError>> {
        None
    }
}

impl Recorded for Features {
    type Context = [f64];

    fn context(rng: &mut Stream) -> Box<[f64]> {
        Box::new([1.0, unit(rng), 2.0 * unit(rng) - 1.0])
    }

    fn record<R: Rule<Context = [f64], Note = Self>>(
        arms: &mut Bandit<R>,
        context: &[f64],
        arm: usize,
        reward: f64,
    ) -> Option<Result<(), BanditError>> {
        Some(arms.record_for(context, arm, reward))
    }
}

/// So many decisions back a reward is taken, so that tickets expire.
const WINDOW: u64 = 12;

const RUNS: u64 = 25;

const OPERATIONS: usize = 150;

/// A policy, a copy that went through bytes, and what they should know of arms and tickets.
struct Pair<R: Rule> {
    one: Bandit<R>,
    other: Bandit<R>,
    arms: Vec<usize>,
    ever: usize,
    /// Whether they were observed.
    tickets: Vec<(Ticket<R::Note>, bool)>,
    decisions: u64,
}

impl<R: Rule> Pair<R>
where
    R::Note: Recorded<Context = R::Context>,
{
    fn new(fresh: &Bandit<R>) -> Self {
        let one = fresh.clone().with_window(WINDOW).unwrap();
        let arms: Vec<usize> = one.arms().collect();
        Self { other: one.clone(), one, ever: arms.len(), arms, tickets: Vec::new(), decisions: 0 }
    }

    /// Does the same to both, and finds that an error has changed nothing.
    fn act<T: Debug, E: Debug>(&mut self, mut action: impl FnMut(&mut Bandit<R>) -> Result<T, E>) -> Result<T, E> {
        let before = self.one.to_bytes();
        let result = action(&mut self.one);
        // As text, since a reward that is not a number is not equal to itself.
        assert_eq!(format!("{:?}", action(&mut self.other)), format!("{result:?}"));
        if result.is_err() {
            assert_eq!(self.one.to_bytes(), before, "{result:?}");
        }
        result
    }

    fn select(&mut self, rng: &mut Stream) {
        let (context, seed) = (R::Note::context(rng), rng.next_u64());
        let (one, other) = (&mut self.one, &mut self.other);
        let choice = Policy::select_logged(one, &context, &mut Stream::new(seed, 0)).unwrap();
        let same = Policy::select(other, &context, &mut Stream::new(seed, 0)).unwrap();
        assert_eq!((choice.arm, &choice.ticket), (same.arm, &same.ticket));
        assert!(choice.propensity.probability() > 0.0 && choice.propensity.probability() <= 1.0);
        assert!(self.arms.contains(&choice.arm) && choice.ticket.arm() == choice.arm);
        assert_eq!(choice.ticket.sequence(), self.decisions);
        self.decisions += 1;
        self.tickets.push((choice.ticket, false));
    }

    fn observe(&mut self, at: usize, reward: f64) {
        let (ticket, observed) = self.tickets[at].clone();
        let result = self.act(|arms| arms.observe(ticket.clone(), reward));
        let sequence = ticket.sequence();
        let expected = if self.decisions - sequence > WINDOW {
            Err(BanditError::Expired { sequence, oldest: self.decisions - WINDOW, window: WINDOW })
        } else if observed {
            Err(BanditError::AlreadyObserved { sequence })
        } else if !self.arms.contains(&ticket.arm()) {
            Err(BanditError::UnknownArm { arm: ticket.arm(), arms: self.arms.len() })
        } else {
            Ok(())
        };
        if reward.is_finite() {
            assert_eq!(result, expected);
        } else {
            assert!(expected.is_ok() == matches!(result, Err(BanditError::Reward { .. })), "{result:?}");
        }
        self.tickets[at].1 |= result.is_ok();
    }

    /// A ticket of a decision that is still to come, and one that names another arm.
    fn observe_foreign(&mut self, at: usize) {
        let bytes = self.tickets[at].0.to_bytes();
        for (offset, value) in [(10, self.decisions + 1), (18, self.tickets[at].0.arm() as u64 + 1)] {
            let mut bytes = bytes.clone();
            let width = if offset == 10 { 8 } else { 4 };
            bytes[offset..offset + width].copy_from_slice(&value.to_le_bytes()[..width]);
            let forged = Ticket::<R::Note>::from_bytes(&bytes).unwrap();
            assert!(self.act(|arms| arms.observe(forged.clone(), 0.5)).is_err());
        }
    }

    fn change_arms(&mut self, rng: &mut Stream) {
        let pick = below(rng, self.ever as u64 + 1) as usize;
        if self.arms.len() < 6 && below(rng, 2) == 0 {
            assert_eq!(self.act(Bandit::add_arm), Ok(self.ever));
            self.arms.push(self.ever);
            self.ever += 1;
        } else if self.arms.len() > 1 && self.arms.contains(&pick) {
            self.act(|arms| arms.remove_arm(pick)).unwrap();
            self.arms.retain(|arm| *arm != pick);
        } else {
            assert!(self.act(|arms| arms.remove_arm(pick)).is_err());
        }
    }

    fn record(&mut self, rng: &mut Stream) {
        let (context, arm) = (R::Note::context(rng), below(rng, self.ever as u64 + 1) as usize);
        let reward = [below(rng, 2) as f64, f64::NAN][usize::from(below(rng, 8) == 0)];
        let mut can = true;
        let result = self.act(|arms| {
            R::Note::record(arms, &context, arm, reward).unwrap_or_else(|| {
                can = false;
                Ok(())
            })
        });
        if can {
            assert_eq!(result.is_ok(), self.arms.contains(&arm) && !reward.is_nan(), "{result:?}");
            self.decisions += u64::from(result.is_ok());
        }
    }

    fn check(&self) {
        assert!(self.one.arms().eq(self.arms.iter().copied()));
        assert_eq!(self.one.decisions(), self.decisions);
        let waiting = |(ticket, observed): &&(Ticket<R::Note>, bool)| {
            !observed && self.decisions - ticket.sequence() <= WINDOW && self.arms.contains(&ticket.arm())
        };
        assert_eq!(self.one.outstanding(), self.tickets.iter().filter(waiting).count());
        assert_eq!(self.one.to_bytes(), self.other.to_bytes());
    }

    fn step(&mut self, rng: &mut Stream) {
        let at = below(rng, self.tickets.len().max(1) as u64) as usize;
        let recent = self.tickets.len().saturating_sub(1 + below(rng, WINDOW) as usize);
        match below(rng, 20) {
            0..8 => self.select(rng),
            8..13 if !self.tickets.is_empty() => self.observe(recent, below(rng, 2) as f64),
            13 if !self.tickets.is_empty() => self.observe(at, 1.0),
            14 if !self.tickets.is_empty() => self.observe(recent, [f64::NAN, f64::INFINITY][at % 2]),
            15 if !self.tickets.is_empty() => self.observe_foreign(at),
            16 => self.change_arms(rng),
            17 => {
                let theirs = self.one.clone();
                let _ = self.act(|arms| arms.merge(&theirs));
            }
            18 => self.record(rng),
            _ => {
                let bytes = self.one.to_bytes();
                self.other = Bandit::from_bytes(&bytes).unwrap();
                assert_eq!(self.other.to_bytes(), bytes);
                #[cfg(feature = "serde")]
                {
                    let text = serde_json::to_string(&self.one).unwrap();
                    self.one = serde_json::from_str(&text).unwrap();
                }
            }
        }
    }
}

fn assert_holds<R: Rule>(fresh: Result<Bandit<R>, BanditError>)
where
    R::Note: Recorded<Context = R::Context>,
{
    let fresh = fresh.unwrap();
    for run in 0..RUNS {
        let mut rng = Stream::new(run, 9);
        let mut pair = Pair::new(&fresh);
        for _ in 0..OPERATIONS {
            pair.step(&mut rng);
            pair.check();
        }
    }
}

/// A test for each policy: its name, and a fresh one with three arms.
macro_rules! every {
    ($($name:ident: $fresh:expr;)*) => {
        $(
            #[test]
            fn $name() {
                assert_holds($fresh);
            }
        )*
    };
}

every! {
    discounted_thompson: DiscountedThompson::new(3, 0.8);
    discounted_thompson_normal_inverse_gamma:
        DiscountedThompson::with_prior(3, 0.8, NormalInverseGamma::new(0.0, 1.0, 1.0).unwrap());
    discounted_ucb: DiscountedUcb::new(3, 0.8);
    epsilon_greedy: EpsilonGreedy::new(3, 0.1);
    epsilon_greedy_decaying: EpsilonGreedy::decaying(3, 5.0);
    exp3: Exp3::new(3, 0.2);
    exp3_ix: Exp3Ix::new(3, 0.1);
    exp3_ix_anytime: Exp3Ix::anytime(3);
    explore_then_commit: ExploreThenCommit::new(3, 5);
    kl_ucb_bernoulli: KlUcb::bernoulli(3);
    kl_ucb_gaussian: KlUcb::gaussian(3, 1.0);
    lin_ts: LinTs::new(3, 3, 0.5);
    lin_ucb: LinUcb::new(3, 3, 1.0);
    logistic_thompson: LogisticThompson::new(3, 3);
    moss: Moss::new(3, 1_000);
    sliding_window_thompson: SlidingWindowThompson::new(3, 7);
    sliding_window_thompson_gaussian: SlidingWindowThompson::with_prior(3, 30, Gaussian::new(0.0, 1.0, 1.0).unwrap());
    sliding_window_ucb: SlidingWindowUcb::new(3, 7);
    sliding_window_ucb_of_one: SlidingWindowUcb::new(3, 1);
    successive_elimination: SuccessiveElimination::new(3, 0.1);
    thompson: Thompson::new(3);
    thompson_gamma_poisson: Thompson::with_prior(3, GammaPoisson::new(1.0, 1.0).unwrap());
    thompson_gaussian: Thompson::with_prior(3, Gaussian::new(0.0, 1.0, 1.0).unwrap());
    thompson_normal_inverse_gamma: Thompson::with_prior(3, NormalInverseGamma::new(0.0, 1.0, 1.0).unwrap());
    top_two_thompson: TopTwoThompson::with_prior(3, BetaBernoulli::default());
    ucb1: Ucb1::new(3);
    ucb_v: UcbV::new(3);
}
