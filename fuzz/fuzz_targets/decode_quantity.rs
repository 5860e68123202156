//! Quantities of Kubernetes from any text: an error that names it, or an amount that is read back from what it comes to.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_packing::cluster::{ClusterError, Resources};

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let parse = |name: &str, text: &str| Resources::parse([(name, text)]).map(|resources| resources.amount(name));
    match (parse("cpu", text), parse("memory", text)) {
        (Ok(cpu), Ok(memory)) => {
            assert_eq!(parse("cpu", &format!("{cpu}m")), Ok(cpu));
            assert_eq!(parse("memory", &memory.to_string()), Ok(memory));
            // Thousandths and whole units of one quantity, both rounded up.
            assert_eq!(cpu.div_ceil(1000), memory);
            assert_eq!(parse("memory", &format!("+{text}")).is_ok(), !text.starts_with('+'));
        }
        // Thousandths are out of range first.
        (Err(_), Ok(memory)) => assert!(u128::from(memory) * 1000 > u128::from(u64::MAX)),
        (_, Err(error)) => assert_eq!(error, ClusterError::Quantity { resource: "memory".into(), text: text.into() }),
    }
    assert!(parse("cpu", &format!("-{text}")).is_err());
}
