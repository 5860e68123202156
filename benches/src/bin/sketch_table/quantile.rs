//! How far quantiles are off in rank, ours beside the peers at equal bytes.
//!
//! One line for each set of values and order of arrival: the bytes of our digest, then for each implementation the
//! largest rank error (as a fraction of the count) over a grid of 199 q and at the four tails q = .0001, .001, .999,
//! .9999. A summary follows in lines that start with `#`.
//!
//! Equal bytes: `datasketches` gets the smallest k whose serialized digest is at least as large as ours for that very
//! input; `tdigests` and `tdigest`, which have no bytes of their own, get as many centroids of 16 bytes as fit.

use ansatz_random::Stream;
use ansatz_sketch::TDigest;
use rand_distr::{Distribution, Exp1, LogNormal, StandardNormal, StandardUniform};

const COUNT: usize = 1_000_000;
const TAILS: [f64; 4] = [0.0001, 0.001, 0.999, 0.9999];

/// Prints the table for digests of this compression.
pub(crate) fn print(compression: f64) {
    println!("set bytes h_ratio ours datasketches tdigests tdigest | tails: ours datasketches tdigests tdigest");
    let mut rows = Vec::new();
    for set in sets() {
        let row = measure(&set, compression);
        print!("{:<24} {:>5} {:>6.3}", set.name, row.bytes, row.worst_ratio);
        for errors in [&row.grid, &row.tails] {
            print!(" |");
            for error in errors {
                print!(" {error:>8.1e}");
            }
        }
        println!();
        rows.push(row);
    }
    summarise(compression, &rows);
    mark();
}

/// The mean error at q = .9999 of 20 sets of a million uniform values, in 2.7 KB.
fn mark() {
    let (mut errors, mut bytes) = ([0.0; 2], [0; 2]);
    for index in 0..20 {
        let values = draw(100 + index, StandardUniform);
        let oracle = Oracle::new(&values);
        let mut ours = TDigest::new(380.0).unwrap();
        ours.extend(&values);
        let apache = datasketches_of_k(&values, 100);
        let answers = [ours.quantile(0.9999).unwrap(), apache.quantile(0.9999).unwrap().unwrap()];
        for (sum, answer) in errors.iter_mut().zip(answers) {
            *sum += oracle.error(0.9999, answer) / 20.0;
        }
        bytes = [ours.to_bytes().len(), apache.serialize().len()];
    }
    println!(
        "# mean error at q = .9999: ours {:.1e} in {} bytes, datasketches {:.1e} in {}",
        errors[0], bytes[0], errors[1], bytes[1]
    );
}

fn summarise(compression: f64, rows: &[Row]) {
    println!("# {} sets of {COUNT} values, compression {compression}", rows.len());
    let worst = rows.iter().map(|row| row.worst_ratio).fold(0.0, f64::max);
    println!("# ours: the largest error over the grid is {worst:.3} x q (1 - q) h");
    for (peer, name) in ["datasketches", "tdigests", "tdigest"].into_iter().enumerate() {
        for (what, pick) in [("grid", (|row| row.grid) as fn(&Row) -> [f64; 4]), ("tails", |row| row.tails)] {
            let ratios = rows.iter().map(|row| {
                let errors = pick(row);
                // Half a value is as good as exact.
                (errors[peer + 1].max(0.5 / COUNT as f64) / errors[0].max(0.5 / COUNT as f64), errors)
            });
            let mean = ratios.clone().map(|(ratio, _)| libm::log(ratio)).sum::<f64>() / rows.len() as f64;
            let lost = ratios.filter(|(ratio, _)| *ratio < 1.0).count();
            println!(
                "# {name} {what}: error {:.2} x ours (geometric mean), smaller than ours in {lost}",
                libm::exp(mean)
            );
        }
    }
}

struct Row {
    bytes: usize,
    worst_ratio: f64,
    grid: [f64; 4],
    tails: [f64; 4],
}

