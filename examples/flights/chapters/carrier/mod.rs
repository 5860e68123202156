//! Which carrier to fly with on a route, so that as few minutes as possible are lost: bandits that choose, over a year of
//! flights whose delays they could not change, and what their logs would tell.

mod draw;
mod evidence;
mod flights;
mod outcome;
mod route;
#[cfg(test)]
mod tests;

use std::error::Error;

use self::{flights::Flights, outcome::Outcomes, route::Route};
use super::Chapter;
use crate::{
    batch::Batch,
    findings::{Section, grouped},
};

/// All departures by routes.
#[derive(Debug, Default)]
pub(crate) struct Carrier {
    flights: Flights,
}

impl Chapter for Carrier {
    fn observe(&mut self, batch: &Batch) {
        self.flights.observe(batch);
    }

    fn finish(self: Box<Self>) -> Result<Section, Box<dyn Error>> {
        let mut section = Section { title: "Bandit", introduction: INTRODUCTION, ..Section::default() };
        let unscheduled = self.flights.unscheduled;
        let routes = Route::largest(self.flights, ROUTES);
        section.facts.push(("left out, without a scheduled time".to_owned(), grouped(unscheduled as f64)));
        for route in &routes {
            section.facts.push((format!("{}, flights that are a choice", route.name), route.coverage()));
        }
        for (place, route) in routes.iter().enumerate() {
            let outcomes = Outcomes::of(route)?;
            section.studies.extend(evidence::studies(route, &outcomes)?);
            section.grids.push(draw::carriers(route));
            section.grids.push(draw::policies(route, &outcomes));
            if place == 0 {
                section.charts.push(draw::regret(route, &outcomes)?);
            }
        }
        Ok(section)
    }
}

/// Routes that are shown.
const ROUTES: usize = 2;
const INTRODUCTION: &str = "\
With which carrier are the fewest minutes lost? A traveller chooses one on each morning, afternoon and evening of the year, \
takes its first flight and learns how late it left: early is on time, three hours are the most, and a cancelled flight counts \
as these. Nobody's choice makes a flight late, so that the rows say what any choice would have met, and a policy can be \
played over them. That holds where all carriers flew; other parts of days are left out, and so are all flights but a \
carrier's first in its part of the day. Regret is what a policy lost beyond the one carrier that was best in hindsight, which \
nobody knew in January. A real log has one choice a round. If these were drawn uniformly, replay says without bias what a \
policy would have met, at the cost of all rounds in which it chose otherwise; such a log is drawn here to show it, and \
another one's policy is judged from it beside the truth. The rows as they are were drawn by nobody: a carrier that flies much \
in the evening, when all are late, looks bad in them. Their replay is shown as well, with what it claims; that it is wrong \
cannot be seen in the rows alone, where their coverage does not show it.";
