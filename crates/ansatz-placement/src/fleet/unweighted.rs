//! Fleets of algorithms that have no weights.

use alloc::format;

use ansatz_hash::Key;

use super::{
    error::FleetError,
    members::{Fleet, Member},
    name::name_of,
};

impl<N: Key> Fleet<N> {
    /// `Ok` if every weight is 1.
    ///
    /// # Errors
    ///
    /// [`FleetError::Unweighted`] that names `placer` and the first other node.
    pub(crate) fn require_unweighted(&self, placer: &'static str) -> Result<(), FleetError> {
        self.members().iter().try_for_each(|member| require_one(placer, &member.node, member.weight))
    }

    /// [`add`](Self::add), for weight 1 only.
    pub(crate) fn add_unweighted(&mut self, placer: &'static str, member: Member<N>) -> Result<usize, FleetError> {
        require_one(placer, &member.node, member.weight)?;
        self.add(member)
    }

    /// [`reweigh`](Self::reweigh), for weight 1 only.
    pub(crate) fn reweigh_unweighted<Q: Key + ?Sized>(
        &mut self,
        placer: &'static str,
        node: &Q,
        weight: f64,
    ) -> Result<f64, FleetError> {
        self.require(node)?;
        require_one(placer, node, weight)?;
        self.reweigh(node, weight)
    }
}

fn require_one<Q: Key + ?Sized>(placer: &'static str, node: &Q, weight: f64) -> Result<(), FleetError> {
    if weight == 1.0 {
        return Ok(());
    }
    Err(FleetError::Unweighted { placer, node: name_of(node), weight: format!("{weight}") })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn a_weight_is_refused_with_the_placer_and_the_node() {
        let mut fleet = Fleet::new(["a", "b"]).unwrap();
        assert_eq!(fleet.require_unweighted("Jump"), Ok(()));
        let error = fleet.add_unweighted("Jump", Member::new("c").with_weight(2.0)).unwrap_err();
        assert_eq!(error.to_string(), "the weight of node \"c\" is 2, allowed: 1, since Jump has no weights");
        assert_eq!(fleet.reweigh_unweighted("Jump", "a", 1.0), Ok(1.0));
        assert!(matches!(fleet.reweigh_unweighted("Jump", "a", 0.5), Err(FleetError::Unweighted { .. })));
        assert!(matches!(fleet.reweigh_unweighted("Jump", "z", 1.0), Err(FleetError::Unknown { .. })));
        fleet.reweigh("b", 3.0).unwrap();
        assert!(fleet.require_unweighted("Jump").is_err());
    }
}
