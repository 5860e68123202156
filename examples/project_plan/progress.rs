//! How far it is, on the standard error: a bar on a terminal, nothing elsewhere.

use std::error::Error;

use indicatif::{ProgressBar, ProgressStyle};

pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn begin(what: &'static str, steps: u64) -> Result<Self, Box<dyn Error>> {
        let style = ProgressStyle::with_template("{prefix:9} {bar:40} {pos}/{len}  {msg}  {elapsed}")?;
        Ok(Self(ProgressBar::new(steps).with_style(style).with_prefix(what)))
    }

    pub(crate) fn tell(&self, made: u64, best: &str) {
        self.0.set_position(made);
        self.0.set_message(best.to_owned());
    }

    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}
