//! The history as a page.

use std::error::Error;

use ansatz_examples::{
    charts::{AXIS, Axis, Chart, Mark, RUST, SLATE, Series, WIDE, plane_of},
    figures::significant,
    page::{END, begun, escaped, put, write_chart, write_facts},
};

use crate::{
    evaluate::Outcome,
    parameter::Parameter,
    state::Finished,
    study::{Plan, Study},
};

/// The whole page.
pub(crate) fn of_study(study: &Study) -> Result<String, Box<dyn Error>> {
    let (plan, best) = (study.plan(), study.best());
    let mut html = begun("The history of a search", STYLE);
    put(&mut html, format_args!("<header><h1>The history of a search</h1>\n"));
    put(&mut html, format_args!("<p class=\"lead\"><code>{}</code></p>\n", escaped(&plan.text)));
    write_facts(&mut html, &facts(study));
    html += "</header>\n<main>\n";
    if let Some((_, _, candidate)) = best {
        write_best(&mut html, plan, candidate);
    }
    let view = View::new(study);
    html += "<section>\n";
    write_chart(&mut html, &view.history()?);
    html += "</section>\n<section>\n<h2>Where it looked</h2>\n<p>The objective over each parameter: the best trial in red, \
             failures as crosses at the edge.</p>\n<div class=\"small\">\n";
    for index in 0..plan.parameters.len() {
        write_chart(&mut html, &view.parameter(index)?);
    }
    html += "</div>\n</section>\n";
    write_trials(&mut html, study);
    html += END;
    Ok(html)
}

fn facts(study: &Study) -> Vec<(String, String)> {
    let plan = study.plan();
    let best = study.best().map_or_else(|| "none".to_owned(), |(_, value, _)| significant(value));
    let goal = if plan.maximize { "greatest objective" } else { "least objective" };
    let made = format!("{} of {}", study.trials().len(), plan.trials);
    let failed = study.failures().to_string();
    let (method, seed) = (plan.method.name().to_owned(), plan.seed.to_string());
    let facts = [(goal, best), ("trials", made), ("failed", failed), ("method", method), ("seed", seed)];
    facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn write_best(html: &mut String, plan: &Plan, candidate: &[f64]) {
    *html += "<section>\n<h2>The best trial</h2>\n";
    let values = plan.values(candidate).into_iter();
    write_facts(html, &values.map(|(name, value)| (name.to_owned(), value)).collect::<Vec<_>>());
    put(html, format_args!("<pre>{}</pre>\n</section>\n", escaped(&plan.pasteable(candidate))));
}

/// All trials, the best first and those that failed last.
fn write_trials(html: &mut String, study: &Study) {
    let plan = study.plan();
    *html += "<section>\n<h2>All trials, the best first</h2>\n<div class=\"scroll\"><table>\n<tr><th>trial</th><th>objective</th>";
    for parameter in &plan.parameters {
        put(html, format_args!("<th>{}</th>", escaped(&parameter.name)));
    }
    *html += "<th>seconds</th><th class=\"text\">why it failed</th></tr>\n";
    let ranking = study.ranking();
    let succeeded = ranking.iter().map(|(number, _, trial)| (*number, *trial));
    let failed = study.trials().iter().filter(|(_, trial)| trial.outcome.value().is_none());
    let failed = failed.map(|(number, trial)| (*number, trial));
    for (rank, (number, trial)) in succeeded.take(MOST_ROWS).chain(failed.take(MOST_ROWS)).enumerate() {
        write_trial(html, plan, rank, number, trial);
    }
    *html += "</table></div>\n";
    let more = ranking.len().saturating_sub(MOST_ROWS) + study.failures().saturating_sub(MOST_ROWS);
    if more > 0 {
        put(html, format_args!("<p>And {more} more.</p>\n"));
    }
    *html += "</section>\n";
}

fn write_trial(html: &mut String, plan: &Plan, rank: usize, number: u64, trial: &Finished) {
    let (class, objective, reason) = match &trial.outcome {
        Outcome::Value(value) if rank == 0 => ("best", significant(*value), ""),
        Outcome::Value(value) => ("", significant(*value), ""),
        Outcome::Failed(reason) => ("broken", "failed".to_owned(), reason.as_str()),
    };
    put(html, format_args!("<tr class=\"{class}\"><th>{}</th><td>{objective}</td>", number + 1));
    for (parameter, value) in plan.parameters.iter().zip(&trial.candidate) {
        let text = if parameter.dimension.is_continuous() { significant(*value) } else { parameter.text(*value) };
        put(html, format_args!("<td>{}</td>", escaped(&text)));
    }
    let seconds = trial.milliseconds as f64 / 1e3;
    put(html, format_args!("<td>{seconds:.3}</td><td class=\"text reason\">{}</td></tr>\n", escaped(reason)));
}

/// What all drawings have in common: the axis of the objective.
struct View<'a> {
    study: &'a Study,
    scale: Scale,
    /// The ends of the axis that hold the values worth a look.
    ends: (f64, f64),
    /// How many values are beyond them.
    beyond: usize,
    /// Where failures are drawn.
    edge: f64,
}

