//! What a discrete model says of its variables, given what was observed.

use alloc::{vec, vec::Vec};

use super::{
    DiscreteCorrelated,
    discrete::Evidence,
    elimination::{MOST_ENTRIES, eliminated, size},
    table::{Table, largest},
};
use crate::QuantumError;

impl DiscreteCorrelated {
    /// The probability of each state of a variable, given the observations.
    ///
    /// # Errors
    ///
    /// [`QuantumError::UnknownVariable`], [`QuantumError::Impossible`] if factors and observations exclude each other, and
    /// [`QuantumError::Intractable`] for tables beyond the limit that [`DiscreteCorrelated`] states.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut model = ansatz_quantum::DiscreteCorrelated::new(&[2, 3])?;
    /// model.insert_factor(&[0, 1], &[1.0, 1.0, 0.0, 0.0, 1.0, 1.0])?;
    /// model.observe(1, 0)?;
    /// assert_eq!(model.marginal(0)?, [1.0, 0.0]);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn marginal(&self, variable: usize) -> Result<Vec<f64>, QuantumError> {
        self.joint(&[variable])
    }

    /// The probability of each combination of states of `variables`, given the observations, the last variable's states
    /// changing fastest.
    ///
    /// # Errors
    ///
    /// As [`marginal`](Self::marginal), and [`QuantumError::RepeatedVariable`] for a variable that comes twice.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut model = ansatz_quantum::DiscreteCorrelated::new(&[2, 2, 2])?;
    /// model.insert_factor(&[0, 1], &[1.0, 0.0, 0.0, 1.0])?;
    /// model.insert_factor(&[1, 2], &[1.0, 0.0, 0.0, 1.0])?;
    /// assert_eq!(model.joint(&[2, 0])?, [0.5, 0.0, 0.0, 0.5]);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn joint(&self, variables: &[usize]) -> Result<Vec<f64>, QuantumError> {
        self.require_different(variables)?;
        if let Some(&variable) =
            variables.first().filter(|_| size(&self.states, variables.iter().copied()) > MOST_ENTRIES)
        {
            return Err(QuantumError::Intractable { variable, most: MOST_ENTRIES });
        }
        let fixed = self.fixed();
        let free: Vec<usize> = variables.iter().copied().filter(|&variable| fixed[variable].is_none()).collect();
        let table = eliminated(&self.states, self.evident(&fixed), &free, &fixed)?;
        let mut joint = Table::zeros(variables.to_vec(), &self.states);
        joint.add(&table);
        for &variable in variables {
            if let Some(state) = fixed[variable] {
                let mut certain = Table::zeros(vec![variable], &self.states);
                certain.entries.fill(f64::NEG_INFINITY);
                certain.entries[state] = 0.0;
                joint.add(&certain);
            }
        }
        let most = largest(&joint.entries);
        let weights: Vec<f64> = joint.entries.iter().map(|entry| libm::exp(entry - most)).collect();
        let total: f64 = weights.iter().sum();
        Ok(weights.into_iter().map(|weight| weight / total).collect())
    }

    /// The logarithm of the probability of all observations together.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Impossible`] if it is that of 0, and [`QuantumError::Intractable`] for tables beyond the limit that
    /// [`DiscreteCorrelated`] states.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut model = ansatz_quantum::DiscreteCorrelated::new(&[2])?;
    /// model.insert_factor(&[0], &[3.0, 1.0])?;
    /// model.observe(0, 1)?;
    /// assert!((model.log_likelihood()? - 0.25f64.ln()).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn log_likelihood(&self) -> Result<f64, QuantumError> {
        let fixed = self.fixed();
        let observed = eliminated(&self.states, self.evident(&fixed), &[], &fixed)?;
        let factors = self.factors.iter().cloned().map(Table::logarithms).collect();
        let all = eliminated(&self.states, factors, &[], &vec![None; self.len()])?;
        Ok(observed.entries[0] - all.entries[0])
    }

    /// The state of each variable that was observed in one.
    fn fixed(&self) -> Vec<Option<usize>> {
        let mut fixed = vec![None; self.len()];
        for evidence in &self.observations {
            if let Evidence::State { variable, state } = *evidence {
                fixed[variable] = Some(state);
            }
        }
        fixed
    }

    /// The logarithms of factors and likelihoods, with the states that were observed.
    fn evident(&self, fixed: &[Option<usize>]) -> Vec<Table> {
        let likelihoods = self.observations.iter().filter_map(|evidence| match evidence {
            Evidence::State { .. } => None,
            Evidence::Likelihood { variable, weights } => {
                let (variables, shape) = (vec![*variable], vec![weights.len()]);
                Some(Table { variables, shape, entries: weights.clone() })
            }
        });
        let restricted = |table: Table| {
            let observed: Vec<_> = table.variables.iter().filter_map(|&own| Some((own, fixed[own]?))).collect();
            observed.into_iter().fold(table, |table, (variable, state)| table.restricted(variable, state))
        };
        self.factors.iter().cloned().chain(likelihoods).map(restricted).map(Table::logarithms).collect()
    }
}
