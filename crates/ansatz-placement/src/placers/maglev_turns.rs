//! Whose turn it is while a Maglev table is filled: turns in proportion to weights.
//!
//! The heaviest nodes take a turn in every round. One of half their weight could be asked in every round and pass every
//! second time; but among many light nodes and a few heavy ones nearly all asking would be in vain, and the time no
//! longer linear in the table. So a node whose share of the greatest weight is in (2^-(c+1), 2^-c] is asked in every
//! 2^c-th round only, and takes its turn at least every second time.

use alloc::vec::Vec;
use core::iter;

/// The numbers of nodes with these weights in the order of their turns, without end.
///
/// Equal weights take turns in order. In the first round everybody has a turn; after r rounds a node whose share of the
/// greatest weight is s has had between (r - 1) s - 1 and (r - 1) s + 1 of them.
pub(crate) fn turns(weights: &[f64]) -> impl Iterator<Item = usize> {
    let most = weights.iter().copied().fold(0.0, f64::max);
    let mut nodes: Vec<Node> =
        weights.iter().enumerate().map(|(number, &weight)| Node::new(number, weight / most)).collect();
    // Stable: within a class the order remains.
    nodes.sort_by_key(|node| node.class);
    let upto: Vec<usize> = (0..=LAST_CLASS).map(|class| nodes.partition_point(|node| node.class <= class)).collect();
    let mut round: u32 = 0;
    let (mut next, mut end) = (0, nodes.len());
    iter::from_fn(move || {
        loop {
            if next == end {
                round = round.wrapping_add(1);
                (next, end) = (0, upto[round.trailing_zeros().min(LAST_CLASS) as usize]);
            }
            let node = &mut nodes[next];
            next += 1;
            if node.takes_turn() {
                return Some(node.number);
            }
        }
    })
}

#[derive(Debug, Clone)]
struct Node {
    number: usize,
    /// It is asked in the rounds that 2^`class` divides.
    class: u32,
    /// What it earns whenever it is asked; a turn costs `TURN`.
    income: u64,
    balance: u64,
}

impl Node {
    /// For a share above 0 and at most 1, or 0 where it is too small for a float.
    fn new(number: usize, share: f64) -> Self {
        let mut class = 0;
        let mut income = share;
        while class < LAST_CLASS && income <= 0.5 {
            income *= 2.0;
            class += 1;
        }
        // Up, so that three times two thirds are two.
        let income = TURN.min((income * TURN as f64) as u64 + 1);
        // So that it has enough when it is asked first.
        Self { number, class, income, balance: TURN - income }
    }

    fn takes_turn(&mut self) -> bool {
        self.balance += self.income;
        let can_pay = self.balance >= TURN;
        if can_pay {
            self.balance -= TURN;
        }
        can_pay
    }
}

/// Rounds are counted in 32 bits, and there are at most as many as entries: fewer than 2^31.
const LAST_CLASS: u32 = 31;

/// Shares of a turn are exact to 2^-53 like the weights.
const TURN: u64 = 1 << 53;

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn first<const N: usize>(weights: &[f64]) -> [usize; N] {
        let mut all = turns(weights);
        core::array::from_fn(|_| all.next().unwrap_or(usize::MAX))
    }

    #[test]
    fn equal_weights_take_turns_in_order() {
        assert_eq!(first(&[3.0, 3.0, 3.0]), [0, 1, 2, 0, 1, 2, 0]);
        assert_eq!(first(&[1e-300]), [0, 0, 0]);
    }

    #[test]
    fn half_the_weight_is_half_the_turns() {
        assert_eq!(first(&[1.0, 2.0, 1.0]), [1, 0, 2, 1, 1, 0, 2, 1, 1, 0, 2]);
        assert_eq!(first(&[3.0, 2.0]), [0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1]);
    }

    #[test]
    fn turns_keep_to_the_weights_after_every_round() {
        let weights = [1.0, 0.7, 0.5, 0.3, 0.25, 0.001, 1e-12, 1e-320];
        let mut counts = vec![0u32; weights.len()];
        let mut all = turns(&weights).peekable();
        for round in 0..10_000 {
            // The heaviest node begins every round.
            assert_eq!(all.next(), Some(0));
            for (count, share) in counts.iter().zip(weights).filter(|_| round > 0) {
                let due = f64::from(round - 1) * share;
                // Incomes are rounded up by 2^-53 for each time that a node is asked.
                assert!((due - 1.0..=due + 1.0 + 1e-11).contains(&f64::from(*count)), "{share}: {count} at {round}");
            }
            counts[0] += 1;
            while let Some(number) = all.next_if(|&number| number != 0) {
                counts[number] += 1;
            }
        }
    }
}
