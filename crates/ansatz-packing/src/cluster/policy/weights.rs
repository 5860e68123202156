//! How much each score counts.

use ansatz_core::ParameterError;

/// How much each score counts: a node's score is the sum of its scores, each from 0 to 1, times these weights.
///
/// By default those of Kubernetes' scheduler. It has none for fragmentation, which weighs as much as balance here: with a
/// half to ten times as much, the same share of the devices of a large trace could be used within one part in a hundred.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Weights {
    /// For [`Strategy::MostAllocated`](super::Strategy::MostAllocated), the mean, over what the pod requests, of the part
    /// of the node that is taken with the pod placed; for
    /// [`Strategy::LeastAllocated`](super::Strategy::LeastAllocated), 1 minus that.
    pub allocation: f64,
    /// That no resource is used up before the others: 1 minus the standard deviation of those parts.
    pub balance: f64,
    /// For [`Strategy::LeastFragmented`](super::Strategy::LeastFragmented), 1/2 - g/(2 + 2|g|), where g is how many
    /// devices' worth of what is free on the node becomes useless.
    pub fragmentation: f64,
    /// Preferred node affinity: the weights of the terms that select the node, from 0 for the least, or for 0 if none is
    /// below it, to 1 for the most of the nodes that the pod's own conditions allow.
    pub node_affinity: f64,
    /// Preferred pod affinity and anti-affinity: the weights of the pods near that the pod wants or does not want, and of
    /// those that want it or not, from 0 to 1 as for nodes, over the nodes where it fits. Who must have the pod near wants
    /// it with the weight 1.
    pub pod_affinity: f64,
    /// Few taints with the effect `PreferNoSchedule`: 1 minus their number as a part of the highest.
    pub taints: f64,
    /// Spread constraints that should hold: (most + least - c) / most, where c is how crowded a node is, the sum over the
    /// constraints of the pods near it times ln(domains + 2), plus the maximal skew minus 1.
    pub topology_spread: f64,
    /// Images and other data: the part of the bytes that the node has at hand.
    pub locality: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            allocation: 1.0,
            balance: 1.0,
            fragmentation: 1.0,
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
