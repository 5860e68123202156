//! How evenly a pod is to be spread with others.

use ansatz_packing::cluster::{Labels, Operator, TopologySpreadConstraint, WhenUnsatisfiable};

use super::selector;
use crate::{cluster::Remarks, wrong::Wrong, yaml::Yaml};

/// One of the `topologySpreadConstraints` of a pod with these labels.
pub(super) fn read(yaml: &Yaml, labels: &Labels, remarks: &mut Remarks) -> Result<TopologySpreadConstraint, Wrong> {
    let mut label_selector = selector::in_field(yaml, "labelSelector")?;
    selector::add_keys(&mut label_selector, yaml, "matchLabelKeys", Operator::In, labels)?;
    for (policy, default) in [("nodeAffinityPolicy", "Honor"), ("nodeTaintsPolicy", "Ignore")] {
        let is_default = |value: &Yaml| value.one_of(&[("Honor", default == "Honor"), ("Ignore", default == "Ignore")]);
        if yaml.field(policy, is_default)? == Some(false) {
            remarks.count(format!("spread constraints with another {policy} than {default}, read as {default}"), 1);
        }
    }
    let constraint = TopologySpreadConstraint::new(
        yaml.required("maxSkew", positive)?,
        yaml.required("topologyKey", Yaml::owned)?,
        label_selector,
    );
    let when =
        [("DoNotSchedule", WhenUnsatisfiable::DoNotSchedule), ("ScheduleAnyway", WhenUnsatisfiable::ScheduleAnyway)];
    Ok(TopologySpreadConstraint {
        when_unsatisfiable: yaml.required("whenUnsatisfiable", |yaml| yaml.one_of(&when))?,
        min_domains: yaml.field("minDomains", positive)?.unwrap_or(1),
        ..constraint
    })
}

fn positive(yaml: &Yaml) -> Result<u32, Wrong> {
    let number = yaml.text()?.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| yaml.unlike("a whole number from 1 that fits into 32 bits"))
}
