//! Hypotheses in superposition: of every day at noon, and of the worst one in detail.

use core::iter::zip;
use std::error::Error;

use ansatz_quantum::{QuantumError, Superposition};
use ansatz_random::Stream;

use super::{
    causes::{Cause, Day, Kind, Suspects},
    evidence::Others,
};
use crate::{
    charts::{self, Bar},
    clock::Timed,
    findings::{Chart, Cost, Finding, Grid, Study, grouped, percent},
    names::Names,
};

/// What was thought of each day at noon.
pub(super) struct Verdicts<'a> {
    days: &'a [Day],
    names: &'a Names,
    all: Vec<Verdict>,
    /// The day with the largest disturbed part.
    worst: usize,
    /// What both ways took for all days.
    carried: Timed<()>,
    multiplied: Timed<()>,
}

/// What was thought of a day.
struct Verdict {
    /// From how frequent causes are.
    before: Superposition<Cause>,
    /// And from what was seen at noon.
    after: Superposition<Cause>,
    /// The same by Bayes' rule.
    bayes: Vec<f64>,
    /// Ways to a kind of day added as amplitudes.
    interfered: Superposition<Kind>,
}

impl<'a> Verdicts<'a> {
    /// Of one day or more.
    pub(super) fn of(days: &'a [Day], suspects: &'a Suspects, names: &'a Names) -> Result<Self, QuantumError> {
        let hypotheses = suspects.hypotheses();
        let (mut carried, mut multiplied) = (Timed::new(()), Timed::new(()));
        let mut all = Vec::new();
        for (today, day) in days.iter().enumerate() {
            let others = Others::than(today, days, suspects, &hypotheses);
            let (frequencies, evidence) = (others.frequencies(), others.evidence(day.noon));
            let (before, after) = carried.run(|()| carry(&hypotheses, &frequencies, &evidence))?;
            let bayes = multiplied.run(|()| multiply(&frequencies, &evidence));
            all.push(Verdict { interfered: after.interfere(|cause| cause.kind())?, before, after, bayes });
        }
        let by_disturbed = |one: &usize, other: &usize| days[*one].disturbed.total_cmp(&days[*other].disturbed);
        let worst = (0..days.len()).max_by(by_disturbed).unwrap_or_default();
        Ok(Self { days, names, all, worst, carried, multiplied })
    }

    pub(super) fn study(&self) -> Study {
        let off = self.all.iter().flat_map(|verdict| zip(born(&verdict.after), &verdict.bayes));
        let off = off.map(|(born, bayes)| (born - bayes).abs()).fold(0.0, f64::max);
        let added = self.all.iter().map(Verdict::off_from_squared_roots).fold(0.0, f64::max);
        let same = |question: &str, off: f64| Finding {
            question: question.to_owned(),
            estimate: format!("{off:.1e}"),
            exact: "0".to_owned(),
            promise: format!("at most {SAME:e}, certain"),
            kept: Some(off <= SAME),
        };
        let (leading, likely) = self.leading();
        let seen = self.observed()[leading];
        let room = SIGMAS * (likely * (1.0 - likely) / OBSERVATIONS as f64).sqrt();
        let name = self.name(self.worst().after.alternatives()[leading]);
        let observed = Finding {
            question: format!("{} observed, {name}", self.days[self.worst].date),
            estimate: percent(seen),
            exact: percent(likely),
            promise: format!(
                "{} to {}, 99.9999%",
                percent((likely - room).max(0.0)),
                percent((likely + room).min(1.0))
            ),
            kept: Some((seen - likely).abs() <= room),
        };
        let memory = self.worst().after.memory_bytes();
        Study {
            sketch: format!("Superposition of {} hypotheses, each day's", self.worst().after.len()),
            items: self.all.len() as u64,
            cost: Cost { memory, time: self.carried.spent },
            exact_cost: Cost { memory: size_of_val(&self.worst().bayes[..]), time: self.multiplied.spent },
            findings: vec![
                same("Born's rule beside Bayes', largest difference", off),
                same("ways added, beside squares of sums of roots", added),
                observed,
            ],
        }
    }

    /// The hypotheses of the worst day.
    pub(super) fn of_the_worst(&self) -> Grid {
        let (day, verdict) = (&self.days[self.worst], self.worst());
        let columns = zip(zip(born(&verdict.before), born(&verdict.after)), self.observed());
        let row = |(cause, ((before, after), seen)): (&Cause, ((f64, f64), f64))| {
            let is_true = if *cause == day.cause { "it was" } else { "" };
            vec![self.name(*cause), percent(before), percent(after), percent(seen), is_true.to_owned()]
        };
        Grid {
            caption: format!(
                "{}, with {} of the departures late or cancelled: what it would be made of, before and after what was seen \
                 by noon, and {} observations",
                day.date,
                percent(day.disturbed),
                grouped(OBSERVATIONS as f64)
            ),
            header: ["hypothesis", "before", "at noon", "observed", "in the end"].map(str::to_owned).to_vec(),
            rows: zip(verdict.after.alternatives(), columns).map(row).collect(),
        }
    }

