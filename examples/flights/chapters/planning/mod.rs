//! How far does a late start reach through an aircraft's day? Its departures are a network, what the schedule has to spare
//! is slack, and the year's own delays say how likely the last leg is late.

mod busiest;
mod check;
mod days;
mod draw;
mod exact;
mod past;
mod plan;
#[cfg(test)]
mod tests;

use std::error::Error;

use self::{
    busiest::Busiest,
    days::{LEGS, Rows},
    past::Past,
};
use super::Chapter;
use crate::{
    batch::Batch,
    findings::{Section, grouped},
};

/// All departures by aircraft and day.
#[derive(Debug, Default)]
pub(crate) struct Planning {
    rows: Rows,
}

impl Chapter for Planning {
    fn observe(&mut self, batch: &Batch) {
        self.rows.observe(batch);
    }

    fn finish(self: Box<Self>) -> Result<Section, Box<dyn Error>> {
        let (days, names, broken) = self.rows.into_days();
        let past = Past::of(&days)?;
        let mut section = Section { title: "Planning", introduction: INTRODUCTION, ..Section::default() };
        let long = days.iter().filter(|day| day.legs.len() >= LEGS).count();
        for (name, count) in
            [(format!("aircraft days of {LEGS} departures or more"), long), (LEFT_OUT.to_owned(), broken)]
        {
            section.facts.push((name, grouped(count as f64)));
        }
        let Some(busiest) = Busiest::of(&days, &past, &names)? else { return Ok(section) };
        section.facts.extend(busiest.facts());
        section.studies.push(busiest.study()?);
        let classes = check::classes(&days, &past)?;
        section.grids.extend([busiest.grid(), check::grid(&classes)]);
        section.charts.extend([draw::strip(&busiest)?, draw::curve(&busiest, &classes)?]);
        Ok(section)
    }
}

const INTRODUCTION: &str = "\
How far does a late start reach through an aircraft's day? The rows know only departures from New York. Between two of an \
aircraft lie a flight out, a turnaround, a flight back and another turnaround, and of these only the sum is known. Its \
least is taken to be what one in twenty of the carrier's gaps to that destination did not exceed this year; what the \
schedule leaves beyond it is slack. So a day is a network: departures that may start at their scheduled times, and links \
with the least gaps as lags. What a departure was late beyond what it inherits that way is its own delay, and the model \
draws the own delays of the carrier's whole year, each apart from the others. Aircraft that were exchanged, weather that \
lasts a day and cancelled flights, whose days are left out, are not in the model. The table below shows where it fails: \
delays share causes, so that days that begin on time end better, and days that begin a little late worse, than it says.";
const LEFT_OUT: &str = "left out, with a cancelled flight or departures that cannot be of one aircraft";
