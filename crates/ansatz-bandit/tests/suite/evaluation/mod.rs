//! Off-policy evaluation: estimators against all logs there can be, and replay against the world itself.

mod adaptive;
mod chance;
mod enumeration;
mod limits;
mod refusals;
mod replay;
mod world;
