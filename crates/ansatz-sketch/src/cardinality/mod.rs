//! How many distinct items?
