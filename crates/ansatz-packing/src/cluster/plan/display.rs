//! Verdicts in words.

use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::{
    cmp::Reverse,
    fmt::{self, Display, Formatter},
};

use super::{GangShortfall, Reason, Verdict};
use crate::cluster::{Taint, TaintEffect};

impl Display for Reason {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unschedulable => f.write_str("unschedulable"),
            Self::Taint(taint) => write!(f, "taint {taint}"),
            Self::NodeSelector => f.write_str("node selector"),
            Self::NodeAffinity => f.write_str("node affinity"),
            Self::InsufficientResource { resource, short_by } => {
                write!(f, "insufficient {resource} (short by {})", amount(resource, *short_by))
            }
            Self::InsufficientDevices { name, share, wanted, available } => {
                write!(f, "insufficient {name} ({available} of {wanted} with {share} free)")
            }
            Self::MissingTopologyKey { topology_key } => write!(f, "no label {topology_key}"),
            Self::PodAffinity { topology_key } => write!(f, "pod affinity within {topology_key}"),
            Self::PodAntiAffinity { topology_key } => write!(f, "pod anti-affinity within {topology_key}"),
            Self::ExistingPodAntiAffinity { topology_key } => {
                write!(f, "anti-affinity of other pods within {topology_key}")
            }
            Self::TopologySpread { topology_key, skew, max_skew } => {
                write!(f, "topology spread over {topology_key} (skew {skew}, at most {max_skew})")
            }
        }
    }
}

impl Display for Taint {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let effect = match self.effect {
            TaintEffect::NoSchedule => "NoSchedule",
            TaintEffect::PreferNoSchedule => "PreferNoSchedule",
            TaintEffect::NoExecute => "NoExecute",
        };
        // As `kubectl` writes them: without a value, without its sign.
        let sign = if self.value.is_empty() { "" } else { "=" };
        write!(f, "{}{sign}{}:{effect}", self.key, self.value)
    }
}

impl Display for Verdict {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(GangShortfall { name, fitting, min_member }) = self.gang() {
            write!(f, "gang {name}: {fitting} of {min_member} fit; ")?;
        }
        if self.nodes() == 0 {
            return f.write_str("there are no nodes");
        }
        let mut counts: BTreeMap<Kind, (usize, &Reason)> = BTreeMap::new();
        let mut fitting = 0;
        for node in 0..self.nodes() {
            let reasons = self.reasons(node);
            fitting += usize::from(reasons.is_empty());
            for reason in reasons {
                let (count, nearest) = counts.entry(Kind::of(reason)).or_insert((0, reason));
                *count += 1;
                if closeness(reason) < closeness(nearest) {
                    *nearest = reason;
                }
            }
        }
        let mut lines: Vec<(usize, String)> =
            counts.into_values().map(|(count, nearest)| (count, nearest.to_string())).collect();
        if fitting > 0 {
            lines.push((fitting, "it fits".into()));
        }
        lines.sort_by(|a, b| (Reverse(a.0), &a.1).cmp(&(Reverse(b.0), &b.1)));
        for (index, (count, text)) in lines.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            let nodes = if *count == 1 { "node" } else { "nodes" };
            write!(f, "{separator}{count} {nodes}: {text}")?;
        }
        Ok(())
    }
}

/// A reason without how much is short: those that are summed up together.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Kind(Reason);

impl Kind {
    fn of(reason: &Reason) -> Self {
        let mut reason = reason.clone();
        match &mut reason {
            Reason::InsufficientResource { short_by, .. } => *short_by = 0,
            Reason::InsufficientDevices { available, .. } => *available = 0,
            Reason::TopologySpread { skew, .. } => *skew = 0,
            _ => {}
        }
        Self(reason)
    }
}

/// The lower, the less is missing, among reasons of one kind.
fn closeness(reason: &Reason) -> u128 {
    match reason {
        Reason::InsufficientResource { short_by, .. } => *short_by,
        Reason::InsufficientDevices { wanted, available, .. } => u128::from(wanted.saturating_sub(*available)),
        Reason::TopologySpread { skew, .. } => u128::from(*skew),
        _ => 0,
    }
}

/// An amount of a resource for people: processors in cores, what is counted in bytes in the largest binary unit, rounded
/// up so that nothing is never short.
fn amount(resource: &str, amount: u128) -> String {
    if resource == "cpu" {
        let cores = format!("{}.{:03}", amount / 1000, amount % 1000);
        let cores = cores.trim_end_matches('0').trim_end_matches('.');
        return format!("{cores} {}", if amount == 1000 { "core" } else { "cores" });
    }
    let in_bytes = resource == "memory" || resource.ends_with("-storage") || resource.starts_with("hugepages-");
    if in_bytes { bytes(amount) } else { amount.to_string() }
}

fn bytes(amount: u128) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let largest = (1..).zip(units).take_while(|&(power, _)| amount >> (10 * power) > 0).last();
    largest.map_or_else(
        || format!("{amount} B"),
        |(power, unit)| {
            let tenths = amount.saturating_mul(10).div_ceil(1 << (10 * power));
            format!("{}.{} {unit}", tenths / 10, tenths % 10)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn amounts_for_people() {
        for (resource, value, text) in [
            ("cpu", 1000, "1 core"),
            ("cpu", 250, "0.25 cores"),
            ("cpu", 12_001, "12.001 cores"),
            ("memory", 1, "1 B"),
            ("memory", 1023, "1023 B"),
            ("memory", 1024, "1.0 KiB"),
            ("memory", 1025, "1.1 KiB"),
            ("ephemeral-storage", 5 << 40, "5.0 TiB"),
            ("hugepages-2Mi", 3 << 20, "3.0 MiB"),
            ("nvidia.com/gpu", 2, "2"),
            ("memory", u128::from(u64::MAX), "16.0 EiB"),
        ] {
            assert_eq!(amount(resource, value), text);
        }
    }
}
