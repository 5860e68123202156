//! How often tests that are looked at after each outcome find a difference that is none, and how soon one that is there,
//! beside the test that looks once, at the end.

use std::thread;

use ansatz_bandit::experiments::{
    AlphaSpending, AsymptoticDifference, BettingDifference, EmpiricalBernsteinDifference, Group, GroupSequential,
    MixtureSprt, ProportionTest, RandomizedDifference, Spending, Verdict,
};
use ansatz_benches::positive;
use ansatz_core::{Estimate, ParameterError};
use ansatz_random::{Beta, Stream, standard_normal, unit};

/// `None` if the arguments are none that the usage knows.
pub(crate) fn run(arguments: &[&str]) -> Option<Result<(), String>> {
    let (mut runs, mut seed, mut rest) = (10_000, 1, arguments);
    loop {
        match *rest {
            ["--runs", text, ref tail @ ..] => (runs, rest) = (positive(text)?, tail),
            ["--seed", text, ref tail @ ..] => (seed, rest) = (text.parse().ok()?, tail),
            [] => break,
            _ => return None,
        }
    }
    Some(Table { runs, seed }.print().map_err(|error| error.to_string()))
}

/// What outcomes are like, and by how much the treatment is better where it is: so much that one look at the end finds it
/// with a probability of about 0.85.
#[derive(Clone, Copy)]
enum Outcomes {
    Normal,
    Conversions,
    RareConversions,
    Exponential,
}

impl Outcomes {
    fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Conversions => "conversions-10%",
            Self::RareConversions => "conversions-1%",
            Self::Exponential => "exponential",
        }
    }

    /// With `lift` from 0, as in the control, to 1.
    fn draw(self, lift: f64, rng: &mut Stream) -> f64 {
        let yes = |rate: f64, rng: &mut Stream| f64::from(u8::from(unit(rng) < rate));
        match self {
            Self::Normal => 0.06 * lift + standard_normal(rng),
            Self::Conversions => yes(0.1 + 0.0185 * lift, rng),
            Self::RareConversions => yes(0.01 + 0.0065 * lift, rng),
            Self::Exponential => -(1.0 + 0.0615 * lift) * libm::log(1.0 - unit(rng)),
        }
    }
}

/// A test that is told one outcome after the other, and says when it has found a difference.
trait Watched: Clone + Sync {
    fn finds(&mut self, group: Group, outcome: f64) -> Result<bool, ParameterError>;
}

impl Watched for MixtureSprt {
    fn finds(&mut self, group: Group, outcome: f64) -> Result<bool, ParameterError> {
        self.observe(group, outcome)?;
        Ok(self.verdict().is_final())
    }
}

impl Watched for ProportionTest {
    fn finds(&mut self, group: Group, outcome: f64) -> Result<bool, ParameterError> {
        self.observe(group, outcome > 0.5);
        Ok(self.verdict().is_final())
    }
}

impl Watched for AsymptoticDifference {
    fn finds(&mut self, group: Group, outcome: f64) -> Result<bool, ParameterError> {
        self.observe(group, outcome)?;
        Ok(excludes_zero(self.estimate()))
    }
}

impl Watched for BettingDifference {
    fn finds(&mut self, group: Group, outcome: f64) -> Result<bool, ParameterError> {
        self.observe(group, outcome)?;
        Ok(excludes_zero(self.estimate()))
    }
}

impl Watched for RandomizedDifference {
    fn finds(&mut self, group: Group, outcome: f64) -> Result<bool, ParameterError> {
        self.observe(group, outcome)?;
        Ok(excludes_zero(self.estimate()))
    }
}

impl Watched for EmpiricalBernsteinDifference {
    fn finds(&mut self, group: Group, outcome: f64) -> Result<bool, ParameterError> {
        self.observe(group, outcome)?;
        Ok(excludes_zero(self.estimate()))
    }
}

fn excludes_zero(estimate: Estimate) -> bool {
    !estimate.contains(0.0)
}

