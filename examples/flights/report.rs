//! The findings as one HTML page that needs nothing else: its styles and drawings are inside.

use core::fmt::Write as _;

use crate::{
    findings::{Chart, Cost, Finding, Grid, Section, Study, bytes, milliseconds},
    table::verdict,
};

/// The whole page; `facts` stand at its top, `remarks` below them.
pub(crate) fn page(facts: &[(String, String)], remarks: &[String], sections: &[Section]) -> String {
    let mut html = String::from(HEAD);
    html += "<header><h1>A year of departures, counted in one pass</h1>\n<p class=\"lead\">";
    html += "Each sketch of <code>ansatz-sketch</code> saw every row once. Beside each of its answers stand the exact \
             one, what was promised, and what either cost in memory and time. Then <code>ansatz-placement</code> shards \
             the aircraft, and <code>ansatz-optimize</code> plans a tour and bases.</p>\n";
    write_facts(&mut html, facts);
    for remark in remarks {
        put(&mut html, format_args!("<p class=\"remark\">{}</p>\n", escaped(remark)));
    }
    html += "<nav>";
    for section in sections {
        put(&mut html, format_args!("<a href=\"#{}\">{}</a> ", slug(section.title), escaped(section.title)));
    }
    html += "</nav></header>\n<main>\n";
    for section in sections {
        write_section(&mut html, section);
    }
    html += "</main>\n</body>\n</html>\n";
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

fn write_facts(html: &mut String, facts: &[(String, String)]) {
    if facts.is_empty() {
        return;
    }
    *html += "<dl class=\"facts\">";
    for (name, value) in facts {
        put(html, format_args!("<div><dt>{}</dt><dd>{}</dd></div>", escaped(name), escaped(value)));
    }
    *html += "</dl>\n";
}

fn write_chart(html: &mut String, chart: &Chart) {
    put(html, format_args!("<figure role=\"img\" aria-label=\"{0}\">\n<h3>{0}</h3>\n", escaped(&chart.title)));
    *html += &chart.svg;
    *html += "<figcaption>";
    for (name, colour) in &chart.legend {
        put(html, format_args!("<span><i style=\"background:{colour}\"></i>{}</span> ", escaped(name)));
    }
    *html += "</figcaption>\n</figure>\n";
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

fn write_grid(html: &mut String, grid: &Grid) {
    put(html, format_args!("<h3>{}</h3>\n<div class=\"scroll\"><table>\n<tr>", escaped(&grid.caption)));
    for name in &grid.header {
        put(html, format_args!("<th>{}</th>", escaped(name)));
    }
    *html += "</tr>\n";
    for row in &grid.rows {
        *html += "<tr>";
        for (column, cell) in row.iter().enumerate() {
            let tag = if column == 0 { "th" } else { "td" };
            put(html, format_args!("<{tag}>{}</{tag}>", escaped(cell)));
        }
        *html += "</tr>\n";
    }
    *html += "</table></div>\n";
}

/// Writing to a `String` cannot fail, and `fmt` has no way to say so.
fn put(html: &mut String, arguments: core::fmt::Arguments<'_>) {
    let _ = html.write_fmt(arguments);
}

/// Text as it may stand in an element or an attribute; airlines and airports come from the user's own file.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            _ => out.push(c),
        }
    }
    out
}

fn slug(title: &str) -> String {
    title.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "-")
}

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Flights: estimates beside the truth</title>
<style>
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #222; font: 16px/1.55 system-ui, sans-serif; }
header, main { max-width: 900px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 40px; }
h1 { font-size: 32px; line-height: 1.2; margin: 0 0 8px; }
h2 { font-size: 24px; margin: 0 0 8px; }
h3 { font-size: 16px; margin: 0 0 4px; }
.lead { font-size: 18px; color: #555; margin: 0 0 24px; }
code { font-size: 0.92em; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 1px; margin: 0 0 16px;
  background: #e4e4e4; border: 1px solid #e4e4e4; }
.facts div { background: #fff; padding: 10px 14px; }
.facts dt { font-size: 13px; color: #666; }
.facts dd { margin: 0; font-size: 19px; font-weight: 600; font-variant-numeric: tabular-nums; }
.remark { margin: 0 0 8px; color: #444; }
nav { margin: 20px 0 0; padding: 10px 0; border-top: 1px solid #e4e4e4; border-bottom: 1px solid #e4e4e4; }
nav a { margin-right: 18px; color: #a63c16; text-decoration: none; }
nav a:hover { text-decoration: underline; }
section { padding: 36px 0 4px; }
figure { margin: 20px 0 28px; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: 14px; color: #444; padding-left: 10%; }
figcaption span { margin-right: 22px; white-space: nowrap; }
figcaption i { display: inline-block; width: 14px; height: 14px; margin-right: 7px; border-radius: 3px; vertical-align: -2px; }
tr.sketch th { padding: 18px 0 4px; font-weight: 600; white-space: normal; }
tr.sketch p { margin: 0; font-size: 13.5px; font-weight: 400; color: #555; }
tr.sketch span { margin-right: 22px; }
.scroll { overflow-x: auto; }
table.studies { table-layout: fixed; min-width: 640px; }
table.studies tr:first-child th:nth-child(1) { width: 30%; }
table.studies tr:first-child th:nth-child(2), table.studies tr:first-child th:nth-child(3) { width: 13%; }
table.studies tr:first-child th:nth-child(5) { width: 8%; }
table { border-collapse: collapse; width: 100%; font-size: 15px; font-variant-numeric: tabular-nums; margin-bottom: 16px; }
th, td { text-align: right; padding: 5px 10px; border-bottom: 1px solid #e8e8e8; white-space: nowrap; font-weight: 400; }
tr:first-child th { color: #666; font-size: 13px; border-bottom-color: #bbb; }
th:first-child, .text { text-align: left; }
tr.broken td { color: #b00020; font-weight: 600; }
@media print { section { break-inside: avoid-page; } nav { display: none; } }
</style>
</head>
<body>
"#;

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
