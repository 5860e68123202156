//! Policies for arms that stay as they are.

mod thompson;
