//! The schedule as a picture: a bar for each task, and below them what is used of each resource.

use ansatz_examples::{
    charts::{Chart, PINE, RUST, SLATE, WIDE, colour_css},
    page::{escaped, put},
};

use crate::{chances::DUE, plan::fitted, planned::Planned};

/// The picture; of very many tasks and resources, the first.
pub(crate) fn picture(planned: &Planned) -> Chart {
    let lines = lines(planned);
    let drawn = &lines[..lines.len().min(MOST_LINES)];
    let resources = planned.plan.resources.len().min(MOST_RESOURCES);
    let view = View::new(planned, drawn.len(), resources);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {:.0}\" font-family=\"system-ui, sans-serif\" \
         font-size=\"12\" fill=\"#333\">\n",
        WIDE.0,
        view.height()
    );
    view.axis(&mut svg);
    for (row, line) in drawn.iter().enumerate() {
        match line {
            Line::Group(name, from, until) => view.group(&mut svg, row, name, *from, *until),
            Line::Task(task) => view.task(&mut svg, row, *task),
        }
    }
    for resource in 0..resources {
        view.resource(&mut svg, resource);
    }
    view.deadline(&mut svg);
    svg += "</svg>\n";
    let title = match lines.len() - drawn.len() {
        0 => "When each task is done, and what is used of each resource".to_owned(),
        more => format!("When each task is done, but for the last {more}, and what is used of each resource"),
    };
    let legend = [
        ("critical", colour_css(RUST, 1.0)),
        ("with slack", colour_css(SLATE, 1.0)),
        ("slack", colour_css(SLATE, 0.35)),
        ("in use", colour_css(PINE, 0.5)),
        ("due", colour_css(DUE, 1.0)),
    ];
    Chart { title, legend: legend.map(|(name, colour)| (name.to_owned(), colour)).to_vec(), svg }
}

/// What has a line of its own.
enum Line<'a> {
    /// With its first start and its last finish.
    Group(&'a str, u64, u64),
    Task(usize),
}

/// Group by group, and in each the tasks in the order of their starts.
fn lines(planned: &Planned) -> Vec<Line<'_>> {
    let ordered = |tasks: &mut Vec<usize>| tasks.sort_by_key(|&task| (planned.start(task), planned.finish(task), task));
    let mut lines = Vec::new();
    for (name, mut tasks) in planned.plan.groups() {
        ordered(&mut tasks);
        let start = tasks.iter().map(|&task| planned.start(task)).min().unwrap_or(0);
        let finish = tasks.iter().map(|&task| planned.finish(task)).max().unwrap_or(0);
        lines.push((start, Line::Group(name, start, finish)));
        lines.extend(tasks.into_iter().map(|task| (start, Line::Task(task))));
    }
    let is_alone = |task: &usize| planned.plan.tasks[*task].group.is_none();
    let mut alone: Vec<usize> = (0..planned.plan.tasks.len()).filter(is_alone).collect();
    ordered(&mut alone);
    lines.extend(alone.into_iter().map(|task| (planned.start(task), Line::Task(task))));
    // Stable: a group stays together unless a task without one starts in the same moment, which comes after it.
    lines.sort_by_key(|(start, _)| *start);
    lines.into_iter().map(|(_, line)| line).collect()
}

struct View<'a> {
    planned: &'a Planned,
    lines: usize,
    resources: usize,
    /// The time at the right edge.
    end: f64,
}

impl<'a> View<'a> {
    fn new(planned: &'a Planned, lines: usize, resources: usize) -> Self {
        let dates = planned.plan.tasks.iter().filter_map(|task| task.finish_by).chain(planned.plan.deadline);
        let dates = dates.filter(|date| planned.has_room(*date));
        let last = dates.fold(planned.schedule.makespan().max(1), u64::max);
        Self { planned, lines, resources, end: last as f64 * 1.02 }
    }

    fn height(&self) -> f64 {
        HEAD + ROW * self.lines as f64 + STRIP * self.resources as f64 + 8.0
    }

    fn x(&self, time: f64) -> f64 {
        LEFT + (f64::from(WIDE.0) - LEFT - RIGHT) * (time / self.end).min(1.0)
    }

    /// Days, or numbers, above lines through all that is below.
    fn axis(&self, svg: &mut String) {
        let step = nice(self.end / 8.0);
        let mut time = 0.0;
        while time <= self.end {
            let (x, bottom) = (self.x(time), self.height() - 8.0);
            let label = self.planned.plan.clock.start(time as u64);
            put(svg, format_args!("<path d=\"M{x:.1} {HEAD}V{bottom:.1}\" stroke=\"#e4e4e4\"/>"));
            put(
                svg,
                format_args!("<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{label}</text>\n", HEAD - 8.0),
            );
            time += step;
        }
    }

    fn group(&self, svg: &mut String, row: usize, name: &str, from: u64, until: u64) {
        let (left, right, y) = (self.x(from as f64), self.x(until as f64), y(row));
        label(svg, y + ROW / 2.0, name, "font-weight=\"600\"");
        let middle = y + ROW / 2.0;
        put(svg, format_args!("<path d=\"M{left:.1} {middle:.1}H{right:.1}\" stroke=\"#333\" stroke-width=\"3\"/>\n"));
    }

