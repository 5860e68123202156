//! Arms whose rewards somebody chooses who knows the algorithm.
