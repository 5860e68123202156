//! Has this item been seen?
