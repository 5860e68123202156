//! Arms whose rewards depend on what is to be decided.
