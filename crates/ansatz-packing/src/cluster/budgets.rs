//! How many pods may still go, by the budgets that cover them.

use alloc::{boxed::Box, vec, vec::Vec};

use super::{Allowance, Pod, PodDisruptionBudget, compiled::Model};

/// What is left of each budget, and which of them cover a pod.
///
/// As in Kubernetes, a budget allows as many disruptions as pods run above those that must be left; shares are of all
/// pods that it covers, whether they run or wait, and are rounded up. A pod that is placed gives nothing back: it takes a
/// while until it serves.
#[derive(Debug, Clone)]
pub(super) struct Budgets {
    left: Vec<u64>,
    /// The budgets that cover the pods of a class.
    covering: Vec<Box<[u32]>>,
}

impl Budgets {
    /// The policy's budgets, while those pods run that run.
    pub(super) fn new(pods: &[Pod], model: &Model) -> Self {
        let budgets = &model.policy.budgets;
        let mut covering: Vec<Option<Box<[u32]>>> = vec![None; model.classes.len()];
        let (mut covered, mut running) = (vec![0u64; budgets.len()], vec![0u64; budgets.len()]);
        for (pod, &class) in pods.iter().zip(&model.class_of) {
            let covers = |budget: &u32| covers(&budgets[*budget as usize], pod);
            let of_class = &mut covering[class as usize];
            for &budget in &**of_class.get_or_insert_with(|| (0..budgets.len() as u32).filter(covers).collect()) {
                covered[budget as usize] += 1;
                running[budget as usize] += u64::from(pod.node_name.is_some());
            }
        }
        let left = budgets.iter().zip(covered).zip(running);
        Self {
            left: left.map(|((budget, covered), running)| running.saturating_sub(required(budget, covered))).collect(),
            covering: covering.into_iter().map(Option::unwrap_or_default).collect(),
        }
    }

    /// Whether this pod may go as well.
    pub(super) fn allow(&self, model: &Model, pod: usize) -> bool {
        self.covering(model, pod).iter().all(|&budget| self.left[budget as usize] > 0)
    }

    /// Counts a pod that goes.
    pub(super) fn spend(&mut self, model: &Model, pod: usize) {
        for &budget in &self.covering[model.class_of[pod] as usize] {
            self.left[budget as usize] = self.left[budget as usize].saturating_sub(1);
        }
    }

    /// Counts a pod that had gone and is back.
    pub(super) fn refund(&mut self, model: &Model, pod: usize) {
        for &budget in &self.covering[model.class_of[pod] as usize] {
            self.left[budget as usize] += 1;
        }
    }

    fn covering(&self, model: &Model, pod: usize) -> &[u32] {
        &self.covering[model.class_of[pod] as usize]
    }
}

fn covers(budget: &PodDisruptionBudget, pod: &Pod) -> bool {
    budget.namespace == pod.namespace && budget.selector.matches(&pod.labels)
}

/// How many of `covered` pods must be left.
fn required(budget: &PodDisruptionBudget, covered: u64) -> u64 {
    let left = budget.min_available.map_or(0, |allowance| amount(allowance, covered));
    let missing = budget.max_unavailable.map_or(covered, |allowance| amount(allowance, covered));
    left.max(covered.saturating_sub(missing))
}

/// A share is from 0 to 100: the policy has been checked.
fn amount(allowance: Allowance, covered: u64) -> u64 {
    match allowance {
        Allowance::Pods(pods) => pods,
        // The product comes first: of whole percents and fewer than 2^46 pods it is exact, and so is its hundredth where
        // that is whole.
        Allowance::Percent(percent) => libm::ceil(percent * covered as f64 / 100.0) as u64,
    }
}
