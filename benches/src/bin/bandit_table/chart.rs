//! Curves of regret as SVG: rounds on a logarithmic axis, names at the ends of the lines.

use core::fmt::Write as _;

use ansatz_bandit::simulation::RegretCurve;

/// One line for each curve, with its interval at 95% as a band.
pub(crate) fn draw(curves: &[(&str, RegretCurve)]) -> String {
    let points = || curves.iter().flat_map(|(_, curve)| curve.points());
    let horizon = points().map(|point| point.round).max().unwrap_or(1).max(2);
    let highest = points().map(|point| point.estimate().upper).fold(0.0, f64::max).max(1e-9);
    let lowest = points().map(|point| point.estimate().lower).fold(0.0, f64::min);
    let x = |round: u64| LEFT + libm::log(round as f64) / libm::log(horizon as f64) * (RIGHT - LEFT);
    let y = |regret: f64| BOTTOM - (regret - lowest) / (highest - lowest) * (BOTTOM - TOP);

    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" \
         font-size=\"11\">\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n"
    );
    for (at, text) in ticks(lowest, highest) {
        let at = y(at);
        let _ = writeln!(svg, "<path d=\"M{LEFT} {at:.1}H{RIGHT}\" stroke=\"#dddddd\"/>");
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{text}</text>", LEFT - 6.0, at + 4.0);
    }
    for round in (0..).map_while(|power| 10_u64.checked_pow(power)).take_while(|round| *round <= horizon) {
        let at = x(round);
        let _ = writeln!(svg, "<path d=\"M{at:.1} {TOP}V{BOTTOM}\" stroke=\"#eeeeee\"/>");
        let _ = writeln!(svg, "<text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{round}</text>", BOTTOM + 16.0);
    }
    let middle = f64::midpoint(LEFT, RIGHT);
    let _ = writeln!(svg, "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">rounds</text>", BOTTOM + 34.0);
    let _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"{}\">regret</text>", TOP - 8.0);

    for (place, (_, curve)) in curves.iter().enumerate() {
        let colour = COLOURS[place % COLOURS.len()];
        let path = |values: &mut dyn Iterator<Item = (u64, f64)>| {
            let text: Vec<String> = values.map(|(round, value)| format!("{:.1} {:.1}", x(round), y(value))).collect();
            text.join("L")
        };
        let line = path(&mut curve.points().iter().map(|point| (point.round, point.mean)));
        let upper = path(&mut curve.points().iter().map(|point| (point.round, point.estimate().upper)));
        let lower = path(&mut curve.points().iter().rev().map(|point| (point.round, point.estimate().lower)));
        let _ = writeln!(svg, "<path d=\"M{upper}L{lower}Z\" fill=\"{colour}\" fill-opacity=\"0.2\"/>");
        let dashes = ["", " stroke-dasharray=\"5 3\"", " stroke-dasharray=\"1.5 2.5\""][place / COLOURS.len() % 3];
        let _ = writeln!(svg, "<path d=\"M{line}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\"{dashes}/>");
    }
    let ends: Vec<f64> = curves.iter().map(|(_, curve)| y(curve.last().mean)).collect();
    for (place, at) in spread(&ends).into_iter().enumerate() {
        let (name, colour) = (curves[place].0, COLOURS[place % COLOURS.len()]);
        let regret = curves[place].1.last().mean;
        let (from, to) = (ends[place], at);
        let _ = writeln!(
            svg,
            "<path d=\"M{RIGHT} {from:.1}L{} {to:.1}\" stroke=\"{colour}\" stroke-width=\"0.6\"/>\n\
             <text x=\"{}\" y=\"{:.1}\" fill=\"{colour}\">{name} {regret:.1}</text>",
            RIGHT + 12.0,
            RIGHT + 15.0,
            to + 4.0
        );
    }
    svg + "</svg>\n"
}

/// About five round numbers between both, with their texts.
fn ticks(lowest: f64, highest: f64) -> Vec<(f64, String)> {
    let rough = (highest - lowest) / 5.0;
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let step = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|step| *step >= rough);
    let step = step.unwrap_or(rough);
    let decimals = (-libm::floor(libm::log10(step))).max(0.0) as usize;
    let first = libm::ceil(lowest / step) as i64;
    let numbers = (first..).map(|number| number as f64 * step).take_while(|number| *number <= highest);
    numbers.map(|number| (number, format!("{number:.decimals$}"))).collect()
}

/// The same heights, moved as far apart as text needs, in their order, between both edges.
fn spread(heights: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by(|a, b| heights[*b].total_cmp(&heights[*a]));
    let mut moved = heights.to_vec();
    // From below, none beneath the edge; then from above, none over it.
    let mut floor = HEIGHT - 6.0;
    for place in &order {
        moved[*place] = moved[*place].min(floor);
        floor = moved[*place] - LINE;
    }
    let mut ceiling = 10.0;
    for place in order.iter().rev() {
        moved[*place] = moved[*place].max(ceiling);
        ceiling = moved[*place] + LINE;
    }
    moved
}

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 380.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 640.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 332.0;

/// The height of a line of text.
const LINE: f64 = 13.0;

/// Okabe and Ito's, which all eyes can tell apart, without yellow.
const COLOURS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000"];

#[cfg(test)]
mod tests {
    use ansatz_bandit::{
        Ucb1,
        simulation::{Bernoulli, Simulation},
    };

    use super::*;

    #[test]
    fn a_chart_names_its_lines_and_stays_small() {
        let environment = Bernoulli::new(&[0.9, 0.8]).unwrap();
        let curve = Simulation::new(1_000, 5).unwrap().regret(&environment, 1, |_| Ucb1::new(2)).unwrap();
        let curves: Vec<_> = (0..15).map(|_| ("ucb1", curve.clone())).collect();
        let svg = draw(&curves);
        assert!(svg.len() < 50_000 && svg.starts_with("<svg") && svg.ends_with("</svg>\n"));
        assert_eq!(svg.matches("ucb1 ").count(), 15);
    }

    #[test]
    fn labels_do_not_lie_on_each_other() {
        let mut moved = spread(&[100.0, 101.0, 99.0, 379.0, 378.0]);
        moved.sort_by(f64::total_cmp);
        assert!(moved.windows(2).all(|pair| pair[1] - pair[0] >= LINE - 1e-9), "{moved:?}");
        assert!(moved.iter().all(|height| (0.0..HEIGHT).contains(height)), "{moved:?}");
    }

    #[test]
    fn ticks_are_round() {
        let texts = |lowest, highest| ticks(lowest, highest).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(texts(0.0, 87.0), ["0", "20", "40", "60", "80"]);
        assert_eq!(texts(-0.1, 0.4), ["-0.1", "0.0", "0.1", "0.2", "0.3", "0.4"]);
    }
}
