//! Both forms of rendezvous hashing: every key chooses independently, with the probabilities that the weights say.

use ansatz_hash::{KeyHasher, Xxh3};
use ansatz_placement::{Fleet, Member, Placer, Rendezvous, Skeleton};
use ansatz_random::{Stream, rand_core::Rng};
use ansatz_testkit::statistics::{assert_mean, assert_rmse_at_most};

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

/// The figure of the family, in full: 1,000 keys a node, and within 1.2 of the root of n / K.
///
/// Whatever the nodes are called, keys choose independently and evenly if the page is right, so that the squared
/// coefficient of variation of the loads is (n - 1) / K on average.
fn check_a_thousand_keys_a_node<P: Placer>(what: &str, make: fn(Fleet<u64>) -> P) {
    let keys = 1_000 * NODES;
    let variation = |trial| {
        let mut stream = Stream::new(63, trial);
        let placer = make(Fleet::new((0..NODES).map(|_| stream.next_u64()).collect::<Vec<_>>()).unwrap());
        let mut loads = [0u32; NODES];
        (0..keys).for_each(|_| loads[placer.place(stream.next_u64())] += 1);
        let square = |load: &u32| (f64::from(*load) / 1_000.0 - 1.0) * (f64::from(*load) / 1_000.0 - 1.0);
        loads.iter().map(square).sum::<f64>() / NODES as f64
    };
    let variations: Vec<f64> = (0..TRIALS).map(variation).collect();
    assert_mean(what, &variations, (NODES as f64 - 1.0) / keys as f64, 0.0);
    let roots: Vec<f64> = variations.iter().map(|square| libm::sqrt(*square)).collect();
    assert_rmse_at_most(what, &roots, 1.2 * libm::sqrt(NODES as f64 / keys as f64), 0.0);
}

#[test]
fn rendezvous_is_ideal_at_a_thousand_keys_a_node() {
    check_a_thousand_keys_a_node("rendezvous", Rendezvous::with_fleet);
}

#[test]
fn a_skeleton_is_ideal_at_a_thousand_keys_a_node() {
    check_a_thousand_keys_a_node("skeleton", Skeleton::with_fleet);
}

/// What a node is to a skeleton, as its file states it: the hash of its name, mixed with a constant.
fn id(node: u64) -> u64 {
    let mut bits = Xxh3::default().hash64(&node) ^ 0x6A09_E667_F3BC_C908;
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x3C79_AC49_2BA7_B653);
    bits = (bits ^ (bits >> 33)).wrapping_mul(0x1C69_B3F7_4AC4_AE35);
    bits ^ (bits >> 27)
}

/// The formula on the page, for the subtrees that are on the way of the node that comes, with weights from 1 to 100; and
/// all of it moves back.
#[test]
fn a_skeleton_moves_what_its_page_says_with_weights() {
    let mut levels = [0; 3];
    let ratios: Vec<f64> = (0..TRIALS)
        .map(|trial| {
            let mut stream = Stream::new(64, trial);
            let mut weight = || libm::exp2(stream.next_u64() as f64 / u64::MAX as f64 * libm::log2(100.0));
            let members: Vec<Member<u64>> =
                (0..500).map(|node| Member::new((trial << 32) + node).with_weight(weight())).collect();
            // Heavier than they are, so that more than a few keys move.
            let newcomer = Member::new((trial << 32) + 500).with_weight(20.0 * weight());
            // What weighs in each subtree on the way: of those whose ids begin with the same bytes.
            let below = |depth: u32| {
                let is_below = |node: u64| ((id(node) ^ id(newcomer.node)).leading_zeros()) / 8 >= depth;
                members.iter().filter(|member| is_below(member.node)).map(|member| member.weight).sum::<f64>()
            };
            let subtrees: Vec<f64> = (0..8).map(below).take_while(|weight| *weight > 0.0).chain([0.0]).collect();
            levels[(subtrees.len() - 2).min(2)] += 1;
            let sum = subtrees.windows(2).map(|pair| (pair[0] - pair[1]) / (pair[0] + newcomer.weight)).sum::<f64>();
            let expected = newcomer.weight / subtrees[0] * sum;

            let mut placer = Skeleton::with_fleet(Fleet::with_members(members).unwrap());
            let hashes: Vec<u64> = (0..KEYS / 2).map(|_| stream.next_u64()).collect();
            let owners = |placer: &Skeleton<u64>| hashes.iter().map(|hash| placer.place(*hash)).collect::<Vec<_>>();
            let before = owners(&placer);
            let node = newcomer.node;
            placer.add(newcomer).unwrap();
            let moved = owners(&placer).iter().zip(&before).filter(|(new, old)| new != old).count();
            placer.remove(&node).unwrap();
            assert_eq!(owners(&placer), before);
            moved as f64 / (hashes.len() as f64 * expected)
        })
        .collect();
    assert!(levels[0] > 20 && levels[1] > 20, "ways of one and of two levels: {levels:?}");
    assert_mean("moved over what the page says", &ratios, 1.0, 0.0);
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
