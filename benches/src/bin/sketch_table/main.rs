//! How far the sketches' answers are from the truth: one line per setting, then a summary.
//!
//! `sketch_table cardinality [TRIALS] [LARGEST]`

#![allow(clippy::print_stdout, clippy::expect_used)]

mod cardinality;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize, default: u64| {
        arguments.get(index).map_or(default, |text| text.parse().expect("TRIALS and LARGEST are whole numbers"))
    };
    match arguments.first().map(String::as_str) {
        Some("cardinality") => cardinality::print(number(1, 400), number(2, 10_000_000)),
        other => println!("which table is `{}`? known: cardinality", other.unwrap_or_default()),
    }
}
