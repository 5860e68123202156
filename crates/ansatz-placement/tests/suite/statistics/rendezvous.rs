//! Both forms of rendezvous hashing: every key chooses independently, with the probabilities that the weights say.

use ansatz_placement::{Fleet, Member, Placer, Rendezvous, Skeleton};
use ansatz_random::{Stream, rand_core::Rng};
use ansatz_testkit::statistics::assert_mean;

const TRIALS: u64 = 400;
const NODES: usize = 100;
const KEYS: usize = 4_000;

/// Pearson's statistic of one set of nodes and keys: its mean is exactly nodes - 1 if the shares are right.
fn chi_square<P: Placer>(placer: &P, stream: &mut Stream) -> f64 {
    let mut loads = vec![0u32; NODES];
    (0..KEYS).for_each(|_| loads[placer.place(stream.next_u64())] += 1);
    let total = placer.fleet().total_weight();
    let expected = placer.fleet().members().iter().map(|member| member.weight / total * KEYS as f64);
    loads
        .iter()
        .map(|&load| f64::from(load))
        .zip(expected)
        .map(|(load, mean)| (load - mean) * (load - mean) / mean)
        .sum()
}

fn check<P: Placer>(what: &str, weight: fn(usize) -> f64, make: fn(Fleet<u64>) -> P) {
    let statistics: Vec<f64> = (0..TRIALS)
        .map(|trial| {
            let mut stream = Stream::new(61, trial);
            let members = (0..NODES).map(|slot| Member::new(stream.next_u64()).with_weight(weight(slot)));
            let placer = make(Fleet::with_members(members.collect::<Vec<_>>()).unwrap());
            chi_square(&placer, &mut stream)
        })
        .collect();
    // The square of the coefficient of variation over that of the ideal, times nodes - 1.
    assert_mean(what, &statistics, NODES as f64 - 1.0, 0.0);
}

#[test]
fn equal_weights_are_spread_as_by_chance() {
    check("rendezvous, even", |_| 1.0, Rendezvous::with_fleet);
    check("skeleton, even", |_| 1.0, Skeleton::with_fleet);
}

#[test]
fn shares_are_those_of_the_weights() {
    check("rendezvous, weighted", |slot| 1.0 + (slot % 10) as f64, Rendezvous::with_fleet);
    check("skeleton, weighted", |slot| 1.0 + (slot % 10) as f64, Skeleton::with_fleet);
}

/// A node that comes to 1,000: those keys move that a subtree on its way down wins. The first byte that it shares with a
/// node decides how many; over all sets of nodes at least the least, and at most twice that and the rare third level.
#[test]
fn a_skeleton_moves_what_the_subtrees_on_the_way_win() {
    let excess: Vec<f64> = (0..TRIALS)
        .map(|trial| {
            let mut stream = Stream::new(62, trial);
            let mut placer = Skeleton::new((0..1000).map(|_| stream.next_u64())).unwrap();
            let hashes: Vec<u64> = (0..KEYS).map(|_| stream.next_u64()).collect();
            let before: Vec<usize> = hashes.iter().map(|hash| placer.place(*hash)).collect();
            placer.add(Member::new(stream.next_u64())).unwrap();
            let moved = hashes.iter().zip(before).filter(|(hash, slot)| placer.place(**hash) != *slot).count();
            moved as f64 / KEYS as f64 * 1001.0
        })
        .collect();
    // With j of the n nodes in the arriving one's subtree of the root, j ~ Binomial(n, 1/256), it moves
    // (n + 1)/n ((n - j)/(n + 1) + j/(j + 1)) of the least, but for those nodes that share two bytes with it, of which there
    // are n / 65536 on average, for at most one least share more each.
    let (n, p) = (1000.0, 1.0 / 256.0);
    // E[1/(j + 1)] = (1 - (1 - p)^(n + 1)) / ((n + 1) p)
    let alone = (1.0 - libm::pow(1.0 - p, 1001.0)) / ((n + 1.0) * p);
    let expected = (n + 1.0) / n * (n * (1.0 - p) / (n + 1.0) + 1.0 - alone);
    assert_mean("moved over least", &excess, expected, n / 65536.0);
}
