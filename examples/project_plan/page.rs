//! The plan as a page.

use std::error::Error;

use ansatz_examples::{
    figures::{grouped, percent},
    page::{begun, escaped, put, write_chart, write_facts, write_grid},
};

use crate::{gantt, planned::Planned, print};

/// The whole page.
pub(crate) fn of_plan(planned: &Planned) -> Result<String, Box<dyn Error>> {
    let name = &planned.plan.name;
    let mut html = begun(name, "");
    put(&mut html, format_args!("<header><h1>{}</h1>\n", escaped(name)));
    html += "<p class=\"lead\">When each task starts, which tasks decide the finish, and how sure it is.</p>\n";
    write_facts(&mut html, &facts(planned));
    for remark in [print::finish(planned), print::without_limits(planned)] {
        put(&mut html, format_args!("<p class=\"remark\">{}</p>\n", escaped(&remark)));
    }
    html += "</header>\n<main>\n<section>\n<h2>The schedule</h2>\n";
    write_chart(&mut html, &gantt::picture(planned));
    put(&mut html, format_args!("<p>Critical path: {}</p>\n", escaped(&print::critical_path(planned))));
    for verdict in print::verdicts(planned) {
        put(&mut html, format_args!("<p class=\"remark\">{}</p>\n", escaped(&verdict)));
    }
    html += "</section>\n<section>\n<h2>Task by task</h2>\n";
    write_grid(&mut html, &print::tasks(planned, MOST_ROWS));
    let tasks = planned.plan.tasks.len();
    if tasks > MOST_ROWS {
        put(&mut html, format_args!("<p>And {} more tasks.</p>\n", grouped((tasks - MOST_ROWS) as f64)));
    }
    html += "</section>\n</main>\n</body>\n</html>\n";
    Ok(html)
}

fn facts(planned: &Planned) -> Vec<(String, String)> {
    let schedule = &planned.schedule;
    let facts = [
        ("tasks", grouped(planned.plan.tasks.len() as f64)),
        ("done after", print::length(planned, schedule.makespan())),
        ("above the bound", percent(schedule.gap())),
    ];
    facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// More than a person looks at.
const MOST_ROWS: usize = 1_000;
