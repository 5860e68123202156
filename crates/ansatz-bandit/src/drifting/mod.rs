//! Arms whose rewards change in the course of time.
