//! Environments to try a policy in, and what it loses there.
