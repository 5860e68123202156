//! The settings of a genetic algorithm.

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
    require_range,
};

use super::Selection;
use crate::Codec;

/// How a population is kept from becoming copies of one member.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Diversity, GeneticConfig};
///
/// // Several valleys are wanted, not the deepest alone.
/// let config = GeneticConfig::default().diversity(Diversity::Crowding);
/// assert_eq!(config.diversity, Diversity::Crowding);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Diversity {
    /// Not at all.
    None,
    /// Of members that are equal (at distance 0, and worth the same) one survives, and a child that equals a parent is
    /// mutated again: evaluations are not spent on what is known.
    #[default]
    Duplicates,
    /// Deterministic crowding: all members mate in pairs at random, and a child takes the place of the nearer parent if it
    /// is not worse. Many valleys are kept, for objectives with several minima that are all wanted, or that mislead.
    ///
    /// It is preferred here to sharing and to other kinds of crowding, since it has no radius to be set and needs four
    /// distances for two children, whatever the population. There is no other selection, and elitism is implied.
    ///
    /// S. W. Mahfoud, *Crowding and preselection revisited*, PPSN 2 (1992).
    Crowding,
}

/// The settings of [`GeneticAlgorithm`](crate::GeneticAlgorithm).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{GeneticAlgorithm, GeneticConfig, RealVector, Selection, Space};
///
/// let config = GeneticConfig::default().population(40).selection(Selection::Tournament { size: 4 });
/// let genomes = RealVector::new(&Space::real([(-5.0, 5.0); 3])?);
/// let best = GeneticAlgorithm::with_config(genomes, config)?.minimize(4_000, 1, |x| x.iter().map(|x| x * x).sum::<f64>())?;
/// assert!(best.value < 1e-3);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct GeneticConfig {
    /// Members of a population: 100; of each, if there are several islands.
    pub population: usize,
    /// How parents are drawn: by tournaments of two.
    pub selection: Selection,
    /// The probability that two parents are recombined, and not copied: 0.9.
    pub crossover_rate: f64,
    /// The probability that a child is mutated: 1, since the mutations of most representations have rates of their own.
    pub mutation_rate: f64,
    /// How many of the best members compete with the children for their places: all, which `None` stands for.
    pub elitism: Option<usize>,
    /// What is done against copies: [`Diversity::Duplicates`].
    pub diversity: Diversity,
    /// Populations that evolve side by side: 1.
    pub islands: usize,
    /// Generations from one migration to the next: 10.
    pub migration_interval: u64,
    /// How many of the best members are copied to the next island: 1.
    pub migrants: usize,
}

impl Default for GeneticConfig {
    fn default() -> Self {
        Self {
            population: 100,
            selection: Selection::Tournament { size: 2 },
            crossover_rate: 0.9,
            mutation_rate: 1.0,
            elitism: None,
            diversity: Diversity::default(),
            islands: 1,
            migration_interval: 10,
            migrants: 1,
        }
    }
}

impl GeneticConfig {
    /// Members of a population, 2 or more, up to a million on all islands together; of each, if there are several.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::GeneticConfig::default().population(40).population, 40);
    /// ```
    #[must_use]
    pub const fn population(self, population: usize) -> Self {
        Self { population, ..self }
    }

    /// How parents are drawn.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{GeneticConfig, Selection};
    ///
    /// let strict = Selection::Tournament { size: 4 };
    /// assert_eq!(GeneticConfig::default().selection(strict).selection, strict);
    /// ```
    #[must_use]
    pub const fn selection(self, selection: Selection) -> Self {
        Self { selection, ..self }
    }

    /// The probability that two parents are recombined, and not copied.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::GeneticConfig::default().crossover_rate(0.5).crossover_rate, 0.5);
    /// ```
    #[must_use]
    pub const fn crossover_rate(self, crossover_rate: f64) -> Self {
        Self { crossover_rate, ..self }
    }

    /// The probability that a child is mutated, by the representation's mutation and its own rates.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::GeneticConfig::default().mutation_rate(0.2).mutation_rate, 0.2);
    /// ```
    #[must_use]
    pub const fn mutation_rate(self, mutation_rate: f64) -> Self {
        Self { mutation_rate, ..self }
    }

    /// How many of the best members compete with the children for the places of the next generation: from 0, where all
    /// members die, to the population, where the best of all survive.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::GeneticConfig::default().elitism(2).elitism, Some(2));
    /// ```
    #[must_use]
    pub const fn elitism(self, elitism: usize) -> Self {
        Self { elitism: Some(elitism), ..self }
    }

    /// What is done against copies.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Diversity, GeneticConfig};
    ///
    /// assert_eq!(GeneticConfig::default().diversity(Diversity::None).diversity, Diversity::None);
    /// ```
    #[must_use]
    pub const fn diversity(self, diversity: Diversity) -> Self {
        Self { diversity, ..self }
    }

    /// Populations that evolve side by side, and send their best to the next one in a ring.
    ///
    /// # Examples
    ///
    /// ```
    /// // A generation of 200: one for each of 200 machines.
    /// let config = ansatz_optimize::GeneticConfig::default().population(50).islands(4);
    /// assert_eq!(config.islands, 4);
    /// ```
    #[must_use]
    pub const fn islands(self, islands: usize) -> Self {
        Self { islands, ..self }
    }

    /// Generations from one migration to the next, 1 or more; `u64::MAX` for none.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::GeneticConfig::default().migration_interval(25).migration_interval, 25);
    /// ```
    #[must_use]
    pub const fn migration_interval(self, migration_interval: u64) -> Self {
        Self { migration_interval, ..self }
    }

    /// How many of the best members are copied to the next island, in the place of the worst there: at most half.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::GeneticConfig::default().migrants(3).migrants, 3);
    /// ```
    #[must_use]
    pub const fn migrants(self, migrants: usize) -> Self {
        Self { migrants, ..self }
    }

    pub(super) fn require_valid(&self) -> Result<(), ParameterError> {
        require_range("population", self.population, 2..=MOST_MEMBERS)?;
        require_range("islands", self.islands, 1..=MOST_MEMBERS / self.population)?;
        self.selection.require_valid(self.population)?;
        require_range("crossover_rate", self.crossover_rate, 0.0..=1.0)?;
        require_range("mutation_rate", self.mutation_rate, 0.0..=1.0)?;
        require_range("elitism", self.elitism.unwrap_or(0), 0..=self.population)?;
        require_range("migration_interval", self.migration_interval, 1..=u64::MAX)?;
        require_range("migrants", self.migrants, 0..=self.population / 2)?;
        if self.diversity == Diversity::Crowding && !self.population.is_multiple_of(2) {
            return Err(ParameterError::new("population", self.population, "an even number for crowding"));
        }
        Ok(())
    }

    fn check(&self) -> Result<(), DecodeError> {
        self.require_valid()?;
        Ok(())
    }
}

impl Codec for Diversity {
    fn encode(&self, writer: &mut Writer) {
        writer.u8(match self {
            Self::None => 0,
            Self::Duplicates => 1,
            Self::Crowding => 2,
        });
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u8()? {
            0 => Ok(Self::None),
            1 => Ok(Self::Duplicates),
            2 => Ok(Self::Crowding),
            other => Err(DecodeError::field("diversity", other, "0..=2")),
        }
    }
}

ansatz_core::codec!([] GeneticConfig {
    population, selection, crossover_rate, mutation_rate, elitism, diversity, islands, migration_interval, migrants,
});

/// Of all islands together.
const MOST_MEMBERS: usize = 1_000_000;
