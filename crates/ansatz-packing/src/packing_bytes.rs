//! A packing as bytes.

use alloc::{vec, vec::Vec};

use ansatz_core::{
    DecodeError,
    bytes::{Kind, Reader, Writer},
};

use crate::Packing;

impl Packing {
    /// The packing as docs/formats.md states it; the items' sizes are not in it.
    ///
    /// # Examples
    ///
    /// ```
    /// let packing = ansatz_packing::first_fit_decreasing(&[6, 5, 4], 10)?;
    /// assert_eq!(packing.to_bytes().len(), 42 + 8 * packing.bin_count() + 8 * packing.assignment().len());
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        writer.reserve(32 + 8 * (self.bin_count() + self.assignment().len()));
        writer.u64(self.capacity());
        writer.count(self.lower_bound());
        writer.count(self.bin_count());
        self.free().iter().for_each(|&free| writer.u64(free));
        writer.count(self.assignment().len());
        self.assignment().iter().for_each(|&bin| writer.count(bin));
        writer.into_bytes()
    }

    /// The packing that these bytes hold.
    ///
    /// Whether it is one of certain items, [`validate`](Packing::validate) tells. The lower bound is believed, unless it is
    /// above the number of bins or below the volume bound.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if the bytes are not those of a packing.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::{Packing, first_fit_decreasing};
    ///
    /// let packing = first_fit_decreasing(&[6, 5, 4], 10)?;
    /// assert_eq!(Packing::from_bytes(&packing.to_bytes()), Ok(packing));
    /// assert!(Packing::from_bytes(b"ANSZ").is_err());
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let capacity = reader.u64()?;
        if capacity == 0 {
            return Err(DecodeError::field("capacity", capacity, "at least 1"));
        }
        let lower_bound = reader.u64()?;
        let free = read_free(&mut reader, capacity)?;
        let assignment = read_assignment(&mut reader, free.len())?;
        reader.finish()?;
        require_sizes(capacity, &free, &assignment)?;
        let (least, bins) = (volume_bound(capacity, &free), free.len() as u64);
        if !(least..=bins).contains(&lower_bound) {
            return Err(DecodeError::field("lower bound", lower_bound, format_args!("{least}..={bins}")));
        }
        // At most the number of bins, which are in memory.
        Ok(Self::assemble(capacity, assignment, free, lower_bound as usize))
    }
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([] Packing);

fn read_free(reader: &mut Reader<'_>, capacity: u64) -> Result<Vec<u64>, DecodeError> {
    let bins = reader.count(8)?;
    let mut all = Vec::with_capacity(bins);
    for _ in 0..bins {
        let free = reader.u64()?;
        if free >= capacity {
            return Err(DecodeError::field("free", free, format_args!("below the capacity, {capacity}")));
        }
        all.push(free);
    }
    Ok(all)
}

fn read_assignment(reader: &mut Reader<'_>, bins: usize) -> Result<Vec<usize>, DecodeError> {
    let items = reader.count(8)?;
    let mut assignment = Vec::with_capacity(items);
    for _ in 0..items {
        let bin = reader.u64()?;
        if bin >= bins as u64 {
            return Err(DecodeError::field("bin", bin, format_args!("below {bins}, the number of bins")));
        }
        assignment.push(bin as usize);
    }
    Ok(assignment)
}

/// `Ok` if there are sizes, each at least 1, that fill the bins so.
fn require_sizes(capacity: u64, free: &[u64], assignment: &[usize]) -> Result<(), DecodeError> {
    let mut items = vec![0u64; free.len()];
    for &bin in assignment {
        items[bin] += 1;
    }
    for (bin, (&items, free)) in items.iter().zip(free).enumerate() {
        let load = capacity - free;
        if items == 0 || items > load {
            let found = format_args!("{items} in bin {bin}");
            return Err(DecodeError::field("items", found, format_args!("1 to {load}, what is in the bin")));
        }
    }
    Ok(())
}

/// The volume bound of whatever fills the bins so.
fn volume_bound(capacity: u64, free: &[u64]) -> u64 {
    let volume: u128 = free.iter().map(|free| u128::from(capacity - free)).sum();
    // At most the number of bins.
    volume.div_ceil(u128::from(capacity)) as u64
}

const KIND: Kind = Kind::new(*b"PACK");
const VERSION: u8 = 1;
