//! How near to the constant of Lai and Robbins regret comes.

use core::fmt::Write as _;

use ansatz_bandit::{
    BanditError, KlUcb, Moss, Policy, Thompson, Ucb1, UcbV,
    simulation::{Bernoulli, Environment, Simulation},
};
use ansatz_benches::positive;

use crate::worlds;

/// `None` if the arguments are none that the usage knows.
pub(crate) fn run(arguments: &[&str]) -> Option<Result<(), String>> {
    let (mut task, mut rest) = (Task { runs: 200, seed: 1, horizon: 1_000_000 }, arguments);
    loop {
        match *rest {
            ["--runs", text, ref tail @ ..] => (task.runs, rest) = (positive(text)?, tail),
            ["--seed", text, ref tail @ ..] => (task.seed, rest) = (text.parse().ok()?, tail),
            ["--horizon", text, ref tail @ ..] => (task.horizon, rest) = (positive(text)?, tail),
            [] => break,
            _ => return None,
        }
    }
    Some(task.tabulate().map_err(|error| error.to_string()))
}

struct Task {
    runs: u64,
    seed: u64,
    horizon: u64,
}

impl Task {
    fn tabulate(&self) -> Result<(), BanditError> {
        self.world("two-arms", &worlds::two_arms()?)?;
        self.world("ten-arms", &worlds::ten_arms()?)
    }

    fn world(&self, world: &str, environment: &Bernoulli) -> Result<(), BanditError> {
        let (k, horizon) = (environment.arms(), self.horizon);
        self.line(world, "kl-ucb", environment, |_| KlUcb::bernoulli(k))?;
        self.line(world, "thompson", environment, |_| Thompson::new(k))?;
        self.line(world, "ucb-v", environment, |_| UcbV::new(k))?;
        self.line(world, "ucb1", environment, |_| Ucb1::new(k))?;
        self.line(world, "moss", environment, |_| Moss::new(k, horizon))?;
        println!("# {world}: the constant is {:.4}", environment.lai_robbins());
        Ok(())
    }

    fn line<P: Policy<Context = ()>>(
        &self,
        world: &str,
        name: &str,
        environment: &Bernoulli,
        policy: impl Fn(u64) -> Result<P, BanditError> + Sync,
    ) -> Result<(), BanditError> {
        // Ten a decade, among them all powers of ten up to a horizon that is one.
        let points = libm::round(10.0 * libm::log10(self.horizon as f64)).max(1.0) as usize;
        let simulation = Simulation::new(self.horizon, self.runs)?.with_logarithmic_points(points)?;
        let curve = simulation.regret_parallel(environment, self.seed, policy)?;
        let mut line = format!("{world} {name}");
        for point in curve.points() {
            if point.round >= 1_000 && POWERS.contains(&point.round) {
                let unit = environment.lai_robbins() * libm::log(point.round as f64);
                let (ratio, error) = (point.mean / unit, point.standard_error / unit);
                let _ = write!(line, " {}:{ratio:.3}+-{error:.3}", point.round);
            }
        }
        println!("{line}");
        Ok(())
    }
}

const POWERS: [u64; 6] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];
