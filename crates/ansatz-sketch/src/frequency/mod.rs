//! How often does an item occur, and which occur most?
