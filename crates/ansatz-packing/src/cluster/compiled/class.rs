//! Pods that ask the same of everything, and are the same to all others.

use alloc::{boxed::Box, vec, vec::Vec};

use super::{
    Counter, Eligible, Fixed, Holder, Label, Matchers, Nodes, Numbered, PODS, Role, Selected, Topologies, Vocabulary,
    conditions,
};
use crate::cluster::{Pod, PodAffinityTerm, TopologySpreadConstraint, WhenUnsatisfiable};

/// `share` of each of `count` devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ask {
    pub(crate) device: u32,
    pub(crate) count: u32,
    pub(crate) share: u64,
}

impl Ask {
    /// What it takes of all devices together.
    pub(crate) fn total(self) -> u128 {
        u128::from(self.share) * u128::from(self.count)
    }
}

/// Required pod affinity: a pod that meets all terms at once is near, whatever each of them calls near.
#[derive(Debug)]
pub(crate) struct Together {
    /// The counters of the terms' topologies.
    pub(crate) counters: Box<[u32]>,
    /// Whether a pod of the class is one that it wants near.
    pub(crate) own_kind: bool,
}

/// A spread constraint.
#[derive(Debug)]
pub(crate) struct Spread {
    pub(crate) counter: u32,
    pub(crate) max_skew: u32,
    pub(crate) min_domains: u32,
    /// 1 if the pod itself is counted, else 0.
    pub(crate) own: u32,
}

/// Pods with equal specifications.
#[derive(Debug)]
pub(crate) struct Class {
    /// Amounts above 0 by resource, `pods` first.
    pub(crate) requests: Box<[(u32, u64)]>,
    pub(crate) asks: Box<[Ask]>,
    /// Whether more of something is requested than any node has.
    pub(crate) impossible: bool,
    /// What is asked of the node itself: a [`Fixed`].
    pub(crate) fixed: u32,
    pub(crate) together: Option<Together>,
    /// Counters that must be 0 where a pod goes.
    pub(crate) apart: Box<[u32]>,
    /// Holders that must be 0 where a pod goes.
    pub(crate) repelled: Box<[u32]>,
    pub(crate) spread: Box<[Spread]>,
    /// Counters that add this to the score of where a pod goes.
    pub(crate) near: Box<[(u32, f64)]>,
    /// Holders that do.
    pub(crate) wished: Box<[(u32, f64)]>,
    pub(crate) soft_spread: Box<[Spread]>,
    /// Counters that a pod adds to.
    pub(crate) counted: Box<[u32]>,
    /// Holders that a pod adds to.
    pub(crate) held: Box<[u32]>,
}

impl Class {
    /// Whether pods that come can open a place for one of this class.
    pub(crate) fn may_gain(&self) -> bool {
        self.together.is_some() || !self.spread.is_empty()
    }

    /// How much of a resource a pod requests.
    pub(crate) fn request(&self, resource: u32) -> u64 {
        amount_of(&self.requests, resource)
    }

    /// What a pod asks of devices.
    pub(crate) fn ask(&self, device: usize) -> Option<Ask> {
        self.asks.iter().copied().find(|ask| ask.device as usize == device)
    }

    /// Whether two pods are of one class.
    pub(super) fn same(a: &Pod, b: &Pod) -> bool {
        a.requests == b.requests
            && a.namespace == b.namespace
            && a.labels == b.labels
            && a.devices.len() == b.devices.len()
            && a.devices.iter().zip(&b.devices).all(|(a, b)| (&a.name, a.count, a.share) == (&b.name, b.count, b.share))
            && a.affinity == b.affinity
            && a.topology_spread == b.topology_spread
            && Fixed::same(a, b)
    }

    /// A hash that is equal for pods of one class.
    pub(super) fn hash(pod: &Pod) -> u64 {
        let Pod { namespace, labels, requests, affinity, topology_spread, .. } = pod;
        let devices = pod.devices.iter().map(|ask| (&ask.name, ask.count, ask.share));
        devices.fold(
            super::quick_hash(&(namespace, labels, requests, affinity, topology_spread, Fixed::hash(pod))),
            |hash, device| super::quick_hash(&(hash, device)),
        )
    }
}

/// How much of a resource is requested.
pub(crate) fn amount_of(requests: &[(u32, u64)], resource: u32) -> u64 {
    requests.iter().find(|request| request.0 == resource).map_or(0, |request| request.1)
}

