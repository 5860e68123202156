//! Where a surrogate promises most: a spread of candidates, more around the best, and climbing from what is found.

use alloc::{vec, vec::Vec};

use ansatz_random::{Stream, below, rand_core::Rng, standard_normal, unit};

use super::{
    lbfgs::{self, Effort},
    place,
    surrogate::{Surrogate, Workspace},
};
use crate::{Dimension, Sobol, Space};

/// A climb over one surrogate.
pub(super) struct Maximizer<'a> {
    space: &'a Space,
    surrogate: &'a Surrogate,
    room: Workspace,
    /// Ordered coordinates, which have a slope.
    continuous: Vec<usize>,
}

impl<'a> Maximizer<'a> {
    pub(super) fn new(space: &'a Space, surrogate: &'a Surrogate) -> Self {
        let dimensions = space.dimensions().iter().enumerate();
        let continuous =
            dimensions.filter(|(_, dimension)| dimension.is_continuous()).map(|(index, _)| index).collect();
        Self { space, surrogate, room: Workspace::default(), continuous }
    }

    /// The best place that is found; `around` are places near which to look.
    pub(super) fn maximize(&mut self, around: &[&[f64]], rng: &mut Stream) -> Vec<f64> {
        let mut candidates = Vec::with_capacity(SPREAD + NEAR);
        self.spread(&mut candidates, rng);
        self.near(around, &mut candidates, rng);
        let mut scored: Vec<(f64, Vec<f64>)> =
            candidates.into_iter().map(|place| (self.surrogate.promise(&place, &mut self.room, None), place)).collect();
        // Stable: equal ones stay in the order in which they were drawn.
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut best = scored.first().cloned().unwrap_or_default();
        for (promise, mut place) in starts(scored) {
            let promise = self.climb(&mut place, promise);
            if promise > best.0 {
                best = (promise, place);
            }
        }
        best.1
    }

    /// Places all over the space: scrambled Sobol points.
    fn spread(&self, candidates: &mut Vec<Vec<f64>>, rng: &mut Stream) {
        let Ok(design) = Sobol::scrambled(self.space.len(), rng.next_u64()) else { return };
        for mut place in design.points(SPREAD as u32) {
            for (place, dimension) in place.iter_mut().zip(self.space.dimensions()) {
                *place = place::snap(dimension, *place);
            }
            candidates.push(place);
        }
    }

    /// Places near given ones, a few coordinates or all of them changed, by much or by little.
    fn near(&self, around: &[&[f64]], candidates: &mut Vec<Vec<f64>>, rng: &mut Stream) {
        let dimensions = self.space.len() as u64;
        if around.is_empty() {
            return;
        }
        let rates = self.surrogate.rates();
        for number in 0..NEAR {
            let mut place = around[number % around.len()].to_vec();
            let width = WIDTHS[number / around.len() % WIDTHS.len()];
            let certain = below(rng, dimensions) as usize;
            let few = number % 2 == 0;
            for (index, (value, dimension)) in place.iter_mut().zip(self.space.dimensions()).enumerate() {
                let draw = unit(rng);
                if few && index != certain && draw * dimensions as f64 > 2.0 {
                    continue;
                }
                *value = match dimension.categories() {
                    // All stay what they are but for one in a few.
                    Some(_) if index != certain && draw > 0.2 => *value,
                    Some(count) => below(rng, u64::from(count)) as f64,
                    None => {
                        let width = (width / rates[index]).min(0.5);
                        let moved = (*value + width * standard_normal(rng)).clamp(0.0, 1.0);
                        place::snap(dimension, moved)
                    }
                };
            }
            candidates.push(place);
        }
    }

    /// Climbs from a place to one that no step of its own improves, or until it has had its turns; the promise there.
    fn climb(&mut self, place: &mut Vec<f64>, promise: f64) -> f64 {
        let mut promise = promise;
        for _ in 0..TURNS {
            let before = promise;
            promise = self.climb_slope(place, promise);
            if self.continuous.len() == self.space.len() {
                return promise;
            }
            promise = self.climb_steps(place, promise);
            if promise <= before + GAIN {
                break;
            }
        }
        promise
    }

