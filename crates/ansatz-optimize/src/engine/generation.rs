//! A batch of candidates that are proposed one by one, told in any order, and learnt from together.

use alloc::vec::Vec;

use ansatz_core::DecodeError;

use crate::Evaluation;

/// The book-keeping of a method that learns from its candidates by the generation.
///
/// Candidate numbers rise without gaps; a generation has those from its first on.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Evaluation, Generation};
///
/// let mut generation = Generation::<1>::new(2);
/// assert_eq!((generation.propose(10), generation.propose(11), generation.propose(12)), (Some(0), Some(1), None));
/// assert!(!generation.observe(11, Evaluation::from(1.0)));
/// assert!(generation.observe(10, Evaluation::failed()));
/// assert_eq!(generation.evaluations().map(|e| e.value()).collect::<Vec<_>>(), [f64::INFINITY, 1.0]);
/// generation.restart(3);
/// assert_eq!(generation.propose(12), Some(0));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Generation<const M: usize = 1> {
    /// The number of the first candidate.
    first: u64,
    /// How many have been proposed.
    proposed: usize,
    /// How many have been told.
    told: usize,
    evaluations: Vec<Option<Evaluation<M>>>,
}

impl<const M: usize> Generation<M> {
    /// A generation of so many candidates, none proposed yet.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::Generation::<1>::new(2).len(), 2);
    /// ```
    pub fn new(size: usize) -> Self {
        let mut evaluations = Vec::new();
        evaluations.resize(size, None);
        Self { first: 0, proposed: 0, told: 0, evaluations }
    }

    /// Begins the next one, of so many candidates.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut generation = ansatz_optimize::Generation::<1>::new(1);
    /// generation.propose(7);
    /// generation.restart(3);
    /// assert_eq!((generation.len(), generation.proposed()), (3, 0));
    /// ```
    pub fn restart(&mut self, size: usize) {
        self.proposed = 0;
        self.told = 0;
        self.evaluations.clear();
        self.evaluations.resize(size, None);
    }

    /// The place in this generation of the candidate that is proposed next; `None` if the generation is full and waits
    /// for what it has proposed.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut generation = ansatz_optimize::Generation::<1>::new(1);
    /// assert_eq!((generation.propose(7), generation.propose(8)), (Some(0), None));
    /// ```
    #[inline]
    pub fn propose(&mut self, number: u64) -> Option<usize> {
        if self.proposed == self.evaluations.len() {
            return None;
        }
        if self.proposed == 0 {
            self.first = number;
        }
        self.proposed += 1;
        Some(self.proposed - 1)
    }

    /// The place of a candidate that has been proposed and not been told.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut generation = ansatz_optimize::Generation::<1>::new(2);
    /// generation.propose(7);
    /// assert_eq!((generation.place(7), generation.place(8)), (Some(0), None));
    /// ```
    #[inline]
    pub fn place(&self, number: u64) -> Option<usize> {
        let place = number.checked_sub(self.first)? as usize;
        (place < self.proposed && self.evaluations[place].is_none()).then_some(place)
    }

    /// Notes what became of a candidate, once for each; whether that was the generation's last.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut generation = ansatz_optimize::Generation::<1>::new(1);
    /// generation.propose(7);
    /// assert!(generation.observe(7, 1.0.into()));
    /// ```
    #[inline]
    pub fn observe(&mut self, number: u64, evaluation: Evaluation<M>) -> bool {
        let Some(place) = self.place(number) else { return false };
        self.evaluations[place] = Some(evaluation);
        self.told += 1;
        self.told == self.evaluations.len()
    }

    /// How many candidates have been proposed.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut generation = ansatz_optimize::Generation::<1>::new(2);
    /// generation.propose(7);
    /// assert_eq!(generation.proposed(), 1);
    /// ```
    #[inline]
    pub fn proposed(&self) -> usize {
        self.proposed
    }

    /// How many candidates it has.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::Generation::<1>::new(2).len(), 2);
    /// ```
    #[inline]
    #[allow(clippy::len_without_is_empty)] // None is empty.
    pub fn len(&self) -> usize {
        self.evaluations.len()
    }

    /// What became of the candidates that have been told, in the order of their places.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut generation = ansatz_optimize::Generation::<1>::new(2);
    /// generation.propose(7);
    /// generation.observe(7, 1.0.into());
    /// assert_eq!(generation.evaluations().count(), 1);
    /// ```
    pub fn evaluations(&self) -> impl Iterator<Item = &Evaluation<M>> {
        self.evaluations.iter().flatten()
    }

    /// The same with their places.
    pub(crate) fn told(&self) -> impl Iterator<Item = (usize, &Evaluation<M>)> {
        self.evaluations.iter().enumerate().filter_map(|(place, evaluation)| Some((place, evaluation.as_ref()?)))
    }

    /// Moves the evaluations out, in the order of their places: of a generation that is complete.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut generation = ansatz_optimize::Generation::<1>::new(1);
    /// generation.propose(7);
    /// generation.observe(7, 1.0.into());
    /// assert!(generation.take().eq([1.0.into()]));
    /// ```
    pub fn take(&mut self) -> impl Iterator<Item = Evaluation<M>> {
        self.evaluations.drain(..).flatten()
    }

    fn check(&self) -> Result<(), DecodeError> {
        // A complete generation has been learnt from, and another one begun.
        let told = self.evaluations.iter().flatten().count();
        let ahead = self.evaluations.iter().skip(self.proposed).flatten().count();
        let waits = self.told < self.evaluations.len() && self.proposed <= self.evaluations.len();
        if waits && told == self.told && ahead == 0 {
            return Ok(());
        }
        Err(DecodeError::field("generation", "told before it was proposed", "proposed, then told, each once"))
    }
}

ansatz_core::codec!([const M: usize] Generation<M> { first, proposed, told, evaluations });
