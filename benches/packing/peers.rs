//! The same items as `pack_it_up` and `bin-packing` want them.
//!
//! `rpack` is not among the peers: it fills bin after bin instead of looking for the first one with room, and it loses the
//! items of each bin that does not end up full.

use std::collections::BTreeMap;

use bin_packing::one_d::{CutDemand1D, OneDAlgorithm, OneDOptions, OneDProblem, OneDSolution, Stock1D, solve_1d};
use pack_it_up::Pack;

use crate::input::CAPACITY;

/// An item that can be told from others of its size.
pub(crate) struct Parcel {
    size: usize,
    _number: usize,
}

impl Pack for Parcel {
    fn size(&self) -> usize {
        self.size
    }
}

pub(crate) fn parcels(sizes: &[u64]) -> Vec<Parcel> {
    sizes.iter().enumerate().map(|(number, &size)| Parcel { size: size as usize, _number: number }).collect()
}

/// Items of one size are one demand, and have no name: that is fastest.
#[derive(Clone)]
pub(crate) struct CutList {
    problem: OneDProblem,
    options: OneDOptions,
}

impl CutList {
    pub(crate) fn new(sizes: &[u64], algorithm: OneDAlgorithm) -> Self {
        let mut quantities = BTreeMap::new();
        for &size in sizes {
            *quantities.entry(size as u32).or_default() += 1;
        }
        let demand = |(length, quantity)| CutDemand1D { name: String::new(), length, quantity };
        let (length, name) = (CAPACITY as u32, String::new());
        let stock = Stock1D { name, length, kerf: 0, trim: 0, cost: 1.0, available: None };
        let problem = OneDProblem { stock: vec![stock], demands: quantities.into_iter().map(demand).collect() };
        Self { problem, options: OneDOptions { algorithm, ..OneDOptions::default() } }
    }

    pub(crate) fn solve(self) -> OneDSolution {
        solve_1d(self.problem, self.options).unwrap()
    }
}
