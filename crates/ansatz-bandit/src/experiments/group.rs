//! The two groups of an experiment.

/// A group of an experiment with two: what there was, or what is new.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{Group, ProportionTest};
///
/// let mut test = ProportionTest::new(0.05, 0.5, 0.3)?;
/// test.observe(Group::Control, false);
/// test.observe(Group::Treatment, true);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// What there was.
    Control,
    /// What is new.
    Treatment,
}

impl Group {
    pub(super) fn index(self) -> usize {
        match self {
            Self::Control => 0,
            Self::Treatment => 1,
        }
    }
}
