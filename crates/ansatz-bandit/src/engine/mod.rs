//! What all policies share: arms that come and go, decisions with tickets, rewards that come late, replicas, and bytes.

mod bandit;
mod decision;
mod ledger;
pub(crate) mod note;
mod policy;
mod roster;
pub(crate) mod rule;
mod stored;
mod ticket;

pub use bandit::Bandit;
pub use decision::{Decision, LoggedDecision, Propensity};
pub use note::{Chance, Features, Note};
pub use policy::Policy;
pub use rule::{Lesson, Rule};
pub use ticket::Ticket;
