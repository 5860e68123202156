//! Pods that should not all be in one place.

use alloc::string::String;

use super::LabelSelector;

/// Whether a constraint must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WhenUnsatisfiable {
    /// It must.
    DoNotSchedule,
    /// It should: places that keep it are preferred.
    ScheduleAnyway,
}

/// How evenly pods are spread over the values of a node label (`topologySpreadConstraints`).
///
/// Counted are the domains of nodes that the pod's node selector and required node affinity allow, and that have the
/// labels of all of its constraints that must hold (`nodeAffinityPolicy: Honor`, `nodeTaintsPolicy: Ignore`: Kubernetes'
/// defaults), and in them the pods of the pod's namespace that `label_selector` selects.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TopologySpreadConstraint {
    /// With the pod placed, its domain may have at most so many of the pods more than the domain with the fewest.
    pub max_skew: u32,
    /// The node label whose values are the domains.
    pub topology_key: String,
    /// Whether it must hold.
    pub when_unsatisfiable: WhenUnsatisfiable,
    /// Which pods are counted.
    pub label_selector: LabelSelector,
    /// If there are fewer domains, the fewest counts as 0; 1 switches that off.
    pub min_domains: u32,
}

impl TopologySpreadConstraint {
    /// A constraint that must hold, with any number of domains.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{LabelSelector, TopologySpreadConstraint};
    ///
    /// let web = LabelSelector::labels([("app", "web")]);
    /// let even = TopologySpreadConstraint::new(1, "topology.kubernetes.io/zone", web);
    /// assert_eq!(even.min_domains, 1);
    /// ```
    pub fn new(max_skew: u32, topology_key: impl Into<String>, label_selector: LabelSelector) -> Self {
        let when_unsatisfiable = WhenUnsatisfiable::DoNotSchedule;
        Self { max_skew, topology_key: topology_key.into(), when_unsatisfiable, label_selector, min_domains: 1 }
    }
}
