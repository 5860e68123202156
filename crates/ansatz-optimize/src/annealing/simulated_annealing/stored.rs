//! A search by annealing as bytes.

use alloc::vec::Vec;

use ansatz_core::{
    DecodeError,
    bytes::{Kind, Reader, Writer},
};

use super::Annealing;
use crate::{AnnealingConfig, Codec, Landscape, annealing::schedule::Cooling};

impl<L: Landscape<State: Codec>> Annealing<L> {
    /// The search as bytes (docs/formats.md, `ANNE`), all but the landscape.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../line.in")]
    /// let mut annealing = SimulatedAnnealing::new(Line, 3)?.start(1_000, 42)?;
    /// annealing.advance(10);
    /// let mut other = Annealing::from_bytes(Line, &annealing.to_bytes())?;
    /// other.advance(90);
    /// annealing.advance(90);
    /// assert_eq!(other.to_bytes(), annealing.to_bytes());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        self.config.encode(&mut writer);
        [self.seed, self.budget, self.made, self.refused, self.accepted].encode(&mut writer);
        [self.temperature, self.cooling.first, self.cooling.last, self.cost, self.least].encode(&mut writer);
        self.state.encode(&mut writer);
        self.best.encode(&mut writer);
        self.history.encode(&mut writer);
        writer.into_bytes()
    }

    /// The search that was written as these bytes, in the landscape where it was.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] for bytes that [`to_bytes`](Self::to_bytes) does not write. Whether the states are of this
    /// landscape is for their own [`Codec`] to know.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../line.in")]
    /// assert!(Annealing::from_bytes(Line, b"something else").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_bytes(landscape: L, bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let config = AnnealingConfig::decode(&mut reader)?;
        let [seed, budget, made, refused, accepted] = Codec::decode(&mut reader)?;
        let [temperature, first, last, cost, least] = Codec::decode(&mut reader)?;
        let annealing = Self {
            landscape,
            config,
            seed,
            budget,
            made,
            refused,
            accepted,
            temperature,
            cooling: Cooling { first, last },
            state: Codec::decode(&mut reader)?,
            cost,
            best: Codec::decode(&mut reader)?,
            least,
            history: Codec::decode(&mut reader)?,
        };
        reader.finish()?;
        annealing.check()?;
        Ok(annealing)
    }

    fn check(&self) -> Result<(), DecodeError> {
        let counted = self.made <= self.budget && self.budget > 0 && self.refused.max(self.accepted) <= self.made;
        let Cooling { first, last } = self.cooling;
        let temperatures = [self.temperature, first, last].iter().all(|t| *t >= 0.0 && t.is_finite()) && first >= last;
        let costs = self.cost.is_finite() && self.least.is_finite();
        let recorded = self.history.records().last().is_none_or(|last| last.evaluations <= self.made);
        if counted && temperatures && costs && recorded {
            return Ok(());
        }
        Err(DecodeError::field("annealing", self.made, "moves made, finite costs and temperatures"))
    }
}

const KIND: Kind = Kind::new(*b"ANNE");
const VERSION: u8 = 1;
