//! One read of parallel tempering: states at all temperatures, twice where clusters are exchanged.

use alloc::{vec, vec::Vec};

use ansatz_random::{Stream, Streams, below, unit};

use super::reads::WIDTH;
use crate::lanes::{Couplings, Number, Spins};

/// A state at each temperature of each replica, and the best that any of them has been.
#[derive(Clone)]
pub(super) struct Ladder<W> {
    replicas: Vec<Replica<W>>,
    stream: Stream,
    rounds: u64,
    best: f64,
    best_spins: Vec<i8>,
}

/// A state at each temperature: those of sixteen states lie in one block's lanes.
#[derive(Clone)]
struct Replica<W> {
    blocks: Vec<Spins<W, WIDTH>>,
    /// The state at each temperature, from the hottest to the coldest.
    at: Vec<usize>,
    /// The energy of each state.
    energies: Vec<f64>,
}

impl<W: Number> Ladder<W> {
    /// Random states for `rungs` temperatures, a multiple of sixteen, in `replicas`.
    pub(super) fn new(couplings: &Couplings<W>, rungs: usize, replicas: usize, seed: u64, read: u64) -> Self {
        let first = read.wrapping_mul(STREAMS_OF_A_READ);
        let replica = |replica: usize| {
            let block = |block: usize| {
                let lane = (replica * rungs + block * WIDTH) as u64;
                Spins::new(couplings, seed, first.wrapping_add(1).wrapping_add(lane))
            };
            Replica {
                blocks: (0..rungs / WIDTH).map(block).collect(),
                at: (0..rungs).collect(),
                energies: vec![0.0; rungs],
            }
        };
        let mut ladder = Self {
            replicas: (0..replicas).map(replica).collect(),
            stream: Stream::new(seed, first),
            rounds: 0,
            best: f64::INFINITY,
            best_spins: Vec::new(),
        };
        ladder.look(couplings);
        ladder
    }

    /// What comes of the best state that has been when it descends until no turn of a single spin helps.
    pub(super) fn best_spins(&self, couplings: &Couplings<W>) -> Vec<i8> {
        let sites = self.best_spins.iter().map(|&spin| [if spin > 0 { W::ONE } else { -W::ONE }]).collect();
        // A descent draws nothing.
        let mut spins = Spins::at(couplings, sites, Streams::new(0, 0));
        spins.descend(couplings);
        spins.lane(0)
    }

    pub(super) fn climb(&mut self, couplings: &Couplings<W>, temperatures: &[f64], rounds: u64) {
        (0..rounds).for_each(|_| self.round(couplings, temperatures));
    }

    /// A sweep of every state, cluster moves, and exchanges between neighbouring temperatures.
    fn round(&mut self, couplings: &Couplings<W>, temperatures: &[f64]) {
        for replica in &mut self.replicas {
            if self.rounds.is_multiple_of(REFRESH) {
                replica.blocks.iter_mut().for_each(|block| block.refresh(couplings));
            }
            replica.sweep(couplings, temperatures);
        }
        if let [one, other] = self.replicas.as_mut_slice() {
            for rung in temperatures.len() / 2..temperatures.len() {
                exchange_cluster(couplings, one, other, rung, &mut self.stream);
            }
        }
        self.look(couplings);
        for replica in &mut self.replicas {
            replica.exchange(temperatures, self.rounds % 2 == 1, &mut self.stream);
        }
        self.rounds += 1;
    }

    /// Energies anew, and the best state if there is a better one.
    fn look(&mut self, couplings: &Couplings<W>) {
        for replica in &mut self.replicas {
            for (block, energies) in replica.blocks.iter().zip(replica.energies.chunks_exact_mut(WIDTH)) {
                energies.copy_from_slice(&block.energies(couplings));
            }
            for (state, &energy) in replica.energies.iter().enumerate() {
                if energy < self.best {
                    self.best = energy;
                    self.best_spins = replica.blocks[state / WIDTH].lane(state % WIDTH);
                }
            }
        }
    }
}

impl<W: Number> Replica<W> {
    fn sweep(&mut self, couplings: &Couplings<W>, temperatures: &[f64]) {
        let mut heat = vec![0.0; temperatures.len()];
        for (&state, temperature) in self.at.iter().zip(temperatures) {
            heat[state] = (temperature / (2.0 * couplings.unit())) as f32;
        }
        for (block, heat) in self.blocks.iter_mut().zip(heat.as_chunks::<WIDTH>().0) {
            block.sweep(couplings, heat);
        }
    }

