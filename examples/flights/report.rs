//! The findings as one HTML page that needs nothing else: its styles and drawings are inside.

use ansatz_examples::page::{END, begun, escaped, put, slug, write_chart, write_facts, write_grid, write_remarks};

use crate::{
    findings::{Cost, Finding, Section, Study, bytes, milliseconds},
    table::verdict,
};

/// The whole page; `facts` stand at its top, `remarks` below them.
pub(crate) fn page(facts: &[(String, String)], remarks: &[String], sections: &[Section]) -> String {
    let mut html = begun("Flights: estimates beside the truth", STYLE);
    html += "<header><h1>A year of departures, counted in one pass</h1>\n<p class=\"lead\">";
    html += "Each sketch of <code>ansatz-sketch</code> saw every row once. Beside each of its answers stand the exact \
             one, what was promised, and what either cost in memory and time. Then <code>ansatz-placement</code> shards \
             the aircraft, <code>ansatz-packing</code> gives them gates, <code>ansatz-optimize</code> plans a tour and \
             bases, <code>ansatz-planning</code> follows a delay through an aircraft's day, and <code>ansatz-quantum</code> \
             splits the airports in two and asks what bad days are made of.</p>\n";
    write_facts(&mut html, facts);
    write_remarks(&mut html, remarks);
    html += "<nav>";
    for section in sections {
        put(&mut html, format_args!("<a href=\"#{}\">{}</a> ", slug(section.title), escaped(section.title)));
    }
    html += "</nav></header>\n<main>\n";
    for section in sections {
        write_section(&mut html, section);
    }
    html += END;
    html
}

fn write_section(html: &mut String, section: &Section) {
    put(html, format_args!("<section id=\"{}\">\n<h2>{}</h2>\n", slug(section.title), escaped(section.title)));
    put(html, format_args!("<p>{}</p>\n", escaped(section.introduction)));
    write_facts(html, &section.facts);
    for chart in &section.charts {
        write_chart(html, chart);
    }
    write_studies(html, &section.studies);
    for grid in &section.grids {
        write_grid(html, grid);
    }
    *html += "</section>\n";
}

/// One table: a heading with its cost for each sketch, and below it a line for each question.
fn write_studies(html: &mut String, studies: &[Study]) {
    if studies.is_empty() {
        return;
    }
    *html += "<div class=\"scroll\"><table class=\"studies\">\n<tr><th></th><th>estimate</th><th>exact</th>\
              <th class=\"text\">promised</th><th class=\"text\">kept</th></tr>\n";
    for study in studies {
        put(html, format_args!("<tr class=\"sketch\"><th colspan=\"5\">{}<p>", escaped(&study.sketch)));
        write_cost(html, "sketch", study.cost, study.items);
        write_cost(html, "exact", study.exact_cost, study.items);
        *html += "</p></th></tr>\n";
        for finding in &study.findings {
            write_finding(html, finding);
        }
    }
    *html += "</table></div>\n";
}

fn write_finding(html: &mut String, finding: &Finding) {
    let class = if finding.kept == Some(false) { " class=\"broken\"" } else { "" };
    put(html, format_args!("<tr{class}><th>{}</th>", escaped(&finding.question)));
    put(html, format_args!("<td>{}</td><td>{}</td>", escaped(&finding.estimate), escaped(&finding.exact)));
    put(html, format_args!("<td class=\"text\">{}</td>", escaped(&finding.promise)));
    put(html, format_args!("<td class=\"text\">{}</td></tr>\n", verdict(finding.kept)));
}

fn write_cost(html: &mut String, what: &str, cost: Cost, items: u64) {
    let each = cost.time.as_secs_f64() * 1e9 / items.max(1) as f64;
    let (memory, time) = (bytes(cost.memory), milliseconds(cost.time));
    put(html, format_args!("<span><b>{what}</b> {memory}, {time} ({each:.1} ns an item)</span> "));
}

const STYLE: &str = "\
tr.sketch th { padding: 18px 0 4px; font-weight: 600; white-space: normal; }
tr.sketch p { margin: 0; font-size: 13.5px; font-weight: 400; color: #555; }
tr.sketch span { margin-right: 22px; }
table.studies { table-layout: fixed; min-width: 640px; }
table.studies tr:first-child th:nth-child(1) { width: 30%; }
table.studies tr:first-child th:nth-child(2), table.studies tr:first-child th:nth-child(3) { width: 13%; }
table.studies tr:first-child th:nth-child(5) { width: 8%; }
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_the_file_cannot_become_markup() {
        let facts = [("<script>".to_owned(), "\"&\"".to_owned())];
        let html = page(&facts, &[], &[]);
        assert!(html.contains("&lt;script&gt;") && html.contains("&quot;&amp;&quot;"));
        assert!(!html.contains("<script>"));
    }
}
