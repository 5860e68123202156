//! One file per chapter; a new family adds its file, its `mod` line and its line in [`all`].

mod carrier;
mod delays;
mod distinct;
mod frequent;
mod membership;
mod months;
mod optimize;
mod overview;
mod packing;
mod placement;
mod planning;
mod quantum;

use std::error::Error;

use ansatz_core::ParameterError;

use crate::{batch::Batch, findings::Section};

/// A part of the tour: it sees every row once, in batches, and then says what it found.
pub(crate) trait Chapter {
    /// Sees the next rows.
    fn observe(&mut self, batch: &Batch);

    /// Answers its questions.
    fn finish(self: Box<Self>) -> Result<Section, Box<dyn Error>>;
}

/// The chapters in the order of the tour.
pub(crate) fn all() -> Result<Vec<Box<dyn Chapter>>, ParameterError> {
    Ok(vec![
        Box::new(overview::Overview::default()),
        Box::new(distinct::Distinct::new()?),
        Box::new(delays::Delays::new()?),
        Box::new(frequent::Frequent::new()?),
        Box::new(membership::Membership::new()?),
        Box::new(months::Months::new()?),
        Box::<placement::Placement>::default(),
        Box::<packing::Packing>::default(),
        Box::<optimize::Optimize>::default(),
        Box::<planning::Planning>::default(),
        Box::<quantum::Quantum>::default(),
        Box::<carrier::Carrier>::default(),
    ])
}
