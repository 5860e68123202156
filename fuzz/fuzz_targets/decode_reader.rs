//! The byte reader under any sequence of reads: it consumes what it returns, or nothing.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_core::{
    DecodeError,
    bytes::{Kind, Reader},
};

ansatz_fuzz::target!(|data| run(data));

/// The bytes up to the first zero choose the reads, those after it are what is read.
fn run(data: &[u8]) {
    let mut parts = data.splitn(2, |&byte| byte == 0);
    let (script, input) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let mut reader = Reader::new(input);
    for &step in script {
        let before = reader.remaining();
        match read(&mut reader, step) {
            Ok(consumed) => assert_eq!(reader.remaining() + consumed, before),
            Err(_) => assert_eq!(reader.remaining(), before, "a failed read moved the cursor"),
        }
    }
    let left = reader.remaining();
    assert_eq!(reader.finish().is_ok(), left == 0);
}

/// One read, chosen by `step`; how many bytes it must have consumed.
fn read(reader: &mut Reader<'_>, step: u8) -> Result<usize, DecodeError> {
    let argument = usize::from(step / 8);
    match step % 8 {
        0 => reader.header(Kind::new(*b"TEST"), step / 8).map(|header| {
            assert!((1..=step / 8).contains(&header.version));
            10
        }),
        1 => reader.u8().map(|_| 1),
        2 => reader.u16().map(|_| 2),
        3 => reader.u32().map(|_| 4),
        4 => reader.u64().map(|_| 8),
        5 => reader.f64().map(|_| 8),
        6 => reader.slice(argument).map(<[u8]>::len),
        _ => reader.count(argument).map(|count| {
            assert!(count.saturating_mul(argument.max(1)) <= reader.remaining(), "a count that cannot follow");
            8
        }),
    }
}
