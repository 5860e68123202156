//! Files, and which reader they are for.

use std::{
    io::{self, BufRead, Read},
    path::{Path, PathBuf},
};

use ansatz_examples::{
    csv::unpacked,
    rows::{TableError, open},
};

use crate::{cluster::Cluster, kubernetes::Objects, openb};

/// Reads all files as one cluster: CSV where a name ends in `.csv` or `.csv.gz`, YAML or JSON else; `-` is what comes in.
pub(crate) fn read(files: &[PathBuf]) -> Result<Cluster, String> {
    let (mut cluster, mut objects) = (Cluster::default(), Objects::default());
    for file in files {
        let name = file.display().to_string();
        let placed = |error: TableError| format!("{name}: {error}");
        let bytes = bytes(file).map_err(placed)?;
        if is_csv(&name) {
            openb::add(&bytes, &mut cluster).map_err(placed)?;
        } else {
            objects.add(&name, text(&bytes).map_err(|reason| format!("{name}: {reason}"))?)?;
        }
    }
    objects.build(&mut cluster)?;
    Ok(cluster)
}

/// All of a file, if it is not larger than any that is meant.
fn bytes(file: &Path) -> Result<Vec<u8>, TableError> {
    let input: Box<dyn BufRead> =
        if file.as_os_str() == "-" { unpacked(io::stdin().lock()).map_err(TableError::Open)? } else { open(file)? };
    let mut bytes = Vec::new();
    input.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(TableError::Open)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(TableError::Open(io::Error::other(format!("more than {} MiB of text", MOST_BYTES >> 20))));
    }
    Ok(bytes)
}

/// The bytes as UTF-8, or where they are none.
fn text(bytes: &[u8]) -> Result<&str, String> {
    str::from_utf8(bytes).map_err(|error| {
        let before = str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1) + 1;
        format!("line {line}: not UTF-8 at byte {column}")
    })
}

fn is_csv(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.strip_suffix(".gz").unwrap_or(&name).rsplit_once('.').is_some_and(|(_, extension)| extension == "csv")
}

/// 20,000 pods as a cluster writes them; a small packed file can stand for any number of bytes.
const MOST_BYTES: u64 = 256 << 20;