    /// Along the slopes of the continuous coordinates.
    fn climb_slope(&mut self, place: &mut [f64], promise: f64) -> f64 {
        if self.continuous.is_empty() || !promise.is_finite() {
            return promise;
        }
        let Self { surrogate, room, continuous, .. } = self;
        let rates = surrogate.rates();
        // In units of length scales all coordinates are curved alike.
        let mut scaled: Vec<f64> = continuous.iter().map(|index| place[*index] * rates[*index]).collect();
        let high: Vec<f64> = continuous.iter().map(|index| rates[*index]).collect();
        let low = vec![0.0; scaled.len()];
        let mut whole = place.to_vec();
        let mut slopes = vec![0.0; place.len()];
        let effort = Effort { evaluations: CLIMB, gain: GAIN, slope: 1e-6 };
        let found = lbfgs::minimize(&mut scaled, (&low, &high), effort, |scaled, gradient| {
            for (scaled, index) in scaled.iter().zip(continuous.iter()) {
                whole[*index] = (scaled / rates[*index]).clamp(0.0, 1.0);
            }
            let promise = surrogate.promise(&whole, room, Some(&mut slopes));
            for (gradient, index) in gradient.iter_mut().zip(continuous.iter()) {
                *gradient = -slopes[*index] / rates[*index];
            }
            -promise
        });
        if -found > promise {
            for (scaled, index) in scaled.iter().zip(continuous.iter()) {
                place[*index] = (scaled / rates[*index]).clamp(0.0, 1.0);
            }
            return -found;
        }
        promise
    }

    /// One integer or category after the other to the best of its alternatives.
    fn climb_steps(&mut self, place: &mut [f64], promise: f64) -> f64 {
        let mut promise = promise;
        for (index, dimension) in self.space.dimensions().iter().enumerate() {
            if dimension.is_continuous() {
                continue;
            }
            let mut best = place[index];
            for alternative in alternatives(dimension, place[index]) {
                place[index] = alternative;
                let found = self.surrogate.promise(place, &mut self.room, None);
                if found > promise {
                    (promise, best) = (found, alternative);
                }
            }
            place[index] = best;
        }
        promise
    }
}

/// What an integer or a category may become in a step: all there is if that is little, otherwise steps of all sizes.
fn alternatives(dimension: &Dimension, value: f64) -> Vec<f64> {
    if let Some(count) = dimension.categories() {
        let all = (0..count.min(MOST_ALTERNATIVES)).map(f64::from);
        return all.filter(|other| *other != value).collect();
    }
    let (low, high) = dimension.bounds();
    let now = dimension.from_unit(value);
    let integers: Vec<f64> = if high - low < f64::from(FEW) {
        (0..=(high - low) as u32).map(|step| low + f64::from(step)).collect()
    } else {
        let steps = (0..54).map(|power| libm::scalbn(1.0, power)).take_while(|step| *step <= high - low);
        steps.flat_map(|step| [now - step, now + step]).filter(|other| (low..=high).contains(other)).collect()
    };
    integers.into_iter().filter(|other| *other != now).map(|other| dimension.to_unit(other)).collect()
}

/// The best, and others that are not near to those before them in the order of promises.
fn starts(scored: Vec<(f64, Vec<f64>)>) -> Vec<(f64, Vec<f64>)> {
    let mut starts: Vec<(f64, Vec<f64>)> = Vec::with_capacity(CLIMBS);
    for (promise, place) in scored.into_iter().take(SPREAD) {
        let far = |other: &(f64, Vec<f64>)| other.1.iter().zip(&place).any(|(a, b)| libm::fabs(a - b) > APART);
        if starts.iter().all(far) {
            starts.push((promise, place));
        }
        if starts.len() == CLIMBS {
            break;
        }
    }
    starts
}

const SPREAD: usize = 400;
const NEAR: usize = 120;
const WIDTHS: [f64; 4] = [0.3, 0.1, 0.03, 0.003];
const CLIMBS: usize = 5;
const APART: f64 = 0.05;
const TURNS: usize = 8;
const CLIMB: usize = 40;
const GAIN: f64 = 1e-6;
const FEW: u32 = 24;
const MOST_ALTERNATIVES: u32 = 256;
