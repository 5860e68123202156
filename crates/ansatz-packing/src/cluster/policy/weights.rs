//! How much each score counts.

use ansatz_core::ParameterError;

/// How much each score counts: a node's score is the sum of its scores, each from 0 to 1, times these weights.
///
/// By default the weights of Kubernetes' scheduler, and 10 for fragmentation, which counts only under
/// [`Strategy::LeastFragmented`](super::Strategy::LeastFragmented).
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Weights {
    /// What the strategy is about: the mean, over what the pod requests, of the part of the node that is taken with the
    /// pod placed; 1 minus that for [`Strategy::LeastAllocated`](super::Strategy::LeastAllocated).
    pub allocation: f64,
    /// That no resource is used up before the others: 1 minus the standard deviation of those parts.
    pub balance: f64,
    /// How little of the free devices becomes useless.
    pub fragmentation: f64,
    /// Preferred node affinity.
    pub node_affinity: f64,
    /// Preferred pod affinity and anti-affinity, the pod's own and that of the pods around it.
    pub pod_affinity: f64,
    /// Few taints with the effect `PreferNoSchedule`.
    pub taints: f64,
    /// Spread constraints that should hold.
    pub topology_spread: f64,
    /// Images and other data at hand.
    pub locality: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            allocation: 1.0,
            balance: 1.0,
            fragmentation: 10.0,
            node_affinity: 2.0,
            pod_affinity: 2.0,
            taints: 3.0,
            topology_spread: 2.0,
            locality: 1.0,
        }
    }
}

/// One setter for each weight, under the field's name.
macro_rules! setters {
    ($($weight:ident)*) => {
        impl Weights {
            $(
                #[doc = concat!("The same with another weight of `", stringify!($weight), "`.")]
                #[must_use]
                pub fn $weight(mut self, weight: f64) -> Self {
                    self.$weight = weight;
                    self
                }
            )*

            /// Checks that every weight is finite and not negative.
            pub(super) fn require(&self) -> Result<(), ParameterError> {
                $(
                    if !(self.$weight.is_finite() && self.$weight >= 0.0) {
                        let name = concat!("weight of ", stringify!($weight));
                        return Err(ParameterError::new(name, self.$weight, "a finite number of at least 0"));
                    }
                )*
                Ok(())
            }
        }
    };
}

setters!(allocation balance fragmentation node_affinity pod_affinity taints topology_spread locality);
