//! What a simulation looks like: bars, a curve, and a tornado.

use alloc::vec::Vec;

use ansatz_core::{ParameterError, require_range};

use super::{
    RiskAnalysis,
    report::{Bar, Driver, EventRisk, Swing},
};

impl RiskAnalysis {
    /// The shares of the finishes in `bars` spans of equal length, from the earliest to the latest: a chart.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `bars` is in 1..=100000.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::uniform(10.0, 20.0)?])?;
    /// let bars = model.simulate(10_000, 42)?.histogram(5)?;
    /// assert!(bars.iter().all(|bar| (bar.share - 0.2).abs() < 0.02));
    /// assert!((bars[4].to - 20.0).abs() < 0.01);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn histogram(&self, bars: usize) -> Result<Vec<Bar>, ParameterError> {
        let bars = require_range("bars", bars, 1..=MOST_POINTS)?;
        let (min, max) = (self.min(), self.max());
        let edge = |index: usize| if index == bars { max } else { min + (max - min) * (index as f64 / bars as f64) };
        let mut before = 0.0;
        let bar = |index| {
            let (from, to) = (edge(index), edge(index + 1));
            let below = self.digest.cdf(to).unwrap_or(1.0);
            Bar { from, to, share: below - core::mem::replace(&mut before, below) }
        };
        Ok((0..bars).map(bar).collect())
    }

    /// Dates and the probabilities of being finished by them: the S-curve, at `points` probabilities from 0 to 1.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `points` is in 2..=100000.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::uniform(10.0, 20.0)?])?;
    /// let curve = model.simulate(10_000, 42)?.curve(11)?;
    /// assert_eq!(curve[8].1, 0.8);
    /// assert!((curve[8].0 - 18.0).abs() < 0.2);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn curve(&self, points: usize) -> Result<Vec<(f64, f64)>, ParameterError> {
        let points = require_range("points", points, 2..=MOST_POINTS)?;
        let point = |index: usize| {
            let p = index as f64 / (points - 1) as f64;
            (self.digest.quantile(p).unwrap_or(f64::NAN), p)
        };
        Ok((0..points).map(point).collect())
    }

    /// By how much tasks and events move the finish, the largest swing first: a tornado chart.
    ///
    /// For a task the ends of a bar are the mean finishes of the runs in which its own duration, before events, was at most
    /// its P10, and at least its P90; for an event, those without and with it. These tenths are far enough apart to show what
    /// a task can do, and large enough to know it: the standard error of their means is about 3.2 times that of the mean of
    /// all runs. Of a distribution with few values an end is all runs with the lowest one, or the highest. Correlated tasks
    /// move together, and each shows what all of them do. Where no run was at one of the ends, there is no bar.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{LinkKind::FinishToStart, Network, risk::{Distribution, Driver, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// let (sure, unsure) = (network.add_task(0), network.add_task(0));
    /// network.link(sure, unsure, FinishToStart, 0)?;
    /// let model = RiskModel::new(&network, &[Distribution::uniform(9.0, 11.0)?, Distribution::uniform(5.0, 15.0)?])?;
    /// let tornado = model.simulate(10_000, 42)?.tornado();
    /// assert_eq!(tornado[0].driver, Driver::Task(unsure));
    /// // From 10 + 5.5 to 10 + 14.5.
    /// assert!((tornado[0].high - tornado[0].low - 9.0).abs() < 0.2);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n log n) for n tasks and events.
    pub fn tornado(&self) -> Vec<Swing> {
        let of_task = |(task, swing): (usize, &Option<(f64, f64)>)| {
            swing.map(|(low, high)| Swing { driver: Driver::Task(task), low, high })
        };
        let of_event = |(event, risk): (usize, &EventRisk)| {
            let (low, high) = risk.mean_without.zip(risk.mean_with)?;
            Some(Swing { driver: Driver::Event(event), low, high })
        };
        let tasks = self.swings.iter().enumerate().filter_map(of_task);
        let mut swings: Vec<_> = tasks.chain(self.events.iter().enumerate().filter_map(of_event)).collect();
        swings.sort_by(|one, other| other.size().total_cmp(&one.size()));
        swings
    }
}

/// More than any chart has pixels.
const MOST_POINTS: usize = 100_000;