/// Everything that is named while classes are made.
pub(super) struct Workshop<'a> {
    pub(super) vocabulary: &'a mut Vocabulary,
    pub(super) nodes: &'a Nodes,
    pub(super) topologies: Topologies,
    pub(super) matchers: Matchers,
    pub(super) counters: Numbered<Counter>,
    pub(super) holders: Numbered<Holder>,
}

/// A class before it is known what others count of it.
pub(super) struct Draft {
    class: Class,
    namespace: u32,
    labels: Vec<Label>,
    /// The matcher of each of [`Class::spread`], then of [`Class::soft_spread`].
    spread_matchers: Vec<u32>,
    together_matcher: Option<u32>,
}

impl<'a> Workshop<'a> {
    pub(super) fn new(vocabulary: &'a mut Vocabulary, nodes: &'a Nodes) -> Self {
        Self {
            vocabulary,
            nodes,
            topologies: Topologies::default(),
            matchers: Matchers::default(),
            counters: Numbered::default(),
            holders: Numbered::default(),
        }
    }

    /// The class of `pod`, whose [`Fixed`] is number `fixed`.
    pub(super) fn draft(&mut self, pod: &Pod, fixed: u32) -> Draft {
        let namespace = self.vocabulary.texts.intern(&pod.namespace);
        let affinity = &pod.affinity;
        let together_matcher = self.together(namespace, &affinity.pod_required);
        let together = together_matcher.map(|matcher| Together {
            counters: affinity.pod_required.iter().map(|term| self.counter(matcher, term)).collect(),
            own_kind: false,
        });
        let apart = affinity.pod_anti_required.iter().map(|term| self.term(namespace, term)).collect();
        let attracting = affinity.pod_preferred.iter().map(|wish| (&wish.term, wish.weight));
        let repelling = affinity.pod_anti_preferred.iter().map(|wish| (&wish.term, -wish.weight));
        let wishes: Vec<(&PodAffinityTerm, f64)> = attracting.chain(repelling).collect();
        let near = wishes.iter().map(|&(term, weight)| (self.term(namespace, term), weight)).collect();
        let held = self.held(namespace, pod, &wishes);
        let mut spread_matchers = Vec::new();
        let mut spread = |when| {
            let (spread, matchers) = self.spreads(namespace, pod, fixed, when);
            spread_matchers.extend(matchers);
            spread
        };
        let (hard, soft) = (spread(WhenUnsatisfiable::DoNotSchedule), spread(WhenUnsatisfiable::ScheduleAnyway));
        let class = Class {
            requests: self.requests(pod),
            asks: self.asks(pod),
            impossible: false,
            fixed,
            together,
            apart,
            repelled: Box::default(),
            spread: hard,
            near,
            wished: Box::default(),
            soft_spread: soft,
            counted: Box::default(),
            held,
        };
        let labels = conditions::labels(&pod.labels, &mut self.vocabulary.texts);
        Draft { class, namespace, labels, spread_matchers, together_matcher }
    }

    fn requests(&mut self, pod: &Pod) -> Box<[(u32, u64)]> {
        let mut requests = vec![(PODS, 1)];
        for (name, amount) in pod.requests.iter().filter(|&(_, amount)| amount > 0) {
            match self.vocabulary.resources.intern(name) {
                // As in Kubernetes, where nobody asks for a number of pods: one is one.
                PODS => {}
                resource => requests.push((resource, amount)),
            }
        }
        requests.into()
    }

    fn asks(&mut self, pod: &Pod) -> Box<[Ask]> {
        let wanted = pod.devices.iter().filter(|ask| ask.count > 0);
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        wanted
            .map(|ask| Ask {
                device: self.vocabulary.devices.intern(&ask.name),
                count: count(ask.count),
                share: ask.share,
            })
            .collect()
    }

    /// The matcher of all terms at once.
    fn together(&mut self, namespace: u32, terms: &[PodAffinityTerm]) -> Option<u32> {
        let mut all: Vec<Selected> =
            terms.iter().map(|term| Selected::of_term(namespace, term, &mut self.vocabulary.texts)).collect();
        all.sort_unstable();
        all.dedup();
        (!all.is_empty()).then(|| self.matchers.intern(all.into()))
    }

    /// The counter of a matcher's pods near as the term means it.
    fn counter(&mut self, matcher: u32, term: &PodAffinityTerm) -> u32 {
        let topology = self.topology(&term.topology_key);
        self.counters.intern(Counter { matcher, topology, eligible: None })
    }

    /// The counter of one term's pods.
    fn term(&mut self, namespace: u32, term: &PodAffinityTerm) -> u32 {
        let matcher = self.matcher(namespace, term);
        self.counter(matcher, term)
    }

