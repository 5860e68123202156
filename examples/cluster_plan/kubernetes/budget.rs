//! Pod disruption budgets.

use ansatz_packing::cluster::{Allowance, PodDisruptionBudget};

use super::{metadata, selector};
use crate::{wrong::Wrong, yaml::Yaml};

pub(super) fn read(yaml: &Yaml) -> Result<PodDisruptionBudget, Wrong> {
    let metadata = metadata(yaml)?;
    yaml.required("spec", |spec| {
        let selector = selector::in_field(spec, "selector")?;
        let [least, most] = ["minAvailable", "maxUnavailable"].map(|name| spec.field(name, allowance));
        let (name, namespace) = (metadata.name, metadata.namespace);
        let budget = match (least?, most?) {
            (Some(least), None) => PodDisruptionBudget::min_available(name, selector, least),
            (None, Some(most)) => PodDisruptionBudget::max_unavailable(name, selector, most),
            // With neither Kubernetes lets none go.
            (None, None) => PodDisruptionBudget::max_unavailable(name, selector, Allowance::Pods(0)),
            (Some(_), Some(_)) => {
                return Err(Wrong::new(spec.line, "has both minAvailable and maxUnavailable, allowed: one of them"));
            }
        };
        Ok(budget.namespace(namespace))
    })
}

/// A number of pods or a share of them.
fn allowance(yaml: &Yaml) -> Result<Allowance, Wrong> {
    let text = yaml.text()?;
    let found = match text.strip_suffix('%') {
        Some(percent) => {
            percent.parse::<u8>().ok().filter(|percent| *percent <= 100).map(|p| Allowance::Percent(p.into()))
        }
        None => text.parse().ok().map(Allowance::Pods),
    };
    found.ok_or_else(|| yaml.unlike("a whole number from 0, or a percentage from 0% to 100%"))
}
