//! Which arm is the best, at the least cost of finding out.
