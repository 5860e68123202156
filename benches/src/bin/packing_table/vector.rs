//! The vector methods on the classes of Caprara and Toth, and on items that were cut out of full bins.
//!
//! A. Caprara and P. Toth, "Lower bounds and algorithms for the 2-dimensional vector packing problem", Discrete Applied
//! Mathematics 111, 2001, has two dimensions; the further ones of classes 1 to 7 are drawn as the second one is, and in
//! class 8 two more are another such pair.

use ansatz_packing::vector::{
    BinKind, Fit, Measure, VectorError, VectorPacking, best_fit_decreasing, bin_by_bin, first_fit_decreasing,
    lower_bound,
};
use ansatz_random::{Stream, below};
use cpu_time::ThreadTime;

type Items = Vec<Vec<u64>>;

/// A name, and how to pack.
type Method = (&'static str, fn(&Items, &[BinKind]) -> Result<VectorPacking, VectorError>);

const METHODS: [Method; 6] = [
    ("first_sum", |items, kinds| first_fit_decreasing(items, kinds, Measure::Sum)),
    ("first_product", |items, kinds| first_fit_decreasing(items, kinds, Measure::Product)),
    ("best_dot", |items, kinds| best_fit_decreasing(items, kinds, Fit::DotProduct)),
    ("best_norm", |items, kinds| best_fit_decreasing(items, kinds, Fit::Norm)),
    ("bins_dot", |items, kinds| bin_by_bin(items, kinds, Fit::DotProduct)),
    ("bins_norm", |items, kinds| bin_by_bin(items, kinds, Fit::Norm)),
];

/// Where items come from.
#[derive(Debug, Clone, Copy)]
enum Class {
    /// Each size by itself, in least to most, in bins of a capacity.
    Apart(u64, u64, u64),
    /// From 20 to 100 of 150, and in all further dimensions at most 10 away from that.
    Alike,
    /// From 20 to 100 of 150, and what is missing to 110 to 130, in turns.
    Opposed,
    /// Five items from each bin of 1,000 in each dimension, so that the fewest bins are a fifth of the items.
    Cut,
}

const CLASSES: [(&str, Class); 9] = [
    ("1", Class::Apart(100, 400, 1_000)),
    ("2", Class::Apart(1, 1_000, 1_000)),
    ("3", Class::Apart(200, 800, 1_000)),
    ("4", Class::Apart(50, 200, 1_000)),
    ("5", Class::Apart(25, 100, 1_000)),
    ("6", Class::Apart(20, 100, 150)),
    ("7", Class::Alike),
    ("8", Class::Opposed),
    ("cut", Class::Cut),
];

/// Prints the mean gaps over so many instances, in per cent, for each class in two and in four dimensions.
pub(crate) fn print(instances: u64) -> Result<(), String> {
    println!("class d {}", METHODS.map(|(name, _)| name).join(" "));
    let mut times = [0.0; METHODS.len()];
    for dimensions in [2, 4] {
        for (name, class) in CLASSES {
            let mut gaps = [0.0; METHODS.len()];
            for seed in 0..instances {
                let items = class.draw(dimensions, &mut Stream::new(71, seed));
                let kinds = [BinKind::new(vec![class.capacity(); dimensions], 1)];
                class.pack(&items, &kinds, &mut gaps, &mut times).map_err(|error| error.to_string())?;
            }
            println!(
                "{name} {dimensions} {}",
                gaps.map(|sum| format!("{:.2}", 100.0 * sum / instances as f64)).join(" ")
            );
        }
    }
    let runs = 2.0 * CLASSES.len() as f64 * instances as f64;
    println!("# microseconds an instance: {}", times.map(|sum| format!("{:.0}", 1e6 * sum / runs)).join(" "));
    println!(
        "# {instances} instances of {ITEMS} items; gap = bins / vector::lower_bound of degree 20 - 1, of cut to the optimum"
    );
    Ok(())
}

impl Class {
    fn capacity(self) -> u64 {
        match self {
            Self::Apart(_, _, capacity) => capacity,
            Self::Alike | Self::Opposed => 150,
            Self::Cut => 1_000,
        }
    }

    fn draw(self, dimensions: usize, stream: &mut Stream) -> Items {
        match self {
            Self::Apart(least, most, _) => items(|| (0..dimensions).map(|_| between(stream, least, most)).collect()),
            Self::Alike => items(|| {
                let first = between(stream, 20, 100);
                let further = (1..dimensions).map(|_| between(stream, first - 10, first + 10));
                core::iter::once(first).chain(further).collect()
            }),
            Self::Opposed => items(|| {
                let pair = |_| {
                    let first = between(stream, 20, 100);
                    [first, between(stream, 110 - first, 130 - first)]
                };
                (0..dimensions / 2).flat_map(pair).collect()
            }),
            Self::Cut => cut(dimensions, stream),
        }
    }

    fn pack(self, items: &Items, kinds: &[BinKind], gaps: &mut [f64], times: &mut [f64]) -> Result<(), VectorError> {
        let least = match self {
            Self::Cut => (ITEMS / PIECES) as u128,
            _ => lower_bound(items, kinds, 20)?,
        };
        for ((_, pack), (gap, time)) in METHODS.iter().zip(gaps.iter_mut().zip(times)) {
            let clock = ThreadTime::now();
            let packing = pack(items, kinds)?;
            *time += clock.elapsed().as_secs_f64();
            packing.validate(items)?;
            *gap += packing.cost() as f64 / least as f64 - 1.0;
        }
        Ok(())
    }
}

fn items(draw: impl FnMut() -> Vec<u64>) -> Items {
    core::iter::repeat_with(draw).take(ITEMS).collect()
}

fn between(stream: &mut Stream, least: u64, most: u64) -> u64 {
    least + below(stream, most - least + 1)
}

/// Each dimension of a bin is cut in four different places.
fn cut(dimensions: usize, stream: &mut Stream) -> Items {
    let mut items = vec![Vec::new(); ITEMS];
    for bin in items.chunks_exact_mut(PIECES) {
        for _ in 0..dimensions {
            let mut cuts = vec![0, Class::Cut.capacity()];
            while cuts.len() <= PIECES {
                let place = between(stream, 1, Class::Cut.capacity() - 1);
                if !cuts.contains(&place) {
                    cuts.push(place);
                }
            }
            cuts.sort_unstable();
            for (item, ends) in bin.iter_mut().zip(cuts.windows(2)) {
                item.push(ends[1] - ends[0]);
            }
        }
    }
    items
}

const ITEMS: usize = 200;

/// Of a bin that is cut.
const PIECES: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_have_items_that_fit() {
        for (name, class) in CLASSES {
            for dimensions in [2, 4] {
                let items = class.draw(dimensions, &mut Stream::new(1, 0));
                assert_eq!(items.len(), ITEMS, "{name}");
                let fits = |item: &Vec<u64>| item.iter().all(|size| (1..=class.capacity()).contains(size));
                assert!(items.iter().all(|item| item.len() == dimensions && fits(item)), "{name}");
            }
        }
    }

    #[test]
    fn what_was_cut_fills_its_bins() {
        let items = Class::Cut.draw(4, &mut Stream::new(1, 0));
        for bin in items.chunks(PIECES) {
            assert!((0..4).all(|dimension| bin.iter().map(|item| item[dimension]).sum::<u64>() == 1_000));
        }
    }
}
