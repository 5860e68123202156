//! What Thompson sampling earned in the Open Bandit Dataset, from the log of uniform choices alone, beside what it did earn.

use std::{fs, path::Path};

use ansatz_bandit::{
    Propensity,
    evaluation::{Estimator, EvaluationError, LoggedRound, OffPolicy, ShrunkMeans},
};
use ansatz_random::normal;

/// `None` if the arguments are none that the usage knows.
pub(crate) fn run(arguments: &[&str]) -> Option<Result<(), String>> {
    match *arguments {
        [folder] if !folder.starts_with('-') => Some(tabulate(Path::new(folder))),
        _ => None,
    }
}

fn tabulate(folder: &Path) -> Result<(), String> {
    let (random, bts) = (read(&folder.join("random.csv"))?, read(&folder.join("bts.csv"))?);
    let policy = frequencies(&bts);
    let fitted = evaluated(&random, &policy, false).map_err(|error| format!("random.csv: {error}"))?;
    let left_out = evaluated(&random, &policy, true).map_err(|error| format!("random.csv: {error}"))?;
    println!("estimator | estimate | standard error | lower | upper");
    for (name, evaluation, estimator) in Estimator::ALL
        .map(|estimator| (estimator.name().to_owned(), &fitted, estimator))
        .into_iter()
        .chain([("DR, the row left out".to_owned(), &left_out, Estimator::DoublyRobust)])
    {
        let estimate = evaluation.estimate(estimator).map_err(|error| error.to_string())?;
        let standard_error = (estimate.upper - estimate.value) / normal::quantile(0.975);
        let (value, lower, upper) = (estimate.value, estimate.lower, estimate.upper);
        println!("{name} | {value:.5} | {standard_error:.5} | {lower:.5} | {upper:.5}");
    }
    let mean = |log: &[Row]| log.iter().map(|row| row.click).sum::<f64>() / log.len() as f64;
    println!("# rounds {}, effective {:.0}", fitted.rounds(), fitted.effective_sample_size());
    println!(
        "# largest weight {:.2}; switch-DR leaves weights above {THRESHOLD} to the model",
        fitted.largest_weight()
    );
    println!("# earned by Thompson sampling itself {:.5}, by uniform choices {:.5}", mean(&bts), mean(&random));
    for warning in fitted.warnings() {
        println!("# warning: {warning}");
    }
    Ok(())
}

/// A row of a log.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Row {
    item: usize,
    position: usize,
    click: f64,
    propensity: f64,
}

/// Probabilities of items at each position.
type Frequencies = [[f64; ITEMS]; POSITIONS];

/// How often each item stands at each position.
fn frequencies(log: &[Row]) -> Frequencies {
    let mut counts = [[0.0; ITEMS]; POSITIONS];
    for row in log {
        counts[row.position][row.item] += 1.0;
    }
    for position in &mut counts {
        let all: f64 = position.iter().sum();
        for count in position {
            // A position that the log does not have is as good as any.
            *count = if all > 0.0 { *count / all } else { 1.0 / ITEMS as f64 };
        }
    }
    counts
}

/// The policy on the log, with means of each position's items as the model.
fn evaluated(log: &[Row], policy: &Frequencies, leaves_out: bool) -> Result<OffPolicy, EvaluationError> {
    let none = ShrunkMeans::new(ITEMS, PRIOR, PSEUDO_ROWS)?;
    let mut models = [none.clone(), none.clone(), none];
    for row in log {
        models[row.position].observe(row.item, row.click)?;
    }
    let mut evaluation = OffPolicy::new().with_threshold(THRESHOLD)?;
    for row in log {
        let model = &models[row.position];
        let rewards = if leaves_out { model.without(row.item, row.click) } else { model.means() };
        let round = LoggedRound::new(row.item, row.click, Propensity::Exact(row.propensity));
        evaluation.observe_with_model(&round, &policy[row.position], &rewards)?;
    }
    Ok(evaluation)
}

fn read(path: &Path) -> Result<Vec<Row>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    parse(&text).map_err(|(line, wrong)| format!("{}: line {line}: {wrong}", path.display()))
}

/// The rows, or the number of the first broken line and what is wrong with it.
fn parse(text: &str) -> Result<Vec<Row>, (usize, String)> {
    let mut lines = (1..).zip(text.lines());
    match lines.next() {
        Some((_, HEADER)) => {}
        header => return Err((1, format!("{:?}, allowed: {HEADER}", header.map_or("", |(_, text)| text)))),
    }
    lines.map(|(number, line)| row(line).ok_or_else(|| (number, format!("{line:?}, allowed: {ALLOWED}")))).collect()
}

fn row(line: &str) -> Option<Row> {
    let fields: Vec<&str> = line.split(',').collect();
    let [item, position, click, propensity] = fields[..] else { return None };
    let click = match click {
        "0" => 0.0,
        "1" => 1.0,
        _ => return None,
    };
    let (item, position) = (item.parse().ok()?, position.parse().ok()?);
    (item < ITEMS && position < POSITIONS).then_some(Row {
        item,
        position,
        click,
        propensity: propensity.parse().ok()?,
    })
}

/// Of men's clothing.
const ITEMS: usize = 34;
const POSITIONS: usize = 3;
/// The model says this of an item, as strongly as so many rows: the mean of the log of uniform choices.
const PRIOR: f64 = 0.0046;
const PSEUDO_ROWS: f64 = 20.0;
/// Some way below the largest weight, so that the switch makes a difference.
const THRESHOLD: f64 = 5.0;
const HEADER: &str = "item,position,click,propensity";
const ALLOWED: &str = "item below 34, position below 3, click 0 or 1, propensity, separated by commas";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_and_broken_ones_are_named() {
        let rows = parse("item,position,click,propensity\n5,2,1,0.25\n").unwrap();
        assert_eq!(rows, [Row { item: 5, position: 2, click: 1.0, propensity: 0.25 }]);
        assert_eq!(parse("item\n").unwrap_err().0, 1);
        for broken in ["34,0,1,0.1", "0,3,1,0.1", "0,0,1", "0,0,1,x", "0,0,2,0.1"] {
            assert_eq!(parse(&format!("{HEADER}\n0,0,0,0.5\n{broken}\n")).unwrap_err().0, 3, "{broken}");
        }
    }

    #[test]
    fn a_log_of_the_policy_itself_has_its_mean() {
        let log: Vec<Row> =
            (0..60).map(|i| Row { item: i % 2, position: i % 3, click: (i % 5 / 4) as f64, propensity: 0.5 }).collect();
        let evaluation = evaluated(&log, &frequencies(&log), false).unwrap();
        let estimate = evaluation.estimate(Estimator::SelfNormalized).unwrap();
        assert!((estimate.value - 0.2).abs() < 1e-12);
    }
}
