//! How are the values distributed?
