//! The plan as a page.

use std::error::Error;

use ansatz_examples::{
    figures::percent,
    page::{END, begun, escaped, put, write_chart, write_facts, write_grid, write_remarks, write_rest},
};

use crate::{chances, gantt, planned::Planned, print};

/// The whole page.
pub(crate) fn of_plan(planned: &Planned) -> Result<String, Box<dyn Error>> {
    let name = &planned.plan.name;
    let mut html = begun(name, "");
    put(&mut html, format_args!("<header><h1>{}</h1>\n", escaped(name)));
    html += "<p class=\"lead\">When each task starts, which tasks decide the finish, and how sure it is.</p>\n";
    write_facts(&mut html, &facts(planned));
    write_remarks(&mut html, [print::summary(planned), print::finish(planned), print::without_limits(planned)]);
    html += "</header>\n<main>\n<section>\n<h2>The schedule</h2>\n";
    write_chart(&mut html, &gantt::picture(planned));
    let path = print::critical_path(planned);
    put(&mut html, format_args!("<p>Critical path (=> for what is handed over): {}</p>\n", escaped(&path)));
    write_remarks(&mut html, print::verdicts(planned));
    html += "</section>\n<section>\n<h2>How sure it is</h2>\n";
    write_remarks(&mut html, [print::runs(planned), SIMULATED.to_owned()].into_iter().chain(print::chance(planned)));
    write_chart(&mut html, &chances::distribution(planned)?);
    write_grid(&mut html, &print::quantiles(planned));
    write_chart(&mut html, &chances::tornado(planned));
    html += "</section>\n<section>\n<h2>Task by task</h2>\n";
    write_grid(&mut html, &print::tasks(planned, MOST_ROWS));
    write_rest(&mut html, planned.plan.tasks.len(), MOST_ROWS, "tasks");
    html += "</section>\n";
    html += END;
    Ok(html)
}

fn facts(planned: &Planned) -> Vec<(String, String)> {
    let schedule = &planned.schedule;
    let risk = &planned.risk.analysis;
    let quantile = |p: f64| {
        let time = risk.quantile(p).map_or(f64::NAN, |date| date.value).ceil();
        planned.plan.clock.finish(time as u64)
    };
    let deadline = planned.plan.deadline.map(|deadline| percent(risk.probability_by(deadline as f64).value));
    let deadline = deadline.map(|chance| ("deadline kept", chance));
    let facts = [
        ("the schedule ends", planned.plan.clock.finish(schedule.makespan())),
        ("above the bound", percent(schedule.gap())),
        ("half sure (P50)", quantile(0.5)),
        ("80% sure (P80)", quantile(0.8)),
    ];
    facts.into_iter().chain(deadline).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// How the runs differ from the schedule.
const SIMULATED: &str = "\
The schedule counts on the most likely durations, while the runs draw from all three. A hand-over makes a task wait for \
one that uses what it needs; who hands over to whom stays as in the schedule, however long tasks take.";
/// More than a person looks at.
const MOST_ROWS: usize = 1_000;
