//! Durations of several runs at a time, drawn.

use alloc::{sync::Arc, vec, vec::Vec};

use ansatz_core::ParameterError;
use ansatz_random::{Stream, below, unit};

use super::{
    Distribution, RiskModel,
    correlation::{Block, blocks},
    distribution::{Shape, log_moments, rank, triangular_quantile},
    lanes::{LANES, Row},
    pert_table::{PertTable, Place},
    scores::Scores,
};
use ansatz_random::normal;

/// How to draw from a distribution.
#[derive(Debug, Clone)]
enum Draw {
    Constant(f64),
    Uniform { min: f64, range: f64 },
    Triangular { min: f64, mode: f64, max: f64 },
    Pert { min: f64, range: f64, place: Place },
    Lognormal { mu: f64, sigma: f64 },
    Empirical(Arc<[f64]>),
}

impl Draw {
    fn new(distribution: &Distribution, table: &mut PertTable) -> Self {
        match &distribution.0 {
            &Shape::Constant(value) => Self::Constant(value),
            &Shape::Uniform { min, max } => Self::Uniform { min, range: max - min },
            &Shape::Triangular { min, max, .. } | &Shape::Pert { min, max, .. } if min == max => Self::Constant(min),
            &Shape::Lognormal { mean, deviation: 0.0 } => Self::Constant(mean),
            &Shape::Triangular { min, mode, max } => Self::Triangular { min, mode, max },
            &Shape::Pert { min, mode, max } => {
                Self::Pert { min, range: max - min, place: table.place((mode - min) / (max - min)) }
            }
            &Shape::Lognormal { mean, deviation } => {
                let (mu, sigma) = log_moments(mean, deviation);
                Self::Lognormal { mu, sigma }
            }
            Shape::Empirical(values) => Self::Empirical(values.clone()),
        }
    }

    /// The quantile at a normal score.
    fn at_score(&self, table: &PertTable, z: f64) -> f64 {
        match self {
            &Self::Constant(value) => value,
            &Self::Uniform { min, range } => min + range * normal::cdf(z),
            &Self::Triangular { min, mode, max } => triangular_quantile(min, mode, max, normal::cdf(z)),
            &Self::Pert { min, range, place } => min + range * table.value(place, z),
            &Self::Lognormal { mu, sigma } => libm::exp(mu + sigma * z),
            Self::Empirical(values) => values[rank(values.len(), normal::cdf(z))],
        }
    }

    /// Where the first tenth ends and the last one begins: the quantiles at a tenth and at nine tenths.
    fn tenths(&self, table: &PertTable) -> [f64; 2] {
        match self {
            // As many from either end.
            Self::Empirical(values) => {
                let rank = rank(values.len(), 0.1);
                [rank, values.len() - 1 - rank].map(|rank| values[rank])
            }
            _ => [-TENTH, TENTH].map(|z| self.at_score(table, z)),
        }
    }

    /// One independent draw for each lane.
    fn draw(&self, scores: &Scores, table: &PertTable, rng: &mut Stream, to: &mut Row) {
        match self {
            &Self::Constant(value) => *to = [value; LANES],
            &Self::Uniform { min, range } => to.fill_with(|| min + range * unit(rng)),
            &Self::Triangular { min, mode, max } => {
                to.fill_with(|| unit(rng));
                *to = to.map(|p| triangular_quantile(min, mode, max, p));
            }
            Self::Empirical(values) => to.fill_with(|| values[below(rng, values.len() as u64) as usize]),
            Self::Pert { .. } | Self::Lognormal { .. } => {
                scores.draw(rng, to);
                *to = to.map(|z| self.at_score(table, z));
            }
        }
    }
}

/// An event, with the tasks at their positions.
#[derive(Debug, Clone)]
struct Impact {
    number: usize,
    probability: f64,
    amount: Draw,
    multiplies: bool,
    positions: Vec<usize>,
}

/// Everything that is drawn for a run, in the order in which it is drawn: blocks of correlated tasks, the other tasks in
/// the order of their numbers, events.
#[derive(Debug, Clone)]
pub(super) struct Sampler {
    scores: Scores,
    table: PertTable,
    blocks: Vec<(Block, Vec<(usize, Draw)>)>,
    independent: Vec<(usize, Draw)>,
    /// Factors, then delays.
    impacts: Vec<Impact>,
    /// The positions of the tasks that events touch, in ascending order.
    touched: Vec<usize>,
}

