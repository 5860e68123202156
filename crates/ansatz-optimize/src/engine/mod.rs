//! What all methods share: asking, telling, counting, stopping, remembering and storing.

mod budget;
mod evaluation;
mod generation;
mod history;
mod method;
mod minimum;
mod run;
pub(crate) mod surface;
mod trial;

pub use ansatz_core::bytes::Codec;
pub use budget::{Budget, Stop};
pub use evaluation::Evaluation;
pub use generation::Generation;
pub use history::{History, Record};
pub use method::Method;
pub use minimum::Minimum;
pub use run::Run;
pub use trial::{TellError, Trial};
