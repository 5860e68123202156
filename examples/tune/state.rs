//! What is stored of a study: the run's own bytes, the trials that were made, and what they are trials of.

use core::fmt;
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use ansatz_core::{
    DecodeError,
    bytes::{Kind, Reader, Writer},
};
use ansatz_optimize::Codec;

use crate::evaluate::Outcome;

/// A trial that was made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finished {
    pub(crate) candidate: Vec<f64>,
    pub(crate) outcome: Outcome,
    pub(crate) milliseconds: u64,
}

/// The contents of a state file.
#[derive(Debug, PartialEq)]
pub(crate) struct State {
    /// What decides which trials are made: names and values.
    pub(crate) identity: Vec<(String, String)>,
    /// By their numbers.
    pub(crate) trials: BTreeMap<u64, Finished>,
    /// The run as bytes.
    pub(crate) run: Vec<u8>,
}

impl State {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        writer.count(self.identity.len());
        for text in self.identity.iter().flat_map(|(name, value)| [name, value]) {
            write_text(&mut writer, text);
        }
        writer.count(self.trials.len());
        for (number, trial) in &self.trials {
            writer.u64(*number);
            trial.candidate.encode(&mut writer);
            match &trial.outcome {
                Outcome::Value(value) => {
                    writer.u8(0);
                    writer.f64(*value);
                }
                Outcome::Failed(reason) => {
                    writer.u8(1);
                    write_text(&mut writer, reason);
                }
            }
            writer.u64(trial.milliseconds);
        }
        writer.count(self.run.len());
        writer.slice(&self.run);
        writer.into_bytes()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let mut identity = Vec::new();
        for _ in 0..reader.count(LEAST_PAIR)? {
            identity.push((read_text(&mut reader)?, read_text(&mut reader)?));
        }
        let mut trials = BTreeMap::new();
        for _ in 0..reader.count(LEAST_TRIAL)? {
            let number = reader.u64()?;
            if trials.last_key_value().is_some_and(|(last, _)| *last >= number) {
                return Err(DecodeError::field("trial", number, "rising numbers"));
            }
            let candidate = Codec::decode(&mut reader)?;
            let outcome = match reader.u8()? {
                0 => Outcome::Value(finite(reader.f64()?)?),
                1 => Outcome::Failed(read_text(&mut reader)?),
                other => return Err(DecodeError::field("outcome", other, "0..=1")),
            };
            trials.insert(number, Finished { candidate, outcome, milliseconds: reader.u64()? });
        }
        let length = reader.count(1)?;
        let run = reader.slice(length)?.to_vec();
        reader.finish()?;
        Ok(Self { identity, trials, run })
    }

    /// What the file holds; `None` if there is no file.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, StateError> {
        let failed = |reason: &dyn fmt::Display| StateError { path: path.to_owned(), reason: reason.to_string() };
        match fs::read(path) {
            Ok(bytes) => Self::from_bytes(&bytes).map(Some).map_err(|error| failed(&error)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(&error)),
        }
    }

    /// Puts the file in the place of an older one at once: whoever reads it sees the one or the other, also after the power
    /// has failed.
    pub(crate) fn write(&self, path: &Path) -> Result<(), StateError> {
        let failed = |error: io::Error| StateError { path: path.to_owned(), reason: error.to_string() };
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        let mut file = File::create(&beside).map_err(failed)?;
        file.write_all(&self.to_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
        drop(file);
        fs::rename(&beside, path).map_err(failed)?;
        // The new name is stored with the folder; a system that cannot open one does that on its own.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if let Ok(folder) = File::open(folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

/// What is wrong with a state file.
#[derive(Debug, thiserror::Error)]
#[error("the state {}: {reason}", path.display())]
pub(crate) struct StateError {
    pub(crate) path: PathBuf,
    pub(crate) reason: String,
}

fn write_text(writer: &mut Writer, text: &str) {
    writer.count(text.len());
    writer.slice(text.as_bytes());
}

fn read_text(reader: &mut Reader<'_>) -> Result<String, DecodeError> {
    let length = reader.count(1)?;
    let bytes = reader.slice(length)?;
    let text = str::from_utf8(bytes).map_err(|error| {
        DecodeError::field("text", format_args!("not UTF-8 at byte {}", error.valid_up_to() + 1), "UTF-8")
    })?;
    Ok(text.to_owned())
}

fn finite(value: f64) -> Result<f64, DecodeError> {
    if value.is_finite() { Ok(value) } else { Err(DecodeError::field("objective", value, "finite")) }
}

/// Two lengths.
const LEAST_PAIR: usize = 16;
/// A number, a length, a byte, a value or a length, a time.
const LEAST_TRIAL: usize = 33;
const KIND: Kind = Kind::new(*b"TUNE");
const VERSION: u8 = 1;
