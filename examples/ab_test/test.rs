//! The watched test that suits the outcomes.

use ansatz_bandit::experiments::{Group, MixtureSprt, ProportionTest, RandomizedDifference, Verdict};
use ansatz_core::{Estimate, ParameterError};

use crate::{arguments::Request, read::Experiment};

/// A test and a confidence sequence, told the same outcomes.
#[derive(Debug)]
pub(crate) enum Test {
    /// Of yes or no.
    Rates(ProportionTest, RandomizedDifference),
    /// Of outcomes within bounds: the difference is shown when its sequence excludes 0.
    Bounded(RandomizedDifference, Verdict),
    /// Of any outcomes.
    Means(MixtureSprt),
}

impl Test {
    pub(crate) fn of(experiment: &Experiment, request: &Request) -> Result<Self, ParameterError> {
        let confidence = 1.0 - request.alpha;
        // As many for a small share as there may be.
        let steps = (MOST_STEPS * request.share.min(1.0 - request.share)).min(STEPS) as u32;
        let betting = |bounds| RandomizedDifference::new(confidence, request.share, bounds)?.with_grid(steps);
        if let Some(bounds) = &request.bounds {
            return Ok(Self::Bounded(betting(bounds.clone())?, Verdict::Undecided));
        }
        if experiment.rows.iter().all(|row| row.outcome == 0.0 || row.outcome == 1.0) {
            return Ok(Self::Rates(
                ProportionTest::new(request.alpha, request.share, request.effect)?,
                betting(0.0..=1.0)?,
            ));
        }
        Ok(Self::Means(MixtureSprt::new(request.alpha, request.effect)?))
    }

    pub(crate) fn observe(&mut self, group: Group, outcome: f64) -> Result<(), ParameterError> {
        match self {
            Self::Rates(test, rates) => {
                test.observe(group, outcome > 0.0);
                rates.observe(group, outcome)
            }
            Self::Bounded(means, verdict) => {
                means.observe(group, outcome)?;
                let estimate = means.estimate();
                if *verdict == Verdict::Undecided && !estimate.contains(0.0) {
                    *verdict = if estimate.lower > 0.0 { Verdict::Higher } else { Verdict::Lower };
                }
                Ok(())
            }
            Self::Means(test) => test.observe(group, outcome),
        }
    }

    pub(crate) fn verdict(&self) -> Verdict {
        match self {
            Self::Rates(test, _) => test.verdict(),
            Self::Bounded(_, verdict) => *verdict,
            Self::Means(test) => test.verdict(),
        }
    }

    /// `None` if the test is its interval.
    pub(crate) fn p_value(&self) -> Option<f64> {
        match self {
            Self::Rates(test, _) => Some(test.p_value()),
            Self::Bounded(..) => None,
            Self::Means(test) => Some(test.p_value()),
        }
    }

    /// The treatment's mean less the control's.
    pub(crate) fn estimate(&self) -> Estimate {
        match self {
            Self::Rates(_, means) | Self::Bounded(means, _) => means.estimate(),
            Self::Means(test) => test.estimate(),
        }
    }

    /// What it is and what it takes for granted.
    pub(crate) fn described(&self) -> &'static str {
        match self {
            Self::Rates(..) => RATES,
            Self::Bounded(..) => BOUNDED,
            Self::Means(_) => MEANS,
        }
    }
}

/// A hundredth of a per cent of the range.
const STEPS: f64 = 10_000.0;
/// For a share of 1; a little less than the 500,000 that are allowed, for rounding.
const MOST_STEPS: f64 = 499_999.0;
const RATES: &str = "\
Outcomes are 0 or 1. The verdict is that of the test of two proportions, and the interval that of bets on the difference. \
Both are exact if each one's group was drawn with the stated share; the test looks for the stated effect, and may find a \
difference some time before the interval leaves 0.";
const BOUNDED: &str = "\
Outcomes lie within bounds. The interval is that of bets on the difference, exact for any such outcomes if each one's group \
was drawn with the stated share, and the verdict falls when it excludes 0.";
const MEANS: &str = "\
Outcomes are any numbers. The verdict is that of the mixture SPRT of the t statistic, and the interval the same test turned \
around: exact for normal outcomes of one variance, and in the limit of many for others.";
