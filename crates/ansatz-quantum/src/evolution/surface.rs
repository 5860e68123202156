//! The methods that every search among strings of bits has, so that nothing need be imported to run one.

/// Writes `start` and `minimize` of a method among strings of bits.
///
/// `$make` is the text of an expression that makes one for 20 bits, for the examples.
macro_rules! surface {
    ($type:ty, $make:literal) => {
        impl $type {
            /// A run to be asked and told, stored and resumed, with a budget (a number of evaluations will do) and a seed.
            ///
            /// # Errors
            ///
            /// [`ParameterError`](ansatz_core::ParameterError) if the budget is not valid.
            ///
            /// # Examples
            ///
            /// ```
            /// use ansatz_quantum::evolution::*;
            ///
            #[doc = concat!("let mut run = ", $make, ".start(500, 42)?;")]
            /// while let Some(trial) = run.ask() {
            ///     run.tell(trial.number, trial.candidate.iter().filter(|bit| **bit).count() as f64)?;
            /// }
            /// assert!(run.best().is_some_and(|(_, evaluation)| evaluation.value() < 6.0));
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            pub fn start(
                self,
                budget: impl Into<::ansatz_optimize::Budget>,
                seed: u64,
            ) -> Result<::ansatz_optimize::Run<Self>, ::ansatz_core::ParameterError> {
                ::ansatz_optimize::Run::new(self, budget, seed)
            }

            /// The least value of an objective that this search finds within the budget; `seed` determines all that is
            /// random.
            ///
            /// # Errors
            ///
            /// [`ParameterError`](ansatz_core::ParameterError) if the budget is not valid.
            ///
            /// # Examples
            ///
            /// ```
            /// use ansatz_quantum::evolution::*;
            ///
            /// // As few ones as possible.
            #[doc = concat!("let best = ", $make, ".minimize(500, 42, |bits| bits.iter().filter(|bit| **bit).count() as f64)?;")]
            /// assert!(best.value < 6.0);
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            pub fn minimize<E: Into<::ansatz_optimize::Evaluation>>(
                self,
                budget: impl Into<::ansatz_optimize::Budget>,
                seed: u64,
                objective: impl FnMut(&::alloc::vec::Vec<bool>) -> E,
            ) -> Result<::ansatz_optimize::Minimum<::alloc::vec::Vec<bool>>, ::ansatz_core::ParameterError> {
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
            /// use ansatz_quantum::evolution::*;
            ///
            /// let ones = |bits: &Vec<bool>| bits.iter().filter(|bit| **bit).count() as f64;
            #[doc = concat!("let many = ", $make, ".minimize_parallel(500, 42, ones)?;")]
            #[doc = concat!("assert_eq!(many, ", $make, ".minimize(500, 42, ones)?);")]
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            #[cfg(feature = "rayon")]
            pub fn minimize_parallel<E: Into<::ansatz_optimize::Evaluation> + Send>(
                self,
                budget: impl Into<::ansatz_optimize::Budget>,
                seed: u64,
                objective: impl Fn(&::alloc::vec::Vec<bool>) -> E + Sync,
            ) -> Result<::ansatz_optimize::Minimum<::alloc::vec::Vec<bool>>, ::ansatz_core::ParameterError> {
                let mut run = self.start(budget, seed)?;
                run.drive_parallel(objective);
                run.into_minimum()
            }
        }
    };
}
pub(super) use surface;
