//! How full each node is, as a picture: a tile for each node, and in it a bar for each of what it has.

use std::collections::BTreeMap;

use ansatz_examples::{
    charts::{Chart, PINE, RUST, SLATE, WIDE, colour_css},
    figures::percent,
    page::{escaped, put},
};

use ansatz_packing::cluster::Usage;
use plotters::style::RGBColor;

use crate::planned::Planned;

/// A node's tile.
#[derive(Debug, PartialEq)]
pub(crate) struct Tile {
    pub(crate) name: String,
    /// Takes no further pods.
    pub(crate) is_closed: bool,
    /// Parts of what it has that are taken.
    pub(crate) cpu: f64,
    pub(crate) memory: f64,
    /// One for each of its devices, or for each further resource that it has: `nvidia.com/gpu`.
    pub(crate) devices: Vec<f64>,
}

/// The tiles of all nodes.
pub(crate) fn tiles(planned: &Planned) -> Vec<Tile> {
    let devices = planned.devices();
    let tile = |(index, devices): (usize, BTreeMap<&str, Vec<f64>>)| {
        let usage = planned.plan.usage(index);
        let part = |name: &str| usage.iter().find(|usage| usage.name == name).map_or(0.0, Usage::fraction);
        let is_further = |name: &str| name.contains('/');
        let further = usage.iter().filter(|usage| is_further(&usage.name)).map(Usage::fraction);
        let node = &planned.nodes[index];
        Tile {
            name: node.name.clone(),
            is_closed: node.unschedulable,
            cpu: part("cpu"),
            memory: part("memory"),
            devices: devices.into_values().flatten().chain(further).collect(),
        }
    };
    devices.into_iter().enumerate().map(tile).collect()
}

/// The picture of tiles; of very many, the first.
pub(crate) fn picture(tiles: &[Tile]) -> Chart {
    let drawn = &tiles[..tiles.len().min(MOST_TILES)];
    let grid = Grid::of(drawn.len());
    let (width, height) = (f64::from(WIDE.0), grid.height());
    let mut svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height:.1}\">\n");
    for (index, tile) in drawn.iter().enumerate() {
        grid.draw(&mut svg, index, tile);
    }
    svg += "</svg>\n";
    let title = match tiles.len() - drawn.len() {
        0 => "What is taken of each node".to_owned(),
        more => format!("What is taken of each node, but for the last {more}"),
    };
    let legend = [("cpu", CPU), ("memory", MEMORY), ("devices, one by one", DEVICES)];
    let legend = legend.map(|(name, colour)| (name.to_owned(), colour_css(colour, 1.0)));
    Chart {
        title,
        legend: [&legend[..], &[("a node that takes no further pods".to_owned(), CLOSED.to_owned())]].concat(),
        svg,
    }
}

/// Where the tiles stand: as wide as a page, and neither a strip nor a tower.
struct Grid {
    columns: usize,
    rows: usize,
    /// Of a tile with the gap around it.
    side: f64,
}

impl Grid {
    fn of(tiles: usize) -> Self {
        let in_a_row = (f64::from(WIDE.0) / LARGEST) as usize;
        let columns = ((tiles as f64 * SHAPE).sqrt().ceil() as usize).max(tiles.min(in_a_row)).max(1);
        let side = (f64::from(WIDE.0) / columns as f64).min(LARGEST);
        Self { columns, rows: tiles.div_ceil(columns), side }
    }

    /// Below a tile, for its name, if there is room for one.
    fn label(&self) -> f64 {
        if self.side >= LETTERS { LINE } else { 0.0 }
    }

    fn height(&self) -> f64 {
        self.rows as f64 * (self.side + self.label()) + BELOW
    }

    fn draw(&self, svg: &mut String, index: usize, tile: &Tile) {
        let (x, y) =
            ((index % self.columns) as f64 * self.side, (index / self.columns) as f64 * (self.side + self.label()));
        let gap = (self.side * 0.06).max(0.5);
        let size = self.side - 2.0 * gap;
        let (x, y) = (x + gap, y + gap);
        let ground = if tile.is_closed { CLOSED } else { OPEN };
        put(svg, format_args!("<g><title>{}</title>", escaped(&tile.title())));
        put(
            svg,
            format_args!(
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{size:.1}\" height=\"{size:.1}\" fill=\"{ground}\"/>"
            ),
        );
        // A quarter for the processors, one for the memory, and what is left for the devices.
        let quarter = size / 4.0;
        let share = size / 2.0 / tile.devices.len().max(1) as f64;
        let devices = tile
            .devices
            .iter()
            .enumerate()
            .map(|(at, part)| (2.0 * quarter + at as f64 * share, share, *part, DEVICES));
        for (from, wide, part, colour) in
            [(0.0, quarter, tile.cpu, CPU), (quarter, quarter, tile.memory, MEMORY)].into_iter().chain(devices)
        {
            let tall = size * part.clamp(0.0, 1.0);
            if tall > 0.0 {
                let (x, y, wide, fill) = (x + from, y + size - tall, wide * BAR, colour_css(colour, 1.0));
                put(
                    svg,
                    format_args!(
                        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{tall:.1}\" fill=\"{fill}\"/>"
                    ),
                );
            }
        }
        if self.label() > 0.0 {
            let letters = (size / LETTER) as usize;
            let name: String = tile.name.chars().take(letters).collect();
            let (x, y) = (x + size / 2.0, y + size + LINE - 3.0);
            put(
                svg,
                format_args!(
                    "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"11\" font-family=\"sans-serif\" text-anchor=\"middle\" fill=\"#333\">{}</text>",
                    escaped(&name)
                ),
            );
        }
        *svg += "</g>\n";
    }
}

impl Tile {
    /// What a pointer over it is told.
    fn title(&self) -> String {
        let mut title = format!("{}: cpu {}, memory {}", self.name, percent(self.cpu), percent(self.memory));
        if !self.devices.is_empty() {
            let parts: Vec<_> = self.devices.iter().map(|part| percent(*part)).collect();
            title = format!("{title}, devices {}", parts.join(" "));
        }
        title
    }
}

const CPU: RGBColor = SLATE;
const MEMORY: RGBColor = PINE;
const DEVICES: RGBColor = RUST;
const OPEN: &str = "#eeeeee";
const CLOSED: &str = "#c9c9c9";
/// Columns to rows.
const SHAPE: f64 = 1.6;
/// The largest tile: three nodes need no page.
const LARGEST: f64 = 120.0;
/// The smallest tile with a name below it.
const LETTERS: f64 = 60.0;
/// Room for a name, in pixels.
const LINE: f64 = 16.0;
/// Between the tiles and what follows.
const BELOW: f64 = 6.0;
/// About the width of a letter.
const LETTER: f64 = 6.0;
/// So much of its room a bar takes up.
const BAR: f64 = 0.9;
/// Smaller tiles could not be told apart.
const MOST_TILES: usize = 20_000;
