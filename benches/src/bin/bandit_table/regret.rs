//! The regret of all policies in all environments.

use std::{fs, path::PathBuf};

use ansatz_bandit::{
    BanditError, DiscountedThompson, DiscountedUcb, EpsilonGreedy, Exp3, Exp3Ix, ExploreThenCommit, Gaussian, KlUcb,
    LinTs, LinUcb, LogisticThompson, Moss, NormalInverseGamma, Policy, SlidingWindowThompson, SlidingWindowUcb,
    SuccessiveElimination, Thompson, TopTwoThompson, Ucb1, UcbV,
    simulation::{Environment, RegretCurve, Simulation},
};
use ansatz_benches::positive;

use crate::{chart, worlds};

/// `None` if the arguments are none that the usage knows.
pub(crate) fn run(arguments: &[&str]) -> Option<Result<(), String>> {
    let (mut table, mut rest) = (Table { runs: 2_000, seed: 1, charts: None }, arguments);
    loop {
        match *rest {
            ["--runs", text, ref tail @ ..] => (table.runs, rest) = (positive(text)?, tail),
            ["--seed", text, ref tail @ ..] => (table.seed, rest) = (text.parse().ok()?, tail),
            ["--charts", text, ref tail @ ..] => (table.charts, rest) = (Some(PathBuf::from(text)), tail),
            _ => break,
        }
    }
    let names = if rest.is_empty() { &WORLDS } else { rest };
    names.iter().all(|name| WORLDS.contains(name)).then(|| {
        if let Some(folder) = &table.charts {
            // Before the minutes that the first chart takes.
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        names.iter().try_for_each(|name| table.print(name))
    })
}

struct Table {
    runs: u64,
    seed: u64,
    charts: Option<PathBuf>,
}

type Curves = Vec<(&'static str, RegretCurve)>;

impl Table {
    fn print(&self, world: &str) -> Result<(), String> {
        let curves = self.curves(world).map_err(|error| error.to_string())?;
        for line in references(world, &curves) {
            println!("{line}");
        }
        if let Some(folder) = &self.charts {
            let file = folder.join(format!("regret-{world}.svg"));
            fs::write(&file, chart::draw(&curves)).map_err(|error| format!("{}: {error}", file.display()))?;
        }
        Ok(())
    }

    fn curves(&self, world: &str) -> Result<Curves, BanditError> {
        match world {
            "two-arms" => self.stationary(world, HORIZON, &worlds::two_arms()?),
            "ten-arms" => self.stationary(world, 2 * HORIZON, &worlds::ten_arms()?),
            "gaussian" => self.gaussian(),
            "linear" => self.contextual(world, &worlds::linear()?),
            "logistic" => self.logistic(),
            "abrupt" => self.stationary(world, HORIZON, &worlds::abrupt(HORIZON)?),
            "gradual" => self.stationary(world, HORIZON, &worlds::gradual(HORIZON)?),
            "trap" => self.stationary(world, HORIZON, &worlds::trap(HORIZON)?),
            "constrained" => self.stationary(world, HORIZON, &worlds::constrained()?),
            _ => self.stationary(world, HORIZON, &worlds::delayed()?),
        }
    }

    /// Policies for rewards of 0 and 1, in whatever environment.
    fn stationary<E>(&self, world: &str, horizon: u64, environment: &E) -> Result<Curves, BanditError>
    where
        E: Environment<Context = ()> + Clone + Sync,
    {
        let k = environment.arms();
        let mut trial = self.trial(world, horizon, environment)?;
        trial.add("ucb1", |_| Ucb1::new(k))?;
        trial.add("ucb-v", |_| UcbV::new(k))?;
        trial.add("kl-ucb", |_| KlUcb::bernoulli(k))?;
        trial.add("moss", |_| Moss::new(k, horizon))?;
        trial.add("epsilon-0.1", |_| EpsilonGreedy::new(k, 0.1))?;
        trial.add("epsilon-decaying", |_| EpsilonGreedy::decaying(k, 50.0))?;
        trial.add("explore-then-commit", |_| ExploreThenCommit::new(k, 200))?;
        trial.add("thompson", |_| Thompson::new(k))?;
        trial.add("top-two-thompson", |_| TopTwoThompson::new(k))?;
        trial.add("successive-elimination", |_| SuccessiveElimination::new(k, 1.0 / horizon as f64))?;
        trial.add("exp3", |_| Exp3::for_horizon(k, horizon))?;
        trial.add("exp3-ix", |_| Exp3Ix::for_horizon(k, horizon))?;
        trial.add("discounted-ucb", |_| DiscountedUcb::for_horizon(k, horizon, worlds::CHANGES))?;
        trial.add("sliding-window-ucb", |_| SlidingWindowUcb::for_horizon(k, horizon, worlds::CHANGES))?;
        // As much memory as the two before have by their theory.
        let (t, changes) = (horizon as f64, worlds::CHANGES as f64);
        let (discount, window) = (1.0 - libm::sqrt(changes / t) / 4.0, 2.0 * libm::sqrt(t * libm::log(t) / changes));
        trial.add("discounted-thompson", |_| DiscountedThompson::new(k, discount))?;
        trial.add("sliding-window-thompson", |_| SlidingWindowThompson::new(k, window as u64))?;
        Ok(trial.curves)
    }

    /// Policies for rewards that are normal.
    fn gaussian(&self) -> Result<Curves, BanditError> {
        let environment = worlds::gaussian()?;
        let (k, noise) = (environment.arms(), worlds::DEVIATION * worlds::DEVIATION);
        let mut trial = self.trial("gaussian", HORIZON, &environment)?;
        trial.add("kl-ucb-gaussian", |_| KlUcb::gaussian(k, noise))?;
        let known = Gaussian::new(0.0, 1.0, noise)?;
        trial.add("thompson-gaussian", |_| Thompson::with_prior(k, known))?;
        let unknown = NormalInverseGamma::new(0.0, 1.0, 1.0)?;
        trial.add("thompson-unknown-variance", |_| Thompson::with_prior(k, unknown))?;
        Ok(trial.curves)
    }

    /// Policies for rewards that depend on features.
    fn contextual<E>(&self, world: &str, environment: &E) -> Result<Curves, BanditError>
    where
        E: Environment<Context = [f64]> + Clone + Sync,
    {
        let (k, d) = (environment.arms(), environment.context().len());
        let mut trial = self.trial(world, HORIZON / 2, environment)?;
        trial.add("linucb-1", |_| LinUcb::new(k, d, 1.0))?;
        trial.add("linucb-0.5", |_| LinUcb::new(k, d, 0.5))?;
        trial.add("lints-0.5", |_| LinTs::new(k, d, worlds::DEVIATION))?;
        Ok(trial.curves)
    }

    /// The same and their own, for rewards of 0 and 1.
    fn logistic(&self) -> Result<Curves, BanditError> {
        let environment = worlds::logistic()?;
        let (k, d) = (environment.arms(), environment.context().len());
        let mut curves = self.contextual("logistic", &environment)?;
        let mut trial = self.trial("logistic", HORIZON / 2, &environment)?;
        trial.add("logistic-thompson", |_| LogisticThompson::new(k, d))?;
        curves.append(&mut trial.curves);
        Ok(curves)
    }

    fn trial<'a, E>(&self, world: &'a str, horizon: u64, environment: &'a E) -> Result<Trial<'a, E>, BanditError> {
        let simulation = Simulation::new(horizon, self.runs)?;
        Ok(Trial { world, environment, simulation, seed: self.seed, curves: Vec::new() })
    }
}

/// One environment, and what policies lose in it.
struct Trial<'a, E> {
    world: &'a str,
    environment: &'a E,
    simulation: Simulation,
    seed: u64,
    curves: Curves,
}

impl<E: Environment + Clone + Sync> Trial<'_, E> {
    fn add<P>(
        &mut self,
        name: &'static str,
        policy: impl Fn(u64) -> Result<P, BanditError> + Sync,
    ) -> Result<(), BanditError>
    where
        P: Policy<Context = E::Context>,
    {
        let curve = self.simulation.regret_parallel(self.environment, self.seed, policy)?;
        println!("{} {name} {}", self.world, described(&curve));
        self.curves.push((name, curve));
        Ok(())
    }
}

