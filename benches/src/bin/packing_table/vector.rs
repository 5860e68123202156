//! The vector methods on the classes of Caprara and Toth, on items that were cut out of full bins, and on bins of several
//! kinds.
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
    /// From 20 to 100, in bins of five capacities with a price for each, in one dimension.
    Priced(fn(u64) -> u64),
    /// From 1 to 60 in each dimension, in six kinds of bins with more of some dimensions than of others.
    Machines,
}

const CLASSES: [(&str, Class); 13] = [
    ("1", Class::Apart(100, 400, 1_000)),
    ("2", Class::Apart(1, 1_000, 1_000)),
    ("3", Class::Apart(200, 800, 1_000)),
    ("4", Class::Apart(50, 200, 1_000)),
    ("5", Class::Apart(25, 100, 1_000)),
    ("6", Class::Apart(20, 100, 150)),
    ("7", Class::Alike),
    ("8", Class::Opposed),
    ("cut", Class::Cut),
    ("linear", Class::Priced(|capacity| capacity)),
    ("concave", Class::Priced(|capacity| (100 * capacity).isqrt())),
    ("convex", Class::Priced(|capacity| (capacity.pow(3) / 100).isqrt())),
    ("machines", Class::Machines),
];

/// Prints the mean gaps over so many instances, in per cent, for each class in its dimensions.
pub(crate) fn print(instances: u64) -> Result<(), String> {
    println!("class d {}", METHODS.map(|(name, _)| name).join(" "));
    let mut times = [0.0; METHODS.len()];
    for (name, class, dimensions) in rows() {
        let kinds = class.kinds(dimensions);
        let mut gaps = [0.0; METHODS.len()];
        for seed in 0..instances {
            let items = class.draw(dimensions, &mut Stream::new(71, seed));
            class.pack(&items, &kinds, &mut gaps, &mut times).map_err(|error| error.to_string())?;
        }
        println!("{name} {dimensions} {}", gaps.map(|sum| format!("{:.2}", 100.0 * sum / instances as f64)).join(" "));
    }
    let runs = rows().count() as f64 * instances as f64;
    println!("# microseconds an instance: {}", times.map(|sum| format!("{:.0}", 1e6 * sum / runs)).join(" "));
    println!(
        "# {instances} instances of {ITEMS} items; gap = cost / vector::lower_bound of degree 20 - 1, of cut to the optimum; \
         a bin of the only kind costs 1"
    );
    Ok(())
}

fn rows() -> impl Iterator<Item = (&'static str, Class, usize)> {
    let of = |dimensions| {
        let classes = CLASSES.into_iter().filter(move |(_, class)| class.dimensions().contains(&dimensions));
        classes.map(move |(name, class)| (name, class, dimensions))
    };
    [1, 2, 4].into_iter().flat_map(of)
}

impl Class {
    fn dimensions(self) -> &'static [usize] {
        match self {
            Self::Priced(_) => &[1],
            _ => &[2, 4],
        }
    }

    fn kinds(self, dimensions: usize) -> Vec<BinKind> {
        let only = |capacity| vec![BinKind::new(vec![capacity; dimensions], 1)];
        match self {
            Self::Apart(_, _, capacity) => only(capacity),
            Self::Alike | Self::Opposed => only(150),
            Self::Cut => only(FULL),
            Self::Priced(price) => {
                [60, 80, 100, 120, 150].map(|capacity| BinKind::new(capacity, price(capacity))).into()
            }
            Self::Machines => (0..6).map(|kind| machine(kind, dimensions)).collect(),
        }
    }

    fn draw(self, dimensions: usize, stream: &mut Stream) -> Items {
        match self {
            Self::Apart(least, most, _) => apart(dimensions, least, most, stream),
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
            Self::Priced(_) => apart(dimensions, 20, 100, stream),
            Self::Machines => apart(dimensions, 1, 60, stream),
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

/// Three shapes, each with twice as much of every third dimension from another one on, and the same three at double
/// size. A bin costs what it holds, and 20 for being there.
fn machine(kind: usize, dimensions: usize) -> BinKind {
    let usual = if kind < 3 { 64 } else { 128 };
    let holds = |dimension: usize| if (kind + dimension).is_multiple_of(3) { 2 * usual } else { usual };
    let capacity: Vec<u64> = (0..dimensions).map(holds).collect();
    let cost = capacity.iter().sum::<u64>() + 20;
    BinKind::new(capacity, cost)
}

fn apart(dimensions: usize, least: u64, most: u64, stream: &mut Stream) -> Items {
    items(|| (0..dimensions).map(|_| between(stream, least, most)).collect())
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
            let mut cuts = vec![0, FULL];
            while cuts.len() <= PIECES {
                let place = between(stream, 1, FULL - 1);
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

/// The same bin's capacity in each dimension.
const FULL: u64 = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_have_items_that_fit() {
        for (name, class, dimensions) in rows() {
            let items = class.draw(dimensions, &mut Stream::new(1, 0));
            assert_eq!(items.len(), ITEMS, "{name}");
            let kinds = class.kinds(dimensions);
            let holds =
                |kind: &BinKind, item: &Vec<u64>| item.iter().zip(kind.capacity()).all(|(size, free)| size <= free);
            assert!(kinds.iter().all(|kind| kind.capacity().len() == dimensions), "{name}");
            assert!(items.iter().all(|item| item.len() == dimensions && !item.contains(&0)), "{name}");
            assert!(items.iter().all(|item| kinds.iter().any(|kind| holds(kind, item))), "{name}");
        }
    }

    #[test]
    fn prices_bend_as_their_names_say() {
        let costs = |wanted| {
            let (_, class) = CLASSES.into_iter().find(|(name, _)| *name == wanted).unwrap();
            class.kinds(1).iter().map(BinKind::cost).collect::<Vec<_>>()
        };
        assert_eq!(costs("linear"), [60, 80, 100, 120, 150]);
        // The whole parts of 10 sqrt(c) and of c sqrt(c) / 10.
        assert_eq!(costs("concave"), [77, 89, 100, 109, 122]);
        assert_eq!(costs("convex"), [46, 71, 100, 131, 183]);
    }

    #[test]
    fn machines_have_three_shapes_in_two_sizes() {
        let kinds = Class::Machines.kinds(4);
        let capacities: Vec<_> = kinds.iter().map(BinKind::capacity).collect();
        assert_eq!(capacities[..3], [[128, 64, 64, 128], [64, 64, 128, 64], [64, 128, 64, 64]]);
        assert_eq!(capacities[3..], [[256, 128, 128, 256], [128, 128, 256, 128], [128, 256, 128, 128]]);
        assert_eq!(kinds.iter().map(BinKind::cost).collect::<Vec<_>>(), [404, 340, 340, 788, 660, 660]);
    }

    #[test]
    fn what_was_cut_fills_its_bins() {
        let items = Class::Cut.draw(4, &mut Stream::new(1, 0));
        for bin in items.chunks(PIECES) {
            assert!((0..4).all(|dimension| bin.iter().map(|item| item[dimension]).sum::<u64>() == 1_000));
        }
    }
}
