//! Whichever numbers a model can be computed in.

use super::Couplings;
use crate::Ising;

/// Something in whole numbers of 16 bits where the model allows it, and in floats otherwise.
#[derive(Clone)]
pub(crate) enum Numbers<W, F> {
    Whole(W),
    Floats(F),
}

impl Numbers<Couplings<i16>, Couplings<f64>> {
    pub(crate) fn of(model: &Ising) -> Self {
        Couplings::whole(model).map_or_else(|| Self::Floats(Couplings::floats(model)), Self::Whole)
    }
}

/// An expression of what is there, in whichever numbers.
macro_rules! with {
    ($numbers:expr, $inner:pat => $expression:expr) => {
        match $numbers {
            $crate::lanes::Numbers::Whole($inner) => $expression,
            $crate::lanes::Numbers::Floats($inner) => $expression,
        }
    };
}

/// The same numbers with what an expression makes of what is there.
macro_rules! map {
    ($numbers:expr, $inner:pat => $expression:expr) => {
        match $numbers {
            $crate::lanes::Numbers::Whole($inner) => $crate::lanes::Numbers::Whole($expression),
            $crate::lanes::Numbers::Floats($inner) => $crate::lanes::Numbers::Floats($expression),
        }
    };
}

pub(crate) use {map, with};
