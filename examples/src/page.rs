//! Reports as one HTML page that needs nothing else: its styles and drawings are inside.

use core::fmt::Write as _;
use std::{fs, path::PathBuf};

use crate::{
    charts::Chart,
    figures::{Grid, grouped},
};

/// The page up to its body; `style` goes below the one that all reports share.
pub fn begun(title: &str, style: &str) -> String {
    let title = escaped(title);
    format!("{DOCTYPE}<title>{title}</title>\n<style>\n{STYLE}{style}</style>\n</head>\n<body>\n")
}

/// Writes how many are left out of a list of `count`, of which `listed` are shown at most.
pub fn write_rest(html: &mut String, count: usize, listed: usize, what: &str) {
    if count > listed {
        put(html, format_args!("<p>And {} more {what}.</p>\n", grouped((count - listed) as f64)));
    }
}

/// What the reader must know beside the figures.
pub fn write_remarks(html: &mut String, remarks: impl IntoIterator<Item: AsRef<str>>) {
    for remark in remarks {
        put(html, format_args!("<p class=\"remark\">{}</p>\n", escaped(remark.as_ref())));
    }
}

/// Figures that set the scene: name and value.
pub fn write_facts(html: &mut String, facts: &[(String, String)]) {
    if facts.is_empty() {
        return;
    }
    *html += "<dl class=\"facts\">";
    for (name, value) in facts {
        put(html, format_args!("<div><dt>{}</dt><dd>{}</dd></div>", escaped(name), escaped(value)));
    }
    *html += "</dl>\n";
}

/// A drawing below its title and above its legend.
pub fn write_chart(html: &mut String, chart: &Chart) {
    put(html, format_args!("<figure role=\"img\" aria-label=\"{0}\">\n<h3>{0}</h3>\n", escaped(&chart.title)));
    *html += &chart.svg;
    *html += "<figcaption>";
    for (name, colour) in &chart.legend {
        put(html, format_args!("<span><i style=\"background:{colour}\"></i>{}</span> ", escaped(name)));
    }
    *html += "</figcaption>\n</figure>\n";
}

/// A table below its caption.
pub fn write_grid(html: &mut String, grid: &Grid) {
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
pub fn put(html: &mut String, arguments: core::fmt::Arguments<'_>) {
    let _ = html.write_fmt(arguments);
}

/// Text as it may stand in an element or an attribute.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            _ => out.push(c),
        }
    }
    out
}

/// Writes a page, for which folders may have to be made, and says where it is.
///
/// # Errors
///
/// The file, and what the operating system says of it.
pub fn stored(page: &str, path: PathBuf) -> Result<PathBuf, String> {
    let failed = |error| format!("{}: {error}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(&path, page).map_err(failed)?;
    Ok(path)
}

/// A title as a fragment's name.
pub fn slug(title: &str) -> String {
    title.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "-")
}

/// Behind the last section.
pub const END: &str = "</main>\n</body>\n</html>\n";

const DOCTYPE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
"#;

const STYLE: &str = "\
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
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 15px; font-variant-numeric: tabular-nums; margin-bottom: 16px; }
th, td { text-align: right; padding: 5px 10px; border-bottom: 1px solid #e8e8e8; white-space: nowrap; font-weight: 400; }
tr:first-child th { color: #666; font-size: 13px; border-bottom-color: #bbb; }
th:first-child, .text { text-align: left; }
tr.broken td { color: #b00020; font-weight: 600; }
@media print { section { break-inside: avoid-page; } nav { display: none; } }
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(escaped("<a href='x'>\"&\""), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;");
        assert!(begun("</title><script>", "").contains("<title>&lt;/title&gt;&lt;script&gt;</title>"));
        let mut html = String::new();
        write_facts(&mut html, &[("<b>".to_owned(), "&".to_owned())]);
        assert!(html.contains("<dt>&lt;b&gt;</dt><dd>&amp;</dd>"));
    }
}
