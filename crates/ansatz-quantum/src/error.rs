//! What can be wrong with states, models and what is asked of them.

use ansatz_core::ParameterError;

/// Amplitudes that cannot be normalised, couplings of a variable with itself, numbers of variables that are not there.
///
/// Variables are counted from 0.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::Ising;
///
/// let error = Ising::new(&[0.0, 0.0], [(1, 1, 0.5)]).unwrap_err();
/// assert_eq!(error.to_string(), "a coupling joins variable 1 to itself, allowed: two different variables");
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum QuantumError {
    /// A parameter that is not about one variable.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// A number that no variable has.
    #[error("the variable is {variable}, allowed: below {variables}, the number of variables")]
    UnknownVariable {
        /// The number.
        variable: usize,
        /// How many variables there are.
        variables: usize,
    },
    /// A coupling of a variable with itself.
    #[error("a coupling joins variable {variable} to itself, allowed: two different variables")]
    SelfLoop {
        /// The variable.
        variable: usize,
    },
    /// A variable that a list names twice.
    #[error("variable {variable} is given twice, allowed: each variable once")]
    RepeatedVariable {
        /// The variable.
        variable: usize,
    },
    /// A model without variables.
    #[error("the model has no variable, allowed: at least one")]
    EmptyModel,
    /// A list with another length than there are variables.
    #[error("{what} has {length} entries, allowed: {variables}, one for each variable")]
    Length {
        /// What the list is.
        what: &'static str,
        /// Its length.
        length: usize,
        /// How many variables there are.
        variables: usize,
    },
    /// A spin that is neither up nor down.
    #[error("the spin of variable {variable} is {spin}, allowed: 1 or -1")]
    Spin {
        /// The variable.
        variable: usize,
        /// Its spin.
        spin: i8,
    },
    /// Amplitudes that cannot be divided by their norm: all are 0, have cancelled, or are as good as impossible.
    #[error("the squared magnitudes of the amplitudes add up to {total}, allowed: finite and at least 1e-280")]
    Unnormalisable {
        /// The sum.
        total: f64,
    },
    /// A matrix that would not keep the norm.
    #[error(
        "the inner product of rows {row} and {other} of the matrix is off by {deviation} from that of a unitary matrix, \
         allowed: at most 1e-9"
    )]
    NotUnitary {
        /// A row.
        row: usize,
        /// The same or another.
        other: usize,
        /// How far their inner product is from 1 or 0.
        deviation: f64,
    },
    /// An observation of qubits, of a system with more or fewer than two alternatives.
    #[error("the systems have {left} and {right} alternatives, allowed: 2 where a qubit is meant")]
    NotQubits {
        /// The left system's.
        left: usize,
        /// The right one's.
        right: usize,
    },
    /// A correlation that the others do not leave room for.
    #[error(
        "the correlation of variables {other} and {variable} is {correlation}, allowed: {low:.4} to {high:.4} beside those of the variables before"
    )]
    Semidefinite {
        /// The variable at whose row the matrix ceases to be positive semidefinite.
        variable: usize,
        /// The one before it with which it shows.
        other: usize,
        /// Their correlation.
        correlation: f64,
        /// The least that there is room for.
        low: f64,
        /// The most.
        high: f64,
    },
    /// An observation of a variable that earlier ones determine otherwise.
    #[error(
        "variable {variable} is observed as {value}, allowed: {expected}, which the other observations leave no doubt of"
    )]
    Contradiction {
        /// The variable.
        variable: usize,
        /// What was observed.
        value: f64,
        /// What it must be.
        expected: f64,
    },
    /// Observations that the factors exclude.
    #[error("the observations have probability 0 together, allowed: any that the factors do not exclude")]
    Impossible,
    /// A state that a variable has not.
    #[error("the state of variable {variable} is {state}, allowed: below {states}, the number of its states")]
    UnknownState {
        /// The variable.
        variable: usize,
        /// The state.
        state: usize,
        /// How many it has.
        states: usize,
    },
    /// An elimination whose tables would be too large.
    #[error(
        "eliminating variable {variable} takes the tables beyond {most} entries, allowed: at most that many in all"
    )]
    Intractable {
        /// The first variable that is too much.
        variable: usize,
        /// How many entries there may be.
        most: usize,
    },
    /// A ticket of an audit that nobody waits for.
    #[error("ticket {ticket} is of no audit that is outstanding, allowed: each ticket of this tunnel once")]
    UnknownTicket {
        /// Its number.
        ticket: u64,
    },
    /// Pods and nodes that cannot be.
    #[cfg(feature = "packing")]
    #[error(transparent)]
    Cluster(#[from] ansatz_packing::cluster::ClusterError),
}
