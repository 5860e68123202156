//! Items with several sizes, and bins of several kinds.

mod exact;
mod golden;
mod hostile;
mod methods;
mod naive;
mod oracle;
mod properties;
