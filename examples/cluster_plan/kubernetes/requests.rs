//! What a pod takes of its node, by the rules of Kubernetes' scheduler.

use std::collections::BTreeMap;

use ansatz_packing::cluster::Resources;

use crate::{wrong::Wrong, yaml::Yaml};

/// Amounts by resource, as long as they are added up. What no 64 bits can hold no node has either, so that sums may
/// saturate.
type Amounts = BTreeMap<String, u64>;

/// The requests of a pod by its specification.
///
/// Containers run at the same time. Those that initialise run one after the other before them, beside the sidecars that
/// were started before: the pod needs the most that is needed at any time, and its overhead.
pub(super) fn of_pod(spec: &Yaml) -> Result<Resources, Wrong> {
    let mut needed = Amounts::new();
    for container in spec.list("containers", of_container)? {
        add(&mut needed, &container);
    }
    let (mut sidecars, mut starting) = (Amounts::new(), Amounts::new());
    for (mut container, is_sidecar) in
        spec.list("initContainers", |yaml| Ok((of_container(yaml)?, is_sidecar(yaml)?)))?
    {
        if is_sidecar {
            add(&mut needed, &container);
            add(&mut sidecars, &container);
        } else {
            add(&mut container, &sidecars);
            raise(&mut starting, &container);
        }
    }
    raise(&mut needed, &starting);
    // What is said of the pod as a whole counts in place of the sums.
    if let Some((requests, limits)) = spec.field("resources", both)? {
        needed.extend(requests);
        for (name, limit) in limits {
            needed.entry(name).or_insert(limit);
        }
    }
    add(&mut needed, &spec.field("overhead", amounts)?.unwrap_or_default());
    Ok(needed.into_iter().collect())
}

/// Quantities by the name of the resource.
pub(super) fn amounts(yaml: &Yaml) -> Result<Amounts, Wrong> {
    let mut amounts = Amounts::new();
    for (name, quantity) in yaml.entries()? {
        let parsed = Resources::parse([(name.as_str(), quantity.text().map_err(|wrong| wrong.within(name))?)]);
        let parsed = parsed.map_err(|error| Wrong::new(quantity.line, format!("says that {error}")))?;
        amounts.insert(name.clone(), parsed.amount(name));
    }
    Ok(amounts)
}

/// What one container requests: where it has a limit only, that.
fn of_container(yaml: &Yaml) -> Result<Amounts, Wrong> {
    let (requests, mut amounts) = yaml.field("resources", both)?.unwrap_or_default();
    amounts.extend(requests);
    Ok(amounts)
}

fn both(yaml: &Yaml) -> Result<(Amounts, Amounts), Wrong> {
    let of = |name| Ok(yaml.field(name, amounts)?.unwrap_or_default());
    Ok((of("requests")?, of("limits")?))
}

fn is_sidecar(container: &Yaml) -> Result<bool, Wrong> {
    let policies = [("Always", true), ("OnFailure", false), ("Never", false)];
    Ok(container.field("restartPolicy", |policy| policy.one_of(&policies))?.unwrap_or(false))
}

fn add(sum: &mut Amounts, more: &Amounts) {
    for (name, amount) in more {
        let sum = sum.entry(name.clone()).or_default();
        *sum = sum.saturating_add(*amount);
    }
}

fn raise(most: &mut Amounts, other: &Amounts) {
    for (name, amount) in other {
        let most = most.entry(name.clone()).or_default();
        *most = (*most).max(*amount);
    }
}
