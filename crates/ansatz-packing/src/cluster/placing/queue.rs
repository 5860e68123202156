//! Turn after turn, until no pod is left that fits anywhere.

use alloc::vec::Vec;

use crate::cluster::{compiled::Rows, state::State};

/// Places units in their order, then those that found no place as often as pods came that may have made one.
///
/// Pods that only come take room from others, but for two cases: they can be the ones that another wants near, and they
/// can raise the least number that a spread constraint compares with. So only classes that ask for either are tried
/// again.
pub(crate) fn place_all(state: &mut State<'_>, units: &Rows<u32>) {
    let mut waiting: Vec<u32> =
        (0..units.len() as u32).filter(|&unit| !place_unit(state, units.row(unit as usize))).collect();
    let model = state.model();
    waiting.retain(|&unit| units.row(unit as usize).iter().any(|&pod| model.class(pod as usize).may_gain()));
    loop {
        let before = waiting.len();
        waiting.retain(|&unit| !place_unit(state, units.row(unit as usize)));
        if waiting.len() == before {
            return;
        }
    }
}

/// Places the pods of a unit that are nowhere; whether all of them are somewhere now.
fn place_unit(state: &mut State<'_>, pods: &[u32]) -> bool {
    let mut all = true;
    for &pod in pods {
        let pod = pod as usize;
        if state.view().node_of(pod).is_none() {
            match state.best_node(pod) {
                Some(node) => state.bind(pod, node),
                None => all = false,
            }
        }
    }
    all
}