    /// Exchanges the states at rungs 0 and 1, 2 and 3, ..., or at 1 and 2, 3 and 4, ..., by Metropolis' rule.
    fn exchange(&mut self, temperatures: &[f64], odd: bool, stream: &mut Stream) {
        for rung in (usize::from(odd)..temperatures.len() - 1).step_by(2) {
            let (hot, cold) = (self.at[rung], self.at[rung + 1]);
            let colder = 1.0 / temperatures[rung + 1] - 1.0 / temperatures[rung];
            let gain = colder * (self.energies[cold] - self.energies[hot]);
            if gain >= 0.0 || unit(stream) < libm::exp(gain) {
                self.at.swap(rung, rung + 1);
            }
        }
    }
}

/// Turns, in both states of a rung, a connected cluster of spins in which they differ: the sum of their energies stays.
fn exchange_cluster<W: Number>(
    couplings: &Couplings<W>,
    one: &mut Replica<W>,
    other: &mut Replica<W>,
    rung: usize,
    stream: &mut Stream,
) {
    let (lane_one, lane_other) = (one.at[rung] % WIDTH, other.at[rung] % WIDTH);
    let (one, other) = (&mut one.blocks[one.at[rung] / WIDTH], &mut other.blocks[other.at[rung] / WIDTH]);
    let variables = couplings.len();
    let differ = |one: &Spins<W, WIDTH>, other: &Spins<W, WIDTH>, variable| {
        one.spin(lane_one, variable) != other.spin(lane_other, variable)
    };
    let start = below(stream, variables as u64) as usize;
    let Some(seed) = (start..variables).chain(0..start).find(|&variable| differ(one, other, variable)) else { return };
    let mut cluster = vec![seed];
    one.turn(couplings, lane_one, seed);
    let mut next = 0;
    while next < cluster.len() {
        let variable = cluster[next];
        next += 1;
        for (neighbour, _) in couplings.neighbours(variable) {
            // Turned in one state only, the spins of the cluster agree, and are not found again.
            if differ(one, other, neighbour) {
                one.turn(couplings, lane_one, neighbour);
                cluster.push(neighbour);
            }
        }
    }
    for variable in cluster {
        other.turn(couplings, lane_other, variable);
    }
}

/// Rounds until local fields in floats are computed anew: each neighbour has then rounded them at most 2^11 times, by at most
/// 2^-53 of their largest, and computing them takes a thousandth of the time.
const REFRESH: u64 = 1 << 10;

