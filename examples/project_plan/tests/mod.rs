//! Files good and bad through the readers, and the whole program.

mod csv;
mod document;
mod hostile;
mod library;
mod whole;

use crate::{arguments::Request, faults::Faults, plan::Plan, read};

/// What a text says in a file of that name.
fn read_as(name: &str, text: &str) -> Result<Plan, String> {
    with(&Request { input: name.into(), ..Request::default() }, text)
}

fn with(request: &Request, text: &str) -> Result<Plan, String> {
    let whole = |plan: Plan| {
        plan.project()?;
        Ok(plan)
    };
    read::parse(request, text.as_bytes()).and_then(whole).map_err(|faults: Faults| faults.to_string())
}

fn error(name: &str, text: &str) -> String {
    read_as(name, text).unwrap_err()
}

/// There is enough of these.
fn request_for_csv() -> Request {
    let capacities = vec![("mason".to_owned(), 3), ("crane".to_owned(), 1)];
    Request { input: "plan.csv".into(), capacities, ..Request::default() }
}
