//! The cheapest bins for an amount of one dimension, when the last of them may be bought in part.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// What a bin of one kind adds to the amount, what it costs, and how many there are.
pub(super) struct Offer {
    pub(super) capacity: u64,
    pub(super) cost: u64,
    pub(super) count: usize,
}

impl Offer {
    /// The order of what a unit costs, in whole numbers.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let ours = u128::from(self.cost) * u128::from(other.capacity);
        ours.cmp(&(u128::from(other.cost) * u128::from(self.capacity)))
    }

    /// What `amount` of this kind costs: a whole number, and a rest in parts of the capacity.
    pub(super) fn price(&self, amount: u128) -> (u128, u128) {
        let (capacity, cost) = (u128::from(self.capacity), u128::from(self.cost));
        let rest = amount % capacity * cost;
        // Does not overflow where a packing exists: it costs less than 2^64 times the number of items, and no less than
        // this.
        let bins = (amount / capacity).saturating_mul(cost);
        (bins.saturating_add(rest / capacity), rest % capacity)
    }
}

/// The least that bins with a capacity of `amount` together cost, rounded up; of all of them, if they do not suffice.
pub(super) fn cover(amount: u128, offers: impl Iterator<Item = Offer>) -> u128 {
    let mut offers: Vec<_> = offers.filter(|offer| offer.capacity > 0).collect();
    offers.sort_by(Offer::compare);
    let (mut left, mut cost) = (amount, 0u128);
    for offer in offers {
        let taken = left.min(u128::from(offer.capacity) * offer.count as u128);
        let (whole, part) = offer.price(taken);
        // A part is left of the last kind alone.
        cost = cost.saturating_add(whole).saturating_add(u128::from(part > 0));
        left -= taken;
    }
    cost
}