impl<'a> View<'a> {
    fn new(study: &'a Study) -> Self {
        let ranking = study.ranking();
        let scale = Scale::of(ranking.iter().map(|(_, value, _)| *value));
        let places: Vec<f64> = ranking.iter().map(|(_, value, _)| scale.place(*value)).collect();
        // Values as far from the rest as Tukey calls far out would leave no room for it.
        let quartile = |part: usize| places[(places.len() - 1) * part / 4];
        let is_near = |place: &&f64| (**place - quartile(3)).abs() <= 3.0 * (quartile(3) - quartile(1)).abs();
        let is_worse = |place: &&f64| study.cost(**place) > study.cost(quartile(3));
        let shown = places.iter().filter(|place| !is_worse(place) || is_near(place)).count();
        let ends = match places.first().zip(shown.checked_sub(1).map(|last| places[last])) {
            Some((best, worst)) => (*best, worst),
            None => (0.0, 1.0),
        };
        let (best, worst) = ends;
        let room = if best == worst { 0.5 } else { (worst - best).abs() * 0.06 };
        let edge = if study.plan().maximize { worst - room } else { worst + room };
        Self { study, scale, ends, beyond: places.len() - shown, edge }
    }

    fn axis(&self) -> Axis<'_> {
        Axis::over("objective", [self.ends.0, self.ends.1, self.edge], false, |place| self.scale.text(place))
    }

    /// Where a trial is drawn; `None` if it is beyond the ends.
    fn place(&self, value: f64) -> Option<f64> {
        let place = self.scale.place(value);
        let (low, high) = (self.ends.0.min(self.ends.1), self.ends.0.max(self.ends.1));
        (low <= place && place <= high).then_some(place)
    }

    /// The trials as points over what `x` says of them, those that have failed apart; of very many, some.
    fn points(&self, x: impl Fn(u64, &Finished) -> f64) -> [Vec<(f64, f64)>; 2] {
        let trials = self.study.trials();
        let every = trials.len().div_ceil(MOST_POINTS).max(1);
        let mut points = [Vec::new(), Vec::new()];
        for (number, trial) in trials.iter().step_by(every) {
            match trial.outcome.value() {
                Some(value) => points[0].extend(self.place(value).map(|y| (x(*number, trial), y))),
                None => points[1].push((x(*number, trial), self.edge)),
            }
        }
        points
    }

    fn history(&self) -> Result<Chart, Box<dyn Error>> {
        let [trials, failed] = self.points(|number, _| number as f64 + 1.0);
        let series = [
            Series { name: "a trial", colour: SLATE, mark: Mark::Dots(trials) },
            Series { name: "one that failed", colour: AXIS, mark: Mark::Crosses(failed) },
            Series { name: "the best so far", colour: RUST, mark: Mark::Line(self.staircase()) },
        ];
        let title = match self.beyond {
            0 => "Every trial, and the best so far".to_owned(),
            beyond => format!("Every trial but the {beyond} far beyond the others, and the best so far"),
        };
        let last = self.study.trials().len().max(2) as f64;
        let x = Axis::over("trial", [1.0, last], false, |number| format!("{number:.0}"));
        plane_of(WIDE, &title, x, self.axis(), &series)
    }

    fn staircase(&self) -> Vec<(f64, f64)> {
        let mut steps: Vec<(f64, f64)> = Vec::new();
        let mut best = f64::INFINITY;
        let mut last = 0.0;
        for (number, trial) in self.study.trials() {
            last = *number as f64 + 1.0;
            let Some(value) = trial.outcome.value().filter(|value| self.study.cost(*value) < best) else { continue };
            best = self.study.cost(value);
            let Some(place) = self.place(value) else { continue };
            steps.extend(steps.last().map(|(_, before)| (last, *before)));
            steps.push((last, place));
        }
        steps.extend(steps.last().map(|(_, place)| (last, *place)));
        steps
    }

    fn parameter(&self, index: usize) -> Result<Chart, Box<dyn Error>> {
        let parameter = &self.study.plan().parameters[index];
        let scale = Scale { is_logarithmic: parameter.is_logarithmic() };
        let x = |_, trial: &Finished| trial.candidate.get(index).map_or(0.0, |value| scale.place(*value));
        let [trials, failed] = self.points(x);
        let best = self
            .study
            .best()
            .and_then(|(_, value, candidate)| Some((scale.place(*candidate.get(index)?), self.place(value)?)));
        let series = [
            Series { name: "a trial", colour: SLATE, mark: Mark::Dots(trials) },
            Series { name: "one that failed", colour: AXIS, mark: Mark::Crosses(failed) },
            Series { name: "the best", colour: RUST, mark: Mark::Dots(best.into_iter().collect()) },
        ];
        let mut chart = plane_of(SMALL, &parameter.name, axis_of(parameter, &scale), self.axis(), &series)?;
        chart.legend.clear();
        Ok(chart)
    }
}

