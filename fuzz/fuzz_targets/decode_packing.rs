//! A packing from any bytes: an error, or a packing that is written as the same bytes and that some items have.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_packing::{Packing, PackingError};

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(packing) = Packing::from_bytes(data) else { return };
    assert_eq!(packing.to_bytes(), data, "an accepted value is written differently");
    assert!(packing.gap() >= 0.0 && packing.is_proved() == (packing.gap() == 0.0));
    // All of a bin's items take 1, and the last takes the rest of its load.
    let mut rest: Vec<u64> = packing.loads().collect();
    let mut sizes = vec![1; packing.assignment().len()];
    for (&bin, size) in packing.assignment().iter().zip(&mut sizes) {
        rest[bin] -= *size;
    }
    for (item, &bin) in packing.assignment().iter().enumerate().rev() {
        sizes[item] += std::mem::take(&mut rest[bin]);
    }
    assert_eq!(packing.validate(&sizes), Ok(()));
    if let Some(size) = sizes.first_mut() {
        *size ^= 1;
        let refused = packing.validate(&sizes);
        assert!(matches!(
            refused,
            Err(PackingError::Size { .. } | PackingError::Load { .. } | PackingError::Overfull { .. })
        ));
    }
}