fn measure(set: &Set, compression: f64) -> Row {
    let oracle = Oracle::new(&set.values);
    let mut ours = TDigest::new(compression).unwrap();
    if set.weighted.is_empty() {
        ours.extend(&set.values);
    }
    for &(value, weight) in &set.weighted {
        ours.update(value, weight).unwrap();
    }
    ours.flush();
    let bytes = ours.to_bytes().len();
    let h = 4.0 * libm::log(COUNT as f64) / (compression - 6.0);
    let grid: Vec<f64> = (1..200).map(|i| f64::from(i) / 200.0).collect();
    let answer = |q: f64| ours.quantile(q).unwrap();
    let worst_ratio =
        grid.iter().chain(&TAILS).map(|&q| oracle.error(q, answer(q)) / (q * (1.0 - q) * h)).fold(0.0, f64::max);
    let apache = datasketches_of_size(&set.values, bytes);
    let room = bytes / 16;
    let tdigests = tdigests_of(&set.values, room);
    let mut tdigest = tdigest::TDigest::new_with_size(room);
    tdigest.extend_values(set.values.iter().copied());
    tdigest.flush();
    let worst = |qs: &[f64]| {
        [
            oracle.worst(qs, answer),
            oracle.worst(qs, |q| apache.quantile(q).unwrap().unwrap()),
            oracle.worst(qs, |q| tdigests.estimate_quantile(q)),
            oracle.worst(qs, |q| tdigest.estimate_quantile(q).unwrap()),
        ]
    };
    Row { bytes, worst_ratio, grid: worst(&grid), tails: worst(&TAILS) }
}

fn datasketches_of_size(values: &[f64], bytes: usize) -> datasketches::tdigest::TDigest {
    let (mut low, mut high) = (10, 1000);
    while low < high {
        let k = u16::midpoint(low, high);
        if datasketches_of_k(values, k).serialize().len() < bytes { low = k + 1 } else { high = k }
    }
    datasketches_of_k(values, low)
}

fn datasketches_of_k(values: &[f64], k: u16) -> datasketches::tdigest::TDigest {
    let mut digest = datasketches::tdigest::TDigestMut::new(k).unwrap();
    for &value in values {
        digest.update(value);
    }
    digest.freeze()
}

/// The way the crate's page shows for streams: batches, each merged into the whole and compressed.
fn tdigests_of(values: &[f64], room: usize) -> tdigests::TDigest {
    let mut batches = values.chunks(10 * room);
    let mut whole = tdigests::TDigest::from_values(batches.next().unwrap().to_vec());
    whole.compress(room);
    for batch in batches {
        whole = whole.merge(&tdigests::TDigest::from_values(batch.to_vec()));
        whole.compress(room);
    }
    whole
}

struct Oracle {
    sorted: Vec<f64>,
}

