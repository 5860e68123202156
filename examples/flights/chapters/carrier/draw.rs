//! Tables and a chart of a route.

use std::error::Error;

use super::{
    outcome::{LIN_UCB, Outcomes, Replayed, THOMPSON},
    route::Route,
};
use crate::{
    charts::{self, Axis, ESTIMATE, EXACT, Mark, OTHER, QUIET, Series},
    findings::{Chart, Grid, grouped, percent},
};

/// The carriers of a route, each for itself.
pub(super) fn carriers(route: &Route) -> Grid {
    let row = |(place, name): (usize, &String)| {
        let lost: Vec<f64> = route.flights.iter().filter(|row| row.carrier == place).map(|row| row.lost).collect();
        let mean = lost.iter().sum::<f64>() / lost.len() as f64;
        let alone = format!("{:.2}", route.mean(place));
        vec![name.clone(), alone, format!("{mean:.2}"), grouped(lost.len() as f64)]
    };
    Grid {
        caption: format!(
            "Minutes that {}'s carriers lose: in the {} choices among all of them, and over all of their flights, which are at \
             other times for each",
            route.name,
            grouped(route.rounds.len() as f64)
        ),
        header: ["carrier", "choices", "all flights", "flights"].map(str::to_owned).to_vec(),
        rows: route.carriers.iter().enumerate().map(row).collect(),
    }
}

/// The policies on a route beside each other.
pub(super) fn policies(route: &Route, outcomes: &Outcomes) -> Grid {
    let replayed = |replayed: &Replayed| {
        let lost = replayed
            .lost
            .map_or_else(|| "-".to_owned(), |lost| format!("{:.2} \u{b1} {:.2}", lost.value, lost.upper - lost.value));
        let warning = if replayed.is_warned_of { " !" } else { "" };
        [lost, percent(replayed.used as f64 / replayed.rounds as f64) + warning]
    };
    let rounds = route.rounds.len() as f64;
    let fixed = (0..route.carriers.len()).map(|carrier| route.mean(carrier));
    let uniform = fixed.sum::<f64>() / route.carriers.len() as f64;
    let best = route.mean(route.best());
    let alone = |name: String, mean: f64| {
        let mut row = vec![name, format!("{mean:.2}"), grouped((mean - best) * rounds)];
        row.resize(7, "-".to_owned());
        row
    };
    let mut rows = vec![
        alone(format!("always {}, in hindsight", route.carriers[route.best()]), best),
        alone("a carrier at random".to_owned(), uniform),
    ];
    for outcome in &outcomes.all {
        let regret = outcome.regret(route).last().copied().unwrap_or_default();
        let mut row = vec![outcome.name.to_owned(), format!("{:.2}", outcome.mean()), grouped(regret)];
        row.extend(replayed(&outcome.drawn));
        row.extend(replayed(&outcome.as_it_is));
        rows.push(row);
    }
    Grid {
        caption: format!(
            "Policies on {}: minutes lost a flight, and in all beyond the best carrier; what replay says of a uniformly drawn log, \
             in fewer rounds from which less is learnt, and of the rows as they are, with the shares of rows that were used; ! \
             where that share is none that uniform choices could have",
            route.name
        ),
        header: ["policy", "minutes", "regret", "drawn log", "used", "rows as they are", "used"]
            .map(str::to_owned)
            .to_vec(),
        rows,
    }
}

/// How regret grows over the year.
pub(super) fn regret(route: &Route, outcomes: &Outcomes) -> Result<Chart, Box<dyn Error>> {
    let points = |regret: Vec<f64>| regret.into_iter().enumerate().map(|(round, lost)| (round as f64, lost)).collect();
    let mut lines: Vec<(&str, _, Vec<(f64, f64)>)> = Vec::new();
    for (name, colour) in [("UCB1", QUIET), ("KL-UCB", EXACT), (THOMPSON, ESTIMATE), (LIN_UCB, OTHER)] {
        let outcome = outcomes.named(name);
        lines.extend(outcome.map(|outcome| (name, colour, points(outcome.regret(route)))));
    }
    let all = || lines.iter().flat_map(|(.., line)| line);
    let dates = || route.rounds.iter().map(|round| &round.date);
    let x = Axis::over("date", all().map(|point| point.0), false, |round| charts::name_of_day(dates(), round));
    let y = Axis::over("minutes", all().map(|point| point.1), true, grouped);
    let series =
        lines.iter().map(|(name, colour, line)| Series { name, colour: *colour, mark: Mark::Line(line.clone()) });
    let title = format!("Minutes lost on {} beyond always flying with {}", route.name, route.carriers[route.best()]);
    charts::plane(&title, x, y, &series.collect::<Vec<_>>())
}
