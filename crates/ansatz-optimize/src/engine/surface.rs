//! The methods that every single-objective search has, so that nothing need be imported to run one.

/// Writes `start` and `minimize` of a [`Method`](crate::Method) with one objective.
///
/// `$make` is the text of an expression that makes one for `space`, three real coordinates, for the examples.
macro_rules! surface {
    ([$($generics:tt)*] $type:ty, $candidate:ty, $make:literal) => {
        impl<$($generics)*> $type {
            /// A run to be asked and told, with a budget (a number of evaluations will do) and a seed.
            ///
            /// # Errors
            ///
            /// [`ParameterError`](ansatz_core::ParameterError) if the budget is not valid.
            ///
            /// # Examples
            ///
            /// ```
            /// use ansatz_optimize::*;
            ///
            /// let space = Space::real([(-5.0, 5.0); 3])?;
            #[doc = concat!("let mut run = ", $make, ".start(100, 42)?;")]
            /// while let Some(trial) = run.ask() {
            ///     run.tell(trial.number, trial.candidate.iter().map(|x| x * x).sum::<f64>())?;
            /// }
            /// assert!(run.best().is_some_and(|(_, evaluation)| evaluation.value() < 25.0));
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            pub fn start(
                self,
                budget: impl Into<$crate::Budget>,
                seed: u64,
            ) -> Result<$crate::Run<Self>, ::ansatz_core::ParameterError> {
                $crate::Run::new(self, budget, seed)
            }

            /// The least value of an objective that this search finds within the budget; `seed` determines all that is
            /// random.
            ///
            /// The objective gives a number, an [`Evaluation`](crate::Evaluation) with constraints, or an `Option` or a
            /// `Result` of one of these, for evaluations that may fail.
            ///
            /// # Errors
            ///
            /// [`ParameterError`](ansatz_core::ParameterError) if the budget is not valid.
            ///
            /// # Examples
            ///
            /// ```
            /// use ansatz_optimize::*;
            ///
            /// let space = Space::real([(-5.0, 5.0); 3])?;
            #[doc = concat!("let best = ", $make, ".minimize(100, 42, |x| x.iter().map(|x| x * x).sum::<f64>())?;")]
            /// assert!(best.value < 25.0);
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            pub fn minimize<E: Into<$crate::Evaluation>>(
                self,
                budget: impl Into<$crate::Budget>,
                seed: u64,
                objective: impl FnMut(&$candidate) -> E,
            ) -> Result<$crate::Minimum<<$candidate as ::alloc::borrow::ToOwned>::Owned>, ::ansatz_core::ParameterError>
            {
                let mut run = self.start(budget, seed)?;
                run.drive(objective);
                run.into_minimum()
            }

            /// [`minimize`](Self::minimize) on all threads of the current rayon pool, with the same result.
            ///
            /// # Errors
            ///
            /// [`ParameterError`](ansatz_core::ParameterError) if the budget is not valid.
            ///
            /// # Examples
            ///
            /// ```
            /// use ansatz_optimize::*;
            ///
            /// let space = Space::real([(-5.0, 5.0); 3])?;
            /// let sphere = |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>();
            #[doc = concat!("let many = ", $make, ".minimize_parallel(100, 42, |x| sphere(x))?;")]
            #[doc = concat!("assert_eq!(many, ", $make, ".minimize(100, 42, |x| sphere(x))?);")]
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            #[cfg(feature = "rayon")]
            pub fn minimize_parallel<E: Into<$crate::Evaluation> + Send>(
                self,
                budget: impl Into<$crate::Budget>,
                seed: u64,
                objective: impl Fn(&$candidate) -> E + Sync,
            ) -> Result<$crate::Minimum<<$candidate as ::alloc::borrow::ToOwned>::Owned>, ::ansatz_core::ParameterError>
            {
                let mut run = self.start(budget, seed)?;
                run.drive_parallel(objective);
                run.into_minimum()
            }
        }
    };
}
pub(crate) use surface;
