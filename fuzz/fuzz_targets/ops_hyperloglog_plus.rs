//! `HyperLogLogPlus` under any sequence of operations: however it is built, it is the same sketch.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_sketch::{HyperLogLog, HyperLogLogPlus};

ansatz_fuzz::target!(|data| run(data));

/// Nine bytes are one operation: what to do, and a hash.
fn run(data: &[u8]) {
    let (Ok(mut whole), Ok(mut dense)) = (HyperLogLogPlus::new(6), HyperLogLog::new(6)) else { return };
    let mut parts = [whole.clone(), whole.clone()];
    for operation in data.chunks_exact(9) {
        let hash = u64::from_le_bytes(operation[1..].try_into().unwrap_or_default());
        let part = &mut parts[usize::from(operation[0] % 2)];
        // Writing and reading in between changes nothing.
        if operation[0] / 2 % 8 == 0 {
            *part = HyperLogLogPlus::from_bytes(&part.to_bytes()).expect("a sketch reads what it wrote");
        } else {
            part.insert_hash(hash);
            whole.insert_hash(hash);
            dense.insert_hash(hash);
        }
    }
    let [mut left, right] = parts;
    left.merge(&right).expect("equal precisions merge");
    assert_eq!(left.estimate(), whole.estimate(), "merged and whole differ");
    if !whole.is_sparse() {
        assert_eq!(whole.estimate(), dense.estimate(), "sparse beginnings leave a trace");
    }
}
