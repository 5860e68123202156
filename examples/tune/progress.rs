//! How it goes: a bar on a terminal, with a line for what is new; elsewhere a line for each trial.

use std::{
    error::Error,
    io::{self, Write},
    time::Duration,
};

use ansatz_examples::figures::significant;
use indicatif::{ProgressBar, ProgressStyle};

use crate::{evaluate::Outcome, study::Study};

pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(crate) fn begin(study: &Study) -> Result<Self, Box<dyn Error>> {
        let bar = ProgressBar::new(study.plan().trials).with_style(ProgressStyle::with_template(TEMPLATE)?);
        let progress = Self { bar };
        let made = study.trials().len();
        if made > 0 {
            progress.line(&format!("trials made already: {made}"));
        }
        // The time that is left is judged by what comes now.
        progress.bar.set_position(made as u64);
        progress.bar.reset_eta();
        progress.bar.set_message(best(study));
        // A trial may take hours; the clock shows that it is alive.
        progress.bar.enable_steady_tick(Duration::from_secs(1));
        Ok(progress)
    }

    /// Takes notice of a trial that was made.
    pub(crate) fn tell(&self, study: &Study, number: u64) {
        let Some(trial) = study.trials().get(&number) else { return };
        let is_best = study.best().is_some_and(|(best, ..)| best == number);
        self.bar.set_position(study.trials().len() as u64);
        self.bar.set_message(best(study));
        let values = study.plan().values(&trial.candidate);
        let values: Vec<String> = values.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        let (name, values) = (number + 1, values.join(" "));
        match &trial.outcome {
            Outcome::Failed(reason) => self.line(&format!("trial {name} has failed: {reason} ({values})")),
            Outcome::Value(value) if is_best || self.bar.is_hidden() => {
                let best = if is_best { ", the best so far" } else { "" };
                self.line(&format!("trial {name}: {value}{best} ({values})"));
            }
            Outcome::Value(_) => {}
        }
    }

    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn line(&self, text: &str) {
        // A command's last words are not for the terminal to obey.
        let text: String = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        if self.bar.is_hidden() {
            // Nobody reads it: no reason to stop.
            let _ = writeln!(io::stderr(), "{text}");
        } else {
            self.bar.println(text);
        }
    }
}

fn best(study: &Study) -> String {
    study.best().map_or("none yet".to_owned(), |(_, value, _)| significant(value))
}

const TEMPLATE: &str = "{bar:40} {pos}/{len}  best: {msg}  {elapsed}, {eta} left";
