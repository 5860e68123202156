//! How pods are to be placed.

mod order;
mod strategy;
mod weights;

use alloc::vec::Vec;

use ansatz_core::ParameterError;
pub use order::Order;
pub use strategy::Strategy;
pub use weights::Weights;

use super::{Allowance, ClusterError, PodDisruptionBudget, PodGroup};

/// How pods are to be placed: what is good, who comes first, who may be moved.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Policy, Strategy, Weights};
///
/// let policy = Policy::new(Strategy::LeastAllocated).weights(Weights::default().topology_spread(10.0)).seed(7);
/// assert_eq!(policy.weights.topology_spread, 10.0);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Policy {
    /// Which node is the better one for what a pod takes.
    pub strategy: Strategy,
    /// How much each score counts.
    pub weights: Weights,
    /// Whose turn it is among pods of one priority.
    pub order: Order,
    /// Equal scores are decided by a random order of the nodes that this seed stands for; without a seed the node that
    /// was named first is taken.
    pub seed: Option<u64>,
    /// Whether pods of lower priority may have to go for those that fit nowhere.
    pub preemption: bool,
    /// The budgets that limit who has to go.
    pub budgets: Vec<PodDisruptionBudget>,
    /// The gangs.
    pub groups: Vec<PodGroup>,
}

impl Policy {
    /// A policy with a strategy; Kubernetes' weights, no seed, no preemption, no budgets and no gangs.
    pub fn new(strategy: Strategy) -> Self {
        Self { strategy, ..Self::default() }
    }

    /// The same with other weights.
    #[must_use]
    pub fn weights(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }

    /// The same with another order.
    #[must_use]
    pub fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// The same with equal scores decided by chance.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// The same with or without preemption.
    #[must_use]
    pub fn preemption(mut self, preemption: bool) -> Self {
        self.preemption = preemption;
        self
    }

    /// The same with one budget more.
    #[must_use]
    pub fn budget(mut self, budget: PodDisruptionBudget) -> Self {
        self.budgets.push(budget);
        self
    }

    /// The same with one gang more.
    #[must_use]
    pub fn group(mut self, group: PodGroup) -> Self {
        self.groups.push(group);
        self
    }

    /// Checks weights and budgets.
    pub(crate) fn require(&self) -> Result<(), ClusterError> {
        self.weights.require()?;
        let allowances = self.budgets.iter().flat_map(|budget| [budget.min_available, budget.max_unavailable]);
        for allowance in allowances.flatten() {
            match allowance {
                Allowance::Percent(percent) if !(0.0..=100.0).contains(&percent) => {
                    return Err(ParameterError::new("percent of a disruption budget", percent, "0 to 100").into());
                }
                _ => {}
            }
        }
        Ok(())
    }
}
