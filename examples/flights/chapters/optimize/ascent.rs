//! Steps uphill on a concave function with edges, such as the bound of a Lagrangian relaxation is.
//!
//! M. Held, P. Wolfe and H. P. Crowder, *Validation of subgradient optimization*, Mathematical Programming 6 (1974).

/// Prices, the bound that they lead to, and the best so far.
#[derive(Debug, Clone)]
pub(super) struct Ascent {
    prices: Vec<f64>,
    /// What no bound exceeds.
    ceiling: f64,
    best: f64,
    scale: f64,
    /// Steps since the bound was last raised.
    barren: usize,
}

impl Ascent {
    /// From some prices, below some ceiling.
    pub(super) fn new(prices: Vec<f64>, ceiling: f64) -> Self {
        Self { prices, ceiling, best: f64::NEG_INFINITY, scale: 2.0, barren: 0 }
    }

    pub(super) fn prices(&self) -> &[f64] {
        &self.prices
    }

    /// Learns the bound of the present prices and goes along a subgradient; `false` if there is nowhere to go.
    pub(super) fn climb(&mut self, bound: f64, slope: impl Fn(usize) -> f64) -> bool {
        self.barren += 1;
        if bound > self.best {
            (self.best, self.barren) = (bound, 0);
        } else if self.barren == PATIENCE {
            (self.scale, self.barren) = (self.scale / 2.0, 0);
        }
        let steepness: f64 = (0..self.prices.len()).map(|place| slope(place).powi(2)).sum();
        let step = self.scale * (self.ceiling - bound) / steepness;
        if steepness == 0.0 || step <= 0.0 {
            return false;
        }
        self.prices.iter_mut().enumerate().for_each(|(place, price)| *price += step * slope(place));
        true
    }

    /// The best bound.
    pub(super) fn best(&self) -> f64 {
        self.best
    }
}

/// Steps without gain after which they are halved.
const PATIENCE: usize = 20;
