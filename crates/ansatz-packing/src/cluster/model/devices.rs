//! Things of which a pod takes a part of one, or several whole ones: accelerators.

use alloc::{string::String, vec::Vec};

/// Equal devices of a node. Unlike an amount of [`Resources`](super::Resources), the free parts of two devices never add
/// up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Devices {
    /// Their name: `gpu`.
    pub name: String,
    /// How many.
    pub count: usize,
    /// What each of them holds: 1000 thousandths, or its memory in bytes.
    pub capacity: u64,
}

impl Devices {
    /// `count` devices that hold `capacity` each.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::Devices;
    ///
    /// let gpus = Devices::new("gpu", 8, 1000);
    /// assert_eq!(gpus.count, 8);
    /// ```
    pub fn new(name: impl Into<String>, count: usize, capacity: u64) -> Self {
        Self { name: name.into(), count, capacity }
    }
}

/// What a pod takes of devices: `share` of each of `count` different ones of one node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRequest {
    /// The devices' name.
    pub name: String,
    /// Of how many.
    pub count: usize,
    /// How much of each, in the unit of [`Devices::capacity`].
    pub share: u64,
    /// For a pod that runs: which ones, counted from 0 on its node, `count` different ones. If empty, the placer picks them.
    /// Of a pod that waits they are not looked at.
    pub devices: Vec<usize>,
}

impl DeviceRequest {
    /// `share` of each of `count` devices, of a pod that waits.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::DeviceRequest;
    ///
    /// let half = DeviceRequest::new("gpu", 1, 500);
    /// assert!(half.devices.is_empty());
    /// ```
    pub fn new(name: impl Into<String>, count: usize, share: u64) -> Self {
        Self { name: name.into(), count, share, devices: Vec::new() }
    }
}
