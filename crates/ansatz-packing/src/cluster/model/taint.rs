//! Nodes that keep pods away, and pods that do not mind.

use alloc::string::String;

/// What a taint does to a pod that does not tolerate it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TaintEffect {
    /// It is not placed there.
    NoSchedule,
    /// It is placed there if no other node is as good.
    PreferNoSchedule,
    /// It is not placed there. Kubernetes evicts running pods as well; a plan leaves them where they are.
    NoExecute,
}

/// What keeps pods away from a node.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Taint {
    /// The key.
    pub key: String,
    /// The value; may be empty.
    pub value: String,
    /// What it does.
    pub effect: TaintEffect,
}

impl Taint {
    /// The taint `key=value:effect`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Taint, TaintEffect};
    ///
    /// let taint = Taint::new("dedicated", "gpu", TaintEffect::NoSchedule);
    /// assert_eq!(taint.key, "dedicated");
    /// ```
    pub fn new(key: impl Into<String>, value: impl Into<String>, effect: TaintEffect) -> Self {
        Self { key: key.into(), value: value.into(), effect }
    }
}

/// The taints that a pod does not mind: those that agree with every field that is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Toleration {
    /// The key; none: any.
    pub key: Option<String>,
    /// The value; none: any (`operator: Exists`).
    pub value: Option<String>,
    /// The effect; none: any.
    pub effect: Option<TaintEffect>,
}

impl Toleration {
    /// Whether this taint is tolerated.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Taint, TaintEffect, Toleration};
    ///
    /// let toleration = Toleration { key: Some("dedicated".into()), ..Toleration::default() };
    /// assert!(toleration.tolerates(&Taint::new("dedicated", "gpu", TaintEffect::NoSchedule)));
    /// assert!(!toleration.tolerates(&Taint::new("spot", "", TaintEffect::NoSchedule)));
    /// ```
    pub fn tolerates(&self, taint: &Taint) -> bool {
        self.key.as_ref().is_none_or(|key| *key == taint.key)
            && self.value.as_ref().is_none_or(|value| *value == taint.value)
            && self.effect.is_none_or(|effect| effect == taint.effect)
    }
}
