//! A migration's state as bytes.

use alloc::vec::Vec;
use core::time::Duration;

use ansatz_core::{
    DecodeError,
    bytes::{Kind, Reader, Writer},
};

use super::{
    machine::{Migration, MigrationConfig, State},
    step::Step,
};

/// The bytes of a state.
pub(super) fn of(config: &MigrationConfig, state: &State) -> Vec<u8> {
    let mut writer = Writer::new(KIND, VERSION, 0);
    writer.u64(state.revision);
    writer.u64(state.epoch);
    writer.u8(state.step as u8);
    writer.u8(state.differed);
    writer.u8(config.verifications);
    for time in [config.retry_after, config.give_up_after] {
        writer.u64(time.as_secs());
        writer.u32(time.subsec_nanos());
    }
    writer.into_bytes()
}

impl Migration {
    /// The state that is stored, as docs/formats.md states it; of one that waits to be stored nothing is in it.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Migration, MigrationConfig};
    ///
    /// let migration = Migration::new(7, MigrationConfig::default())?;
    /// assert_eq!(migration.to_bytes().len(), 53);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        of(&self.config, &self.saved)
    }

    /// The migration that goes on from what was stored; its times begin anew.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if the bytes are not those of a state that a migration can come to.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Migration, MigrationConfig, MigrationOutput};
    /// use core::time::Duration;
    ///
    /// let migration = Migration::new(7, MigrationConfig::default())?;
    /// let mut again = Migration::from_bytes(&migration.to_bytes()).unwrap();
    /// // Nothing has been stored, so that this comes first.
    /// assert!(matches!(again.poll_output(Duration::ZERO), Some(MigrationOutput::Save { revision: 1, .. })));
    /// assert!(Migration::from_bytes(b"ANSZ").is_err());
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let (revision, epoch) = (reader.u64()?, reader.u64()?);
        let (step, differed, verifications) = (read_step(reader.u8()?)?, reader.u8()?, reader.u8()?);
        let (retry_after, give_up_after) = (read_time(&mut reader)?, read_time(&mut reader)?);
        reader.finish()?;
        let config = MigrationConfig::default()
            .with_retry_after(retry_after)
            .with_give_up_after(give_up_after)
            .with_verifications(verifications);
        config.check()?;
        if differed >= verifications {
            return Err(DecodeError::field("differed", differed, "below `verifications`"));
        }
        let state = State { revision, step, epoch, differed };
        // Nothing has been stored yet: the first state is still to be.
        let first = State { revision: 1, ..state };
        if revision == 0 && step == Step::Copying && first.is_reachable() {
            return Self::new(epoch - 1, config).map_err(|error| DecodeError::field("epoch", epoch, error));
        }
        if !state.is_reachable() {
            let found = format_args!("{revision}, in epoch {epoch}");
            return Err(DecodeError::field("revision", found, "what the step and `differed` lead to"));
        }
        Ok(Self::resumed(config, state))
    }
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([] Migration);

fn read_step(code: u8) -> Result<Step, DecodeError> {
    STEPS.get(usize::from(code)).copied().ok_or_else(|| DecodeError::field("step", code, "0 to 10"))
}

fn read_time(reader: &mut Reader<'_>) -> Result<Duration, DecodeError> {
    let (seconds, nanoseconds) = (reader.u64()?, reader.u32()?);
    if nanoseconds < 1_000_000_000 {
        return Ok(Duration::new(seconds, nanoseconds));
    }
    Err(DecodeError::field("nanoseconds", nanoseconds, "below 10^9"))
}

const STEPS: [Step; 11] = [
    Step::Copying,
    Step::DualWriting,
    Step::CatchingUp,
    Step::Verifying,
    Step::Switching,
    Step::Activating,
    Step::CleaningUp,
    Step::Done,
    Step::Restoring,
    Step::Discarding,
    Step::Aborted,
];
const KIND: Kind = Kind::new(*b"MIGR");
const VERSION: u8 = 1;