    fn task(&self, svg: &mut String, row: usize, task: usize) {
        let (start, finish) = (self.planned.start(task), self.planned.finish(task));
        let slack = self.planned.slack(task);
        let colour = colour_css(if slack <= 0 { RUST } else { SLATE }, 1.0);
        let (left, right, y) = (self.x(start as f64), self.x(finish as f64), y(row));
        put(svg, format_args!("<g><title>{}</title>", escaped(&self.title(task))));
        label(svg, y + ROW / 2.0, &self.planned.plan.tasks[task].label(), "");
        let (top, middle, high) = (y + 3.0, y + ROW / 2.0, ROW - 6.0);
        if slack > 0 {
            let (quiet, end) = (colour_css(SLATE, 0.35), self.x(finish as f64 + slack as f64));
            put(
                svg,
                format_args!("<path d=\"M{right:.1} {middle:.1}H{end:.1}\" stroke=\"{quiet}\" stroke-width=\"3\"/>"),
            );
        }
        if start == finish {
            let shape = format!("M{left:.1} {:.1}l6 6l-6 6l-6 -6z", middle - 6.0);
            put(svg, format_args!("<path d=\"{shape}\" fill=\"{colour}\"/>"));
        } else {
            let width = (right - left).max(1.0);
            let size = format!("x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{high:.1}\"");
            put(svg, format_args!("<rect {size} rx=\"2\" fill=\"{colour}\"/>"));
        }
        if let Some(due) = self.planned.plan.tasks[task].finish_by.filter(|due| self.planned.has_room(*due)) {
            let (x, due) = (self.x(due as f64), colour_css(DUE, 1.0));
            put(svg, format_args!("<path d=\"M{x:.1} {y:.1}v{ROW}\" stroke=\"{due}\" stroke-width=\"2\"/>"));
        }
        *svg += "</g>\n";
    }

    /// What a pointer at a task is told.
    fn title(&self, task: usize) -> String {
        let Planned { plan, .. } = self.planned;
        let [from, to] = self.planned.days_of(task);
        let mut text = format!("{} {}: {from} to {to}", plan.tasks[task].id, plan.tasks[task].name);
        for (resource, demand) in plan.resources.iter().zip(&plan.tasks[task].demands) {
            if *demand > 0 {
                put(&mut text, format_args!(", {demand} {}", resource.name));
            }
        }
        text
    }

    /// Steps of what is used, below a line for what there is.
    fn resource(&self, svg: &mut String, index: usize) {
        let resource = &self.planned.plan.resources[index];
        let bottom = y(self.lines) + STRIP * (index + 1) as f64;
        let scale = (STRIP - 14.0) / resource.capacity.max(1) as f64;
        let top = bottom - scale * resource.capacity as f64;
        let name = format!("{} ({})", resource.name, resource.capacity);
        put(svg, format_args!("<g><title>{}</title>", escaped(&name)));
        label(svg, f64::midpoint(top, bottom), &name, "");
        let mut path = format!("M{:.1} {bottom:.1}", self.x(0.0));
        for (time, used) in self.planned.usage(index) {
            put(&mut path, format_args!("H{:.1}V{:.1}", self.x(time as f64), bottom - scale * used as f64));
        }
        put(svg, format_args!("<path d=\"{path}\" fill=\"{}\"/>", colour_css(PINE, 0.5)));
        let (left, right) = (self.x(0.0), self.x(self.end));
        let line = "stroke=\"#969696\" stroke-dasharray=\"4 3\"";
        put(svg, format_args!("<path d=\"M{left:.1} {top:.1}H{right:.1}\" {line}/>"));
        put(svg, format_args!("<path d=\"M{left:.1} {bottom:.1}H{right:.1}\" stroke=\"#969696\"/></g>\n"));
    }

    fn deadline(&self, svg: &mut String) {
        let Some(deadline) = self.planned.plan.deadline.filter(|date| self.planned.has_room(*date)) else { return };
        let (x, bottom) = (self.x(deadline as f64), self.height() - 8.0);
        let due = colour_css(DUE, 1.0);
        let line = format!("stroke=\"{due}\" stroke-width=\"2\" stroke-dasharray=\"6 4\"");
        put(svg, format_args!("<path d=\"M{x:.1} {HEAD}V{bottom:.1}\" {line}><title>deadline</title></path>\n"));
    }
}

/// The top of a line.
fn y(row: usize) -> f64 {
    HEAD + ROW * row as f64
}

/// Writes what stands to the left of a line.
fn label(svg: &mut String, middle: f64, text: &str, style: &str) {
    let y = middle + 4.0;
    put(svg, format_args!("<text x=\"4\" y=\"{y:.1}\" {style}>{}</text>", escaped(&fitted(text))));
}

/// A step between labels: 1, 2 or 5 times a power of ten, and not below a unit.
fn nice(least: f64) -> f64 {
    let power = 10_f64.powf(least.max(1.0).log10().floor());
    [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|step| *step >= least).unwrap_or(power)
}

/// As wide as the labels of tasks.
const LEFT: f64 = 228.0;
const RIGHT: f64 = 34.0;
/// Above the first line, for the labels of the axis.
const HEAD: f64 = 26.0;
const ROW: f64 = 20.0;
/// A resource's share of the height.
const STRIP: f64 = 52.0;
/// More than a person looks at.
const MOST_LINES: usize = 400;
const MOST_RESOURCES: usize = 20;