/// What was drawn for a few runs.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    /// By position.
    pub(super) durations: Vec<Row>,
    /// As they were before any event, of the tasks that events touch.
    pub(super) untouched: Vec<Row>,
    /// 1 in the runs in which an event occurred, and 0 in the others; by number.
    pub(super) occurred: Vec<Row>,
    scores: Vec<Row>,
}

impl Sampler {
    pub(super) fn new(model: &RiskModel) -> Result<Self, ParameterError> {
        let mut table = PertTable::new();
        let mut is_correlated = vec![false; model.len()];
        let mut draw_of = |task: usize| (model.topology.position(task), Draw::new(&model.durations[task], &mut table));
        let mut correlated = Vec::new();
        for block in blocks(&model.correlations)? {
            block.tasks.iter().for_each(|&task| is_correlated[task] = true);
            let draws = block.tasks.iter().map(|&task| draw_of(task)).collect();
            correlated.push((block, draws));
        }
        let independent = (0..model.len()).filter(|&task| !is_correlated[task]).map(draw_of).collect();
        let mut impacts: Vec<_> = model
            .events
            .iter()
            .enumerate()
            .map(|(number, event)| Impact {
                number,
                probability: event.probability(),
                amount: Draw::new(event.impact(), &mut table),
                multiplies: event.multiplies,
                positions: event.tasks().iter().map(|&task| model.topology.position(task)).collect(),
            })
            .collect();
        impacts.sort_by_key(|impact| !impact.multiplies);
        let mut touched: Vec<_> = impacts.iter().flat_map(|impact| impact.positions.iter().copied()).collect();
        touched.sort_unstable();
        touched.dedup();
        Ok(Self { scores: Scores::new(), table, blocks: correlated, independent, impacts, touched })
    }

    /// Room for what is drawn.
    pub(super) fn room(&self, tasks: usize) -> Sample {
        let none = [0.0; LANES];
        let largest = self.blocks.iter().map(|(block, _)| block.tasks.len()).max();
        Sample {
            durations: vec![none; tasks],
            untouched: vec![none; self.touched.len()],
            occurred: vec![none; self.impacts.len()],
            scores: vec![none; largest.unwrap_or(0)],
        }
    }

    /// The positions of the tasks that events touch, in ascending order.
    pub(super) fn touched(&self) -> &[usize] {
        &self.touched
    }

    /// The position of each task, with the quantiles of its duration at a tenth and at nine tenths.
    pub(super) fn tenths(&self) -> impl Iterator<Item = (usize, [f64; 2])> {
        let draws = self.blocks.iter().flat_map(|(_, draws)| draws).chain(&self.independent);
        draws.map(|(position, draw)| (*position, draw.tenths(&self.table)))
    }

    /// Draws all durations and events.
    pub(super) fn sample(&self, rng: &mut Stream, sample: &mut Sample) {
        for (block, draws) in &self.blocks {
            let scores = &mut sample.scores[..draws.len()];
            for row in scores.iter_mut() {
                self.scores.draw(rng, row);
            }
            block.correlate(scores);
            for ((position, draw), row) in draws.iter().zip(scores) {
                sample.durations[*position] = row.map(|z| draw.at_score(&self.table, z));
            }
        }
        for (position, draw) in &self.independent {
            draw.draw(&self.scores, &self.table, rng, &mut sample.durations[*position]);
        }
        for (row, &position) in sample.untouched.iter_mut().zip(&self.touched) {
            *row = sample.durations[position];
        }
        for impact in &self.impacts {
            self.touch(impact, rng, sample);
        }
    }

    fn touch(&self, impact: &Impact, rng: &mut Stream, sample: &mut Sample) {
        let occurred = &mut sample.occurred[impact.number];
        occurred.fill_with(|| f64::from(u8::from(unit(rng) < impact.probability)));
        let mut amounts = [0.0; LANES];
        impact.amount.draw(&self.scores, &self.table, rng, &mut amounts);
        for &position in &impact.positions {
            let durations = &mut sample.durations[position];
            for lane in 0..LANES {
                if occurred[lane] > 0.0 {
                    let duration = durations[lane];
                    let longer = if impact.multiplies { duration * amounts[lane] } else { duration + amounts[lane] };
                    durations[lane] = longer.min(MOST_DURATION);
                }
            }
        }
    }
}

/// The normal quantile at nine tenths.
const TENTH: f64 = 1.281_551_565_544_600_4;

/// What factors may make of a duration, so that squares of sums of durations are finite.
pub(super) const MOST_DURATION: f64 = 1e100;
