//! A run as bytes.

use alloc::{borrow::ToOwned, vec::Vec};

use ansatz_core::{
    DecodeError,
    bytes::{Kind, Reader, Writer},
};

use super::Run;
use crate::{Codec, Method};

impl<A, const M: usize> Run<A, M>
where
    A: Method<M, Candidate: ToOwned<Owned: Codec>> + Codec,
{
    /// The run as bytes (docs/formats.md, `ORUN`): all of it, so that what is read goes on to the same bit.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Run, Space};
    /// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// let first = run.ask().unwrap();
    /// let mut other = Run::<RandomSearch>::from_bytes(&run.to_bytes())?;
    /// assert!(other.outstanding().eq([first]));
    /// assert_eq!(other.ask(), run.ask());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        writer.count(A::NAME.len());
        writer.slice(A::NAME.as_bytes());
        writer.u8(M as u8);
        for count in [self.seed, self.asked, self.told, self.failures, self.unimproved] {
            writer.u64(count);
        }
        self.budget.encode(&mut writer);
        writer.count(self.pending.len());
        self.pending.iter().for_each(|pending| pending.encode(&mut writer));
        self.best.is_some().encode(&mut writer);
        if let Some((candidate, evaluation)) = &self.best {
            candidate.encode(&mut writer);
            evaluation.encode(&mut writer);
        }
        self.history.encode(&mut writer);
        self.method.encode(&mut writer);
        writer.into_bytes()
    }

    /// The run that was written as these bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] for anything that [`to_bytes`](Self::to_bytes) does not write.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_optimize::{RandomSearch, Run, Space};
    /// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
    /// run.drive(|x| x[0]);
    /// assert!(Run::<RandomSearch>::from_bytes(&run.to_bytes()).is_ok_and(|read| read.best() == run.best()));
    /// assert!(Run::<RandomSearch>::from_bytes(b"something else").is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let length = reader.count(1)?;
        let name = reader.slice(length)?;
        if name != A::NAME.as_bytes() {
            return Err(DecodeError::field("method", name.escape_ascii(), A::NAME));
        }
        let objectives = reader.u8()?;
        if usize::from(objectives) != M {
            return Err(DecodeError::field("objectives", objectives, M));
        }
        let [seed, asked, told, failures, unimproved] = Codec::decode(&mut reader)?;
        let run = Self {
            seed,
            asked,
            told,
            failures,
            unimproved,
            budget: Codec::decode(&mut reader)?,
            pending: Vec::decode(&mut reader)?.into(),
            best: Codec::decode(&mut reader)?,
            history: Codec::decode(&mut reader)?,
            method: A::decode(&mut reader)?,
        };
        reader.finish()?;
        run.check()?;
        Ok(run)
    }

    fn check(&self) -> Result<(), DecodeError> {
        let outstanding = self.pending.iter().filter(|pending| **pending).count() as u64;
        let counted = self.told.checked_add(outstanding) == Some(self.asked)
            && self.pending.len() as u64 <= self.asked
            && self.asked <= self.budget.evaluations
            && self.failures.max(self.unimproved) <= self.told
            && self.history.records().last().is_none_or(|last| last.evaluations <= self.told)
            && self.best.is_some() == (M == 1 && self.told > 0);
        if !counted || self.pending.front() == Some(&false) || self.outstanding().count() as u64 != outstanding {
            return Err(DecodeError::field("trials", self.asked, "those told and those outstanding"));
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!(
    [T: Method<M, Candidate: ToOwned<Owned: Codec>> + Codec, const M: usize] Run<T, M>
);

const KIND: Kind = Kind::new(*b"ORUN");
const VERSION: u8 = 1;
