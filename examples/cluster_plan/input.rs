//! Files, and which reader they are for.

use std::path::PathBuf;

use ansatz_examples::{
    files::{bytes, extension, text},
    rows::TableError,
};

use crate::{cluster::Cluster, kubernetes::Objects, openb};

/// Reads all files as one cluster: CSV where a name ends in `.csv` or `.csv.gz`, YAML or JSON else; `-` is what comes in.
pub(crate) fn read(files: &[PathBuf]) -> Result<Cluster, String> {
    let (mut cluster, mut objects) = (Cluster::default(), Objects::default());
    for file in files {
        let name = file.display().to_string();
        let placed = |error: TableError| format!("{name}: {error}");
        let bytes = bytes(file, MOST_BYTES).map_err(placed)?;
        if extension(file) == "csv" {
            openb::add(&bytes, &mut cluster).map_err(placed)?;
        } else {
            let text = text(&bytes).map_err(|(line, reason)| format!("{name}: line {line}: {reason}"))?;
            objects.add(&name, text)?;
        }
    }
    objects.build(&mut cluster)?;
    Ok(cluster)
}

/// 20,000 pods as a cluster writes them; a small packed file can stand for any number of bytes.
const MOST_BYTES: u64 = 256 << 20;