    fn matcher(&mut self, namespace: u32, term: &PodAffinityTerm) -> u32 {
        let selected = Selected::of_term(namespace, term, &mut self.vocabulary.texts);
        self.matchers.intern([selected].into())
    }

    fn topology(&mut self, key: &str) -> u32 {
        let name = self.vocabulary.texts.intern(key);
        self.topologies.intern(name, self.nodes)
    }

    /// What a pod wants of those that come later: nothing of what its anti-affinity means; of its other terms, as much
    /// as it wants to be with them itself. A required term counts like a wish of weight 1, Kubernetes' default.
    fn held(&mut self, namespace: u32, pod: &Pod, wishes: &[(&PodAffinityTerm, f64)]) -> Box<[u32]> {
        let repelled = pod.affinity.pod_anti_required.iter().map(|term| (term, Role::Repels));
        let required = pod.affinity.pod_required.iter().map(|term| (term, Role::Wishes(1f64.to_bits())));
        let wishes = wishes.iter().map(|&(term, weight)| (term, Role::Wishes(weight.to_bits())));
        repelled
            .chain(required)
            .chain(wishes)
            .map(|(term, role)| {
                let matcher = self.matcher(namespace, term);
                let topology = self.topology(&term.topology_key);
                self.holders.intern(Holder { matcher, topology, role })
            })
            .collect()
    }

    fn spreads(&mut self, namespace: u32, pod: &Pod, fixed: u32, when: WhenUnsatisfiable) -> (Box<[Spread]>, Vec<u32>) {
        let constraints: Vec<&TopologySpreadConstraint> =
            pod.topology_spread.iter().filter(|constraint| constraint.when_unsatisfiable == when).collect();
        let mut keys: Vec<u32> = constraints.iter().map(|constraint| self.topology(&constraint.topology_key)).collect();
        let topologies = keys.clone();
        keys.sort_unstable();
        keys.dedup();
        // Most pods go anywhere and have one constraint: all of their nodes are those with the label, and its counter
        // serves affinity too.
        let anywhere = pod.node_selector.is_empty() && pod.affinity.node_required.is_empty() && keys.len() == 1;
        let eligible = (!anywhere).then(|| Eligible { fixed, keys: keys.into() });
        let mut matchers = Vec::new();
        let spreads = constraints.iter().zip(topologies).map(|(constraint, topology)| {
            let selected = Selected::within(namespace, &constraint.label_selector, &mut self.vocabulary.texts);
            let matcher = self.matchers.intern([selected].into());
            matchers.push(matcher);
            let counter = self.counters.intern(Counter { matcher, topology, eligible: eligible.clone() });
            let TopologySpreadConstraint { max_skew, min_domains, .. } = **constraint;
            Spread { counter, max_skew, min_domains, own: 0 }
        });
        let spreads = spreads.collect();
        (spreads, matchers)
    }

    /// The classes, once all matchers are known.
    pub(super) fn finish(&self, drafts: Vec<Draft>) -> Vec<Class> {
        let counters = self.counters.by_matcher(self.matchers.len(), |counter| counter.matcher);
        let holders = self.holders.by_matcher(self.matchers.len(), |holder| holder.matcher);
        drafts.into_iter().map(|draft| self.complete(draft, &counters, &holders)).collect()
    }

    fn complete(&self, draft: Draft, counters: &[Vec<u32>], holders: &[Vec<u32>]) -> Class {
        let Draft { mut class, namespace, labels, spread_matchers, together_matcher } = draft;
        let met = self.matchers.matching(namespace, &labels, &self.vocabulary.texts);
        let meets = |matcher: u32| met.binary_search(&matcher).is_ok();
        class.counted = met.iter().flat_map(|&matcher| &counters[matcher as usize]).copied().collect();
        let (mut repelled, mut wished) = (Vec::new(), Vec::new());
        for &holder in met.iter().flat_map(|&matcher| &holders[matcher as usize]) {
            match self.holders.all[holder as usize].role {
                Role::Repels => repelled.push(holder),
                Role::Wishes(bits) => wished.push((holder, f64::from_bits(bits))),
            }
        }
        class.repelled = repelled.into();
        class.wished = wished.into();
        if let Some((together, matcher)) = class.together.as_mut().zip(together_matcher) {
            together.own_kind = meets(matcher);
        }
        for (spread, matcher) in class.spread.iter_mut().chain(&mut class.soft_spread).zip(spread_matchers) {
            spread.own = u32::from(meets(matcher));
        }
        class
    }
}
