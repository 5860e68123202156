//! Plans a cluster.

// A program has std.
#![allow(clippy::std_instead_of_alloc, clippy::std_instead_of_core)]
#![cfg_attr(test, allow(clippy::panic, clippy::unwrap_used))] // That is how a test fails.
#![allow(dead_code)]

mod cluster;
mod fields;
mod input;
mod kubernetes;
mod openb;
#[cfg(test)]
mod tests;
mod wrong;
mod yaml;

fn main() {
    let files: Vec<std::path::PathBuf> = std::env::args_os().skip(1).map(Into::into).collect();
    match input::read(&files) {
        Ok(cluster) => {
            println!(
                "{} nodes, {} pods, {} budgets",
                cluster.nodes.len(),
                cluster.arrivals.len(),
                cluster.budgets.len()
            );
            for line in cluster.remarks.lines() {
                println!("{line}");
            }
            for arrival in cluster.arrivals.iter().take(30) {
                println!("{:?}", arrival.pod);
            }
            for arrival in cluster.nodes.iter().take(3) {
                println!("{:?}", arrival);
            }
        }
        Err(e) => println!("error: {e}"),
    }
}