/// A test by z statistics after every so many outcomes.
#[derive(Clone)]
struct Looks<F> {
    every: u64,
    /// Number, sum and sum of squares of each group.
    groups: [[f64; 3]; 2],
    count: u64,
    /// What is said of a z statistic at a part of all outcomes.
    judge: F,
}

impl<F> Looks<F> {
    fn new(every: u64, judge: F) -> Self {
        Self { every, groups: [[0.0; 3]; 2], count: 0, judge }
    }

    fn z(&self) -> f64 {
        let [(mean, variance), (others, its)] = self.groups.map(|[count, sum, squares]| {
            let mean = sum / count;
            (mean, (squares / count - mean * mean) / count)
        });
        let z = (others - mean) / libm::sqrt(variance + its);
        if z.is_finite() { z } else { 0.0 }
    }
}

impl<F: Clone + Sync + FnMut(f64, f64) -> Result<bool, ParameterError>> Watched for Looks<F> {
    fn finds(&mut self, group: Group, outcome: f64) -> Result<bool, ParameterError> {
        let [count, sum, squares] = &mut self.groups[usize::from(group == Group::Treatment)];
        *count += 1.0;
        *sum += outcome;
        *squares += outcome * outcome;
        self.count += 1;
        if !self.count.is_multiple_of(self.every) {
            return Ok(false);
        }
        let z = self.z();
        (self.judge)(self.count as f64 / LOOKS as f64, z)
    }
}

struct Table {
    runs: u64,
    seed: u64,
}

impl Table {
    fn print(&self) -> Result<(), ParameterError> {
        println!("test outcomes false_alarms lower upper power mean_stop");
        let normal = Outcomes::Normal;
        self.line("mixture_sprt", normal, &MixtureSprt::new(ALPHA, EFFECT)?)?;
        self.line("mixture_sprt_known", normal, &MixtureSprt::new(ALPHA, EFFECT)?.with_deviations(1.0, 1.0)?)?;
        self.line("asymptotic_difference", normal, &AsymptoticDifference::new(ALPHA_KEPT, NARROWEST)?)?;
        self.looks(normal)?;
        for conversions in [Outcomes::Conversions, Outcomes::RareConversions] {
            self.line("proportion_test", conversions, &ProportionTest::new(ALPHA, 0.5, EFFECT)?)?;
            self.line("mixture_sprt", conversions, &MixtureSprt::new(ALPHA, EFFECT)?)?;
            let randomized = RandomizedDifference::new(ALPHA_KEPT, 0.5, 0.0..=1.0)?.with_grid(5_000)?;
            self.line("randomized_difference", conversions, &randomized)?;
            self.line("betting_difference", conversions, &BettingDifference::new(ALPHA_KEPT, 0.0..=1.0)?)?;
            let bernstein = EmpiricalBernsteinDifference::new(ALPHA_KEPT, 0.0..=1.0)?;
            self.line("empirical_bernstein_difference", conversions, &bernstein)?;
            self.line("one_look", conversions, &one_look())?;
        }
        let skewed = Outcomes::Exponential;
        self.line("mixture_sprt", skewed, &MixtureSprt::new(ALPHA, EFFECT)?)?;
        self.line("asymptotic_difference", skewed, &AsymptoticDifference::new(ALPHA_KEPT, NARROWEST)?)?;
        self.line("one_look", skewed, &one_look())?;
        println!(
            "# {} experiments without a difference and as many with one, {LOOKS} outcomes each, alpha {ALPHA}",
            self.runs
        );
        println!(
            "# lower and upper: the exact 95% interval of the false alarms; mean_stop: with a difference, at the end if none is found"
        );
        Ok(())
    }

