//! Finding the best arm.

mod top_two;