/// Some of the points: `round:mean+-standard_error`.
pub(crate) fn described(curve: &RegretCurve) -> String {
    let points = curve.points();
    let some = points.iter().rev().step_by(points.len().div_ceil(4)).take(3);
    let texts: Vec<String> =
        some.map(|point| format!("{}:{:.2}+-{:.2}", point.round, point.mean, point.standard_error)).collect();
    texts.into_iter().rev().collect::<Vec<_>>().join(" ")
}

/// How far ours are from figures that were simulated elsewhere, in standard errors of both.
fn references(world: &str, curves: &Curves) -> Vec<String> {
    let line = |(policy, two, ten): &(&str, f64, f64)| {
        let reference = match world {
            "two-arms" => *two,
            "ten-arms" => *ten,
            _ => return None,
        };
        let (_, curve) = curves.iter().find(|(name, _)| name == policy)?;
        let point = curve.last();
        let error = point.standard_error * libm::sqrt(1.0 + curve.runs() as f64 / RUNS_OF_REFERENCE);
        let apart = (point.mean - reference) / error;
        Some(format!("# {world} {policy}: {:.1} beside {reference}: {apart:+.1} standard errors of both", point.mean))
    };
    REFERENCES.iter().filter_map(line).collect()
}

const WORLDS: [&str; 10] =
    ["two-arms", "ten-arms", "gaussian", "linear", "logistic", "abrupt", "gradual", "trap", "constrained", "delayed"];

const HORIZON: u64 = 10_000;

/// The reference simulation's: with two arms, and with ten; from 200 to 400 runs each.
const REFERENCES: [(&str, f64, f64); 5] = [
    ("ucb1", 86.0, 844.0),
    ("ucb-v", 60.0, 352.0),
    ("epsilon-0.1", 56.0, 196.0),
    ("kl-ucb", 15.0, 130.5),
    ("thompson", 10.2, 89.6),
];

const RUNS_OF_REFERENCE: f64 = 300.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_usage_does_not_know_is_refused() {
        for arguments in [&["--runs", "0"][..], &["nowhere"], &["--seed"], &["--charts"]] {
            assert!(run(arguments).is_none(), "{arguments:?}");
        }
        assert!(run(&["--runs", "1", "two-arms"]).unwrap().unwrap_err().starts_with("`runs` is 1"));
    }

    #[test]
    fn every_policy_plays_in_every_environment() {
        let table = Table { runs: 2, seed: 1, charts: None };
        for world in WORLDS {
            let curves = table.curves(world).unwrap();
            assert!(curves.len() >= 3 && curves.iter().all(|(_, curve)| curve.last().mean.is_finite()), "{world}");
            assert_eq!(references(world, &curves).len(), if world.ends_with("-arms") { 5 } else { 0 });
        }
    }
}
