//! What would another policy have earned? Estimates from the log of the one that ran.
