//! Balance and movement, held to theory.