impl Oracle {
    fn new(values: &[f64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        Self { sorted }
    }

    /// How far `q` is from the ranks at which `answer` is right, as a fraction of the count.
    fn error(&self, q: f64, answer: f64) -> f64 {
        let below = self.sorted.partition_point(|&value| value < answer) as f64;
        let up_to = self.sorted.partition_point(|&value| value <= answer) as f64;
        let rank = q * self.sorted.len() as f64;
        (below - rank).max(rank - up_to).max(0.0) / self.sorted.len() as f64
    }

    fn worst(&self, qs: &[f64], answer: impl Fn(f64) -> f64) -> f64 {
        qs.iter().map(|&q| self.error(q, answer(q))).fold(0.0, f64::max)
    }
}

struct Set {
    name: String,
    values: Vec<f64>,
    /// The same as values with weights; ours takes these if there are any, the peers have no weights.
    weighted: Vec<(f64, f64)>,
}

fn sets() -> Vec<Set> {
    let mut sets = Vec::new();
    for (name, values) in distributions() {
        sets.push(Set { name: format!("{name}/random"), values, weighted: Vec::new() });
    }
    sets.push(weighted());
    for (name, values) in [("uniform", draw(1, StandardUniform)), ("lognormal", draw(3, log_normal()))] {
        for (order, arrange) in orders() {
            let values = arrange(sorted(&values));
            sets.push(Set { name: format!("{name}/{order}"), values, weighted: Vec::new() });
        }
    }
    sets
}

/// Normal values with weights from 1 to 1000, the small ones frequent.
fn weighted() -> Set {
    let weights = draw(9, StandardUniform).into_iter().map(|x: f64| libm::floor(libm::pow(1000.0, x)));
    let mut weighted: Vec<(f64, f64)> = Vec::new();
    let mut values = Vec::with_capacity(COUNT);
    for (value, weight) in draw(10, StandardNormal).into_iter().zip(weights) {
        let weight = weight.min((COUNT - values.len()) as f64);
        if weight == 0.0 {
            break;
        }
        weighted.push((value, weight));
        values.extend(core::iter::repeat_n(value, weight as usize));
    }
    Set { name: "normal/weighted".into(), values, weighted }
}

fn distributions() -> Vec<(&'static str, Vec<f64>)> {
    vec![
        ("uniform", draw(1, StandardUniform)),
        ("normal", draw(2, StandardNormal)),
        ("lognormal", draw(3, log_normal())),
        ("exponential", draw(4, Exp1)),
        // Delays in whole minutes: a few hundred different values.
        ("minutes", draw(5, log_normal()).into_iter().map(|x: f64| libm::floor(10.0 * x)).collect()),
        // One value in two is 0, the others spread over 300 powers of ten.
        ("spike", draw(6, StandardUniform).into_iter().map(spiked).collect()),
        ("hundred", draw(7, StandardUniform).into_iter().map(|x: f64| libm::floor(100.0 * x)).collect()),
        (
            "two_far_clusters",
            draw(8, StandardUniform).into_iter().map(|x: f64| if x < 0.4 { x } else { 1e9 + x }).collect(),
        ),
    ]
}

fn spiked(x: f64) -> f64 {
    if x < 0.5 { 0.0 } else { libm::pow(10.0, 600.0 * (x - 0.75)) }
}

fn log_normal() -> LogNormal<f64> {
    LogNormal::new(1.0, 1.0).unwrap()
}

fn draw<D: Distribution<f64>>(index: u64, distribution: D) -> Vec<f64> {
    distribution.sample_iter(Stream::new(2, index)).take(COUNT).collect()
}

type Arrange = fn(Vec<f64>) -> Vec<f64>;

fn orders() -> [(&'static str, Arrange); 6] {
    [
        ("sorted", |values| values),
        ("reversed", |values| values.into_iter().rev().collect()),
        ("organ_pipe", |values| {
            let falling = values.iter().skip(1).step_by(2).rev().copied().collect::<Vec<_>>();
            values.into_iter().step_by(2).chain(falling).collect()
        }),
        ("outside_in", |values| from_both_ends(&values)),
        ("inside_out", |values| from_both_ends(&values).into_iter().rev().collect()),
        // A thousand sorted runs, one after the other.
        ("zigzag", |values| (0..1000).flat_map(|start| values.iter().skip(start).step_by(1000)).copied().collect()),
    ]
}

/// The two least, the three greatest, the next two, ...
fn from_both_ends(values: &[f64]) -> Vec<f64> {
    // Two from below for three from above, so that the last to arrive is the quantile 0.4: a digest that always cuts at
    // the median would be flattered by anything symmetric.
    let (low, high) = values.split_at(2 * values.len() / 5);
    let mut high = high.rchunks(3);
    low.chunks(2).flat_map(|low| low.iter().chain(high.next().unwrap_or_default())).copied().collect()
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_unstable_by(f64::total_cmp);
    values
}