/// A stream for what concerns all states of a read, and one for each state.
const STREAMS_OF_A_READ: u64 = 1 << 32;

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::unwrap_used)]

    use super::*;
    use crate::Ising;

    /// Mean energies at each temperature beside sums over all states; exchanges and clusters must not change them.
    #[test]
    fn each_temperature_keeps_its_mean_energy() {
        let pairs = [(0, 1, 1.0), (1, 2, -1.0), (2, 3, 1.0), (3, 4, 1.0), (4, 0, -1.0), (5, 0, 1.0), (5, 2, 1.0)];
        let model = Ising::new(&[0.5, 0.0, -0.5, 0.0, 0.5, 0.0], pairs).unwrap();
        keeps_its_mean_energy(&model, &Couplings::whole(&model).unwrap());
        keeps_its_mean_energy(&model, &Couplings::floats(&model));
    }

    /// Fields of floats are those of the model that a ladder was made for until a round computes them anew.
    #[test]
    fn fields_are_computed_anew_every_so_many_rounds() {
        let model = |field| Ising::new(&[field, 0.3], [(0, 1, 1.1)]).unwrap();
        let couplings = [0.7, -0.9].map(|field| Couplings::floats(&model(field)));
        let temperatures = [1.0; 16];
        for (rounds, anew) in [(1, false), (REFRESH - 1, false), (REFRESH, true), (7 * REFRESH, true)] {
            let mut ladder = Ladder::new(&couplings[0], 16, 2, 9, 0);
            ladder.rounds = rounds;
            ladder.climb(&couplings[1], &temperatures, 1);
            for replica in &ladder.replicas {
                for (lane, &energy) in replica.energies.iter().enumerate() {
                    let expected = model(-0.9).energy_of(&replica.blocks[0].lane(lane));
                    assert_eq!((energy - expected).abs() < 1e-12, anew, "{rounds} {energy} {expected}");
                }
            }
        }
    }

    /// A ring of 40 spins with a chord here and there.
    fn ring() -> Ising {
        let ring = (0..40).map(|i| (i, (i + 1) % 40, if i % 3 == 0 { 1.0 } else { -1.0 }));
        Ising::new(&[0.0; 40], ring.chain([(3, 20, 1.0), (11, 33, -1.0)])).unwrap()
    }

    #[test]
    fn no_two_states_of_any_reads_are_alike_at_the_start() {
        let couplings = Couplings::whole(&ring()).unwrap();
        let mut states: Vec<Vec<i8>> = (0..3)
            .map(|read| Ladder::new(&couplings, 32, 2, 9, read))
            .flat_map(|ladder| ladder.replicas)
            .flat_map(|replica| replica.blocks)
            .flat_map(|block| (0..WIDTH).map(move |lane| block.lane(lane)))
            .collect();
        states.sort();
        states.dedup();
        assert_eq!(states.len(), 3 * 2 * 32);
    }

    /// At equal temperatures every exchange is made, and a state goes on by a rung in every round.
    #[test]
    fn states_get_from_one_end_to_the_other() {
        let couplings = Couplings::whole(&ring()).unwrap();
        let mut ladder = Ladder::new(&couplings, 16, 1, 9, 0);
        ladder.climb(&couplings, &[1.0; 16], 15);
        assert_eq!(ladder.replicas[0].at[15], 0);
    }

    #[test]
    fn a_cluster_is_all_that_differs_around_its_seed() {
        let model = ring();
        let couplings = Couplings::whole(&model).unwrap();
        let mut ladder = Ladder::new(&couplings, 16, 2, 9, 0);
        let mut largest = 0;
        for rung in 0..16 {
            let Ladder { replicas, stream, .. } = &mut ladder;
            let [one, other] = replicas.as_mut_slice() else { panic!("two replicas") };
            let lanes = |one: &Replica<i16>, other: &Replica<i16>| [one, other].map(|it| it.blocks[0].lane(rung));
            let before = lanes(one, other);
            exchange_cluster(&couplings, one, other, rung, stream);
            let after = lanes(one, other);
            let turned = |at: usize| (0..40).filter(|&i| before[at][i] != after[at][i]).collect::<Vec<_>>();
            let cluster = turned(0);
            assert_eq!(cluster, turned(1));
            assert!(cluster.iter().all(|&i| before[0][i] != before[1][i]));
            // Whoever is beside the cluster and not in it agrees.
            for &member in &cluster {
                let beside = model.neighbours_of(member).filter(|(neighbour, _)| !cluster.contains(neighbour));
                assert!(beside.into_iter().all(|(neighbour, _)| before[0][neighbour] == before[1][neighbour]));
            }
            let energy = |lanes: &[Vec<i8>; 2]| lanes.iter().map(|lane| model.energy_of(lane)).sum::<f64>();
            assert_eq!(energy(&before), energy(&after));
            largest = largest.max(cluster.len());
        }
        assert!(largest > 3, "{largest}");
    }

    fn keeps_its_mean_energy<W: Number>(model: &Ising, couplings: &Couplings<W>) {
        let temperatures: Vec<f64> = (0..16).map(|rung| 4.0 - f64::from(rung) * 0.2).collect();
        // Independent ladders, so that the mean over them has a plain standard error; each has more than enough rounds.
        let (ladders, rounds) = (4_000, 40);
        let mut sums = [0.0; 32];
        for read in 0..ladders {
            let mut ladder = Ladder::new(couplings, 16, 2, 9, read);
            ladder.climb(couplings, &temperatures, rounds);
            for (place, sum) in sums.iter_mut().enumerate() {
                let replica = &ladder.replicas[place / 16];
                *sum += replica.energies[replica.at[place % 16]];
            }
        }
        for (sum, temperature) in sums.iter().zip(temperatures.iter().cycle()) {
            let (mut weights, mut first, mut second) = (0.0, 0.0, 0.0);
            for mask in 0..64 {
                let spins: Vec<i8> = (0..6).map(|i| if mask >> i & 1 == 1 { 1 } else { -1 }).collect();
                let energy = model.energy_of(&spins);
                let weight = libm::exp(-energy / temperature);
                weights += weight;
                first += weight * energy;
                second += weight * energy * energy;
            }
            let mean = first / weights;
            let error = libm::sqrt((second / weights - mean * mean) / ladders as f64);
            // 5.3 standard errors: 1e-7 for each.
            assert!(
                (sum / ladders as f64 - mean).abs() < 5.3 * error,
                "{temperature}: {} {mean}",
                sum / ladders as f64
            );
        }
    }
}
