mod bpplib;
mod exact;
pub(crate) mod naive;
mod oracle;
