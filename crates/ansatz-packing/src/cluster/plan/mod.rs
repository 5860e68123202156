//! Who goes where, and why not elsewhere.

mod display;
mod fragmentation;
mod outcome;
mod reason;
mod steps;
mod usage;
mod verdict;

use alloc::sync::Arc;

pub use fragmentation::DeviceFragmentation;
pub use outcome::{Outcome, Place};
pub use reason::Reason;
pub(crate) use steps::Record;
pub use steps::{Eviction, Step};
pub use usage::{Load, Usage};
pub use verdict::{GangShortfall, Verdict};

use super::{
    compiled::Model,
    state::{Ledger, View},
};

/// Who goes where: the outcome of every pod, why some fit nowhere, and how full the nodes are.
///
/// Pods and nodes are counted from 0, in the order in which they were handed to [`place`](super::place).
#[derive(Debug)]
pub struct Plan {
    model: Arc<Model>,
    ledger: Ledger,
    record: Record,
}

impl Plan {
    pub(crate) fn new(model: Arc<Model>, ledger: Ledger, record: Record) -> Self {
        Self { model, ledger, record }
    }

    pub(crate) fn view(&self) -> View<'_> {
        View { model: &self.model, ledger: &self.ledger }
    }

    /// The node of a pod, one where it runs or one where it is to go; none if it fits nowhere.
    ///
    /// # Panics
    ///
    /// If there is no such pod.
    pub fn node_of(&self, pod: usize) -> Option<usize> {
        self.view().node_of(pod)
    }

    /// What becomes of a pod.
    ///
    /// # Panics
    ///
    /// If there is no such pod.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{DeviceRequest, Devices, Node, Outcome, Pod, Policy, Resources, place};
    ///
    /// let nodes = [Node::new("gpu-1", Resources::new()).devices(Devices::new("gpu", 2, 1000))];
    /// let share = |name, share| Pod::new(name, Resources::new()).devices(DeviceRequest::new("gpu", 1, share));
    /// let plan = place(&[share("a", 600), share("b", 600), share("c", 400)], &nodes, &Policy::default())?;
    /// let Outcome::Placed(place) = plan.outcome(2) else { return Err("c has a place".into()) };
    /// assert_eq!((place.node, place.devices), (0, vec![("gpu".into(), vec![0])]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn outcome(&self, pod: usize) -> Outcome {
        let evicted = self.record.is_evicted(pod);
        let Some(node) = self.node_of(pod) else {
            return if evicted { Outcome::Evicted } else { Outcome::Unplaced };
        };
        let place = Place::new(self.view(), pod, node);
        let runs = self.model.running.binary_search_by_key(&(pod as u32), |running| running.pod).is_ok();
        match (runs, evicted) {
            (false, _) => Outcome::Placed(place),
            (true, false) => Outcome::Kept(place),
            (true, true) => Outcome::Moved(place),
        }
    }

    /// The pods that are to go somewhere, and where.
    pub fn placements(&self) -> impl Iterator<Item = (usize, Place)> {
        (0..self.model.pods()).filter_map(|pod| match self.outcome(pod) {
            Outcome::Placed(place) | Outcome::Moved(place) => Some((pod, place)),
            _ => None,
        })
    }

    /// The pods that fit nowhere.
    pub fn unplaced(&self) -> impl Iterator<Item = usize> {
        (0..self.model.pods()).filter(|&pod| self.node_of(pod).is_none())
    }

    /// Why a pod is nowhere: for every node, every constraint that it fails there, with all others in their places. None
    /// for a pod that has a node.
    ///
    /// It is worked out when it is asked for.
    ///
    /// # Panics
    ///
    /// If there is no such pod.
    ///
    /// # Complexity
    ///
    /// O(n) time and memory for n nodes, times the constraints of the pod.
    pub fn verdict(&self, pod: usize) -> Option<Verdict> {
        self.node_of(pod).is_none().then(|| Verdict::new(self.view(), &self.record, pod))
    }
}
