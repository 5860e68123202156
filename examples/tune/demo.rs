//! What is tuned if the user names no command: this program itself, as one that fits a model and prints its loss.

use std::io::{self, Write};

/// The demonstration's parameters.
pub(crate) const PARAMETERS: [&str; 3] = ["rate=1e-5..1 log", "layers=1..12 int", "shape=plain|gated|residual"];

/// What its command has behind the name of this program.
pub(crate) const ARGUMENTS: [&str; 4] = [OPTION, "{rate}", "{layers}", "{shape}"];

/// By which this program is asked for the loss.
pub(crate) const OPTION: &str = "--demo-objective";

/// Prints a loss for the values in `arguments`, or says why there is none.
pub(crate) fn run(arguments: &[String], out: &mut impl Write) -> io::Result<Result<(), String>> {
    let [rate, layers, shape] = arguments else {
        return Ok(Err(format!("{OPTION} takes a rate, a number of layers and a shape")));
    };
    let (Ok(rate), Ok(layers)) = (rate.parse::<f64>(), layers.parse::<f64>()) else {
        return Ok(Err(format!("{OPTION} takes numbers, not {rate:?} and {layers:?}")));
    };
    let Some(loss) = loss(rate, layers, shape) else {
        return Ok(Err("the loss is beyond all bounds: the rate is too high".to_owned()));
    };
    writeln!(out, "loss after the last epoch:\n{loss}")?;
    Ok(Ok(()))
}

/// The more layers, the smaller the best rate; each shape carries another number of them. High rates diverge.
fn loss(rate: f64, layers: f64, shape: &str) -> Option<f64> {
    let (floor, depth) = match shape {
        "plain" => (0.35, 3.0),
        "gated" => (0.27, 5.0),
        _ => (0.21, 8.0),
    };
    let magnitude = rate.log10();
    let best = -1.6 - 0.15 * layers;
    let too_high = magnitude > best + 1.5;
    (!too_high).then(|| floor + 0.06 * (magnitude - best).powi(2) + 0.004 * (layers - depth).powi(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_stands_on_the_last_line_or_there_is_a_reason() {
        let run = |arguments: &[&str]| {
            let mut out = Vec::new();
            let outcome = run(&arguments.iter().map(|&text| text.to_owned()).collect::<Vec<_>>(), &mut out).unwrap();
            outcome.map(|()| String::from_utf8(out).unwrap())
        };
        // At the minimum of the best shape: 10^-2.8 and 8 layers.
        let text = run(&["0.001584893192461113", "8", "residual"]).unwrap();
        assert!((text.lines().last().unwrap().parse::<f64>().unwrap() - 0.21).abs() < 1e-12);
        assert!(run(&["1", "8", "residual"]).is_err_and(|reason| reason.contains("too high")));
        assert!(run(&["1", "8"]).is_err() && run(&["1", "many", "plain"]).is_err());
    }
}
