//! A round tour through all airports, and where a few of them should have a base: `SimulatedAnnealing` and `Nsga2` on real
//! distances, each beside a bound that nothing undercuts.

pub(super) mod airports;
mod ascent;
mod bases;
mod front;
mod held_karp;
mod moves;
mod relaxation;
mod tour;

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
};

use self::{
    airports::{Airport, Distances},
    bases::Sites,
    front::Offer,
    tour::Trip,
};
use super::Chapter;
use crate::{
    batch::Batch,
    exact::{ExactCounts, ExactSet},
    findings::{Finding, Section, grouped},
};

/// The airports, and how many flights each of them gets.
#[derive(Debug, Default)]
pub(crate) struct Optimize {
    origins: ExactSet,
    landings: ExactCounts,
}

impl Chapter for Optimize {
    fn observe(&mut self, batch: &Batch) {
        batch.origin.iter().for_each(|code| self.origins.insert(code));
        batch.dest.iter().for_each(|code| self.landings.update(code));
    }

    fn finish(self: Box<Self>) -> Result<Section, Box<dyn Error>> {
        let (airports, unknown) = self.places(airports::known()?);
        let landings: Vec<u64> = airports.iter().map(|airport| self.landings.count(&airport.code)).collect();
        let mut section = Section {
            title: "Optimize",
            introduction: "What is the shortest round tour through all airports? Simulated annealing looks for it by \
                           moves whose effect on the length is told before they are made. And where should bases be, \
                           if few are wanted and none far from where the flights land? NSGA-II offers the whole \
                           trade-off, to choose from. Distances are those of great circles. In place of the exact \
                           answer stands the best of all choices where each was tried, and elsewhere a bound that \
                           none undercuts: prices for the airports, raised and lowered until the best that they allow \
                           comes near to what is possible.",
            facts: facts(&airports, &unknown, landings.iter().sum()),
            ..Section::default()
        };
        if airports.len() < FEWEST {
            return Ok(section);
        }
        let distances = Distances::between(&airports);
        let trip = Trip::plan(&airports, &distances)?;
        section.studies.push(trip.study());
        section.grids.push(trip.grid());
        section.charts.push(trip.chart()?);
        if let Some(sites) = Sites::new(distances.clone(), &landings) {
            let offer = Offer::seek(&airports, &sites)?;
            section.studies.push(offer.study()?);
            section.grids.push(offer.grid());
            section.charts.push(offer.chart()?);
        }
        Ok(section)
    }
}

impl Optimize {
    /// The airports of the flights by their codes: where they are, and those of which that is not known.
    fn places(&self, mut known: BTreeMap<String, Airport>) -> (Vec<Airport>, Vec<&str>) {
        let codes: BTreeSet<&str> = self.origins.iter().chain(self.landings.keys()).collect();
        let (mut airports, mut unknown) = (Vec::new(), Vec::new());
        for code in codes {
            match known.remove(code) {
                Some(airport) => airports.push(airport),
                None => unknown.push(code),
            }
        }
        (airports, unknown)
    }
}

/// What is optimised, and what is left out.
fn facts(airports: &[Airport], unknown: &[&str], landings: u64) -> Vec<(String, String)> {
    let mut facts = vec![("airports on a map".to_owned(), grouped(airports.len() as f64))];
    if !unknown.is_empty() {
        let mut value =
            format!("{} ({}", grouped(unknown.len() as f64), unknown[..SHOWN.min(unknown.len())].join(", "));
        value += if unknown.len() > SHOWN { ", ...)" } else { ")" };
        facts.push(("airports left out, whose place is not known".to_owned(), value));
    }
    if airports.len() < FEWEST {
        facts.push(("no tour and no bases".to_owned(), format!("they take {FEWEST} airports on a map")));
    } else if landings == 0 {
        facts.push(("no bases".to_owned(), "no flight lands at an airport on a map".to_owned()));
    }
    facts
}

/// What was found, beside the best or its bound; and what is promised, and kept if it is.
fn finding(
    question: impl Into<String>,
    found: impl Into<String>,
    best: impl Into<String>,
    promise: impl Into<String>,
    kept: Option<bool>,
) -> Finding {
    Finding { question: question.into(), estimate: found.into(), exact: best.into(), promise: promise.into(), kept }
}

/// Of three airports every order is the same round tour.
const FEWEST: usize = 4;
/// Airports that are named where they are left out.
const SHOWN: usize = 5;