    /// Tests with a few looks, with one, and with one that was not meant to be watched.
    fn looks(&self, outcomes: Outcomes) -> Result<(), ParameterError> {
        let every = LOOKS / 5;
        for (name, mut test) in [
            ("pocock_5", GroupSequential::pocock(5, ALPHA)?),
            ("obrien_fleming_5", GroupSequential::obrien_fleming(5, ALPHA)?),
        ] {
            self.line(name, outcomes, &Looks::new(every, move |_, z| Ok(is_found(test.look(z)?))))?;
        }
        let mut spending = AlphaSpending::new(Spending::Pocock, ALPHA)?;
        let spend = move |part, z| Ok(is_found(spending.look(part, z)?));
        self.line("spending_pocock_5", outcomes, &Looks::new(every, spend))?;
        self.line("one_look", outcomes, &one_look())?;
        self.line("one_look_watched", outcomes, &Looks::new(1, |_, z: f64| Ok(z.abs() > ONE_LOOK)))
    }

    fn line(&self, name: &str, outcomes: Outcomes, test: &impl Watched) -> Result<(), ParameterError> {
        let (alarms, _) = self.found(outcomes, 0.0, test)?;
        let (hits, stops) = self.found(outcomes, 1.0, test)?;
        let (runs, hits_of_null) = (self.runs as f64, alarms as f64);
        // Clopper and Pearson's.
        let lower = if alarms == 0 { 0.0 } else { Beta::new(hits_of_null, runs - hits_of_null + 1.0).quantile(0.025) };
        let upper =
            if alarms == self.runs { 1.0 } else { Beta::new(hits_of_null + 1.0, runs - hits_of_null).quantile(0.975) };
        println!(
            "{name} {} {:.4} {lower:.4} {upper:.4} {:.4} {:.0}",
            outcomes.name(),
            hits_of_null / runs,
            hits as f64 / runs,
            stops as f64 / runs
        );
        Ok(())
    }

    /// In how many experiments a difference was found, and the sum of the outcomes until then.
    fn found(&self, outcomes: Outcomes, lift: f64, test: &impl Watched) -> Result<(u64, u64), ParameterError> {
        let threads = thread::available_parallelism().map_or(1, |count| count.get() as u64);
        let part = |thread: u64| {
            let (mut hits, mut stops) = (0, 0);
            for run in (thread..self.runs).step_by(threads as usize) {
                let stop = self.stop(outcomes, lift, test.clone(), run)?;
                hits += u64::from(stop.is_some());
                stops += stop.unwrap_or(LOOKS);
            }
            Ok((hits, stops))
        };
        thread::scope(|scope| {
            let part = &part;
            let parts: Vec<_> = (0..threads).map(|thread| scope.spawn(move || part(thread))).collect();
            parts.into_iter().try_fold((0, 0), |(hits, stops), part| {
                let (more_hits, more_stops) = part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
                Ok((hits + more_hits, stops + more_stops))
            })
        })
    }

    /// The outcome at which an experiment ends, if it finds a difference.
    fn stop(
        &self,
        outcomes: Outcomes,
        lift: f64,
        mut test: impl Watched,
        run: u64,
    ) -> Result<Option<u64>, ParameterError> {
        let mut rng = Stream::new(self.seed, run);
        for look in 1..=LOOKS {
            let (group, lift) = if unit(&mut rng) < 0.5 { (Group::Treatment, lift) } else { (Group::Control, 0.0) };
            if test.finds(group, outcomes.draw(lift, &mut rng))? {
                return Ok(Some(look));
            }
        }
        Ok(None)
    }
}

fn is_found(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Higher | Verdict::Lower)
}

fn one_look() -> impl Watched {
    Looks::new(LOOKS, |_, z: f64| Ok(z.abs() > ONE_LOOK))
}

const LOOKS: u64 = 10_000;
const ALPHA: f64 = 0.05;
const ALPHA_KEPT: f64 = 0.95;
/// About the effect that is there.
const EFFECT: f64 = 0.06;
const NARROWEST: u64 = 5_000;
/// The quantile of the normal distribution at 0.975.
const ONE_LOOK: f64 = 1.959_963_984_540_054;