    /// How well kinds were told on all days.
    pub(super) fn of_all(&self) -> Grid {
        let row = |name: &str, days: &dyn Fn(&Day) -> bool| {
            let told: Vec<_> = zip(self.days, &self.all).filter(|(day, _)| days(day)).collect();
            let bits = |of: fn(&Verdict, Kind) -> f64| {
                let bits: f64 = told.iter().map(|(day, verdict)| -of(verdict, day.cause.kind()).log2()).sum();
                if told.is_empty() { "-".to_owned() } else { format!("{:.3}", bits / told.len() as f64) }
            };
            let (before, after) = (bits(|verdict, kind| of_kind(&verdict.before, kind)), bits(Verdict::told));
            vec![name.to_owned(), told.len().to_string(), before, after, bits(Verdict::interfered)]
        };
        let kinds = Kind::ALL.into_iter().map(|kind| row(kind.name(), &|day| day.cause.kind() == kind));
        Grid {
            caption: "By how many bits the kind of a day was a surprise on the mean, fewer being better: to who knows how \
                      frequent kinds are, to who has seen the morning as well, and if carriers' and airports' ways were \
                      added as amplitudes"
                .to_owned(),
            header: ["kind", "days", "before", "at noon", "as amplitudes"].map(str::to_owned).to_vec(),
            rows: kinds.chain([row("all", &|_| true)]).collect(),
        }
    }

    pub(super) fn chart(&self) -> Result<Chart, Box<dyn Error>> {
        let verdict = self.worst();
        let bar = |((cause, bayes), seen): ((&Cause, &f64), f64)| Bar {
            name: self.name(*cause),
            exact: *bayes,
            estimate: seen,
            interval: None,
        };
        let bars = zip(zip(verdict.after.alternatives(), &verdict.bayes), self.observed()).map(bar);
        charts::bars(
            &format!("What {} would be made of, at noon", self.days[self.worst].date),
            "probability",
            ["Bayes' rule", "observed, by Born's rule"],
            &bars.collect::<Vec<_>>(),
            |part| format!("{:.0}%", part * 100.0),
        )
    }

    fn worst(&self) -> &Verdict {
        &self.all[self.worst]
    }

    /// The likeliest hypothesis of the worst day, and how likely it is.
    fn leading(&self) -> (usize, f64) {
        let bayes = self.worst().bayes.iter().copied().enumerate();
        bayes.max_by(|one, other| one.1.total_cmp(&other.1)).unwrap_or_default()
    }

    /// How often each hypothesis of the worst day is observed.
    fn observed(&self) -> Vec<f64> {
        let state = &self.worst().after;
        let mut rng = Stream::new(SEED, 0);
        let mut counts = vec![0_u64; state.len()];
        for _ in 0..OBSERVATIONS {
            // As if there were many copies, of which one is observed.
            let seen = state.sample(&mut rng);
            if let Some(place) = state.alternatives().iter().position(|cause| cause == seen) {
                counts[place] += 1;
            }
        }
        counts.into_iter().map(|count| count as f64 / OBSERVATIONS as f64).collect()
    }

    fn name(&self, cause: Cause) -> String {
        match cause {
            Cause::Carrier(name) | Cause::Airport(name) => self.names.text(name).to_owned(),
            _ => cause.kind().name().to_owned(),
        }
    }
}

impl Verdict {
    /// How likely a day of this kind was thought at noon.
    fn told(&self, kind: Kind) -> f64 {
        of_kind(&self.after, kind)
    }

    /// The same if ways to it are added as amplitudes.
    fn interfered(&self, kind: Kind) -> f64 {
        self.interfered.probability(|other| *other == kind)
    }

    /// The exact difference to probabilities: a kind counts with the square of the sum of its ways' roots, where Bayes'
    /// rule has their sum.
    fn off_from_squared_roots(&self) -> f64 {
        let causes = self.after.alternatives();
        let squared = |kind: Kind| {
            let ways = zip(causes, &self.bayes).filter(|(cause, _)| cause.kind() == kind);
            ways.map(|(_, bayes)| bayes.sqrt()).sum::<f64>().powi(2)
        };
        let all: f64 = Kind::ALL.into_iter().map(squared).sum();
        Kind::ALL.into_iter().map(|kind| (self.interfered(kind) - squared(kind) / all).abs()).fold(0.0, f64::max)
    }
}

/// The hypotheses in superposition, re-weighted by how frequent they are and then by each piece of evidence.
fn carry(
    hypotheses: &[Cause],
    frequencies: &[f64],
    evidence: &[Vec<f64>],
) -> Result<(Superposition<Cause>, Superposition<Cause>), QuantumError> {
    let mut state = Superposition::uniform(hypotheses.iter().copied())?;
    state.reweight(frequencies)?;
    let before = state.clone();
    for likelihoods in evidence {
        state.reweight(likelihoods)?;
    }
    Ok((before, state))
}

/// Bayes' rule: products, divided by their sum.
fn multiply(frequencies: &[f64], evidence: &[Vec<f64>]) -> Vec<f64> {
    let product = |(place, frequency): (usize, &f64)| {
        evidence.iter().fold(*frequency, |product, likelihoods| product * likelihoods[place])
    };
    let products: Vec<f64> = frequencies.iter().enumerate().map(product).collect();
    let all: f64 = products.iter().sum();
    products.into_iter().map(|product| product / all).collect()
}

fn born(state: &Superposition<Cause>) -> impl Iterator<Item = f64> {
    state.amplitudes().iter().map(|amplitude| amplitude.norm_sqr())
}

fn of_kind(state: &Superposition<Cause>, kind: Kind) -> f64 {
    state.probability(|cause| cause.kind() == kind)
}

/// Some dozens of roundings of numbers up to 1.
const SAME: f64 = 1e-14;
const OBSERVATIONS: u64 = 10_000;
const SEED: u64 = 2013;
/// The normal quantile of one in a million, two-sided.
const SIGMAS: f64 = 4.891_638_475_698_59;
