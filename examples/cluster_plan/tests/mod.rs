//! Clusters good and bad through the readers, and the whole program.

mod hostile;
mod kubernetes;
mod openb;
mod plan;

use ansatz_packing::cluster::Pod;

use crate::{cluster::Cluster, kubernetes::Objects};

/// What the texts say together, each as a file.
fn read_all(texts: &[&str]) -> Result<Cluster, String> {
    let (mut cluster, mut objects) = (Cluster::default(), Objects::default());
    for (index, text) in texts.iter().enumerate() {
        objects.add(&format!("{index}.yaml"), text)?;
    }
    objects.build(&mut cluster)?;
    Ok(cluster)
}

fn read(text: &str) -> Cluster {
    read_all(&[text]).unwrap()
}

fn error(text: &str) -> String {
    read_all(&[text]).unwrap_err()
}

/// The only pod of a text, or of its specification.
fn pod(spec: &str) -> Pod {
    read(&pod_text(spec)).arrivals.pop().unwrap().pod
}

/// A pod with this specification, in flow style.
fn pod_text(spec: &str) -> String {
    format!("kind: Pod\nmetadata: {{name: p, labels: {{app: web, tier: front}}}}\nspec: {spec}\n")
}
