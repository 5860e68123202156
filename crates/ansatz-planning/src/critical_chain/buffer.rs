//! How long buffers are.

/// How long a buffer is, from what has been cut off the tasks that it protects: the differences between their safe
/// durations and those that are kept half of the time. Rounded up to whole times.
///
/// Tukel, Rom and Eksioglu compare both with sizes that adapt to the network and to how scarce resources are, which were
/// shorter in their experiments.
///
/// # Examples
///
/// ```
/// use ansatz_planning::critical_chain::BufferSizing;
///
/// // Sixteen tasks that have been cut by two days each.
/// assert_eq!(BufferSizing::CutAndPaste.size([2; 16]), 16);
/// assert_eq!(BufferSizing::RootSquareError.size([2; 16]), 8);
/// ```
///
/// # References
///
/// O. I. Tukel, W. O. Rom and S. D. Eksioglu, "An investigation of buffer sizing techniques in critical chain scheduling",
/// European Journal of Operational Research 172, 2006.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BufferSizing {
    /// Half of their sum (Goldratt): as if all tasks were late together, and half as much as they might.
    CutAndPaste,
    /// The root of the sum of their squares (Newbold): two standard deviations of the path, if each difference is two of its
    /// task and tasks are independent.
    RootSquareError,
}

impl BufferSizing {
    /// The size of a buffer for these differences, at most 2^64 - 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::critical_chain::BufferSizing;
    ///
    /// assert_eq!(BufferSizing::CutAndPaste.size([3, 4]), 4);
    /// assert_eq!(BufferSizing::RootSquareError.size([3, 4]), 5);
    /// ```
    pub fn size(self, differences: impl IntoIterator<Item = u64>) -> u64 {
        self.size_of(differences.into_iter().fold(Cut::default(), Cut::and))
    }

    pub(super) fn size_of(self, cut: Cut) -> u64 {
        let size = match self {
            Self::CutAndPaste => cut.sum.div_ceil(2),
            Self::RootSquareError => {
                let root = cut.squares.isqrt();
                root + u128::from(root.pow(2) < cut.squares)
            }
        };
        u64::try_from(size).unwrap_or(u64::MAX)
    }
}

/// What has been cut off the tasks of a path.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cut {
    sum: u128,
    squares: u128,
}

impl Cut {
    pub(super) fn and(self, difference: u64) -> Self {
        let difference = u128::from(difference);
        Self { sum: self.sum.saturating_add(difference), squares: self.squares.saturating_add(difference.pow(2)) }
    }
}

/// Time in reserve after a path: before a task of the chain that waits for it, the project's end, or what has been promised.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, critical_chain::{BufferSizing, CriticalChain}};
/// use ansatz_planning::rcpsp::{Project, Schedule};
///
/// let mut network = Network::new();
/// let [long, short, last] = [6, 2, 1].map(|days| network.add_task(days));
/// network.link(long, last, FinishToStart, 0)?;
/// network.link(short, last, FinishToStart, 0)?;
/// let project = Project::new(&network, &[], &[[0; 0]; 3])?;
/// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0, 0, 6])?)?;
/// let plan = chain.buffered(&[12, 4, 2], BufferSizing::CutAndPaste)?;
/// let buffer = plan.feeding_buffers()[0];
/// assert_eq!((buffer.after(), buffer.protects()), (Some(short), Some(last)));
/// assert_eq!((buffer.start(), buffer.size(), buffer.end()), (5, 1, 6));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Buffer {
    pub(super) after: Option<usize>,
    pub(super) into: Option<usize>,
    pub(super) start: u64,
    pub(super) size: u64,
}

impl Buffer {
    /// The last task of the path that it is for, see [`BufferedPlan::path`](super::BufferedPlan::path); none if there are no
    /// tasks at all.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain}, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(4);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0])?)?;
    /// let plan = chain.buffered(&[8], BufferSizing::CutAndPaste)?;
    /// assert_eq!(plan.project_buffer().after(), Some(0));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn after(&self) -> Option<usize> {
        self.after
    }

    /// The task of the chain that it protects; none for the project buffer and for feeding buffers at the project's end.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain}, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(4);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0])?)?;
    /// let plan = chain.buffered(&[8], BufferSizing::CutAndPaste)?;
    /// assert_eq!(plan.project_buffer().protects(), None);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn protects(&self) -> Option<usize> {
        self.into
    }

    /// When it begins: when its path is planned to let go on what waits for it.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain}, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(4);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0])?)?;
    /// let plan = chain.buffered(&[8], BufferSizing::CutAndPaste)?;
    /// assert_eq!(plan.project_buffer().start(), 4);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn start(&self) -> u64 {
        self.start
    }

    /// How long it is.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain}, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(4);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0])?)?;
    /// let plan = chain.buffered(&[8], BufferSizing::CutAndPaste)?;
    /// assert_eq!(plan.project_buffer().size(), 2);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn size(&self) -> u64 {
        self.size
    }

    /// When it ends: for a feeding buffer not after the start of the task that it protects, or of the project buffer, unless a
    /// lead would let it begin before time 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain}, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(4);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0])?)?;
    /// let plan = chain.buffered(&[8], BufferSizing::CutAndPaste)?;
    /// assert_eq!(plan.project_buffer().end(), 6);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn end(&self) -> u64 {
        self.start + self.size
    }
}
