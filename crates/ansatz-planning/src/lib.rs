//! When is a plan done, which tasks decide that, and how sure is it?

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod rcpsp;
