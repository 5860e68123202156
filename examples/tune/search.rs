//! The methods to choose from, as one type.

use std::collections::VecDeque;

use ansatz_core::{DecodeError, ParameterError};
use ansatz_examples::{NoneOf, one_of};
use ansatz_optimize::{
    BayesianConfig, BayesianSearch, CmaEs, Codec, GeneticAlgorithm, LShade, Method, NelderMead, RandomSearch,
    RealVector, Run, SobolSearch, Space, Stop, TellError, Trial,
};

/// A search under way, by whatever method.
pub(crate) trait Search {
    fn ask(&mut self) -> Option<Trial<Vec<f64>>>;
    /// What is less is better; `None` for a failure.
    fn tell(&mut self, number: u64, objective: Option<f64>) -> Result<(), TellError>;
    fn extend(&mut self, trials: u64) -> Result<(), ParameterError>;
    fn outstanding(&self) -> VecDeque<Trial<Vec<f64>>>;
    fn stop(&self) -> Option<Stop>;
    /// Trials told, and how many of them failed.
    fn counts(&self) -> (u64, u64);
    fn seed(&self) -> u64;
    fn to_bytes(&self) -> Vec<u8>;
}

impl<A> Search for Run<A>
where
    A: Method<Candidate: ToOwned<Owned = Vec<f64>>> + Codec,
{
    fn ask(&mut self) -> Option<Trial<Vec<f64>>> {
        self.ask()
    }

    fn tell(&mut self, number: u64, objective: Option<f64>) -> Result<(), TellError> {
        self.tell(number, objective)
    }

    fn extend(&mut self, trials: u64) -> Result<(), ParameterError> {
        self.extend(trials)
    }

    fn outstanding(&self) -> VecDeque<Trial<Vec<f64>>> {
        self.outstanding().collect()
    }

    fn stop(&self) -> Option<Stop> {
        self.stop()
    }

    fn counts(&self) -> (u64, u64) {
        (self.evaluations(), self.failures())
    }

    fn seed(&self) -> u64 {
        self.seed()
    }

    fn to_bytes(&self) -> Vec<u8> {
        self.to_bytes()
    }
}

/// A method of the family, by the name that the command line has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Algorithm {
    #[default]
    Bayes,
    CmaEs,
    LShade,
    Genetic,
    NelderMead,
    Sobol,
    Random,
}

impl Algorithm {
    pub(crate) const ALL: [Self; 7] =
        [Self::Bayes, Self::CmaEs, Self::LShade, Self::Genetic, Self::NelderMead, Self::Sobol, Self::Random];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Bayes => "bayes",
            Self::CmaEs => "cmaes",
            Self::LShade => "lshade",
            Self::Genetic => "genetic",
            Self::NelderMead => "nelder-mead",
            Self::Sobol => "sobol",
            Self::Random => "random",
        }
    }

    pub(crate) fn parse(name: &str) -> Result<Self, NoneOf> {
        one_of(name, &Self::ALL.map(|method| (method.name(), method)))
    }

    /// Whether what it proposes depends on which of the outstanding trials have been told.
    ///
    /// The others propose by the generation, or without looking.
    pub(crate) fn looks_at_each(self) -> bool {
        self == Self::Bayes
    }

    /// A search that has not begun; `parallel` trials are to be outstanding at a time.
    pub(crate) fn start(
        self,
        space: &Space,
        trials: u64,
        seed: u64,
        parallel: usize,
    ) -> Result<Box<dyn Search>, ParameterError> {
        let batches = BayesianConfig::default().batch(parallel);
        Ok(match self {
            Self::Bayes => Box::new(BayesianSearch::with_config(space, batches)?.start(trials, seed)?),
            Self::CmaEs => Box::new(CmaEs::new(space)?.start(trials, seed)?),
            Self::LShade => Box::new(LShade::new(space)?.start(trials, seed)?),
            Self::Genetic => Box::new(GeneticAlgorithm::new(RealVector::new(space)).start(trials, seed)?),
            Self::NelderMead => Box::new(NelderMead::new(space)?.start(trials, seed)?),
            Self::Sobol => Box::new(SobolSearch::new(space)?.start(trials, seed)?),
            Self::Random => Box::new(RandomSearch::new(space).start(trials, seed)?),
        })
    }

    /// A search that was stored.
    pub(crate) fn read(self, bytes: &[u8]) -> Result<Box<dyn Search>, DecodeError> {
        fn boxed<A>(bytes: &[u8]) -> Result<Box<dyn Search>, DecodeError>
        where
            A: Method<Candidate: ToOwned<Owned = Vec<f64>>> + Codec + 'static,
        {
            Ok(Box::new(Run::<A>::from_bytes(bytes)?))
        }
        match self {
            Self::Bayes => boxed::<BayesianSearch>(bytes),
            Self::CmaEs => boxed::<CmaEs>(bytes),
            Self::LShade => boxed::<LShade>(bytes),
            Self::Genetic => boxed::<GeneticAlgorithm<RealVector>>(bytes),
            Self::NelderMead => boxed::<NelderMead>(bytes),
            Self::Sobol => boxed::<SobolSearch>(bytes),
            Self::Random => boxed::<RandomSearch>(bytes),
        }
    }
}
