//! Finding the best arm.

mod successive_elimination;
mod top_two;
