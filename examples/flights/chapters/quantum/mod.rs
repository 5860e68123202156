//! Airports in two groups by `MaxCut`, and what a bad day is made of: hypotheses in a `Superposition`, which a morning's
//! delays re-weight and which are then observed.

mod causes;
mod departures;
mod evidence;
mod halves;
mod network;
#[cfg(test)]
mod tests;
mod verdicts;

use std::error::Error;

use self::{
    causes::{FEWEST_DAYS, Kind, Suspects},
    departures::Departures,
    halves::Halves,
    network::{FEWEST, MOST, Network},
    verdicts::Verdicts,
};
use super::Chapter;
use crate::{
    batch::Batch,
    findings::{Section, grouped},
};

/// All departures.
#[derive(Debug, Default)]
pub(crate) struct Quantum {
    departures: Departures,
}

impl Chapter for Quantum {
    fn observe(&mut self, batch: &Batch) {
        self.departures.observe(batch);
    }

    fn finish(mut self: Box<Self>) -> Result<Section, Box<dyn Error>> {
        self.departures.sort();
        let departures = &self.departures;
        let mut section = Section { title: "Quantum", introduction: INTRODUCTION, ..Section::default() };
        for network in [Network::of_flights(departures), Network::of_minutes(departures)] {
            if !(FEWEST..=MOST).contains(&network.airports.len()) {
                let allowed = format!("it takes {FEWEST} to {MOST} airports with something between them");
                section.facts.push((format!("no cut by {}", network.name), allowed));
                continue;
            }
            let halves = Halves::of(network)?;
            section.studies.push(halves.study(departures));
            section.grids.push(halves.grid());
            section.charts.extend(halves.map(&departures.names)?);
        }
        let suspects = Suspects::of(departures);
        let days = causes::days(departures, &suspects);
        let bad = days.iter().filter(|day| day.cause.kind() != Kind::Ordinary).count();
        section.facts.push(("days, and bad ones".to_owned(), format!("{}, {bad}", grouped(days.len() as f64))));
        if days.len() < FEWEST_DAYS {
            return Ok(section);
        }
        let verdicts = Verdicts::of(&days, &suspects, &departures.names)?;
        section.studies.push(verdicts.study());
        section.grids.extend([verdicts.of_the_worst(), verdicts.of_all()]);
        section.charts.push(verdicts.chart()?);
        Ok(section)
    }
}

const INTRODUCTION: &str = "\
How can the airports be split in two so that as much as possible runs between the halves? Once by flights, of which all but \
one go from New York to elsewhere, so that a bound shows that nothing better is possible; and once by departures that are \
scheduled for the same minute: if the common airspace has two ways out, destinations should be told apart so that as few as \
possible want the same way at once. And what is a bad day made of? The rows name no causes, so that a day among the worst \
fifth is named after where its trouble lies: in many cancelled flights, in one carrier or airport, in aircraft that had left \
New York before on that day, or everywhere at once. At noon this is not known. All hypotheses are carried in a \
superposition, at first a uniform one; how days of each kind looked at noon, on all other days of the year, is the evidence \
that re-weights it; and an observation picks one by Born's rule. Evidence alone is Bayes' rule, to the last digits. Amplitudes \
differ from it where ways to the same kind of day are added before they are squared. That is shown as well, and it is no \
better: one carrier's trouble and another one's are no waves, and a kind is not likelier for having many names.";
