mod bpplib;
mod exact;
mod naive;