/// The axis of a parameter's values.
fn axis_of<'a>(parameter: &'a Parameter, scale: &'a Scale) -> Axis<'a> {
    let (low, high) = parameter.dimension.bounds();
    let Some(labels) = parameter.labels() else {
        return Axis::over("", [scale.place(low), scale.place(high)], false, |place| scale.text(place));
    };
    let letters = (LETTERS / labels.len()).max(1);
    let name = move |place: f64| {
        // Between two alternatives there is nothing.
        let label = if place.fract() == 0.0 && place >= 0.0 { labels.get(place as usize) } else { None };
        label.map_or_else(String::new, |label| label.chars().take(letters).collect())
    };
    Axis { range: -0.5..high + 0.5, labels: Some(2 * labels.len() + 1), ..Axis::over("", [], false, name) }
}

/// Where a value stands on its axis.
struct Scale {
    is_logarithmic: bool,
}

impl Scale {
    /// Logarithmic for positive values over several orders of magnitude.
    fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let least = values.clone().fold(f64::INFINITY, f64::min);
        let most = values.fold(0.0, f64::max);
        Self { is_logarithmic: least > 0.0 && most / least >= 1e3 }
    }

    fn place(&self, value: f64) -> f64 {
        // An axis between numbers of any size would have no finite length.
        if self.is_logarithmic { value.log10() } else { value.clamp(-LARGEST, LARGEST) }
    }

    fn text(&self, place: f64) -> String {
        if !self.is_logarithmic {
            return significant(place);
        }
        let value = 10f64.powf(place);
        // Two digits: between powers of ten the others are noise.
        significant(format!("{value:.1e}").parse().unwrap_or(value))
    }
}

const SMALL: (u32, u32) = (430, 270);
/// As many as stand side by side below a small drawing.
const LETTERS: usize = 36;
const LARGEST: f64 = 1e300;
/// More than a person looks at.
const MOST_ROWS: usize = 1_000;
/// More than the drawing has pixels for.
const MOST_POINTS: usize = 4_000;
const STYLE: &str = "\
pre { overflow-x: auto; padding: 10px 14px; background: #f6f6f6; font-size: 14px; }
.small { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); gap: 0 20px; }
.small figure { margin: 12px 0; }
.lead code { overflow-wrap: anywhere; }
tr.best td, tr.best th { background: #fbeee8; font-weight: 600; }
tr.broken td { font-weight: 400; }
td.reason { white-space: normal; min-width: 180px; }
";
