//! A bandit as bytes.

use alloc::vec::Vec;

use ansatz_core::{
    DecodeError,
    bytes::{Codec, Kind, Reader, Writer},
};

use super::{Bandit, Rule, ledger::Ledger, roster::Roster};

impl<R: Rule> Bandit<R> {
    /// The bandit as bytes (docs/formats.md, `BNDT`): all of it, outstanding decisions too, so that what is read goes on to
    /// the same bit.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::Ucb1;
    /// # use ansatz_random::Stream;
    ///
    /// let mut arms = Ucb1::new(2)?;
    /// let ticket = arms.select(&mut Stream::new(1, 0)).ticket;
    /// let mut again = Ucb1::from_bytes(&arms.to_bytes())?;
    /// again.observe(ticket, 1.0)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        writer.count(R::NAME.len());
        writer.slice(R::NAME.as_bytes());
        self.roster.encode(&mut writer);
        self.ledger.encode(&mut writer);
        self.rule.encode(&mut writer);
        writer.into_bytes()
    }

    /// The bandit that was written as these bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] for anything that [`to_bytes`](Self::to_bytes) does not write.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::Ucb1;
    ///
    /// let arms = Ucb1::new(2)?;
    /// assert_eq!(Ucb1::from_bytes(&arms.to_bytes()), Ok(arms));
    /// assert!(Ucb1::from_bytes(b"something else").is_err());
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let length = reader.count(1)?;
        let name = reader.slice(length)?;
        if name != R::NAME.as_bytes() {
            return Err(DecodeError::field("algorithm", name.escape_ascii(), R::NAME));
        }
        let bandit = Self {
            roster: Roster::decode(&mut reader)?,
            ledger: Ledger::decode(&mut reader)?,
            rule: R::decode(&mut reader)?,
        };
        reader.finish()?;
        bandit.check()?;
        Ok(bandit)
    }

    fn check(&self) -> Result<(), DecodeError> {
        if self.rule.arms() != self.roster.ids().len() {
            return Err(DecodeError::field("arms", self.rule.arms(), self.roster.ids().len()));
        }
        if let Some(arm) = self.ledger.arms().find(|arm| !self.roster.has_been(*arm)) {
            return Err(DecodeError::field("outstanding arm", arm, "one that has been there"));
        }
        if !self.rule.check_clock(self.ledger.next()) {
            return Err(DecodeError::field(
                "decisions",
                self.ledger.next(),
                "at least those that the statistics are of",
            ));
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([T: Rule] Bandit<T>);

const KIND: Kind = Kind::new(*b"BNDT");
const VERSION: u8 = 1;
